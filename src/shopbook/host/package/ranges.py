"""What follows a sheet's rows: merged cells to respect, and ranges (drop-downs, formats) that grow with a table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from shopbook.host.package.areas import Area, Growth, area_of, cell_name, grown_list, moved_area
from shopbook.host.package.markup import attributes, escaped, opening, tags, unescaped, with_attribute
from shopbook.host.package.refusals import CONTENT_BELOW, INSIDE_A_MERGE, at_cell
from shopbook.host.package.rows import Marks

_GROWING = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
# Newer formats and drop-downs keep their ranges in an element, after their rules; a sparkline has one too, which is its own cell.
_EXTENDED = re.compile(
    rb"<((?:[\w.-]+:)(?:conditionalFormatting|dataValidation))(?=[\s>])[^>]*[^/>]?>.*?</\1\s*>",
    re.DOTALL,
)
_SQREF = re.compile(rb"(<(?:[\w.-]+:)sqref>)([^<]*)(</)")


def require_unmerged(tail: bytes, marks: Marks, growths: Sequence[Growth]) -> None:
    """Refuse changes inside merged cells, and tables that grow into some.

    Raises:
        Refusal: There is such a change.
    """
    added = [growth.added for growth in growths if growth.added]
    for _, merge in tags(tail, "mergeCell"):
        area = area_of(merge["ref"])
        row = _changed_inside(area, marks)
        if any(area.meets(rows) for rows in added):
            raise at_cell(marks.tab, str(area), CONTENT_BELOW)
        if row:
            raise at_cell(marks.tab, row, INSIDE_A_MERGE)


def grown_tail(tail: bytes, growths: Sequence[Growth]) -> bytes:
    """What follows the rows, with every range that ended with a table ending where it now ends."""
    for name in _GROWING:
        tail = _retagged(tail, name, lambda ref: grown_list(ref, growths), "sqref")
    tail = moved_refs(tail, ("autoFilter",), growths)
    return _EXTENDED.sub(lambda found: _SQREF.sub(lambda ranges: _regrown(ranges, growths), found[0]), tail)


def moved_refs(xml: bytes, names: Iterable[str], growths: Sequence[Growth]) -> bytes:
    """The XML with the ``ref`` of those elements ending where a table now ends, if it ended where the table did."""
    for name in names:
        xml = _retagged(xml, name, lambda ref: _moved(ref, growths), "ref")
    return xml


def _changed_inside(area: Area, marks: Marks) -> str | None:
    for column, rows in marks.changed.items():
        if area.first_column <= column <= area.last_column:
            first = bisect_left(rows, area.first_row + (column == area.first_column))
            if first < bisect_right(rows, area.last_row):
                return cell_name(rows[first], column)
    return None


def _retagged(xml: bytes, name: str, changed: Callable[[str], str], attribute: str) -> bytes:
    def retagged(found: re.Match[bytes]) -> bytes:
        ranges = attributes(found[0]).get(attribute, "")
        grown = changed(ranges) if ranges else ranges
        return found[0] if grown == " ".join(ranges.split()) else with_attribute(found[0], attribute, grown)

    return opening(name).sub(retagged, xml)


def _regrown(ranges: re.Match[bytes], growths: Sequence[Growth]) -> bytes:
    before = unescaped(ranges[2])
    after = grown_list(before, growths)
    return ranges[0] if after == " ".join(before.split()) else ranges[1] + escaped(after) + ranges[3]


def _moved(ref: str, growths: Sequence[Growth]) -> str:
    area = area_of(ref)
    for growth in growths:
        area = moved_area(area, growth)
    return ref if area == area_of(ref) else str(area)
