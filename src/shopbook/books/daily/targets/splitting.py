"""The task split-targets: targets of quarters, months, departments and persons, and how far each is."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

import polars as pl

from shopbook.books.daily.personal.sales import sold_orders, spelled
from shopbook.books.daily.reports.holding import SOURCE, sheet_of
from shopbook.books.daily.targets.rules import TARGET_RULES, TARGET_WEIGHT_RULES, WEIGHT_MISSING, WEIGHTS_NOT_WHOLE
from shopbook.books.daily.targets.sheets import TARGET_WEIGHTS, TARGETS
from shopbook.books.daily.targets.tree import Place, Weights, place_of, sums_of_parts, targets
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, check

TARGET_SUMMARY: Mapping[str, Label] = {
    "targets_set": Label(zh="目标行数", en="Targets"),
    "targets_added": Label(zh="新增目标行", en="Targets added"),
    "target_of_years": Label(zh="年度目标合计", en="Targets of years"),
}
"""The figures of split-targets."""

_LINES = sheet_of(ORDERS.code)
_LAST = {"quarter": 4, "month": 12}
_NUMBER = re.compile(r"[0-9]{1,2}")
_CENT, _SHARE = Decimal("0.01"), Decimal("0.000001")
_NOTHING = Decimal("0.00")
_DONE = Label(
    zh="目标共 {targets_set} 行，新增 {targets_added} 行；年度目标合计 {target_of_years} 元。",
    en="{targets_set} {targets_set|target|targets}, {targets_added} of them new; the years' targets come to {target_of_years}.",
)
_EMPTY = Label(
    zh="还没有目标：请在“目标”填一行期间（例如 2026）和指定目标，再点“目标分解”。",
    en="There is no target yet: write a line on Targets, its period such as 2026 and the target set, then click Split targets.",
)
_WITHOUT_ORDERS = Label(
    zh="没有读到订单工作簿，“完成”等列没有动。", en="The order workbook was not read: what was achieved is left as it is."
)


@dataclass(frozen=True, slots=True)
class _Sales:
    """Paid amounts by year, month and agent."""

    sums: Mapping[tuple[int, int, str], Decimal]

    def of(self, place: Place, members: Mapping[tuple[int, str], str]) -> Decimal:
        """What a place has achieved; a department has what its members have."""
        first, last = place.period.first, place.period.last
        inside = ((agent, amount) for (year, month, agent), amount in self.sums.items() if first <= dt.date(year, month, 1) <= last)
        own = (amount for agent, amount in inside if _belongs(agent, place, members))
        return sum(own, start=_NOTHING)


def _belongs(agent: str, place: Place, members: Mapping[tuple[int, str], str]) -> bool:
    if place.person:
        return agent == place.person
    return not place.department or members.get((place.period.year, agent)) == place.department


def split_targets(given: Inputs) -> Outcome:
    """Divide every target and say how far it is; what was typed stays."""
    weighed = _weighed(given.frame(TARGET_WEIGHTS.code))
    outside = Given(given.parameters, given.now, given.lang)
    weights_table = replace(given.tables[TARGET_WEIGHTS.code], frame=weighed)
    about_weights = check(TARGET_WEIGHT_RULES, weights_table, facts=(), frames={}, given=outside).findings
    before = given.frame(TARGETS.code).rows(named=True)
    places = [place_of(row) for row in before]
    amounts = targets(_fixed(before, places), _weights(weighed, about_weights), [place for place in places if place])
    now, added = _rows(before, places, amounts, given, _members(weighed))
    seen = replace(given.tables[TARGETS.code], frame=_beside(now, places))
    found = check(TARGET_RULES, seen, facts=(), frames={}, given=outside).findings
    changes = (*rewritten(TARGETS, before, now), *additions(TARGETS, added))
    figures = {
        "targets_set": len(amounts),
        "targets_added": len(added),
        "target_of_years": sum((amount for place, amount in amounts.items() if place.level == "year"), start=_NOTHING),
    }
    read = [given.tables[sheet.code].findings for sheet in (TARGETS, TARGET_WEIGHTS)]
    findings = together([*read, about_weights, found])
    return Outcome(findings, changes, figures, _notes(figures, given), (TARGETS.code, TARGET_WEIGHTS.code))


def _has_orders(given: Inputs) -> bool:
    return SOURCE not in given.absent and given.tables[_LINES].header is not None


def _notes(figures: Mapping[str, object], given: Inputs) -> tuple[Label, ...]:
    told = _DONE.filled(figures) if figures["targets_set"] else _EMPTY
    return (told,) if _has_orders(given) else (told, _WITHOUT_ORDERS)


# ---------------------------------------------------------------- weights


def _weighed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of 目标权重 with ``part.name`` as it is counted, the group they belong to, and what the group comes to."""
    names = [_part_name(row) for row in rows.iter_rows(named=True)]
    whose = [_whose(row, name) for row, name in zip(rows.iter_rows(named=True), names, strict=True)]
    told = {"part.name": pl.Series(names, dtype=pl.String), "part.whose": pl.Series(whose, dtype=pl.String)}
    group = ["year", "level", "part.whose"]
    weight = pl.col("weight").fill_null(0)
    departments = {
        (year, name) for year, level, name in zip(rows["year"], rows["level"], names, strict=True) if level == "department" and name
    }
    has_whole = [(year, each) in departments for year, each in zip(rows["year"], whose, strict=True)]
    return rows.with_columns(**told).with_columns(
        pl.Series("part.has_whole", has_whole, dtype=pl.Boolean),
        weight.sum().over(group).alias("part.sum"),
        (weight.sum().over(group) * 100).cast(pl.Float64).round(4).cast(pl.String).alias("part.percent"),
        pl.len().over(group).cast(pl.Int64).alias("part.count"),
        pl.col("weight").is_null().any().over(group).alias("part.has_blank"),
        pl.when(pl.col("part.name").is_not_null()).then(pl.len().over("year", "level", "part.name")).alias("part.times"),
    )


