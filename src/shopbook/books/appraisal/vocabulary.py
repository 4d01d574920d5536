"""The words of the appraisal workbook. Sources: D0 四; AMB-08, AMB-09."""

from typing import Annotated

from annotated_types import Ge, Le

from shopbook.labels import Label
from shopbook.sheet.columns import Number, Option

Points = Annotated[Number, Ge(0), Le(100)]
"""A score or a weight: 0 to 100."""

PERFORMANCE, ABILITY, ATTITUDE = "performance", "ability", "attitude"
ASPECTS = (
    Option(PERFORMANCE, Label(zh="业绩", en="Performance"), ("工作业绩", "KPI")),
    Option(ABILITY, Label(zh="能力", en="Ability"), ("工作能力",)),
    Option(ATTITUDE, Label(zh="态度", en="Attitude"), ("工作态度",)),
)

HIGHER, LOWER, STEPS, DEDUCT, RATING = "higher", "lower", "steps", "deduct", "rating"
METHODS = (
    Option(HIGHER, Label(zh="越高越好", en="Higher is better"), ("正向", "完成率", "比例")),
    Option(LOWER, Label(zh="越低越好", en="Lower is better"), ("反向", "逆向")),
    Option(STEPS, Label(zh="分档", en="Steps"), ("区间", "阶梯")),
    Option(DEDUCT, Label(zh="按次扣分", en="Deduct per case"), ("扣分",)),
    Option(RATING, Label(zh="评分", en="Rating"), ("打分",)),
)
"""How a figure becomes points; a rating is given by people."""

MEASURED, TYPED, RATED = "measured", "typed", "rated"
ORIGINS = (
    Option(MEASURED, Label(zh="取数", en="Measured")),
    Option(TYPED, Label(zh="手填", en="Typed")),
    Option(RATED, Label(zh="评分", en="Rated")),
)

SELF, SUPERIOR, PEER = "self", "superior", "peer"
RATERS = (
    Option(SELF, Label(zh="自评", en="Self")),
    Option(SUPERIOR, Label(zh="上级评价", en="Superior")),
    Option(PEER, Label(zh="互评", en="Peer")),
)

COMPOSITE, TALK, CONFIRM, ARCHIVED = "composite", "talk", "confirm", "archived"
STEPS_OF_A_MONTH = (
    *RATERS,
    Option(COMPOSITE, Label(zh="综合评定", en="Composite")),
    Option(TALK, Label(zh="反馈面谈", en="Feedback talk")),
    Option(CONFIRM, Label(zh="员工确认", en="Confirmation")),
    Option(ARCHIVED, Label(zh="存档", en="Archive")),
)
"""Six steps and the archive, in their order. Source: D0 四(四)."""

GRADES = tuple(Option(letter, Label(zh=letter, en=letter)) for letter in "ABCDE")
