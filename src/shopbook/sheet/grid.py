"""What a host hands over: the cells of one sheet as they lie, before anybody says what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl


class CellType(IntEnum):
    """What a cell was in the file, which its text no longer tells."""

    BLANK = 0
    NUMBER = 1
    TEXT = 2
    BOOL = 3
    ERROR = 4
    UNCALCULATED = 5


@dataclass(frozen=True, slots=True)
class TableRef:
    """An Excel table (ListObject): its name and the rows and columns it covers, header included, all inclusive, from 1."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        tab: The sheet's name in its workbook; the file's name without extension for CSV.
        text: One String column per sheet column, named by its letters (``A``, ``B`` … without gaps, from A).
            Null is a blank cell. A number is its shortest exact decimal text, a number shown as a date is
            ``YYYY-MM-DD HH:MM:SS`` (or ``HH:MM:SS`` when its day is 0), a truth value ``TRUE``/``FALSE``,
            an error its own text (``#REF!``). A formula that was never calculated has the text null.
        types: The same columns as UInt8 values of :class:`CellType`; a type is never lost to a null text.
        first_row: The sheet's row number of the frame's first row. Rows in between are all there, blank or not.
        is_1904: Serial numbers count from 1904-01-01 instead of 1899-12-30.
        hidden_rows: How many of the rows are hidden or filtered away; they are in the frame all the same.
        merges: Merged ranges as written (``B2:D2``).
        outside: Cells whose formula reaches outside the workbook (HYPERLINK, WEBSERVICE, DDE, another file) -> the formula.
        formulas: Column letters -> the sheet rows of its cells that hold a formula, ascending; a column without one is left out. Empty
            where the format or its reader does not tell.
        tables: The sheet's Excel tables.
        encoding: Of a text file, the encoding it was read with, else empty.
    """

    tab: str
    text: pl.DataFrame
    types: pl.DataFrame
    first_row: int = 1
    is_1904: bool = False
    hidden_rows: int = 0
    merges: tuple[str, ...] = ()
    outside: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, pl.Series] = field(default_factory=dict)
    tables: tuple[TableRef, ...] = ()
    encoding: str = ""


def column_letters(number: int) -> str:
    """``A`` for 1, ``XFD`` for 16384."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """1 for ``A``, 16384 for ``XFD``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
