"""One sheet of a template: strip, table, formats, drop-downs, colours, pages, protection."""

from collections.abc import Sequence

from shopbook.books.every_book import HELP, PARAMETERS, SOURCES
from shopbook.build import style, theme
from shopbook.build.buttons import add_buttons, strip_height
from shopbook.build.canvas import Canvas, Run, Tab
from shopbook.build.charts import add_charts
from shopbook.build.formulas import calculated
from shopbook.build.highlights import add_highlights, show_counts
from shopbook.build.prefill import Entry, entries
from shopbook.build.printing import set_page
from shopbook.build.style import FIRST_ROW, HEADER_ROW, LAST_ROW
from shopbook.build.validation import list_name, restriction
from shopbook.labels import Label
from shopbook.sheet.columns import Column, Sheet

_TYPE_HERE = Label(zh="从第 5 行起填写或粘贴。", en="Type or paste from row 5 down.")
_TASKS_FILL = Label(zh="由程序填写，可以筛选，请不要手工修改。", en="Filled by tasks; filter it, but please do not edit it.")
_FILL_IN = Label(zh="只填粗框里的黄色格子，灰色的锁着。", en="Fill in the yellow cells with a heavy frame; the grey ones are locked.")
_HINTS = {
    HELP.code: Label(zh="有不清楚的地方，先看这里。", en="Look here first."),
    PARAMETERS.code: Label(
        zh="一般只改“值”这一列。从某一天起才用的新值，另加一行，填上“生效日期”。",
        en="Mostly only the column Value is changed. A value that holds from some day on gets a row of its own, with Valid from.",
    ),
}
_LEGEND = {
    "required": Label(zh="必填", en="required"),
    "optional": Label(zh="选填", en="optional"),
    "computed": Label(zh="程序填写", en="filled by a task"),
}
_PROTECTION = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}


def add_tab(canvas: Canvas, sheet: Sheet, listed: frozenset[str]) -> None:
    """Add one sheet.

    Sheets that only tasks fill are protected, without a password, against slips; filters and column widths stay free. So are forms, but for
    the columns that are filled in. Lists that people fill are not protected at all: Excel does not let a table grow on a protected sheet,
    so locking their grey columns would stop people from adding rows.

    Args:
        canvas: The workbook.
        sheet: What to add.
        listed: Defined names of the drop-downs that are kept on the hidden sheet.
    """
    tab = Tab(canvas, canvas.workbook.add_worksheet(sheet.label[canvas.lang]), sheet)
    rows = entries(sheet, canvas.book, canvas.lang)
    _strip(tab)
    _columns(tab)
    add_buttons(tab)
    _table(tab, rows)
    _restrictions(tab, rows, listed)
    add_highlights(tab)
    show_counts(tab)
    set_page(tab)
    _view(tab)
    add_charts(tab)
    if sheet.is_log or sheet.form:
        tab.worksheet.protect("", _PROTECTION)


def _strip(tab: Tab) -> None:
    spare = style.HEADING_HEIGHT if tab.sheet.form else strip_height(tab)
    heights = {**style.ROW_HEIGHTS, **({style.SPARE_ROW: spare} if spare else {})}
    for row, height in heights.items():
        look = {} if row == HEADER_ROW else style.STRIP
        tab.worksheet.set_row(row, height, tab.canvas.formats.of(look))
    title, help_text = tab.sheet.label[tab.lang], tab.sheet.help[tab.lang]
    tab.write_runs(style.TITLE_ROW, [(style.TITLE, title), (style.LEAD, f"    {help_text}")], style.STRIP)
    tab.write_runs(style.HINT_ROW, _hint(tab), style.STRIP)
    if tab.sheet.form:
        tab.worksheet.write_blank(style.SPARE_ROW, 0, None, tab.canvas.formats.of({**style.STRIP, **style.HEADING}))


def _hint(tab: Tab) -> list[Run]:
    """How to fill the sheet in, and what the colours of its titles mean."""
    if tab.sheet.is_log or tab.sheet.form or tab.sheet.code in _HINTS:
        said = _FILL_IN if tab.sheet.form else _HINTS.get(tab.sheet.code, _TASKS_FILL)
        return [(style.LEAD, said[tab.lang])]
    sorts = {_sort(column) for column in tab.sheet.columns}
    legend = [run for sort, label in _LEGEND.items() if sort in sorts for run in _swatch(sort, label[tab.lang])]
    return [(style.LEAD, f"{_TYPE_HERE[tab.lang]}   "), *legend]


def _sort(column: Column) -> str:
    return "computed" if column.notes.computed else "required" if column.is_required else "optional"


def _swatch(sort: str, word: str) -> list[Run]:
    return [(style.SWATCHES[sort], "  ■ "), (style.LEAD, word)]


