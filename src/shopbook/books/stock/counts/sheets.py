"""The sheets of the stocktake: plans, lines that were counted, differences, adjustments, accuracy by month."""

from typing import Annotated

from annotated_types import Ge

from shopbook.books.stock.vocabulary import QUALITIES
from shopbook.labels import Label
from shopbook.sheet.columns import (
    Choice,
    Day,
    Flag,
    Integer,
    Moment,
    Money,
    Option,
    Person,
    Qty,
    Ratio,
    Row,
    Sheet,
    Sku,
    Text,
    TextId,
    check_column,
    column,
)

MONTHLY, YEAR_END, SPOT, AD_HOC = "monthly", "year_end", "spot", "ad_hoc"
KINDS_OF_COUNT = (
    Option(MONTHLY, Label(zh="月度", en="Monthly"), ("月度盘点", "月盘")),
    Option(YEAR_END, Label(zh="年终", en="Year end"), ("年终盘点", "年盘", "年底")),
    Option(AD_HOC, Label(zh="临时", en="Ad hoc"), ("临时盘点",)),
    Option(SPOT, Label(zh="抽查", en="Spot"), ("抽盘", "抽查盘点")),
)
"""Source: D2 art. 8-5."""

ALL, PLACES, CATEGORIES, SKUS, SAMPLE = "all", "places", "categories", "skus", "sample"
SCOPES = (
    Option(ALL, Label(zh="全部", en="Everything")),
    Option(PLACES, Label(zh="区域或库位", en="Areas or locations"), ("区域", "库位", "货位")),
    Option(CATEGORIES, Label(zh="类别", en="Categories"), ("分类",)),
    Option(SKUS, Label(zh="商品", en="Items"), ("商品编码", "SKU")),
    Option(SAMPLE, Label(zh="抽样", en="Sample"), ("抽签",)),
)

PLANNED, COUNTING, CLOSED, CANCELLED = "planned", "counting", "closed", "cancelled"
PLAN_STATES = (
    Option(PLANNED, Label(zh="计划", en="Planned"), ("待盘",)),
    Option(COUNTING, Label(zh="盘点中", en="Counting"), ("开始", "进行中")),
    Option(CLOSED, Label(zh="已完成", en="Closed"), ("完成",)),
    Option(CANCELLED, Label(zh="取消", en="Cancelled"), ("作废",)),
)

LISTED, FOUND, CONFLICT = "listed", "found", "conflict"
MARKS_OF_LINES = (
    Option(LISTED, Label(zh="单上列出", en="Listed")),
    Option(FOUND, Label(zh="单外发现", en="Found")),
    Option(CONFLICT, Label(zh="数量冲突", en="Conflict")),
)

SURPLUS, LOSS = "surplus", "loss"
DIRECTIONS = (
    Option(SURPLUS, Label(zh="盘盈", en="Surplus")),
    Option(LOSS, Label(zh="盘亏", en="Loss")),
)

OPEN, RECOUNT, EQUAL, POSTED = "open", "recount", "equal", "posted"
DIFFERENCE_STATES = (
    Option(OPEN, Label(zh="待处理", en="Open")),
    Option(RECOUNT, Label(zh="待复盘", en="Recount")),
    Option(EQUAL, Label(zh="已相符", en="Equal")),
    Option(POSTED, Label(zh="已过账", en="Posted")),
)

MISCOUNTED = "miscounted"
REASONS = (
    Option("wrong_item", Label(zh="错发", en="Wrong item shipped"), ("发错",)),
    Option("not_booked", Label(zh="漏登", en="Not booked"), ("漏记", "未登记")),
    Option("damaged", Label(zh="损坏", en="Damaged"), ("破损",)),
    Option("lost", Label(zh="丢失", en="Lost"), ("遗失", "被盗")),
    Option(MISCOUNTED, Label(zh="计数错", en="Miscounted"), ("数错",)),
    Option("other", Label(zh="其他", en="Other")),
)
"""Source: D0 三(一)3."""


