"""What can be wrong with a hand-over between shifts."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, parameter

_SOURCE = "D2 art. 15-1"
_CLOCK = pl.col("handed_at") - pl.col("handed_at").dt.truncate("1d")
_BOTH = pl.col("handed_by").is_not_null() & pl.col("taken_by").is_not_null()

SHIFT_RULES = (
    Rule(
        "shifts.outside-overlap",
        on="handed_at",
        where=~_CLOCK.is_between(parameter("overlap_starts"), parameter("overlap_ends")),
        severity=Severity.WARNING,
        says=Label(
            zh="交接时间 {handed_at} 不在交接班的时间里（参数“交接班开始”“交接班结束”），请说明原因",
            en="Handed over at {handed_at}, outside the overlap of the shifts (parameters Hand-over from, until): say why",
        ),
        source=f"{_SOURCE}; T19",
        example=Label(zh="早班 17:10 才交接", en="the early shift hands over at 17:10"),
    ),
    Rule(
        "shifts.one-signature",
        on="taken_by",
        where=pl.col("handed_by").is_null() != pl.col("taken_by").is_null(),
        severity=Severity.WARNING,
        says=Label(zh="{day} 只有一个人签名，交班人和接班人都要签", en="Only one has signed on {day}: both must"),
        source=_SOURCE,
        example=Label(zh="交班人签了，接班人空着", en="handed over by somebody, taken over by nobody"),
    ),
    Rule(
        "shifts.same-person",
        on="taken_by",
        where=pl.col("handed_by") == pl.col("taken_by"),
        says=Label(zh="交班人和接班人都是 {taken_by}，不能自己交给自己", en="{taken_by} can't hand over to oneself"),
        source=_SOURCE,
        example=Label(zh="交班人：小李，接班人：小李", en="one name under both"),
    ),
    Rule(
        "shifts.items-open",
        on="open_items",
        where=_BOTH & (pl.col("open_items") > 0),
        says=Label(
            zh="两人都签了名，还有 {open_items} 条没有人接手，请在“交接事项”逐条接手",
            en="Both have signed, but not all is accepted (still open: {open_items}): accept it on Shift items",
        ),
        source=_SOURCE,
        example=Label(zh="5 条事项，接手 4 条", en="four of five accepted"),
    ),
)

SHIFT_ITEM_RULES = (
    Rule(
        "shifts.accepted-by-nobody",
        on="owner",
        where=pl.col("accepted") & pl.col("owner").is_null(),
        says=Label(zh="填了接手，没有写接手人，不算数", en="Accepted by nobody: write the next owner, or it does not count"),
        source=_SOURCE,
        example=Label(zh="接手：是，接手人空着", en="accepted, next owner blank"),
    ),
)
