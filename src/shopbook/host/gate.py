"""The gate: says what a file really is, by its content, and refuses what no reader should open."""

import dataclasses
import errno
import stat
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.archive import Archive
from shopbook.host.reading.container import Container, Kind
from shopbook.host.reading.legacy import probe
from shopbook.host.reading.otherzip import choose_text, is_open_document
from shopbook.host.reading.sniff import sniff
from shopbook.host.reading.workbook import find_workbook, read_facts
from shopbook.host.reading.xml2003 import list_xml2003_tabs
from shopbook.labels import Label

MAX_FILE_BYTES = 2 << 30
LARGE_SHEET_BYTES = 1 << 20
"""A sheet that takes more than this, packed, is unpacked once, by its reader."""

HONEST_RATIO = 60
"""A sheet that says it unpacks to more times its packed size is looked at before any reader begins with it."""

_OWNER_FILES = ("~$", ".~lock.")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 1 << 16

_ENDINGS = {
    Kind.XLSX: (".xlsx", ".xltx"),
    Kind.XLSM: (".xlsm", ".xltm", ".xlam"),
    Kind.XLSB: (".xlsb",),
    Kind.XLS: (".xls", ".xlt", ".et"),
    Kind.ODS: (".ods", ".ots"),
    Kind.HTML: (".html", ".htm"),
    Kind.XML2003: (".xml",),
    Kind.CSV: (".csv", ".tsv", ".txt", ".tab", ".zip"),
}


def admit(path: Path, passwords: Sequence[str] = ()) -> Container:
    """Look at a file without trusting it: what it holds is unpacked once and counted; only of small parts more is kept than the counts.

    A large sheet is looked at in the same way when it is read, and only then.

    Args:
        path: The file.
        passwords: What may open it if it is locked.

    Raises:
        UnreadableFileError: It is no file, no workbook, damaged, locked with a password, or made to harm.
    """
    try:
        _check_is_file(path)
        container = _admit_content(path, passwords)
    except OSError as error:
        raise UnreadableFileError(path, cause_of(error)) from error
    return dataclasses.replace(container, mismatch=_mismatch(path, container.kind))


def _check_is_file(path: Path) -> None:
    if path.name.startswith(_OWNER_FILES):
        raise UnreadableFileError(path, _OWNER_FILE)
    # A link to a workbook is fine; what it leads to decides. Opening a pipe would wait for ever, so its status comes first.
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(path, _FOLDER)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(path, _NOT_A_FILE)
    if status.st_size == 0:
        raise UnreadableFileError(path, _EMPTY)
    if status.st_size > MAX_FILE_BYTES:
        raise UnreadableFileError(path, _TOO_LARGE.filled({"size": status.st_size >> 20}))


def _admit_content(path: Path, passwords: Sequence[str]) -> Container:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(_ZIP):
        return _admit_zip(Container(path, Kind.XLSX))
    if head.startswith(_OLE):
        return _admit_ole(Container(path, Kind.XLS), passwords)
    found = Container(path, sniff(path, head))
    return dataclasses.replace(found, tabs=list_xml2003_tabs(found)) if found.kind is Kind.XML2003 else found


def _admit_ole(container: Container, passwords: Sequence[str]) -> Container:
    """An old workbook, or a locked new one."""
    found = probe(container, passwords)
    return _admit_zip(found) if found.kind is Kind.XLSX else found


def _admit_zip(container: Container) -> Container:
    with Archive(container.path, container.open()) as archive:
        large = {name for name in archive.names if _is_large_sheet(archive, name)}
        _check(archive, set(archive.names) - large)
        part = find_workbook(archive)
        if not part:
            _check(archive, large)
            return _admit_other_zip(container, archive)
        facts = read_facts(container.path, archive, part)
        # Only what the reader of sheets takes apart may wait for it.
        _check(archive, large - {tab.part for tab in facts.tabs})
    found = dataclasses.replace(
        container,
        kind=facts.kind,
        tabs=facts.tabs,
        is_1904=facts.is_1904,
        names=facts.names,
        has_macros=facts.has_macros,
        links=facts.links,
        contents=archive.contents,
    )
    return probe(found) if facts.kind is Kind.XLSB else found


def _is_large_sheet(archive: Archive, name: str) -> bool:
    packed, unpacked = archive.claims(name)
    is_honest = packed > LARGE_SHEET_BYTES and unpacked < HONEST_RATIO * packed
    return is_honest and "worksheets/" in name.lower() and name.lower().endswith(".xml")


