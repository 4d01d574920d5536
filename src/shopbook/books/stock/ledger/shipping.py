"""The task issue-shipped: every line of an order that was shipped gets its line of an issue, once.

What counts as issued is what the sheet of issues and the ledger have for the order's item, whoever wrote it: a line typed by hand is not
issued again, and neither is one that was reversed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.orders.whole_orders import known_lines
from shopbook.books.stock.ledger.documents import LINE, closed_months, document_lines, pieces
from shopbook.books.stock.ledger.ledger import GOOD, TRANSFER
from shopbook.books.stock.ledger.notices import NO_QTY, NO_SKU
from shopbook.books.stock.ledger.parameters import ISSUES_FROM
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, LEDGER, PERIODS, RECEIPTS_SHEET
from shopbook.books.stock.ledger.surroundings import ORDER_LINES
from shopbook.books.worklists import Record, additions
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together

_GONE = ("shipped", "received", "done")
_MAYBE_GONE = ("part_shipped", "closed")
"""Statuses of whole orders of which some lines may have gone out: those with a time of their own."""

_DONE = Label(
    zh="为 {issued_orders} 张已发货的订单开了 {issued_lines} 行出库单，请看库位后点“过账”；{issued_before} 行在期初之前发货，不用开。",
    en="{issued_lines} {issued_lines|line|lines} of issues written for {issued_orders} shipped {issued_orders|order|orders}: look at the "
    "locations, then click Post documents. {issued_before} {issued_before|line was|lines were} shipped before the opening stock and "
    "{issued_before|needs|need} none.",
)
_PLACED = Label(
    zh="以前开单时没有货、库位空着的 {issued_placed} 行，现在有货了，已补上库位。",
    en="{issued_placed} {issued_placed|line|lines} of earlier issues had no location, for nothing lay anywhere; now "
    "{issued_placed|it has one|they have one}.",
)
_UNPLACED = Label(
    zh="有 {issued_unplaced} 行没有库位：按明细账和等着过账的入库单，哪里都没有这种货。请先补登入库，再点一次“发货开单”。",
    en="{issued_unplaced} {issued_unplaced|line has|lines have} no location: by the ledger and the receipts that wait, nothing lies "
    "anywhere. Enter the missing receipts and click again.",
)
_NO_ORDERS = Label(
    zh="没有读到订单：请在“来源”写上订单工作簿在哪里。", en="No orders could be read: say on Sources where the order workbook is."
)
_LATE = Label(zh="{day} 发货，那个月已结账", en="Shipped on {day}, in a month that is closed")

_SERIES = "CK"

Held = defaultdict[str, defaultdict[str | None, int]]
"""Item -> location -> good pieces."""


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Where goods lie, as far as issues are concerned.

    Attributes:
        held: What lies where once all that waits is posted.
        placed: Rows of issues that waited without a location -> where their goods lie.
    """

    held: Held
    placed: Mapping[int, str]


def issue_shipped(given: Inputs) -> Outcome:
    """Write issues for what was shipped and has none."""
    if given.tables[ORDER_LINES].header is None:
        return Outcome(summary=dict.fromkeys(SUMMARY, 0), notes=(_NO_ORDERS,))
    shipped = _shipped(given.frame(ORDER_LINES), given.now)
    due = shipped.filter(pl.col("shipped_at").dt.date() >= _first_day(given))
    is_right = pl.col("sku").is_not_null() & (pl.col("qty") > 0).fill_null(value=False)
    open_lines = _not_issued(due.filter(is_right), document_lines(given), given.frame(LEDGER.code))
    shelves = _shelves(document_lines(given), given.frame(LEDGER.code))
    records = list(_records(open_lines, shelves.held, given))
    figures = {
        "issued_orders": len({record["ref"] for record in records}),
        "issued_lines": len(records),
        "issued_before": shipped.height - due.height,
        "issued_placed": len(shelves.placed),
        "issued_unplaced": sum(record["location"] is None and shelves.held[str(record["sku"])][None] < 0 for record in records),
    }
    findings = together(_unfit(due.filter(~is_right), given))
    notes = (_DONE, *([_PLACED] if shelves.placed else []), *([_UNPLACED] if figures["issued_unplaced"] else []))
    changes = (*_filled(shelves.placed), *additions(ISSUES_SHEET, records))
    return Outcome(findings, changes, figures, tuple(note.filled(figures) for note in notes))


