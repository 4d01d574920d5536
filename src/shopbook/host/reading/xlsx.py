"""The sheets of an OOXML workbook (.xlsx, .xlsm) as grids."""

import dataclasses
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NoReturn

import polars as pl

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.archive import Archive
from shopbook.host.reading.blocks import Block, GridTooLargeError, formula_rows, join, to_block
from shopbook.host.reading.cells import MAX_ROWS, OddSheetError
from shopbook.host.reading.container import Container, Tab
from shopbook.host.reading.elements import NOT_XML, attribute, parse
from shopbook.host.reading.formats import read_formats
from shopbook.host.reading.relations import relations
from shopbook.host.reading.scan import scan
from shopbook.host.reading.settle import Book
from shopbook.host.reading.sheetpart import SheetPieces, merged_ranges
from shopbook.host.reading.small import SMALL_BYTES, read_small
from shopbook.host.reading.strings import read_shared_strings, walk_shared_strings
from shopbook.host.reading.walk import BrokenSheetError, UnsortedSheetError, walk
from shopbook.host.reading.workbook import find_workbook
from shopbook.labels import Label
from shopbook.sheet.grid import Grid, TableRef, column_number

WORKERS = 2
"""Blocks that are taken apart at a time: more would only wait for the one thread that unpacks."""

_MAX_STRINGS_BYTES = 2 << 30
_KEPT_BYTES = 8 << 20


Books = dict[tuple[int, int, int], Book]
"""What the cells of a file refer to, by its identity: read once for all of its sheets, as long as it is the same."""


def read_xlsx(container: Container, tabs: Sequence[Tab], books: Books) -> list[Grid]:
    """The sheets' cells.

    Args:
        container: The workbook.
        tabs: The sheets.
        books: What is known of it, which may be added to.

    Raises:
        UnreadableFileError: A part is damaged, or a sheet is too large.
    """
    with Archive(container.path, container.open(), container.contents) as archive:
        book = books.get(archive.identity) or _read_book(container, archive)
        if book.shared.estimated_size() < _KEPT_BYTES:
            books[archive.identity] = book
        return [_Sheet(container.path, archive, tab, book).grid() for tab in tabs]


def _read_book(container: Container, archive: Archive) -> Book:
    parts = {relation.kind: relation.target for relation in relations(archive, find_workbook(archive)) if relation.target}
    styles = parse(archive.read(parts["styles"])) if "styles" in parts else None
    shared = pl.Series(dtype=pl.String)
    if "sharedStrings" in parts:
        shared = _read_strings(container.path, archive, parts["sharedStrings"])
    return Book(shared, read_formats(styles), container.is_1904)


