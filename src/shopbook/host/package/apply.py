"""An edit plan applied to a workbook file: the values change, everything else stays."""

import datetime as dt
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipInfo

from shopbook.errors import PatchRefusedError, TabNotFoundError, UnreadableFileError
from shopbook.host.package.areas import Growth
from shopbook.host.package.calculation import breaks_chain
from shopbook.host.package.container import Container
from shopbook.host.package.edits import SheetEdits, require_sound
from shopbook.host.package.refusals import DAMAGED, MISSING_PART, NOT_A_WORKSHEET, Refusal, in_part, on_sheet
from shopbook.host.package.repack import Repacker, Source
from shopbook.host.package.sheet import SheetRewriter, holds_nothing
from shopbook.host.package.styles import Styles
from shopbook.host.package.tables import TableChange, TableOrder, changed_table, orders_of, tables_of
from shopbook.host.package.texts import SharedTexts
from shopbook.host.package.values import CellWriter
from shopbook.host.package.workbook import Tab, Workbook, moved_chart, read_plain
from shopbook.labels import Label
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value

_CANNOT_OPEN = Label(zh="打不开这个文件：{why}", en="this file cannot be opened: {why}")


@dataclass(frozen=True, slots=True)
class PatchReport:
    """What a patch did.

    Attributes:
        cells: How many cells are not as they were; 0 when the workbook already was what the plan asks for.
        changed: Names of the parts inside the file that changed.
        dropped: Names of those left out: only ever the calculation chain, which Excel makes anew.
    """

    cells: int
    changed: tuple[str, ...]
    dropped: tuple[str, ...]


def patch(source: Path, target: BinaryIO, plan: EditPlan) -> PatchReport:
    """Write a copy of a workbook in which only the plan's cells differ.

    Every part that need not change is copied as it lies. Parts that may change: the sheets concerned, the workbook part (which asks
    Excel to calculate on opening), styles when a date needs a format, tables, charts and names that grow, and the calculation chain,
    which is left out when a formula in it goes. When nothing differs the copy is byte for byte the source.

    A text that is replaced may stay in the workbook's pool of shared texts, where nothing points at it any more; Excel drops it on its
    next save. Cached results of formulas that depend on changed cells stay until a program calculates them. Formulas in cells do not
    follow a table that grows unless they name its columns.

    Args:
        source: An .xlsx or .xlsm file.
        target: Writable and seekable, empty.
        plan: What to write.

    Raises:
        PatchRefusedError: It cannot be done exactly; the target is to be thrown away.
        TabNotFoundError: The plan names a sheet that is not there.
        UnknownNameError: The plan names a table that is not there.
        MisuseError: The plan contradicts itself.
        UnreadableFileError: The source cannot be opened.
    """
    with _refusals_named(source), _opened(source) as container:
        return _Patch(container, source.name, plan).write(target)


