"""A shop that counts its stock, for tests: two areas, three items, and the papers that people fill in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import polars as pl

from shopbook.books.stock.counts.blind_sheets import make_count_sheets
from shopbook.books.stock.counts.collecting import collect_counts
from shopbook.books.stock.counts.form import FOUND_LINES, HEAD, LINES
from shopbook.books.stock.counts.sheets import DIFFERENCES
from shopbook.books.stock.ledger.ledger import posted
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Inputs, Outcome, Paper, Returned
from tests.books.forms import forms_of
from tests.books.stock.builders import NOW, after, inputs, item, movement, movements
from tests.books.tables import Cell, Cells, lying, table

MAY = dt.datetime(2026, 5, 4, 9, 0)
PLAN = "PD-2026-06-M"
SPOT_PLAN = "PD-2026-06-X"

ITEMS: Sequence[Cells] = (
    item(sku="A-1", title="保温杯", barcode="6900000000011", category="杯子", abc="A"),
    item(sku="B-1", title="茶壶", barcode="6900000000028", category="壶", abc="B"),
    item(sku="C-1", title="杯垫", barcode="6900000000035", category="杯子"),
)
LOCATIONS: Sequence[Cells] = ({"location": "L-1", "area": "一区"}, {"location": "L-2", "area": "二区"}, {"location": "L-3", "area": "二区"})
STOCK = (
    movement(sku="A-1", location="L-1", qty=10, doc_no="RK1", moved_at=MAY),
    movement(sku="B-1", location="L-2", qty=7, doc_no="RK2", moved_at=MAY, unit_cost=Decimal("30.0000")),
    movement(sku="A-1", location="L-2", qty=4, doc_no="RK3", moved_at=MAY),
)


def plan(**cells: Cell) -> dict[str, Cell]:
    """The monthly count of June, of everything, that somebody has just begun."""
    when: dict[str, Cell] = {"plan_no": PLAN, "kind": "monthly", "period": "2026-06", "due_on": dt.date(2026, 6, 30)}
    return {**when, "scope": "all", "state": "counting", "leader": "王仓管", **cells}


def spot_plan(**cells: Cell) -> dict[str, Cell]:
    """A spot count of A-1 and B-1 in June."""
    return plan(**{"plan_no": SPOT_PLAN, "kind": "spot", "scope": "skus", "scope_list": "A-1、B-1", **cells})


def shop(
    *rows: Mapping[str, object],
    plans: Sequence[Cells] | None = None,
    posted_at: dt.datetime = NOW,
    **more: Sequence[Cells] | Mapping[str, str],
) -> Inputs:
    """The shop with its ledger: ten A-1 on L-1, four on L-2, seven B-1 on L-2 at 30.00, and C-1 which never came.

    Args:
        rows: Further movements.
        plans: The plans; the monthly one of June, unless told.
        posted_at: When the ledger was written.
        more: Further sheets or ``settings``, as for ``builders.inputs``.
    """
    ledger = posted(LEDGER.empty(), movements(*STOCK, *rows), posted_at=posted_at)
    sheets = {
        "items": ITEMS,
        "locations": LOCATIONS,
        "ledger": ledger.rows(named=True),
        "count_plans": [plan()] if plans is None else plans,
    }
    return inputs(**{**sheets, **more})  # type: ignore[arg-type]  # settings are a mapping among the rows


def begun(given: Inputs) -> tuple[Inputs, tuple[Paper, ...]]:
    """The shop once its count sheets are made."""
    outcome = make_count_sheets(given)
    return after(given, outcome), forms_of(outcome)


Answer = int | str | float | None
"""What somebody writes into the column of quantities; by location and item, or by item."""


def filled(
    paper: Paper, answers: Mapping[object, Answer], *, name: str = "", extra: Sequence[Cells] = (), head: Cells | None = None
) -> Returned:
    """A paper that comes back filled in.

    Args:
        paper: As it was made.
        answers: ``(location, sku)`` or ``sku`` -> what was written; other lines stay blank.
        name: The file's name; the paper's, unless told.
        extra: Lines written among those that were not listed.
        head: Who counted; Zhang counted and Li checked, unless told.
    """
    signed: Cells = {"counted_by": "张三", "checked_by": "李四", "counted_on": dt.date(2026, 6, 10), **(head or {})}
    lines = [{**row, "counted": answers.get((row["location"], row["sku"]), answers.get(row["sku"]))} for row in _rows(paper, LINES.code)]
    blank = _rows(paper, FOUND_LINES.code)[: len(extra) + 1]
    found = [{**row, **added} for row, added in zip(blank, [*extra, *({} for _ in blank)], strict=False)]
    return returned(name or f"{paper.name}.xlsx", lines, found, [{**_rows(paper, HEAD.code)[0], **signed}])


def returned(name: str, lines: Sequence[Cells], found: Sequence[Cells] = (), head: Sequence[Cells] = ()) -> Returned:
    """A file with these lines."""
    tables = {LINES.code: table(LINES, lines), FOUND_LINES.code: table(FOUND_LINES, found), HEAD.code: table(HEAD, head)}
    mark = sha256(repr((lines, found, head)).encode()).hexdigest()
    return Returned(name, mark, tables)


def handheld(name: str, *scans: tuple[str, int], location: str | None = None) -> Returned:
    """What a handheld exports: bar codes and quantities, and nothing else."""
    fields = ("barcode", "counted", *(("location",) if location else ()))
    rows: list[Cells] = [{"barcode": barcode, "counted": qty, **({"location": location} if location else {})} for barcode, qty in scans]
    none = {code: replace(table(sheet, ()), header=None) for code, sheet in ((FOUND_LINES.code, FOUND_LINES), (HEAD.code, HEAD))}
    return Returned(name, sha256(repr((name, rows)).encode()).hexdigest(), {LINES.code: table(LINES, rows, fields=fields), **none})


def damaged(name: str) -> Returned:
    """A file that can't be read."""
    return Returned(name, sha256(name.encode()).hexdigest(), fault=Label(zh="文件已损坏", en="the file is damaged"))


