"""Rows are found all at once where they are written as usual, and one by one where they are not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.host.package.rowplaces import end_of_rows, names_ranges, usual_rows
from shopbook.host.reading.bytewise import Buffer

ROW = re.compile(rb'<row r="(\d+)"')
PIECES = st.sampled_from(
    [b'<row r="', b"<row", b' r="', b"1", b"2", b"17", b'"', b">", b"w", b"</row>", b"<c>", b"<row spans='1:2' r=\"", b"\xe5\x8f\xb7"]
)


@st.composite
def usual(draw: st.DrawFn) -> bytes:
    numbers = sorted(draw(st.sets(st.integers(1, 1_048_576))))
    texts = draw(st.lists(st.text('a<w row5"号', max_size=6), min_size=len(numbers), max_size=len(numbers)))
    escaped = [text.replace("<", "&lt;").encode() for text in texts]
    return b"".join(b'<row r="%d"><c><t>%b</t></c></row>' % (number, text) for number, text in zip(numbers, escaped, strict=True))


@given(usual())
def test_rows_as_usual_are_found_with_their_numbers(block: bytes) -> None:
    assert usual_rows(Buffer(block)) == ([found.start() for found in ROW.finditer(block)], [int(found[1]) for found in ROW.finditer(block)])


@given(st.lists(PIECES).map(b"".join))
def test_rows_are_found_as_they_are_or_not_at_all(block: bytes) -> None:
    places = usual_rows(Buffer(block))
    starts, numbers = [found.start() for found in ROW.finditer(block)], [int(found[1]) for found in ROW.finditer(block)]
    assert places is None or (places == (starts, numbers) and len(starts) == block.count(b"<row"))


@pytest.mark.parametrize(
    "block",
    [
        b'<row r="1"/><row/>',
        b"<row r='1'/>",
        b'<row  r="1"/>',
        b'<row spans="1:2" r="1"/>',
        b'<row r="2"/><row r="2"/>',
        b'<row r="2"/><row r="1"/>',
        b'<row r=""/>',
        b'<row r="12345678"/>',
        b'<row r="1',
    ],
)
def test_rows_written_otherwise_are_gone_through_one_by_one(block: bytes) -> None:
    assert usual_rows(Buffer(block)) is None


def test_where_there_is_no_row_none_is_found() -> None:
    assert usual_rows(Buffer(b"")) == ([], [])
    assert usual_rows(Buffer(b"www <ro")) == ([], [])


@given(st.lists(st.sampled_from([b"r", b"e", b"f", b"ref", b'<f t="array" ref="A1:A3">', b"\xe5\x8f\xb7"])).map(b"".join))
def test_a_formula_with_a_range_is_noticed_wherever_it_stands(block: bytes) -> None:
    assert names_ranges(Buffer(block)) == (b"ref" in block)


@given(
    st.lists(st.sampled_from([b"t", b"D", b"</", b"x:", b"sheet", b"Data", b"</sheetData", b"</x:sheetData", b"\xe5\x8f\xb7"])).map(
        b"".join
    )
)
@pytest.mark.parametrize("close", [b"</sheetData", b"</x:sheetData"])
def test_the_end_of_the_rows_is_the_first_there_is(close: bytes, xml: bytes) -> None:
    assert end_of_rows(xml, close) == xml.find(close)
