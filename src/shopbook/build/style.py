"""How workbooks look: one palette, one font, a few measures. Nothing else in ``build`` names a colour or a size."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same

from shopbook.labels import Lang
from shopbook.sheet.columns import CHECK, Column
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind

Look = Mapping[str, str | int | float | bool]

FONTS = {Lang.ZH: "微软雅黑", Lang.EN: "Microsoft YaHei"}
"""One font under both its names; LibreOffice and Macs without it know what to take instead by either."""

FONT_SIZE = 10

NAVY = "#1F3A5F"
BLUE = "#D9E4F1"
GREY = "#E8E8E6"
INK = "#2B2B2B"
FADED = "#6B7280"
PALE = "#F4F7FB"
WHITE = "#FFFFFF"
LINE = "#B8C4D3"
FAINT = "#DCE2EA"
GREEN = "#7FA99B"

SEVERITY_LOOKS: dict[Severity, Look] = {
    Severity.ERROR: {"bg_color": "#F9CDCD", "font_color": "#8E1B1B"},
    Severity.WARNING: {"bg_color": "#FFE8B3", "font_color": "#7A4B00"},
    Severity.HINT: {"bg_color": "#D3E7FA", "font_color": "#1B4F80"},
}

TITLE: Look = {"bold": True, "font_size": 16, "font_color": NAVY}
HEADING: Look = {"bold": True, "font_size": 12, "font_color": NAVY}
"""Of which paper a form is."""

LEAD: Look = {"font_size": 10, "font_color": FADED}
STRIP: Look = {"bg_color": PALE, "valign": "vcenter", "indent": 1}
SWATCHES: dict[str, Look] = {"required": {"font_color": NAVY}, "optional": {"font_color": "#9DB7D5"}, "computed": {"font_color": "#B4B4B0"}}
BODY: Look = {"border": 1, "border_color": FAINT}
"""Of the table's own cells. New rows are dressed like the one above; whole columns have no lines, or empty pages would print."""
LEFT: Look = {"align": "left", "indent": 1}
TOP: Look = {"valign": "top"}
FORM: Look = {"border": 1, "border_color": LINE, "font_size": 12}
"""Of a form's own cells: read at arm's length, on paper too."""
UNLOCKED: Look = {"locked": False}
OPEN: Look = {"bg_color": "#FFFBE6", "font_size": 14, "bold": True}
"""Of a form's own cells that are to be filled in, seen and hit from some way off."""
LINK: Look = {"font_color": "#1F5FA8", "underline": 1, "num_format": "General"}

GRID_FONT: Look = {"font_name": "Arial", "font_size": 10, "font_scheme": False}
"""What widths of columns are measured by, on pages whose layout must be the same in every program: its digits are 7 pixels everywhere."""
PRINTED: Look = {"font_color": INK, "valign": "vcenter"}
"""Of everything on a page to print."""
PAGE_TITLE: Look = {"bold": True, "font_color": NAVY}
PAGE_LABEL: Look = {"font_color": FADED}
PAGE_WRAPPED: Look = {"text_wrap": True}
PAGE_HEAD: Look = {"bold": True, "bg_color": BLUE, "border": 1, "border_color": FADED, "align": "center", "text_wrap": True}
PAGE_FIGURE_NAME: Look = {"font_color": FADED, "align": "center", "top": 1, "left": 1, "right": 1, "border_color": FADED}
PAGE_FIGURE: Look = {"bold": True, "align": "center", "bottom": 1, "left": 1, "right": 1, "border_color": FADED}
PAGE_STRONG_FIGURE: Look = {"font_color": NAVY, "bg_color": BLUE}
PAGE_CELL: Look = {"border": 1, "border_color": FADED, "text_wrap": True}
PAGE_BOX: Look = {"border": 4, "border_color": FADED, "font_color": FADED, "align": "center", "valign": "top"}
PAGE_CUT: Look = {"bottom": 3, "bottom_color": LINE}
"""Of the row below which a page is cut."""
CENTRED: Look = {"align": "center"}
TO_THE_RIGHT: Look = {"align": "right"}
BOLD: Look = {"bold": True}
SIGNED: Look = {"valign": "bottom"}

