"""Small workbooks in the formats before and beside OOXML, made record by record. Source: [MS-XLS] 2.4, [MS-XLSB] 2.4, OpenDocument 1.2."""

import struct
from collections.abc import Sequence

from shopbook.build.vba.compound import Stream, compound_file
from tests.host.mutants import packed

Record = tuple[int, bytes]
"""The kind of a record, and what is in it."""

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def ods() -> bytes:
    """Two rows: texts, a number, a truth, a time, an error; a merge, and a cell that stands for three."""
    cells = (
        f"<table:table-row>{_ods_text('编号', 'spanned', 2)}<table:covered-table-cell/>{_ods_text('量', 'repeated', 3)}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="2.5"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-02-06T13:21:20"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT13H21M20S"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>'
    )
    names = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<office:body><office:spreadsheet><table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body>'
    content = f'<office:document-content {names} office:version="1.2">{body}</office:document-content>'
    return packed({"mimetype": ODS_TYPE.encode(), "META-INF/manifest.xml": b"<manifest/>", "content.xml": content.encode()})


def _ods_text(text: str, how: str, columns: int) -> str:
    return f'<table:table-cell office:value-type="string" table:number-columns-{how}="{columns}"><text:p>{text}</text:p></table:table-cell>'


def xls() -> bytes:
    """The same in Excel's format of 1997."""
    return compound_file([Stream("Workbook", xls_stream())])


def xls_stream() -> bytes:
    """The records of such a workbook."""
    name = "表".encode("utf-16-le")
    strings = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in ("编号", "量"))

    def globals_for(start: int) -> bytes:
        sheet = struct.pack("<IBBBB", start, 0, 0, 1, 1) + name
        shared = struct.pack("<II", 2, 2) + strings
        return _biff([_bof(5), (0x42, b"\xb0\x04"), (0x22, b"\0\0"), (0x85, sheet), (0xFC, shared), (0x0A, b"")])

    cells = [
        (0x200, struct.pack("<IIHHH", 0, 2, 0, 4, 0)),
        (0x208, struct.pack("<HHHHHHI", 1, 0, 4, 255, 0, 0, 0x20)),
        (0xFD, struct.pack("<HHHI", 0, 0, 0, 0)),
        (0xFD, struct.pack("<HHHI", 0, 1, 0, 1)),
        (0x203, struct.pack("<HHHd", 1, 0, 0, 2.5)),
        (0x205, struct.pack("<HHHBB", 1, 1, 0, 1, 0)),
        (0x205, struct.pack("<HHHBB", 1, 2, 0, 7, 1)),
        (0x06, struct.pack("<HHHdHIH", 1, 3, 0, 46059.5, 0, 0, 0)),
        (0xE5, struct.pack("<HHHHH", 1, 0, 0, 2, 3)),
    ]
    return globals_for(len(globals_for(0))) + _biff([_bof(0x10), *cells, (0x0A, b"")])


def xlsb() -> bytes:
    """The same in Excel's binary format of 2007."""
    book = _binary([(131, b""), (153, struct.pack("<IIH", 0, 0, 0)), (143, b""), (156, _sheet_entry()), (144, b""), (132, b"")])
    strings = [(159, struct.pack("<II", 2, 2)), *((19, b"\0" + _wide(text)) for text in ("编号", "量")), (160, b"")]
    kinds = {"workbook": "sheet.binary.macroEnabled.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    types = "".join(f'<Override PartName="/xl/{part}.bin" ContentType="application/vnd.ms-excel.{kind}"/>' for part, kind in kinds.items())
    head = '<?xml version="1.0"?>'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{_TYPES}"/>{types}</Types>'.encode(),
        "_rels/.rels": _links(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _links(("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")),
        "xl/worksheets/sheet1.bin": _binary(_xlsb_cells()),
        "xl/sharedStrings.bin": _binary(strings),
    }
    return packed(parts)


def _xlsb_cells() -> list[Record]:
    row = "<IIHBBBI"
    return [
        (129, b""),
        (148, struct.pack("<IIII", 0, 1, 0, 3)),
        (145, b""),
        (0, struct.pack(row, 0, 0, 300, 0, 0, 0, 0)),
        (7, struct.pack("<III", 0, 0, 0)),
        (7, struct.pack("<III", 1, 0, 1)),
        (0, struct.pack(row, 1, 0, 300, 0, 0x10, 0, 0)),
        (5, struct.pack("<IId", 0, 0, 2.5)),
        (4, struct.pack("<IIB", 1, 0, 1)),
        (3, struct.pack("<IIB", 2, 0, 7)),
        (6, struct.pack("<II", 3, 0) + _wide("字")),
        (146, b""),
        (177, struct.pack("<I", 1)),
        (176, struct.pack("<IIII", 0, 0, 2, 3)),
        (178, b""),
        (130, b""),
    ]


def _sheet_entry() -> bytes:
    return struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表")


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _links(*targets: tuple[str, str]) -> bytes:
    links = "".join(f'<Relationship Id="rId{at}" Type="{_DOCUMENT}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(targets, 1))
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{links}</Relationships>'.encode()


def _bof(kind: int) -> Record:
    return 0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6)


def _biff(records: Sequence[Record]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def _binary(records: Sequence[Record]) -> bytes:
    return b"".join(_number(kind) + _number(len(body)) + body for kind, body in records)


def _number(value: int) -> bytes:
    """Seven bits a byte, lowest first."""
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + _number(value >> 7)
