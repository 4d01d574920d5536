"""The task shift-handover: what is open is listed for the next shift; who has accepted it and who has signed is checked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.daily.reports.holding import SOURCE, sheet_of
from shopbook.books.daily.shifts.cases import CASE_READS, open_cases
from shopbook.books.daily.shifts.rules import SHIFT_ITEM_RULES, SHIFT_RULES
from shopbook.books.daily.shifts.sheets import SHIFT_ITEMS, SHIFTS
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import together
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.rules import Given, Rule, check

SHIFT_SUMMARY: Mapping[str, Label] = {
    "shift_items": Label(zh="今天交接事项", en="Items today"),
    "shift_added": Label(zh="新列入事项", en="Items newly listed"),
    "shift_open": Label(zh="待接手事项", en="Items to accept"),
}
"""The figures of shift-handover."""

_LINES = sheet_of(ORDERS.code)
_TODO = Label(
    zh="{day} 交接事项 {shift_items} 条，新列入 {shift_added} 条，还有 {shift_open} 条等接手；接手后两人在“交接班”签名，再点一次。",
    en="{day}: {shift_items} {shift_items|item|items}, {shift_added} newly listed, {shift_open} to accept; then both sign on Shifts and "
    "click again.",
)
_DONE = Label(
    zh="{day} 已交接：{shift_items} 条事项都有人接手，{handed_by} 交给 {taken_by}。",
    en="{day} is handed over by {handed_by} to {taken_by}; {shift_items} {shift_items|item|items}, all accepted.",
)
_WITHOUT_ORDERS = Label(
    zh="没有读到订单工作簿，没有列出新事项；请在“来源”写明它在哪里。",
    en="The order workbook was not read, so nothing is newly listed: say on Sources where it is.",
)


def shift_handover(given: Inputs) -> Outcome:
    """List what is open for the shift of today, mark what is solved or accepted, and enter the time once both have signed."""
    day = _day(given)
    shifts, items = given.frame(SHIFTS.code).rows(named=True), given.frame(SHIFT_ITEMS.code).rows(named=True)
    cases = open_cases(given).rows(named=True) if _has_orders(given) else None
    is_signed = any(row["day"] == day and row["state"] == "signed" for row in shifts)
    new = [] if cases is None or is_signed else _new(cases, items, day)
    marked = [_marked(row, cases) if row["day"] == day and not is_signed else row for row in items]
    stand = [_stood(row, [*marked, *new], given) if row["day"] == day else row for row in shifts]
    first = [] if any(row["day"] == day for row in shifts) else [_stood({"day": day}, [*marked, *new], given)]
    findings = [_checked(SHIFTS, SHIFT_RULES, stand, given), _checked(SHIFT_ITEMS, SHIFT_ITEM_RULES, marked, given)]
    changes = (
        *rewritten(SHIFTS, shifts, stand),
        *additions(SHIFTS, first),
        *rewritten(SHIFT_ITEMS, items, marked),
        *additions(SHIFT_ITEMS, new),
    )
    figures = _figures([*marked, *new], new, day)
    notes = _notes(figures, next(row for row in (*stand, *first) if row["day"] == day), given)
    read = [given.tables[sheet.code].findings for sheet in (SHIFTS, SHIFT_ITEMS)]
    return Outcome(together([*read, *findings]), changes, figures, notes, (SHIFTS.code, SHIFT_ITEMS.code))


def _has_orders(given: Inputs) -> bool:
    return SOURCE not in given.absent and given.tables[_LINES].header is not None


def _day(given: Inputs) -> dt.date:
    """The day of the shift: after midnight still the day before. Source: T19."""
    begins = given.parameters["shift_day_starts"]
    if not isinstance(begins, dt.timedelta):
        raise BadParameterError("shift_day_starts", str(begins), KINDS[Kind.TIME].expected)
    return (given.now - begins).date()


def _new(cases: Sequence[Record], items: Sequence[Record], day: dt.date) -> list[Record]:
    """Cases that are not listed for this shift yet, accepted or not."""
    listed = {(row["kind"], row["ref"]) for row in items if row["day"] == day}
    return [{**case, "day": day, "state": "open"} for case in cases if (case["kind"], case["ref"]) not in listed]


def _marked(row: Record, cases: Sequence[Record] | None) -> Record:
    """A line of today with its state; what is not open any more is solved. What people wrote themselves stays open until accepted."""
    if row["accepted"] and row["owner"] is not None:
        return {**row, "state": "accepted"}
    was_listed = row["what"] is not None
    still = cases is None or any((case["kind"], case["ref"]) == (row["kind"], row["ref"]) for case in cases)
    return {**row, "state": "open" if still or not was_listed else "solved"}


def _stood(row: Record, items: Sequence[Record], given: Inputs) -> Record:
    """The line of 交接班 with its items counted, and the time where both have signed and nothing is left."""
    mine = [item for item in items if item["day"] == row["day"]]
    left = sum(item["state"] == "open" for item in mine)
    by, to = row.get("handed_by"), row.get("taken_by")
    is_done = by is not None and to is not None and by != to and not left
    at = row.get("handed_at")
    moment = given.now.replace(microsecond=0) if is_done and at is None else at
    return {**row, "items": len(mine), "open_items": left, "handed_at": moment, "state": "signed" if is_done else "open"}


def _checked(sheet: Sheet, rules: Sequence[Rule], rows: Sequence[Record], given: Inputs) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema={ROW: pl.Int64(), **sheet.schema()})
    table = replace(given.tables[sheet.code], frame=frame)
    return check(rules, table, facts=(), frames={}, given=Given(given.parameters, given.now, given.lang)).findings


def _figures(items: Sequence[Record], new: Sequence[Record], day: dt.date) -> dict[str, object]:
    today = [row for row in items if row["day"] == day]
    return {"shift_items": len(today), "shift_added": len(new), "shift_open": sum(row["state"] == "open" for row in today)}


def _notes(figures: Mapping[str, object], shift: Record, given: Inputs) -> tuple[Label, ...]:
    told = (_DONE if shift["state"] == "signed" else _TODO).filled({**shift, **figures})
    return (told,) if _has_orders(given) else (told, _WITHOUT_ORDERS)


SHIFT_HANDOVER = Task(
    "shift-handover",
    Label(zh="交接班", en="Shift hand-over"),
    Label(
        zh="从订单工作簿列出待付款、缺货、留言待回、退款、异常包裹，一条一行等接班的人接手；两人都签名、都有人接手后写上交接时间。",
        en="Lists unpaid orders, shortages, messages, refunds and abnormal parcels for the next shift to accept; once both have signed and "
        "all is accepted, enters the time.",
    ),
    reads=(SHIFTS.code, SHIFT_ITEMS.code, *CASE_READS),
    writes=(SHIFTS.code, SHIFT_ITEMS.code),
    decide=shift_handover,
)
