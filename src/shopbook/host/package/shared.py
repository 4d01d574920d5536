"""Shared formulas whose first cell, which holds the text for all, is overwritten: the next cell of the group becomes the first."""

import re
from dataclasses import dataclass

from shopbook.host.package.areas import LAST_COLUMN, LAST_ROW, Area, area_of, cell_name
from shopbook.host.package.markup import attributes, escaped, opening, unescaped, with_attribute
from shopbook.host.package.refusals import SHARED_FORMULA, Refusal, at_cell
from shopbook.sheet.grid import column_letters, column_number

_TEXT = re.compile(rb"<(?:[\w.-]+:)?f\s[^>]*>([^<]*)</")
# What is no reference although it may look like one (texts, quoted sheet names), then cells, whole columns and whole rows.
_REFERENCE = re.compile(
    r"""(?P<kept>"(?:[^"]|"")*"|'(?:[^']|'')*')"""
    r"|(?<![\w.$])(?P<cell>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?![\w.(!])"
    r"|(?<![\w.$])(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3})(?![\w.(!$])"
    r"|(?<![\w.$:])(?P<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.(!:])"
)
_LETTERS = re.compile(r"(?<![\w$])[A-Z]{1,3}")
_NUMBER = re.compile(r"(?<![\d$])\d+")


@dataclass(frozen=True, slots=True)
class Group:
    """The cells of one shared formula, in one row or one column, whose first cell at ``row``, ``column`` is gone."""

    formula: str
    row: int
    column: int
    area: Area


class Orphans:
    """Groups of one sheet that wait for a new first cell."""

    def __init__(self, tab: str) -> None:
        self._tab = tab
        self._groups: dict[str, Group] = {}

    def __bool__(self) -> bool:
        return bool(self._groups)

    def lose(self, row: int, column: int, cell: bytes) -> None:
        """Note that the first cell of a group is overwritten.

        Raises:
            Refusal: The group is no single row or column, or its text cannot be moved exactly.
        """
        tag = opening("f").search(cell)
        marks = attributes(tag[0]) if tag else {}
        text, area = _TEXT.search(cell), area_of(marks.get("ref", ""))
        formula = unescaped(text[1]) if text else ""
        if area.first_row == area.last_row and area.first_column == area.last_column:
            return
        in_line = area.first_row == area.last_row or area.first_column == area.last_column
        # Names of tables and of other files in brackets follow rules of their own.
        if not in_line or (row, column) != (area.first_row, area.first_column) or not formula or "[" in formula or "si" not in marks:
            raise at_cell(self._tab, cell_name(row, column), SHARED_FORMULA)
        self._groups[marks["si"]] = Group(formula, row, column, area)

    def adopted(self, row: int, xml: bytes) -> bytes:
        """The row, in which the first cell that is left of a group holds the group's formula.

        Raises:
            Refusal: A cell of the group is stored in an unusual way.
        """
        for number, group in list(self._groups.items()):
            if row > group.area.last_row:
                del self._groups[number]
                continue
            found = re.search(rb"""<(?:[\w.-]+:)?f\s(?:[^>]*\s)?si\s*=\s*["']%b["'][^>]*>""" % re.escape(number.encode()), xml)
            if found:
                del self._groups[number]
                xml = self._with_text(row, xml, found, group)
        return xml

    def _with_text(self, row: int, xml: bytes, found: re.Match[bytes], group: Group) -> bytes:
        tag = found[0]
        marks, prefix = attributes(tag), tag[1 : tag.index(b"f")]
        cell = xml[max(xml.rfind(b"<%bc " % prefix, 0, found.start()), 0) : found.start()]
        name = attributes(cell.partition(b">")[0]).get("r", "")
        close = b"</%bf>" % prefix
        is_plain = tag.endswith(b"/>") or xml.startswith(close, found.end())
        if marks.get("t") != "shared" or "ref" in marks or not is_plain or not name.endswith(str(row)):
            raise at_cell(self._tab, cell_name(group.row, group.column), SHARED_FORMULA)
        place = area_of(name)
        rest = Area(place.first_row, place.first_column, group.area.last_row, group.area.last_column)
        opened = with_attribute(tag.removesuffix(b"/>").removesuffix(b">").rstrip() + b">", "ref", str(rest))
        end = found.end() + (0 if tag.endswith(b"/>") else len(close))
        return xml[: found.start()] + opened + escaped(self._moved(group, place)) + close + xml[end:]

    def _moved(self, group: Group, place: Area) -> str:
        try:
            return moved(group.formula, place.first_row - group.row, place.first_column - group.column)
        except Refusal as refusal:
            raise at_cell(self._tab, cell_name(group.row, group.column), refusal.label) from refusal


def moved(formula: str, down: int, right: int) -> str:
    """A formula as it reads so many rows below and columns to the right: what has no dollar moves along.

    Raises:
        Refusal: A reference would leave the sheet (Excel counts on from its other side).
    """

    def moved_reference(found: re.Match[str]) -> str:
        if found["kept"]:
            return found["kept"]
        return _NUMBER.sub(moved_row, _LETTERS.sub(moved_column, found[0]))

    def moved_column(letters: re.Match[str]) -> str:
        return column_letters(_within(column_number(letters[0]) + right, LAST_COLUMN))

    def moved_row(number: re.Match[str]) -> str:
        return str(_within(int(number[0]) + down, LAST_ROW))

    return _REFERENCE.sub(moved_reference, formula)


def _within(number: int, last: int) -> int:
    if number > last:
        raise Refusal(SHARED_FORMULA)
    return number
