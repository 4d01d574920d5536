"""Whatever bytes a workbook is made of: it is read or refused with a sentence, and written whole or not at all."""

import datetime as dt
import os
import struct
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.build.vba.compound import Stream, compound_file
from shopbook.errors import PatchRefusedError, ShopbookError, UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.sheet.grid import Grid
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, Value
from tests.host import oldbooks, torture
from tests.host.mutants import CHANGES, Change, mutated
from tests.host.packages import LINKS, book, sheet, table

NOW = dt.datetime(2026, 3, 1, 9, 30)
FEW, MANY = settings(max_examples=40), settings(max_examples=10_000)
FEW_OLD, MANY_OLD = settings(max_examples=8), settings(max_examples=1_500)
"""Formats that are read in a process of their own take half a second each."""

SMALL = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>量</t></is></c></row>'
    '<row r="2" s="2" customFormat="1"><c r="A2" t="str"><v>x</v></c><c r="B2" s="1"><v>46082</v></c></row>'
    '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3"><f>B2+1</f><v>46083</v></c></row>'
)
TEXTS = {
    "list.csv": '订单编号,买家备注,金额\n\'001,"=1+1,\n第二行",1.50\n002,,\n'.encode("gb18030"),
    "list.html": b"<html><table><tr><th>a</th><th colspan=2>b</th></tr><tr><td>1</td><td>&lt;2</td><td rowspan=2>3</td></tr></table>",
    "list.xml": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    b'<Worksheet ss:Name="a"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="Number">1.5</Data></Cell></Row></Table>'
    b"</Worksheet></Workbook>",
}


@cache
def small() -> bytes:
    """A workbook of one sheet with a table in it."""
    with tempfile.TemporaryDirectory() as folder:
        after = f'<tableParts count="1"><tablePart xmlns:r="{LINKS}" r:id="rId1"/></tableParts>'
        return book(Path(folder) / "a.xlsx", sheet(SMALL, after=after), tables=[table("A1:B3", ["甲", "量"])]).read_bytes()


@cache
def rich() -> bytes:
    """A workbook with everything that is easily lost."""
    with tempfile.TemporaryDirectory() as folder:
        return torture.build(Path(folder) / "a.xlsm").read_bytes()


def an_old_workbook(ending: str, changes: list[Change], *, inside: bool) -> bytes:
    """A workbook in a format before or beside OOXML, with the changes in it."""
    if ending == "xls" and inside:
        return compound_file([Stream("Workbook", mutated(oldbooks.xls_stream(), changes, inside=False))])
    content = {"xls": oldbooks.xls, "xlsb": oldbooks.xlsb, "ods": oldbooks.ods}[ending]()
    return mutated(content, changes, inside=inside and ending != "xls")


def grids(path: Path) -> dict[str, Grid]:
    """Every sheet of a file."""
    host = FileHost(path)
    return {tab: host.grid(tab) for tab in host.tabs()}


def texts(found: dict[str, Grid]) -> dict[str, list[list[str | None]]]:
    """What stands in the cells."""
    return {tab: [column.to_list() for column in grid.text] for tab, grid in found.items()}


