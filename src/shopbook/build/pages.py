"""A document to print from its blocks: an A4 workbook, the same bytes each time. Whatever a text begins with, it stays a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from shopbook.build import style, theme
from shopbook.build.barcode import is_encodable, modules, picture
from shopbook.build.page_layout import FIGURE_NAME_SIZE, Mark, Part, Role, parts
from shopbook.build.page_measures import COLUMNS, MEASURES, SQUARE_PIXELS, Measures
from shopbook.build.plots import Plots
from shopbook.build.printing import A4, PAGES, plain
from shopbook.build.style import Formats, Look
from shopbook.build.theme import FONTS
from shopbook.build.workbook import MADE_ON
from shopbook.labels import Lang
from shopbook.sheet.documents import Document

MOST_PAGES = 1000
"""Pages of one sheet; Excel takes 1,023 breaks between them."""

_MODULE_PIXELS = (1.28, 0.96, 0.64)
"""Widths of a barcode's narrowest bar that are tried, at 96 to the inch: 4, 3 and 2 dots of a printer of 300. Scanners read no less."""

_PICTURE_PIXELS, _PICTURE_HIGH = 4, 64
_MARGINS = {"left": 0.35, "right": 0.35, "top": 0.45, "bottom": 0.55}
_FOOTER_MARGIN = {"margin": 0.25}
_LONGEST_TAB = 31
_POINTS_TO_PIXELS = 4 / 3
_RULE = "_"

_LOOKS: dict[Role, tuple[Look, ...]] = {
    Role.TITLE: (style.PAGE_TITLE,),
    Role.NUMBER: (style.BOLD,),
    Role.BARCODE: (),
    Role.CODE: (style.CENTRED,),
    Role.FACT: (style.PAGE_WRAPPED,),
    Role.STRONG_FACT: (style.BOLD, style.PAGE_WRAPPED),
    Role.FIGURE_NAME: (style.PAGE_FIGURE_NAME,),
    Role.FIGURE: (style.PAGE_FIGURE,),
    Role.STRONG_FIGURE: (style.PAGE_FIGURE, style.PAGE_STRONG_FIGURE),
    Role.HEAD: (style.PAGE_HEAD,),
    Role.CELL: (style.PAGE_CELL,),
    Role.CENTRED_CELL: (style.PAGE_CELL, style.CENTRED),
    Role.STRONG_CELL: (style.PAGE_CELL, style.CENTRED, style.BOLD),
    Role.TOTAL: (style.BOLD, style.TO_THE_RIGHT),
    Role.PLOT: (),
    Role.REMARK: (style.PAGE_CELL, style.TOP),
    Role.SIGNED: (style.SIGNED,),
    Role.STAMP: (style.PAGE_BOX,),
}
_LARGER = {
    Role.TITLE: 5,
    Role.NUMBER: 2,
    Role.STRONG_FACT: 1,
    Role.FIGURE_NAME: FIGURE_NAME_SIZE,
    Role.FIGURE: 5,
    Role.STRONG_FIGURE: 5,
}
"""Points beyond the font of the page."""


