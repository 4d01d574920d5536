"""One person's last twelve months beside the department's mean."""

from decimal import Decimal

from shopbook.books.appraisal.cycles.months import month_before, month_of
from shopbook.books.appraisal.results.mixing import Part, half_up, mixed
from shopbook.books.appraisal.year.basis import Basis
from shopbook.books.appraisal.year.sheets import TREND_MONTHS
from shopbook.books.daily.calendar_periods import Period
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

TREND_UNKNOWN = Notice(
    "trend.person-unknown",
    Severity.WARNING,
    Label(
        zh="参数“看谁的走势”写的“{who}”不在“员工”里，或者有几个人同名，走势没有画；请写工号",
        en="'{who}', whose trend is wanted, is not on Employees or is the name of several people: give the employee number",
    ),
    Label(zh="姓名写错一个字", en="a misspelt name"),
)


def trend_person(basis: Basis) -> str | None:
    """Whose trend is shown: whom the parameter names, or else the first number; ``None`` for nobody."""
    named = basis.parameters.text("trend_of").strip()
    return basis.staff.number_of(named) if named else next(iter(basis.staff.by_no), None)


def is_unknown(basis: Basis) -> bool:
    """Whether the parameter names nobody in particular."""
    return bool(basis.parameters.text("trend_of").strip()) and trend_person(basis) is None


def last_months(basis: Basis) -> tuple[Period, ...]:
    """Twelve months up to the newest that anybody has a score for, or else the one before this; the oldest first."""
    this = month_of(f"{basis.today:%Y-%m}") or Period(basis.today.year, 1, 1)
    newest = max((month for _, month in basis.months), default=month_before(this))
    found = [newest]
    while len(found) < TREND_MONTHS:
        found.append(month_before(found[-1]))
    return tuple(reversed(found))


def trend_rows(basis: Basis) -> list[dict[str, object]]:
    """The rows of 走势; a month without a score is blank."""
    number = trend_person(basis)
    return [trend_row(basis, number, month) for month in last_months(basis)]


def trend_row(basis: Basis, number: str | None, month: Period) -> dict[str, object]:
    """A person's month beside the mean of the department that the person was in."""
    if number is None:
        return {"month": month.code}
    told = basis.months.get((number, month))
    person = basis.staff.by_no.get(number)
    department = (told.department if told else None) or (person.department if person else None)
    return {
        "month": month.code,
        "name": basis.staff.name_of(number),
        "score": told.score if told else None,
        "department_mean": department_mean(basis, department, month),
    }


def department_mean(basis: Basis, department: str | None, month: Period) -> Decimal | None:
    """The mean of a department's month, half up to one decimal; ``None`` where nobody of it has a score."""
    people = basis.departments.get((month, department), ()) if department else ()
    mean = mixed(Part(Decimal(1), told.score) for told in people)
    return None if mean is None else half_up(mean)
