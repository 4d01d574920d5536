"""The charts of a sheet, one below the other to the right of its table."""

from itertools import groupby

from xlsxwriter.chart import Chart as Drawing  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.build import style, theme
from shopbook.build.canvas import Tab
from shopbook.sheet.charts import Axis, Chart, ChartKind, Series
from shopbook.sheet.columns import Column
from shopbook.sheet.grid import column_number
from shopbook.sheet.kinds import Kind

WIDTH, HEIGHT = 760, 340
"""Pixels of a chart."""

_LEFT, _GAP = 28, 20
_MOVE_WITH_CELLS = 2
"""Wider columns push it aside; filtered rows do not squeeze it."""

_SORTS = {
    ChartKind.LINE: {"type": "line"},
    ChartKind.COLUMN: {"type": "column"},
    ChartKind.BAR: {"type": "bar"},
    ChartKind.STACKED: {"type": "column", "subtype": "stacked"},
    ChartKind.COMBO: {"type": "column"},
}
_THEME_FONT = '<a:minorFont><a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/>'
_PERCENT = "0%"


def add_charts(tab: Tab) -> None:
    """Draw what the book declares for a sheet."""
    charts = [chart for chart in tab.canvas.book.charts if chart.sheet == tab.sheet.code]
    for number, chart in enumerate(charts):
        place = {"x_offset": _LEFT, "y_offset": number * (HEIGHT + _GAP), "object_position": _MOVE_WITH_CELLS}
        options = {**place, "description": chart.title[tab.lang]}
        tab.worksheet.insert_chart(style.FIRST_ROW, tab.last + 1, _drawn(tab, chart), options)
    if charts:
        _set_font(tab)


def _set_font(tab: Tab) -> None:
    """Give charts the font of the cells: Chinese letters in a chart follow the theme, whatever the chart says of Latin ones."""
    workbook, font = tab.canvas.workbook, theme.FONTS[tab.lang]
    before = _THEME_FONT.format(latin="Calibri", east_asian="")
    workbook.theme_xml = workbook.theme_xml.replace(before, _THEME_FONT.format(latin=font, east_asian=font))


def _drawn(tab: Tab, chart: Chart) -> Drawing:
    drawing = _with_series(tab, chart)
    drawing.set_size({"width": WIDTH, "height": HEIGHT})
    drawing.set_title({"name": chart.title[tab.lang], "name_font": style.CHART_TITLE})
    drawing.set_chartarea({"border": {"color": theme.LINE}})
    drawing.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": style.CHART_TEXT})
    drawing.show_blanks_as("gap")
    _set_axes(tab, chart, drawing)
    return drawing


def _with_series(tab: Tab, chart: Chart) -> Drawing:
    """The series in their colours; lines of a combo are a second drawing over the first."""
    drawing = tab.canvas.workbook.add_chart(_SORTS[chart.kind])
    numbered = sorted(enumerate(chart.series), key=lambda pair: pair[1].is_line)
    for is_line, several in groupby(numbered, key=lambda pair: pair[1].is_line):
        target = tab.canvas.workbook.add_chart(_SORTS[ChartKind.LINE]) if is_line else drawing
        for number, series in several:
            target.add_series(_series(tab, chart, series, number))
        if is_line:
            _set_second_axis(tab, chart, target)
            drawing.combine(target)
    return drawing


def _series(tab: Tab, chart: Chart, series: Series, number: int) -> dict[str, object]:
    column = tab.sheet.by_field[series.field]
    looks = style.CHART_LINES if series.is_line or chart.kind is ChartKind.LINE else style.CHART_COLUMNS
    return {
        "name": (series.label or column.label)[tab.lang],
        "categories": _range(tab, chart, chart.categories),
        "values": _range(tab, chart, series.field),
        "y2_axis": series.is_second,
        **looks[number % len(looks)],
    }


def _range(tab: Tab, chart: Chart, field: str) -> list[object]:
    number = column_number(tab.letters(field)) - 1
    return [tab.sheet.label[tab.lang], style.FIRST_ROW, number, style.FIRST_ROW + chart.rows - 1, number]


def _set_axes(tab: Tab, chart: Chart, drawing: Drawing) -> None:
    is_bar = chart.kind is ChartKind.BAR
    categories = tab.sheet.by_field[chart.categories]
    along = {"name": _unit_of(categories, tab), "text_axis": True, "num_format": _day_format(categories), "reverse": is_bar}
    every = {"interval_unit": 1} if is_bar else {}
    of_categories = {**_axis(), **along, **every, "major_tick_mark": "none", "major_gridlines": {"visible": False}}
    lines = {"major_gridlines": {"visible": True, "line": {"color": theme.FAINT, "width": 0.75}}, "line": {"none": True}}
    of_figures = {**_scale(tab, chart, chart.axis, is_second=False), **lines}
    # The writer calls the lower axis x. Where the first bar is on top, the figures would stand there too, were they not sent to the end.
    drawing.set_x_axis(of_figures if is_bar else of_categories)
    drawing.set_y_axis({**of_categories, "crossing": "max"} if is_bar else of_figures)


def _set_second_axis(tab: Tab, chart: Chart, drawing: Drawing) -> None:
    if chart.second_axis is not None:
        drawing.set_y2_axis({**_scale(tab, chart, chart.second_axis, is_second=True), "line": {"none": True}})


def _scale(tab: Tab, chart: Chart, axis: Axis, *, is_second: bool) -> dict[str, object]:
    figures = [series for series in chart.series if series.is_second is is_second]
    has_columns = chart.kind is not ChartKind.LINE and not all(series.is_line for series in figures)
    least = 0 if axis.least is None and has_columns else axis.least
    number_format = _figure_format(tab.sheet.by_field[figures[0].field])
    return {**_axis(), "name": axis.label[tab.lang], "num_format": number_format, "min": least, "max": axis.most}


def _axis() -> dict[str, object]:
    return {"name_font": style.CHART_TEXT, "num_font": style.CHART_TEXT, "line": {"color": theme.LINE}}


def _unit_of(categories: Column, tab: Tab) -> str:
    """What the axis of categories is called: numbers need it, months and names say themselves what they are."""
    return categories.label[tab.lang] if categories.kind in style.RIGHT else ""


def _day_format(column: Column) -> str:
    return "m/d" if column.kind is Kind.DATE else column.spec.number_format


def _figure_format(column: Column) -> str:
    return _PERCENT if column.kind is Kind.RATIO else style.COUNT_FORMAT
