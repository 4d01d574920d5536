"""Why a difference that somebody approved is not posted, or an adjustment not reversed."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

STALE = Notice(
    "differences.stale",
    Severity.ERROR,
    Label(
        zh="{plan_no} 的 {sku} 对账以后又变了，没有过账；请先点“盘点对账”，看过新的差异再过账",
        en="{plan_no}: {sku} has changed since it was reconciled and was not posted: reconcile, look at the difference, then post",
    ),
    Label(zh="对账后又改了更正数量", en="the count was corrected after it was reconciled"),
)
CLOSED_MONTH = Notice(
    "differences.closed-month",
    Severity.ERROR,
    Label(
        zh="{month} 已经结账，不能再记；请把批准日期改成实际批准的日子（没结账的月份）",
        en="{month} is closed and takes no more entries: put the day of the approval into a month that is open",
    ),
    Label(zh="5月已结账，批准日期写 5 月 31 日", en="approved on 31 May, and May is closed"),
)
ADJUSTED_SINCE = Notice(
    "differences.adjusted-since",
    Severity.ERROR,
    Label(
        zh="{sku} 在快照以后已经有盘点调整过，再调一次可能重复；请看“调整单”，重新盘过再定",
        en="{sku} was adjusted by a count since the snapshot, and adjusting it again may do it twice: look at Adjustments and count again",
    ),
    Label(zh="月度盘点没过账，中间抽查已经调过", en="a spot count adjusted it while the monthly count was open"),
)
BELOW_ZERO = Notice(
    "differences.below-zero",
    Severity.ERROR,
    Label(
        zh="{sku} 现在账面只有 {there} 件，减不了这么多，没有过账；请核对快照以后的出库",
        en="The ledger has {there} of {sku} now, fewer than would be taken away; not posted: look at what left since the snapshot",
    ),
    Label(zh="盘亏 5 件，盘点后又发走一批，账面只剩 3 件", en="5 missing, and only 3 are left after later shipments"),
)
NOT_UNDONE = Notice(
    "adjustments.not-reversed",
    Severity.ERROR,
    Label(
        zh="{doc_no} 没有冲销：冲销后会变成负数，或者明细账里找不到它",
        en="{doc_no} was not reversed: something would go below zero, or the ledger does not have it",
    ),
    Label(zh="盘盈的货已经卖掉", en="the surplus was sold meanwhile"),
)

ADJUSTMENT_NOTICES = (STALE, CLOSED_MONTH, ADJUSTED_SINCE, BELOW_ZERO, NOT_UNDONE)
"""All of them, for the page of rules."""
