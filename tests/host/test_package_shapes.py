import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shopbook.errors import PatchRefusedError, TabNotFoundError
from shopbook.labels import Lang
from shopbook.sheet.plan import ColumnWrite, EditPlan
from tests.host import inventory
from tests.host.packages import LINKS, MAIN, STRICT, book, patched, rows_of, sheet, write

FILLED = '<row r="2"><c r="A2"><v>5</v></c></row>'
PART = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ("", '<row r="2"><c r="A2"><v>7</v></c></row>'),
        ('<row r="2"/>', '<row r="2"><c r="A2"><v>7</v></c></row>'),
        ('<row r="2" ht="20" />\n', '<row r="2" ht="20" ><c r="A2"><v>7</v></c></row>\n'),
        ('<row r="2"></row>', '<row r="2"><c r="A2"><v>7</v></c></row>'),
        ('<row r="1"/><row r="3"/>', '<row r="1"/><row r="2"><c r="A2"><v>7</v></c></row><row r="3"/>'),
        ("<row/><row/>", '<row/><row><c r="A2"><v>7</v></c></row>'),
        ("<row><c/></row><row><c/><c/></row>", '<row><c/></row><row><c r="A2"><v>7</v></c><c/></row>'),
        ('<row r="2"><c r="B2"/></row>', '<row r="2"><c r="A2"><v>7</v></c><c r="B2"/></row>'),
        ("<row r='2'><c s='2' r='A2'/></row>", '<row r=\'2\'><c r="A2" s="2"><v>7</v></c></row>'),
        ('<row r="2"><c s="2" t="s" r="A2"><v>0</v></c></row>', '<row r="2"><c r="A2" s="2"><v>7</v></c></row>'),
        ('<row r="2"><c r="a2"/></row>', '<row r="2"><c r="A2"><v>7</v></c></row>'),
        ('<row spans="2:4" r="2"><c r="B2"/></row>', '<row r="2"><c r="A2"><v>7</v></c><c r="B2"/></row>'),
        ('<row r="2" spans="1:4"><c r="B2"/></row>', '<row r="2" spans="1:4"><c r="A2"><v>7</v></c><c r="B2"/></row>'),
        (
            '<row r="2">\n <c r="A2" t="inlineStr"><is><t>x r="A2" y</t></is></c>\n</row>\n',
            '<row r="2">\n <c r="A2"><v>7</v></c>\n</row>\n',
        ),
        ('<row r="2"><c r="A2" cm="1" vm="2" t="e"><v>#VALUE!</v></c></row>', '<row r="2"><c r="A2"><v>7</v></c></row>'),
        ('<row r="2"><c r="AA2"/><extLst/></row>', '<row r="2"><c r="A2"><v>7</v></c><c r="AA2"/><extLst/></row>'),
    ],
)
def test_rows_and_cells_of_every_usual_shape_are_written_in_place(tmp_path: Path, rows: str, after: str) -> None:
    result, _ = patched(book(tmp_path / "book.xlsx", sheet(rows)), write("A", {2: 7}))

    assert rows_of(result) == after


def test_a_cell_behind_all_others_goes_before_what_else_the_row_holds(tmp_path: Path) -> None:
    result, _ = patched(book(tmp_path / "book.xlsx", sheet('<row r="2"><c r="A2"/><extLst/></row>')), write("C", {2: 7}))

    assert rows_of(result) == '<row r="2"><c r="A2"/><c r="C2"><v>7</v></c><extLst/></row>'


def test_a_sheet_without_rows_gets_some(tmp_path: Path) -> None:
    xml = sheet("").replace("<sheetData></sheetData>", "<sheetData/>")

    result, _ = patched(book(tmp_path / "book.xlsx", xml), write("A", {2: 7}))

    assert rows_of(result) == '<row r="2"><c r="A2"><v>7</v></c></row>'


def test_elements_with_a_prefix_stay_so_and_new_ones_get_it(tmp_path: Path) -> None:
    rows = '<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c></x:row>'
    source = book(tmp_path / "book.xlsx", sheet(rows, prefix="x:"))

    result, report = patched(source, EditPlan(writes=(ColumnWrite("表", "A", [2, 3], ["甲", 1]), ColumnWrite("表", "B", [2], ["乙"]))))

    assert report.cells == 2
    assert '<x:c r="B2" t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c></x:row>' in rows_of(result)
    assert '<x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row>' in rows_of(result)
    assert inventory.cells(result, "表")["A2"].text == "甲"


