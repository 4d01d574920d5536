"""A stock workbook after a year: fifty entries of the ledger for each item, and a count of all items that is to be reconciled."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random

import polars as pl
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from bench.filling import Filling, fill
from bench.sheets import wear_formats
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.books.stock.counts.sheets import ACCURACY, COUNT_PLANS, COUNTS, DIFFERENCES
from shopbook.books.stock.ledger.ledger import MOVEMENT, as_of, balances, posted
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, ITEMS, LEDGER, LOCATIONS, PERIODS, RECEIPTS_SHEET
from shopbook.labels import Lang
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.kinds import Kind
from shopbook.sheet.mark import NAME, Mark

_ENTRIES_PER_ITEM = 50
_FIRST_DAY, _LAST_DAY = dt.datetime(2025, 4, 1, 9, 0), dt.datetime(2026, 3, 31, 18, 0)
_SECONDS = int((_LAST_DAY - _FIRST_DAY).total_seconds())
_OPENING, _BATCH = 1_000, 100
_PURCHASES = 10
"""One movement in so many is a purchase, the others are sales."""

_SINCE = 100
"""One entry in so many comes after the snapshot of the count."""

_ONE_IN = 50
"""Counted lines that differ from the ledger."""

_PLAN = "PD-2026-03-M"
_WRITTEN = (ITEMS, RECEIPTS_SHEET, ISSUES_SHEET, LEDGER, LOCATIONS, PERIODS, COUNT_PLANS, COUNTS, DIFFERENCES, ACCURACY)

Movement = tuple[object, ...]


def movements(entries: int, *, seed: int = 20) -> pl.DataFrame:
    """A year of movements, the same for the same seed: an opening of every item, then sales and purchases.

    There is always enough of everything, and the moments ascend.
    """
    random = Random(seed)
    items = max(1, entries // _ENTRIES_PER_ITEM)
    openings = [_opening(item, random) for item in range(items)]
    seconds = sorted(random.randrange(3_600, _SECONDS) for _ in range(entries - items))
    rest = [_later(number, _FIRST_DAY + dt.timedelta(seconds=at), items, random) for number, at in enumerate(seconds)]
    return pl.DataFrame([*openings, *rest], schema=dict(MOVEMENT), orient="row")


def _opening(item: int, random: Random) -> Movement:
    cost = Decimal(random.randrange(5_000, 2_000_000)).scaleb(-4)
    place = _shelf(item)
    return "opening", f"QC{item // 100:05d}", item % 100 + 1, None, _sku(item), place, "good", _OPENING, cost, _FIRST_DAY, "王", None, None


def _later(number: int, at: dt.datetime, items: int, random: Random) -> Movement:
    item = random.randrange(items)
    if random.randrange(_PURCHASES) == 0:
        cost = Decimal(random.randrange(5_000, 2_000_000)).scaleb(-4)
        doc_no, behind = f"RK{number:07d}", f"CG{number:07d}"
        return "purchase", doc_no, 1, behind, _sku(item), _shelf(item), "good", _BATCH, cost, at, "李", None, None
    pieces = -random.randint(1, 3)
    doc_no, behind = f"CK{number:07d}", str(3_900_000_000_000_000_000 + number)
    return "sale", doc_no, 1, behind, _sku(item), _shelf(item), "good", pieces, None, at, "张", None, None


def _sku(item: int) -> str:
    return f"A{item:06d}"


def _shelf(item: int) -> str:
    return f"{chr(ord('A') + item % 20)}-{item // 20 % 50:02d}"


def sheets(entries: int) -> Mapping[str, pl.DataFrame]:
    """The rows of every sheet that is not empty, by code; a count in progress has an answer for every item."""
    ledger = posted(LEDGER.empty(), movements(entries), posted_at=_LAST_DAY)
    snapshot = entries - entries // _SINCE
    book = balances(as_of(ledger, snapshot))
    is_off = pl.int_range(pl.len()) % _ONE_IN == 0
    counted = book.select(
        "sku",
        "location",
        plan_no=pl.lit(_PLAN),
        sheet_no=pl.lit(f"{_PLAN}-R1-01"),
        round=pl.lit(1),
        line_mark=pl.lit("listed"),
        quality=pl.lit("good"),
        counted=pl.col("good") - is_off.cast(pl.Int64),
        counted_by=pl.lit("赵"),
    )
    plan = pl.DataFrame(
        {"plan_no": [_PLAN], "kind": ["monthly"], "period": ["2026-03"], "scope": ["all"], "state": ["counting"], "snapshot_no": [snapshot]}
    )
    items = book.select("sku", title="保温杯 " + pl.col("sku"), category=pl.lit("水具")).unique("sku", maintain_order=True)
    places = book.select("location").unique(maintain_order=True).with_columns(area=pl.col("location").str.head(1))
    return {LEDGER.code: ledger, ITEMS.code: items, LOCATIONS.code: places, COUNT_PLANS.code: plan, COUNTS.code: counted}


def write_stock(path: Path, rows: int) -> None:
    """The stock workbook whose ledger has so many entries; every sheet an Excel table, as in a workbook of ours."""
    filled = sheets(rows)
    shell = BytesIO()
    with Workbook(shell) as workbook:
        for sheet in _WRITTEN:
            worksheet = workbook.add_worksheet(sheet.label.zh)
            titles = [{"header": column.label.zh} for column in sheet.columns]
            worksheet.add_table(0, 0, 1, len(titles) - 1, {"name": sheet.code, "columns": titles})
            wear_formats(workbook, worksheet, [at for at, column in enumerate(sheet.columns) if column.kind is Kind.DATETIME])
        workbook.define_name(NAME, "=" + Mark(STOCK_BOOK.code, STOCK_BOOK.version, Lang.ZH).formula())
    fill(shell, path, {_WRITTEN.index(sheet) + 1: _filling(sheet, filled[sheet.code]) for sheet in _WRITTEN if sheet.code in filled})


def _filling(sheet: Sheet, frame: pl.DataFrame) -> Filling:
    """The rows as they stand in cells: choices by their names, amounts as numbers."""
    shown = [_shown(column, frame).alias(column.field) for column in sheet.columns]
    return Filling(frame.select(shown).iter_rows(), frame.height, len(shown))


def _shown(column: Column, frame: pl.DataFrame) -> pl.Expr:
    if column.field not in frame.columns:
        return pl.lit(None)
    value = pl.col(column.field)
    if column.notes.options:
        value = value.replace({option.code: option.label.zh for option in column.notes.options})
    return value.cast(pl.Float64) if isinstance(frame.schema[column.field], pl.Decimal) else value
