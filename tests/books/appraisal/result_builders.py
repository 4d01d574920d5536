"""A shop that appraises June 2026, for tests: four people of operations, their indicators, ratings and talks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from shopbook.books.appraisal.cycles.parameters import CYCLE_PARAMETERS
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS, RATINGS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results import parts
from shopbook.books.appraisal.results.archiving import archive_cards
from shopbook.books.appraisal.results.scoring import score_appraisal
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.columns import ROW
from shopbook.sheet.parameters import Parameters, Setting, settled
from tests.books.tables import Cell, Cells, applied, lying, table

NOW = dt.datetime(2026, 7, 9, 10, 0)
"""The moment of every test that does not name another: within the days in which June is appraised."""

TODAY = NOW.date()
JUNE = "2026-06"
SHEETS = {
    sheet.code: sheet
    for sheet in (
        *(CYCLES, CARD_LINES, SELF_REVIEWS, SUPERIOR_REVIEWS, PEER_REVIEWS, RATINGS),
        *(COMPOSITES, FEEDBACK, ARCHIVE, EMPLOYEES, LEAVES),
    )
}

PEOPLE: Sequence[Cells] = (
    {"employee_no": "M1", "name": "王店长", "department": "管理", "post": "店长"},
    {"employee_no": "E01", "name": "张三", "department": "运营", "post": "运营专员", "superior": "王店长"},
    {"employee_no": "E02", "name": "李四", "department": "运营", "post": "运营专员", "superior": "M1"},
    {"employee_no": "E03", "name": "赵五", "department": "运营", "post": "运营专员", "superior": "M1"},
    {"employee_no": "E04", "name": "钱六", "department": "运营", "post": "运营专员", "superior": "M1"},
)
"""Their manager, and four clerks of one department who rate one another."""


def cycle(code: str = JUNE, **cells: Cell) -> dict[str, Cell]:
    """A month with the usual weights that has begun."""
    weights = {"self": 20, "superior": 60, "peer": 20, "performance": 60, "ability": 20, "attitude": 20}
    told: dict[str, Cell] = {f"{name}_weight": Decimal(value) for name, value in weights.items()}
    days: dict[str, Cell] = {"opens_on": dt.date(2026, 7, 1), "closes_on": dt.date(2026, 7, 10), "state": "open"}
    return {"cycle": code, **days, **told, "min_peers": 3, "grades": "A≥90; B≥80; C≥70; D≥60; E", **cells}


def line(code: str = "K1", who: str = "E01", **cells: Cell) -> dict[str, Cell]:
    """An indicator of performance that counts wholly: 88 of 100 reached, typed."""
    told: dict[str, Cell] = {"cycle": JUNE, "employee_no": who, "code": code, "aspect": "performance", "indicator": "销售额完成率"}
    return {**told, "weight": Decimal(100), "method": "higher", "target": Decimal(100), "actual": Decimal(88), **cells}


def rated_line(code: str, aspect: str, who: str = "E01", **cells: Cell) -> dict[str, Cell]:
    """An indicator that people rate."""
    return line(code, who, **{"aspect": aspect, "indicator": code, "method": "rating", "target": None, "actual": None, **cells})


def card(who: str = "E01", **cells: Cell) -> list[Cells]:
    """Somebody's indicators: performance measured, ability and attitude rated."""
    return [line("K1", who, **cells), rated_line("能力一", "ability", who), rated_line("态度一", "attitude", who)]


def rating(code: str, score: float, rater: str = "superior", who: str = "E01", month: str = JUNE) -> dict[str, Cell]:
    """One indicator rated on a form."""
    return {"cycle": month, "employee_no": who, "rater": rater, "code": code, "score": Decimal(str(score))}


def review(score: float | None = None, who: str = "E01", **cells: Cell) -> dict[str, Cell]:
    """A row of 自评 or 上级评价 whose score was typed."""
    return {"cycle": JUNE, "employee_no": who, "score": None if score is None else Decimal(str(score)), **cells}


def peer(by: str, score: float | None, who: str = "E01", **cells: Cell) -> dict[str, Cell]:
    """A colleague's word: cooperation and communication alike."""
    given = None if score is None else Decimal(str(score))
    return {"cycle": JUNE, "employee_no": who, "peer_no": by, "cooperation": given, "communication": given, **cells}


