"""What every part of a template is drawn with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from shopbook.build.style import FIRST_ROW, FORM_LETTER, OPEN_LETTER, Formats, Look, column_width, wraps
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import CHECK, Column, Sheet
from shopbook.sheet.grid import column_letters

Run = tuple[Look, str]
"""A piece of text and how it looks."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A workbook in the making."""

    workbook: Workbook
    formats: Formats
    book: Book
    lang: Lang
    has_macros: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet in the making."""

    canvas: Canvas
    worksheet: Worksheet
    sheet: Sheet

    @property
    def last(self) -> int:
        """The number of its last column, from 0."""
        return len(self.sheet.columns) - 1

    @property
    def lang(self) -> Lang:
        """Its language."""
        return self.canvas.lang

    @property
    def leading(self) -> int:
        """How many columns at the left say which row it is; they stay in sight."""
        is_leading = [column.field == CHECK or column.notes.key for column in self.sheet.columns]
        return is_leading.index(False) if False in is_leading else 0

    @property
    def widths(self) -> list[int]:
        """Of its columns, in characters."""
        return [column_width(column, self.lang, letter=self._letter(column)) for column in self.sheet.columns]

    def _letter(self, column: Column) -> float:
        """How wide the letters of a column's cells are."""
        if self.sheet.form is None:
            return 1
        return FORM_LETTER if column.notes.computed else OPEN_LETTER

    @property
    def wraps(self) -> bool:
        """Whether some column breaks its text into lines."""
        return any(wraps(column) for column in self.sheet.columns)

    def letters(self, field: str) -> str:
        """The letters of a field's column."""
        return column_letters([column.field for column in self.sheet.columns].index(field) + 1)

    def body(self) -> str:
        """Every cell below the header, to the end of the sheet."""
        return f"A{FIRST_ROW + 1}:{column_letters(self.last + 1)}1048576"

    def write_runs(self, row: int, runs: Sequence[Run], look: Look) -> None:
        """Write pieces of text, each in its look, into the first cell of a row."""
        formats = self.canvas.formats
        if len(runs) == 1:
            [(style, text)] = runs
            self.worksheet.write_string(row, 0, text, formats.of(look, style))
            return
        pieces = [piece for style, text in runs for piece in (formats.of(style), text)]
        self.worksheet.write_rich_string(row, 0, *pieces, formats.of(look))

    def numbered(self) -> Iterable[tuple[int, Column]]:
        """Its columns with their numbers, from 0."""
        return enumerate(self.sheet.columns)