def _shipped(orders: pl.DataFrame, now: dt.datetime) -> pl.DataFrame:
    """Lines of goods and gifts that have gone out, with the time: the line's own, else the order's, else when it was received, else now."""
    lines = known_lines(orders, "status").filter(pl.col("line_type").fill_null("goods") != "service")
    status, own = pl.col("status"), pl.col("shipped_at")
    has_gone = status.is_in(_GONE) | ((status.is_in(_MAYBE_GONE) | status.is_null()) & own.is_not_null())
    of_order = [pl.col(name).max().over("order_no") for name in ("shipped_at", "received_at")]
    at = pl.coalesce(own, *of_order, pl.lit(now.replace(second=0, microsecond=0)))
    return lines.with_columns(has_gone.alias("has_gone"), shipped_at=at).filter("has_gone")


def _first_day(given: Inputs) -> dt.date:
    """The day from which shipments count: as the shop says, but not before the first opening stock."""
    said = given.parameters[ISSUES_FROM.code]
    counted = [
        frame.filter(pl.col("kind") == "opening")["moved_at"].min() for frame in map(given.frame, (RECEIPTS_SHEET.code, LEDGER.code))
    ]
    days = [day.date() for day in counted if isinstance(day, dt.datetime)]
    first = said if isinstance(said, dt.date) else dt.date.min
    return max(first, min(days)) if days else first


