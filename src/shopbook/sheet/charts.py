"""Charts that stand in a workbook from the start and draw what tasks write."""

from dataclasses import dataclass
from enum import StrEnum

from shopbook.labels import Label


class ChartKind(StrEnum):
    """How figures are drawn.

    ``combo`` draws columns, and lines over them for the series that say so; ``bar`` lies on its side, the first row on top;
    ``stacked`` puts the columns of a category on one another.
    """

    LINE = "line"
    COLUMN = "column"
    BAR = "bar"
    STACKED = "stacked"
    COMBO = "combo"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one colour of columns.

    Attributes:
        field: The column of its figures.
        label: What the legend calls it; ``None`` is the column's title.
        is_line: In a combo, whether it is a line; the others are columns.
        is_second: In a combo, whether a line has the axis on the right.
    """

    field: str
    label: Label | None = None
    is_line: bool = False
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of figures.

    Attributes:
        label: What the figures are, with their unit.
        least: Where it begins; ``None`` is 0 for columns and bars, and for lines what Excel decides.
        most: Where it ends; ``None`` lets Excel decide.
    """

    label: Label
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures of one sheet as a native chart of Excel, to the right of the sheet's table, where it hides no cell.

    The chart draws the same rows whatever is written: programs that only write values know nothing of charts. So the task that fills the
    sheet writes a fixed number of rows, oldest first (such as the last 24 months, a blank where there is no figure), and the chart draws
    exactly these. A blank is a gap, not a zero.

    Attributes:
        sheet: Code of the sheet, which only tasks fill.
        kind: How it is drawn.
        title: What it shows.
        categories: The column along the axis.
        series: What is drawn.
        rows: How many rows it draws, from the first.
        axis: Of the figures.
        second_axis: Of those that have the axis on the right; ``None`` where there is none.
    """

    sheet: str
    kind: ChartKind
    title: Label
    categories: str
    series: tuple[Series, ...]
    rows: int
    axis: Axis
    second_axis: Axis | None = None
