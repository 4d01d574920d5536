"""Colours that follow the text of 校验 and 级别. Formats never travel: a task writes words, the template turns them into colours."""

from shopbook.build.canvas import Tab
from shopbook.build.style import FIRST_ROW, HEADER_ROW, SEVERITY_LOOKS
from shopbook.sheet.columns import CHECK
from shopbook.sheet.findings import Severity

_SEVERITY_FIELD = "severity"


def add_highlights(tab: Tab) -> None:
    """Light the cells that the findings of their row are about, or the severity of a listed finding."""
    if tab.sheet.checked:
        for severity in Severity:
            _light(tab, tab.body(), severity, cell_is_meant(tab, severity))
    if _SEVERITY_FIELD in tab.sheet.by_field:
        letters = tab.letters(_SEVERITY_FIELD)
        first = f"${letters}{FIRST_ROW + 1}"
        for severity in Severity:
            _light(tab, f"{letters}{FIRST_ROW + 1}:{letters}1048576", severity, f'={first}="{severity.label[tab.lang]}"')


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
