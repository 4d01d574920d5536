"""Rectangles of a sheet: parsed, compared, grown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from shopbook.host.package.refusals import UNUSUAL_XML, Refusal
from shopbook.sheet.grid import column_letters, column_number

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d{0,7})")
# A sheet's name as formulas write it, then a range of cells with all its dollars: 订单!$A$5:$H$24, 'my sheet'!$A$1.
_ABSOLUTE = re.compile(r"('(?:[^']|'')+'|[^\W\d][\w.]*)!\$([A-Z]{1,3})\$(\d+)(?::\$([A-Z]{1,3})\$(\d+))?(?![\w(])")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four sides inclusive, from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def meets(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        rows = self.first_row <= other.last_row and other.first_row <= self.last_row
        return rows and self.first_column <= other.last_column and other.first_column <= self.last_column

    def around(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        return Area(
            min(self.first_row, other.first_row),
            min(self.first_column, other.first_column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )

    def down_to(self, row: int) -> "Area":
        """The same area with another last row."""
        return replace(self, last_row=row)

    def __str__(self) -> str:
        first = cell_name(self.first_row, self.first_column)
        last = cell_name(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Growth:
    """A table whose last row moves.

    Attributes:
        tab: The sheet's name.
        before: The table as it was, header included.
        last_row: The last row it has from now on; above the old one when the table shrinks.
        body_row: Its first row below the header.
    """

    tab: str
    before: Area
    last_row: int
    body_row: int

    @property
    def added(self) -> Area | None:
        """The rows that come to the table, if any."""
        return Area(self.before.last_row + 1, self.before.first_column, self.last_row, self.before.last_column) if self.grows else None

    @property
    def columns(self) -> range:
        """The numbers of its columns."""
        return range(self.before.first_column, self.before.last_column + 1)

    @property
    def grows(self) -> bool:
        """Whether rows are added."""
        return self.last_row > self.before.last_row


def cell_name(row: int, column: int) -> str:
    """``B17`` for row 17, column 2."""
    return f"{column_letters(column)}{row}"


def area_of(text: str) -> Area:
    """The rectangle of ``B17``, ``$A$1:$C$3``, whole columns ``A:C`` or whole rows ``3:5``.

    Raises:
        Refusal: The text is no such reference.
    """
    first, _, last = text.partition(":")
    (left, top), (right, bottom) = _corner(first), _corner(last or first)
    area = Area(top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN)
    if (top is None and left is None) or area.last_row > LAST_ROW or area.last_column > LAST_COLUMN:
        raise Refusal(UNUSUAL_XML)
    return area


def grown_list(sqref: str, growths: Iterable[Growth]) -> str:
    """A list of ranges (``sqref``) that reaches as far down as the tables do that it reached the end of.

    A range that is wider than the table stays, and one over the table's own new rows is added.
    """
    pieces = sqref.split()
    for growth in growths:
        pieces = [grown for piece in pieces for grown in _grown_piece(piece, growth)]
    return " ".join(pieces)


def moved_formula(formula: str, growths: Iterable[Growth], *, whole: bool) -> str:
    """A formula whose absolute ranges follow the tables that they covered.

    Args:
        formula: As stored, without ``=``.
        growths: The tables whose last row moves.
        whole: True where any range that ends with the table follows (print areas, filters); else only one over exactly
            its data rows does.
    """
    if '"' in formula:
        return formula
    for growth in growths:
        formula = _ABSOLUTE.sub(_mover(growth, _ends_with if whole else _is_body), formula)
    return formula


def moved_area(area: Area, growth: Growth) -> Area:
    """The area, ending where the table now ends if it ended where the table ended."""
    return area.down_to(growth.last_row) if _ends_with(area, growth) else area


def _corner(text: str) -> tuple[int | None, int | None]:
    found = _CORNER.fullmatch(text)
    if not found:
        raise Refusal(UNUSUAL_XML)
    return (column_number(found[1].upper()) if found[1] else None, int(found[2]) if found[2] else None)


def _grown_piece(piece: str, growth: Growth) -> list[str]:
    area, table = area_of(piece), growth.before
    is_over_end = area.first_row <= table.last_row <= area.last_row < growth.last_row
    left, right = max(area.first_column, table.first_column), min(area.last_column, table.last_column)
    if not is_over_end or left > right:
        return [piece]
    if (left, right) == (area.first_column, area.last_column):
        return [str(area.down_to(growth.last_row))]
    return [piece, str(Area(area.last_row + 1, left, growth.last_row, right))]


def _mover(growth: Growth, follows: Callable[[Area, Growth], bool]) -> Callable[[re.Match[str]], str]:
    def moved(found: re.Match[str]) -> str:
        left, right = found[2], found[4] or found[2]
        area = Area(int(found[3]), column_number(left), int(found[5] or found[3]), column_number(right))
        if _tab_name(found[1]) != growth.tab or not follows(area, growth):
            return found[0]
        return f"{found[1]}!${left}${area.first_row}:${right}${growth.last_row}"

    return moved


def _tab_name(written: str) -> str:
    return written[1:-1].replace("''", "'") if written.startswith("'") else written


def _is_body(area: Area, growth: Growth) -> bool:
    table = growth.before
    is_within = table.first_column <= area.first_column and area.last_column <= table.last_column
    return is_within and area.first_row == growth.body_row and area.last_row == table.last_row


def _ends_with(area: Area, growth: Growth) -> bool:
    return area.last_row == growth.before.last_row and area.meets(growth.before)