class _Patch:
    """One plan on one workbook."""

    def __init__(self, container: Container, name: str, plan: EditPlan) -> None:
        self._container = container
        self._plan = plan
        self._workbook = Workbook(container)
        self._styles_part = self._workbook.part_of("styles")
        self._styles = Styles(container.read(self._styles_part) if self._styles_part else None)
        self._texts = SharedTexts(container, self._workbook.part_of("sharedStrings"))
        self._has_dates = _has_dates(plan)
        self._changes: list[TableChange] = []
        self._edits = {tab.part: self._edits_of(tab) for tab in self._tabs(name)}
        self._rewriters = {part: SheetRewriter(edits, self._cells_for) for part, edits in self._edits.items()}

    def write(self, target: BinaryIO) -> PatchReport:
        """Write the patched package."""
        changed, dropped = self._sources(), self._dropped()
        Repacker(self._container, target).write(self._order(), changed, dropped)
        cells, growths = sum(rewriter.marks.count for rewriter in self._rewriters.values()), self._growths()
        if not cells and not growths:
            target.seek(0)
            target.truncate()
            self._container.copy_whole(target)
            return PatchReport(0, (), ())
        unchanged = {part for part, rewriter in self._rewriters.items() if not rewriter.marks.count and not rewriter.grows}
        if self._styles_part and self._styles.result() is None:
            unchanged.add(self._styles_part)
        return PatchReport(cells, tuple(part for part in changed if part not in unchanged), tuple(dropped))

    def _tabs(self, name: str) -> Iterator[Tab]:
        edits: tuple[ColumnWrite | TableReplace | TableAppend, ...] = (*self._plan.writes, *self._plan.replaces, *self._plan.appends)
        wanted = dict.fromkeys(edit.tab for edit in edits)
        by_name = {tab.name: tab for tab in self._workbook.tabs}
        for tab in wanted:
            if tab not in by_name:
                raise TabNotFoundError(name, tab, list(by_name))
            if not by_name[tab].is_worksheet:
                raise on_sheet(tab, NOT_A_WORKSHEET)
            if self._container.name_of(by_name[tab].part) is None:
                raise in_part(by_name[tab].part, MISSING_PART)
            yield by_name[tab]

    def _edits_of(self, tab: Tab) -> SheetEdits:
        tables = tables_of(self._container, tab.name, tab.part)
        writes = tuple(write for write in self._plan.writes if write.tab == tab.name and write.rows)
        for write in writes:
            require_sound(write)
        changes: list[TableChange] = []
        for order in orders_of(self._plan, tab.name, tables):
            others = [table for table in tables if table is not order.table]
            changes.append(changed_table(order, others, is_blank=self._is_blank(tab, order)))
        self._changes += changes
        return SheetEdits(
            tab=tab.name,
            writes=writes,
            blocks=tuple(block for change in changes for block in change.blocks),
            guards=tuple(guard for table in tables for guard in table.guards),
            growths=tuple(change.growth for change in changes if change.growth),
        )

    def _is_blank(self, tab: Tab, order: TableOrder) -> bool:
        table = order.table
        if order.is_replaced or table.area.last_row != table.body_row:
            return False
        free = [table.area.first_column + index for index, formula in enumerate(table.formulas()) if formula is None]
        return holds_nothing(self._container.stream(tab.part), table.body_row, free, self._cells_for)

    def _cells_for(self, prefix: bytes) -> CellWriter:
        return CellWriter(prefix, self._styles, self._workbook.calendar, self._texts)

    def _growths(self) -> list[Growth]:
        return [change.growth for change in self._changes if change.growth]

    def _sources(self) -> dict[str, Source]:
        """What replaces a part, by its name in the zip."""
        sources: dict[str, Source] = {part: partial(self._sheet, part) for part in self._rewriters}
        if self._styles_part and self._has_dates:
            sources[self._styles_part] = self._new_styles
        small = self._small_parts()
        return sources | {part: partial(_whole, xml) for part, xml in small.items()}

    def _small_parts(self) -> dict[str, bytes]:
        workbook, growths = self._workbook, self._growths()
        parts = {change.table.part: xml for change in self._changes if (xml := change.xml) != change.table.xml}
        name, asking = self._container.name_of(workbook.part) or workbook.part, workbook.recalculated(growths)
        if asking != workbook.xml:
            parts[name] = asking
        for chart in workbook.charts() if growths else ():
            xml = read_plain(self._container, chart)
            moved = moved_chart(xml, growths)
            if moved != xml:
                parts[chart] = moved
        for chain_part in self._dropped():
            parts |= workbook.without_chain(chain_part)
        return parts

    def _dropped(self) -> list[str]:
        part = self._workbook.part_of("calcChain")
        if part is None:
            return []
        edits = {tab.number: self._edits[tab.part] for tab in self._workbook.tabs if tab.part in self._edits}
        return [part] if self._growths() or breaks_chain(self._container.read(part), edits) else []

    def _order(self) -> list[ZipInfo]:
        """All members as they lie; styles only behind the sheets that decide which ones a date needs."""
        order = list(self._container.members)
        if not self._styles_part or not self._has_dates:
            return order
        names = [member.filename for member in order]
        styles, last = names.index(self._styles_part), max(names.index(part) for part in self._rewriters)
        if styles < last:
            order.insert(last, order.pop(styles))
        return order

    def _sheet(self, part: str) -> Iterable[bytes]:
        return self._rewriters[part].rewritten(self._container.stream(part))

    def _new_styles(self) -> Iterable[bytes] | None:
        xml = self._styles.result()
        return None if xml is None else [xml]


@contextmanager
def _refusals_named(source: Path) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise PatchRefusedError(source, refusal.label) from refusal
    except (BadZipFile, EOFError, struct.error, ValueError, LookupError, OverflowError) as error:
        # Bytes that are no package at all can break any step of reading one; nothing has been written that anybody keeps.
        raise PatchRefusedError(source, DAMAGED) from error


def _opened(source: Path) -> Container:
    try:
        return Container(source)
    except OSError as error:
        raise UnreadableFileError(source, _CANNOT_OPEN.filled({"why": error.strerror or error})) from error


def _has_dates(plan: EditPlan) -> bool:
    kinds = set[type]().union(*(map(type, values) for values in _values(plan)))
    return any(issubclass(kind, (dt.date, dt.time)) for kind in kinds)


def _values(plan: EditPlan) -> Iterator[Iterable[Value]]:
    for write in plan.writes:
        yield write.values
    for append in plan.appends:
        yield from append.rows
    for replace in plan.replaces:
        yield from replace.rows


def _whole(xml: bytes) -> list[bytes]:
    return [xml]
