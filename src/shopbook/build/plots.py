"""Plots of documents as native charts of Excel, whose figures stand on a sheet of their own that nobody sees and nobody prints."""

from dataclasses import dataclass, field
from itertools import cycle

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.chart import Chart as Drawing  # type: ignore[import-untyped]  # the same

from shopbook.build import style, theme
from shopbook.sheet.documents import Plot

_FIGURES = "figures"
_MARGIN = 4
"""Pixels between a chart and what stands below it."""


@dataclass(slots=True)
class Plots:
    """The charts of one workbook, and the sheet with their figures, which is there once there is a chart.

    Attributes:
        workbook: Where they go.
        font: Of their words.
    """

    workbook: Workbook
    font: str
    _rows: list[tuple[object, ...]] = field(default_factory=list)

    def drawn(self, plot: Plot, width: float, height: float) -> Drawing:
        """A plot as a chart of so many pixels."""
        chart = self.workbook.add_chart({"type": "line"})
        along = self._range(plot.along)
        for curve, look in zip(plot.curves, cycle(style.CHART_LINES), strict=False):
            chart.add_series({"name": curve.name, "categories": along, "values": self._range(curve.figures), **look})
        self._dress(chart, plot)
        chart.set_size({"width": width, "height": height - _MARGIN})
        return chart

    def finish(self) -> None:
        """Write the figures of all charts, on a sheet behind every other."""
        if not self._rows:
            return
        sheet = self.workbook.add_worksheet(_FIGURES)
        sheet.hide()
        for row, cells in enumerate(self._rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)

    def _range(self, cells: tuple[object, ...]) -> list[object]:
        """The place of these cells."""
        self._rows.append(cells)
        row = len(self._rows) - 1
        return [_FIGURES, row, 0, row, len(cells) - 1]

    def _dress(self, chart: Drawing, plot: Plot) -> None:
        text = {**style.CHART_TEXT, "name": self.font}
        faint = {"visible": True, "line": {"color": theme.FAINT, "width": 0.75}}
        chart.set_title({"name": plot.title, "name_font": {**style.CHART_TITLE, "size": 11, "name": self.font}})
        chart.set_chartarea({"border": {"color": theme.LINE}})
        chart.set_legend({"none": True} if len(plot.curves) == 1 else {"position": "bottom", "font": text})
        chart.set_x_axis({"num_font": text, "line": {"color": theme.LINE}, "text_axis": True, "major_tick_mark": "none"})
        chart.set_y_axis({"num_font": text, "line": {"none": True}, "major_gridlines": faint, "num_format": "0", "max": plot.most})
        chart.show_blanks_as("gap")
        chart.show_hidden_data()
