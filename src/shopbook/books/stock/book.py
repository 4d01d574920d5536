"""The stock workbook: its sheets, its buttons, everything it checks and everything it lets the shop decide."""

from shopbook.books.every_book import EVERY_BOOK
from shopbook.books.stock.importing import STOCK_IMPORTER
from shopbook.books.stock.importing_openings import ALREADY_BEGUN
from shopbook.books.stock.ledger_sheets import BALANCES, ISSUES_SHEET, ITEMS, LEDGER, LOCATIONS, PERIODS, RECEIPTS_SHEET
from shopbook.labels import Label
from shopbook.sheet.books import Book, Source

ORDERS_SOURCE = Source(
    "orders",
    Label(zh="订单", en="orders"),
    Label(
        zh="订单工作簿：发货出库、可售库存和销量从那里读；没有它，这些按 0 算。",
        en="The order workbook: shipments, stock sold but not shipped and sales are read there; without it they count as none.",
    ),
    Label(zh="订单.xlsm", en="Orders.xlsm"),
    book="orders",
)

STOCK_BOOK = Book(
    code="stock",
    version=1,
    label=Label(zh="库存", en="Stock"),
    help=Label(
        zh="仓库用：登记出入库，记明细账，看预警和补货，盘点对账。",
        en="For the warehouse: receipts and issues, the ledger, alerts and replenishment, stocktakes.",
    ),
    sheets=(ITEMS, RECEIPTS_SHEET, ISSUES_SHEET, LEDGER, BALANCES, LOCATIONS, PERIODS, *EVERY_BOOK),
    tasks=(),
    rules=(),
    parameters=(),
    sources=(ORDERS_SOURCE,),
    importer=STOCK_IMPORTER,
)
