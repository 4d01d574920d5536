"""Damage at any place of a workbook ends in a reading or in one sentence, never in a raw error."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import read_grids
from tests.host.reading.workbooks import pack, parts, row

ROWS = row(1, '<c r="A@" t="s"><v>0</v></c>', '<c r="B@" t="inlineStr"><is><t>x &amp; y</t></is></c>') + row(
    2, '<c r="A@" s="1"><v>45000.5</v></c>', '<c r="B@" t="str"><f>HYPERLINK("http://x")</f><v>x</v></c>', '<c r="C@" t="e"><v>#N/A</v></c>'
)
MEMBERS = parts(ROWS, after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>', shared="<si><t>甲</t></si>")
PIECES = st.one_of(
    st.binary(min_size=0, max_size=3),
    st.sampled_from([b'"', b"<", b">", b"/", b"&", b"&#0;", b"99999999999", b"-1", b"</row>", b'<c r="A1">', b' t="s"', b"<v>", b"<!--"]),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name="xl/worksheets/sheet1.xml", place=0.4375, cut=0, piece=b"\x80").via("a byte that is no UTF-8, in a text")
@given(st.sampled_from(sorted(MEMBERS)), st.floats(0, 1), st.integers(0, 30), PIECES)
def test_a_damaged_part_is_read_or_refused(tmp_path: Path, name: str, place: float, cut: int, piece: bytes) -> None:
    body = str(MEMBERS[name]).encode()
    start = int(place * len(body))
    path = pack(tmp_path / "a.xlsx", MEMBERS | {name: body[:start] + piece + body[start + cut :]})

    try:
        grids = read_grids(admit(path))
    except UnreadableFileError as error:
        assert "a.xlsx" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert all(grid.text.columns == grid.types.columns for grid in grids)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, place: float, cut: int, piece: bytes) -> None:
    raw = pack(tmp_path / "whole.xlsx", MEMBERS).read_bytes()
    start = int(place * len(raw))
    path = tmp_path / "a.csv"
    path.write_bytes(raw[:start] + piece + raw[start + cut :])

    try:
        read_grids(admit(path))
    except UnreadableFileError as error:
        assert "a.csv" in str(error)  # noqa: PT017 - either outcome is right


def test_the_undamaged_one_is_read_whole(tmp_path: Path) -> None:
    (grid,) = read_grids(admit(pack(tmp_path / "a.xlsx", MEMBERS)))

    assert grid.text.rows() == [("甲", "x & y", None), ("2023-03-15 12:00:00", "x", "#N/A")]


@pytest.mark.parametrize("text", ["", "\n", " ", ",", '"', '""', "\ufeff"])
def test_texts_of_almost_nothing_are_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")

    try:
        (grid,) = read_grids(admit(path))
    except UnreadableFileError as error:
        assert "a.csv" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert grid.text.rows() == ([(" ",)] if text == " " else [])