class Plan(Row):
    """One count that is due, going on or done."""

    check: Text | None = check_column()
    plan_no: TextId = column("盘点计划号", "Count no.", key=True, width=18, aliases=("计划编号", "盘点单号"))
    kind: Choice | None = column("盘点类型", "Kind", options=KINDS_OF_COUNT, required=True, width=10, aliases=("类型",))
    period: TextId | None = column("月份", "Month", required=True, width=9, help=Label(zh="例如 2026-06", en="Such as 2026-06"))
    due_on: Day | None = column("最晚完成", "Due on", width=12)
    scope: Choice | None = column("盘点范围", "Scope", options=SCOPES, required=True, width=12, aliases=("范围",))
    scope_list: Text | None = column(
        "范围内容", "Of which", width=24, help=Label(zh="区域、库位、类别或商品编码，用顿号隔开", en="Areas, locations, categories or SKUs")
    )
    seed: TextId | None = column(
        "抽样种子", "Seed", width=18, help=Label(zh="同样的种子和商品抽出同样的样本", en="The same seed and items draw the same sample")
    )
    leader: Person | None = column("负责人", "In charge", width=10)
    state: Choice | None = column(
        "状态",
        "State",
        options=PLAN_STATES,
        width=10,
        help=Label(zh="要开始盘点时改成“盘点中”，再点“生成盘点表”", en="Set to Counting, then click Make count sheets"),
    )
    note: Text | None = column("备注", "Note", width=20)
    overdue_days: Integer | None = column("逾期天数", "Days overdue", width=10, computed=True)
    snapshot_no: Integer | None = column(
        "快照序号",
        "Snapshot",
        width=10,
        computed=True,
        help=Label(zh="开始盘点时明细账的最后一笔", en="The ledger's last entry when it began"),
    )
    snapshot_at: Moment | None = column("快照时间", "Snapshot at", computed=True)
    lines: Integer | None = column("应盘行数", "Lines", width=10, computed=True)
    counted: Integer | None = column("已盘行数", "Counted", width=10, computed=True)
    matching: Integer | None = column("相符行数", "Matching", width=10, computed=True)
    by_lines: Ratio | None = column("行准确率", "Accuracy by lines", width=10, computed=True)
    by_qty: Ratio | None = column("数量准确率", "Accuracy by quantity", width=10, computed=True)
    by_value: Ratio | None = column("金额准确率", "Accuracy by value", width=10, computed=True)
    closed_at: Moment | None = column("完成时间", "Closed at", computed=True)


COUNT_PLANS = Sheet(
    "count_plans",
    Label(zh="盘点计划", en="Count plans"),
    Plan,
    Label(
        zh="每次盘点一行；到期的由“盘点计划”列出，临时盘点自己加一行。",
        en="A row per count; those due are listed by a task, an ad hoc one is added by hand.",
    ),
)


class CountLine(Row):
    """One item at one location that is to be counted, and what the papers say."""

    check: Text | None = check_column()
    plan_no: TextId = column("盘点计划号", "Count no.", key=True, width=18, aliases=("计划编号", "盘点单号"))
    sheet_no: TextId | None = column("盘点表号", "Sheet no.", width=24, computed=True)
    round: Integer | None = column(
        "轮次", "Round", width=6, computed=True, help=Label(zh="1 初盘，2 复盘，3 三盘", en="1 first count, 2 second, 3 third")
    )
    location: TextId | None = column("库位", "Location", width=12, computed=True, aliases=("货位",))
    sku: Sku = column("商品编码", "SKU", key=True, width=16, computed=True)
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    spec: Text | None = column("规格", "Variant", width=14, computed=True)
    barcode: TextId | None = column("条码", "Barcode", width=16, computed=True)
    unit: Text | None = column("单位", "Unit", width=6, computed=True)
    counted: Integer | None = column(
        "实盘数量",
        "Counted",
        width=10,
        computed=True,
        help=Label(zh="盘点表交回来的数量；空着是没盘，不是 0", en="Blank is not counted, not 0"),
    )
    correction: Annotated[Qty, Ge(0)] | None = column(
        "更正数量",
        "Corrected",
        width=10,
        help=Label(zh="由人填写，填了就以它为准", en="Typed by a person; counts before what the papers say"),
    )
    explanation: Text | None = column(
        "未盘说明",
        "Why not counted",
        width=18,
        help=Label(zh="没法盘的行写明原因，计划才能完成", en="A line without a count needs a reason"),
    )
    again: Flag | None = column(
        "要求再盘", "Count again", width=10, help=Label(zh="填“是”后点“盘点对账”，下一轮再盘一次", en="Yes asks for one more round")
    )
    line_mark: Choice | None = column("标记", "Mark", options=MARKS_OF_LINES, width=10, computed=True)
    counted_by: Text | None = column("盘点人", "Counted by", width=12, computed=True)
    checked_by: Text | None = column("复核人", "Checked by", width=12, computed=True)
    counted_on: Day | None = column("盘点日期", "Counted on", width=12, computed=True)
    source: Text | None = column("来自", "From", width=26, computed=True)
    note: Text | None = column("盘点备注", "Counter's note", width=20, computed=True)


