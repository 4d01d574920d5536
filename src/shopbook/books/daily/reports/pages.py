"""The task print-report: the newest report as pages to print and sign."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from shopbook.books.daily.reports.entries import is_valid
from shopbook.books.daily.reports.front_page import REPORT_SHEET, front_page, moment_text
from shopbook.books.daily.reports.order_pages import order_pages
from shopbook.books.daily.reports.sheets import HANDOVERS, REPORT_DAYS, REPORT_TOTALS, REPORTS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Source, Task
from shopbook.sheet.documents import Block, Document, Fact

PAPERS_FOLDER = Source(
    "report_sheets",
    Label(zh="日报表", en="report sheets"),
    Label(
        zh="“打印日报表”把每期日报表放在这个文件夹，打印出来签字。",
        en="Print report puts each report sheet into this folder, to be printed and signed.",
    ),
    Label(zh="日报表", en="Report sheets"),
)

_NAME = Label(zh="日报表 {report} {edition}", en="Report {report} {edition}")
_NONE = Label(zh="还没有到这个时刻的日报，请先点“生成日报”。", en="There is no report up to this moment: click Make reports first.")
_MADE = Label(zh="制表时间", en="Made at")
_EDITION = 6
"""Characters by which one edition of a report is told from another."""


def print_report(given: Inputs) -> Outcome:
    """Make the pages of the newest report that has ended by now; the same report as before is the same file, which is there."""
    days = given.frame(REPORT_DAYS.code).filter(pl.col("ends") <= given.now).sort("ends")
    if days.is_empty():
        return Outcome(notes=(_NONE,))
    day = days.row(-1, named=True)
    entries = _of(REPORTS.code, day, given).filter(is_valid())
    signed = _of(HANDOVERS.code, day, given)
    signatures: Mapping[str, object] = {} if signed.is_empty() else signed.row(0, named=True)
    front = front_page(day, _of(REPORT_TOTALS.code, day, given), signatures, given.lang)
    listed = order_pages(entries, str(day["report"]), given.lang)
    name = _NAME.filled({"report": day["report"], "edition": _edition(front, listed)})[given.lang]
    made = Fact(_MADE[given.lang], moment_text(given.now), is_wide=True)
    pages = Document("report", name, f"{REPORT_SHEET[given.lang]} {day['report']}", (replace(front, facts=(*front.facts, made)), listed))
    return Outcome(summary={"pages_orders": entries.height}, papers=(pages,))


def _of(code: str, day: Mapping[str, object], given: Inputs) -> pl.DataFrame:
    return given.frame(code).filter(pl.col("report") == day["report"])


def _edition(*blocks: Block) -> str:
    """What tells these pages from any others; the moment when they were made is no part of it."""
    return hashlib.sha256(repr(blocks).encode()).hexdigest()[:_EDITION]


PRINT_REPORT = Task(
    "print-report",
    Label(zh="打印日报表", en="Print report"),
    Label(
        zh="把最新一期日报做成可打印的日报表，放进“日报表”文件夹：首页是合计、核对和三人签字、发货专用章的位置，后面是逐单明细。"
        "内容没有变就不再做；要以前的，用那天的日期运行。",
        en="Makes the newest report pages to print, in the folder of report sheets: sums, proof, places for three signatures and the "
        "stamp, then every order. The same pages are made once; for an earlier report run it with that day's date.",
    ),
    reads=(REPORTS.code, REPORT_DAYS.code, REPORT_TOTALS.code, HANDOVERS.code),
    writes=(),
    decide=print_report,
    folder=PAPERS_FOLDER.code,
)
