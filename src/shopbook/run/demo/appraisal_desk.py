"""The sample shop's appraisal of last month: six people, forms of which most came back, scores, talks; one talk is still open."""

import datetime as dt
from pathlib import Path

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.forms.making import FORMS_FOLDER
from shopbook.books.appraisal.library.sheets import EMPLOYEES
from shopbook.books.appraisal.results.sheets import COMPOSITES, FEEDBACK
from shopbook.labels import Lang
from shopbook.run.demo.shop import NOW, Desk, SampleShop
from shopbook.run.demo.texts import example, told
from shopbook.run.demo.typed_rows import add_rows, fill_in_forms, fill_rows, frame_of, name_source, type_in
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import SetCells
from shopbook.sheet.columns import ROW

_BEGUN, _COLLECTED, _TALKED = dt.datetime(2026, 6, 1, 9, 0), dt.datetime(2026, 6, 8, 9, 0), dt.datetime(2026, 6, 10, 17, 30)
_SOURCES = ("orders", "stock", "daily")
_AN_HOUR = dt.timedelta(hours=1)
_DAY = ("collect-forms", "score-appraisal", "print-cards", "check-appraisal")


def run_appraisal_desk(shop: SampleShop) -> Desk:
    """Make the appraisal workbook if it is not there, with a month that is nearly done, and see how it stands."""
    workbook = shop.workbook("appraisal")
    if not workbook.exists():
        _begin(shop, workbook, shop.at(_BEGUN))
        _hand_out(shop, workbook, shop.at(_BEGUN))
        _appraise(shop, workbook)
    given = shop.at(NOW + _AN_HOUR)
    return Desk(workbook, {task: run_on_file(workbook, task, given, target=workbook) for task in _DAY})


def _begin(shop: SampleShop, workbook: Path, given: Circumstances) -> None:
    """The people, and last month begun."""
    new_workbook("appraisal", workbook, shop.lang, now=given.now)
    for code in _SOURCES:
        name_source(workbook, code, shop.workbook(code), given)
    add_rows(workbook, {EMPLOYEES: _file("employees")}, given)
    if shop.lang is Lang.EN:
        # A post is found by its name, and the first indicators speak the language of the workbook.
        rows = frame_of(workbook, EMPLOYEES, given)[ROW]
        posts = tuple(row["英文岗位"] for row in told("appraisal_employees.csv"))
        type_in(workbook, [SetCells(EMPLOYEES.code, "post", tuple(rows), posts)], given)
    run_on_file(workbook, "open-cycle", given, target=workbook)


def _hand_out(shop: SampleShop, workbook: Path, given: Circumstances) -> None:
    """What figures tell, and the forms, as people filled them in."""
    run_on_file(workbook, "fill-measures", given, target=workbook)
    fill_rows(workbook, CARD_LINES, _file("figures"), given, by=("employee_no", "code"))
    run_on_file(workbook, "make-forms", given, target=workbook)
    fill_in_forms(shop.folder / FORMS_FOLDER.path[shop.lang], _file("forms"), given)


def _appraise(shop: SampleShop, workbook: Path) -> None:
    """What came of them, what was decided, and the talks."""
    given = shop.at(_COLLECTED)
    for task in ("collect-forms", "score-appraisal"):
        run_on_file(workbook, task, given, target=workbook)
    fill_rows(workbook, COMPOSITES, _file("decisions"), given, by=("employee_no",))
    fill_rows(workbook, FEEDBACK, _file("talks"), shop.at(_TALKED), by=("cycle", "employee_no"))


def _file(what: str) -> Path:
    return example(f"appraisal_{what}.csv")
