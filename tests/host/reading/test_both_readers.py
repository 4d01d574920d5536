"""The quick reader of sheet parts and the patient one must never disagree."""

import datetime as dt
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.host.reading.blocks import formula_rows, join, to_block
from shopbook.host.reading.cells import OddSheetError
from shopbook.host.reading.escapes import unescape, unescape_each
from shopbook.host.reading.formats import Shown
from shopbook.host.reading.numerals import number_text, number_texts
from shopbook.host.reading.scan import scan
from shopbook.host.reading.settle import Book
from shopbook.host.reading.sheetpart import SheetPieces
from shopbook.host.reading.small import read_small
from shopbook.host.reading.strings import read_shared_strings, walk_shared_strings
from shopbook.host.reading.usual import walk_usual
from shopbook.host.reading.walk import walk, walk_whole
from shopbook.labels import Lang
from shopbook.run.making import new_workbook
from shopbook.sheet.grid import CellType, column_letters

BOOK = Book(pl.Series(["甲", "乙 & 丙", ""]), np.array([Shown.NUMBER, Shown.DATE, Shown.ELAPSED], np.uint8), is_1904=False)

PRINTABLE = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=12)
NUMBERS = st.one_of(
    st.sampled_from([" 45351 ", "+45351", "45351.", ".5", "1e3", "1e-9", "-1", "0", "0.25", "59.5", "60", "61", "2958465.99999999", "1 1"]),
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(-10_000, 10_000, places=2).map(str),
    st.floats(0, 60_000).map(repr),
)
WITH_ZEROS = st.from_regex(r"-?(0|[0-9]{1,14})\.[0-9.]{0,6}0{0,12}", fullmatch=True)
TEXTS = PRINTABLE.map(escape)
VALUES = st.one_of(
    st.tuples(st.just(""), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.just(' t="n"'), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.just(' t="s"'), st.integers(0, 4).map("<v>{}</v>".format)),
    st.tuples(st.just(' t="str"'), TEXTS.map("<f>A1</f><v>{}</v>".format)),
    st.tuples(st.just(' t="inlineStr"'), TEXTS.map("<is><t>{}</t></is>".format)),
    st.tuples(st.just(' t="b"'), st.sampled_from(["<v>0</v>", "<v>1</v>"])),
    st.tuples(st.just(' t="e"'), st.sampled_from(["<v>#N/A</v>", "<v>#REF!</v>"])),
    st.tuples(st.just(' t="d"'), st.just("<v>2024-02-29</v>")),
    st.tuples(
        st.just(""), st.sampled_from(["", "<v/>", "<v></v>", "<f>1+1</f>", "<f>[1]S!A1</f><v>1</v>", '<f t="shared" si="0"/><v>3</v>'])
    ),
)
STYLES = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="70000"'])
MORE = st.sampled_from(["", ' vm="1"', ' cm="1"'])


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    """Cells of one row, in ascending columns, attributes mostly in the usual order."""
    found = []
    for column in sorted(draw(st.sets(st.integers(1, 60), max_size=6))):
        kind, content = draw(VALUES)
        attributes = [draw(STYLES), kind, draw(MORE)]
        if draw(st.integers(0, 9)) == 0:
            attributes.reverse()
        found.append(f'<c r="{column_letters(column)}{row}"{"".join(attributes)}' + (f">{content}</c>" if content else "/>"))
    return "".join(found)


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Row elements with gaps between their numbers."""
    numbers = sorted(draw(st.sets(st.integers(1, 300), max_size=5)))
    hidden = draw(st.sampled_from(["", ' hidden="1"']))
    return "".join(f'<row r="{number}"{hidden}>{draw(cells(number))}</row>' for number in numbers)


def whole_part(xml: str) -> bytes:
    return f"<worksheet><sheetData>{xml}</sheetData></worksheet>".encode()


@given(rows())
def test_the_quick_reader_says_what_the_patient_one_says(xml: str) -> None:
    quick = to_block(scan(xml.encode()), BOOK)
    (patient_cells,) = walk([whole_part(xml)], [], is_sorted=False)
    patient = to_block(patient_cells, BOOK)

    left, right = join([quick]), join([patient])

    assert left[0].equals(right[0])
    assert left[1].equals(right[1])
    assert (left[2], quick.outside, quick.hidden) == (right[2], patient.outside, patient.hidden)
    assert _listed(formula_rows([quick])) == _listed(formula_rows([patient]))


@given(rows())
def test_a_small_sheet_reads_cell_by_cell_as_it_does_in_arrays(xml: str) -> None:
    small = read_small(whole_part(xml), BOOK)
    (patient_cells,) = walk([whole_part(xml)], [], is_sorted=False)
    arrays = to_block(patient_cells, BOOK)

    assert small is not None
    text, types, first_row = join([arrays])
    assert small.text.equals(text)
    assert small.types.equals(types)
    assert (small.text.schema, small.types.schema, small.first_row) == (text.schema, types.schema, first_row)
    assert (small.outside, small.hidden_rows) == (arrays.outside, arrays.hidden)
    assert _listed(dict(small.formulas)) == _listed(formula_rows([arrays]))


USUAL_VALUES = st.one_of(
    st.tuples(st.just(""), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(st.sampled_from(["", ' t="s"', ' t="b"', ' t="e"', ' t="str"']), TEXTS.filter(bool).map("<v>{}</v>".format)),
    st.tuples(st.just(' t="inlineStr"'), TEXTS.filter(bool).map("<is><t>{}</t></is>".format)),
    st.tuples(st.just(' t="inlineStr"'), TEXTS.filter(bool).map('<is><t xml:space="preserve">{}_x0041_</t></is>'.format)),
    st.tuples(st.sampled_from(["", ' t="s"']), st.just("")),
    st.tuples(
        st.sampled_from(["", ' t="str"']),
        st.sampled_from(["<f>1+1</f><v>2</v>", "<f>1&lt;2</f><v></v>", '<f>HYPERLINK("x","&amp;")</f><v>a</v>', "<f>[1]S!A1</f><v>1</v>"]),
    ),
)


@st.composite
def usual_rows(draw: st.DrawFn) -> str:
    """Rows of cells in the usual shape, a few dozen at most."""
    found = []
    for number in sorted(draw(st.sets(st.integers(1, 300), max_size=5))):
        cells = ""
        for column in sorted(draw(st.sets(st.integers(1, 60), max_size=6))):
            kind, content = draw(USUAL_VALUES)
            cells += f'<c r="{column_letters(column)}{number}"{draw(STYLES)}{kind}' + (f">{content}</c>" if content else "/>")
        found.append(f'<row r="{number}" ht="15.75">{cells}</row>' if cells else f'<row r="{number}"/>')
    return "".join(found)


def declared(xml: str, after: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet><cols><col min="1"/></cols>'
    return f"{head}<sheetData>{xml}</sheetData>{after}</worksheet>".encode()


@given(usual_rows())
def test_a_small_sheet_in_the_usual_shape_reads_by_its_pattern_as_it_does_by_its_elements(xml: str) -> None:
    assert walk_usual(declared(xml)) == walk_whole(declared(xml))


@given(rows(), st.integers(0, 3))
def test_any_small_sheet_reads_by_its_pattern_as_it_does_by_its_elements_or_is_handed_on(xml: str, cut: int) -> None:
    found = walk_usual(declared(xml[cut:]))

    assert found is None or found == walk_whole(declared(xml[cut:]))


@pytest.mark.parametrize(
    "raw",
    [
        declared('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
        declared('<row r="1"><c r="A2"><v>1</v></c></row>'),
        declared('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        declared('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        declared('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>'),
        declared('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        declared('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        declared('<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>'),
        declared('<row r="1"><c r="A1" t="str"><is><t>1</t></is></c></row>'),
        declared('<row r="1"><c r="A1"><f t="shared" si="0">1+1</f><v>2</v></c></row>'),
        declared('<row r="1"><c r="A1" t="inlineStr"><f>1+1</f><v>2</v></c></row>'),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>', '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>', "<!-- </sheetData> -->"),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>', '<x:row r="7"><x:c r="A7"><x:v>1</x:v></x:c></x:row>'),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>').replace(b"UTF-8", b"GB18030"),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>').replace(b"<v>1", b"<v>\xff"),
        declared('<row r="1"><c r="A1"><v>1</v></c></row>')[:-3],
        whole_part('<row r="1"><c r="A1"><v>1</v></c></row>'),
    ],
)
def test_what_is_not_usual_in_a_small_sheet_is_handed_on(raw: bytes) -> None:
    assert walk_usual(raw) is None


def test_the_small_sheets_of_our_own_workbooks_are_in_the_usual_shape(tmp_path: Path) -> None:
    path = new_workbook("orders", tmp_path / "a.xlsx", Lang.ZH, now=dt.datetime(2026, 6, 18))
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]

    assert len([part for part in parts if walk_usual(part)]) == len(parts) > 10


def test_cells_of_a_small_sheet_that_lie_far_apart_are_left_to_arrays() -> None:
    xml = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c></row>'

    assert read_small(whole_part(xml), BOOK) is None


@pytest.mark.parametrize(
    ("content", "text", "kind"),
    [
        ('<c r="A1"><v>0012.50</v></c>', "12.5", CellType.NUMBER),
        ('<c r="A1" s="1"><v>45351</v></c>', "2024-02-29 00:00:00", CellType.NUMBER),
        ('<c r="A1" t="s"><v>1</v></c>', "乙 & 丙", CellType.TEXT),
        ('<c r="A1" t="s"><v>7</v></c>', "#LOST-TEXT!", CellType.ERROR),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE", CellType.BOOL),
        ('<c r="A1"><v>12x</v></c>', "12x", CellType.ERROR),
        ('<c r="A1"><f>1+1</f></c>', None, CellType.UNCALCULATED),
        ('<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1", CellType.TEXT),
    ],
)
def test_a_cell_of_a_small_sheet_is_what_it_was_written_as(content: str, text: str | None, kind: CellType) -> None:
    found = read_small(whole_part(f'<row r="1">{content}</row>'), BOOK)

    assert found is not None
    assert (found.text.item(), found.types.item()) == (text, kind)


def _listed(formulas: dict[str, pl.Series]) -> dict[str, list[int]]:
    return {letters: rows.to_list() for letters, rows in formulas.items()}


@pytest.mark.parametrize(
    "odd",
    [
        '<c r="B1"><v><![CDATA[7]]></v></c>',
        '<!-- <c r="B1"><v>1</v></c> -->',
        '<c r="B1" t="inlineStr"><is><t>a</t><t>b</t></is></c>',
        '<c r="B1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
        '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
        '<c r="B1" s="1"></c>',
        '<c t="n" r="B1"><v>1</v></c>',
        '<c r="B1"><v>1</v><extLst/></c>',
        '<c r="AAA1" s="1234"><v>3</v></c>',
        '<c r="B1" t="str"><v>a &gt; b &amp; c</v></c>',
        '<c r="B1"><f>A1&lt;2</f><v>1</v></c>',
        '\n <c r="B1"><v> 1 </v></c>\n ',
        '<c r="B1" t="x"><v>1</v></c>',
        '<c r="B1"><v>1>0</v></c>',
    ],
)
def test_whatever_stands_between_plain_cells_reads_the_same_or_is_handed_on(odd: str) -> None:
    xml = f'<row r="1" spans="1:3"><c r="A1"><v>1</v></c>{odd}<c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="1"/></row>'
    try:
        quick = join([to_block(scan(xml.encode()), BOOK)])
    except OddSheetError:
        return
    (patient_cells,) = walk([whole_part(xml)], [], is_sorted=False)
    patient = join([to_block(patient_cells, BOOK)])

    assert quick[0].equals(patient[0])
    assert quick[1].equals(patient[1])


@pytest.mark.parametrize("second", ['<c r="A1"><v>2</v></c>', '<c r="A1"><f>1+1</f><v>2</v></c>'])
def test_two_cells_at_one_place_are_handed_on(second: str) -> None:
    xml = f'<row r="1"><c r="A1"><v>1</v></c>{second}</row><row r="2"><c r="B2"><v>1</v></c></row>'

    with pytest.raises(OddSheetError):
        scan(xml.encode())


@pytest.mark.parametrize("stray", ["<f>1</f>", "<v>1</v>", "<t>1</t>"])
@pytest.mark.parametrize("cell", ["", '<c r="A1"><f>1</f><v>1</v></c>'])
def test_what_stands_in_no_cell_is_handed_on(stray: str, cell: str) -> None:
    with pytest.raises(OddSheetError):
        scan(f'<row r="1">{stray}{cell}</row>'.encode())


@settings(max_examples=40)
@given(rows(), st.integers(40, 400))
def test_a_sheet_reads_the_same_in_pieces(xml: str, size: int) -> None:
    raw = whole_part(xml)
    pieces = [raw[start : start + size] for start in range(0, len(raw), size)]

    whole = join([to_block(found, BOOK) for found in walk([raw], [], is_sorted=False)])
    parts = join([to_block(found, BOOK) for found in walk(pieces, [], is_sorted=True)])

    assert whole[0].equals(parts[0])
    assert whole[1].equals(parts[1])


@given(st.integers(20, 2_000))
def test_page_breaks_behind_the_rows_are_no_rows_wherever_the_pieces_end(size: int) -> None:
    xml = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 40))
    after = '</sheetData><rowBreaks count="1"><brk id="1"/></rowBreaks></worksheet>'
    raw = f"<worksheet><sheetData>{xml}{after}".encode()
    pieces = SheetPieces(raw[start : start + size] for start in range(0, len(raw), size))

    assert b"".join(pieces).decode() == xml
    assert pieces.after.decode() == after


@given(st.binary(max_size=300))
def test_the_quick_reader_takes_any_bytes_or_hands_them_on(raw: bytes) -> None:
    try:
        found = scan(b'<row r="1"><c r="A1"><v>1</v></c></row>' + raw)
    except (OddSheetError, UnicodeDecodeError):
        return
    assert found.column[0] == 1


def test_a_comment_behind_the_rows_that_looks_like_their_end_is_handed_on() -> None:
    raw = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><!-- </sheetData> --></worksheet>'
    (rows_and_comment,) = SheetPieces([raw])

    with pytest.raises(OddSheetError):
        scan(rows_and_comment)


SHARED = st.one_of(
    TEXTS.map("<si><t>{}</t></si>".format),
    TEXTS.map('<si><t xml:space="preserve"> {}_x0041_&#10;</t></si>'.format),
    TEXTS.map("<si><r><rPr><b/></rPr><t>{0}</t></r><r><t>{0}</t></r><rPh><t>x</t></rPh></si>".format),
    st.sampled_from(["<si/>", "<si><t/></si>", "\n <si><t>a\r\nb</t></si>", "<si></si>", "<si><t>a</t><rPh><t>x</t></rPh></si>"]),
)


@settings(max_examples=40)
@given(st.lists(SHARED, min_size=1, max_size=12))
def test_shared_texts_read_alike_however_many_they_are(items: list[str]) -> None:
    many = "<si><t>filler</t></si>" * 10_000

    few = read_shared_strings(f"<sst>{''.join(items)}</sst>".encode())
    after_many = read_shared_strings(f"<sst>{many}{''.join(items)}</sst>".encode())

    assert few is not None
    assert after_many is not None
    assert after_many[10_000:].to_list() == few.to_list() == walk_shared_strings([f"<sst>{''.join(items)}</sst>".encode()]).to_list()


@pytest.mark.parametrize("times", [1, 1000])
def test_escaped_texts_read_alike_however_many_they_are(times: int) -> None:
    assert unescape_each(pl.Series(["a &lt; b", "_x0041_"] * times), unescape).to_list() == ["a < b", "A"] * times


@given(st.lists(st.one_of(NUMBERS, WITH_ZEROS), min_size=1, max_size=30))
def test_a_column_of_numbers_reads_like_each_of_them(stored: list[str]) -> None:
    assert number_texts(pl.Series(stored)).to_list() == [number_text(text) for text in stored]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_never_loses_more_than_excel_shows(number: float) -> None:
    text = number_text(repr(number))

    assert text is not None
    assert "e" not in text.lower()
    assert float(text) == pytest.approx(number, rel=1e-14)
