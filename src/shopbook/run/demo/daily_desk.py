"""The sample shop's daily desk: a month of reports, the one of 14:00 with its papers, the figures, targets and roll-ups."""

import datetime as dt

from shopbook.books.daily.figures.sheets import MARKETING
from shopbook.books.daily.reports.sheets import HANDOVERS
from shopbook.books.daily.targets.sheets import TARGET_WEIGHTS, TARGETS
from shopbook.run.demo.shop import NOW, Desk, SampleShop
from shopbook.run.demo.texts import example
from shopbook.run.demo.trading import add_trade
from shopbook.run.demo.typed_rows import add_rows, name_source
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.runner import Circumstances

_AFTER_14 = dt.timedelta(minutes=10)
"""From the sample day's moment to five past two: the report of the day can be made."""

_EVENING = dt.timedelta(hours=-19, minutes=-55)
"""From the sample day's moment to six o'clock the evening before, when the reports until then were signed."""

_SHEETS = {
    HANDOVERS: "daily_signatures.csv",
    MARKETING: "daily_marketing.csv",
    TARGETS: "daily_targets.csv",
    TARGET_WEIGHTS: "daily_weights.csv",
}
_SOURCES = ("orders", "stock")
_BEFORE = ("daily-report", "sign-off")
_DAY = (
    "daily-report",
    "print-documents",
    "sign-off",
    "print-report",
    "day-figures",
    "check-figures",
    "split-targets",
    "personal-reports",
    "roll-up",
    "shift-handover",
    "check-daily",
)


def run_daily_desk(shop: SampleShop) -> Desk:
    """Make the daily workbook beside the others if it is not there, and run its afternoon."""
    workbook = shop.workbook("daily")
    if not workbook.exists():
        _make(shop, shop.at(NOW + _EVENING))
    given = shop.at(NOW + _AFTER_14)
    return Desk(workbook, {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY})


def _make(shop: SampleShop, given: Circumstances) -> None:
    """The daily workbook as it is the evening before: a month of reports, of which the last two wait for the manager."""
    workbook = shop.workbook("daily")
    new_workbook("daily", workbook, shop.lang, now=given.now)
    for code in _SOURCES:
        name_source(workbook, code, shop.workbook(code), given)
    add_rows(workbook, {sheet: example(name) for sheet, name in _SHEETS.items()}, given)
    add_trade(shop, given)
    for task in _BEFORE:
        run_on_file(workbook, task, given, target=workbook)
