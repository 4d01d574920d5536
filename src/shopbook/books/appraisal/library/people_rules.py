"""What can be wrong with the list of people and with months on leave. Sources: D0 四(四); AMB-08."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of, month_on
from shopbook.books.appraisal.library.holding import holding, indicators_of
from shopbook.books.appraisal.library.people import Staff, staff_in
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES, Employee
from shopbook.books.sheet_checks import SheetCheck
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import rows
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter
from shopbook.sheet.spelling import compact

_STEPS = "D0 四(四)"
_LIBRARY = "D0 四(二)"

EMPLOYEE_RULES = (
    Rule(
        "employees.doubled",
        on="employee_no",
        where=pl.col("person.times") > 1,
        says=Label(
            zh="工号 {employee_no} 有不止一行，只算第一行；请改成不同的工号或删掉一行",
            en="{employee_no} is there more than once and only the first row counts: change a number or remove a row",
        ),
        source=_STEPS,
        example=Label(zh="E01 写了两行", en="E01 in two rows"),
    ),
    Rule(
        "employees.no-indicators",
        on="post",
        where=(pl.col("post.indicators") == 0) & pl.col("left").is_null() & pl.col("post").is_not_null(),
        says=Label(
            zh="指标库里没有“{post}”的指标，{employee_no} 不能开始考核；请在“指标库”加上这个岗位，或改正岗位名称",
            en="The library has no indicators of '{post}', so {employee_no} can't be appraised: add the post to Indicators or correct it",
        ),
        severity=Severity.WARNING,
        source=_LIBRARY,
        example=Label(zh="岗位：客服专员，指标库里是“客服”", en="post: service clerk, where the library says Customer service"),
    ),
    Rule(
        "employees.unknown-superior",
        on="superior",
        where=pl.col("superior.is_unclear") & pl.col("left").is_null(),
        says=Label(
            zh="“直接上级”写的 {superior} 在本表找不到，或有几个同名的人；请写工号",
            en="The superior {superior} is nobody on this sheet, or several people's name: write the employee number",
        ),
        source=_STEPS,
        example=Label(zh="上级写“王总”，员工表里是王伟", en="superior: the boss, where the sheet says Wang Wei"),
    ),
    Rule(
        "employees.own-superior",
        on="superior",
        where=pl.col("superior.is_self"),
        says=Label(
            zh="{employee_no} 的上级写成了本人，不能自己当上级评自己；最高的主管请空着",
            en="{employee_no} is named as their own superior, and nobody rates themselves: leave it blank for whoever leads all",
        ),
        source=_STEPS,
        example=Label(zh="E01 的直接上级写 E01", en="E01's superior is E01"),
    ),
    Rule(
        "employees.no-superior",
        on="superior",
        where=pl.col("superior").is_null() & pl.col("left").is_null() & pl.col("employee_no").is_not_null(),
        says=Label(
            zh="{employee_no} 没有直接上级，缺上级评分；最高的主管可以不理",
            en="{employee_no} has no superior, so the superior's rating will be missing; leave it for whoever leads all",
        ),
        severity=Severity.HINT,
        source=_STEPS,
        example=Label(zh="直接上级：空", en="superior: blank"),
    ),
    Rule(
        "employees.superior-left",
        on="superior",
        where=pl.col("superior.has_left") & pl.col("left").is_null(),
        says=Label(
            zh="{employee_no} 的直接上级已经离职，没有人做上级评价；请改成现在的上级",
            en="The superior of {employee_no} has left and nobody rates as superior: name the present one",
        ),
        severity=Severity.WARNING,
        source=_STEPS,
        example=Label(zh="上级上个月离职了", en="a superior who left last month"),
    ),
    Rule(
        "employees.superiors-in-a-circle",
        on="superior",
        where=pl.col("superior.circle").is_not_null(),
        says=Label(
            zh="上级关系绕成了一圈：{superior.circle}；请改正其中一个",
            en="These lead each other in a circle: {superior.circle}; correct one of them",
        ),
        severity=Severity.WARNING,
        source=_STEPS,
        example=Label(zh="E01 的上级是 E02，E02 的上级是 E01", en="E02 leads E01 and E01 leads E02"),
    ),
    Rule(
        "employees.unknown-peer",
        on="peers",
        where=pl.col("peers.unclear").is_not_null() & pl.col("left").is_null(),
        says=Label(
            zh="互评同事里的 {peers.unclear} 在本表找不到，或有几个同名的人；请写工号，用顿号隔开",
            en="Of the colleagues {peers.unclear} is nobody on this sheet, or several people's name: write employee numbers, with commas",
        ),
        source=_STEPS,
        example=Label(zh="互评同事：E02、小李", en="rated by peers: E02, Xiao Li"),
    ),
    Rule(
        "employees.own-peer",
        on="peers",
        where=pl.col("peers.has_self"),
        says=Label(
            zh="互评同事里有 {employee_no} 本人，不会给本人发互评表",
            en="{employee_no} is named among their own peers: nobody gets a form about themselves",
        ),
        severity=Severity.WARNING,
        source=_STEPS,
        example=Label(zh="E01 的互评同事：E01、E02", en="E01 rated by E01 and E02"),
    ),
    Rule(
        "employees.peer-is-superior",
        on="peers",
        where=pl.col("peers.has_superior"),
        says=Label(
            zh="互评同事里有 {employee_no} 的直接上级，上级只做上级评价，不再互评",
            en="The superior of {employee_no} is among the peers, and rates as superior only",
        ),
        severity=Severity.HINT,
        source=_STEPS,
        example=Label(zh="上级 E09，互评同事：E02、E09", en="superior E09, rated by E02 and E09"),
    ),
    Rule(
        "employees.peer-twice",
        on="peers",
        where=pl.col("peers.twice").is_not_null(),
        says=Label(
            zh="互评同事里 {peers.twice} 写了不止一次，只算一次", en="{peers.twice} is named more than once among the peers and rates once"
        ),
        severity=Severity.HINT,
        source=_STEPS,
        example=Label(zh="互评同事：E02、E03、E02", en="rated by E02, E03, E02"),
    ),
    Rule(
        "employees.few-peers",
        on="peers",
        where=(pl.col("peers.count") < parameter("min_peers")) & pl.col("left").is_null() & (parameter("peer_weight") > 0),
        says=Label(
            zh="{employee_no} 只有 {peers.count} 位同事互评，不到 {min_peers} 位，本人看不到互评平均分",
            en="{peers.count} colleagues rate {employee_no}, fewer than {min_peers}: the average is not shown to the person",
        ),
        severity=Severity.HINT,
        source="D0 四(四)3",
        example=Label(zh="部门里只有两个人", en="a department of two"),
    ),
    Rule(
        "employees.left-before-joined",
        on="left",
        where=pl.col("left") < pl.col("joined"),
        says=Label(zh="离职日期 {left} 早于入职日期 {joined}", en="Left on {left}, before joining on {joined}"),
        source=_STEPS,
        example=Label(zh="入职 2026-05-06，离职 2026-05-01", en="joined 2026-05-06, left 2026-05-01"),
    ),
)
"""About 员工."""

LEAVE_RULES = (
    Rule(
        "leaves.bad-month",
        on="cycle",
        where=pl.col("cycle").is_not_null() & pl.col("leave.cycle").is_null(),
        says=Label(zh="“{cycle}”不是月份，请写成 2026-06 这样", en="'{cycle}' is no month: write it like 2026-06"),
        source=_STEPS,
        example=Label(zh="六月", en="June"),
    ),
    Rule(
        "leaves.unknown-person",
        on="employee_no",
        where=~pl.col("leave.is_known"),
        says=Label(zh="员工表里没有工号 {employee_no}", en="There is no {employee_no} on Employees"),
        source=_STEPS,
        example=Label(zh="工号打错了一位", en="a digit mistyped"),
    ),
    Rule(
        "leaves.doubled",
        on="employee_no",
        where=pl.col("leave.times") > 1,
        says=Label(
            zh="{employee_no} 的 {cycle} 写了不止一行，请只留一行",
            en="{employee_no} is there more than once for {cycle}: keep one row",
        ),
        severity=Severity.HINT,
        source=_STEPS,
        example=Label(zh="E05 的 2026-06 写了两行", en="E05 in two rows of 2026-06"),
    ),
)
"""About 整月休假."""


def _beside_people(given: Inputs) -> pl.DataFrame:
    """The rows with what becomes of their number, post, superior and peers."""
    frame = given.frame(EMPLOYEES.code)
    staff, people = staff_in(given), rows(frame, Employee)
    times = Counter(compact(person.employee_no or "") for person in people)
    posts = {post: len(holding(indicators_of(given.frame(INDICATORS.code)), post, given.now.date())) for post in set(frame["post"])}
    known = [{**_counted(person, times, posts), **_superior(person, staff), **_peers(person, staff, given)} for person in people]
    return frame.with_columns(pl.Series(name, [row[name] for row in known], dtype=dtype) for name, dtype in _PERSON.items())


_PERSON: Mapping[str, pl.DataType] = {
    "person.times": pl.Int64(),
    "post.indicators": pl.Int64(),
    "superior.is_unclear": pl.Boolean(),
    "superior.is_self": pl.Boolean(),
    "superior.has_left": pl.Boolean(),
    "superior.circle": pl.String(),
    "peers.unclear": pl.String(),
    "peers.twice": pl.String(),
    "peers.has_self": pl.Boolean(),
    "peers.has_superior": pl.Boolean(),
    "peers.count": pl.Int64(),
}


def _counted(person: Employee, times: Mapping[str, int], posts: Mapping[str | None, int]) -> dict[str, object]:
    number = compact(person.employee_no or "")
    return {"person.times": times[number] if number else None, "post.indicators": posts[person.post]}


def _superior(person: Employee, staff: Staff) -> dict[str, object]:
    found, number = staff.number_of(person.superior), compact(person.employee_no or "")
    circle = _circle(number, staff)
    return {
        "superior.is_unclear": person.superior is not None and found is None,
        "superior.is_self": bool(number) and found == number,
        "superior.has_left": found is not None and staff.by_no[found].left is not None,
        "superior.circle": " → ".join(circle) if circle else None,
    }


def _circle(number: str, staff: Staff) -> list[str]:
    """The numbers from somebody up to himself again; empty where the way up ends."""
    way, above = [number], staff.superior_of(number)
    while above is not None and above not in way:
        way.append(above)
        above = staff.superior_of(above)
    return [*way, number] if above == number else []


def _peers(person: Employee, staff: Staff, given: Inputs) -> dict[str, object]:
    number = compact(person.employee_no or "")
    listed = staff.listed(person.peers)
    named = [found for _, found in listed if found]
    superior = staff.superior_of(number)
    return {
        "peers.unclear": _joined(_masked(word) for word, found in listed if found is None),
        "peers.twice": _joined(found for found, times in Counter(named).items() if times > 1),
        "peers.has_self": number in named,
        "peers.has_superior": superior is not None and superior in named,
        "peers.count": len(staff.peers_of(number, month_on(given.now.date()))) if number in staff.by_no else None,
    }


def _joined(words: Iterable[str]) -> str | None:
    return "、".join(words) or None


def _masked(word: str) -> str:
    """A name by its first letter; a number as it is."""
    return word if any(letter.isdigit() for letter in word) or len(word) == 1 else f"{word[0]}**"


def _beside_leaves(given: Inputs) -> pl.DataFrame:
    """The rows with their month as it is counted, whether the person is known, and how often they are there."""
    frame, staff = given.frame(LEAVES.code), staff_in(given)
    known = list(_leaves(frame))
    times = Counter(known)
    return frame.with_columns(
        pl.Series("leave.cycle", [cycle for cycle, _ in known], dtype=pl.String),
        pl.Series("leave.is_known", [number in staff.by_no if number else None for _, number in known], dtype=pl.Boolean),
        pl.Series("leave.times", [times[key] if all(key) else None for key in known], dtype=pl.Int64),
    )


def _leaves(frame: pl.DataFrame) -> Iterator[tuple[str | None, str | None]]:
    for cycle, number in frame.select("cycle", "employee_no").iter_rows():
        yield cycle_of(cycle), compact(number) if number else None


EMPLOYEE_CHECK = SheetCheck(EMPLOYEES, EMPLOYEE_RULES, beside=_beside_people)
LEAVE_CHECK = SheetCheck(LEAVES, LEAVE_RULES, beside=_beside_leaves)
