"""One task on one workbook: gather, decide, apply, report."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from shopbook.books.by_code import book_or_form
from shopbook.books.every_book import FINDINGS, PARAMETERS, SOURCES, SUMMARY
from shopbook.errors import MisuseError, UnknownNameError
from shopbook.host.host import Host
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather, parameters_of
from shopbook.run.masking import masked_findings
from shopbook.run.papers import NowherePapersError, Progress, Sheaf, make, sheaf_of
from shopbook.run.pdf import Pdfs, make_pdfs, without_pdf
from shopbook.run.report import Report
from shopbook.run.returned import Back, arrivals_at, arrivals_in, opener_of, read_all
from shopbook.run.sources import DOT, Neighbours, NotThereError, Shelf, folder_of, source_of
from shopbook.sheet.books import Book, Inputs, Intray, Outcome, Task
from shopbook.sheet.findings import together
from shopbook.sheet.mark import Mark
from shopbook.sheet.sparing import spared_notes
from shopbook.sheet.tables import Table

_EVERYWHERE = (FINDINGS.code, SUMMARY.code, PARAMETERS.code)


class NotOursError(MisuseError):
    """A task was asked of a workbook that is none of ours."""

    def __init__(self, workbook: str) -> None:
        super().__init__(
            Label(
                zh="“{workbook}”不是 shopbook 的工作簿。平台导出的文件请用 shopbook import 导入，或用 shopbook check 检查",
                en="'{workbook}' is not a workbook of shopbook. For a platform's export use shopbook import or shopbook check",
            ).filled({"workbook": workbook})
        )


class FormHasNoTasksError(MisuseError):
    """A task was asked of a form, which is only filled in."""

    def __init__(self, workbook: str, form: Label) -> None:
        super().__init__(
            Label(
                zh="“{workbook}”是要填写的“{form}”，没有任务；填好放回原来的文件夹，在发出它的工作簿里收回",
                en="'{workbook}' is a form to fill in ({form}) and has no tasks: put it back into its folder and collect it "
                "from the workbook that made it",
            ).filled({"workbook": workbook, "form": form})
        )


class NothingToCollectError(MisuseError):
    """Files were named for a task that collects none."""

    def __init__(self, task: Label) -> None:
        super().__init__(
            Label(zh="“{task}”不收回表格，不能用 --with 指定文件", en="{task} collects no forms, so --with has no meaning for it").filled(
                {"task": task}
            )
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
        files: Files and folders of filled-in forms to collect instead of the folder that the workbook names.
        has_pdf: Whether PDF files are made beside the papers of the run.
        progress: Told of every paper made and every file collected, where somebody watches.
    """

    now: dt.datetime
    lang: Lang = Lang.ZH
    settings: Mapping[str, str] = field(default_factory=dict)
    who: str = ""
    write: bool = True
    files: tuple[Path, ...] = ()
    has_pdf: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a task decided about the sheets it was given: those of its workbook, and those of other workbooks."""

    tables: Mapping[str, Table]
    outcome: Outcome
    others: Mapping[str, Table] = field(default_factory=dict)


def run_task(host: Host, code: str, given: Circumstances, *, shelf: Shelf | None = None) -> Report:
    """Run one task on one workbook: what it makes beside the workbook first, then what it writes into it.

    Args:
        host: The workbook.
        code: The task's.
        given: The moment, the language, settings.
        shelf: Other workbooks that tasks before this one have opened; they are not opened again.

    Raises:
        MisuseError: The workbook is none of ours, its book has no such task, or there is no folder for what the task makes.
        FileError: It can't be read or written; it was not changed.
    """
    mark = mark_of(host)
    desk = Desk(host, book_of(mark), mark.lang, given, Shelf() if shelf is None else shelf)
    if not desk.book.tasks:
        raise FormHasNoTasksError(host.name, desk.book.label)
    task = task_of(desk.book, code)
    if given.files and not (task.folder and source_of(desk.book, task.folder).form):
        raise NothingToCollectError(task.label)
    decision = desk.decide(task, mark.lang)
    said = decision if given.lang is mark.lang else desk.decide(task, given.lang)
    sheaf = desk.sheaf(task, decision)
    written: tuple[str, ...] = ()
    pdfs = Pdfs()
    if given.write:
        papers = make(sheaf, mark.lang, now=given.now, progress=given.progress) if sheaf else ()
        plan = plan_of(decision.outcome, desk.book, Writing(decision.tables, mark.lang))
        written = (*papers, *host.apply(plan, now=given.now))
        if given.has_pdf and sheaf:
            pdfs = make_pdfs([*map(Path, papers), *without_pdf(sheaf.lying)], now=given.now)
    report = report_of(task.code, host.name, desk.book, said, given.lang)
    made = sheaf.notes(is_made=given.write) if sheaf else ()
    return replace(report, written=(*written, *pdfs.made), notes=(*report.notes, *made, *pdfs.notes))


def decide(host: Host, book: Book, task: Task, given: Circumstances, lang: Lang) -> Decision:
    """Gather a task's sheets in a language and let it decide."""
    return Desk(host, book, lang, given).decide(task, lang)


