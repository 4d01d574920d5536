"""A workbook with everything that programs tend to lose when they save somebody else's file."""

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped] # ships no types
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # the same

ORDERS = "订单"
WORDS = "字典"
TABLE = "tblOrders"
HEADERS = ("订单号", "买家", "状态", "数量", "单价", "金额", "付款", "校验")
ROWS = 20  # rows 5 to 24 of the sheet, below the header in row 4

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def build(path: Path) -> Path:
    """Write the workbook; the same bytes each time but for the clock in docProps."""
    raw = path.with_suffix(".raw")
    vba = path.with_suffix(".bin")
    vba.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20)
    with xlsxwriter.Workbook(str(raw), {"use_future_functions": True}) as book:
        book.add_vba_project(str(vba))
        book.set_custom_property("店铺", "测试店")
        book.set_properties({"title": "对账", "created": dt.datetime(2026, 3, 1)})
        orders, words = book.add_worksheet(ORDERS), book.add_worksheet(WORDS)
        _fill_orders(book, orders)
        _decorate(book, orders)
        _fill_others(book, words)
    with zipfile.ZipFile(raw) as package:
        parts = {member.filename: package.read(member) for member in package.infolist()}
    _inject(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return path


def _fill_orders(book: Workbook, sheet: Worksheet) -> None:
    day = book.add_format({"num_format": "yyyy/m/d"})
    money = book.add_format({"num_format": "¥#,##0.00"})
    text = book.add_format({"num_format": "@"})
    first = dt.datetime(2026, 3, 1)
    rows = [
        [
            f"41000000000000000{number:02d}",
            f"买家{number}",
            "待发货",
            number % 5 + 1,
            9.9 + number,
            None,
            first + dt.timedelta(days=number),
            None,
        ]
        for number in range(1, ROWS + 1)
    ]
    columns: list[dict[str, object]] = [{"header": header} for header in HEADERS]
    columns[0]["format"] = text
    columns[5] |= {"formula": f"={TABLE}[[#This Row],[数量]]*{TABLE}[[#This Row],[单价]]", "format": money}
    columns[6]["format"] = day
    sheet.add_table(3, 0, 3 + ROWS, 7, {"name": TABLE, "style": "Table Style Medium 9", "data": rows, "columns": columns})
    bold, italic = book.add_format({"bold": True}), book.add_format({"italic": True})
    sheet.write_rich_string("A1", bold, "富文本", italic, "标题", " 普通")
    sheet.write("B1", "  前后空格  ")
    sheet.write_formula("D2", f"=SUM({TABLE}[金额])", money, 0)
    sheet.write_dynamic_array_formula("J4:J7", f"=_xlfn.UNIQUE({TABLE}[状态])", None, "待发货")
    sheet.write_array_formula("K4:K6", "{=D5:D7*2}", None, 4)
    sheet.merge_range("J1:L1", "合并", bold)
    sheet.write_boolean("L2", True)
    sheet.write_formula("L3", "=1/0", None, "#DIV/0!")


def _decorate(book: Workbook, sheet: Worksheet) -> None:  # noqa: PLR0915 - a list of things, one a line
    bold = book.add_format({"bold": True, "font_color": "red"})
    sheet.write_comment("A4", "批注：请勿修改", {"author": "老板"})
    sheet.write_url("J2", "https://example.com/?a=1&b=2", string="链接")
    sheet.write_url("K2", f"internal:{WORDS}!A1")
    sheet.data_validation("C5:C24", {"validate": "list", "source": f"={WORDS}!$A$1:$A$4"})
    sheet.data_validation("D5:D24", {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 99})
    sheet.conditional_format("E5:E24", {"type": "data_bar", "data_bar_2010": True, "bar_negative_color_same": True})
    sheet.conditional_format("D5:D24", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.conditional_format("A5:A24", {"type": "duplicate", "format": bold})
    sheet.conditional_format("A5:M24", {"type": "formula", "criteria": '=$H5="错"', "format": bold})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"={ORDERS}!$B$5:$B$24", "values": f"={ORDERS}!$E$5:$E$24", "trendline": {"type": "linear"}})
    sheet.insert_chart("N4", chart)
    sheet.insert_image("N20", "logo.png", {"image_data": io.BytesIO(_png()), "description": "logo"})
    sheet.insert_textbox("N28", "文本框说明", {"fill": {"color": "#DDEEFF"}})
    sheet.insert_button("J10", {"macro": "Check", "caption": "一键校验"})
    sheet.add_sparkline("I5", {"range": f"{ORDERS}!D5:F5"})
    sheet.add_sparkline("I24", {"range": f"{ORDERS}!D24:F24", "type": "column"})
    sheet.freeze_panes(4, 1)
    sheet.protect("abc", {"sort": True})
    sheet.print_area("A1:H24")
    sheet.repeat_rows(3)
    sheet.set_header("&L&G&C对账单", {"image_left": "logo.png", "image_data_left": io.BytesIO(_png())})
    sheet.set_column("A:A", 24)
    sheet.set_row(0, 28)
    sheet.ignore_errors({"number_stored_as_text": "A5:A24"})


