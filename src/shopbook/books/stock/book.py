"""The stock workbook: its sheets, its buttons, everything it checks and everything it lets the shop decide."""

from collections.abc import Mapping

from shopbook.books.clearing import CLEARED, clearing
from shopbook.books.every_book import EVERY_BOOK
from shopbook.books.stock import checking
from shopbook.books.stock.alerts import figures as alert_figures
from shopbook.books.stock.alerts import notices as alert_notices
from shopbook.books.stock.alerts import parameters as alert_parameters
from shopbook.books.stock.alerts.alerting import STOCK_ALERTS
from shopbook.books.stock.alerts.refreshing import REFRESH_STOCK
from shopbook.books.stock.alerts.replenishing import PROPOSE_REPLENISHMENT
from shopbook.books.stock.alerts.risks import RISK_CHART
from shopbook.books.stock.alerts.sheets import ALERTS, DELISTINGS, REPLENISHMENTS, RISKS
from shopbook.books.stock.counts import counting
from shopbook.books.stock.counts.accuracy_chart import ACCURACY_CHART
from shopbook.books.stock.importing.lists import STOCK_IMPORTER
from shopbook.books.stock.importing.openings import ALREADY_BEGUN
from shopbook.books.stock.ledger import closing, notices, parameters, posting, reversing, shipping
from shopbook.books.stock.ledger.sheets import BALANCES, ISSUES_SHEET, ITEMS, LEDGER, LOCATIONS, PERIODS, RECEIPTS_SHEET
from shopbook.labels import Label
from shopbook.sheet.books import Book, Source, Task

ORDERS_SOURCE = Source(
    "orders",
    Label(zh="订单", en="orders"),
    Label(
        zh="订单工作簿：发货出库、已售未发和销量从那里读；没有它就开不出发货的出库单，已售未发、可用库存和销量空着。",
        en="The order workbook: shipments, pieces sold but not shipped and sales are read there; without it no shipped order gets an "
        "issue, and the columns of what is sold and available stay blank.",
    ),
    Label(zh="订单.xlsm", en="Orders.xlsm"),
    book="orders",
)

_TASKS: tuple[Task, ...] = (
    checking.CHECK_STOCK,
    shipping.ISSUE_SHIPPED,
    posting.POST_DOCUMENTS,
    REFRESH_STOCK,
    STOCK_ALERTS,
    PROPOSE_REPLENISHMENT,
    reversing.REVERSE_ENTRIES,
    closing.CLOSE_MONTH,
    *counting.COUNT_TASKS,
    clearing(checking.MARKED),
)

_FIGURES: Mapping[str, Label] = {
    **checking.SUMMARY,
    **shipping.SUMMARY,
    **posting.SUMMARY,
    **reversing.SUMMARY,
    **closing.SUMMARY,
    **alert_figures.SUMMARY,
    **counting.COUNT_SUMMARY,
    **CLEARED,
}

STOCK_BOOK = Book(
    code="stock",
    version=1,
    label=Label(zh="库存", en="Stock"),
    help=Label(
        zh="仓库用：登记出入库，记明细账，看预警和补货，盘点对账。",
        en="For the warehouse: receipts and issues, the ledger, alerts and replenishment, stocktakes.",
    ),
    sheets=(
        ITEMS,
        RECEIPTS_SHEET,
        ISSUES_SHEET,
        ALERTS,
        DELISTINGS,
        REPLENISHMENTS,
        LEDGER,
        BALANCES,
        LOCATIONS,
        PERIODS,
        RISKS,
        *counting.COUNT_SHEETS,
        *EVERY_BOOK,
    ),
    tasks=_TASKS,
    rules=checking.RULES,
    parameters=(*parameters.PARAMETERS, *alert_parameters.PARAMETERS, *counting.COUNT_PARAMETERS),
    summary=_FIGURES,
    notices=(*notices.NOTICES, *alert_notices.NOTICES, *counting.COUNT_NOTICES, ALREADY_BEGUN),
    sources=(ORDERS_SOURCE, counting.COUNT_FOLDER),
    importer=STOCK_IMPORTER,
    charts=(RISK_CHART, ACCURACY_CHART),
)
