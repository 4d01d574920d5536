"""Zip files that are no OOXML package: OpenDocument spreadsheets, and archives in which platforms send CSV files."""

from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.archive import Archive
from shopbook.labels import Label

_MAX_TEXT_BYTES = 1 << 30
_TEXT_ENDINGS = (".csv", ".tsv", ".txt")
_SPREADSHEETS = ("application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet-template")


def is_open_document(path: Path, archive: Archive) -> bool:
    """True for a spreadsheet that can be opened, False for anything else in a zip.

    Raises:
        UnreadableFileError: It is locked with a password, or another kind of OpenDocument.
    """
    member = archive.find("mimetype")
    kind = archive.read(member).decode("ascii", "replace").strip() if member else ""
    if not kind.startswith("application/vnd.oasis.opendocument"):
        return False
    if kind not in _SPREADSHEETS:
        raise UnreadableFileError(path, _OTHER_DOCUMENT)
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise UnreadableFileError(path, _LOCKED)
    return True


def choose_text(archive: Archive) -> bytes | None:
    """The text table with the most lines: of a summary and its details, the details. None when there is no text table."""
    best: bytes | None = None
    for name in archive.names:
        if name.lower().endswith(_TEXT_ENDINGS):
            body = archive.read(name, _MAX_TEXT_BYTES)
            best = body if best is None or body.count(b"\n") > best.count(b"\n") else best
    return best


_OTHER_DOCUMENT = Label(
    zh="这是 OpenDocument 文件，但不是表格。请选择表格文件", en="this is an OpenDocument file but no spreadsheet; choose a workbook"
)
_LOCKED = Label(
    zh="文件有密码保护。请打开后取消密码，另存再试",
    en="the file is protected with a password; open it, remove the password, save it and try again",
)
