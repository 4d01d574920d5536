"""Columns that the workbook calculates by itself."""

from shopbook.books.every_book import FINDINGS
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.links import link_formula

_OPEN = Label(zh="打开", en="Open")


def calculated(sheet: Sheet, column: Column, lang: Lang) -> str | None:
    """The formula of a column that the table itself calculates; ``None`` for the others."""
    if column.notes.leads_to:
        return link_formula(sheet.code, sheet.by_field[column.notes.leads_to].label[lang], _OPEN[lang])
    if sheet.code == FINDINGS.code and column.field == "link":
        return _link(sheet, lang)
    return None


def _link(sheet: Sheet, lang: Lang) -> str:
    """A link to the cell that the row names; to the top of the sheet where it names none, nothing in a blank row.

    It names the columns of its own table, so rows that are appended need no other text. Quotes in a sheet's name are doubled.
    """
    tab, cell = (f"{sheet.code}[[#This Row],[{sheet.by_field[field].label[lang]}]]" for field in ("tab", "cell"))
    address = f"""\"#'"&SUBSTITUTE({tab},"'","''")&"'!"&IF({cell}="","A1",{cell})"""
    shown = f"""\"→ "&IF({cell}="",{tab},{cell})"""
    return f'=IF({tab}="","",HYPERLINK({address},{shown}))'
