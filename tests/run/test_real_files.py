"""Files nobody here wrote, as people would check them: a shop's real month in three forms and with known damage, and everything odd."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from tests.cli.terminal import Terminal

pytestmark = pytest.mark.corpus

Row = list[str]
NUMBER, TOTAL, PAID, PLACE, CREATED, PAID_AT, REFUND = range(7)
LETTERS = "ABCDEFG"
FIGURES = {
    "orders": 28010,
    "paid_orders": 24087,
    "unpaid_orders": 3923,
    "paid": 1902487.15,
    "total": 2995760.61,
    "refunds": 5646,
    "refund_total": 572335.92,
}


@pytest.fixture(scope="session")
def month(shared: Path) -> list[Row]:
    """A Tmall shop's month, header first."""
    with (shared / "data" / "tmall_orders_2020_02.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def shopbook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


def as_text(encoding: str) -> Callable[[list[Row], Path], Path]:
    def write(rows: list[Row], folder: Path) -> Path:
        path = folder / "month.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


def as_workbook(rows: list[Row], folder: Path) -> Path:
    """Order numbers as text, amounts as numbers, the rest as text."""
    path = folder / "month.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("订单")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if row and column in {TOTAL, PAID, REFUND} and cell.replace(".", "").lstrip("-").isdigit():
                    sheet.write_number(row, column, float(cell))
                elif cell:
                    sheet.write_string(row, column, cell)
    return path


FORMS = pytest.mark.parametrize("write", [as_text("utf-8"), as_text("gb18030"), as_workbook], ids=["utf-8", "gb18030", "xlsx"])


@FORMS
def test_a_real_month_has_its_known_figures_and_no_error(
    shopbook: Terminal, month: list[Row], tmp_path: Path, write: Callable[[list[Row], Path], Path]
) -> None:
    said = shopbook("check", write(month, tmp_path), "--format", "json", "--lang", "zh")

    told = json.loads(said.out)
    assert said.code == 0
    assert {name: told["summary"][name] for name in FIGURES} == FIGURES
    assert told["counts"]["error"] == 0


def times(amount: str, factor: int) -> str:
    return f"{float(amount) * factor:.2f}"


def plus(amount: str, more: float) -> str:
    return f"{float(amount) + more:.2f}"


def kept(row: Row) -> bool:
    return bool(row[PAID_AT]) and row[REFUND] == "0" and float(row[PAID]) > 2


def part_refunded(row: Row) -> bool:
    return bool(row[PAID_AT]) and float(row[REFUND]) > 0 and float(row[PAID]) > 2


def refunded(row: Row) -> bool:
    return bool(row[PAID_AT]) and float(row[REFUND]) > 0 and row[PAID] == "0"


def unpaid(row: Row) -> bool:
    return not row[PAID_AT]


Damage = tuple[Callable[[Row], bool], int, Callable[[Row], str]]
DAMAGE: list[Damage] = [
    (kept, NUMBER, lambda _: "4"),
    (kept, NUMBER, lambda _: ""),
    (unpaid, NUMBER, lambda _: "1.23E+17"),
    (kept, NUMBER, lambda _: "#N/A"),
    (kept, TOTAL, lambda _: "abc"),
    (kept, TOTAL, lambda row: "-" + row[TOTAL]),
    (kept, TOTAL, lambda _: ""),
    (unpaid, TOTAL, lambda _: ""),
    (unpaid, TOTAL, lambda _: "1O0"),
    (kept, PAID, lambda _: "一百元"),
    (kept, PAID, lambda row: "-" + row[PAID]),
    (kept, PAID, lambda _: ""),
    (kept, PAID, lambda _: "12 34"),
    (kept, PAID, lambda row: plus(row[PAID], 1)),
    (kept, PAID, lambda row: plus(row[PAID], -1)),
    (kept, PAID, lambda row: plus(row[TOTAL], 100)),
    (kept, PAID, lambda _: "0"),
    (part_refunded, PAID, lambda row: plus(row[PAID], 1)),
    (part_refunded, PAID, lambda row: plus(row[PAID], -1)),
    (refunded, PAID, lambda row: plus(row[TOTAL], 100)),
    (refunded, PAID, lambda _: "1"),
    (kept, PLACE, lambda _: "火星省"),
    (unpaid, PLACE, lambda _: "???"),
    (kept, PLACE, lambda _: "USA"),
    (kept, CREATED, lambda _: "昨天下午"),
    (kept, CREATED, lambda _: "2020/2/30 10:00"),
    (kept, CREATED, lambda _: "2099/1/1 0:00"),
    (unpaid, CREATED, lambda _: "2099/1/1 0:00"),
    (kept, CREATED, lambda _: ""),
    (unpaid, CREATED, lambda _: ""),
    (kept, CREATED, lambda _: "1900/1/1 0:00"),
    (kept, PAID_AT, lambda _: "2020/13/45 0:00"),
    (kept, PAID_AT, lambda _: "2099/1/1 0:00"),
    (kept, PAID_AT, lambda _: "2020/1/1 0:00"),
    (kept, PAID_AT, lambda _: ""),
    (refunded, PAID_AT, lambda _: ""),
    (kept, PAID_AT, lambda _: "2O20/2/20 10:00"),
    (kept, REFUND, lambda _: "无"),
    (kept, REFUND, lambda _: "-5"),
    (part_refunded, REFUND, lambda row: "-" + row[REFUND]),
    (kept, REFUND, lambda row: plus(row[TOTAL], 100)),
    (part_refunded, REFUND, lambda row: plus(row[TOTAL], 100)),
    (refunded, REFUND, lambda row: times(row[REFUND], 10)),
    (unpaid, REFUND, lambda row: plus(row[TOTAL], 100)),
    (unpaid, REFUND, lambda _: "5"),
    (refunded, REFUND, lambda row: plus(row[REFUND], 1)),
]
"""Which order, which column, what it becomes."""


def damaged(month: list[Row], step: int) -> tuple[list[Row], list[str]]:
    """The month with its damage, each in an order of its own, and the cells that were damaged."""
    rows, cells, taken = [list(row) for row in month], [], set[int]()
    for index, (fits, column, becomes) in enumerate(DAMAGE):
        row = next(at for at in range(10 + index * step, len(rows)) if at not in taken and fits(month[at]))
        taken.add(row)
        rows[row][column] = becomes(month[row])
        cells.append(f"{LETTERS[column]}{row + 1}")
    return rows, cells


@FORMS
@pytest.mark.parametrize("step", [7, 503])
def test_each_damaged_cell_is_one_error_and_nothing_else_is(
    shopbook: Terminal, month: list[Row], tmp_path: Path, write: Callable[[list[Row], Path], Path], step: int
) -> None:
    rows, cells = damaged(month, step)

    said = shopbook("check", write(rows, tmp_path), "--format", "json", "--lang", "en")

    errors = [found["cell"] for found in json.loads(said.out)["findings"] if found["severity"] == "error"]
    assert said.code == 1
    assert sorted(errors) == sorted(cells)


CHECKER = """
import datetime as dt, sys, time
from pathlib import Path
from shopbook.errors import ShopbookError
from shopbook.run.checking import check_file
from shopbook.run.runner import Circumstances
given = Circumstances(now=dt.datetime(2026, 6, 18, 13, 55), write=False)
for name in sys.argv[1:]:
    print("...", name, flush=True)
    before = time.perf_counter()
    try:
        check_file(Path(name), given).as_json()
    except ShopbookError as error:
        assert error.label.zh and error.label.en, name
    assert time.perf_counter() - before < 20, name
print("whole")
"""


def all_checked(paths: Iterable[Path]) -> str:
    """The last line that a process says that checks all these files: ``whole``, or the file at which it fell over."""
    done = subprocess.run([sys.executable, "-c", CHECKER, *map(str, paths)], capture_output=True, text=True, timeout=600, check=False)
    return (done.stdout.splitlines() or [""])[-1] + done.stderr[-2000:]


def workbooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix not in {".md", ".py"})


def test_every_real_file_ends_in_a_report_or_one_sentence(shared: Path) -> None:
    assert all_checked(workbooks(shared / "data")) == "whole"


def test_every_twentieth_public_workbook_ends_in_a_report_or_one_sentence(shared: Path) -> None:
    assert all_checked(workbooks(shared / "corpus")[::20]) == "whole"


@pytest.mark.slow
def test_every_public_workbook_ends_in_a_report_or_one_sentence(shared: Path) -> None:
    assert all_checked(workbooks(shared / "corpus")) == "whole"


@pytest.mark.slow
def test_every_hostile_file_ends_in_a_report_or_one_sentence(shared: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(shared / "tools" / "make_hostile.py"), str(tmp_path)], check=True, capture_output=True)

    assert all_checked(workbooks(tmp_path)) == "whole"
