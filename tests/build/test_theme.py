"""The theme can be read by everybody: enough contrast, and nothing told by colour alone."""

import io
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.books.orders import sheets
from shopbook.books.registry import BOOKS, FORMS
from shopbook.build import style, theme
from shopbook.build.canvas import Canvas, Tab
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.findings import Severity
from tests.build.opened import part
from tests.build.seeing import EYES, brightness, contrast, distance, luminance

READABLE, SEEN = 4.5, 3.0
"""WCAG 2 AA: least contrast of text, and of a shape that means something."""

APART, SHADES_APART = 20, 7
"""ΔE between two severities for any eyes, and L* between them on grey paper: each many times what is just noticed."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLUMNS = [(book, sheet, column) for book in (*BOOKS, *FORMS) for sheet in book.sheets for column in sheet.columns]
FILLS = [signal.fill for signal in theme.SIGNALS.values()]


def test_luminance_and_contrast_are_those_of_the_standard() -> None:
    assert (luminance("#000000"), round(luminance("#FFFFFF"), 6)) == (0, 1)
    assert round(contrast("#FFFFFF", "#000000"), 2) == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


def test_whoever_sees_no_red_confuses_what_others_tell_apart() -> None:
    assert distance("#C00000", "#4D4000", "normal") > 3 * distance("#C00000", "#4D4000", "protanopia")


@pytest.mark.parametrize("signal", theme.SIGNALS.values(), ids=[severity.value for severity in theme.SIGNALS])
def test_text_that_is_lit_can_be_read(signal: theme.Signal) -> None:
    assert contrast(signal.ink, signal.fill) >= READABLE


@pytest.mark.parametrize("eyes", EYES)
def test_severities_are_told_apart_by_all_eyes(eyes: str) -> None:
    assert min(distance(one, other, eyes) for one, other in combinations(FILLS, 2)) > APART
    assert min(distance(fill, theme.WHITE, eyes) for fill in FILLS) > APART / 2


def test_on_grey_paper_the_graver_is_the_darker() -> None:
    shades = [brightness(theme.SIGNALS[severity].fill) for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT)]
    assert all(next_one - one >= SHADES_APART for one, next_one in pairwise([*shades, 100]))


def test_no_severity_is_told_by_its_colour_alone() -> None:
    assert len({signal.frame for signal in theme.SIGNALS.values()}) == len(theme.SIGNALS)


def test_titles_are_told_apart_on_grey_paper_and_by_their_letters() -> None:
    required, optional, computed = (style.header_look(sheets.ORDERS.by_field[field]) for field in ("order_no", "buyer", "check"))
    shades = [brightness(str(look["bg_color"])) for look in (required, computed, optional)]
    assert all(lighter - darker > SHADES_APART - 2 for darker, lighter in pairwise(shades))
    assert [look["bold"] for look in (required, optional, computed)] == [True, True, False]


def test_a_cell_to_fill_in_is_told_from_a_locked_one_by_shade_and_frame() -> None:
    assert brightness(theme.INPUT) - brightness(theme.LOCKED) > SHADES_APART - 2
    assert style.OPEN["border"] == 2
    assert contrast(theme.INPUT_LINE, theme.INPUT) >= SEEN


def test_squares_of_the_legend_can_be_seen() -> None:
    assert min(contrast(str(look["font_color"]), theme.PALE) for look in style.SWATCHES.values()) >= SEEN
    assert contrast(str(style.LEAD["font_color"]), theme.PALE) >= READABLE


@pytest.mark.parametrize("eyes", EYES)
def test_inks_of_a_chart_are_told_apart_by_all_eyes_and_each_has_its_own_dash_and_shade(eyes: str) -> None:
    assert min(distance(one, other, eyes) for one, other in combinations(theme.CHART_INKS, 2)) > APART
    shades = sorted(map(brightness, theme.CHART_INKS))
    assert min(dark - bright for bright, dark in pairwise(shades)) > SHADES_APART - 1
    assert len({str(look["line"]) for look in style.CHART_LINES}) == len(theme.CHART_INKS)


@pytest.mark.parametrize("book", [*BOOKS, *FORMS], ids=[book.code for book in (*BOOKS, *FORMS)])
def test_every_text_of_a_template_stands_out_from_what_is_behind_it(book: Book) -> None:
    styles = part(build_template(book, Lang.ZH, has_macros=False), "xl/styles.xml")
    fonts, fills = ([colours(each) for each in styles.find(f"{_MAIN}{name}") or ()] for name in ("fonts", "fills"))
    pairs = {(fonts[int(each.get("fontId", 0))], fills[int(each.get("fillId", 0))]) for each in styles.find(f"{_MAIN}cellXfs") or ()}
    assert len(pairs) > 3
    assert [pair for pair in pairs if contrast(pair[0] or "#000000", pair[1] or theme.WHITE) < READABLE] == []


def colours(element: ET.Element) -> str:
    """Its first colour, empty if it has none."""
    return next(("#" + part.get("rgb", "")[2:] for part in element.iter() if part.get("rgb")), "")


@pytest.mark.parametrize("lang", Lang)
def test_every_title_takes_two_lines_at_most(lang: Lang) -> None:
    found = {column.label[lang]: style.column_width(column, lang) for _, _, column in COLUMNS}
    assert [title for title, width in found.items() if style.lines_of(title, width) > 2] == []


@pytest.mark.parametrize("lang", Lang)
def test_every_day_and_amount_has_room_enough(lang: Lang) -> None:
    wide = {"date": 11, "datetime": 17, "money": 11, "ratio": 8, "qty": 6, "integer": 6}
    narrow = [column for _, _, column in COLUMNS if style.column_width(column, lang) < wide.get(column.kind.value, 0)]
    assert narrow == []


def test_a_column_is_as_wide_as_the_longest_word_of_its_drop_down() -> None:
    chosen = [column for _, _, column in COLUMNS if column.notes.options]
    assert chosen
    for column in chosen:
        assert style.column_width(column, Lang.EN) > max(len(option.label.en) for option in column.notes.options)


def test_large_letters_of_a_form_have_room() -> None:
    [counted] = [(book, sheet, column) for book, sheet, column in COLUMNS if sheet.form and column.field == "counted_on"]
    assert width_in(*counted) >= 15, "ten bold digits of 14 points, measured by digits of 10"


def width_in(book: Book, sheet: Sheet, column: Column) -> int:
    workbook = Workbook(io.BytesIO())
    tab = Tab(Canvas(workbook, style.Formats(workbook), book, Lang.EN), workbook.add_worksheet(), sheet)
    return dict(zip(sheet.columns, tab.widths, strict=True))[column]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Returned goods", 40, 1),
        ("Returned goods", 12, 2),  # neither word is broken: 8 + 1 + 5 letters, ten fit
        ("退货登记表", 14, 1),  # ten wide, twelve fit
        ("退货登记表", 8, 2),
        ("one\ntwo", 30, 2),
        ("", 10, 1),
        ("a" * 25, 12, 3),  # 23 digits' width where ten fit
    ],
)
def test_lines_are_counted_as_words_wrap(text: str, width: int, lines: int) -> None:
    assert style.lines_of(text, width) == lines
