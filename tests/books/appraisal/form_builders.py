"""A department whose June is appraised, for tests: four people, their indicators, and the forms that they fill in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import polars as pl

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.forms.collecting import collect_forms
from shopbook.books.appraisal.forms.form import CARD_FORM, PEER_FORM
from shopbook.books.appraisal.forms.making import make_forms
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Outcome, Paper, Returned
from shopbook.sheet.parameters import settled
from tests.books.forms import forms_of
from tests.books.tables import Cell, Cells, applied, lying, table

NOW = dt.datetime(2026, 7, 3, 9, 0)
LATE = dt.datetime(2026, 7, 11, 9, 0)
"""Within the days of June, and on the day after them."""

SHEETS = APPRAISAL_BOOK.sheets
FORM_SHEETS = {sheet.code: sheet for form in (CARD_FORM, PEER_FORM) for sheet in form.sheets}

NAMES = {"E01": "张三", "E02": "李四", "E03": "王五", "E04": "赵六"}
"""Zhang leads the other three."""
SELF, SUPERIOR, PEER = "李四 E02 自评", "张三 E01 上级评价 李四 E02", "李四 E02 互评"

PEER_ANSWERS = {number: {"cooperation": 80, "communication": 90} for number in ("E01", "E03", "E04")}


def employee(number: str, **cells: Cell) -> dict[str, Cell]:
    """Somebody of the department 运营 whom Zhang leads."""
    superior = None if number == "E01" else "张三"
    return {"employee_no": number, "name": NAMES[number], "department": "运营", "post": "运营专员", "superior": superior, **cells}


def cycle(**cells: Cell) -> dict[str, Cell]:
    """June 2026, going on, due by 10 July."""
    return {"cycle": "2026-06", "opens_on": dt.date(2026, 7, 1), "closes_on": dt.date(2026, 7, 10), "state": "open", **cells}


def lines(number: str, cycle_code: str = "2026-06") -> list[Cells]:
    """The indicators of one person: one that is measured, two that are rated."""
    person: dict[str, Cell] = {"cycle": cycle_code, "employee_no": number, "name": NAMES[number]}
    figure: dict[str, Cell] = {
        "code": "K1",
        "aspect": "performance",
        "indicator": "订单处理准确率",
        "weight": Decimal(100),
        "method": "higher",
        "target": Decimal(98),
    }
    ability: dict[str, Cell] = {"code": "N1", "aspect": "ability", "indicator": "沟通协调", "weight": Decimal(100), "method": "rating"}
    attitude: dict[str, Cell] = {"code": "T1", "aspect": "attitude", "indicator": "责任心", "weight": Decimal(100), "method": "rating"}
    return [{**person, **row} for row in (figure, ability, attitude)]


def office(*, now: dt.datetime = NOW, lang: Lang = Lang.ZH, **sheets: Sequence[Cells]) -> Inputs:
    """The workbook: June going on, four people with their indicators; other sheets are there and empty unless told."""
    rows: dict[str, Sequence[Cells]] = {
        "cycles": [cycle()],
        "employees": [employee(number) for number in NAMES],
        "card_lines": [line for number in NAMES for line in lines(number)],
    }
    tables = {sheet.code: table(sheet, {**rows, **sheets}.get(sheet.code, ()), lang=lang) for sheet in SHEETS}
    parameters = settled(APPRAISAL_BOOK.parameters, [rule.code for rule in APPRAISAL_BOOK.rules], (), on=now.date())
    return Inputs(tables, parameters, now, lang, "人事")


def after(given: Inputs, outcome: Outcome, *, now: dt.datetime | None = None) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    return applied(given, outcome, SHEETS, now=now)


def typed(given: Inputs, sheet: str, *rows: Cells) -> Inputs:
    """The workbook with rows typed below those of a sheet."""
    declared = next(each for each in SHEETS if each.code == sheet)
    whole = [*lying(given.tables[sheet], declared), *rows]
    return replace(given, tables={**given.tables, sheet: table(declared, whole, lang=given.lang)})


def handed_out(given: Inputs) -> tuple[Inputs, dict[str, Paper]]:
    """The workbook once its forms are out, and these by their file names."""
    outcome = make_forms(given)
    return after(given, outcome), {paper.name: paper for paper in forms_of(outcome)}


Answers = Mapping[str, Mapping[str, Cell]]
"""What is filled in: code, colleague or question -> column -> value."""

SELF_WORDS: Answers = {"achievements": {"answer": "上架 320 款"}, "shortcomings": {"answer": "无"}, "improvements": {"answer": "多核对"}}
SELF_ANSWERS: Answers = {"N1": {"score": 90}, "T1": {"score": 85}, **SELF_WORDS}
SUPERIOR_ANSWERS: Answers = {"N1": {"score": 80}, "T1": {"score": 75, "remark": "主动"}, "opinion": {"answer": "稳定"}}


def filled(paper: Paper, answers: Answers, *, name: str = "", **over: Cell) -> Returned:
    """A form that comes back filled in.

    Args:
        paper: As it was made.
        answers: What is filled in.
        name: The file's name; the form's, unless told.
        over: Cells of every row that are not as they were made (``weight=50``); a row without the column stays.
    """
    known = {code: [_filled(row, answers, over) for row in frame.rows(named=True)] for code, frame in paper.rows.items()}
    mark = sha256(repr((sorted(known.items()), paper.name if not name else "")).encode()).hexdigest()
    tables = {code: table(FORM_SHEETS[code], rows) for code, rows in known.items()}
    return Returned(name or f"{paper.folder}/{paper.name}.xlsx", mark, tables)


def _filled(row: Cells, answers: Answers, over: Cells) -> Cells:
    item = str(row["about_no"] if "about_no" in row else row["code"])
    return {**row, **answers.get(item, {}), **{name: cell for name, cell in over.items() if name in row}}


def damaged(name: str) -> Returned:
    """A file that can't be read."""
    return Returned(name, sha256(name.encode()).hexdigest(), fault=Label(zh="文件已损坏", en="the file is damaged"))


def collected(given: Inputs, *files: Returned, now: dt.datetime | None = None) -> tuple[Inputs, Outcome]:
    """The workbook once these files are collected, and what the task said."""
    outcome = collect_forms(replace(given, returned=files, now=now or given.now))
    return after(given, outcome, now=now), outcome


def rows(given: Inputs, sheet: str, *fields: str) -> list[tuple[object, ...]]:
    """Some columns of a sheet."""
    return given.frame(sheet).select(fields).rows()


def said(outcome: Outcome) -> list[tuple[str, str]]:
    """What was found: code and sentence, in the order of the codes."""
    return sorted(outcome.findings.filter(pl.col("code").str.starts_with("forms.")).select("code", "message").rows())


def codes(outcome: Outcome) -> list[str]:
    """The codes of what was found, ascending."""
    return sorted(outcome.findings["code"])
