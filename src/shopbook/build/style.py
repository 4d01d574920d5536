"""How the parts of workbooks look, in the fonts and colours of the theme, and how wide and high they are."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same

from shopbook.build import theme
from shopbook.labels import Lang
from shopbook.sheet.columns import CHECK, Column
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind

Look = Mapping[str, str | int | float | bool]

SEVERITY_LOOKS: dict[Severity, Look] = {
    severity: {"bg_color": signal.fill, "font_color": signal.ink, "border": signal.frame, "border_color": signal.ink}
    for severity, signal in theme.SIGNALS.items()
}

TITLE: Look = {"bold": True, "font_size": 16, "font_color": theme.NAVY}
HEADING: Look = {"bold": True, "font_size": 12, "font_color": theme.NAVY}
"""Of which paper a form is."""

LEAD: Look = {"font_size": 10, "font_color": theme.FADED}
STRIP: Look = {"bg_color": theme.PALE, "valign": "vcenter", "indent": 1}
SWATCHES: dict[str, Look] = {
    "required": {"font_color": theme.NAVY},
    "optional": {"font_color": theme.OPTIONAL_SWATCH},
    "computed": {"font_color": theme.COMPUTED_SWATCH},
}
"""Of the square that stands for a title's colour."""
BODY: Look = {"border": 1, "border_color": theme.FAINT}
"""Of the table's own cells. New rows are dressed like the one above; whole columns have no lines, or empty pages would print."""
LEFT: Look = {"align": "left", "indent": 1}
TOP: Look = {"valign": "top"}
INDENTED: Look = {"indent": 1}
"""Of a figure in a frame that would touch it."""
FORM: Look = {"border": 1, "border_color": theme.LINE, "font_size": 12}
"""Of a form's own cells: read at arm's length, on paper too."""
UNLOCKED: Look = {"locked": False}
OPEN: Look = {"bg_color": theme.INPUT, "border": 2, "border_color": theme.INPUT_LINE, "font_size": 14, "bold": True}
"""Of a form's own cells that are to be filled in, seen and hit from some way off, on grey paper by their heavy frame."""
CLOSED: Look = {"bg_color": theme.LOCKED}
"""Of a form's other cells."""
LINK: Look = {"font_color": theme.LINK, "underline": 1, "num_format": "General"}

GRID_FONT: Look = {"font_name": "Arial", "font_size": 10, "font_scheme": False}
"""What widths of columns are measured by, on pages whose layout must be the same in every program: its digits are 7 pixels everywhere."""
PRINTED: Look = {"font_color": theme.INK, "valign": "vcenter"}
"""Of everything on a page to print."""
PAGE_TITLE: Look = {"bold": True, "font_color": theme.NAVY}
PAGE_LABEL: Look = {"font_color": theme.FADED}
PAGE_WRAPPED: Look = {"text_wrap": True}
PAGE_HEAD: Look = {"bold": True, "bg_color": theme.BLUE, "border": 1, "border_color": theme.FADED, "align": "center", "text_wrap": True}
PAGE_FIGURE_NAME: Look = {"font_color": theme.FADED, "align": "center", "top": 1, "left": 1, "right": 1, "border_color": theme.FADED}
PAGE_FIGURE: Look = {"bold": True, "align": "center", "bottom": 1, "left": 1, "right": 1, "border_color": theme.FADED}
PAGE_STRONG_FIGURE: Look = {"font_color": theme.NAVY, "bg_color": theme.BLUE}
PAGE_CELL: Look = {"border": 1, "border_color": theme.FADED, "text_wrap": True}
PAGE_BOX: Look = {"border": 4, "border_color": theme.FADED, "font_color": theme.FADED, "align": "center", "valign": "top"}
PAGE_CUT: Look = {"bottom": 3, "bottom_color": theme.LINE}
"""Of the row below which a page is cut."""
CENTRED: Look = {"align": "center"}
TO_THE_RIGHT: Look = {"align": "right"}
BOLD: Look = {"bold": True}
SIGNED: Look = {"valign": "bottom"}

CHART_TITLE: Look = {"bold": True, "size": 13, "color": theme.NAVY}
CHART_TEXT: Look = {"bold": False, "size": 9, "color": theme.FADED}
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
_POINTS = ("circle", "square", "diamond", "triangle", "circle")
CHART_COLUMNS = tuple({"fill": {"color": ink}, "border": {"none": True}, "gap": 60} for ink in theme.CHART_INKS)
CHART_LINES = tuple(
    {
        "line": {"color": ink, "width": 2.25, "dash_type": dash},
        "marker": {"type": point, "size": 6, "fill": {"color": ink}, "border": {"color": ink}},
    }
    for ink, dash, point in zip(theme.CHART_INKS, _DASHES, _POINTS, strict=True)
)

COUNT_FORMAT = "#,##0"
"""Of what is counted, where amounts stand in other rows."""

_HEADER: Look = {"bold": True, "text_wrap": True, "valign": "top", "align": "center", "border": 1, "border_color": theme.LINE}
"""Two lines at the top: the filter's button lies below them and covers no letter."""
_REQUIRED: Look = {"bg_color": theme.NAVY, "font_color": theme.WHITE}
_OPTIONAL: Look = {"bg_color": theme.BLUE, "font_color": theme.NAVY}
_COMPUTED: Look = {"bg_color": theme.GREY, "font_color": theme.INK, "bold": False}

TITLE_ROW, HINT_ROW, SPARE_ROW, HEADER_ROW, FIRST_ROW, LAST_ROW = 0, 1, 2, 3, 4, 1_048_575
"""Rows of every sheet, counted from 0: title, hint, room for buttons, header, first row of data, end of the sheet."""

