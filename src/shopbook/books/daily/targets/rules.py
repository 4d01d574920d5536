"""What can be wrong with targets and their weights."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.rules import Rule, parameter

_SOURCE = "D3 1.2; D2 art. 6-1, 7-5"

WEIGHTS_NOT_WHOLE = Rule(
    "targets.weights-not-100",
    on="weight",
    where=~pl.col("part.has_blank") & ((pl.col("part.sum") - 1).abs() > parameter("weight_tolerance") * pl.col("part.count")),
    says=Label(
        zh="这一层 {part.count} 份权重合计 {part.percent}%，应为 100%；改好以前不往下分",
        en="The weights of these {part.count} parts come to {part.percent} %, not 100 %: nothing is divided by them until they do",
    ),
    source=f"{_SOURCE}; T29",
    example=Label(zh="售前 60%，售后 30%", en="before sale 60 %, after sale 30 %"),
)
WEIGHT_MISSING = Rule(
    "targets.weight-missing",
    on="weight",
    where=pl.col("weight").is_null() & (pl.col("part.sum") > 0),
    says=Label(
        zh="同一层的其他份写了权重，{name} 没有写；请补上，或者整层都空着（平均分）",
        en="Other parts have a weight and {name} has none: fill it in, or leave all of them blank to divide alike",
    ),
    source=_SOURCE,
    example=Label(zh="售前 60%，售后空着", en="before sale 60 %, after sale blank"),
)
PART_UNKNOWN = Rule(
    "targets.part-unknown",
    on="name",
    where=pl.col("level").is_not_null() & pl.col("name").is_not_null() & pl.col("part.name").is_null(),
    says=Label(zh="“{name}”不是季度 1–4 或月 1–12，请改正", en="'{name}' is no quarter 1 to 4 or month 1 to 12"),
    source=_SOURCE,
    example=Label(zh="层级：月，名称：13", en="level month, name 13"),
)
PART_TWICE = Rule(
    "targets.part-twice",
    on="name",
    where=pl.col("part.times") > 1,
    says=Label(
        zh="{name} 在 {year} 年写了 {part.times} 行，业绩会算两遍，请只留一行",
        en="{name} has {part.times} lines in {year} and would count more than once: keep one",
    ),
    source=_SOURCE,
    example=Label(zh="小李同时在售前和售后", en="one person in two departments"),
)
NO_DEPARTMENT = Rule(
    "targets.person-without-department",
    on="department",
    where=(pl.col("level") == "person") & pl.col("department").is_null(),
    says=Label(zh="{name} 没有写所属部门，分不到目标，请补上", en="{name} has no department and gets no target: fill it in"),
    source=_SOURCE,
    example=Label(zh="层级：个人，所属部门空着", en="level person, department blank"),
)
DEPARTMENT_UNKNOWN = Rule(
    "targets.department-unknown",
    on="department",
    where=(pl.col("level") == "person") & pl.col("department").is_not_null() & ~pl.col("part.has_whole"),
    says=Label(
        zh="{year} 年没有“{department}”这个部门的行，{name} 分不到目标，请核对部门名",
        en="There is no line for the department '{department}' in {year}, so {name} gets no target: check its name",
    ),
    source=_SOURCE,
    example=Label(zh="部门写“售前”，所属部门写“售前组”", en="department Sales, its person in Sale"),
)
TARGET_WEIGHT_RULES = (WEIGHTS_NOT_WHOLE, WEIGHT_MISSING, PART_UNKNOWN, PART_TWICE, NO_DEPARTMENT, DEPARTMENT_UNKNOWN)

PERIOD_UNREAD = Rule(
    "targets.period-unread",
    on="period",
    where=pl.col("period").is_not_null() & pl.col("place.code").is_null(),
    says=Label(
        zh="看不懂期间“{period}”，请写成 2026、2026-Q1 或 2026-01",
        en="'{period}' is no period: write 2026, 2026-Q1 or 2026-01",
    ),
    source=_SOURCE,
    example=Label(zh="上半年", en="first half"),
)
PLACE_TWICE = Rule(
    "targets.row-twice",
    on="period",
    where=pl.col("place.times") > 1,
    says=Label(
        zh="这个期间、部门、姓名有 {place.times} 行，只用第一行，请删掉多的",
        en="{place.times} lines are for this period, department and person; only the first is used: delete the others",
    ),
    source=_SOURCE,
    example=Label(zh="两行 2026-01 售前", en="two lines 2026-01 Sales"),
)
PARTS_APART = Rule(
    "targets.parts-apart",
    on="parts",
    where=pl.col("parts").is_not_null() & (pl.col("parts") != pl.col("target")),
    says=Label(
        zh="下级合计 {parts} 与目标 {target} 不相等：指定的目标加起来多了或少了，请改",
        en="The parts come to {parts}, the target is {target}: change the targets that were typed",
    ),
    source=_SOURCE,
    example=Label(zh="目标 100，三个指定的合计 110", en="target 100, the three typed ones 110"),
)
TARGET_RULES = (PERIOD_UNREAD, PLACE_TWICE, PARTS_APART)
