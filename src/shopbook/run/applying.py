"""From what a task decided, in sheets and fields, to the edit plan, in cells and tables."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.every_book import FINDINGS, SUMMARY
from shopbook.errors import MisuseError
from shopbook.labels import Label, Lang
from shopbook.run.marking import findings_rows, marks, summary_rows
from shopbook.sheet.books import AppendRows, Book, Change, Outcome, ReplaceRows, SetCells
from shopbook.sheet.columns import CHECK, ROW, Column
from shopbook.sheet.grid import TableRef, column_letters, column_number
from shopbook.sheet.kinds import Kind
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from shopbook.sheet.sparing import with_formula
from shopbook.sheet.tables import Table

_FLAGS = {True: Label(zh="是", en="Yes"), False: Label(zh="否", en="No")}


class ColumnNotFoundError(MisuseError):
    """A task wants to write into a column that the sheet lacks."""

    def __init__(self, tab: str, title: Label) -> None:
        super().__init__(
            Label(
                zh="工作表“{tab}”没有“{title}”这一列，请补上后再运行", en="Sheet '{tab}' has no column '{title}': add it and run again"
            ).filled({"tab": tab, "title": title})
        )


class SheetGoneError(MisuseError):
    """A task wants to write into a sheet of the book that the workbook lacks."""

    def __init__(self, sheet: Label) -> None:
        super().__init__(
            Label(
                zh="工作簿里没有“{tab}”这张表，可能被删掉或改了名；什么也没有改动。请改回原名，"
                "或者从新建的同类工作簿里把这张表复制过来，再运行一次",
                en="The workbook has no sheet '{tab}': it may have been deleted or renamed. Nothing was changed. Give it its name back, "
                "or copy the sheet from a fresh workbook of the same kind, and run again",
            ).filled({"tab": sheet})
        )


@dataclass(frozen=True, slots=True)
class Writing:
    """What turning changes into cells needs to know: the sheets as read, and the workbook's language."""

    tables: Mapping[str, Table]
    lang: Lang


def plan_of(outcome: Outcome, book: Book, writing: Writing) -> EditPlan:
    """The edit plan of an outcome; what would change nothing is left out, so that a second run writes nothing.

    Raises:
        SheetGoneError: The workbook lacks a sheet that would be written.
        ColumnNotFoundError: A sheet lacks a column that would be written.
    """
    changes = [*outcome.changes, *_marking(outcome, book, writing)]
    gone = next((change.sheet for change in changes if not writing.tables[change.sheet].grid.tab), None)
    if gone is not None:
        raise SheetGoneError(book.sheet(gone).label)
    writes = [write for change in changes if isinstance(change, SetCells) for write in _cells(change, writing)]
    appends = [append for change in changes if isinstance(change, AppendRows) for append in _appended(change, writing)]
    replaces = [new for change in changes if isinstance(change, ReplaceRows) for new in _replaced(change, writing)]
    below = [append for append in appends if isinstance(append, ColumnWrite)]
    return EditPlan(
        writes=(*writes, *below),
        appends=tuple(append for append in appends if isinstance(append, TableAppend)),
        replaces=tuple(replaces),
    )


def _marking(outcome: Outcome, book: Book, writing: Writing) -> list[Change]:
    changes: list[Change] = []
    for code in outcome.marks:
        if book.sheet(code).checked:
            changes += _check_column(code, outcome.findings, writing)
    if outcome.marks:
        rows = {FINDINGS.code: findings_rows(outcome.findings), SUMMARY.code: summary_rows(outcome.findings)}
        changes += [ReplaceRows(code, frame) for code, frame in rows.items() if _is_there(writing, code)]
    return changes


def _is_there(writing: Writing, code: str) -> bool:
    return code in writing.tables and writing.tables[code].header is not None


def _check_column(code: str, findings: pl.DataFrame, writing: Writing) -> list[Change]:
    table = writing.tables[code]
    if CHECK not in table.present:
        return []
    said = marks(findings, table.grid.tab, writing.lang)
    now = table.frame.select(ROW, CHECK).join(said, left_on=ROW, right_on="row", how="left", maintain_order="left")
    changed = now.filter(pl.col(CHECK).ne_missing(pl.col("mark")))
    if changed.is_empty():
        return []
    return [SetCells(code, CHECK, tuple(changed[ROW].to_list()), tuple(changed["mark"].to_list()))]