def _not_issued(shipped: pl.DataFrame, documents: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """The lines that no issue covers yet, with the pieces that are open of each; those of an order's item are covered in their order."""
    item = ("order_no", "sku")
    sheet = documents.filter(pl.col("kind") == "sale").select(pl.col("ref").alias("order_no"), "sku", "qty", *LINE)
    filed = ledger.filter(pl.col("kind") == "sale").select(
        pl.col("ref").alias("order_no"), "sku", -pl.col("qty"), "doc_no", line=pl.col("line_no").fill_null(1), side=pl.lit("issues")
    )
    # A line that stands on the sheet and in the ledger is one line; one whose sheet row was filed away stands in the ledger alone.
    away = filed.join(sheet, on=LINE, how="anti").select(*item, "qty")
    issued = pl.concat([sheet.select(*item, "qty"), away]).group_by(item).agg(pl.col("qty").sum().alias("issued"))
    ordered = shipped.sort("order_no", "line_no", "suborder_no", ROW, nulls_last=True)
    reached = ordered.with_columns(reached=pl.col("qty").cum_sum().over(item)).join(issued, on=item, how="left", maintain_order="left")
    missing = pl.min_horizontal("qty", pl.col("reached") - pl.col("issued").fill_null(0))
    return reached.with_columns(qty=missing).filter(pl.col("qty") > 0).sort("shipped_at", "order_no", maintain_order=True)


def _records(lines: pl.DataFrame, held: Held, given: Inputs) -> Iterator[Record]:
    """Issues, a document per order and day of shipping, its lines numbered on from those it has."""
    closed = closed_months(given)
    numbers = _numbers(document_lines(given), given.frame(LEDGER.code))
    today = given.now.replace(second=0, microsecond=0)
    for order_no, shipped_at, sku, title, qty in lines.select("order_no", "shipped_at", "sku", "title", "qty").iter_rows():
        is_late = shipped_at.strftime("%Y-%m") in closed
        moved_at = today if is_late else shipped_at
        doc_no = f"{_SERIES}{order_no}-{moved_at:%y%m%d}"
        numbers[doc_no] += 1
        place = _fullest(held[sku])
        held[sku][place] -= qty
        note = _LATE.filled({"day": shipped_at.date()})[given.lang] if is_late else None
        what = {"kind": "sale", "sku": sku, "title": title, "qty": qty, "location": place, "quality": GOOD, "ref": order_no, "note": note}
        yield {"doc_no": doc_no, "line_no": numbers[doc_no], "moved_at": moved_at, **what}


def _numbers(documents: pl.DataFrame, ledger: pl.DataFrame) -> defaultdict[str, int]:
    """The highest line number of each document, be it on its sheet or in the ledger."""
    parts = [documents.select("doc_no", "line"), ledger.select("doc_no", line=pl.col("line_no").fill_null(1))]
    highest = pl.concat(parts).drop_nulls().group_by("doc_no").agg(pl.col("line").max())
    return defaultdict(int, highest.iter_rows())


def _shelves(documents: pl.DataFrame, ledger: pl.DataFrame) -> _Shelves:
    """What lies where once all that waits is posted, in its order; an issue that asks for too much will not be, so it takes nothing.

    Issues of this task that wait without a location, for nothing lay anywhere when they were written, get one as soon as there is one.
    """
    held: Held = defaultdict(lambda: defaultdict(int))
    for (sku, location, quality), qty in pieces(ledger).items():
        if quality == GOOD:
            held[sku][location] += qty
    left = [line for line in _waiting(documents).iter_rows(named=True) if not _moved(line, held[line["sku"]])]
    placed = {}
    for line in left:
        place = _fullest(held[line["sku"]])
        if line["is_ours"] and line["location"] is None and place is not None:
            held[line["sku"]][place] -= line["qty"]
            placed[line[ROW]] = place
    return _Shelves(held, placed)


def _waiting(documents: pl.DataFrame) -> pl.DataFrame:
    """Lines about good pieces that are not posted, with ``is_ours`` for issues that this task wrote."""
    is_good = pl.col("quality").fill_null(GOOD) == GOOD
    is_ours = (pl.col("kind") == "sale") & pl.col("doc_no").str.starts_with(_SERIES + pl.col("ref") + "-")
    fields = (ROW, "side", "kind", "sku", "qty", "location", "to_location")
    waiting = documents.filter(pl.col("entry_no").is_null(), pl.col("posted_at").is_null(), is_good, pl.col("qty") > 0)
    return waiting.drop_nulls("sku").select(*fields, is_ours.fill_null(value=False).alias("is_ours"))


def _moved(line: Record, places: defaultdict[str | None, int]) -> bool:
    """Move the pieces of a line, if they are there; whether they are."""
    qty, source, target = int(str(line["qty"])), _name(line["location"]), _name(line["to_location"])
    if line["side"] == "receipts":
        places[source] += qty
        return True
    if places[source] < qty:
        return False
    places[source] -= qty
    if line["kind"] == TRANSFER:
        places[target] += qty
    return True


def _name(place: object) -> str | None:
    return place if isinstance(place, str) else None


def _filled(placed: Mapping[int, str]) -> tuple[SetCells, ...]:
    rows = tuple(sorted(placed))
    return (SetCells(ISSUES_SHEET.code, "location", rows, tuple(placed[row] for row in rows)),) if rows else ()


def _fullest(places: Mapping[str | None, int]) -> str | None:
    """The location with most pieces, the first by name among equals; none if there is nothing anywhere."""
    holding = [place for place, qty in places.items() if qty > 0]
    return min(holding, key=lambda place: (-places[place], place or ""), default=None)


def _unfit(lines: pl.DataFrame, given: Inputs) -> Iterator[pl.DataFrame]:
    """Shipped lines that can't be issued, by order; they stand in another workbook."""
    for order_no, title, sku in lines.sort("order_no", "line_no", ROW, nulls_last=True).select("order_no", "title", "sku").iter_rows():
        notice = NO_SKU if sku is None else NO_QTY
        yield notice.finding({"order_no": order_no, "title": title or ""}, given.lang, key=order_no)


SUMMARY: Mapping[str, Label] = {
    "issued_orders": Label(zh="开了出库单的订单", en="Orders issued"),
    "issued_lines": Label(zh="新开的出库单行", en="New lines of issues"),
    "issued_before": Label(zh="期初之前发货的行", en="Lines shipped before the opening stock"),
    "issued_placed": Label(zh="补上库位的行", en="Lines that got a location"),
    "issued_unplaced": Label(zh="没有库位的行", en="Lines without a location"),
}
"""The figures of issue-shipped."""

ISSUE_SHIPPED = Task(
    "issue-shipped",
    Label(zh="发货开单", en="Issue shipped orders"),
    Label(
        zh="读取订单工作簿，给已发货而没有出库单的订单行（含赠品，不含服务）各开一行销售出库，每行只开一次；库位取存货最多的那个。",
        en="Reads the order workbook and writes a line of an issue for each shipped line that has none (gifts too, services not), once; "
        "the location is the one that holds most.",
    ),
    reads=(ISSUES_SHEET.code, RECEIPTS_SHEET.code, LEDGER.code, PERIODS.code, ORDER_LINES),
    writes=(ISSUES_SHEET.code,),
    decide=issue_shipped,
    night=Night.WORKS,
)
