"""A list of another program brought into a workbook of ours."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shopbook.books.every_book import PARAMETERS
from shopbook.errors import MisuseError
from shopbook.host.file import FileHost, open_workbook
from shopbook.host.leftover import leftover_content, same_leftover, write_leftover
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather, parameters_of
from shopbook.run.lists import asked_for, books_for, found_in, importing_books
from shopbook.run.making import ending_of, new_workbook, template_of
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, Decision, book_of, mark_of, report_of
from shopbook.sheet.books import Book, Importer, Inputs, Intake
from shopbook.sheet.importers import Asked, Policy
from shopbook.sheet.plan import EditPlan
from shopbook.sheet.tables import Table

IMPORT = "import"

_MADE = Label(zh="新建了工作簿 {path}", en="Made the workbook {path}")
_ASIDE = Label(
    zh="没有导入的行和原因在“{path}”，改好后直接导入那个文件",
    en="Rows left out and why: '{path}'. Put them right there and import that file",
)
_NAME = Label(zh="{stem} 未导入", en="{stem} not imported")


class NothingToImportError(MisuseError):
    """Something was to be imported into a workbook that takes in no lists."""

    def __init__(self, book: Label, others: Sequence[Label]) -> None:
        named = Label(zh="、".join(each.zh for each in others), en=", ".join(each.en for each in others))
        super().__init__(
            Label(
                zh="“{book}”工作簿不导入文件，请换成能导入的工作簿：{others}",
                en="The workbook {book} takes in no files: choose one that does ({others})",
            ).filled({"book": book, "others": named})
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants imported.

    Attributes:
        export: The other program's file.
        into: The workbook; made when it is not there, of the book that takes in the file.
        profile: Which profile to read the export with: its name, or a TOML file; ``None`` recognises it.
        policy: What to do with errors.
    """

    export: Path
    into: Path
    profile: str | None = None
    policy: Policy = Policy.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class _Desk:
    """The list and the workbook, both open."""

    source: FileHost
    host: FileHost
    book: Book
    importer: Importer
    asked: Asked
    given: Circumstances

    def decide(self, lang: Lang) -> tuple[Mapping[str, Table], Intake]:
        """What the import would change, said in a language."""
        codes = tuple(dict.fromkeys((*self.importer.reads, PARAMETERS.code)))
        tables = gather(self.host, self.book, codes, lang=lang)
        found = found_in(self.source, ((self.book, self.importer),), lambda each, grid: each.recognise(grid, self.asked, tables))
        parameters, _ = parameters_of(tables[PARAMETERS.code], self.book, self.given.settings, on=self.given.now.date(), lang=lang)
        inputs = Inputs(tables, parameters, self.given.now, lang, self.given.who)
        return tables, self.importer.decide(found.grid, inputs, self.asked)


def import_file(wanted: Wanted, given: Circumstances) -> Report:
    """Bring a list into a workbook; the same list a second time changes nothing.

    Raises:
        FileError: A file can't be read or written, or the list is none that the workbook takes in; the workbook is as it was.
        NotOursError: ``into`` is no workbook of ours.
        NothingToImportError: It is of a book that takes in no lists.
    """
    source = FileHost(wanted.export)
    asked = asked_for(source, wanted.profile, wanted.policy)
    is_written = given.write and wanted.policy is not Policy.CHECK
    is_new = not wanted.into.exists()
    book = _book_for(source, asked) if is_new else None
    with _workbook(wanted.into, book, given, is_written=is_written) as host:
        mark = mark_of(host)
        book = book_of(mark)
        if book.importer is None:
            raise NothingToImportError(book.label, [each.label for each, _ in importing_books()])
        desk = _Desk(source, host, book, book.importer, asked, given)
        tables, intake = desk.decide(mark.lang)
        plan = plan_of(intake.outcome, book, Writing(tables, mark.lang))
        written = _written(host, wanted, book, plan, given) if is_written else ()
        told = intake if given.lang is mark.lang else desk.decide(given.lang)[1]
    notes = [*source.remarks, *([_MADE.filled({"path": wanted.into})] if is_new and written else [])]
    aside, is_new_aside = _left_out(wanted, intake, given, mark.lang) if is_written else (None, False)
    notes += [_ASIDE.filled({"path": aside})] if aside else []
    written = (*written, str(aside)) if is_new_aside else written
    decision = Decision(told.tables, replace(told.outcome, notes=(*told.outcome.notes, *notes)))
    return replace(report_of(IMPORT, str(wanted.export), book, decision, given.lang), labels=desk.importer.summary, written=written)


def _book_for(source: FileHost, asked: Asked) -> Book:
    """The book that takes in a file, for a workbook that is not there yet."""
    return found_in(source, books_for(asked), lambda importer, grid: importer.recognise(grid, asked, {})).book


@contextmanager
def _workbook(into: Path, book: Book | None, given: Circumstances, *, is_written: bool) -> Iterator[FileHost]:
    """The workbook; where there is none yet, the template that it will be made from."""
    if book is not None:
        yield FileHost(template_of(book.code, given.lang, ending=ending_of(into)))
        return
    with open_workbook(into, target=into if is_written else None) as host:
        yield host


def _written(host: FileHost, wanted: Wanted, book: Book, plan: EditPlan, given: Circumstances) -> tuple[str, ...]:
    """Write the plan; a workbook that is not there is made only when there is something to write."""
    if not plan or wanted.into.exists():
        return tuple(host.apply(plan, now=given.now))
    new_workbook(book.code, wanted.into, given.lang, now=given.now)
    with open_workbook(wanted.into, target=wanted.into) as fresh:
        return tuple(fresh.apply(plan, now=given.now))


def _left_out(wanted: Wanted, intake: Intake, given: Circumstances, lang: Lang) -> tuple[Path | None, bool]:
    """Where the rows that were not imported lie, and whether they were written now or lay there already."""
    refused = intake.refused
    if not refused.cells.height:
        return None, False
    start = _NAME.filled({"stem": wanted.export.stem})[lang]
    path = wanted.into.parent / f"{start} {given.now:%Y%m%d-%H%M%S}.xlsx"
    content = leftover_content(refused.titles, refused.cells)
    before = same_leftover(path, start, content)
    return (before, False) if before else (write_leftover(path, content, now=given.now), True)
