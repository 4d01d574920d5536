"""A platform's export brought into an order workbook."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shopbook.books.every_book import CHANGES, PARAMETERS
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.facts import FACTS
from shopbook.books.orders.intake import SUMMARY, Intake, Policy, Wish, import_orders
from shopbook.books.orders.platforms import profiles_from_rows
from shopbook.books.orders.sheets import ORDERS, PLATFORM_TITLES
from shopbook.host.file import FileHost, open_workbook
from shopbook.host.leftover import leftover_content, same_leftover, write_leftover
from shopbook.labels import Label, Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.checking import order_list, profiles_for
from shopbook.run.gathering import gather, parameters_of
from shopbook.run.making import ending_of, new_workbook, template_of
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, Decision, mark_of, report_of
from shopbook.sheet.books import Inputs
from shopbook.sheet.plan import EditPlan
from shopbook.sheet.tables import Table

IMPORT = "import"

_READS = (ORDERS.code, PLATFORM_TITLES.code, CHANGES.code, PARAMETERS.code)
_MADE = Label(zh="新建了工作簿 {path}", en="Made the workbook {path}")
_ASIDE = Label(
    zh="没有导入的行和原因在“{path}”，改好后直接导入那个文件",
    en="Rows left out and why: '{path}'. Put them right there and import that file",
)
_NAME = Label(zh="{stem} 未导入", en="{stem} not imported")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants imported.

    Attributes:
        export: The platform's file.
        into: The order workbook; made when it is not there.
        profile: Which profile to read the export with: its name, or a TOML file; ``None`` recognises it.
        policy: What to do with errors.
    """

    export: Path
    into: Path
    profile: str | None = None
    policy: Policy = Policy.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class _Desk:
    """The export and the workbook, both open."""

    source: FileHost
    host: FileHost
    wanted: Wanted
    given: Circumstances

    def decide(self, lang: Lang) -> tuple[Mapping[str, Table], Intake]:
        """What the import would change, said in a language."""
        tables = gather(self.host, ORDERS_BOOK, _READS, lang=lang)
        own = profiles_from_rows(tables[PLATFORM_TITLES.code].frame)
        found = order_list(self.source, profiles_for(self.wanted.profile, own), asked=self.wanted.profile)
        parameters, _ = parameters_of(tables[PARAMETERS.code], ORDERS_BOOK, self.given.settings, on=self.given.now.date(), lang=lang)
        inputs = Inputs(tables, parameters, self.given.now, lang, self.given.who)
        wish = Wish(found.recognition, self.wanted.policy, self.source.name, ORDERS_BOOK.rules, FACTS)
        return tables, import_orders(found.grid, inputs, wish)


def import_file(wanted: Wanted, given: Circumstances) -> Report:
    """Bring an export into an order workbook; the same export a second time changes nothing.

    Raises:
        FileError: A file can't be read or written, or the export is no list of orders; the workbook is as it was.
        NotOursError: ``into`` is no order workbook.
    """
    source = FileHost(wanted.export)
    is_written = given.write and wanted.policy is not Policy.CHECK
    is_new = not wanted.into.exists()
    with _workbook(wanted.into, given, is_written=is_written) as host:
        desk = _Desk(source, host, wanted, given)
        lang = mark_of(host).lang
        tables, intake = desk.decide(lang)
        plan = plan_of(intake.outcome, ORDERS_BOOK, Writing(tables, lang))
        written = _written(host, wanted, plan, given) if is_written else ()
        told = intake if given.lang is lang else desk.decide(given.lang)[1]
    notes = [*source.remarks, *([_MADE.filled({"path": wanted.into})] if is_new and written else [])]
    aside, is_new_aside = _left_out(wanted, intake, given, lang) if is_written else (None, False)
    notes += [_ASIDE.filled({"path": aside})] if aside else []
    written = (*written, str(aside)) if is_new_aside else written
    decision = Decision({ORDERS.code: told.export.table}, replace(told.outcome, notes=(*told.outcome.notes, *notes)))
    return replace(report_of(IMPORT, str(wanted.export), ORDERS_BOOK, decision, given.lang), labels=SUMMARY, written=written)


@contextmanager
def _workbook(into: Path, given: Circumstances, *, is_written: bool) -> Iterator[FileHost]:
    """The order workbook; where there is none yet, the template that it will be made from."""
    if not into.exists():
        yield FileHost(template_of(ORDERS_BOOK.code, given.lang, ending=ending_of(into)))
        return
    with open_workbook(into, target=into if is_written else None) as host:
        yield host


def _written(host: FileHost, wanted: Wanted, plan: EditPlan, given: Circumstances) -> tuple[str, ...]:
    """Write the plan; a workbook that is not there is made only when there is something to write."""
    if not plan or wanted.into.exists():
        return tuple(host.apply(plan, now=given.now))
    new_workbook(ORDERS_BOOK.code, wanted.into, given.lang, now=given.now)
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