def test_a_strict_workbook_is_written_like_any_other(tmp_path: Path) -> None:
    result, _ = patched(book(tmp_path / "book.xlsx", sheet(FILLED, namespace=STRICT)), write("A", {2: 7}))

    assert rows_of(result) == FILLED.replace("5", "7")


def test_ranges_named_like_rows_behind_the_rows_are_no_rows(tmp_path: Path) -> None:
    after = '<rowBreaks count="1"><brk id="1"/></rowBreaks>'

    result, _ = patched(book(tmp_path / "book.xlsx", sheet(FILLED, after=after)), write("A", {9: 7}))

    assert rows_of(result) == FILLED + '<row r="9"><c r="A9"><v>7</v></c></row>'


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (sheet('<row r="3"/><row r="2"/>'), "rows are stored out of order"),
        (sheet('<row r="2"/><row r="2"/>'), "rows are stored out of order"),
        (sheet('<row r="2"><c r="C2"/><c r="B2"/></row>'), "cells of this row are stored out of order"),
        (sheet('<row r="2"><c r="B2"/><c r="B2"/></row>'), "cells of this row are stored out of order"),
        (sheet('<row r="2"><c r="B3"/></row>'), "unusual way"),
        (sheet('<row r="2"><c r="B22"/></row>'), "unusual way"),
        (sheet('<row r="2"><c r="B2"/>text<c r="C2"/></row>'), "unusual way"),
        (sheet("<!-- <row/> -->" + FILLED), "unusual way"),
        (sheet('<row r="2"><c r="B2" t="str"><v><![CDATA[x]]></v></c></row>'), "unusual way"),
        (sheet('<?order 1?><row r="2"/>'), "unusual way"),
        (sheet('<x:row r="2"/>'), "unusual way"),
        (sheet('<row r="2"><c r="A2"/></row><ro r="3"><c r="A3"/></row>'), "unusual way"),
        (sheet('<row r="1"><c r="A1"><v>0</sheetData></c></row>'), "damaged"),
        (sheet("").replace("<sheetData></sheetData>", "<sheetData/></sheetData>"), "damaged"),
        (sheet(FILLED, before="<!-- <cols/> -->"), "unusual way"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + sheet(FILLED), "DTD"),
        ('<?xml version="1.0" encoding="gb18030"?>' + sheet(FILLED), "UTF-8"),
        (sheet(FILLED, namespace="urn:other"), "no ordinary sheet"),
        (f'<chartsheet xmlns="{MAIN}"/>', "no ordinary sheet"),
        (sheet(FILLED).partition("</sheetData>")[0], "damaged"),
        (sheet('<row r="x"/>'), "damaged"),
        ("", "no ordinary sheet"),
    ],
)
def test_a_sheet_stored_in_a_way_that_cannot_be_kept_is_refused_by_name(tmp_path: Path, xml: str, said: str) -> None:
    with pytest.raises(PatchRefusedError, match=said) as caught:
        patched(book(tmp_path / "book.xlsx", xml), write("A", {2: 7}))

    assert caught.value.sentence(Lang.ZH).startswith("book.xlsx：")


def test_utf_16_is_refused_by_name(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", "")
    rewrite(source, {PART: sheet(FILLED).encode("utf-16")})

    with pytest.raises(PatchRefusedError):
        patched(source, write("A", {2: 7}))


@pytest.mark.parametrize("cell", ["B2", "A3", "B3"])
def test_a_cell_hidden_inside_a_merge_is_refused(tmp_path: Path, cell: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED, after='<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'))

    with pytest.raises(PatchRefusedError, match=f"{cell}: it lies inside merged cells"):
        patched(source, write(cell[0], {int(cell[1]): 7}))


@pytest.mark.parametrize("cell", ["A2", "C2", "A4", "A1"])
def test_the_first_cell_of_a_merge_and_its_neighbours_are_written(tmp_path: Path, cell: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED, after='<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>'))

    assert patched(source, write(cell[0], {int(cell[1]): 7}))[1].cells == 1


