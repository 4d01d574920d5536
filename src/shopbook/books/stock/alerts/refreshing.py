"""Updating the stock: what the ledger and the orders say of every item and every location."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from shopbook.books.stock.alerts.demand import sold_lines
from shopbook.books.stock.alerts.notices import ADDED
from shopbook.books.stock.alerts.risks import risks
from shopbook.books.stock.alerts.sheets import RISKS
from shopbook.books.stock.alerts.standing import READ, standing
from shopbook.books.stock.ledger.ledger import balances
from shopbook.books.stock.ledger.sheets import BALANCES, ITEMS, LEDGER, LOCATIONS
from shopbook.books.stock.ledger.surroundings import ORDER_LINES, is_there
from shopbook.books.worklists import framed
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, Inputs, Night, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.tables import Table

COMPUTED = tuple(column.field for column in ITEMS.columns if column.notes.computed and column.field != "check")
"""The columns of 商品库存 that are worked out."""

_DONE = Label(
    zh="更新了 {stock_items} 种商品：实际库存 {stock_pieces} 件，次品 {stock_defective} 件，已售未发 {stock_reserved} 件，"
    "库存金额 {stock_value} 元。",
    en="{stock_items} {stock_items|item is|items are} up to date: {stock_pieces} good {stock_pieces|piece|pieces} on hand, "
    "{stock_defective} defective, {stock_reserved} sold and not shipped; worth {stock_value} yuan.",
)
_DONE_WITHOUT = Label(
    zh="更新了 {stock_items} 种商品：实际库存 {stock_pieces} 件，次品 {stock_defective} 件，库存金额 {stock_value} 元。没有读到订单工作簿，"
    "已售未发、可用库存、销量和ABC类先空着；请在“来源”里写明订单工作簿在哪里。",
    en="{stock_items} {stock_items|item is|items are} up to date: {stock_pieces} good {stock_pieces|piece|pieces} on hand, "
    "{stock_defective} defective; worth {stock_value} yuan. "
    "There is no order workbook, so what is sold, what is available and the ABC classes stay blank: name it on the sheet Sources.",
)
_ADDED = Label(
    zh="明细账里有 {stock_added} 种商品不在“商品库存”里，已加在最后，请补上名称等资料。",
    en="{stock_added} {stock_added|item|items} of the ledger {stock_added|was|were} missing from Items and now {stock_added|stands|stand} "
    "at its end: fill in the {stock_added|name|names}.",
)
_UNCLEAR = Label(
    zh="订单里有 {stock_unclear_lines} 行已付款的商品没有编码或数量，没有算进去；请在订单工作簿里点“检查订单”。",
    en="{stock_unclear_lines} paid {stock_unclear_lines|line|lines} of the orders {stock_unclear_lines|has|have} no SKU or no quantity "
    "and {stock_unclear_lines|is|are} not counted: run Check orders there.",
)


def refresh_stock(given: Inputs) -> Outcome:
    """Write what is worked out about items, balances and locations; what people typed stays."""
    stand = standing(given)
    held = balances(given.frame(LEDGER.code).drop_nulls("sku"))
    table = given.tables[ITEMS.code]
    fresh = stand.join(table.frame, on="sku", how="anti").sort("sku")
    changes = [
        *_edits(table, ITEMS.code, _beside(table, stand)),
        *_additions(fresh),
        *_rewritten(given.tables[BALANCES.code], BALANCES.code, _balances(held, table)),
        *_edits(given.tables[LOCATIONS.code], LOCATIONS.code, _locations(given.tables[LOCATIONS.code], held)),
        *_rewritten(given.tables[RISKS.code], RISKS.code, _risks(stand, given)),
    ]
    figures = _figures(stand, fresh, given)
    return Outcome(_findings(fresh, given), tuple(changes), figures, _notes(figures, given))


def _beside(table: Table, stand: pl.DataFrame) -> pl.DataFrame:
    """What belongs into the computed columns, row by row; nothing where a row has no item."""
    return table.frame.select(ROW, "sku").join(stand.select("sku", *COMPUTED), on="sku", how="left", maintain_order="left").drop("sku")


def _edits(table: Table, sheet: str, now: pl.DataFrame) -> list[Change]:
    """The cells that are not yet as they should be: of each field, the rows and their values."""
    beside = table.frame.select(ROW, *(pl.col(name).alias(f"old.{name}") for name in now.columns if name != ROW)).join(now, on=ROW)
    changes: list[Change] = []
    for name in (name for name in now.columns if name != ROW):
        value = pl.col(name).cast(table.frame.schema[name])
        changed = beside.select(ROW, value, f"old.{name}").filter(pl.col(name).ne_missing(pl.col(f"old.{name}")))
        if not changed.is_empty():
            changes.append(SetCells(sheet, name, tuple(changed[ROW]), tuple(changed[name])))
    return changes


def _additions(fresh: pl.DataFrame) -> list[Change]:
    rows = fresh.select("sku", *COMPUTED).iter_rows(named=True)
    return [] if fresh.is_empty() else [AppendRows(ITEMS.code, framed(ITEMS, rows))]


def _rewritten(table: Table, sheet: str, body: pl.DataFrame) -> list[Change]:
    return [] if body.equals(table.frame.drop(ROW)) else [ReplaceRows(sheet, body)]


def _balances(held: pl.DataFrame, items: Table) -> pl.DataFrame:
    titles = items.frame.select("sku", "title").sort("sku", "title", nulls_last=True).unique("sku", keep="first", maintain_order=True)
    titled = held.join(titles, on="sku", how="left", maintain_order="left")
    return titled.select(pl.col(name).cast(dtype) for name, dtype in BALANCES.schema().items())


_UNIT = 1_000_000
"""Shares have six places."""


def _locations(table: Table, held: pl.DataFrame) -> pl.DataFrame:
    """What lies at each place of the sheet, and how much of its capacity that is; one without capacity is never full."""
    count = pl.col("good") + pl.col("defective")
    there = held.group_by("location").agg(items=(count != 0).sum().cast(pl.Int64), pieces=count.sum())
    rows = table.frame.select(ROW, "location", "capacity").join(there, on="location", how="left", maintain_order="left")
    is_place = pl.col("location").is_not_null()
    counted = rows.with_columns(pl.when(is_place).then(pl.col(name).fill_null(0)).alias(name) for name in ("items", "pieces"))
    room = pl.col("capacity")
    dtype = LOCATIONS.by_field["used"].dtype
    used = pl.when(room > 0).then((2 * _UNIT * pl.col("pieces") + room) // (2 * room))
    return counted.select(ROW, "items", "pieces", used=(used.cast(dtype) / _UNIT).cast(dtype))


def _risks(stand: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    return risks(stand, today=given.now.date(), slow_days=given.parameters.whole("slow_days"), lang=given.lang)


def _findings(fresh: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Cells of the items and locations that could not be read, and a hint for every item that was added."""
    read = [given.tables[code].findings for code in (ITEMS.code, LOCATIONS.code)]
    grave = [found.filter(pl.col("severity") == Severity.ERROR.value) for found in read]
    hint = ADDED.finding({}, given.lang, tab=given.tables[ITEMS.code].grid.tab)
    return together([*grave, fresh.select(key="sku").join(hint.drop("key"), how="cross")])


