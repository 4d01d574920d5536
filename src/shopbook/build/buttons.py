"""The buttons of a sheet, side by side between its title and its table."""

from dataclasses import dataclass

from shopbook.build.canvas import Tab
from shopbook.build.macros import macro_name
from shopbook.build.style import SPARE_ROW, display_width
from shopbook.labels import Lang
from shopbook.sheet.books import Task

_STRIP_HEIGHT, _LINE = 30, 40
"""Points that one line of them takes, and the same in pixels."""

_WIDEST = 1200
"""Pixels beyond which a window may not show them."""

_TOP, _HEIGHT, _GAP = 6, 28, 8
_LETTER, _MARGIN, _NARROWEST = 7, 30, 84
"""Pixels: of a caption's letter, of what is left free beside it, and of the narrowest button."""


def tasks_on(tab: Tab) -> tuple[Task, ...]:
    """The tasks that a sheet has buttons for: the first sheet for all, another for those that write into it."""
    if not tab.canvas.has_macros:
        return ()
    is_first = tab.sheet is tab.canvas.book.sheets[0]
    return tuple(task for task in tab.canvas.book.tasks if is_first or tab.sheet.code in task.writes)


def add_buttons(tab: Tab) -> None:
    """Add a sheet's buttons in the order of the tasks; none lies across the edge of the columns that stay in sight."""
    for each in _places(tab):
        look = {"x_offset": each.left, "y_offset": _TOP + each.line * _LINE, "width": each.width, "height": _HEIGHT}
        words = {"caption": each.task.label[tab.lang], "description": each.task.help[tab.lang]}
        tab.worksheet.insert_button(SPARE_ROW, 0, {"macro": macro_name(each.task), **words, **look})


def strip_height(tab: Tab) -> int:
    """Points of the row that holds a sheet's buttons; 0 if it has none."""
    return max((each.line + 1 for each in _places(tab)), default=0) * _STRIP_HEIGHT


def button_width(task: Task, lang: Lang) -> int:
    """Pixels that a task's button takes, its caption whole."""
    return max(_NARROWEST, display_width(task.label[lang]) * _LETTER + _MARGIN)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a task's button lies: its line from 0, and pixels."""

    task: Task
    line: int
    left: int
    width: int


def _places(tab: Tab) -> list[_Place]:
    """Side by side, and on another line where a window would not show them."""
    edge, line, left = _edge(tab), 0, _GAP
    places = []
    for task in tasks_on(tab):
        width = button_width(task, tab.lang)
        if _beside(left, width, edge) + width > _WIDEST:
            line, left = line + 1, _GAP
        left = _beside(left, width, edge)
        places.append(_Place(task, line, left, width))
        left += width + _GAP
    return places


def _beside(left: int, width: int, edge: int) -> int:
    """Where a button begins that would begin at ``left``, if it would lie neither across the edge nor close to it.

    Programs round the widths of columns, each in its own way: a button that ends on the edge ends beyond it elsewhere.
    """
    return edge + _GAP if left < edge < left + width + _GAP else left


def _edge(tab: Tab) -> int:
    """How many pixels the columns take that stay in sight."""
    workbook = tab.canvas.workbook
    return sum(width * workbook.max_digit_width + workbook.cell_padding for width in tab.widths[: tab.leading])
