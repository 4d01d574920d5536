"""What can be wrong with plans, counted lines and differences."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.stock.counts.sheets import (
    ADJUSTMENTS,
    ALL,
    CANCELLED,
    CLOSED,
    COUNT_PLANS,
    COUNTING,
    COUNTS,
    DIFFERENCES,
    EQUAL,
    MISCOUNTED,
    POSTED,
    RECOUNT,
    SAMPLE,
)
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Rule, now, parameter

_POLICY = "D2 art. 8-5"
_APPROVAL = "D0 三(一)3"
_IS_OPEN = ~pl.col("state").is_in([POSTED, EQUAL])
_IS_APPROVED = pl.col("approver").is_not_null() & _IS_OPEN

PLAN_RULES = (
    Rule(
        "plans.overdue",
        on="state",
        where=(pl.col("due_on") < now().dt.date()) & ~pl.col("state").is_in([CLOSED, CANCELLED]).fill_null(value=False),
        says=Label(
            zh="{period} 的盘点应在 {due_on} 前完成，到现在还没有完成；没盘的月份会一直列在这里",
            en="The count of {period} was due on {due_on} and is not done; a month without a count stays listed",
        ),
        severity=Severity.WARNING,
        source=_POLICY,
        example=Label(zh="5月的月度盘点，到6月还是“计划”", en="the monthly count of May, still Planned in June"),
    ),
    Rule(
        "plans.cancelled-month",
        on="state",
        where=(pl.col("state") == CANCELLED) & pl.col("kind").is_in(["monthly", "year_end"]),
        says=Label(
            zh="{period} 的定期盘点不能取消，这个月仍算没盘；请改回“计划”",
            en="The regular count of {period} can't be cancelled, the month still counts as not counted: set it back to Planned",
        ),
        severity=Severity.WARNING,
        source=_POLICY,
        example=Label(zh="月度盘点，状态：取消", en="a monthly count, state: Cancelled"),
    ),
    Rule(
        "plans.bad-month",
        on="period",
        where=pl.col("period").is_not_null() & ~pl.col("period").str.contains(r"^\s*20\d\d\D{1,2}(0?[1-9]|1[0-2])\D?\s*$"),
        says=Label(zh="“{period}”不是月份，请写成 2026-06 这样", en="'{period}' is no month: write it like 2026-06"),
        source=_POLICY,
        example=Label(zh="六月", en="June"),
    ),
    Rule(
        "plans.doubled",
        on="plan_no",
        where=pl.col("plan_no").is_not_null() & pl.col("plan_no").is_duplicated(),
        says=Label(zh="有两次盘点都叫 {plan_no}，请改一个", en="Two counts are called {plan_no}: change one"),
        source=_POLICY,
        example=Label(zh="两行都是 PD-2026-05-M", en="two rows with PD-2026-05-M"),
    ),
    Rule(
        "plans.no-scope",
        on="scope_list",
        where=~pl.col("scope").is_in([ALL, SAMPLE]) & pl.col("scope_list").is_null(),
        says=Label(
            zh="范围选了“{scope}”，却没有写是哪些；请在“范围内容”写明，用顿号隔开",
            en="The scope is '{scope}' but does not say which: write them under Of which, set apart by commas",
        ),
        source=_POLICY,
        example=Label(zh="范围：商品，范围内容：空", en="Scope: Items, Of which: blank"),
    ),
    Rule(
        "plans.nobody-in-charge",
        on="leader",
        where=(pl.col("state") == COUNTING) & pl.col("leader").is_null(),
        says=Label(zh="正在盘点，还没有写负责人", en="Counting, but nobody is in charge"),
        severity=Severity.HINT,
        source=_POLICY,
        example=Label(zh="状态：盘点中，负责人：空", en="State: Counting, In charge: blank"),
    ),
)
"""About 盘点计划."""

LINE_RULES = (
    Rule(
        "counts.same-person",
        on="checked_by",
        where=pl.col("counted_by").is_not_null() & (pl.col("counted_by") == pl.col("checked_by")),
        says=Label(
            zh="盘点人和复核人都是 {counted_by}，复核要换一个人",
            en="{counted_by} both counted and checked: somebody else has to check",
        ),
        source=_POLICY,
        example=Label(zh="盘点人：张三，复核人：张三", en="counted by Zhang, checked by Zhang"),
    ),
    Rule(
        "counts.unnamed",
        on="counted_by",
        where=pl.col("counted").is_not_null() & pl.col("counted_by").is_null(),
        says=Label(
            zh="有数量，没有盘点人；请在盘点表上补签名，再回收一次", en="Counted by nobody: have the sheet signed and collect it again"
        ),
        source=_POLICY,
        example=Label(zh="实盘 5，盘点人：空", en="counted 5, counted by: blank"),
    ),
)
"""About 盘点表."""

DIFFERENCE_RULES = (
    Rule(
        "differences.no-reason",
        on="reason",
        where=_IS_APPROVED & pl.col("reason").is_null(),
        says=Label(
            zh="{approver} 已批准，但没有写差异原因；写明原因才能过账",
            en="Approved by {approver} without a reason: it is not posted before there is one",
        ),
        source=_APPROVAL,
        example=Label(zh="批准人：王店长，差异原因：空", en="Approved by Wang, Reason: blank"),
    ),
    Rule(
        "differences.counter-approves",
        on="approver",
        where=_IS_APPROVED & pl.col("counted_by").str.split("、").list.contains(pl.col("approver")),
        says=Label(
            zh="{approver} 自己盘的，不能自己批准；请换一个人批准", en="{approver} counted this and can't approve it: somebody else must"
        ),
        source=_APPROVAL,
        example=Label(zh="盘点人和批准人都是张三", en="counted and approved by Zhang"),
    ),
    Rule(
        "differences.no-second",
        on="second_approver",
        where=_IS_APPROVED
        & pl.col("second_approver").is_null()
        & (pl.col("value").abs() > parameter("second_approval")).fill_null(value=True),
        says=Label(
            zh="差异金额 {value} 元超过 {second_approval} 元（或不知道成本），要第二个人批准",
            en="Worth {value}, above {second_approval} (or of unknown cost): a second person has to approve",
        ),
        source="C18",
        example=Label(zh="差异金额 −800.00，二次批准人：空", en="value −800.00, Second approval: blank"),
    ),
    Rule(
        "differences.same-approver",
        on="second_approver",
        where=_IS_APPROVED & (pl.col("second_approver") == pl.col("approver")),
        says=Label(zh="两次批准都是 {approver}，第二次要换一个人", en="{approver} approved twice: the second approval is somebody else's"),
        source="C18",
        example=Label(zh="批准人、二次批准人都是王店长", en="both approvals by Wang"),
    ),
    Rule(
        "differences.counter-approves-second",
        on="second_approver",
        where=_IS_APPROVED & pl.col("counted_by").str.split("、").list.contains(pl.col("second_approver")),
        says=Label(
            zh="{second_approver} 自己盘的，不能批准；请换一个人",
            en="{second_approver} counted this and can't approve it: somebody else must",
        ),
        source=_APPROVAL,
        example=Label(zh="盘点人和二次批准人都是张三", en="counted and approved by Zhang"),
    ),
    Rule(
        "differences.future-day",
        on="approved_on",
        where=_IS_APPROVED & (pl.col("approved_on") > now().dt.date()),
        says=Label(zh="批准日期 {approved_on} 还没有到", en="The day of approval, {approved_on}, is yet to come"),
        source=_APPROVAL,
        example=Label(zh="批准日期写成明年", en="approved next year"),
    ),
    Rule(
        "differences.recount",
        on="state",
        where=_IS_APPROVED & (pl.col("state") == RECOUNT),
        says=Label(
            zh="差异较大，先换人复盘、回收、对账，再过账",
            en="A large difference: count it again by somebody else, collect, reconcile, then post",
        ),
        source="AMB-28",
        example=Label(zh="状态：待复盘，批准人：王店长", en="State: Recount, Approved by Wang"),
    ),
    Rule(
        "differences.miscounted",
        on="reason",
        where=(pl.col("reason") == MISCOUNTED) & _IS_OPEN,
        says=Label(
            zh="如果是这次数错了，请在“盘点表”填“更正数量”再对账，不要过账；如果是以前数错，照常过账",
            en="If this count was wrong, type the right quantity under Corrected on Counts and reconcile; "
            "if an earlier one was, post as usual",
        ),
        severity=Severity.HINT,
        source=_APPROVAL,
        example=Label(zh="差异原因：计数错", en="Reason: Miscounted"),
    ),
)
"""About 盘点差异; a row that breaks one of them as an error is not posted."""

COUNT_RULES = (*PLAN_RULES, *LINE_RULES, *DIFFERENCE_RULES)
COUNT_CHECKS: Mapping[str, tuple[Rule, ...]] = {
    COUNT_PLANS.code: PLAN_RULES,
    COUNTS.code: LINE_RULES,
    DIFFERENCES.code: DIFFERENCE_RULES,
    ADJUSTMENTS.code: (),
}
"""The sheets of the stocktake that people write into -> what is checked on each; their unreadable cells count, too."""
