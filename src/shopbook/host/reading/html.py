"""Web pages with a table, which platforms send under the name .xls."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.cells import MAX_COLUMNS, MAX_ROWS
from shopbook.host.reading.container import Container
from shopbook.host.reading.encodings import decode
from shopbook.labels import Label
from shopbook.sheet.grid import CellType, Grid, column_letters

_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|head)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"""\b(rowspan|colspan)\s*=\s*["']?\s*(\d{1,6})""", re.IGNORECASE)
_MAX_SPANS = {"rowspan": 65_534, "colspan": 1_000}
"""What browsers allow."""


@dataclass(slots=True)
class _Table:
    """A table while it is read: its cells by row and column, and the cells that reach into later rows."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[str] = field(default_factory=list)
    row: int = 0
    column: int = 0
    below: dict[int, int] = field(default_factory=dict)
    text: list[str] | None = None
    place: tuple[int, int] = (0, 0)

    def start_row(self) -> None:
        self.end_cell()
        self.row += 1
        self.column = 0
        self.below = {column: last for column, last in self.below.items() if last >= self.row}

    def start_cell(self, spans: Mapping[str, int]) -> None:
        self.end_cell()
        self.row = self.row or 1
        self.column += 1
        while self.column in self.below:
            self.column += 1
        self.place, self.text = (self.row, self.column), []
        height, width = spans.get("rowspan", 1), spans.get("colspan", 1)
        last_row, last_column = self.row + height - 1, self.column + width - 1
        if height > 1:
            self.below.update(dict.fromkeys(range(self.column, last_column + 1), last_row))
        if height > 1 or width > 1:
            self.merges.append(f"{column_letters(self.column)}{self.row}:{column_letters(last_column)}{last_row}")
        self.column = last_column

    def end_cell(self) -> None:
        if self.text is not None:
            lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
            self.cells[self.place] = "\n".join(lines).strip()
        self.text = None


def read_html(container: Container) -> Grid:
    """The table with the most cells.

    Raises:
        UnreadableFileError: There is no table, its encoding is unknown, or it is wider or longer than any sheet.
    """
    with container.open() as stream:
        decoded = decode(container.path, stream.read())
    tables = [table for table in _tables(decoded.raw.decode()) if table.cells]
    if not tables:
        raise UnreadableFileError(container.path, _NO_TABLE)
    table = max(tables, key=lambda found: len(found.cells))
    filled = {place: text for place, text in table.cells.items() if text}
    height = max((row for row, _ in filled), default=0)
    width = max((column for _, column in filled), default=0)
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise UnreadableFileError(container.path, _TOO_LARGE.filled({"rows": height, "columns": width}))
    text = _frame(filled, height, width)
    types = text.select(pl.all().is_not_null().cast(pl.UInt8) * int(CellType.TEXT))
    return Grid(container.path.stem, text, types, merges=tuple(table.merges), encoding=decoded.encoding)


def _frame(filled: Mapping[tuple[int, int], str], height: int, width: int) -> pl.DataFrame:
    columns: list[list[str | None]] = [[None] * height for _ in range(width)]
    for (row, column), text in filled.items():
        columns[column - 1][row - 1] = text
    return pl.DataFrame({column_letters(number + 1): pl.Series(texts, dtype=pl.String) for number, texts in enumerate(columns)})


def _tables(page: str) -> Iterator[_Table]:
    """Every table as it ends; one inside a cell of another is a table of its own."""
    page = _UNSEEN.sub("", page)
    stack: list[_Table] = []
    position = 0
    for tag in _TAG.finditer(page):
        _add_text(stack, page[position : tag.start()])
        position = tag.end()
        is_end, name = bool(tag[1]), tag[2].lower()
        if name == "table" and not is_end:
            stack.append(_Table())
        elif stack and name == "table":
            stack[-1].end_cell()
            yield stack.pop()
        elif stack:
            _apply(stack[-1], name, tag[3], is_end=is_end)
    _add_text(stack, page[position:])
    for table in stack:
        # A page that was cut off: what is there counts.
        table.end_cell()
        yield table


def _add_text(stack: list[_Table], text: str) -> None:
    if stack and stack[-1].text is not None and text:
        stack[-1].text.append(html.unescape(text.replace("\n", " ").replace("\r", " ")))


def _apply(table: _Table, name: str, attributes: str, *, is_end: bool) -> None:
    match name:
        case "tr":
            table.end_cell() if is_end else table.start_row()
        case "td" | "th":
            table.end_cell() if is_end else table.start_cell(_spans(attributes))
        case "br" if table.text is not None:
            table.text.append("\n")
        case _:
            pass


def _spans(attributes: str) -> dict[str, int]:
    return {name.lower(): max(1, min(int(value), _MAX_SPANS[name.lower()])) for name, value in _ATTRIBUTE.findall(attributes)}


_NO_TABLE = Label(
    zh="这个网页文件里没有表格。请从平台重新导出 Excel 或 CSV",
    en="this web page has no table; export Excel or CSV from the platform again",
)
_TOO_LARGE = Label(
    zh="网页里的表格有 {rows} 行 {columns} 列，超过表格的上限。请拆成几个文件",
    en="the page's table has {rows} rows and {columns} columns, more than a sheet can have; split it into several files",
)