def is_read_or_refused(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        is_done(lambda: grids(path))
        assert path.read_bytes() == content
        assert [each.name for each in Path(folder).iterdir()] == [name]


def is_done(what: Callable[[], object]) -> bool:
    """Whether something was done; if not, it was refused in a sentence."""
    try:
        what()
    except ShopbookError as error:
        said = [error.sentence(lang).strip() for lang in Lang]
        if not all(said):
            raise AssertionError(said) from error
        return False
    return True


def is_written_whole_or_refused(name: str, content: bytes, plan: EditPlan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        before: dict[str, Grid] = {}
        if not is_done(lambda: before.update(grids(path))):
            return
        if is_done(lambda: FileHost(path, target=path).apply(plan, now=NOW)):
            after = grids(path)
            assert list(after) == list(before)
            holds_what_was_written(before, after, plan)
        else:
            assert path.read_bytes() == content
        assert [each.name for each in Path(folder).iterdir()] == [name]


def holds_what_was_written(before: dict[str, Grid], after: dict[str, Grid], plan: EditPlan) -> None:
    meant = {part.tab for part in plan.writes} | {part.tab for part in plan.appends}
    assert {tab: cells for tab, cells in texts(before).items() if tab not in meant} == {
        tab: cells for tab, cells in texts(after).items() if tab not in meant
    }
    for part in plan.writes:
        for row, value in zip(part.rows, part.values, strict=True):
            assert cell(after[part.tab], part.column, row) == ("" if value is None else str(value))


def cell(grid: Grid, column: str, row: int) -> str:
    """The text of a cell; blank beyond what there is."""
    at = row - grid.first_row
    return (grid.text[column][at] or "") if column in grid.text.columns and at < grid.text.height else ""


BASES = st.sampled_from(("small", "rich"))


def a_workbook(base: str, changes: list[Change], *, inside: bool) -> bytes:
    return mutated(small() if base == "small" else rich(), changes, inside=inside)


def a_plan(which: int) -> EditPlan:
    """Cells in a few rows, or a row more."""
    values: list[Value] = ["=1+1", 7, None]
    if which:
        return EditPlan(appends=(TableAppend("表", "表1", [["新", 5]]),))
    return EditPlan(writes=(ColumnWrite("表", "B", [2, 3, 9], values),))


DAMAGED = given(base=BASES, changes=CHANGES, inside=st.booleans())
LISTS = given(name=st.sampled_from(sorted(TEXTS)), changes=CHANGES)
OLD = given(ending=st.sampled_from(("xls", "xlsb", "ods")), changes=CHANGES, inside=st.booleans())
WRITTEN = given(changes=CHANGES, inside=st.booleans(), which=st.integers(0, 1))
HEADS = st.sampled_from((b"PK\x03\x04", b"<?xml version='1.0'?>", b"\xff\xfe", b"<table>", b""))
NOISE = given(content=st.binary(max_size=300), head=HEADS)


@FEW
@DAMAGED
def test_a_damaged_workbook_is_read_or_refused(base: str, changes: list[Change], *, inside: bool) -> None:
    is_read_or_refused("a.xlsx", a_workbook(base, changes, inside=inside))


@FEW
@LISTS
def test_a_damaged_list_is_read_or_refused(name: str, changes: list[Change]) -> None:
    is_read_or_refused(name, mutated(TEXTS[name], changes, inside=False))


@FEW_OLD
@OLD
def test_a_damaged_workbook_of_another_format_is_read_or_refused(ending: str, changes: list[Change], *, inside: bool) -> None:
    is_read_or_refused(f"a.{ending}", an_old_workbook(ending, changes, inside=inside))


def test_workbooks_of_other_formats_are_read_when_nothing_is_damaged(tmp_path: Path) -> None:
    for name, content in (("a.xls", oldbooks.xls()), ("a.xlsb", oldbooks.xlsb()), ("a.ods", oldbooks.ods())):
        (tmp_path / name).write_bytes(content)
        ((tab, grid),) = grids(tmp_path / name).items()
        assert tab == "表"
        assert grid.text["A"].to_list()[:2] == ["编号", "2.5"]
        assert [row.count("#DIV/0!") for row in grid.text.rows()][:2] == [0, 1]


def test_an_old_workbook_that_says_it_has_more_columns_than_there_are_is_refused_at_once(tmp_path: Path) -> None:
    far = oldbooks.xls_stream().replace(struct.pack("<HHHd", 1, 0, 0, 2.5), struct.pack("<HHHd", 1, 29_699, 0, 2.5))
    (tmp_path / "a.xls").write_bytes(compound_file([Stream("Workbook", far)]))
    with pytest.raises(UnreadableFileError, match="too large"):
        grids(tmp_path / "a.xls")


READ = {"a.xls": oldbooks.xls(), "a.xlsb": oldbooks.xlsb(), "a.ods": oldbooks.ods(), **TEXTS}


@pytest.mark.parametrize("kept", [0, 50, 1_000_000])
@pytest.mark.parametrize("name", READ)
def test_a_file_that_changes_after_it_was_opened_is_refused(tmp_path: Path, name: str, kept: int) -> None:
    (tmp_path / name).write_bytes(READ[name])
    host = FileHost(tmp_path / name)
    (tab, *_) = host.tabs()
    os.truncate(tmp_path / name, kept)
    with pytest.raises(UnreadableFileError):
        host.grid(tab)


@pytest.mark.soak
@MANY_OLD
@OLD
def test_thousands_of_damaged_workbooks_of_other_formats_are_read_or_refused(ending: str, changes: list[Change], *, inside: bool) -> None:
    is_read_or_refused(f"a.{ending}", an_old_workbook(ending, changes, inside=inside))


@FEW
@WRITTEN
def test_a_damaged_workbook_is_written_whole_or_left(changes: list[Change], which: int, *, inside: bool) -> None:
    is_written_whole_or_refused("a.xlsx", mutated(small(), changes, inside=inside), a_plan(which))


@FEW
@NOISE
def test_bytes_that_mean_nothing_are_read_or_refused(content: bytes, head: bytes) -> None:
    is_read_or_refused("a.csv", head + content)


def test_a_part_with_two_names_is_not_written_again(tmp_path: Path) -> None:
    content = small()
    at = content.index(b"xl/_rels/workbook.xml.rels")
    path = tmp_path / "a.xlsx"
    path.write_bytes(content[:at] + b"xlr/_els/workbook.xml.rels" + content[at + 26 :])
    before = path.read_bytes()
    with pytest.raises(PatchRefusedError, match="damaged"):
        FileHost(path, target=path).apply(a_plan(0), now=NOW)
    assert path.read_bytes() == before


@pytest.mark.soak
@MANY
@DAMAGED
def test_thousands_of_damaged_workbooks_are_read_or_refused(base: str, changes: list[Change], *, inside: bool) -> None:
    is_read_or_refused("a.xlsx", a_workbook(base, changes, inside=inside))


@pytest.mark.soak
@MANY
@LISTS
def test_thousands_of_damaged_lists_are_read_or_refused(name: str, changes: list[Change]) -> None:
    is_read_or_refused(name, mutated(TEXTS[name], changes, inside=False))


@pytest.mark.soak
@MANY
@WRITTEN
def test_thousands_of_damaged_workbooks_are_written_whole_or_left(changes: list[Change], which: int, *, inside: bool) -> None:
    is_written_whole_or_refused("a.xlsx", mutated(small(), changes, inside=inside), a_plan(which))
