"""The buttons of a sheet, side by side between its title and its table."""

from shopbook.build.canvas import Tab
from shopbook.build.macros import macro_name
from shopbook.build.style import SPARE_ROW, column_width, display_width
from shopbook.sheet.books import Task

STRIP_HEIGHT = 30
"""Points of the row that holds them."""

_TOP, _HEIGHT, _GAP = 6, 28, 8
_LETTER, _MARGIN, _NARROWEST = 8, 28, 92
"""Pixels: of a caption's letter, of what is left free beside it, and of the narrowest button."""


def tasks_on(tab: Tab) -> tuple[Task, ...]:
    """The tasks that a sheet has buttons for: the first sheet for all, another for those that write into it."""
    if not tab.canvas.has_macros:
        return ()
    is_first = tab.sheet is tab.canvas.book.sheets[0]
    return tuple(task for task in tab.canvas.book.tasks if is_first or tab.sheet.code in task.writes)


def add_buttons(tab: Tab) -> None:
    """Add a sheet's buttons in the order of the tasks; none lies across the edge of the columns that stay in sight."""
    edge, left = _edge(tab), _GAP
    for task in tasks_on(tab):
        caption = task.label[tab.lang]
        width = max(_NARROWEST, display_width(caption) * _LETTER + _MARGIN)
        if left < edge < left + width:
            left = edge + _GAP
        look = {"x_offset": left, "y_offset": _TOP, "width": width, "height": _HEIGHT}
        tab.worksheet.insert_button(
            SPARE_ROW, 0, {"macro": macro_name(task), "caption": caption, "description": task.help[tab.lang], **look}
        )
        left += width + _GAP


def _edge(tab: Tab) -> int:
    """How many pixels the columns take that stay in sight."""
    workbook = tab.canvas.workbook
    widths = [column_width(column, tab.lang) for column in tab.sheet.columns[: tab.leading]]
    return sum(width * workbook.max_digit_width + workbook.cell_padding for width in widths)