def _columns(tab: Tab) -> None:
    if tab.sheet.form or not tab.wraps:
        # A height of its own would keep the rows of a list from growing with wrapped text.
        tab.worksheet.set_default_row(tab.sheet.form.row_height if tab.sheet.form else style.BODY_HEIGHT)
    for (number, column), width in zip(tab.numbered(), tab.widths, strict=True):
        tab.worksheet.set_column(number, number, width, tab.canvas.formats.of(_look(tab, column)))
    if any(column.spec.is_text for column in tab.sheet.columns):
        tab.worksheet.ignore_errors({"number_stored_as_text": tab.body()})


def _table(tab: Tab, rows: Sequence[Sequence[Entry]]) -> None:
    formats = tab.canvas.formats
    columns = [
        {
            "header": column.label[tab.lang],
            "header_format": formats.of(style.header_look(column)),
            "formula": calculated(tab.sheet, column, tab.lang) or "",
            "format": formats.of(_look(tab, column)),
        }
        for column in tab.sheet.columns
    ]
    options = {"name": tab.sheet.code, "style": None, "banded_rows": False, "columns": columns}
    tab.worksheet.add_table(HEADER_ROW, 0, FIRST_ROW + len(rows) - 1, tab.last, options)
    for row, cells in enumerate(rows, FIRST_ROW):
        _row(tab, row, cells)


def _row(tab: Tab, row: int, cells: Sequence[Entry]) -> None:
    if tab.wraps and any(entry.value for entry in cells):
        tab.worksheet.set_row(row, _height(tab, cells))
    for (number, column), entry in zip(tab.numbered(), cells, strict=True):
        look = tab.canvas.formats.of(_look(tab, entry.like or column), _body(tab, column), *([style.LEFT] if entry.like else []))
        formula = calculated(tab.sheet, column, tab.lang)
        if formula:
            tab.worksheet.write_formula(row, number, formula, look, "")
        elif entry.value is None:
            tab.worksheet.write_blank(row, number, None, look)
        elif isinstance(entry.value, str):
            tab.worksheet.write_string(row, number, entry.value, look)
        else:
            tab.worksheet.write_number(row, number, entry.value, look)


def _body(tab: Tab, column: Column) -> style.Look:
    if tab.sheet.form is None:
        return style.BODY
    indent = style.INDENTED if column.kind in style.RIGHT else {}
    return {**style.FORM, **indent, **(style.CLOSED if column.notes.computed else style.OPEN)}


def _height(tab: Tab, cells: Sequence[Entry]) -> float:
    """Of a row that is there from the start: as high as its longest text needs. Not every program works that out when it opens a file."""
    columns = zip(tab.sheet.columns, tab.widths, cells, strict=True)
    lines = [style.lines_of(str(entry.value or ""), width) for column, width, entry in columns if style.wraps(column)]
    return max(lines) * style.LINE_HEIGHT + style.ROW_PADDING


def _look(tab: Tab, column: Column) -> style.Look:
    look = {**style.cell_look(column), **(style.TOP if tab.wraps else {})}
    if tab.sheet.form and not column.notes.computed:
        look = {**look, **style.UNLOCKED}
    return {**look, **style.LINK} if calculated(tab.sheet, column, tab.lang) else look


def _restrictions(tab: Tab, rows: Sequence[Sequence[Entry]], listed: frozenset[str]) -> None:
    for number, column in tab.numbered():
        name = list_name(tab.sheet, column)
        told = None if tab.sheet.is_log else restriction(column, tab.lang, listed=name if name in listed else "")
        if told:
            tab.worksheet.data_validation(FIRST_ROW, number, LAST_ROW, number, told)
    for row, cells in enumerate(rows, FIRST_ROW):
        for number, entry in enumerate(cells):
            told = restriction(entry.like, tab.lang) if entry.like else None
            if told:
                tab.worksheet.data_validation(row, number, row, number, told)


def _view(tab: Tab) -> None:
    sheet = tab.worksheet
    sheet.freeze_panes(FIRST_ROW, tab.leading)
    sheet.set_zoom(style.SMALLER_ZOOM if sum(tab.widths) > style.WIDE_SHEET else 100)
    to_fill = [number for number, column in tab.numbered() if not column.notes.computed]
    if tab.sheet.is_log or tab.sheet.form:
        sheet.hide_gridlines(2)
    if to_fill:
        sheet.set_selection(FIRST_ROW, to_fill[0], FIRST_ROW, to_fill[0])
    is_policy = tab.sheet.code in (PARAMETERS.code, SOURCES.code)
    sheet.set_tab_color(theme.LINE if tab.sheet.is_log else theme.GREEN if is_policy else theme.NAVY)