COUNTS = Sheet(
    "counts",
    Label(zh="盘点表", en="Counts"),
    CountLine,
    Label(
        zh="要盘的每种商品一行；数量由“回收盘点表”从交回的文件填入。",
        en="A line per item and location to count; quantities are filled in from the files that come back.",
    ),
)


class Difference(Row):
    """One item at one location of which there is more or less than the ledger says."""

    check: Text | None = check_column()
    plan_no: TextId = column("盘点计划号", "Count no.", key=True, width=18, computed=True)
    location: TextId | None = column("库位", "Location", width=12, computed=True)
    sku: Sku = column("商品编码", "SKU", key=True, width=16, computed=True)
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    book: Integer | None = column(
        "账面数量", "Book", width=10, computed=True, help=Label(zh="快照那一刻明细账的结存", en="By the ledger at the snapshot")
    )
    moved: Integer | None = column(
        "其后变动", "Moved since", width=10, computed=True, help=Label(zh="快照以后的出入库净额", en="In less out after the snapshot")
    )
    counted: Integer | None = column("实盘数量", "Counted", width=10, computed=True)
    difference: Integer | None = column("差异数量", "Difference", width=10, computed=True)
    unit_cost: Money | None = column("单位成本", "Unit cost", width=11, places=4, computed=True)
    value: Money | None = column("差异金额", "Value", width=12, computed=True)
    direction: Choice | None = column("盈亏", "Direction", options=DIRECTIONS, width=8, computed=True)
    state: Choice | None = column("状态", "State", options=DIFFERENCE_STATES, width=10, computed=True)
    counted_by: Text | None = column("盘点人", "Counted by", width=14, computed=True)
    reason: Choice | None = column("差异原因", "Reason", options=REASONS, width=12, aliases=("原因",))
    responsible: Person | None = column("责任人", "Responsible", width=10)
    evidence: Text | None = column("依据", "Evidence", width=24)
    approver: Person | None = column("批准人", "Approved by", width=10, help=Label(zh="不能是盘点人", en="Not the person who counted"))
    approved_on: Day | None = column(
        "批准日期",
        "Approved on",
        width=12,
        help=Label(zh="调整记在这一天；空着按过账当天", en="The adjustment bears this day; empty: the day of posting"),
    )
    second_approver: Person | None = column(
        "二次批准人",
        "Second approval",
        width=11,
        help=Label(zh="差异金额超过上限时填写，要另一个人", en="Above the limit, by somebody else"),
    )
    adjustment_no: TextId | None = column("调整单号", "Adjustment", width=24, computed=True)
    posted_at: Moment | None = column("过账时间", "Posted at", computed=True)


DIFFERENCES = Sheet(
    "differences",
    Label(zh="盘点差异", en="Differences"),
    Difference,
    Label(
        zh="实盘与账面不符的每项一行；查明原因、批准后点“调整过账”。",
        en="A row per difference; once it has a reason and an approval, click Post adjustments.",
    ),
)