@pytest.mark.parametrize(
    "formula",
    ['<f t="array" ref="B2:C3">A1:B2</f>', "<f ref='B2:C3' ca='1' t='array'>A1:B2</f>", '<f t="dataTable" ref="B2:C3" dt2D="1"/>'],
)
@pytest.mark.parametrize("cell", ["B2", "C2", "B3", "C3"])
def test_one_cell_of_an_array_formula_or_its_spill_is_refused(tmp_path: Path, formula: str, cell: str) -> None:
    rows = f'<row r="2"><c r="B2">{formula}<v>1</v></c><c r="C2"><v>2</v></c></row>'

    with pytest.raises(PatchRefusedError, match="array formula"):
        patched(book(tmp_path / "book.xlsx", sheet(rows)), write(cell[0], {int(cell[1]): 7}))


def test_the_calculation_chain_goes_when_a_formula_in_it_goes_and_stays_otherwise(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><v>5</v></c><c r="G2"><f>A2*2</f><v>10</v></c></row>'
    chain = f'<calcChain xmlns="{MAIN}"><c r="G2" i="1"/></calcChain>'
    source = book(tmp_path / "book.xlsx", sheet(rows), more={"xl/calcChain.xml": chain})
    link = f'<Relationship Id="rId9" Type="{LINKS}/calcChain" Target="calcChain.xml"/></Relationships>'.encode()
    rels = inventory.parts(source)["xl/_rels/workbook.xml.rels"]
    rewrite(source, {"xl/_rels/workbook.xml.rels": rels.replace(b"</Relationships>", link)})

    kept, kept_report = patched(source, write("A", {2: 7}))
    is_kept = "xl/calcChain.xml" in inventory.parts(kept)
    gone, gone_report = patched(source, write("G", {2: 7}))

    assert is_kept
    assert kept_report.dropped == ()
    assert gone_report.dropped == ("xl/calcChain.xml",)
    assert inventory.parts(gone)["xl/_rels/workbook.xml.rels"] == rels


# ------------------------------------------------------------------ the zip


def test_sizes_behind_the_data_and_64_bit_fields_are_read_and_written_plainly(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED))
    streamed = Unseekable()
    with zipfile.ZipFile(streamed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in inventory.parts(source).items():
            with package.open(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), "w", force_zip64=True) as member:
                member.write(content)
    source.write_bytes(streamed.getvalue())

    result, _ = patched(source, write("A", {2: 7}))

    before, after = inventory.parts(source), inventory.parts(result)
    assert {name for name in before if before[name] != after[name]} == {PART, "xl/workbook.xml"}
    with zipfile.ZipFile(result) as package:
        assert package.testzip() is None
        assert all(not member.flag_bits & 8 and not member.extra for member in package.infolist())


def test_members_keep_their_order_times_comments_and_attributes(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED))
    contents = inventory.parts(source)
    with zipfile.ZipFile(source, "w") as package:
        package.comment = "店铺".encode()
        for number, (name, content) in enumerate(contents.items()):
            member = zipfile.ZipInfo(name, (2020, 1, 1 + number, 10, 20, 30))
            member.comment, member.external_attr, member.create_system = b"c%d" % number, number << 16, 3
            member.extra = struct.pack("<HH4s", 0x9999, 4, b"kept")
            package.writestr(member, content)

    result, _ = patched(source, write("A", {2: 7}))

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(result) as new:
        assert new.comment == old.comment
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            for field in ("filename", "date_time", "comment", "external_attr", "create_system", "extra"):
                assert getattr(before, field) == getattr(after, field)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [PART, PART.upper()])
def test_two_members_of_one_name_are_refused(tmp_path: Path, name: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED))
    with zipfile.ZipFile(source, "a") as package:
        package.writestr(name, sheet(""))

    with pytest.raises(PatchRefusedError, match="two parts of one name"):
        patched(source, write("A", {2: 7}))


def test_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED), more={"_xmlsignatures/origin.sigs": ""})

    with pytest.raises(PatchRefusedError, match="digital signature"):
        patched(source, write("A", {2: 7}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"PK\3\4 no zip", "no|not"),
        (b"", "not an Excel workbook"),
        (b"order no.,qty\n1,2\n", "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    source = tmp_path / "book.xlsx"
    source.write_bytes(content)

    with pytest.raises(PatchRefusedError, match=said):
        patched(source, write("A", {2: 7}))


def test_a_zip_that_holds_no_workbook_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    with zipfile.ZipFile(source, "w") as package:
        package.writestr("readme.txt", "x")

    with pytest.raises(PatchRefusedError, match="not an Excel workbook"):
        patched(source, write("A", {2: 7}))


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/_rels/workbook.xml.rels", PART])
def test_a_workbook_without_one_of_its_parts_is_refused(tmp_path: Path, part: str) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED))
    rewrite(source, {part: None})

    with pytest.raises((PatchRefusedError, TabNotFoundError)):
        patched(source, write("A", {2: 7}))


