"""The task print-report: the newest report as a report sheet to print and sign."""

import polars as pl

from shopbook.books.daily.reports.entries import is_valid
from shopbook.books.daily.reports.form import PAGE_HEAD, PAGE_LINES, REPORT_FORM
from shopbook.books.daily.reports.sheets import REPORT_DAYS, REPORTS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Paper, Source, Task
from shopbook.sheet.columns import Sheet

PAPERS_FOLDER = Source(
    "report_sheets",
    Label(zh="日报表", en="report sheets"),
    Label(
        zh="“打印日报表”把每期日报表放在这个文件夹，打印出来签字。",
        en="Print report puts each report sheet into this folder, to be printed and signed.",
    ),
    Label(zh="日报表", en="Report sheets"),
    form=REPORT_FORM.code,
)

_NAME = Label(zh="日报表 {report} {made}", en="Report {report} {made}")
_NONE = Label(zh="还没有到这个时刻的日报，请先点“生成日报”。", en="There is no report up to this moment: click Make reports first.")
_RANK = {"printable": 0, "held": 1, "shipped": 2, "closed": 3, "booked": 4}


def print_report(given: Inputs) -> Outcome:
    """Make the sheet of the newest report that has ended by now; another day's with another moment of the run."""
    days = given.frame(REPORT_DAYS.code).filter(pl.col("ends") <= given.now).sort("ends")
    if days.is_empty():
        return Outcome(notes=(_NONE,))
    day = days.tail(1).with_columns(made_at=pl.lit(given.now.replace(microsecond=0)))
    entries = given.frame(REPORTS.code).filter(is_valid()).join(day, on="report", how="semi")
    rank = pl.col("state").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int8)
    lines = entries.sort(rank, "slip_no", "paid_at", "order_no", nulls_last=True)
    told = {"report": day["report"][0], "made": given.now.strftime("%H%M")}
    rows = {PAGE_HEAD.code: _fields(day, PAGE_HEAD), PAGE_LINES.code: _fields(lines, PAGE_LINES)}
    return Outcome(summary={"pages_orders": lines.height}, papers=(Paper(REPORT_FORM.code, _NAME.filled(told)[given.lang], rows),))


def _fields(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in sheet.schema().items())


PRINT_REPORT = Task(
    "print-report",
    Label(zh="打印日报表", en="Print report"),
    Label(
        zh="把最新一期日报做成可打印的日报表，放进“日报表”文件夹，带三人签字和发货专用章的位置；要以前的，用那天的日期运行。",
        en="Makes the newest report a sheet to print, in the folder of report sheets, with places for three signatures and the stamp; "
        "for an earlier one run it with that day's date.",
    ),
    reads=(REPORTS.code, REPORT_DAYS.code),
    writes=(),
    decide=print_report,
    folder=PAPERS_FOLDER.code,
)
