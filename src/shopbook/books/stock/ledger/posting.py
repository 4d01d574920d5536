"""The task post-documents: every line that is right becomes entries of the ledger, once."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.stock.checking import READS, RULES, Examined, examine, marked
from shopbook.books.stock.ledger.documents import LINE, SIDES, movements_of
from shopbook.books.stock.ledger.ledger import posted
from shopbook.books.stock.ledger.receipt_rules import WITHOUT_COST
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Inputs, Night, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity

_DONE = Label(
    zh="过账 {posted_lines} 行，记入明细账 {posted_entries} 笔；还有 {left_lines} 行没有过账（原因见“校验结果”）。",
    en="{posted_lines} {posted_lines|line|lines} posted as {posted_entries} {posted_entries|entry|entries}; "
    "{left_lines} {left_lines|line was|lines were} left (reasons on Findings).",
)
_MENDED = Label(
    zh="{mended_lines} 行已在明细账里、却没写过账时间，已补上，没有重复记账。",
    en="{mended_lines} {mended_lines|line|lines} stood in the ledger without saying so; the time was filled in, nothing was posted twice.",
)
LEDGER_BROKEN = Label(
    zh="明细账或已结账的月份被改动过（见“校验结果”），没有记账；请先恢复明细账。",
    en="The ledger or a closed month was edited (see Findings); nothing was entered. Restore the ledger first.",
)
"""Nothing is added to a ledger that is not what tasks wrote."""


def post_documents(given: Inputs) -> Outcome:
    """Post every sound line in order of time, and say of the others why they were left."""
    seen = examine(given)
    if not seen.is_ledger_whole:
        none = seen.lines.clear()
        return Outcome(seen.findings, (), _figures(seen, none, none, 0), (LEDGER_BROKEN,), marked(given), seen.not_run)
    now = given.now.replace(microsecond=0)
    ready = seen.lines.filter("is_sound").sort("turn").with_columns(posted_at=pl.lit(now))
    unsigned = _unsigned(seen.lines, given)
    entries = posted(given.frame(LEDGER.code), movements_of(ready), posted_at=now)
    added = (AppendRows(LEDGER.code, entries),) if entries.height else ()
    figures = _figures(seen, ready, unsigned, entries.height)
    notes = tuple(note.filled(figures) for note in (_DONE, *([_MENDED] if unsigned.height else [])))
    signed = _signed(pl.concat([ready, unsigned]))
    return Outcome(_still(seen.findings, ready, given), (*added, *signed), figures, notes, marked(given), seen.not_run)


_WAITING = tuple(rule.code for rule in RULES if "line.is_waiting" in rule.fields)
"""Rules about lines that are not posted yet."""


def _still(findings: pl.DataFrame, ready: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """The findings that hold once the lines are posted; one that is left for its errors is not warned of what posting it would mean."""
    tabs = {side: given.tables[side].grid.tab for side in SIDES}
    done = ready.select(pl.col("side").replace_strict(tabs, return_dtype=pl.String).alias("tab"), pl.col(ROW).alias("row"))
    left = findings.filter(pl.col("severity") == Severity.ERROR.value).select("tab", "row")
    posted_now = findings.filter(pl.col("code").is_in(_WAITING)).join(done, on=("tab", "row"), how="semi")
    over = pl.concat([posted_now, findings.filter(pl.col("code") == WITHOUT_COST.code).join(left, on=("tab", "row"), how="semi")])
    return findings.join(over, on=findings.columns, how="anti", nulls_equal=True, maintain_order="left") if over.height else findings


def _unsigned(lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Lines that stand in the ledger and do not say so, for the writing of their sheet was cut short; each with the time of its entry."""
    times = given.frame(LEDGER.code).select("entry_no", entered_at="posted_at").unique("entry_no")
    lost = lines.filter(pl.col("entry_no").is_not_null(), pl.col("posted_at").is_null(), pl.len().over(LINE) == 1)
    return lost.join(times, on="entry_no", how="left").with_columns(posted_at=pl.col("entered_at")).drop("entered_at")


def _signed(lines: pl.DataFrame) -> tuple[SetCells, ...]:
    """The time of posting beside each line."""
    by_side = [(side, lines.filter(pl.col("side") == side).sort(ROW)) for side in SIDES]
    return tuple(SetCells(side, "posted_at", tuple(part[ROW]), tuple(part["posted_at"])) for side, part in by_side if part.height)


def _figures(seen: Examined, ready: pl.DataFrame, unsigned: pl.DataFrame, entries: int) -> dict[str, object]:
    left = seen.lines["is_waiting"].sum() - ready.height
    return {"posted_lines": ready.height, "posted_entries": entries, "left_lines": left, "mended_lines": unsigned.height}


SUMMARY: Mapping[str, Label] = {
    "posted_lines": Label(zh="过账的行", en="Lines posted"),
    "posted_entries": Label(zh="记账笔数", en="Entries made"),
    "left_lines": Label(zh="没有过账的行", en="Lines left"),
    "mended_lines": Label(zh="补上过账时间的行", en="Lines whose time was filled in"),
}
"""The figures of post-documents."""

POST_DOCUMENTS = Task(
    "post-documents",
    Label(zh="过账", en="Post documents"),
    Label(
        zh="把入库单、出库单里没有问题的行按时间先后记入“明细账”，并写上过账时间；有错误的行不记，写明原因。点两次也只记一次。",
        en="Enters every line of receipts and issues that is right into the Ledger, in order of time, and signs it with the time; "
        "lines with errors are left and say why. Clicking twice enters once.",
    ),
    reads=READS,
    writes=(LEDGER.code, *SIDES),
    decide=post_documents,
    night=Night.WORKS,
)