def test_wherever_one_byte_of_the_sheet_is_damaged_the_result_is_refused_or_right(tmp_path: Path) -> None:
    source = book(tmp_path / "book.xlsx", sheet(FILLED))
    whole = source.read_bytes()
    start = whole.index(PART.encode()) + len(PART)
    with zipfile.ZipFile(source) as package:
        end = start + package.getinfo(PART).compress_size
    for place in range(start, end):
        source.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])

        with pytest.raises(PatchRefusedError):
            patched(source, write("A", {2: 7}))


class Unseekable(io.BytesIO):
    """A target like a network connection: zipfile then writes sizes behind the data."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation


def rewrite(path: Path, changes: dict[str, bytes | None]) -> None:
    contents = inventory.parts(path) | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            if content is not None:
                package.writestr(name, content)


SHARED_DOWN = (
    '<row r="2"><c r="A2"><v>5</v></c><c r="B2"><f t="shared" ref="B2:B4" si="3">A2*$A$2&amp;"A2"</f><v>1</v></c></row>'
    '<row r="3"><c r="B3"><f t="shared" si="3"/><v>2</v></c></row><row r="4"><c r="B4"><f t="shared" si="3"></f><v>3</v></c></row>'
)


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({2: 7}, '<row r="3"><c r="B3"><f t="shared" si="3" ref="B3:B4">A3*$A$2&amp;"A2"</f><v>2</v></c></row>'),
        ({2: 7, 3: 8}, '<row r="4"><c r="B4"><f t="shared" si="3" ref="B4">A4*$A$2&amp;"A2"</f><v>3</v></c></row>'),
        ({2: None, 3: None, 4: None}, '<row r="3"><c r="B3"/></row><row r="4"><c r="B4"/></row>'),
        ({3: 8}, '<c r="B2"><f t="shared" ref="B2:B4" si="3">A2*$A$2&amp;"A2"</f><v>1</v></c></row>'),
    ],
)
def test_a_shared_formula_goes_on_from_the_next_cell_when_its_first_is_overwritten(
    tmp_path: Path, cells: dict[int, int | None], left: str
) -> None:
    source = book(tmp_path / "book.xlsx", sheet(SHARED_DOWN))
    before = openpyxl.load_workbook(source)["表"]

    result, _ = patched(source, write("B", dict(cells)))

    after = openpyxl.load_workbook(result)["表"]
    assert left in rows_of(result)
    assert [after.cell(row, 2).value for row in (2, 3, 4)] == [cells.get(row, before.cell(row, 2).value) for row in (2, 3, 4)]


def test_a_shared_formula_along_a_row_goes_on_too(tmp_path: Path) -> None:
    first, other = '<f t="shared" ref="B2:D2" si="0">B1</f>', '<f t="shared" si="0"/>'
    rows = f'<row r="2"><c r="B2">{first}</c><c r="C2">{other}</c><c r="D2">{other}</c></row>'

    result, _ = patched(book(tmp_path / "book.xlsx", sheet(rows)), write("B", {2: 7}))

    assert rows_of(result) == rows.replace(first, "<v>7</v>").replace(other, '<f t="shared" si="0" ref="C2:D2">C1</f>', 1)


@pytest.mark.parametrize(
    "master",
    [
        '<f t="shared" ref="B2:C3" si="0">A1</f>',
        '<f t="shared" ref="B1:B3" si="0">A1</f>',
        '<f t="shared" ref="B2:B3" si="0">表1[数量]</f>',
        '<f t="shared" ref="B2:B3" si="0"/>',
        '<f t="shared" ref="B2:B3" si="0">XFD1048576+A1048576</f>',
    ],
)
def test_a_shared_formula_that_cannot_be_moved_exactly_is_refused(tmp_path: Path, master: str) -> None:
    rows = f'<row r="2"><c r="B2">{master}<v>1</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'

    with pytest.raises(PatchRefusedError, match="shared formula"):
        patched(book(tmp_path / "book.xlsx", sheet(rows)), write("B", {2: 7}))
