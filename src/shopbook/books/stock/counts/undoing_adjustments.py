"""Taking adjustments back: by opposite entries, as for any document, never by editing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.counts.adjustment_notices import NOT_UNDONE
from shopbook.books.stock.counts.sheets import ADJUSTMENTS
from shopbook.books.stock.ledger.ledger import posted
from shopbook.books.stock.ledger.reversing import undone
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.sheet.books import Inputs, SetCells
from shopbook.sheet.columns import ROW


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        entries: New rows of 明细账.
        signs: The time beside each adjustment.
        findings: About those that could not be.
    """

    entries: pl.DataFrame
    signs: tuple[SetCells, ...]
    findings: tuple[pl.DataFrame, ...]


def undo_adjustments(given: Inputs) -> Undone:
    """Reverse every adjustment that somebody signed under 冲销人 and that is not reversed yet."""
    ledger = given.frame(LEDGER.code)
    rows = given.frame(ADJUSTMENTS.code).drop_nulls(["doc_no", "reversed_by"]).unique("doc_no", keep="first", maintain_order=True)
    asked = rows.filter(pl.col("reversed_at").is_null()).select(ROW, "doc_no", "reversed_by")
    ours = ledger.filter(pl.col("kind").is_in(["surplus", "loss"])).select("entry_no", "doc_no")
    groups = ours.join(asked, on="doc_no").select("entry_no", handler="reversed_by", group=ROW)
    undoing = undone(ledger, groups, now=given.now)
    entries = posted(ledger, undoing.movements, posted_at=given.now.replace(microsecond=0))
    times = _times(groups, pl.concat([ledger.select("reverses", "posted_at"), entries.select("reverses", "posted_at")]))
    done = asked.filter(pl.col(ROW).is_in(list(times))).sort(ROW)[ROW].to_list()
    signs = (SetCells(ADJUSTMENTS.code, "reversed_at", tuple(done), tuple(times[row] for row in done)),) if done else ()
    left = asked.filter(~pl.col(ROW).is_in(list(times)))
    return Undone(entries, signs, tuple(_refused(row, doc_no, given) for row, doc_no in left.select(ROW, "doc_no").iter_rows()))


def _times(groups: pl.DataFrame, entries: pl.DataFrame) -> Mapping[int, dt.datetime]:
    """Row of each adjustment that is reversed -> when."""
    done = groups.join(entries.drop_nulls("reverses"), left_on="entry_no", right_on="reverses")
    return dict(done.select("group", "posted_at").iter_rows())


def _refused(row: int, doc_no: str, given: Inputs) -> pl.DataFrame:
    told = {"code": NOT_UNDONE.code, "severity": NOT_UNDONE.severity.value, "row": row, "field": "reversed_by"}
    found = pl.DataFrame([{**told, "message": NOT_UNDONE.says.filled({"doc_no": doc_no})[given.lang], "fix": ""}])
    return given.tables[ADJUSTMENTS.code].locate(found, given.lang)