def _cells(change: SetCells, writing: Writing) -> list[ColumnWrite]:
    table = writing.tables[change.sheet]
    column = table.columns[change.field]
    if table.header is None or change.field not in table.header.letters:
        raise ColumnNotFoundError(table.grid.tab, column.label)
    spared = set(with_formula(table, change.field, change.rows))
    order = sorted((index for index, row in enumerate(change.rows) if row not in spared), key=change.rows.__getitem__)
    values = _cell_values(column, [change.values[index] for index in order], writing.lang)
    rows = [change.rows[index] for index in order]
    return [ColumnWrite(table.grid.tab, table.header.letters[change.field], rows, values)] if rows else []


def _appended(change: AppendRows, writing: Writing) -> Sequence[TableAppend | ColumnWrite]:
    if change.frame.is_empty():
        return []
    table = writing.tables[change.sheet]
    listed = _excel_table(table)
    if listed is None:
        return _below(change.frame, table, writing.lang)
    return [TableAppend(table.grid.tab, listed.name, _rows(change.frame, table, listed, writing.lang))]


def _replaced(change: ReplaceRows, writing: Writing) -> list[TableReplace]:
    table = writing.tables[change.sheet]
    listed = _excel_table(table)
    if listed is None:
        raise ColumnNotFoundError(table.grid.tab, Label(zh="表格", en="table"))
    if _same(change.frame, table):
        return []
    return [TableReplace(table.grid.tab, listed.name, _rows(change.frame, table, listed, writing.lang))]


def _same(frame: pl.DataFrame, table: Table) -> bool:
    """Whether rows are those that the sheet has."""
    shared = [name for name in frame.columns if name in table.present]
    if shared and frame.height != table.frame.height:
        return False
    alike = ((table.columns[name], table.frame[name], frame[name].cast(table.frame.schema[name])) for name in shared)
    return all(_reads_alike(column, old, new) for column, old, new in alike)


def _reads_alike(column: Column, old: pl.Series, new: pl.Series) -> bool:
    """Whether values, once written, are read as what is there: a key of two ids loses the spaces between them."""
    if old.equals(new):
        return True
    if not column.spec.is_text:
        return False
    apart, spelling = old.ne_missing(new), column.spelling()
    pairs = zip(old.filter(apart), new.filter(apart), strict=True)
    return all(written is not None and column.spec.parse(written, spelling) == there for there, written in pairs)


def _excel_table(table: Table) -> TableRef | None:
    """The Excel table whose header is the sheet's header."""
    if table.header is None:
        raise ColumnNotFoundError(table.grid.tab, next(iter(table.columns.values())).label)
    row = table.header.row
    return next((each for each in table.grid.tables if each.first_row == row), None)


def _rows(frame: pl.DataFrame, table: Table, listed: TableRef, lang: Lang) -> list[list[Value]]:
    fields = {letters: field for field, letters in (table.header.letters.items() if table.header else ())}
    letters = [column_letters(number) for number in range(listed.first_column, listed.last_column + 1)]
    by_letters = [_values(frame, table, fields.get(name), lang) for name in letters]
    return [list(row) for row in zip(*by_letters, strict=True)]


def _values(frame: pl.DataFrame, table: Table, field: str | None, lang: Lang) -> list[Value]:
    if field is None or field not in frame.columns:
        return [None] * frame.height
    return _cell_values(table.columns[field], frame[field].to_list(), lang)


def _below(frame: pl.DataFrame, table: Table, lang: Lang) -> list[ColumnWrite]:
    """Rows below a range that is no Excel table."""
    header = table.header
    if header is None:
        return []
    rows = list(range(table.last_row + 1, table.last_row + 1 + frame.height))
    known = sorted((column_number(letters), letters, field) for field, letters in header.letters.items() if field in frame.columns)
    return [ColumnWrite(table.grid.tab, letters, rows, _values(frame, table, field, lang)) for _, letters, field in known]


def _cell_values(column: Column, values: Iterable[object], lang: Lang) -> list[Value]:
    """What typed values are in cells: a choice its word, a flag 是 or 否, a span of time a time of day."""
    words = column.shown(lang) if column.kind is Kind.CHOICE else {}
    flags = {value: label[lang] for value, label in _FLAGS.items()}
    return [_cell_value(value, words, flags) for value in values]


def _cell_value(value: object, words: Mapping[str, str], flags: Mapping[bool, str]) -> Value:
    match value:
        case None:
            return None
        case str():
            return words.get(value, value)
        case bool():
            return flags[value]
        case dt.timedelta():
            return _time_of_day(value)
        case int() | float() | Decimal() | dt.datetime() | dt.date() | dt.time():
            return value
        case _:
            return str(value)


def _time_of_day(span: dt.timedelta) -> Value:
    """A whole day has no time of day: it stays the number 1, which Excel shows as 24:00 in the right format."""
    return 1 if span >= dt.timedelta(days=1) else (dt.datetime.min + span).time()
