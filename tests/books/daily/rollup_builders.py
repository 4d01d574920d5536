"""Sheets of the daily workbook for any of its tasks, beside the order workbook's."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import Sheet
from tests.books.daily.builders import NOW, parameters
from tests.books.tables import Cells, _cell, lying, table

_SOURCE = "orders."
_GONE = Label(zh="找不到订单.xlsm", en="Orders.xlsm is not there")


def inputs(
    task: Task,
    *,
    now: dt.datetime = NOW,
    lang: Lang = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    **sheets: Sequence[Cells] | None,
) -> Inputs:
    """What a task is given: every sheet it names, those of the order workbook by their own codes; without ``orders`` there is none."""
    codes = dict.fromkeys((*task.reads, *task.writes))
    tables = {code: table(_sheet(code), sheets.get(code.removeprefix(_SOURCE)) or (), lang=lang) for code in codes}
    unknown = set(sheets) - {code.removeprefix(_SOURCE) for code in codes}
    assert not unknown, f"{task.code} reads no such sheet: {unknown}"
    absent = {} if sheets.get("orders") is not None else {"orders": _GONE}
    return Inputs(tables, parameters(settings or {}), now, lang, "王店长", absent=absent)


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    rows: dict[str, list[Cells]] = {}
    for change in outcome.changes:
        there = rows.setdefault(change.sheet, lying(given.tables[change.sheet], _sheet(change.sheet)))
        match change:
            case SetCells(_, field, numbers, values):
                for number, value in zip(numbers, values, strict=True):
                    there[number - 2] = {**there[number - 2], field: _cell(value)}
            case AppendRows(_, added):
                there.extend(added.iter_rows(named=True))
            case ReplaceRows(sheet, body):
                rows[sheet] = list(body.iter_rows(named=True))
    anew = {code: table(_sheet(code), there, lang=given.lang) for code, there in rows.items()}
    return replace(given, tables={**given.tables, **anew})


def codes(outcome: Outcome) -> list[tuple[str, int]]:
    """What was found, and in which row."""
    return outcome.findings.select("code", "row").sort("code", "row").rows()


def _sheet(code: str) -> Sheet:
    return (ORDERS_BOOK if code.startswith(_SOURCE) else DAILY_BOOK).sheet(code.removeprefix(_SOURCE))
