"""What a fresh workbook already says on sheets that people fill."""

import io
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.library.first_indicators import first_indicators
from shopbook.books.appraisal.library.sheets import EMPLOYEES, INDICATORS
from shopbook.build.style import FIRST_ROW
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.columns import Sheet


@cache
def workbook(lang: Lang) -> Workbook:
    """A fresh appraisal workbook as other programs see it; only to be looked at."""
    return load_workbook(io.BytesIO(build_template(APPRAISAL_BOOK, lang)))


def body(sheet: Sheet, lang: Lang) -> list[dict[str, object]]:
    """The cells below the titles, by field."""
    rows = workbook(lang)[sheet.label[lang]].iter_rows(min_row=FIRST_ROW + 1, values_only=True)
    return [dict(zip(sheet.by_field, row, strict=False)) for row in rows]


@pytest.mark.parametrize(
    ("lang", "post", "aspect", "method"),
    [(Lang.ZH, "运营主管", "业绩", "越高越好"), (Lang.EN, "Operations manager", "Performance", "Higher is better")],
)
def test_texts_and_choices_speak_the_workbooks_language_and_numbers_are_numbers(lang: Lang, post: str, aspect: str, method: str) -> None:
    first, *_ = body(INDICATORS, lang)
    assert (first["post"], first["aspect"], first["method"]) == (post, aspect, method)
    assert (first["code"], first["weight"], first["target"], first["steps"]) == ("P1", 30, 100, None)


def test_every_row_is_there_and_the_table_reaches_to_the_last() -> None:
    tab = workbook(Lang.ZH)[INDICATORS.label.zh]
    assert [row["code"] for row in body(INDICATORS, Lang.ZH)] == [row["code"] for row in first_indicators()]
    assert tab.tables[INDICATORS.code].ref.endswith(str(FIRST_ROW + len(first_indicators())))


def test_a_sheet_that_begins_empty_has_one_blank_row() -> None:
    [row] = body(EMPLOYEES, Lang.ZH)
    assert set(row.values()) == {None}