def _read_strings(path: Path, archive: Archive, part: str) -> pl.Series:
    raw = archive.read(part, _MAX_STRINGS_BYTES)
    try:
        found = read_shared_strings(raw)
        return walk_shared_strings([raw]) if found is None else found
    except NOT_XML as error:
        raise UnreadableFileError(path, _DAMAGED_PART.filled({"part": part})) from error


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet on its way from the zip to a grid."""

    path: Path
    archive: Archive
    tab: Tab
    book: Book

    def grid(self) -> Grid:
        found = self._small() or self._large()
        return dataclasses.replace(found, tab=self.tab.name, tables=tuple(_tables(self.archive, self.tab.part)))

    def _small(self) -> Grid | None:
        """The cells of a small sheet; None for any other, and for one that only the other readers may judge."""
        if self.archive.claims(self.tab.part)[1] > SMALL_BYTES:
            return None
        try:
            return read_small(self.archive.read(self.tab.part, SMALL_BYTES), self.book)
        except (BrokenSheetError, UnreadableFileError):
            return None

    def _large(self) -> Grid:
        blocks, merges = self._read()
        try:
            text, types, first_row = join(blocks)
        except GridTooLargeError as error:
            self._refuse_size(error)
        return Grid(
            tab="",
            text=text,
            types=types,
            first_row=first_row,
            is_1904=self.book.is_1904,
            hidden_rows=sum(block.hidden for block in blocks),
            merges=merges,
            outside={cell: formula for block in blocks for cell, formula in block.outside.items()},
            formulas=formula_rows(blocks),
        )

    def _read(self) -> tuple[list[Block], tuple[str, ...]]:
        try:
            try:
                pieces = SheetPieces(self.archive.stream(self.tab.part))
                return list(_in_sequence(_scanned(pieces, self.book))), merged_ranges(pieces.after)
            except (OddSheetError, UnicodeDecodeError):
                return self._walk()
        except BrokenSheetError as error:
            self._refuse_cell(error)
        except GridTooLargeError as error:
            self._refuse_size(error)

    def _walk(self) -> tuple[list[Block], tuple[str, ...]]:
        merges: list[str] = []
        try:
            blocks = [to_block(cells, self.book) for cells in walk(self.archive.stream(self.tab.part), merges, is_sorted=True)]
        except UnsortedSheetError:
            merges.clear()
            blocks = [to_block(cells, self.book) for cells in walk(self.archive.stream(self.tab.part), merges, is_sorted=False)]
        return blocks, tuple(merges)

    def _refuse_cell(self, error: BrokenSheetError) -> NoReturn:
        if error.cell:
            raise UnreadableFileError(self.path, _WRONG_CELL.filled({"tab": self.tab.name, "cell": error.cell[:40]})) from error
        raise UnreadableFileError(self.path, _DAMAGED_PART.filled({"part": self.tab.part})) from error

    def _refuse_size(self, error: GridTooLargeError) -> NoReturn:
        places = {"tab": self.tab.name, "rows": error.rows, "columns": error.columns}
        raise UnreadableFileError(self.path, _TOO_LARGE.filled(places)) from error


def _in_sequence(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with their rows' true numbers, each below the one before."""
    last_row = 0
    for found in blocks:
        block = dataclasses.replace(found, rows=found.rows + last_row) if found.is_counted else found
        if len(block.rows):
            if block.rows[0] <= last_row or block.rows[-1] > MAX_ROWS:
                raise OddSheetError
            last_row = int(block.rows[-1])
        yield block


def _scanned(pieces: Iterable[bytes], book: Book) -> Iterator[Block]:
    """Blocks in the sheet's order, taken apart by threads while the next ones are unpacked; a lone one is not worth a thread."""
    rest = iter(pieces)
    begun = list(islice(rest, 2))
    if len(begun) < 2:  # noqa: PLR2004 - more than one
        yield from (_scan_block(piece, book) for piece in begun)
        return
    waiting: deque[Future[Block]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        for piece in chain(begun, rest):
            waiting.append(pool.submit(_scan_block, piece, book))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def _scan_block(piece: bytes, book: Book) -> Block:
    return to_block(scan(piece), book)


def _tables(archive: Archive, part: str) -> Iterator[TableRef]:
    for relation in relations(archive, part):
        root = parse(archive.read(relation.target)) if relation.kind == "table" and relation.target else None
        if root is None:
            continue
        corners = [_corner(corner) for corner in (root.get("ref") or "").split(":")]
        if all(corners):
            (first_column, first_row), (last_column, last_row) = corners[0], corners[-1]
            name = attribute(root, "displayName") or attribute(root, "name") or ""
            yield TableRef(name, first_row, first_column, last_row, last_column)


def _corner(reference: str) -> tuple[int, int]:
    """Column and row; nothing when it is no cell."""
    letters = reference.rstrip("0123456789")
    if not letters.isalpha() or not letters.isascii() or not letters.isupper() or letters == reference:
        return 0, 0
    return column_number(letters), int(reference[len(letters) :])


_DAMAGED_PART = Label(
    zh="文件已损坏（内部部件“{part}”读不出来）。请重新下载或从备份恢复",
    en="the file is damaged (its part '{part}' cannot be read); download it again or restore it from a backup",
)
_WRONG_CELL = Label(
    zh="工作表“{tab}”里有一个位置不存在的单元格（{cell}），文件可能已损坏。请用 Excel 另存一份再试",
    en="sheet '{tab}' has a cell where no sheet has one ({cell}), it may be damaged; save it anew from Excel and try again",
)
_TOO_LARGE = Label(
    zh="工作表“{tab}”的范围太大（{rows} 行 × {columns} 列有内容），无法读取。请删除远处的零散单元格，或拆成几个文件",
    en="sheet '{tab}' is too large ({rows} rows with {columns} filled columns); delete stray cells far away, or split it up",
)
