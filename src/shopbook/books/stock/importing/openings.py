"""A stock list as the beginning of the ledger: its items, its places, and what lay there as opening receipts."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS, RECEIPTS_SHEET
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, Inputs
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import Severity
from shopbook.sheet.list_importing import Taken
from shopbook.sheet.list_reading import Listing
from shopbook.sheet.notices import Notice

OPENING = "opening"

ALREADY_BEGUN = Notice(
    "import.already-begun",
    Severity.ERROR,
    Label(
        zh="{sku} 在这个库位已经有期初或出入库，期初只能记一次。实物和账不一样就做盘点，有进出就写入库单、出库单",
        en="{sku} has an opening or movements at this place already, and an opening is entered once. Where goods and ledger differ, count "
        "them; what came or went belongs on Receipts and Issues",
    ),
    Label(zh="已经过账的工作簿又导入一份新的库存表", en="a newer stock list imported into a workbook with a ledger"),
)

_NO_COST = Label(
    zh="这张表没有单位成本：期初的库存金额按 0 算。知道成本的，过账前在“入库单”里补上",
    en="This list has no unit cost, so the opening stock has no value. Where you know the cost, fill it in on Receipts before posting",
)
_TODAY = Label(zh="这张表没有日期，期初记在 {day}", en="This list has no dates; the opening is dated {day}")
_BEGUN = Label(
    zh="这个工作簿已经有账。库存表只用来记期初；后来的库存表不会改账，请用盘点来核对",
    en="This workbook has a ledger already. A stock list only enters openings; a later one does not change the ledger: count the goods",
)
_NEXT = Label(zh="下一步：点“过账”，期初就记入明细账", en="Next: click Post documents, which enters the opening into the ledger")

_PLACE = ("sku", "location")


def take_opening(listing: Listing, inputs: Inputs) -> Taken:
    """New items and places, and an opening line for each line of the list that is not there yet.

    A line is the same where item, place, quality, quantity and day are (the day only if the list has one); so the same list a second
    time adds nothing. A further line for an item at a place that has an opening or a movement is refused. A line of no pieces only
    makes its item known.
    """
    coming = _numbered(listing, inputs)
    known, fresh = _known_and_fresh(coming, inputs, is_dated="moved_at" in listing.fed)
    is_begun = _begun(fresh, inputs)
    refused, new = fresh.filter(is_begun), fresh.filter(~is_begun)
    lines = _opening_lines(new, inputs)
    good = listing.table.frame.filter(~pl.col(ROW).is_in(refused[ROW].implode()))
    items = _unknown(good, ITEMS, "sku", inputs)
    places = _unknown(new.with_columns(warehouse="location"), LOCATIONS, "location", inputs)
    counts = {
        "new_items": items.height,
        "new_locations": places.height,
        "new_lines": lines.height,
        "new_pieces": int(lines["qty"].sum()),
        "known_lines": known,
        "empty_lines": listing.table.frame.filter(pl.col("qty") == 0).height,
    }
    changes = _appended({ITEMS: items, LOCATIONS: places, RECEIPTS_SHEET: lines})
    begun = (_BEGUN,) if refused.height else ()
    return Taken(changes, counts, _refusals(listing, refused, inputs), begun, _next_steps(listing, new, inputs))


def _numbered(listing: Listing, inputs: Inputs) -> pl.DataFrame:
    """The lines with pieces, with a day, and how many lines alike went before."""
    frame = listing.table.frame.filter(pl.col("qty") > 0)
    today = dt.datetime.combine(inputs.now.date(), dt.time())
    return frame.with_columns(pl.col("moved_at").fill_null(today), at=pl.col("location").fill_null(""))


def _known_and_fresh(coming: pl.DataFrame, inputs: Inputs, *, is_dated: bool) -> tuple[int, pl.DataFrame]:
    """How many lines the sheet has already, and those that it has not."""
    same = ["sku", "at", "grade", "qty", *(["day"] if is_dated else []), "nth"]
    old = inputs.frame(RECEIPTS_SHEET.code).filter(pl.col("kind") == OPENING)
    there = _alike(old.with_columns(at=pl.col("location").fill_null("")), same)
    told = _alike(coming, same)
    fresh = told.join(there.select(same), on=same, how="anti", maintain_order="left")
    return told.height - fresh.height, fresh


def _alike(lines: pl.DataFrame, same: Sequence[str]) -> pl.DataFrame:
    named = lines.with_columns(grade=pl.col("quality").fill_null("good"), day=pl.col("moved_at").dt.date())
    return named.with_columns(nth=pl.int_range(pl.len(), dtype=pl.Int64).over(same[:-1]))


def _begun(fresh: pl.DataFrame, inputs: Inputs) -> pl.Series:
    """Whether the ledger or an opening says something already of an item at a place."""
    openings = inputs.frame(RECEIPTS_SHEET.code).filter(pl.col("kind") == OPENING).select(_PLACE)
    moved = pl.concat([openings, inputs.frame(LEDGER.code).select(_PLACE)]).unique()
    return (
        fresh.select(_PLACE)
        .join(moved.with_columns(is_there=True), on=_PLACE, how="left", nulls_equal=True, maintain_order="left")["is_there"]
        .fill_null(value=False)
    )


def _opening_lines(new: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Lines of receipts, one document a day, numbered on from what the sheet has."""
    numbers = inputs.frame(RECEIPTS_SHEET.code).group_by("doc_no").agg(last=pl.max_horizontal(pl.col("line_no").max(), pl.len()))
    dated = new.with_columns(doc_no=pl.format("QC-{}", pl.col("moved_at").dt.strftime("%Y%m%d")))
    running = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("doc_no")
    told = dated.join(numbers, on="doc_no", how="left", maintain_order="left")
    return told.with_columns(line_no=pl.col("last").fill_null(0).cast(pl.Int64) + running, kind=pl.lit(OPENING))


def _unknown(lines: pl.DataFrame, sheet: Sheet, key: str, inputs: Inputs) -> pl.DataFrame:
    """What a sheet does not list yet, each once: of several lines the first that says something counts."""
    there = inputs.frame(sheet.code).select(key)
    named = lines.filter(pl.col(key).is_not_null()).join(there, on=key, how="anti", maintain_order="left")
    fields = [name for name in sheet.by_field if name in named.columns and name != key]
    return named.group_by(key, maintain_order=True).agg(pl.col(name).drop_nulls().first() for name in fields)


def _appended(rows: Mapping[Sheet, pl.DataFrame]) -> tuple[Change, ...]:
    shaped = ((sheet, frame.select(name for name in sheet.by_field if name in frame.columns)) for sheet, frame in rows.items())
    return tuple(AppendRows(sheet.code, frame) for sheet, frame in shaped if frame.height)


def _refusals(listing: Listing, refused: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    says = pl.format(ALREADY_BEGUN.says[inputs.lang].replace("{sku}", "{}"), "sku")
    told = {"code": ALREADY_BEGUN.code, "severity": ALREADY_BEGUN.severity.value, "field": "qty", "fix": ""}
    rows = refused.select(pl.col(ROW).alias("row"), says.alias("message"), *(pl.lit(text).alias(name) for name, text in told.items()))
    return listing.table.locate(rows.unique(maintain_order=True), inputs.lang)


def _next_steps(listing: Listing, new: pl.DataFrame, inputs: Inputs) -> tuple[Label, ...]:
    if new.is_empty():
        return ()
    dated = () if "moved_at" in listing.fed else (_TODAY.filled({"day": inputs.now.date()}),)
    costed = (_NO_COST,) if new["unit_cost"].null_count() else ()
    return (*dated, *costed, _NEXT)
