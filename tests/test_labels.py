"""Texts in the shop's languages."""

import pytest

from shopbook.labels import Label, Lang

SAYS = Label(zh="应为{expected}，现在是 {value}", en="{value} should be {expected}")


def test_a_label_speaks_the_language_asked_for() -> None:
    assert (SAYS[Lang.ZH], SAYS[Lang.EN]) == ("应为{expected}，现在是 {value}", "{value} should be {expected}")


def test_places_are_filled_and_a_label_in_a_place_speaks_each_language() -> None:
    filled = SAYS.filled({"value": 3, "expected": Label(zh="整数", en="a whole number")})
    assert filled == Label(zh="应为整数，现在是 3", en="3 should be a whole number")


def test_a_value_with_braces_is_no_place() -> None:
    assert SAYS.filled({"value": "{expected}", "expected": "{value}"}).en == "{expected} should be {value}"


def test_a_place_without_a_value_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="expected"):
        SAYS.filled({"value": 3})


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 rows are blank"), (1, "1 row is blank"), (2, "2 rows are blank"), ("1,000", "1,000 rows are blank")]
)
def test_words_go_with_the_number_they_stand_beside(count: object, said: str) -> None:
    assert Label(zh="{count} 行空着", en="{count} {count|row is|rows are} blank").filled({"count": count}).en == said


def test_a_value_that_looks_like_words_for_a_number_is_a_value() -> None:
    assert Label(zh="{a}", en="{a} {b|x|y}").filled({"a": "{b|p|q}", "b": 1}).en == "{b|p|q} x"


def test_a_value_without_a_place_is_left_out() -> None:
    assert Label(zh="好", en="fine").filled({"value": 3}) == Label(zh="好", en="fine")
