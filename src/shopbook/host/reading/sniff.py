"""What a file that is neither a zip nor an OLE container is, from its first bytes."""

import codecs
import re
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.container import Kind
from shopbook.labels import Label

_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".tab"})
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div|style)\b", re.IGNORECASE)
_XML_NOISE = re.compile(r"\A\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_KNOWN = (
    (b"%PDF", Label(zh="PDF 文件", en="a PDF document")),
    (b"\x89PNG", Label(zh="图片", en="a picture")),
    (b"\xff\xd8\xff", Label(zh="图片", en="a picture")),
    (b"GIF8", Label(zh="图片", en="a picture")),
    (b"Rar!", Label(zh="RAR 压缩包", en="a RAR archive")),
    (b"7z\xbc\xaf", Label(zh="7z 压缩包", en="a 7z archive")),
    (b"\x1f\x8b", Label(zh="gzip 压缩包", en="a gzip archive")),
    (b"PK", Label(zh="空的或损坏的压缩包", en="an empty or damaged zip archive")),
    (b"MZ", Label(zh="程序文件", en="a program")),
    (b"SQLite format 3", Label(zh="数据库文件", en="a database")),
)
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""The first record of a workbook before there were containers: Excel 2 to 5."""

_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
_MAX_CONTROL_SHARE = 0.02


def sniff(path: Path, head: bytes) -> Kind:
    """HTML, XML or delimited text.

    Raises:
        UnreadableFileError: It is none of them; where it is a known kind, the sentence names it.
    """
    for mark, what in _KNOWN:
        if head.startswith(mark):
            raise UnreadableFileError(path, _OTHER.filled({"what": what}))
    if _OLD_EXCEL.match(head):
        raise UnreadableFileError(path, _TOO_OLD)
    text = _as_text(head)
    if text is None:
        raise UnreadableFileError(path, _NO_WORKBOOK)
    kind = _markup(path, text)
    if kind is None and path.suffix.lower() not in _TEXT_ENDINGS and not any(mark in text for mark in ",;\t|"):
        raise UnreadableFileError(path, _NO_WORKBOOK)
    return kind or Kind.CSV


def _markup(path: Path, text: str) -> Kind | None:
    """HTML or an XML spreadsheet, None for text without markup."""
    content = text[_match_end(text) :]
    if _HTML.match(content):
        return Kind.HTML
    if _XML_2003 in text and content.startswith("<"):
        return Kind.XML2003
    if text.lstrip().startswith("<?xml"):
        raise UnreadableFileError(path, _OTHER_XML)
    return None


def _match_end(text: str) -> int:
    match = _XML_NOISE.match(text)
    return match.end() if match else 0


def _as_text(head: bytes) -> str | None:
    """The beginning as characters, without its mark; None when it cannot be text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").lstrip("\ufeff")
    if head[:64:2].count(0) > 8 or head[1:64:2].count(0) > 8:  # noqa: PLR2004 - ASCII in UTF-16 without mark: every second byte
        return head.replace(b"\0", b"").decode("latin-1")
    if sum(byte in _CONTROLS and byte != 0 for byte in head) > _MAX_CONTROL_SHARE * len(head):
        return None
    for encoding in ("utf-8", "gb18030"):
        text = codecs.getincrementaldecoder(encoding)("strict")
        try:
            return text.decode(head).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    return None


_OTHER = Label(zh="这是{what}，不是表格。请选择表格文件", en="this is {what}, not a workbook; choose a workbook")
_TOO_OLD = Label(
    zh="这是上世纪的 Excel 文件（5.0 或更早），无法读取。请用 Excel 打开后另存为 xlsx 再试",
    en="this is a workbook of Excel 5.0 or before, which cannot be read; open it in Excel, save it as xlsx and try again",
)
_NO_WORKBOOK = Label(
    zh="看不出这是什么文件，不是表格或已损坏。请重新下载或导出", en="this is no workbook, or it is damaged; download or export it again"
)
_OTHER_XML = Label(
    zh="这是普通 XML 文件，不是 Excel 表格。请从平台导出 Excel 或 CSV",
    en="this is an XML file but no Excel spreadsheet; export Excel or CSV from the platform",
)
