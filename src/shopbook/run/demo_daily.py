"""The sample shop's daily desk: five weeks of reports, the one of 14:00 with its papers, the figures, targets and roll-ups."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from shopbook.books.daily.figures.sheets import MARKETING, TRADES
from shopbook.books.daily.reports.sheets import HANDOVERS
from shopbook.books.daily.targets.sheets import TARGET_WEIGHTS, TARGETS
from shopbook.labels import Label
from shopbook.run.demo_rows import add_rows, name_source
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.shipped import Shipped, shipped_folder

_AFTER_14 = dt.timedelta(minutes=10)
"""From the sample day's moment to five past two: the report of the day can be made."""

_EVENING = dt.timedelta(hours=-19, minutes=-55)
"""From the sample day's moment to six o'clock the evening before, when the reports until then were signed."""

_SHEETS = {
    HANDOVERS: "daily_signatures.csv",
    TRADES: "daily_trade.csv",
    MARKETING: "daily_marketing.csv",
    TARGETS: "daily_targets.csv",
    TARGET_WEIGHTS: "daily_weights.csv",
}
_BEFORE = ("daily-report", "sign-off")
_DAY = (
    "daily-report",
    "print-documents",
    "sign-off",
    "print-report",
    "day-figures",
    "split-targets",
    "personal-reports",
    "roll-up",
    "shift-handover",
    "check-daily",
)
_TOLD = ("daily-report", "print-documents")
"""Tasks of which the sample shop tells the first sentence; all that it tells fits on a screen."""


def run_daily_desk(folder: Path, others: Mapping[str, Path], given: Circumstances) -> Iterator[Label]:
    """Make the sample shop's daily workbook beside its others if it is not there, and run its afternoon.

    Args:
        folder: The sample shop's folder.
        others: The code of a source -> the workbook that it is.
        given: The moment and the language.

    Yields:
        What was done and found, and what to open, line by line.
    """
    workbook = folder / Label(zh="日报.xlsm", en="daily.xlsm")[given.lang]
    if not workbook.exists():
        _make(workbook, others, replace(given, now=given.now + _EVENING))
    given = replace(given, now=given.now + _AFTER_14)
    reports = {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY}
    yield from _told(workbook, reports)


def _make(workbook: Path, others: Mapping[str, Path], given: Circumstances) -> None:
    """The daily workbook as it is the evening before: five weeks of reports, of which the last two wait for the manager."""
    new_workbook("daily", workbook, given.lang, now=given.now)
    for code, path in others.items():
        name_source(workbook, code, path, given)
    add_rows(workbook, {sheet: shipped_folder(Shipped.EXAMPLES) / name for sheet, name in _SHEETS.items()}, given)
    for task in _BEFORE:
        run_on_file(workbook, task, given, target=workbook)


def _told(workbook: Path, reports: Mapping[str, Report]) -> Iterator[Label]:
    yield Label(zh="日报：", en="The daily desk:")
    for task in _TOLD:
        yield from (Label(zh=f"  {note.zh}", en=f"  {note.en}") for note in reports[task].notes[:1])
    yield Label(
        zh="检查结果：错误 {error} 处，警告 {warning} 处，提示 {hint} 处。",
        en="Found: {error} {error|error|errors}, {warning} {warning|warning|warnings}, {hint} {hint|hint|hints}.",
    ).filled(reports["check-daily"].counts)
    yield Label(
        zh="请打开 {path}：“日报汇总”证明每个已付款订单只计一次，“交接”等签字，“经营摘要”“经营看板”和各张图可以直接给老板看；"
        "出库单、拣货单、快递交接单和日报表在旁边的文件夹里，可以打印。",
        en="Open {path}: Report days proves that each paid order counts once, Hand-over waits for signatures, Summary, Board and the "
        "charts are for the manager; slips, pick list, courier lists and the report sheet lie in the folders beside it, ready to print.",
    ).filled({"path": workbook})
