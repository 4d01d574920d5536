import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.labels import Lang
from shopbook.sheet.mark import NAME, Mark, parse


@given(st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True), st.integers(0, 999_999), st.sampled_from(Lang))
def test_a_mark_that_is_written_is_read_again(book: str, version: int, lang: Lang) -> None:
    mark = Mark(book, version, lang)
    assert parse({"other": "Sheet1!$A$1", NAME: mark.formula()}) == mark


@pytest.mark.parametrize("written", ['"orders|1|zh"', '="orders|1|zh"', ' "orders|1|zh" ', "orders|1|zh"])
def test_programs_store_the_text_constant_in_several_ways(written: str) -> None:
    assert parse({NAME: written}) == Mark("orders", 1, Lang.ZH)


def test_the_name_is_found_in_any_letter_case() -> None:
    assert parse({"Shopbook_Mark": '"stock|2|en"'}) == Mark("stock", 2, Lang.EN)


@pytest.mark.parametrize(
    "written", ["", "Sheet1!$A$1", '"orders|x|zh"', '"orders|1|fr"', '"orders|1"', '"Orders|1|zh"', '"orders|1|zh|more"', "#REF!"]
)
def test_anything_else_is_no_mark(written: str) -> None:
    assert parse({NAME: written}) is None


def test_a_workbook_of_somebody_else_has_no_mark() -> None:
    assert parse({}) is None
    assert parse({"print_area": '"orders|1|zh"'}) is None