def _figures(stand: pl.DataFrame, fresh: pl.DataFrame, given: Inputs) -> dict[str, object]:
    """Sums over all items; what is sold and not shipped is unknown, and not 0, where there is no order sheet."""
    sums = stand.select(pl.col("on_hand", "defective", "value", "reserved").sum()).row(0, named=True)
    lines = sold_lines(given.frame(ORDER_LINES))
    return {
        "stock_items": stand.height,
        "stock_added": fresh.height,
        "stock_pieces": sums["on_hand"],
        "stock_defective": sums["defective"],
        "stock_value": sums["value"] or Decimal("0.00"),
        "stock_reserved": sums["reserved"] if is_there(given, ORDER_LINES) else None,
        "stock_unclear_lines": lines.filter(pl.col("sku").is_null() | pl.col("qty").is_null()).height,
    }


def _notes(figures: Mapping[str, object], given: Inputs) -> tuple[Label, ...]:
    told = [_DONE if is_there(given, ORDER_LINES) else _DONE_WITHOUT]
    told += [note for name, note in (("stock_added", _ADDED), ("stock_unclear_lines", _UNCLEAR)) if figures[name]]
    return tuple(note.filled(figures) for note in told)


REFRESH_STOCK = Task(
    "refresh-stock",
    Label(zh="更新库存", en="Update stock"),
    Label(
        zh="按明细账和订单算出每种商品的实际库存、已售未发、可用库存、日均销量、可卖天数、ABC类，并重写“库位结存”和“库存风险”；手填的列不动。",
        en="Works out from the ledger and the orders what is on hand, sold, available, how fast it sells and its ABC class, and writes "
        "Balances and Value at risk anew; what was typed stays.",
    ),
    reads=(*READ, BALANCES.code, LOCATIONS.code, RISKS.code),
    writes=(ITEMS.code, BALANCES.code, LOCATIONS.code, RISKS.code),
    decide=refresh_stock,
    night=Night.WORKS,
)