T25: Mapping[str, Sequence[Cells]] = {
    "self_reviews": [review(90)],
    "superior_reviews": [review(80)],
    "peer_reviews": [peer("E02", 85), peer("E03", 75)],
}
"""Self 90, superior 80, peers 85 and 75, a third did not answer."""


def inputs(
    sheets: Mapping[str, Sequence[Cells]], *, now: dt.datetime = NOW, lang: Lang = Lang.ZH, settings: Mapping[str, str] | None = None
) -> Inputs:
    """What a task of results is given; June is open and the five people are there unless told."""
    told: Mapping[str, Sequence[Cells]] = {"employees": PEOPLE, "cycles": [cycle()], **sheets}
    unknown = set(told) - set(SHEETS)
    assert not unknown, f"no such sheet: {unknown}"
    tables = {code: table(sheet, told.get(code, ()), lang=lang) for code, sheet in SHEETS.items()}
    return Inputs(tables, parameters(settings or {}), now, lang, "王店长")


def parameters(settings: Mapping[str, str]) -> Parameters:
    """The shop's parameters, some of them set."""
    rules = [rule.code for check in parts.CHECKS for rule in check.rules]
    return settled((*CYCLE_PARAMETERS, *parts.PARAMETERS), rules, [Setting(*pair) for pair in settings.items()], on=TODAY)


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS.values())


def scored(given: Inputs) -> Inputs:
    """The workbook once it is scored."""
    return after(given, score_appraisal(given))


def typed(given: Inputs, sheet: str, cells: Cells, *, who: str = "E01", month: str = JUNE) -> Inputs:
    """The same workbook after somebody typed into a person's row; into a new one if there is none."""
    there = lying(given.tables[sheet], SHEETS[sheet])
    frame = given.frame(sheet)
    found = [row[ROW] - 2 for row in frame.rows(named=True) if (row["employee_no"], row["cycle"]) == (who, month)]
    at = found[0] if found else len(there)
    there[at : at + 1] = [{**(there[at] if found else {"cycle": month, "employee_no": who}), **cells}]
    return replace(given, tables={**given.tables, sheet: table(SHEETS[sheet], there, lang=given.lang)})


def decided(given: Inputs, cells: Cells | None = None, *, who: str = "E01") -> Inputs:
    """The workbook after the manager put name and date to a score, and it was scored again."""
    told: Cells = {"decided_by": "王店长", "decided_on": dt.date(2026, 7, 5), **(cells or {})}
    return scored(typed(given, "composites", told, who=who))


def talked(given: Inputs, cells: Cells | None = None, *, who: str = "E01") -> Inputs:
    """The workbook after the talk, and it was scored again."""
    told: Cells = {"talked_on": dt.date(2026, 7, 6), "talked_by": "王店长", "improvement_plan": "每周复盘", "goals": "转化率 3%"}
    return scored(typed(given, "feedback", {**told, **(cells or {})}, who=who))


def confirmed(given: Inputs, cells: Cells | None = None, *, who: str = "E01") -> Inputs:
    """The workbook after the employee, by number, confirmed, and it was scored again."""
    told: Cells = {"confirmed_on": dt.date(2026, 7, 7), "confirmed_by": who, **(cells or {})}
    return scored(typed(given, "feedback", told, who=who))


def agreed(given: Inputs | None = None, *, who: str = "E01") -> Inputs:
    """June of one person, from ratings to confirmation."""
    before = scored(given or inputs({"card_lines": card(), **T25}))
    return confirmed(talked(decided(before, who=who), who=who), who=who)


def archived(given: Inputs | None = None) -> Inputs:
    """The workbook once its cards are archived."""
    before = given or agreed()
    return after(before, archive_cards(before))


def row(given: Inputs, who: str = "E01", sheet: str = "composites", month: str = JUNE) -> dict[str, object]:
    """A person's row."""
    return next(each for each in given.frame(sheet).rows(named=True) if (each["employee_no"], each["cycle"]) == (who, month))


def values(given: Inputs, *fields: str, who: str = "E01", sheet: str = "composites") -> tuple[object, ...]:
    """Some cells of a person's row; numbers as texts, without zeros at the end."""
    return tuple(_plain(row(given, who, sheet)[name]) for name in fields)


def _plain(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def codes(outcome: Outcome) -> list[str]:
    """What was found."""
    return sorted(outcome.findings["code"])
