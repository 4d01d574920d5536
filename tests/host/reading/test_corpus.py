"""Workbooks nobody here wrote: each is read like other readers read it, or refused with one sentence."""

import csv
from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import read_grids
from shopbook.sheet.grid import CellType, Grid

pytestmark = pytest.mark.corpus

# What other readers count and we do not, or the other way round: looked at one by one.
EXPLAINED = {
    "calamine__minimal_package.xlsx": "only calamine was asked, and it drops 1,903 texts that are one space",
    "calamine__pivots.xlsx": "calamine and wolfxl blank 4 error cells",
    "epplus__dde.xlsx": "calamine and wolfxl blank 7 error cells",
    "oletools__dde-test.xlsm": "calamine and wolfxl blank 1 error cell",
    "poi__64420.xlsm": "an old macro sheet is no sheet of cells",
    "oletools__excel4_sample_macro.xltm": "an old macro sheet is no sheet of cells",
}
"""File -> why the number of cells differs from EXPECT.csv."""

REFUSED_ALTHOUGH_OTHERS_READ = {
    "core__too-many-cols-rows.xlsx": "has a cell where no sheet has one (XFE1)",
    "oletools__excel4_sample_macro.xlsb": "its content cannot be read",
    "test_files__CRLFX5_2.XLS": "a workbook of Excel 5.0 or before",
}
"""File -> the reason for refusing it."""

UNCOUNTED = {"pandas__test6.xls", "poi__49761.xls", "poi__bug66682.xlsb", "poi__testVarious.xlsb"}
"""Other readers count an empty text as a cell, or blank an error cell, in these."""


def filled(grid: Grid) -> int:
    """Cells that show something."""
    shown = (CellType.NUMBER, CellType.TEXT, CellType.BOOL, CellType.ERROR)
    return sum(int((grid.types[name].is_in(shown) & (grid.text[name] != "")).sum()) for name in grid.text.columns)


def verdict(path: Path) -> tuple[str, int]:
    """Why it is refused, or the number of its cells."""
    try:
        return "", sum(filled(grid) for grid in read_grids(admit(path)))
    except UnreadableFileError as error:
        return error.why.en, 0


def expectations(shared: Path) -> list[dict[str, str]]:
    with (shared / "corpus" / "EXPECT.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def disagreements(shared: Path, expected: list[dict[str, str]]) -> list[str]:
    found = []
    for line in expected:
        why, cells = verdict(shared / "corpus" / line["file"])
        name, agreed = line["file"], line["expect"]
        if name in REFUSED_ALTHOUGH_OTHERS_READ:
            is_right = REFUSED_ALTHOUGH_OTHERS_READ[name] in why
        elif agreed == "read":
            is_right = not why and (str(cells) == line["cells"] or name in EXPLAINED or name in UNCOUNTED)
        else:
            is_right = bool(why) or agreed == "judge"
        if not is_right:
            found.append(f"{name}: expected {agreed} {line['cells']}, found {why or cells}")
    return found


def test_every_tenth_workbook_reads_like_other_readers_read_it(shared: Path) -> None:
    expected = expectations(shared)

    assert disagreements(shared, expected[::10]) == []


@pytest.mark.slow
def test_every_workbook_reads_like_other_readers_read_it(shared: Path) -> None:
    expected = expectations(shared)

    assert len(expected) > 700
    assert disagreements(shared, expected) == []
