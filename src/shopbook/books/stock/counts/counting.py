"""Everything that the stocktake adds to the stock workbook."""

from collections.abc import Mapping

from shopbook.books.stock.counts.adjusting import POST_ADJUSTMENTS
from shopbook.books.stock.counts.adjustment_notices import ADJUSTMENT_NOTICES
from shopbook.books.stock.counts.blind_sheets import COUNT_FOLDER, MAKE_COUNT_SHEETS, SHEET_NOTICES
from shopbook.books.stock.counts.collecting import COLLECT_COUNTS
from shopbook.books.stock.counts.notices import PAPER_NOTICES
from shopbook.books.stock.counts.parameters import COUNT_PARAMETERS
from shopbook.books.stock.counts.planning import PLAN_COUNTS
from shopbook.books.stock.counts.reconciling import RECONCILE_COUNTS, RECONCILING_NOTICES
from shopbook.books.stock.counts.sheets import COUNT_SHEETS
from shopbook.labels import Label

COUNT_TASKS = (PLAN_COUNTS, MAKE_COUNT_SHEETS, COLLECT_COUNTS, RECONCILE_COUNTS, POST_ADJUSTMENTS)

COUNT_NOTICES = (*SHEET_NOTICES, *PAPER_NOTICES, *RECONCILING_NOTICES, *ADJUSTMENT_NOTICES)

COUNT_SUMMARY: Mapping[str, Label] = {
    "plans_new": Label(zh="新列出的盘点", en="Counts newly listed"),
    "plans_open": Label(zh="没完成的盘点", en="Counts not done"),
    "plans_overdue": Label(zh="逾期的盘点", en="Counts overdue"),
    "spot_items": Label(zh="抽中的商品", en="Items drawn"),
    "plans_started": Label(zh="开始的盘点", en="Counts begun"),
    "lines_listed": Label(zh="列出的行", en="Lines listed"),
    "sheets_made": Label(zh="盘点表份数", en="Count sheets"),
    "files": Label(zh="收到的文件", en="Files"),
    "files_damaged": Label(zh="读不了的文件", en="Unreadable files"),
    "files_doubled": Label(zh="重复的文件", en="Files handed in twice"),
    "files_blank": Label(zh="还没填的文件", en="Files not filled in"),
    "lines_filled": Label(zh="填入的行", en="Lines filled in"),
    "lines_found": Label(zh="单外发现的行", en="Lines found"),
    "lines_in_conflict": Label(zh="数量冲突的行", en="Lines in conflict"),
    "lines_open": Label(zh="没盘的行", en="Lines not counted"),
    "quantities_left": Label(zh="没有收的数量", en="Quantities not collected"),
    "lines_counted": Label(zh="已盘的行", en="Lines counted"),
    "lines_matching": Label(zh="相符的行", en="Lines that match"),
    "differences_open": Label(zh="差异", en="Differences"),
    "surplus_value": Label(zh="盘盈金额", en="Surplus"),
    "loss_value": Label(zh="盘亏金额", en="Loss"),
    "recounts": Label(zh="要再盘的行", en="Lines to count again"),
    "stock_accuracy": Label(zh="库存管理准确率", en="Stock accuracy"),
    "adjustments_posted": Label(zh="过账的调整", en="Adjustments posted"),
    "posted_surplus": Label(zh="过账的盘盈", en="Surplus posted"),
    "posted_loss": Label(zh="过账的盘亏", en="Loss posted"),
    "adjustments_reversed": Label(zh="冲销的调整", en="Adjustments reversed"),
    "adjustments_left": Label(zh="没有过账的差异", en="Differences not posted"),
    "plans_closed": Label(zh="完成的盘点", en="Counts closed"),
}

__all__ = ["COUNT_FOLDER", "COUNT_NOTICES", "COUNT_PARAMETERS", "COUNT_SHEETS", "COUNT_SUMMARY", "COUNT_TASKS"]
