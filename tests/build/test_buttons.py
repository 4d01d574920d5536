"""Where buttons lie, as Excel reads it."""

import re
import zipfile
from io import BytesIO

import pytest

from shopbook.books.stock.book import STOCK_BOOK
from shopbook.build.workbook import build_template
from shopbook.labels import Lang

_PANE = re.compile(r'<pane xSplit="(\d+)"')
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
