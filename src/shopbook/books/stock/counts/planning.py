"""Which counts are due: one a month, one at the year's end, spot counts in between. A month without a count stays overdue."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from shopbook.books.stock.counts.listed_plans import marked, plan_findings
from shopbook.books.stock.counts.parameters import sample_shares
from shopbook.books.stock.counts.sampling import drawn
from shopbook.books.stock.counts.sheets import (
    ALL,
    CANCELLED,
    CLOSED,
    COUNT_PLANS,
    MONTHLY,
    PLANNED,
    SAMPLE,
    SPOT,
    YEAR_END,
)
from shopbook.books.stock.ledger.ledger import next_entry
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.findings import Severity, together

_DECEMBER = 12
_LETTERS = {MONTHLY: "M", YEAR_END: "Y", SPOT: "S"}
_PERIOD = re.compile(r"\s*(20\d\d)\D{1,2}(0?[1-9]|1[0-2])\D?\s*")

_DONE = Label(
    zh="新列出 {plans_new} 次盘点（其中抽查抽中 {spot_items} 种商品）；还没完成 {plans_open} 次，其中逾期 {plans_overdue} 次。"
    "要开始哪一次，把状态改成“盘点中”，再点“生成盘点表”。",
    en="{plans_new} {plans_new|count|counts} newly listed ({spot_items} {spot_items|item|items} drawn for spot counts); "
    "{plans_open} not done yet, {plans_overdue} of them overdue. "
    "To begin one, set its state to Counting and click Make count sheets.",
)


def plan_counts(given: Inputs) -> Outcome:
    """List the counts that are due and say which are overdue; what people wrote about them stays."""
    table = given.tables[COUNT_PLANS.code]
    before = table.frame.rows(named=True)
    now = [{**row, "overdue_days": _overdue(row, given.now.date())} for row in before]
    fresh = [{**row, "overdue_days": _overdue(row, given.now.date())} for row in _due(before, given)]
    said = plan_findings(fresh, given)
    grave = table.findings.filter(pl.col("severity") == Severity.ERROR.value)
    figures = _figures(now, fresh, given)
    changes = (*rewritten(COUNT_PLANS, before, now), *additions(COUNT_PLANS, marked(fresh, said, given)))
    return Outcome(together([grave, said]), changes, figures, (_DONE.filled(figures),), marks=(COUNT_PLANS.code,))


def month_of(period: object) -> tuple[int, int] | None:
    """Year and month that a text means; ``None`` for one that means none."""
    found = _PERIOD.fullmatch(str(period or ""))
    return (int(found[1]), int(found[2])) if found else None


def months_before(last: tuple[int, int], count: int) -> list[tuple[int, int]]:
    """Year and month of so many months, the last of them given, the oldest first."""
    number = last[0] * 12 + last[1] - 1
    return [(each // 12, each % 12 + 1) for each in range(number - count + 1, number + 1)]


def _due(before: Sequence[Record], given: Inputs) -> list[Record]:
    """Rows to add: the regular counts of every month that has none, and this month's spot counts."""
    taken = {(row["kind"], month_of(row["period"])) for row in before}
    numbers = {str(row["plan_no"]) for row in before}
    regular = [_row(kind, month) for month in _months(given) for kind in _kinds(month, given) if (kind, month) not in taken]
    rows = [*regular, *_spots(before, given)]
    return [{**row, "plan_no": _free(str(row["plan_no"]), numbers)} for row in rows]


def _months(given: Inputs) -> list[tuple[int, int]]:
    """The months in which something had to be counted: since the ledger is kept, but not longer ago than the shop looks back.

    What a new workbook takes over may have come years ago; it could not be counted before it stood there.
    """
    today = (given.now.year, given.now.month)
    first = given.frame(LEDGER.code)["posted_at"].min()
    since = (first.year, first.month) if isinstance(first, dt.datetime) else today
    return [month for month in months_before(today, given.parameters.whole("count_months_back") + 1) if month >= since]


def _kinds(month: tuple[int, int], given: Inputs) -> tuple[str, ...]:
    if month[1] != _DECEMBER:
        return (MONTHLY,)
    return (YEAR_END,) if given.parameters["year_end_replaces"] else (MONTHLY, YEAR_END)


def _spots(before: Sequence[Record], given: Inputs) -> Iterator[Record]:
    month = (given.now.year, given.now.month)
    there = [row for row in before if row["kind"] == SPOT and month_of(row["period"]) == month and row["state"] != CANCELLED]
    for number in range(len(there) + 1, given.parameters.whole("spots_a_month") + 1):
        seed = f"{_period(month)}/{number}/{next_entry(given.frame(LEDGER.code)) - 1}"
        yield {**_row(SPOT, month, str(number)), "scope": SAMPLE, "seed": seed}


def _row(kind: str, month: tuple[int, int], number: str = "") -> Record:
    due_on = dt.date(*month, calendar.monthrange(*month)[1])
    plan_no = f"PD-{_period(month)}-{_LETTERS[kind]}{number}"
    return {"plan_no": plan_no, "kind": kind, "period": _period(month), "due_on": due_on, "scope": ALL, "state": PLANNED}


def _period(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}"


def _free(number: str, taken: set[str]) -> str:
    """A number that no other plan has; it is taken from now on."""
    free, count = number, 1
    while free in taken:
        count += 1
        free = f"{number}-{count}"
    taken.add(free)
    return free


def _overdue(row: Record, today: dt.date) -> int | None:
    """Days since a plan should have been done; a month's count stays due even where its row was cancelled."""
    is_regular = row["kind"] in {MONTHLY, YEAR_END}
    if row["state"] == CLOSED or (row["state"] == CANCELLED and not is_regular):
        return None
    due_on = _due_on(row)
    return (today - due_on).days if due_on is not None and due_on < today else None


def _due_on(row: Record) -> dt.date | None:
    """The day that somebody has set, else the last of the month."""
    if isinstance(row["due_on"], dt.date):
        return row["due_on"]
    month = month_of(row["period"])
    return dt.date(*month, calendar.monthrange(*month)[1]) if month else None


def _figures(now: Sequence[Record], fresh: Sequence[Record], given: Inputs) -> Mapping[str, object]:
    rows = [*now, *fresh]
    items = given.frame(ITEMS.code).drop_nulls("sku").select("sku", "abc").rows()
    shares = sample_shares(given.parameters)
    return {
        "plans_new": len(fresh),
        "plans_open": sum(row["state"] not in {CLOSED, CANCELLED} for row in rows),
        "plans_overdue": sum(row["overdue_days"] is not None for row in rows),
        "spot_items": sum(len(drawn(items, str(row["seed"]), shares)) for row in fresh if row["scope"] == SAMPLE),
    }


PLAN_COUNTS = Task(
    "plan-counts",
    Label(zh="盘点计划", en="Plan counts"),
    Label(
        zh="列出到期的月度、年终盘点和本月抽查；没有盘的月份一直列为逾期。抽查的商品按ABC类抽签，种子写在计划里。",
        en="Lists the monthly, year-end and spot counts that are due; a month without one stays overdue. "
        "Spot samples are drawn by ABC class with a seed that stands in the plan.",
    ),
    reads=(COUNT_PLANS.code, LEDGER.code, ITEMS.code),
    writes=(COUNT_PLANS.code,),
    decide=plan_counts,
    night=Night.WORKS,
)
