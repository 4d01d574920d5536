"""Where buttons lie, as Excel reads it."""

import re
import zipfile
from io import BytesIO
from itertools import pairwise

import pytest

from shopbook.books.registry import BOOKS
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.build.buttons import button_width
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Book

_PANE = re.compile(r'<pane xSplit="(\d+)"')
_PLACE = re.compile(r"<x:Anchor>\s*([\d, ]+)</x:Anchor>")
_ANCHOR = re.compile(r"<x:Anchor>\s*(\d+), \d+, \d+, \d+, (\d+), \d+,")


@pytest.mark.parametrize("lang", list(Lang))
def test_no_button_reaches_the_edge_of_the_columns_that_stay_in_sight(lang: Lang) -> None:
    """A button that ends on the edge ends in the column behind it, by Excel's way to say so."""
    with zipfile.ZipFile(BytesIO(build_template(STOCK_BOOK, lang, has_macros=True))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".vml", ".rels"))}
    seen = 0
    for name, sheet in parts.items():
        pane, drawing = _PANE.search(sheet), re.search(r"vmlDrawing\d+\.vml", parts.get(f"xl/worksheets/_rels/{name[14:]}.rels", ""))
        if not name.startswith("xl/worksheets/sheet") or not pane or not drawing:
            continue
        edge = int(pane[1])
        for left, right in _ANCHOR.findall(parts[f"xl/drawings/{drawing[0]}"]):
            assert int(left) >= edge or int(right) < edge, f"{name}: columns {left} to {right}, edge at {edge}"
            seen += 1
    assert seen > len(STOCK_BOOK.tasks)


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("book", BOOKS, ids=[book.code for book in BOOKS])
def test_buttons_are_alike_in_height_stand_in_their_strip_and_on_no_other(book: Book, lang: Lang) -> None:
    with zipfile.ZipFile(BytesIO(build_template(book, lang, has_macros=True))) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".vml")]
    assert drawings
    for drawing in drawings:
        places = [[int(number) for number in found.split(",")] for found in _PLACE.findall(drawing)]
        assert {(top, bottom, below - above) for _, _, top, above, _, _, bottom, below in places} == {(2, 2, 28)}
        lines = {above: sorted(place for place in places if place[3] == above) for above in {place[3] for place in places}}
        for line in lines.values():
            assert all((left[4], left[5]) < (right[0], right[1]) for left, right in pairwise(line))


@pytest.mark.parametrize("lang", list(Lang))
def test_a_caption_fits_its_button(lang: Lang) -> None:
    """Letters of the buttons' font, Calibri 11, are 7 pixels wide at most on average, Chinese ones 15."""
    widths = {task.label[lang]: button_width(task, lang) for book in BOOKS for task in book.tasks}
    assert widths
    assert all(sum(7 if letter.isascii() else 15 for letter in caption) < width - 8 for caption, width in widths.items())
