"""The appraisal workbook: its sheets, its buttons, everything it checks and everything it lets the shop decide."""

from shopbook.books.appraisal import checking
from shopbook.books.appraisal.cycles import parts as cycles
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES, MISSING
from shopbook.books.appraisal.forms import parts as forms
from shopbook.books.appraisal.library import parts as library
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS, LEAVES
from shopbook.books.appraisal.measures import parts as measures
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, PEER_REVIEWS, RATINGS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results import parts as results
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.appraisal.year import parts as year
from shopbook.books.clearing import CLEARED, clearing
from shopbook.books.every_book import EVERY_BOOK
from shopbook.labels import Label
from shopbook.sheet.books import Book, Source

_READ = Label(zh="指标取数从那里读；没有它，这些指标手填。", en="Indicators are measured there; without it they are typed.")

SOURCES = (
    Source("orders", Label(zh="订单", en="orders"), _READ, Label(zh="订单.xlsm", en="Orders.xlsm"), book="orders"),
    Source("stock", Label(zh="库存", en="stock"), _READ, Label(zh="库存.xlsm", en="Stock.xlsm"), book="stock"),
    Source("daily", Label(zh="日报", en="daily"), _READ, Label(zh="日报.xlsm", en="Daily.xlsm"), book="daily"),
    *forms.SOURCES,
    *results.SOURCES,
    *year.SOURCES,
)

APPRAISAL_BOOK = Book(
    code="appraisal",
    version=1,
    label=Label(zh="考核", en="Appraisal"),
    help=Label(
        zh="人事和主管用：指标库、每月评分、综合评定、反馈确认、存档、年度。",
        en="For HR and managers: indicators, monthly ratings, composite scores, talks, the archive, the year.",
    ),
    sheets=(
        CYCLES,
        MISSING,
        COMPOSITES,
        CARD_LINES,
        SELF_REVIEWS,
        SUPERIOR_REVIEWS,
        PEER_REVIEWS,
        FEEDBACK,
        ARCHIVE,
        *year.SHEETS,
        EMPLOYEES,
        LEAVES,
        INDICATORS,
        RATINGS,
        FORM_LOG,
        *EVERY_BOOK,
    ),
    tasks=(checking.CHECK_APPRAISAL, *cycles.TASKS, *measures.TASKS, *forms.TASKS, *results.TASKS, *year.TASKS, clearing(checking.MARKED)),
    rules=checking.RULES,
    parameters=(*cycles.PARAMETERS, *results.PARAMETERS, *year.PARAMETERS),
    summary={**checking.SUMMARY, **cycles.SUMMARY, **measures.SUMMARY, **forms.SUMMARY, **results.SUMMARY, **year.SUMMARY, **CLEARED},
    notices=(*cycles.NOTICES, *forms.NOTICES, *results.NOTICES, *year.NOTICES),
    sources=SOURCES,
    charts=year.CHARTS,
    importer=year.IMPORTER,
    first_rows=library.FIRST_ROWS,
)