def _check(archive: Archive, names: AbstractSet[str]) -> None:
    for name in archive.names:
        if name in names:
            archive.check(name)


def _admit_other_zip(container: Container, archive: Archive) -> Container:
    """An OpenDocument spreadsheet, or an archive of text tables."""
    if is_open_document(container.path, archive):
        return probe(dataclasses.replace(container, kind=Kind.ODS))
    body = choose_text(archive)
    if body is None:
        raise UnreadableFileError(container.path, _OTHER_ZIP)
    return dataclasses.replace(container, kind=Kind.CSV, body=body)


def _mismatch(path: Path, kind: Kind) -> Label | None:
    ending = path.suffix.lower()
    if ending in _ENDINGS[kind]:
        return None
    return _MISMATCH.filled({"ending": ending or path.name, "kind": _KIND_NAMES[kind]})


def cause_of(error: OSError) -> Label:
    """Why the system does not let a file be read, in words."""
    match error:
        case FileNotFoundError():
            return _MISSING
        case PermissionError():
            return _FORBIDDEN
        case OSError(errno=errno.EINVAL):  # a damaged zip sends its reader to a place before the file begins
            return _LED_ASTRAY
        case _:
            return _OS_ERROR.filled({"error": error.strerror or type(error).__name__})


_KIND_NAMES = {
    Kind.XLSX: Label(zh="Excel 工作簿（xlsx）", en="an Excel workbook (xlsx)"),
    Kind.XLSM: Label(zh="带宏的 Excel 工作簿（xlsm）", en="an Excel workbook with macros (xlsm)"),
    Kind.XLSB: Label(zh="Excel 二进制工作簿（xlsb）", en="a binary Excel workbook (xlsb)"),
    Kind.XLS: Label(zh="旧版 Excel 工作簿（xls）", en="an old Excel workbook (xls)"),
    Kind.ODS: Label(zh="OpenDocument 表格（ods）", en="an OpenDocument spreadsheet (ods)"),
    Kind.HTML: Label(zh="网页表格（HTML）", en="a web page with a table (HTML)"),
    Kind.XML2003: Label(zh="Excel 2003 XML 表格", en="an Excel 2003 XML spreadsheet"),
    Kind.CSV: Label(zh="文本表格（CSV）", en="a text table (CSV)"),
}
_MISMATCH = Label(
    zh="文件后缀是“{ending}”，内容其实是{kind}，已按内容读取",
    en="the name ends in '{ending}' but the content is {kind}; it was read by its content",
)
_OWNER_FILE = Label(
    zh="这是办公软件打开文件时留下的占用标记，不是工作簿。请选择没有“~$”或“.~lock”开头的那个文件",
    en="this is the marker that an office program leaves while a file is open, not a workbook; choose the file without '~$' or '.~lock'",
)
_FOLDER = Label(zh="这是文件夹，不是文件。请选择一个工作簿", en="this is a folder, not a file; choose a workbook")
_NOT_A_FILE = Label(zh="这不是普通文件，无法读取。请选择一个工作簿", en="this is no ordinary file; choose a workbook")
_EMPTY = Label(zh="文件是空的（0 字节）。请重新下载或导出", en="the file is empty (0 bytes); download or export it again")
_TOO_LARGE = Label(
    zh="文件有 {size} MB，超过 2048 MB 的上限。请拆成几个文件", en="the file has {size} MB, more than the limit of 2048 MB; split it"
)
_MISSING = Label(zh="找不到这个文件。请检查名字和位置", en="there is no such file; check its name and place")
_FORBIDDEN = Label(
    zh="没有权限读取这个文件。请检查文件权限，或先关闭正在占用它的程序",
    en="reading this file is not permitted; check its permissions, or close the program that holds it",
)
_LED_ASTRAY = Label(
    zh="文件已损坏或不完整，读不出来。请重新下载或从备份恢复",
    en="the file is damaged or incomplete; download it again or restore it from a backup",
)
_OS_ERROR = Label(zh="读取文件时系统报错：{error}", en="the system could not read the file: {error}")
_OTHER_ZIP = Label(
    zh="这是压缩包，里面没有能读的表格。请先解压，再选择里面的表格文件",
    en="this is a zip archive without a readable table; unpack it and choose the table inside",
)
