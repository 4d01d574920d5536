"""Excel tables: where they lie, how they grow and shrink, and which rows a plan writes into them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shopbook.errors import MisuseError, UnknownNameError
from shopbook.host.package.areas import LAST_ROW, Area, Growth, area_of
from shopbook.host.package.container import Container
from shopbook.host.package.edits import Block, Guard
from shopbook.host.package.markup import attributes, opening, without_attribute
from shopbook.host.package.ranges import moved_refs
from shopbook.host.package.refusals import (
    ARRAY_COLUMN,
    HAS_TOTALS,
    RELATIVE_FORMULA,
    SHEET_FULL,
    TABLE_BELOW,
    TABLE_HEADER,
    TABLE_TOTALS,
    WRITTEN_TWICE,
    in_table,
)
from shopbook.host.package.values import Content, Formula
from shopbook.host.package.workbook import read_plain, relations
from shopbook.labels import Label
from shopbook.sheet.plan import EditPlan, Value

_COLUMN = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)tableColumn(?=[\s>])(?:[^>]*/>|[^>]*>.*?</(?P=p)tableColumn\s*>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?calculatedColumnFormula((?:\s[^>]*)?)>([^<]*)</")
# In a formula: what is no cell (texts, quoted sheet names, columns of tables), then a cell whose row would move.
_NO_CELL = re.compile(r"\"[^\"]*\"|'(?:[^']|'')*'|\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")
_MOVING_ROW = re.compile(r"(?<![\w.$])(?:\$?[A-Za-z]{1,3}(?=[1-9])|(?=\d+:))[1-9]\d{0,6}(?![\w.(!])")


@dataclass(frozen=True, slots=True)
class Table:
    """One Excel table as its part describes it."""

    tab: str
    part: str
    xml: bytes
    name: str
    area: Area
    header_rows: int
    total_rows: int
    columns: tuple[bytes, ...]

    @property
    def body_row(self) -> int:
        """The first row below its header."""
        return self.area.first_row + self.header_rows

    @property
    def guards(self) -> Iterator[Guard]:
        """Its rows that no value may change."""
        area = self.area
        if self.header_rows:
            yield Guard(area.down_to(self.body_row - 1), TABLE_HEADER)
        if self.total_rows:
            yield Guard(Area(area.last_row - self.total_rows + 1, area.first_column, area.last_row, area.last_column), TABLE_TOTALS)

    def formulas(self) -> list[bytes | None]:
        """Per column the formula that calculates it, as stored.

        Raises:
            Refusal: One cannot be carried to another row as it is.
        """
        return [self._formula(column) for column in self.columns]

    def _formula(self, column: bytes) -> bytes | None:
        found = _FORMULA.search(column)
        if not found:
            return None
        named = {"column": attributes(column.partition(b">")[0]).get("name", "")}
        if attributes(found[1]).get("array") in {"1", "true"}:
            raise in_table(self.name, ARRAY_COLUMN.filled(named))
        if _MOVING_ROW.search(_NO_CELL.sub("", found[2].decode())):
            raise in_table(self.name, RELATIVE_FORMULA.filled(named))
        return bytes(found[2])


@dataclass(slots=True)
class TableOrder:
    """What a plan asks of one table.

    Attributes:
        rows: New rows, those of a replacement first.
        is_replaced: The old rows go.
    """

    table: Table
    rows: list[Sequence[Value]] = field(default_factory=list)
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table's order, worked out."""

    table: Table
    blocks: tuple[Block, ...]
    growth: Growth | None

    @property
    def xml(self) -> bytes:
        """Its part from now on."""
        xml = opening("table").sub(lambda found: without_attribute(found[0], "insertRow"), self.table.xml, count=1)
        return moved_refs(xml, ("table", "autoFilter", "sortState", "sortCondition"), [self.growth]) if self.growth else xml


def tables_of(container: Container, tab: str, part: str) -> list[Table]:
    """The tables of one sheet."""
    found = []
    for relation in relations(container, part).values():
        if relation.kind == "table":
            name = container.name_of(relation.part) or relation.part
            found.append(_table(tab, name, read_plain(container, name)))
    return found


