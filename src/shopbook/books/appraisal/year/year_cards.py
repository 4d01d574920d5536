"""The year card 年度考核卡: one person's year on one page, with the course of its months, to be handed over and signed."""

from collections.abc import Iterator
from decimal import Decimal

from shopbook.books.appraisal.results.grading import grade_of
from shopbook.books.appraisal.year.basis import Basis, months_in
from shopbook.books.appraisal.year.trend import department_mean
from shopbook.books.appraisal.year.year_rows import MONTH_FIELDS, Key
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.worklists import Record
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Curve, Fact, LineColumn, Lines, Plot

_CARD = Label(zh="{year} 年度考核卡", en="Year card {year}")
_DEPARTMENT = Label(zh="部门", en="Department")
_POST = Label(zh="岗位", en="Post")
_SCORE = Label(zh="年度得分", en="Score of the year")
_GRADE = Label(zh="等级", en="Grade")
_MEAN = Label(zh="平均分", en="Mean of months")
_MONTHS = Label(zh="计入月数", en="Months counted")
_OF_DUE = Label(zh="{counted}（应有 {due}）", en="{counted} of {due}")
_RANK = Label(zh="名次", en="Place")
_OF_PEOPLE = Label(zh="第 {rank} 名，共 {people} 人", en="{rank} of {people}")
_NOTE = Label(zh="说明", en="Note")
_REASON = Label(zh="调整原因", en="Why it was changed")
_PUBLISHED = Label(zh="公布日期", en="Published on")
_OBJECTION = Label(zh="异议", en="Objection")
_ANSWER = Label(zh="答复", en="Answer")
_RIGHTS = Label(zh="异议期", en="Objections")
_WITHIN = Label(
    zh="对结果有异议，请在公布之日起 {days} 天内向人事或上级提出",
    en="Whoever objects says so to HR or the superior within {days} days of publication",
)
_NO_GRADE = Label(zh="不定等级", en="none")
_COLUMNS = (
    (Label(zh="月份", en="Month"), 10),
    (Label(zh="得分", en="Score"), 10),
    (Label(zh="等级", en="Grade"), 8),
    (Label(zh="部门平均", en="Department's mean"), 12),
)
_MINE, _MEANS = Label(zh="本人", en="This person"), Label(zh="部门平均", en="Department's mean")
_MONTH = Label(zh="{number}月", en="M{number}")
_COURSE = Label(zh="全年走势", en="The course of the year")
_SIGNED = (Label(zh="员工", en="Employee"), Label(zh="上级", en="Superior"), Label(zh="人事", en="HR"), Label(zh="日期", en="Date"))
_MOST = 100.0
_BLANK = "—"


def year_card(row: Record, key: Key, *, people: int, basis: Basis) -> Block:
    """One person's page.

    Args:
        row: The row of 年度; what is published stays as it was published.
        key: Its year and employee number.
        people: How many have a place in that year.
        basis: What the months rest on.
    """
    lang = basis.lang
    months = months_in(key[0])
    means = [_shown_mean(row, key, month, basis) for month in months]
    return Block(
        title=_CARD.filled({"year": row["year"]})[lang],
        number=f"{row['name'] or ''} {row['employee_no']}".strip(),
        facts=tuple(_facts(row, people, basis)),
        lines=_lines(row, key, means, basis),
        plot=_plot(row, months, means, lang),
        signed=tuple(who[lang] for who in _SIGNED),
    )


def _facts(row: Record, people: int, basis: Basis) -> Iterator[Fact]:
    lang = basis.lang
    yield Fact(_DEPARTMENT[lang], _said(row["department"]))
    yield Fact(_POST[lang], _said(row["post"]))
    yield Fact(_SCORE[lang], _points(row["score"]), is_strong=True)
    yield Fact(_GRADE[lang], _said(row["grade"]) or _NO_GRADE[lang], is_strong=True)
    yield Fact(_MEAN[lang], _points(row["mean"]))
    yield Fact(_MONTHS[lang], _OF_DUE.filled({"counted": row["counted"], "due": row["due"]})[lang])
    yield Fact(_RANK[lang], _OF_PEOPLE.filled({"rank": row["rank"], "people": people})[lang] if row["rank"] else "")
    yield Fact(_PUBLISHED[lang], _said(row["published_on"]))
    changed = row["final"] is not None and row["final"] != row["mean"]
    yield Fact(_REASON[lang], _said(row["final_reason"]) if changed else "", is_wide=True, most_lines=3)
    yield Fact(_NOTE[lang], _said(row["missing"]), is_wide=True, most_lines=3)
    yield Fact(_OBJECTION[lang], _said(row["objection"]), is_wide=True, most_lines=3)
    yield Fact(_ANSWER[lang], _said(row["answer"]), is_wide=True, most_lines=3)
    days = basis.parameters.whole("year_objection_days")
    yield Fact(_RIGHTS[lang], _WITHIN.filled({"days": days})[lang], is_wide=True)


def _shown_mean(row: Record, key: Key, month: Period, basis: Basis) -> Decimal | None:
    """The mean of the department, where it is of so many people that nobody can tell a colleague's score from it."""
    told = basis.months.get((key[1], month))
    department = (told.department if told else None) or _said(row["department"])
    people = basis.departments.get((month, department), ())
    return department_mean(basis, department, month) if len(people) >= basis.parameters.whole("year_card_people") else None


def _lines(row: Record, key: Key, means: list[Decimal | None], basis: Basis) -> Lines:
    columns = tuple(LineColumn(label[basis.lang], share, is_centred=True) for label, share in _COLUMNS)
    shown = zip(months_in(key[0]), MONTH_FIELDS, means, strict=True)
    rows = tuple(
        (month.code, _points(row[field]) or _BLANK, _letter(row[field], key, month, basis), _points(mean)) for month, field, mean in shown
    )
    if any(mean is not None for mean in means):
        return Lines(columns, rows)
    return Lines(columns[:-1], tuple(each[:-1] for each in rows))


def _letter(score: object, key: Key, month: Period, basis: Basis) -> str:
    """The grade of a month: as it was given, or by the year's table for a score of before."""
    told = basis.months.get((key[1], month))
    if not isinstance(score, Decimal):
        return ""
    return (told.grade if told and told.grade else grade_of(score, basis.grades(key[0]))) or ""


def _plot(row: Record, months: tuple[Period, ...], means: list[Decimal | None], lang: Lang) -> Plot:
    scores = tuple(score if isinstance(score := row[field], Decimal) else None for field in MONTH_FIELDS)
    mine = Curve(_MINE[lang], scores)
    others = (Curve(_MEANS[lang], tuple(means)),) if any(mean is not None for mean in means) else ()
    return Plot(_COURSE[lang], tuple(_MONTH.filled({"number": month.month})[lang] for month in months), (mine, *others), _MOST)


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _points(value: object) -> str:
    """A score without needless zeros behind its first decimal: 82.0, 82.45."""
    if not isinstance(value, Decimal):
        return ""
    return f"{value:.2f}".removesuffix("0")
