"""Posting what a count has shown: a difference with a reason and its approvals becomes an ordinary entry of the ledger, once."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.stock.counts.adjustment_notices import ADJUSTED_SINCE, BELOW_ZERO, CLOSED_MONTH, STALE
from shopbook.books.stock.counts.counted_lines import compared
from shopbook.books.stock.counts.reconciling import LineKey, line_key, with_difference
from shopbook.books.stock.counts.rules import DIFFERENCE_RULES
from shopbook.books.stock.counts.sheets import (
    ADJUSTMENTS,
    CLOSED,
    COUNT_PLANS,
    COUNTING,
    COUNTS,
    DIFFERENCES,
    EQUAL,
    LOSS,
    OPEN,
    POSTED,
    SURPLUS,
)
from shopbook.books.stock.counts.undoing_adjustments import undo_adjustments
from shopbook.books.stock.ledger.auditing import LEDGER_RULES, audited
from shopbook.books.stock.ledger.documents import Place, closed_months, pieces
from shopbook.books.stock.ledger.ledger import GOOD, MOVEMENT, posted
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN
from shopbook.books.stock.ledger.sheets import LEDGER, PERIODS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, Inputs, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.notices import Notice
from shopbook.sheet.rules import Given, check

_DONE = Label(
    zh="过账 {adjustments_posted} 项（盘盈 {posted_surplus} 元，盘亏 {posted_loss} 元），冲销 {adjustments_reversed} 项；"
    "还有 {adjustments_left} 项没有过账；完成盘点 {plans_closed} 次。",
    en="{adjustments_posted} {adjustments_posted|adjustment|adjustments} posted (surplus {posted_surplus}, loss {posted_loss}), "
    "{adjustments_reversed} reversed; {adjustments_left} left; {plans_closed} {plans_closed|count|counts} closed.",
)
_KINDS = (SURPLUS, LOSS)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A difference that may not be posted now, and why."""

    row: int
    field: str
    notice: Notice
    told: Mapping[str, object]


def post_adjustments(given: Inputs) -> Outcome:
    """Reverse what somebody asked to reverse, post what is approved, and close the counts that have nothing left to do."""
    if not _is_whole(given):
        return Outcome(together([given.tables[DIFFERENCES.code].findings]), (), _figures((), 0, 0, ()), (LEDGER_BROKEN,))
    undoing = undo_adjustments(given)
    ledger = _with(given.frame(LEDGER.code), undoing.entries)
    lines = with_difference(compared(given), given)
    rows = given.frame(DIFFERENCES.code).rows(named=True)
    found = _rule_findings(given)
    ready, refusals = _ready(rows, _wrong(found), ledger, lines, given)
    adjusted = _adjusted(ready, given)
    entries = posted(ledger, _movements(adjusted, given), posted_at=given.now.replace(microsecond=0))
    now = _marked(rows, adjusted, given)
    plans = given.frame(COUNT_PLANS.code).rows(named=True)
    closed = [plan for plan in plans if plan["state"] == COUNTING and _is_done(str(plan["plan_no"]), lines, now)]
    changes: tuple[Change, ...] = (
        *_appended(pl.concat([undoing.entries, entries])),
        *undoing.signs,
        *additions(ADJUSTMENTS, _vouchers(adjusted, entries)),
        *rewritten(DIFFERENCES, rows, now),
        *rewritten(COUNT_PLANS, plans, [_closed(plan, given) if plan in closed else plan for plan in plans]),
    )
    said = together([found, *_said(refusals, given), *undoing.findings])
    figures = _figures(entries["value"], undoing.entries.height, sum(_is_left(row) for row in now), closed)
    return Outcome(said, changes, figures, (_DONE.filled(figures),), marks=(DIFFERENCES.code, ADJUSTMENTS.code))


def _is_whole(given: Inputs) -> bool:
    """Whether the ledger is what tasks wrote; nothing is added to one that is not."""
    asked = Given(given.parameters, given.now, given.lang)
    return check(LEDGER_RULES, audited(given.tables[LEDGER.code]), facts=(), frames={}, given=asked).findings.is_empty()


