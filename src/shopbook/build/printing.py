"""How sheets print: landscape A4, the header row on every page, and never too small to read; forms with their heading and room to sign."""

from shopbook.build.canvas import Tab
from shopbook.build.style import HEADER_ROW, SPARE_ROW
from shopbook.build.theme import FONTS
from shopbook.labels import Label, Lang

PAGE_WIDTH = 210
"""Characters across a landscape A4 page at about 70 %, the smallest that is read without effort."""

A4 = 9
_RULED = "_" * 16
PAGES = Label(zh="第 &P 页 / 共 &N 页", en="Page &P of &N")


def set_page(tab: Tab) -> None:
    """Set up the pages of one sheet.

    A sheet of up to :data:`PAGE_WIDTH` characters goes on one page across. A wider one (the orders) would become unreadable, so it goes
    over several, each with the columns that say which row it is; the pages of the same rows follow one another.
    """
    sheet = tab.worksheet
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.repeat_rows(SPARE_ROW if tab.sheet.form else HEADER_ROW, HEADER_ROW)
    sheet.fit_to_pages(pages_across(tab), 0)
    if pages_across(tab) > 1:
        sheet.repeat_columns(0, tab.leading - 1)
        sheet.print_across()
    font = f'&"{FONTS[tab.lang]},Regular"&9 '
    sheet.set_header(f"&L{font}{plain(tab.canvas.book.label[tab.lang])}&C{font}{plain(tab.sheet.label[tab.lang])}&R{font}&D")
    sheet.set_footer(_footer(tab, font))


def _footer(tab: Tab, font: str) -> str:
    """The page's number; on a form to the right of the lines to sign on."""
    form = tab.sheet.form
    if form is None or not form.signatures:
        return f"&C{font}{PAGES[tab.lang]}"
    colon = "：" if tab.lang is Lang.ZH else ": "
    signed = "    ".join(f"{label[tab.lang]}{colon}{_RULED}" for label in form.signatures)
    return f"&L{font.replace('&9', '&12')}{signed}&R{font}{PAGES[tab.lang]}"


def pages_across(tab: Tab) -> int:
    """How many pages the columns take side by side, the leading ones repeated on each."""
    widths = tab.widths
    if sum(widths) <= PAGE_WIDTH or not tab.leading:
        return 1
    repeated = sum(widths[: tab.leading])
    return -(-(sum(widths) - repeated) // (PAGE_WIDTH - repeated))


def plain(text: str) -> str:
    """A text as it stands in a header or footer, where an ampersand means more."""
    return text.replace("&", "&&")