@dataclass(frozen=True, slots=True)
class Desk:
    """One workbook and what lies around it, for one run.

    Attributes:
        host: The workbook.
        book: What it is.
        lang: Its language.
        given: What the run is given.
        shelf: The other files of the run, each opened once.
    """

    host: Host
    book: Book
    lang: Lang
    given: Circumstances
    shelf: Shelf = field(default_factory=Shelf)

    def decide(self, task: Task, lang: Lang) -> Decision:
        """Gather a task's sheets in a language and let it decide."""
        others = [code for code in task.reads if DOT in code]
        looks_around = (SOURCES.code,) if others or task.folder else ()
        own = dict.fromkeys(code for code in (*task.reads, *task.writes, *_EVERYWHERE, *looks_around) if DOT not in code)
        tables = gather(self.host, self.book, tuple(own), lang=lang)
        parameters, faults = parameters_of(tables[PARAMETERS.code], self.book, self.given.settings, on=self.given.now.date(), lang=lang)
        found = self._neighbours.read(others, tables, lang)
        back = self._returned(task, tables, lang)
        absent = {**found.absent, **back.absent}
        inputs = Inputs({**tables, **found.tables}, parameters, self.given.now, lang, self.given.who, back.files, absent)
        outcome = task.decide(inputs)
        spared = spared_notes(outcome.changes, outcome.marks, tables)
        notes = (*found.notes, *(() if outcome.papers else back.notes), *outcome.notes, *spared)
        findings = together([faults, outcome.findings])
        return Decision(tables, replace(outcome, findings=findings, notes=notes), found.tables)

    def sheaf(self, task: Task, decision: Decision) -> Sheaf | None:
        """The papers that a decision asks for, with the names of their files; ``None`` if it asks for none.

        Raises:
            NowherePapersError: There is no folder for them.
        """
        if not decision.outcome.papers:
            return None
        try:
            folder = self._neighbours.folder(source_of(self.book, task.folder), decision.tables)
            return sheaf_of(decision.outcome.papers, folder, folder_of(self.host))
        except NotThereError as error:
            raise NowherePapersError(error.label) from error

    @property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self.host, self.book, self.lang, self.shelf)

    def _returned(self, task: Task, tables: Mapping[str, Table], lang: Lang) -> Back:
        """The files that came back: those that the caller names, else those of the task's folder."""
        source = source_of(self.book, task.folder) if task.folder else None
        if source is None or not source.form:
            return Back()
        intray = task.intray(tables) if task.intray else Intray()
        opener = opener_of(source, self.shelf, lang, intray)
        if self.given.files:
            return read_all(arrivals_at(self.given.files), opener, self.given.progress)
        try:
            folder = self._neighbours.folder(source, tables)
            arrivals = arrivals_in(folder, but=folder_of(self.host) / self.host.name, finished=intray.finished)
            return read_all(arrivals, opener, self.given.progress)
        except NotThereError as error:
            return Back(absent={source.code: error.label}, notes=(self._neighbours.absence(source, tables, error.label),))


def report_of(task: str, workbook: str, book: Book, decision: Decision, lang: Lang) -> Report:
    """What the person who asked is told; personal data is masked."""
    tables = {**decision.others, **decision.tables}
    columns = {name: column for table in tables.values() for name, column in table.columns.items()}
    return Report(
        task=task,
        workbook=workbook,
        summary=decision.outcome.summary,
        findings=masked_findings(decision.outcome.findings, columns),
        notes=decision.outcome.notes,
        not_run=decision.outcome.not_run,
        tables={code: table.frame for code, table in tables.items()},
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
    """The book or form that a mark names.

    Raises:
        UnknownNameError: It was made by a newer version that knows more books.
    """
    return book_or_form(mark.book)


def task_of(book: Book, code: str) -> Task:
    """The task of this code."""
    found = next((task for task in book.tasks if task.code == code), None)
    if found is None:
        raise UnknownNameError(Label(zh="任务", en="task"), code, [task.code for task in book.tasks])
    return found
