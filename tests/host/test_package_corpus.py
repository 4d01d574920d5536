"""Workbooks that nobody here wrote: written into exactly, or refused in a sentence."""

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from shopbook.errors import ShopbookError
from shopbook.host.package import PatchReport, patch
from shopbook.labels import Lang
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value
from tests.conftest import SHARED
from tests.host import inventory
from tests.host.packages import patched

NAMES = sorted(path.name for path in (SHARED / "corpus").glob("*") if path.suffix.lower() in {".xlsx", ".xlsm"})
# What else may differ besides the sheet: the workbook's wish to be calculated, and the chain when a formula goes.
BESIDE = ("calcChain.xml", "[Content_Types].xml", "workbook.xml.rels")
UNTOLD = (
    StopIteration,
    KeyError,
    IndexError,
    ValueError,
    AssertionError,
    OSError,
    etree.LxmlError,
    zipfile.BadZipFile,
    NotImplementedError,
)

pytestmark = [pytest.mark.corpus, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]


def told(source: Path) -> tuple[str, dict[str, inventory.Seen]] | None:
    """The first sheet and its cells; None for a workbook that cannot be told by plain means."""
    try:
        tab = next(iter(inventory.tabs(source)))
        return tab, inventory.cells(source, tab)
    except UNTOLD:
        return None


def edits(cells: dict[str, inventory.Seen]) -> dict[str, Value]:
    """A text that looks like a formula in an early row, a number below everything, a truth far to the right."""
    last = max((int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for name in cells), default=0)
    return {"B3": "=1+1 文 ", f"B{min(max(last + 2, 6), 1_048_576)}": Decimal("12.50"), "XFA5": True}


def plan(tab: str, wanted: dict[str, Value]) -> EditPlan:
    (first, text), (below, number), (_, truth) = wanted.items()
    return EditPlan(writes=(ColumnWrite(tab, "B", [int(first[1:]), int(below[1:])], [text, number]), ColumnWrite(tab, "XFA", [5], [truth])))


def require_exact(source: Path, result: Path, tab: str, wanted: dict[str, Value]) -> None:
    old, new, part = inventory.parts(source), inventory.parts(result), inventory.tabs(source)[tab]
    different = {name for name in old | new if old.get(name) != new.get(name)} - {part}
    before, after = inventory.cells(source, tab), inventory.cells(result, tab)

    assert [name for name in different if not name.endswith(BESIDE) and b"fullCalcOnLoad" not in new[name]] == []
    assert [name for name in new if name in old] == list(new)
    assert inventory.around(old[part]) == inventory.around(new[part])
    touched = {name for name in before | after if before.get(name) != after.get(name)} - set(wanted)
    # The next cell of a shared formula may have become its first: it says the same in other words.
    assert all("shared" in (after[name].formula or "") and before[name].text == after[name].text for name in touched)
    assert formulas(source, tab, touched) == formulas(result, tab, touched)
    assert [after[name].text for name in wanted] == ["=1+1 文 ", "12.50", "1"]
    assert inventory.is_ascending(new[part]) or not inventory.is_ascending(old[part])


def formulas(path: Path, tab: str, names: set[str]) -> list[object]:
    """What the cells calculate, shared formulas spelled out."""
    return [openpyxl.load_workbook(path)[tab][name].value for name in sorted(names)]


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_from_elsewhere_is_written_exactly_or_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    source = tmp_path / f"book{Path(name).suffix}"
    source.write_bytes((SHARED / "corpus" / name).read_bytes())
    tab, cells = told(source) or ("Sheet1", {})
    wanted = edits(cells)

    try:
        result, report = patched(source, plan(tab, wanted))
    except ShopbookError as error:
        assert error.sentence(Lang.ZH) != error.sentence(Lang.EN)  # noqa: PT017 - either outcome is right, each has its own proof
        return

    assert report.cells <= len(wanted)
    if told(source):
        require_exact(source, result, tab, wanted)
    once = result.rename(tmp_path / f"once{source.suffix}")
    again, second = patched(once, plan(tab, wanted))
    assert second == PatchReport(0, (), ())
    assert again.read_bytes() == once.read_bytes()


def test_nearly_all_of_them_are_written(tmp_path: Path) -> None:
    """All that can be told, less the few whose B3 is a merged cell, a table's header or the first of a shared formula."""
    refused = 0
    for name in NAMES[::5]:
        source = SHARED / "corpus" / name
        seen = told(source)
        if seen:
            target = tmp_path / "patched.xlsx"
            refused += not _is_written(source, target, plan(seen[0], edits(seen[1])))

    assert refused <= len(NAMES) // 5 // 10


def _is_written(source: Path, target: Path, wanted: EditPlan) -> bool:
    try:
        with target.open("w+b") as file:
            return patch(source, file, wanted).cells > 0
    except ShopbookError:
        return False
