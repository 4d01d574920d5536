"""The daily workbook: its sheets, its buttons, everything it checks and everything it lets the shop decide."""

from collections.abc import Mapping

from shopbook.books.clearing import CLEARED, clearing
from shopbook.books.daily.checking import CHECK_DAILY
from shopbook.books.daily.figures.day_figures import FIGURE_SUMMARY, FIGURE_TASKS, FIGURES_CHECKED
from shopbook.books.daily.figures.importing import FIGURE_IMPORTER
from shopbook.books.daily.figures.notices import FIGURE_NOTICES
from shopbook.books.daily.figures.parameters import FIGURE_PARAMETERS
from shopbook.books.daily.figures.rules import FIGURE_RULES
from shopbook.books.daily.figures.sheets import FIGURE_SHEETS
from shopbook.books.daily.notices import REPORT_NOTICES
from shopbook.books.daily.parameters import REPORT_PARAMETERS
from shopbook.books.daily.printing.notices import PRINTING_NOTICES
from shopbook.books.daily.printing.parameters import PRINTING_PARAMETERS
from shopbook.books.daily.printing.printing import DOCUMENTS_FOLDER, PRINT_DOCUMENTS, STOCK_SOURCE
from shopbook.books.daily.printing.sheets import PRINTS
from shopbook.books.daily.reports.entry_rules import ENTRY_RULES
from shopbook.books.daily.reports.holding import SOURCE
from shopbook.books.daily.reports.pages import PAPERS_FOLDER, PRINT_REPORT
from shopbook.books.daily.reports.reporting import DAILY_REPORT
from shopbook.books.daily.reports.sheets import EXCEPTIONS, HANDOVERS, REPORT_DAYS, REPORT_TOTALS, REPORTS
from shopbook.books.daily.rollup_parts import ROLLUP_CHECKED, ROLLUP_PARAMETERS, ROLLUP_RULES, ROLLUP_SHEETS, ROLLUP_SUMMARY, ROLLUP_TASKS
from shopbook.books.daily.rollups.charts import ROLLUP_CHARTS
from shopbook.books.daily.signing.handing_over import SIGN_OFF
from shopbook.books.daily.signing.rules import HANDOVER_RULES
from shopbook.books.every_book import EVERY_BOOK
from shopbook.labels import Label
from shopbook.sheet.books import Book, Source

ORDERS_SOURCE = Source(
    SOURCE,
    Label(zh="订单", en="orders"),
    Label(
        zh="订单工作簿：已付款的订单、待审、分配和缺货从那里读；没有它就不能生成日报。",
        en="The order workbook: paid orders, review, allocation and shortages are read there; without it no report can be made.",
    ),
    Label(zh="订单.xlsm", en="Orders.xlsm"),
    book="orders",
)

REPORT_SHEETS = (REPORTS, REPORT_DAYS, REPORT_TOTALS, HANDOVERS, EXCEPTIONS)
REPORT_TASKS = (CHECK_DAILY, DAILY_REPORT, PRINT_REPORT, SIGN_OFF)
CHECKED = (REPORTS, HANDOVERS)
REPORT_RULES = (*ENTRY_RULES, *HANDOVER_RULES)

REPORT_SUMMARY: Mapping[str, Label] = {
    "reports": Label(zh="日报期数", en="Reports"),
    "entries": Label(zh="日报行数", en="Entries"),
    "locked_reports": Label(zh="已锁定日报", en="Reports locked so far"),
    "reports_made": Label(zh="新生成日报", en="Reports made"),
    "entries_added": Label(zh="列入行数", en="Entries added"),
    "reported_orders": Label(zh="各期合计单数", en="Orders in all reports"),
    "reported_amount": Label(zh="各期合计金额", en="Amount of all reports"),
    "waiting_orders": Label(zh="未到截止时刻的单数", en="Orders not due yet"),
    "waiting_amount": Label(zh="未到截止时刻的金额", en="Amount not due yet"),
    "paid_orders": Label(zh="已付款订单", en="Paid orders"),
    "paid": Label(zh="实付合计", en="Sum paid"),
    "gap_orders": Label(zh="相差单数", en="Orders apart"),
    "gap_amount": Label(zh="相差金额", en="Amount apart"),
    "pending_corrections": Label(zh="等下一期的更正", en="Corrections for the next report"),
    "pages_orders": Label(zh="日报表上的订单", en="Orders on the report sheet"),
    "signatures": Label(zh="记下签字", en="Signatures entered"),
    "signatures_refused": Label(zh="没有通过的签字", en="Signatures refused"),
    "reports_locked": Label(zh="新锁定日报", en="Reports locked"),
}
PRINTING_SUMMARY: Mapping[str, Label] = {
    "slips_printed": Label(zh="打印出库单", en="Slips printed"),
    "slips_reprinted": Label(zh="补打出库单", en="Slips reprinted"),
    "slips_stopped": Label(zh="现在不能发、没打印", en="Stopped, not printed"),
}

DAILY_BOOK = Book(
    code="daily",
    version=1,
    label=Label(zh="日报", en="Daily"),
    help=Label(
        zh="每天 14:00 用：按付款时间做日报，打印单据，仓管发货，三人签字交接。",
        en="For 14:00 every day: reports by time of payment, documents, shipping, and three signatures for the hand-over.",
    ),
    sheets=(*REPORT_SHEETS, PRINTS, *FIGURE_SHEETS, *ROLLUP_SHEETS, *EVERY_BOOK),
    tasks=(*REPORT_TASKS, PRINT_DOCUMENTS, *FIGURE_TASKS, *ROLLUP_TASKS, clearing((*CHECKED, *FIGURES_CHECKED, *ROLLUP_CHECKED))),
    rules=(*REPORT_RULES, *FIGURE_RULES, *ROLLUP_RULES),
    parameters=(*REPORT_PARAMETERS, *PRINTING_PARAMETERS, *FIGURE_PARAMETERS, *ROLLUP_PARAMETERS),
    summary={**REPORT_SUMMARY, **PRINTING_SUMMARY, **FIGURE_SUMMARY, **ROLLUP_SUMMARY, **CLEARED},
    notices=(*REPORT_NOTICES, *PRINTING_NOTICES, *FIGURE_NOTICES),
    sources=(ORDERS_SOURCE, STOCK_SOURCE, PAPERS_FOLDER, DOCUMENTS_FOLDER),
    importer=FIGURE_IMPORTER,
    charts=ROLLUP_CHARTS,
)