def orders_of(plan: EditPlan, tab: str, tables: Sequence[Table]) -> list[TableOrder]:
    """What the plan asks of the tables of one sheet.

    Raises:
        UnknownNameError: It asks for a table that is not there.
        MisuseError: A row has too many or too few values.
        Refusal: It exchanges one table twice.
    """
    orders: dict[str, TableOrder] = {}
    for replaced in plan.replaces:
        if replaced.tab == tab:
            order = _order(orders, tables, replaced.table)
            if order.is_replaced:
                raise in_table(order.table.name, WRITTEN_TWICE)
            order.is_replaced = True
            order.rows += _of_width(order.table, replaced.rows)
    for append in plan.appends:
        if append.tab == tab:
            order = _order(orders, tables, append.table)
            order.rows += _of_width(order.table, append.rows)
    return [order for order in orders.values() if order.rows or order.is_replaced]


def changed_table(order: TableOrder, others: Iterable[Table], *, is_blank: bool) -> TableChange:
    """Where the rows of an order go.

    Args:
        order: What is asked.
        others: The sheet's other tables.
        is_blank: The table has one row below its header, and that holds nothing.

    Raises:
        Refusal: There is no room, or the table cannot grow by itself.
    """
    table, area = order.table, order.table.area
    if table.total_rows:
        raise in_table(table.name, HAS_TOTALS)
    start = table.body_row if order.is_replaced or is_blank else area.last_row + 1
    rows = order.rows or [[None] * len(table.columns)]
    last_row = start + len(rows) - 1
    if last_row > LAST_ROW:
        raise in_table(table.name, SHEET_FULL)
    blocks = [Block(Area(start, area.first_column, last_row, area.last_column), _contents(rows, table.formulas()))]
    if last_row < area.last_row:
        left_over = Area(last_row + 1, area.first_column, area.last_row, area.last_column)
        blocks.append(Block(left_over, [[None] * len(table.columns)] * (area.last_row - last_row)))
    growth = Growth(table.tab, area, last_row, table.body_row) if last_row != area.last_row else None
    _require_room(table, growth, others)
    return TableChange(table, tuple(blocks), growth)


def _require_room(table: Table, growth: Growth | None, others: Iterable[Table]) -> None:
    if growth is None or growth.added is None:
        return
    for other in others:
        if other.area.meets(growth.added):
            raise in_table(table.name, TABLE_BELOW.filled({"other": other.name}))


def _table(tab: str, part: str, xml: bytes) -> Table:
    head = opening("table").search(xml)
    marks = attributes(head[0]) if head else {}
    return Table(
        tab=tab,
        part=part,
        xml=xml,
        name=marks.get("displayName", marks.get("name", "")),
        area=area_of(marks.get("ref", "")),
        header_rows=int(marks.get("headerRowCount", "1")),
        total_rows=int(marks.get("totalsRowCount", "0")),
        columns=tuple(found[0] for found in _COLUMN.finditer(xml)),
    )


def _order(orders: dict[str, TableOrder], tables: Sequence[Table], name: str) -> TableOrder:
    table = next((table for table in tables if table.name.casefold() == name.casefold()), None)
    if table is None:
        raise UnknownNameError(Label(zh="表格", en="table"), name, [table.name for table in tables])
    return orders.setdefault(table.name, TableOrder(table))


def _of_width(table: Table, rows: Sequence[Sequence[Value]]) -> Sequence[Sequence[Value]]:
    width = table.area.last_column - table.area.first_column + 1
    for row in rows:
        if len(row) != width:
            places = {"table": table.name, "width": width, "given": len(row)}
            raise MisuseError(
                Label(
                    zh="表格“{table}”有 {width} 列，给出的一行却有 {given} 个值",
                    en="Table '{table}' has {width} columns, a row has {given} values",
                ).filled(places)
            )
    return rows


def _contents(rows: Iterable[Sequence[Value]], formulas: Sequence[bytes | None]) -> Iterator[list[Content]]:
    for row in rows:
        yield [value if formula is None else Formula(formula, value) for formula, value in zip(formulas, row, strict=True)]