CHART_TITLE: Look = {"bold": True, "size": 13, "color": NAVY}
CHART_TEXT: Look = {"bold": False, "size": 9, "color": FADED}
_INKS = (NAVY, "#E08A1E", "#8FB3D9", "#5E7F73", "#C9C4B8")
"""Of charts: told apart by whoever sees no red or green, and by their greys on paper."""
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
_POINTS = ("circle", "square", "diamond", "triangle", "circle")
CHART_COLUMNS = tuple({"fill": {"color": ink}, "border": {"none": True}, "gap": 60} for ink in _INKS)
CHART_LINES = tuple(
    {
        "line": {"color": ink, "width": 2.25, "dash_type": dash},
        "marker": {"type": point, "size": 6, "fill": {"color": ink}, "border": {"color": ink}},
    }
    for ink, dash, point in zip(_INKS, _DASHES, _POINTS, strict=True)
)

_HEADER: Look = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "border_color": LINE}
_REQUIRED: Look = {"bg_color": NAVY, "font_color": WHITE}
_OPTIONAL: Look = {"bg_color": BLUE, "font_color": NAVY}
_COMPUTED: Look = {"bg_color": GREY, "font_color": FADED}

TITLE_ROW, HINT_ROW, SPARE_ROW, HEADER_ROW, FIRST_ROW, LAST_ROW = 0, 1, 2, 3, 4, 1_048_575
"""Rows of every sheet, counted from 0: title, hint, room for buttons, header, first row of data, end of the sheet."""

ROW_HEIGHTS = {TITLE_ROW: 32, HINT_ROW: 20, SPARE_ROW: 8, HEADER_ROW: 34}
HEADING_HEIGHT = 26
"""Of the row of a form that has no buttons, but says which paper it is."""

BODY_HEIGHT = 19
LINE_HEIGHT, ROW_PADDING = 15, 5
"""Points of one line of wrapped text, and what a row takes beside its lines."""

_FILTER_BUTTON = 3
_LEFT = frozenset({Kind.TEXT_ID, Kind.SKU, Kind.TEXT, Kind.PERSON, Kind.PHONE, Kind.ADDRESS, Kind.TRACKING})
_RIGHT = frozenset({Kind.QTY, Kind.INTEGER, Kind.MONEY, Kind.NUMBER, Kind.RATIO})


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
    return {"font_name": FONTS[lang], "font_size": FONT_SIZE, "font_scheme": False}


def cell_look(column: Column) -> Look:
    """The look of a column's cells: format and side by kind, in lines where it is wide."""
    look: Look = {"num_format": number_format(column), "valign": "vcenter", "font_color": INK, **_side(column)}
    if wraps(column):
        return {**look, **TOP, "text_wrap": True}
    # Programs that show several findings below one another show the first, which is the gravest.
    return {**look, **TOP} if column.field == CHECK else look


def _side(column: Column) -> Look:
    if column.kind in _LEFT:
        return LEFT
    return {"align": "right", "indent": 1} if column.kind in _RIGHT else {"align": "center"}


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


def column_width(column: Column, lang: Lang) -> int:
    """The declared width, or what its title takes in two lines beside the filter's button."""
    title = column.label[lang]
    longest_word = max(display_width(word) for word in title.split()) if lang is Lang.EN else 0
    return max(column.width, longest_word + _FILTER_BUTTON, -(-display_width(title) // 2) + _FILTER_BUTTON)


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width, its indent taken off."""
    return sum(max(1, -(-display_width(line) // (width - 2))) for line in text.split("\n"))


def display_width(text: str) -> int:
    """Its width in characters as a column counts them: Chinese ones are two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