ROW_HEIGHTS = {TITLE_ROW: 32, HINT_ROW: 20, SPARE_ROW: 8, HEADER_ROW: 40}
HEADING_HEIGHT = 26
"""Of the row of a form that has no buttons, but says which paper it is."""

WIDE_SHEET, SMALLER_ZOOM = 240, 90
"""Characters beyond which a sheet is shown smaller, and how much, in percent."""

BODY_HEIGHT = 19
LINE_HEIGHT, ROW_PADDING = 15, 5
"""Points of one line of wrapped text, and what a row takes beside its lines."""

_TITLE_LINES = 2
_TITLE_ROOM = 4
"""Characters beside a title: LibreOffice keeps the width of the filter's button free from top to bottom."""

_LARGEST: Mapping[Kind, str] = {
    Kind.MONEY: "123,456.78",
    Kind.RATIO: "100.00%",
    Kind.QTY: "12345",
    Kind.INTEGER: "12345",
    Kind.DATE: "2026-12-31",
    Kind.DATETIME: "2026-12-31 23:59",
    Kind.TIME: "23:59",
}
"""What must be seen whole: figures and days that do not fit become a row of #."""

FORM_LETTER, OPEN_LETTER = 1.2, 1.5
"""How much wider the letters of :data:`FORM` and :data:`OPEN` are than those a column is measured by."""

_BESIDE = 2
"""Characters that a cell leaves free left and right, its indent with them."""

_AVERAGE = 0.92
"""Width of a usual letter against a digit, by which columns are measured; of a Chinese one against two."""

_PIECES = re.compile(r"[\x21-\x7e]+|.", re.DOTALL)
"""What no program breaks: a word of letters and digits; any other character."""

_LEFT = frozenset({Kind.TEXT_ID, Kind.SKU, Kind.TEXT, Kind.PERSON, Kind.PHONE, Kind.ADDRESS, Kind.TRACKING})
RIGHT = frozenset({Kind.QTY, Kind.INTEGER, Kind.MONEY, Kind.NUMBER, Kind.RATIO})


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one workbook, each made once."""

    workbook: Workbook
    _made: dict[str, Format] = field(default_factory=dict)

    def of(self, *looks: Look) -> Format:
        """The format that has all these looks; a later one wins."""
        merged = {name: value for look in looks for name, value in look.items()}
        key = repr(sorted(merged.items()))
        if key not in self._made:
            self._made[key] = self.workbook.add_format(merged)
        return self._made[key]


def default_font(lang: Lang) -> Look:
    """What every cell wears that says nothing else."""
    family = {"font_family": theme.FAMILY, "font_charset": theme.CHARSETS[lang]}
    return {"font_name": theme.FONTS[lang], "font_size": theme.FONT_SIZE, "font_scheme": False, **family}


def cell_look(column: Column) -> Look:
    """The look of a column's cells: format and side by kind, in lines where it is wide."""
    look: Look = {"num_format": number_format(column), "valign": "vcenter", "font_color": theme.INK, **_side(column)}
    if wraps(column):
        return {**look, **TOP, "text_wrap": True}
    # Programs that show several findings below one another show the first, which is the gravest.
    return {**look, **TOP} if column.field == CHECK else look


def _side(column: Column) -> Look:
    if column.kind in _LEFT:
        return LEFT
    # No indent at the right: LibreOffice 7 forgets it in some rows, and figures would not stand below one another.
    return {"align": "right"} if column.kind in RIGHT else {"align": "center"}


def number_format(column: Column) -> str:
    """Of an amount with more than two places, the further places appear where they are needed."""
    if column.kind is Kind.MONEY:
        return column.spec.number_format + "#" * (column.notes.places - 2)
    return column.spec.number_format


def wraps(column: Column) -> bool:
    """Whether the column's text is broken into lines."""
    return column.notes.wrapped


def header_look(column: Column) -> Look:
    """The look of a column's title: dark where it must be filled, grey where a task fills it."""
    return {**_HEADER, **(_COMPUTED if column.notes.computed else _REQUIRED if column.is_required else _OPTIONAL)}


def column_width(column: Column, lang: Lang, *, letter: float = 1) -> int:
    """Characters of a column: the declared width, or more where its title would take three lines, or a usual value would not fit.

    Args:
        column: Which.
        lang: Of title and words.
        letter: How much wider the letters of its cells are than usual.
    """
    title = column.label[lang]
    longest_word = max(display_width(word) for word in _PIECES.findall(title))
    values = [_LARGEST.get(column.kind, ""), *(option.label[lang] for option in column.notes.options)]
    width = max(column.width, longest_word + _TITLE_ROOM, ceil(max(map(display_width, values)) * letter) + 1)
    while _broken(title, width - _TITLE_ROOM, 1) > _TITLE_LINES:
        width += 1
    return width


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(_broken(line, width - _BESIDE, _AVERAGE) for line in text.split("\n"))


def _broken(text: str, room: float, letter: float) -> int:
    """Lines of a text whose words are not broken, each letter so wide."""
    lines, used = 1, 0.0
    for piece in _PIECES.findall(text):
        width = display_width(piece) * letter
        if used and used + width > room:
            lines, used = lines + 1, 0.0
            if piece == " ":
                continue
        used += width
        if used > room:
            lines, used = lines + int(used // room), used % room
    return lines


def display_width(text: str) -> int:
    """Its width in characters as a column counts them: Chinese ones are two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
