"""One task on one workbook: gather, decide, apply, report."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shopbook.books.every_book import CHANGES, FINDINGS, PARAMETERS, SUMMARY
from shopbook.books.registry import BOOKS
from shopbook.errors import MisuseError, UnknownNameError
from shopbook.host.host import Host
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather, parameters_of
from shopbook.run.masking import masked_findings
from shopbook.run.report import Report
from shopbook.sheet.books import Book, Inputs, Outcome, Task
from shopbook.sheet.findings import together
from shopbook.sheet.mark import Mark
from shopbook.sheet.tables import Table

_EVERYWHERE = (FINDINGS.code, SUMMARY.code, CHANGES.code, PARAMETERS.code)


class NotOursError(MisuseError):
    """A task was asked of a workbook that is none of ours."""

    def __init__(self, workbook: str) -> None:
        super().__init__(
            Label(
                zh="“{workbook}”不是 shopbook 的工作簿。平台导出的文件请用 shopbook import 导入，或用 shopbook check 检查",
                en="'{workbook}' is not a workbook of shopbook. For a platform's export use shopbook import or shopbook check",
            ).filled({"workbook": workbook})
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a run is given from outside.

    Attributes:
        now: The shop's clock, naive.
        lang: The language of the report; the workbook is written in its own.
        settings: Parameters and rule switches for this run only.
        who: Who runs it, for the change log.
        write: Whether the changes are applied.
    """

    now: dt.datetime
    lang: Lang = Lang.ZH
    settings: Mapping[str, str] = field(default_factory=dict)
    who: str = ""
    write: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What a task decided about the sheets it was given."""

    tables: Mapping[str, Table]
    outcome: Outcome


def run_task(host: Host, code: str, given: Circumstances) -> Report:
    """Run one task on one workbook.

    Raises:
        NotOursError: The workbook is none of ours.
        UnknownNameError: Its book has no such task.
        FileError: It can't be read or written; nothing was changed.
    """
    mark = mark_of(host)
    book = book_of(mark)
    task = task_of(book, code)
    decision = decide(host, book, task, given, mark.lang)
    written: tuple[str, ...] = ()
    if given.write:
        plan = plan_of(decision.outcome, book, Writing(decision.tables, mark.lang))
        written = tuple(host.apply(plan, now=given.now))
    said = decision if given.lang is mark.lang else decide(host, book, task, given, given.lang)
    return replace(report_of(task.code, host.name, book, said, given.lang), written=written)


def decide(host: Host, book: Book, task: Task, given: Circumstances, lang: Lang) -> Decision:
    """Gather a task's sheets in a language and let it decide."""
    codes = (*task.reads, *(code for code in (*task.writes, *_EVERYWHERE) if code not in task.reads))
    tables = gather(host, book, tuple(dict.fromkeys(codes)), lang=lang)
    parameters, faults = parameters_of(tables[PARAMETERS.code], book, given.settings, on=given.now.date(), lang=lang)
    outcome = task.decide(Inputs(tables, parameters, given.now, lang, given.who))
    return Decision(tables, replace(outcome, findings=together([faults, outcome.findings])))


def report_of(task: str, workbook: str, book: Book, decision: Decision, lang: Lang) -> Report:
    """What the person who asked is told; personal data is masked."""
    columns = {name: column for table in decision.tables.values() for name, column in table.columns.items()}
    return Report(
        task=task,
        workbook=workbook,
        summary=decision.outcome.summary,
        findings=masked_findings(decision.outcome.findings, columns),
        notes=decision.outcome.notes,
        not_run=decision.outcome.not_run,
        tables={code: table.frame for code, table in decision.tables.items()},
        labels=book.summary,
        lang=lang,
        is_check=bool(decision.outcome.marks),
    )


def mark_of(host: Host) -> Mark:
    """Which book a workbook is.

    Raises:
        NotOursError: None of ours.
    """
    mark = host.mark()
    if mark is None:
        raise NotOursError(host.name)
    return mark


def book_of(mark: Mark) -> Book:
    """The book that a mark names.

    Raises:
        UnknownNameError: It was made by a newer version that knows more books.
    """
    return book_named(mark.book)


def book_named(code: str) -> Book:
    """The book of this code."""
    found = next((book for book in BOOKS if book.code == code), None)
    if found is None:
        raise UnknownNameError(Label(zh="工作簿", en="book"), code, [book.code for book in BOOKS])
    return found


def task_of(book: Book, code: str) -> Task:
    """The task of this code."""
    found = next((task for task in book.tasks if task.code == code), None)
    if found is None:
        raise UnknownNameError(Label(zh="任务", en="task"), code, [task.code for task in book.tasks])
    return found