class Adjustment(Row):
    """One difference that was put right in the ledger."""

    check: Text | None = check_column()
    doc_no: TextId = column("调整单号", "Adjustment", key=True, width=24, computed=True)
    plan_no: TextId | None = column("盘点计划号", "Count no.", width=18, computed=True)
    direction: Choice | None = column("盈亏", "Direction", options=DIRECTIONS, width=8, computed=True)
    adjusted_on: Day | None = column("调整日期", "Adjusted on", width=12, computed=True)
    sku: Sku | None = column("商品编码", "SKU", width=16, computed=True)
    title: Text | None = column("商品名称", "Item", width=28, computed=True)
    location: TextId | None = column("库位", "Location", width=12, computed=True)
    quality: Choice | None = column("品质", "Quality", options=QUALITIES, width=8, computed=True)
    qty: Integer | None = column("数量", "Quantity", width=9, computed=True, help=Label(zh="盘盈为正，盘亏为负", en="Surplus is positive"))
    unit_cost: Money | None = column("单位成本", "Unit cost", width=11, places=4, computed=True)
    value: Money | None = column("金额", "Value", width=12, computed=True)
    reason: Choice | None = column("差异原因", "Reason", options=REASONS, width=12, computed=True)
    responsible: Person | None = column("责任人", "Responsible", width=10, computed=True)
    approver: Person | None = column("批准人", "Approved by", width=10, computed=True)
    second_approver: Person | None = column("二次批准人", "Second approval", width=11, computed=True)
    entry_no: Integer | None = column("明细账序号", "Entry", width=10, computed=True)
    posted_at: Moment | None = column("过账时间", "Posted at", computed=True)
    reversed_by: Person | None = column(
        "冲销人",
        "Reversed by",
        width=10,
        help=Label(zh="调整错了：填上姓名后点“调整过账”，会冲掉", en="A wrong adjustment: fill in a name and click Post adjustments"),
    )
    reversed_at: Moment | None = column("冲销时间", "Reversed at", computed=True)


ADJUSTMENTS = Sheet(
    "adjustments",
    Label(zh="调整单", en="Adjustments"),
    Adjustment,
    Label(
        zh="已过账的盘盈盘亏，只增不改；错了填“冲销人”再过账一次。",
        en="Posted surpluses and losses, only ever added to; a mistake is reversed by a name under Reversed by.",
    ),
)


class Accuracy(Row):
    """How right the stock was in one month, by what was counted for it."""

    period: TextId = column("月份", "Month", key=True, width=10, computed=True)
    counts: Integer | None = column("盘点次数", "Counts", width=10, computed=True)
    counted: Integer | None = column("已盘行数", "Lines counted", width=10, computed=True)
    matching: Integer | None = column("相符行数", "Matching", width=10, computed=True)
    by_lines: Ratio | None = column(
        "库存管理准确率",
        "Stock accuracy",
        width=15,
        computed=True,
        help=Label(zh="相符行数 ÷ 已盘行数", en="Lines that match ÷ lines counted"),
    )
    by_qty: Ratio | None = column("数量准确率", "By quantity", width=12, computed=True)
    by_value: Ratio | None = column("金额准确率", "By value", width=12, computed=True)
    surplus: Money | None = column("盘盈金额", "Surplus", width=12, computed=True)
    loss: Money | None = column("盘亏金额", "Loss", width=12, computed=True)


ACCURACY = Sheet(
    "accuracy",
    Label(zh="盘点准确率", en="Count accuracy"),
    Accuracy,
    Label(
        zh="最近 24 个月，每月一行；空着的月份没有盘点。考核用“库存管理准确率”。",
        en="The last 24 months; a blank month was not counted. The appraisal reads Stock accuracy.",
    ),
    is_log=True,
)

COUNT_SHEETS = (COUNT_PLANS, COUNTS, DIFFERENCES, ADJUSTMENTS, ACCURACY)
"""In the order of the tabs."""
