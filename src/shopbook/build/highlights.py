"""Looks that follow the text of 校验, 级别 and 单位. Formats never travel: a task writes words, the template turns them into looks."""

from shopbook.build.canvas import Tab
from shopbook.build.style import COUNT_FORMAT, FIRST_ROW, HEADER_ROW, LAST_ROW, SEVERITY_LOOKS
from shopbook.sheet.columns import CHECK, Column
from shopbook.sheet.findings import Severity

_SEVERITY_FIELD, _UNIT_FIELD = "severity", "unit"


def add_highlights(tab: Tab) -> None:
    """Light the cells that the findings of their row are about, or the severity of a listed finding."""
    if tab.sheet.checked:
        for severity in Severity:
            _light(tab, tab.body(), severity, cell_is_meant(tab, severity))
    if _SEVERITY_FIELD in tab.sheet.by_field:
        first = f"${tab.letters(_SEVERITY_FIELD)}{FIRST_ROW + 1}"
        for severity in Severity:
            _light(tab, _column(tab, _SEVERITY_FIELD), severity, f'={first}="{severity.label[tab.lang]}"')


def show_counts(tab: Tab) -> None:
    """Show numbers of things that are counted without decimals, in columns that hold amounts in other rows."""
    look = tab.canvas.workbook.add_format({"num_format": COUNT_FORMAT})
    for column in tab.sheet.columns:
        if column.notes.counted:
            cells, criteria = _column(tab, column.field), _is_counted(tab, column)
            tab.worksheet.conditional_format(cells, {"type": "formula", "criteria": criteria, "format": look})


def _is_counted(tab: Tab, column: Column) -> str:
    unit = f"${tab.letters(_UNIT_FIELD)}{FIRST_ROW + 1}"
    words = [f'{unit}="{word[tab.lang]}"' for word in column.notes.counted]
    return f"=OR({','.join(words)})"


def _column(tab: Tab, field: str) -> str:
    letters = tab.letters(field)
    return f"{letters}{FIRST_ROW + 1}:{letters}{LAST_ROW + 1}"


def cell_is_meant(tab: Tab, severity: Severity) -> str:
    """True in a cell whose title stands after the severity in its row's 校验, and in 校验 itself when its gravest finding is that bad.

    One formula serves all columns: it compares with the title above its own cell. FIND, unlike SEARCH, takes ``?*~`` in a title
    for what they are.
    """
    word = severity.label[tab.lang]
    check = f"${tab.letters(CHECK)}{FIRST_ROW + 1}"
    title = f"A${HEADER_ROW + 1}"
    return f'=IF(COLUMN()=COLUMN({check}),LEFT({check},{len(word)})="{word}",ISNUMBER(FIND("{word}["&{title}&"]",{check})))'


def _light(tab: Tab, cells: str, severity: Severity, criteria: str) -> None:
    look = tab.canvas.workbook.add_format(dict(SEVERITY_LOOKS[severity]))
    tab.worksheet.conditional_format(cells, {"type": "formula", "criteria": criteria, "format": look})