def build_document(document: Document, lang: Lang) -> bytes:
    """The workbook to print.

    Args:
        document: Its blocks; their texts are in ``lang`` already.
        lang: The language of the foot of the page.
    """
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "default_format_properties": style.GRID_FONT}) as workbook:
        workbook.set_properties({"title": document.title, "created": MADE_ON})
        measures = MEASURES[document.per_page]
        every = [part for block in document.blocks for part in parts(block, measures)]
        most, plots = MOST_PAGES * len(measures.blocks), Plots(workbook, FONTS[lang])
        for number, start in enumerate(range(0, max(1, len(every)), most), 1):
            name = document.title[: _LONGEST_TAB - 5] + (f" {number}" if number > 1 else "")
            printer = _Printer(workbook.add_worksheet(name), Formats(workbook), measures, lang, plots)
            printer.draw(every[start : start + most], document.title)
        plots.finish()
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Printer:
    """One sheet of pages in the making."""

    worksheet: Worksheet
    formats: Formats
    measures: Measures
    lang: Lang
    plots: Plots

    def draw(self, every: Sequence[Part], title: str) -> None:
        """Every part in its place, and how the sheet prints."""
        pages = max(1, -(-len(every) // len(self.measures.blocks)))
        self._set_up(pages, title)
        for number, part in enumerate(every):
            page, place = divmod(number, len(self.measures.blocks))
            row, column = self.measures.blocks[place]
            for mark in part:
                self._mark(mark, row + page * self.measures.page_rows, column)
        for row in self._cuts(pages):
            self.worksheet.set_row(row, self.measures.row_points, self.formats.of(style.PAGE_CUT))

    def _set_up(self, pages: int, title: str) -> None:
        sheet, rows = self.worksheet, pages * self.measures.page_rows
        sheet.set_paper(A4)
        sheet.set_margins(**_MARGINS)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_column_pixels(0, COLUMNS - 1, SQUARE_PIXELS)
        for row in range(rows):
            sheet.set_row(row, self.measures.row_points)
        sheet.set_h_pagebreaks([page * self.measures.page_rows for page in range(1, pages)])
        sheet.print_area(0, 0, rows - 1, COLUMNS - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:AO{rows}"})
        font = f'&"{FONTS[self.lang]},Regular"&9 '
        sheet.set_footer(f"&L{font}{plain(title)}&R{font}{PAGES[self.lang]}", _FOOTER_MARGIN)

    def _cuts(self, pages: int) -> Iterator[int]:
        """The first row of what lies between two blocks, on each page."""
        tops = {row for row, _ in self.measures.blocks if row}
        return (page * self.measures.page_rows + self.measures.rows for page in range(pages) for _ in tops)

    def _mark(self, mark: Mark, row: int, column: int) -> None:
        top, left = row + mark.row, column + mark.column
        look = self._look(mark)
        if mark.role is Role.BARCODE:
            self._barcode(mark, top, left)
            return
        if mark.plot is not None:
            size = mark.width * SQUARE_PIXELS, mark.height * self.measures.row_points * _POINTS_TO_PIXELS
            self.worksheet.insert_chart(top, left, self.plots.drawn(mark.plot, *size), {"description": mark.text, "object_position": 2})
            return
        if mark.height * mark.width > 1:
            self.worksheet.merge_range(top, left, top + mark.height - 1, left + mark.width - 1, "", look)
        if mark.label:
            faded = self.formats.of(style.PAGE_LABEL, self._font(mark), {"bold": False})
            self.worksheet.write_rich_string(top, left, faded, mark.label, self._inner(mark), mark.text, look)
        else:
            self.worksheet.write_string(top, left, self._told(mark), look)

    def _told(self, mark: Mark) -> str:
        """The text; a line to sign on goes to the end of its rectangle."""
        if mark.role is not Role.SIGNED:
            return mark.text
        colon = "：" if self.lang is Lang.ZH else ": "
        said = mark.text + colon
        room = mark.width * SQUARE_PIXELS / _POINTS_TO_PIXELS / (self.measures.text * 0.6) - style.display_width(said)
        return said + _RULE * max(4, int(room) - 1)

    def _font(self, mark: Mark) -> Look:
        return {**style.default_font(self.lang), "font_size": self.measures.text + _LARGER.get(mark.role, 0)}

    def _inner(self, mark: Mark) -> Format:
        bold = style.BOLD if mark.role is Role.STRONG_FACT else {}
        return self.formats.of({"font_color": theme.INK}, self._font(mark), bold)

    def _look(self, mark: Mark) -> Format:
        return self.formats.of(style.PRINTED, self._font(mark), *_LOOKS[mark.role])

    def _barcode(self, mark: Mark, top: int, left: int) -> None:
        """The bars in the middle of the rectangle, each of a whole number of a printer's dots; nothing where they would be too thin."""
        bars = modules(mark.text) if is_encodable(mark.text) else ()
        room = mark.width * SQUARE_PIXELS
        module = next((width for width in _MODULE_PIXELS if bars and len(bars) * width <= room), None)
        if module is None:
            return
        high = mark.height * self.measures.row_points * _POINTS_TO_PIXELS
        options = {
            "image_data": BytesIO(picture(bars, across=_PICTURE_PIXELS, down=_PICTURE_HIGH)),
            "x_scale": module / _PICTURE_PIXELS,
            "y_scale": (high - 4) / _PICTURE_HIGH,
            "x_offset": (room - len(bars) * module) / 2,
            "y_offset": 2,
            "description": mark.text,
            "object_position": 2,
        }
        self.worksheet.insert_image(top, left, "barcode.png", options)