def _fill_others(book: Workbook, words: Worksheet) -> None:
    for row, word in enumerate(("待发货", "已发货", "交易成功", "已关闭")):
        words.write(row, 0, word)
    words.autofilter("A1:A4")
    hidden, very_hidden, page = book.add_worksheet("隐藏"), book.add_worksheet("很隐藏"), book.add_chartsheet("图表页")
    hidden.hide()
    very_hidden.very_hidden()
    hidden.write("A1", "机密")
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": f"={ORDERS}!$D$5:$D$10"})
    page.set_chart(pie)
    book.define_name("状态表", f"={WORDS}!$A$1:$A$4")
    book.define_name("数量列", f"={ORDERS}!$D$5:$D$24")
    book.define_name(f"{ORDERS}!本地", f"={ORDERS}!$D$2")


def _inject(parts: dict[str, bytes]) -> None:
    """What XlsxWriter cannot write: ribbon, custom XML, newer drop-downs and formats, a slicer, a calculation chain."""
    _link(
        parts, "_rels/.rels", "rIdUI", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
    )
    parts["customUI/customUI14.xml"] = (
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="t" label="店铺">'
        '<group id="g" label="对账"><button id="b" label="校验" onAction="OnCheck" imageMso="AcceptInvitation"/>'
        "</group></tab></tabs></ribbon></customUI>"
    ).encode()
    _link(parts, "xl/_rels/workbook.xml.rels", "rIdCX", f"{_OFFICE}/relationships/customXml", "../customXml/item1.xml")
    parts["customXml/item1.xml"] = '<shop xmlns="urn:shopbook"><mapping ver="1">订单</mapping></shop>'.encode()
    _inject_extensions(parts)
    _inject_slicer(parts)
    _inject_chain(parts)


def _inject_extensions(parts: dict[str, bytes]) -> None:
    validation = (
        f'<ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1">'
        f"<x14:formula1><xm:f>{WORDS}!$A$1:$A$4</xm:f></x14:formula1><xm:sqref>H5:H24</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    stars = "".join(f'<x14:cfvo type="percent"><xm:f>{percent}</xm:f></x14:cfvo>' for percent in (0, 33, 67))
    icons = (
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="iconSet" priority="9" id="{11111111-2222-4333-8444-555555555555}">'
        f'<x14:iconSet iconSet="3Stars">{stars}</x14:iconSet></x14:cfRule><xm:sqref>G5:G24</xm:sqref></x14:conditionalFormatting>'
    )
    name = "xl/worksheets/sheet1.xml"
    xml = parts[name].decode()
    xml = xml.replace("</x14:conditionalFormattings>", icons + "</x14:conditionalFormattings>", 1)
    parts[name] = xml.replace("</extLst></worksheet>", validation + "</extLst></worksheet>", 1).encode()
    assert parts[name].count(b"xm:sqref>") == 10, "two sparklines, a data bar, the icons, the drop-down"


def _inject_slicer(parts: dict[str, bytes]) -> None:
    _link(
        parts,
        "xl/_rels/workbook.xml.rels",
        "rIdSC",
        "http://schemas.microsoft.com/office/2007/relationships/slicerCache",
        "slicerCaches/slicerCache1.xml",
    )
    _declare(parts, "/xl/slicerCaches/slicerCache1.xml", "application/vnd.ms-excel.slicerCache+xml")
    parts["xl/slicerCaches/slicerCache1.xml"] = (
        f'{_DECLARED}<slicerCacheDefinition xmlns="{_X14}" name="切片_状态" sourceName="状态"><extLst>'
        f'<x:ext xmlns:x="{_SPREADSHEET}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
        'uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache tableId="1" column="3"/></x:ext>'
        "</extLst></slicerCacheDefinition>"
    ).encode()
    _link(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        "rIdSL",
        "http://schemas.microsoft.com/office/2007/relationships/slicer",
        "../slicers/slicer1.xml",
    )
    _declare(parts, "/xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml")
    parts["xl/slicers/slicer1.xml"] = (
        f'{_DECLARED}<slicers xmlns="{_X14}"><slicer name="状态" cache="切片_状态" caption="状态" rowHeight="241300"/></slicers>'
    ).encode()


def _inject_chain(parts: dict[str, bytes]) -> None:
    cells = re.findall(rb'<c r="([A-Z]+\d+)"[^>]*><f', parts["xl/worksheets/sheet1.xml"])
    entries = b"".join(b'<c r="%b" i="1"/>' % cell for cell in cells)
    parts["xl/calcChain.xml"] = f'{_DECLARED}<calcChain xmlns="{_SPREADSHEET}">'.encode() + entries + b"</calcChain>"
    _link(parts, "xl/_rels/workbook.xml.rels", "rIdCC", f"{_OFFICE}/relationships/calcChain", "calcChain.xml")
    _declare(parts, "/xl/calcChain.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml")


def _link(parts: dict[str, bytes], rels: str, key: str, kind: str, target: str) -> None:
    link = f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/></Relationships>'.encode()
    parts[rels] = parts[rels].replace(b"</Relationships>", link)


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    override = f'<Override PartName="{name}" ContentType="{kind}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)


def _png() -> bytes:
    """A red square."""
    rows = b"".join(b"\0" + b"\xc8\x3c\x3c" * 8 for _ in range(8))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
