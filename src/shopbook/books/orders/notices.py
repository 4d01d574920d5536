"""What the tasks of the order workbook report otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

UNKNOWN_WORD = Notice(
    "import.unknown-word",
    Severity.WARNING,
    Label(
        zh="不认识“{value}”这个词，共 {count} 行；这些行的这一列先空着。请在“平台映射”里写明它是什么意思",
        en="The word '{value}' is not known; it stays blank here in rows: {count}. Say what it means in the sheet Platform titles",
    ),
    Label(zh="平台新出的订单状态", en="a status that the platform has just introduced"),
)
AMOUNT_DIFFERS = Notice(
    "import.amount-differs",
    Severity.WARNING,
    Label(
        zh="同一订单各行的这个金额不一样，只取了第一行的；请核对订单总额",
        en="The rows of one order disagree about this amount of the whole order; the first row's is taken. Check the order's total",
    ),
    Label(zh="两行的实付金额一行 59.00、一行 58.00", en="paid 59.00 on one row of the order and 58.00 on the other"),
)
SAME_ROW = Notice(
    "import.same-row-twice",
    Severity.HINT,
    Label(zh="和前面一行完全一样，只导入一次", en="Exactly the same as an earlier row; imported once"),
    Label(zh="两份时间重叠的导出粘在一起", en="two exports of overlapping days pasted together"),
)
ORDER_TWICE = Notice(
    "import.order-twice",
    Severity.ERROR,
    Label(
        zh="同一订单在文件里出现了不止一次，内容还不一样，请核对后只留一行",
        en="The same order is in the file more than once and differs: keep one row",
    ),
    Label(zh="同一订单编号，两行金额不同", en="one order number, two rows with different amounts"),
)
OLDER = Notice(
    "import.older",
    Severity.WARNING,
    Label(
        zh="工作簿里这个订单的状态更靠后，这个文件比较旧，这一行没有更新",
        en="The workbook has this order at a later status: this file is older, and the row was not taken over",
    ),
    Label(zh="昨天导出的文件，今天导入过更新的", en="yesterday's file after today's was imported"),
)
UNKNOWN_ORDER = Notice(
    "import.refund-without-order",
    Severity.WARNING,
    Label(
        zh="工作簿里没有这个订单，退款没有导入；请先导入订单",
        en="The workbook has no such order, so its refund was not imported. Import the order first",
    ),
    Label(zh="退款列表里有上个月的订单", en="a list of refunds with an order of last month"),
)
KEPT = Notice(
    "import.kept",
    Severity.HINT,
    Label(
        zh="工作簿里的“{column}”是“{ours}”，不是导入来的；平台现在是“{theirs}”。工作簿没有改，请核对哪个对",
        en="'{column}' is '{ours}' in the workbook, which no import wrote; the platform now says '{theirs}'. "
        "The workbook was left as it is: look which one is right",
    ),
    Label(
        zh="电话问过买家后改了地址，平台上又改成别的", en="an address put right after a call, and changed on the platform to yet another"
    ),
)
CHANGED_SINCE = Notice(
    "undo.changed-since",
    Severity.WARNING,
    Label(
        zh="这个单元格后来又改过，没有撤销；撤销会把它改回“{old}”，请核对后手工修改",
        en="Changed again since, so not undone: undoing would write '{old}'. Look and change it by hand",
    ),
    Label(zh="整理之后有人又改了电话", en="somebody changed the phone after it was tidied"),
)
NOT_FOUND = Notice(
    "undo.not-found",
    Severity.WARNING,
    Label(
        zh="找不到这条记录所说的单元格（行或列已删除、改名），没有撤销",
        en="The cell of this change is gone (its row or column was deleted or renamed), so it was not undone",
    ),
    Label(zh="那一行已经删掉", en="its row was deleted"),
)

NOTICES = (UNKNOWN_WORD, AMOUNT_DIFFERS, SAME_ROW, ORDER_TWICE, OLDER, UNKNOWN_ORDER, KEPT, CHANGED_SINCE, NOT_FOUND)
"""All of them, for the page of rules."""
