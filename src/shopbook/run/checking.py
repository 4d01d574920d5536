"""Checking any file: a workbook of ours by its book, a list of another program by its profile. Nothing is written."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.gathering import gather
from shopbook.run.lists import Found, asked_for, books_for, found_in
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, Decision, book_of, report_of, run_task
from shopbook.sheet.books import Book, Inputs, Outcome
from shopbook.sheet.findings import together
from shopbook.sheet.parameters import Setting, settled

CHECK = "check"

_FORM = Label(
    zh="这是要填写的“{form}”：这里只检查填法，内容由收回它的任务核对",
    en="This is a form to fill in ({form}): only how it is filled in was checked; the task that collects it looks at the rest",
)


def check_file(path: Path, given: Circumstances, *, profile: str | None = None) -> Report:
    """Find everything that is wrong with a file.

    Args:
        path: A workbook of ours or a list of another program.
        given: The moment, the language, settings.
        profile: Which profile to read a list with: its name, or a TOML file; ``None`` recognises it.

    Raises:
        FileError: It can't be read, or is no list that anybody has described.
    """
    host = FileHost(path)
    mark = host.mark()
    if mark is not None and profile is None:
        book = book_of(mark)
        report = run_task(host, book.tasks[0].code, replace(given, write=False)) if book.tasks else _form(host, book, given)
        return replace(report, task=CHECK, workbook=str(path), notes=(*host.remarks, *report.notes))
    found = _found(host, profile)
    rules = [rule.code for rule in found.book.rules]
    settings = [Setting(code, value) for code, value in given.settings.items()]
    parameters = settled(found.book.parameters, rules, settings, on=given.now.date())
    inputs = Inputs({}, parameters, given.now, given.lang, given.who)
    checked = found.importer.check(found.grid, inputs, asked_for(host, profile))
    report = report_of(CHECK, str(path), found.book, Decision(checked.tables, checked.outcome), given.lang)
    return replace(report, labels={**found.importer.summary, **report.labels}, notes=(*host.remarks, *report.notes))


def _form(host: FileHost, form: Book, given: Circumstances) -> Report:
    """What is wrong with the cells of a form; whether their content is right is for the task that collects it."""
    tables = gather(host, form, [sheet.code for sheet in form.sheets], lang=given.lang)
    found = together([table.findings for table in tables.values()])
    decision = Decision(tables, Outcome(found, notes=(_FORM.filled({"form": form.label}),)))
    return replace(report_of(CHECK, host.name, form, decision, given.lang), is_check=True)


def load_file(path: Path, *, lang: Lang, profile: str | None = None) -> dict[str, pl.DataFrame]:
    """The typed frames of a workbook of ours by sheet code, or a list's by the code of the sheet that it feeds."""
    host = FileHost(path)
    mark = host.mark()
    if mark is not None and profile is None:
        book = book_of(mark)
        tables = gather(host, book, [sheet.code for sheet in book.sheets], lang=lang)
        return {code: table.frame for code, table in tables.items()}
    found = _found(host, profile)
    return dict(found.importer.load(found.grid, asked_for(host, profile), lang))


def _found(host: FileHost, profile: str | None) -> Found:
    asked = asked_for(host, profile)
    return found_in(host, books_for(asked), lambda importer, grid: importer.recognise(grid, asked, {}))
