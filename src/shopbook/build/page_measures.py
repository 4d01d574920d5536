"""How an A4 page is divided: a grid of small squares, and how much text goes into so many of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from shopbook.build.style import display_width
from shopbook.sheet.documents import PerPage

SQUARE_PIXELS, SQUARE_POINTS = 16, 12
"""Width of a column of the grid, on screen and on paper."""

COLUMNS = 41
"""Across the page: 492 of the 545 points between the margins, so that a program with a wider font still takes one page across."""

LEFT_HALF = 20
"""Columns of a block that stands beside another; the column between them is left blank."""

_CHARACTER, _LETTER = 1.0, 0.6
"""Width of a Chinese character, and of a letter or digit, against the size of the font: of letters a bit more than most fonts need."""

_LINE = 1.32
"""Height of a line of text, against the size of the font."""

_PADDING = 5
"""Points that a cell leaves blank, left and right together."""

_PIECES = re.compile(r"[\x21-\x7e]+ ?|.", re.DOTALL)
"""What is never broken: a word of letters and digits; any other character."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of blocks of which so many share a page.

    Attributes:
        columns: Of a block.
        rows: Of a block.
        row_points: Height of a row.
        text: Size of the font, in points.
        blocks: Where blocks begin on a page: row and column.
        page_rows: Rows of a page, those between its blocks included.
    """

    columns: int
    rows: int
    row_points: float
    text: float
    blocks: tuple[tuple[int, int], ...]
    page_rows: int

    def rows_of(self, lines: int, size: float) -> int:
        """The rows that lines of a font take."""
        return self.rows_high(lines * size * _LINE)

    def rows_high(self, points: float) -> int:
        """The rows that are at least so high."""
        return ceil(points / self.row_points)


MEASURES: Mapping[PerPage, Measures] = {
    1: Measures(COLUMNS, 45, 16, 10, ((0, 0),), 45),
    2: Measures(COLUMNS, 23, 15, 9.5, ((0, 0), (25, 0)), 48),
    4: Measures(LEFT_HALF, 28, 12.5, 8, ((0, 0), (0, LEFT_HALF + 1), (29, 0), (29, LEFT_HALF + 1)), 57),
}
"""By the number of blocks on a page; each page is 720 points high at most, of the 770 between the margins."""


def broken(text: str, columns: int, size: float) -> list[str]:
    """A text in the lines that it takes.

    Args:
        text: On one line.
        columns: Of the grid.
        size: Of the font, in points.
    """
    room = (columns * SQUARE_POINTS - _PADDING) / size
    lines = [""]
    for piece in _pieces(text, room):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return lines


def _pieces(text: str, room: float) -> list[str]:
    """What is not broken, but for a word that is wider than a line."""
    most = max(1, int(room / _LETTER))
    return [word[at : at + most] for word in _PIECES.findall(text) for at in range(0, len(word), most)]


def _width(text: str) -> float:
    """Against the size of the font."""
    wide = display_width(text) - len(text)
    return wide * _CHARACTER + (len(text) - wide) * _LETTER


def cut(text: str, columns: int, size: float, most: int) -> tuple[str, int]:
    """A text that takes no more than so many lines, with dots where the rest is left out, and how many it takes."""
    lines = broken(text, columns, size)
    if len(lines) <= most:
        return text, len(lines)
    kept = lines[:most]
    return "".join((*kept[:-1], kept[-1][:-2])) + "…", most