def collected(given: Inputs, *files: Returned) -> tuple[Inputs, Outcome]:
    """The shop once these files are collected, and what the task said."""
    outcome = collect_counts(replace(given, returned=files))
    return after(given, outcome), outcome


def counted(given: Inputs) -> dict[tuple[str | None, str], object]:
    """What 盘点表 says in its last round: location and item -> quantity."""
    rows = given.frame("counts").sort("round").select("location", "sku", "counted").iter_rows()
    return {(location, sku): qty for location, sku, qty in rows}


def said(outcome: Outcome) -> list[tuple[str, str, str]]:
    """What was found: rule, key (of a file its name), cell."""
    is_file = pl.col("code").str.starts_with("papers.")
    return list(outcome.findings.select("code", pl.when(is_file).then("column").otherwise("key"), "cell").iter_rows())


def differences(given: Inputs, *fields: str) -> list[tuple[object, ...]]:
    """Rows of 盘点差异."""
    return given.frame("differences").select(fields).rows()


def signed(given: Inputs, **cells: Cell) -> Inputs:
    """The differences with a reason and an approval by Wang on 10 June, second approval by Zhao; other cells as told."""
    typed: dict[str, Cell] = {"reason": "lost", "approver": "王店长", "approved_on": dt.date(2026, 6, 10), "second_approver": "赵总"}
    rows = [{**row, **typed, **cells} for row in lying(given.tables["differences"], DIFFERENCES)]
    return replace(given, tables={**given.tables, "differences": table(DIFFERENCES, rows)})


def appended(outcome: Outcome, sheet: str) -> pl.DataFrame:
    """The rows that an outcome appends to a sheet."""
    frames = [change.frame for change in outcome.changes if isinstance(change, AppendRows) and change.sheet == sheet]
    return pl.concat(frames) if frames else pl.DataFrame()


def _rows(paper: Paper, code: str) -> list[dict[str, Cell]]:
    return paper.rows[code].rows(named=True)
