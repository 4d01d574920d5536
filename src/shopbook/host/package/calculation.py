"""The calculation chain: Excel's list of cells with formulas, which must not name a cell that has none."""

from bisect import bisect_left
from collections.abc import Mapping

from shopbook.host.package.areas import area_of
from shopbook.host.package.edits import SheetEdits
from shopbook.host.package.markup import tags
from shopbook.sheet.grid import column_number


def breaks_chain(chain: bytes, edits: Mapping[str, SheetEdits]) -> bool:
    """Whether a cell that is written is listed.

    Args:
        chain: The part.
        edits: By the sheet's number inside the file. An entry without a number is on the sheet of the entry before.
    """
    number = ""
    for _, entry in tags(chain, "c"):
        number = entry.get("i", number)
        sheet = edits.get(number)
        if sheet and _writes(sheet, entry.get("r", "A1")):
            return True
    return False


def _writes(sheet: SheetEdits, cell: str) -> bool:
    place = area_of(cell)
    row, column = place.first_row, place.first_column
    if any(block.area.holds(row, column) for block in sheet.blocks):
        return True
    for write in sheet.writes:
        index = bisect_left(write.rows, row)
        if column_number(write.column) == column and index < len(write.rows) and write.rows[index] == row:
            return True
    return False