def _part_name(row: Record) -> str | None:
    """A part's name as it is counted: 1 for 第1季度, a person's without spaces; ``None`` for what is no part."""
    name, last = spelled(str(row["name"] or "")), _LAST.get(str(row["level"]))
    if last is None:
        return name or None
    numbers = _NUMBER.findall(name)
    return str(int(numbers[0])) if len(numbers) == 1 and 1 <= int(numbers[0]) <= last else None


def _whose(row: Record, name: str | None) -> str:
    """What a part is a part of, within its level: the department of a person, the quarter of a month."""
    if row["level"] == "person":
        return spelled(str(row["department"] or ""))
    return str((int(name) + 2) // 3) if row["level"] == "month" and name else ""


def _weights(weighed: pl.DataFrame, found: pl.DataFrame) -> Weights:
    bad = found.filter(pl.col("code").is_in([WEIGHTS_NOT_WHOLE.code, WEIGHT_MISSING.code]), pl.col("severity") == "error")["row"]
    known = weighed.drop_nulls(["year", "level", "part.name"]).unique(["year", "level", "part.name"], keep="first", maintain_order=True)
    whose = pl.when(pl.col("level") == "person").then("part.whose").otherwise(pl.lit(""))
    told = {
        (year, level, of, name): weight
        for year, level, of, name, weight in known.select("year", "level", whose, "part.name", "weight").iter_rows()
    }
    groups = weighed.filter(pl.col(ROW).is_in(bad.implode())).select("year", "level", "part.whose").rows()
    return Weights(told, frozenset((year, level, of) for year, level, of in groups))


def _members(weighed: pl.DataFrame) -> dict[tuple[int, str], str]:
    """(Year, person) -> department."""
    persons = weighed.filter(pl.col("level") == "person").drop_nulls(["year", "part.name"])
    return {(year, name): whose for year, name, whose in persons.select("year", "part.name", "part.whose").reverse().iter_rows()}


# ---------------------------------------------------------------- targets


def _fixed(rows: Sequence[Record], places: Sequence[Place | None]) -> dict[Place, Decimal]:
    """What people typed; of several rows for one place the first."""
    typed = [(place, row["fixed"]) for row, place in zip(rows, places, strict=True) if place]
    return {place: amount for place, amount in reversed(typed) if isinstance(amount, Decimal)}


def _beside(rows: Iterable[Record], places: Sequence[Place | None]) -> pl.DataFrame:
    """The rows as they will be, with their place and how often it is there."""
    times = Counter(place for place in places if place)
    frame = pl.DataFrame(list(rows), schema={ROW: pl.Int64(), **TARGETS.schema()})
    return frame.with_columns(
        pl.Series("place.code", [place.period.code if place else None for place in places], dtype=pl.String),
        pl.Series("place.times", [times[place] if place else None for place in places], dtype=pl.Int64),
    )


def _rows(
    before: Sequence[Record],
    places: Sequence[Place | None],
    amounts: Mapping[Place, Decimal],
    given: Inputs,
    members: Mapping[tuple[int, str], str],
) -> tuple[list[Record], list[Record]]:
    """The rows of 目标 as they should be, and those to add."""
    sums = sums_of_parts(amounts)
    sales = _sales(given)
    now: list[Record] = []
    for row, place in zip(before, places, strict=True):
        now.append({**row, **_said(place, amounts, sums), **_reached(place, amounts, sales, members, given)} if place else row)
    new = [place for place in amounts if place not in set(places)]
    named = [
        (place, {"period": place.period.code, "department": place.department or None, "person": place.person or None}) for place in new
    ]
    return now, [{**row, **_said(place, amounts, sums), **_reached(place, amounts, sales, members, given)} for place, row in named]


def _said(place: Place, amounts: Mapping[Place, Decimal], sums: Mapping[Place, Decimal]) -> dict[str, object]:
    return {"level": place.level, "target": amounts.get(place), "parts": sums.get(place)}


def _sales(given: Inputs) -> _Sales | None:
    """``None`` where there is no order workbook."""
    if not _has_orders(given):
        return None
    orders = sold_orders(given.frame(_LINES)).drop_nulls("paid_at")
    month = [pl.col("paid_at").dt.year().alias("year"), pl.col("paid_at").dt.month().cast(pl.Int64).alias("month")]
    sums = orders.group_by(*month, pl.col("agent").fill_null("")).agg(pl.col("amount").sum())
    return _Sales({(year, number, agent): amount for year, number, agent, amount in sums.iter_rows()})


def _reached(
    place: Place,
    amounts: Mapping[Place, Decimal],
    sales: _Sales | None,
    members: Mapping[tuple[int, str], str],
    given: Inputs,
) -> dict[str, object]:
    """How far a target is; nothing where the orders are not known."""
    if sales is None:
        return {}
    target, achieved = amounts.get(place), sales.of(place, members)
    left = place.period.days_left(given.now.date()) or None
    gap = None if target is None else max(_NOTHING, target - achieved)
    return {
        "achieved": achieved,
        "rate": (achieved / target).quantize(_SHARE, ROUND_HALF_UP) if target else None,
        "gap": gap,
        "days_left": left,
        "per_day": None if gap is None or left is None else (gap / left).quantize(_CENT, ROUND_CEILING),
    }


SPLIT_TARGETS = Task(
    "split-targets",
    Label(zh="目标分解", en="Split targets"),
    Label(
        zh="把年度目标按权重分到季度、月、部门、个人，合计分毫不差；算出完成、还差、每天需要多少；手填的目标不动。",
        en="Divides the year's target by weights among quarters, months, departments and persons, to the cent; works out what is achieved, "
        "what is missing and what each day needs; typed targets stay.",
    ),
    reads=(TARGETS.code, TARGET_WEIGHTS.code, _LINES),
    writes=(TARGETS.code, TARGET_WEIGHTS.code),
    decide=split_targets,
    night=Night.WORKS,
)