def _with(ledger: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([ledger.select(entries.columns), entries])


def _appended(entries: pl.DataFrame) -> tuple[Change, ...]:
    return (AppendRows(LEDGER.code, entries),) if entries.height else ()


# ---------------------------------------------------------------- what may be posted


def _rule_findings(given: Inputs) -> pl.DataFrame:
    table = given.tables[DIFFERENCES.code]
    asked = Given(given.parameters, given.now, given.lang)
    return together([table.findings, check(DIFFERENCE_RULES, table, facts=(), frames={}, given=asked).findings])


def _wrong(found: pl.DataFrame) -> frozenset[int]:
    return frozenset(found.filter(pl.col("severity") == Severity.ERROR.value)["row"])


def _is_approved(row: Record) -> bool:
    """Whether all that a person has to say is said; a row for which a rule is switched off still needs reason and approver."""
    return row["state"] == OPEN and bool(row["difference"]) and row["reason"] is not None and row["approver"] is not None


def _is_left(row: Record) -> bool:
    return row["state"] not in {POSTED, EQUAL}


def _ready(
    rows: Sequence[Record], wrong: Collection[int], ledger: pl.DataFrame, lines: pl.DataFrame, given: Inputs
) -> tuple[list[Record], list[_Refusal]]:
    """The rows to post, by plan, location and item, and the approved ones that can't be."""
    approved = sorted((row for row in rows if _is_approved(row) and row[ROW] not in wrong), key=_by_place)
    current = {line_key(line): line for line in lines.filter("is_going").iter_rows(named=True)}
    months, held, adjusted = closed_months(given), pieces(ledger), _adjusted_since(ledger, given)
    ready, refusals = [], []
    for row in approved:
        refusal = _refusal(row, current.get(line_key(row)), months, adjusted, given) or _short(row, held)
        if refusal is None:
            place = _place(row)
            held[place] = held.get(place, 0) + int(str(row["difference"]))
            ready.append(row)
        else:
            refusals.append(refusal)
    return ready, refusals


def _by_place(row: Record) -> tuple[str, ...]:
    """Losses come last, so that what was only in the wrong place is there before it is taken away."""
    return (str(row["plan_no"]), str(int(str(row["difference"])) < 0), str(row["location"] or ""), str(row["sku"]), str(row["quality"]))


def _refusal(row: Record, line: Record | None, months: Collection[str], adjusted: Collection[LineKey], given: Inputs) -> _Refusal | None:
    """Why a row may not be posted as it stands."""
    if line is None or line["difference"] != row["difference"] or line["value"] != row["value"]:
        return _Refusal(int(str(row[ROW])), "difference", STALE, {"plan_no": row["plan_no"], "sku": row["sku"]})
    if f"{_day(row, given):%Y-%m}" in months:
        return _Refusal(int(str(row[ROW])), "approved_on", CLOSED_MONTH, {"month": f"{_day(row, given):%Y-%m}"})
    if line_key(row) in adjusted and not given.parameters["keep_count"]:
        return _Refusal(int(str(row[ROW])), "difference", ADJUSTED_SINCE, {"sku": row["sku"]})
    return None


def _short(row: Record, held: Mapping[Place, int]) -> _Refusal | None:
    there = held.get(_place(row), 0)
    lacking = int(str(row["difference"])) + there < 0
    return _Refusal(int(str(row[ROW])), "difference", BELOW_ZERO, {"sku": row["sku"], "there": there}) if lacking else None


def _place(row: Record) -> Place:
    location = row["location"]
    return str(row["sku"]), None if location is None else str(location), str(row["quality"] or GOOD)


def _adjusted_since(ledger: pl.DataFrame, given: Inputs) -> frozenset[LineKey]:
    """Lines of counts that another count, or this one already, has adjusted since the snapshot, and that was not taken back."""
    undone = ledger["reverses"].drop_nulls()
    ours = ledger.filter(pl.col("kind").is_in(_KINDS), ~pl.col("entry_no").is_in(undone.implode()))
    keys: set[LineKey] = set()
    for plan_no, snapshot in (
        given.frame(COUNT_PLANS.code).drop_nulls(["plan_no", "snapshot_no"]).select("plan_no", "snapshot_no").iter_rows()
    ):
        since = ours.filter(pl.col("entry_no") > snapshot).select("location", "sku", pl.col("quality").fill_null(GOOD))
        keys |= {(plan_no, *place) for place in since.iter_rows()}
    return frozenset(keys)


def _day(row: Record, given: Inputs) -> dt.date:
    """The day that an adjustment bears: that of its approval."""
    day = row["approved_on"]
    return day if isinstance(day, dt.date) else given.now.date()


# ---------------------------------------------------------------- what is written


def _adjusted(ready: Sequence[Record], given: Inputs) -> list[Record]:
    """The rows with the numbers of their adjustments: counted on within each plan."""
    last: dict[str, int] = {}
    for doc_no in given.frame(ADJUSTMENTS.code)["doc_no"].drop_nulls():
        plan_no, _, number = str(doc_no).removeprefix("TZ-").rpartition("-")
        last[plan_no] = max(last.get(plan_no, 0), int(number) if number.isdecimal() else 0)
    numbered: list[Record] = []
    for row in ready:
        plan_no = str(row["plan_no"])
        last[plan_no] = last.get(plan_no, 0) + 1
        numbered.append({**row, "adjustment_no": f"TZ-{plan_no}-{last[plan_no]:03}", "approved_on": _day(row, given)})
    return numbered


def _movements(adjusted: Sequence[Record], given: Inputs) -> pl.DataFrame:
    movements = [
        {
            "kind": row["direction"],
            "doc_no": row["adjustment_no"],
            "line_no": 1,
            "ref": row["plan_no"],
            "sku": row["sku"],
            "location": row["location"],
            "quality": row["quality"],
            "qty": row["difference"],
            "moved_at": _moment(_day(row, given), given.now),
            "handler": row["approver"],
        }
        for row in adjusted
    ]
    full = [{name: movement.get(name) for name in MOVEMENT} for movement in movements]
    return pl.DataFrame(full, schema=dict(MOVEMENT))


def _moment(day: dt.date, now: dt.datetime) -> dt.datetime:
    return now.replace(microsecond=0) if day == now.date() else dt.datetime.combine(day, dt.time())


_TOLD = ("plan_no", "direction", "sku", "title", "location", "quality", "reason", "responsible", "approver", "second_approver")


def _vouchers(adjusted: Sequence[Record], entries: pl.DataFrame) -> list[Record]:
    """The rows of 调整单, worth what the ledger says."""
    by_number = {entry["doc_no"]: entry for entry in entries.iter_rows(named=True)}
    rows: list[Record] = []
    for row in adjusted:
        entry = by_number[row["adjustment_no"]]
        told = {name: row[name] for name in _TOLD} | {"doc_no": row["adjustment_no"], "adjusted_on": row["approved_on"]}
        rows.append({**told, **{name: entry[name] for name in ("qty", "unit_cost", "value", "entry_no", "posted_at")}})
    return rows


def _marked(rows: Sequence[Record], adjusted: Sequence[Record], given: Inputs) -> list[Record]:
    done = {row[ROW]: row for row in adjusted}
    signed = {"state": POSTED, "posted_at": given.now.replace(microsecond=0)}
    return [{**done[row[ROW]], **signed} if row[ROW] in done else row for row in rows]


def _is_done(plan_no: str, lines: pl.DataFrame, now: Sequence[Record]) -> bool:
    """Whether every line is counted or explained, and every difference posted."""
    ours = lines.filter(pl.col("plan_no") == plan_no)
    open_lines = ours.filter(~pl.col("is_answered") | pl.col("is_waiting"))
    done = {line_key(row) for row in now if row["state"] == POSTED}
    off = {line_key(line) for line in ours.filter(pl.col("difference") != 0).iter_rows(named=True)}
    waiting = any(_is_left(row) for row in now if row["plan_no"] == plan_no)
    return not ours.is_empty() and open_lines.is_empty() and not waiting and off <= done


def _closed(plan: Record, given: Inputs) -> Record:
    return {**plan, "state": CLOSED, "closed_at": given.now.replace(microsecond=0), "overdue_days": None}


def _said(refusals: Sequence[_Refusal], given: Inputs) -> Iterator[pl.DataFrame]:
    for each in refusals:
        told = {"code": each.notice.code, "severity": each.notice.severity.value, "row": each.row, "field": each.field}
        found = pl.DataFrame([{**told, "message": each.notice.says.filled(each.told)[given.lang], "fix": ""}])
        yield given.tables[DIFFERENCES.code].locate(found, given.lang)


def _figures(values: Sequence[Decimal] | pl.Series, reversed_count: int, left: int, closed: Sequence[Record]) -> dict[str, object]:
    amounts = [Decimal(value) for value in values]
    return {
        "adjustments_posted": len(amounts),
        "posted_surplus": sum((value for value in amounts if value > 0), Decimal("0.00")),
        "posted_loss": -sum((value for value in amounts if value < 0), Decimal("0.00")),
        "adjustments_reversed": reversed_count,
        "adjustments_left": left,
        "plans_closed": len(closed),
    }


POST_ADJUSTMENTS = Task(
    "post-adjustments",
    Label(zh="调整过账", en="Post adjustments"),
    Label(
        zh="把写明原因、批准过的盘点差异记入“明细账”和“调整单”，记在批准那一天，点两次也只记一次；全部盘完、处理完的盘点标为“已完成”。"
        "“调整单”里填了冲销人的冲掉。",
        en="Enters the differences that have a reason and their approvals into Ledger and Adjustments, once however often "
        "it is clicked; closes counts that have nothing left to do. Adjustments with a name under Reversed by are reversed.",
    ),
    reads=(DIFFERENCES.code, COUNT_PLANS.code, COUNTS.code, ADJUSTMENTS.code, LEDGER.code, PERIODS.code),
    writes=(LEDGER.code, ADJUSTMENTS.code, DIFFERENCES.code, COUNT_PLANS.code),
    decide=post_adjustments,
)
