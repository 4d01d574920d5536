"""The theme of every workbook and paper: its fonts and its colours. Nothing else names a font or a colour."""

from collections.abc import Mapping
from dataclasses import dataclass

from shopbook.labels import Lang
from shopbook.sheet.findings import Severity

FONTS = {Lang.ZH: "微软雅黑", Lang.EN: "Microsoft YaHei"}
"""One font under both its names: it comes with Windows and with Office for Mac, WPS takes the system's. Where it is missing, programs
choose by its name and its family."""

FONT_SIZE = 10
FAMILY, CHARSETS = 2, {Lang.ZH: 134, Lang.EN: 0}
"""Without serifs, and with Chinese letters: what a program looks for that has not got the font."""

NAVY = "#1F3A5F"
BLUE = "#DCE7F5"
GREY = "#D6D6D2"
INK = "#2B2B2B"
FADED = "#535C69"
PALE = "#F4F7FB"
WHITE = "#FFFFFF"
LINE = "#B8C4D3"
FAINT = "#DCE2EA"
GREEN = "#7FA99B"
LINK = "#1F5FA8"
INPUT, INPUT_LINE = "#FFFBE6", "#7A6A1F"
"""Of a form's cells that are to be filled in."""

LOCKED = "#ECECE9"
"""Of a form's cells that are not."""


SOLID, DASHED, DOTTED = 1, 3, 4
"""Kinds of frames, as XlsxWriter counts them; conditional formats have no others that differ at a glance."""


@dataclass(frozen=True, slots=True)
class Signal:
    """How a cell says that something is the matter with it.

    Attributes:
        fill: Behind the text. The graver, the darker, so that a grey print tells them apart.
        ink: Of the text and the frame.
        frame: What tells it apart without any colour. Slanted letters would not do: Chinese ones are made by bending upright ones.
    """

    fill: str
    ink: str
    frame: int


SIGNALS: Mapping[Severity, Signal] = {
    Severity.ERROR: Signal("#ED9C93", "#5E0B0B", SOLID),
    Severity.WARNING: Signal("#F5CF5C", "#553500", DASHED),
    Severity.HINT: Signal("#DFECFA", "#1B4F80", DOTTED),
}

OPTIONAL_SWATCH, COMPUTED_SWATCH = "#5B86B5", "#80807A"
"""Of the little squares that explain the titles' colours: darker than those, to be seen at their size."""

CHART_INKS = (NAVY, "#E08A1E", "#8FB3D9", "#5E7F73", "#C9C4B8")
"""Of charts: told apart by whoever sees no red or green, and by their greys on paper."""
