"""Invisible characters, full-width forms and wrappings."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet import spelling
from shopbook.sheet.spelling import compact, half_width, line, nothing, one_line, title_key, trimmed, word_key

# Letters that folding, composing and unwrapping could trip over, and everything that is dropped.
TRICKY = st.text(
    st.sampled_from("aB1０Ａ＝＂＇￥=\"' \t\n\u3000\u200b\ufeff\u00a0()（）【】[]_-*：:帐劵,，。~ßİﬁ\u00b4¨\u0301\u0345㎏²")
    | st.characters(codec="utf-8")
)


@pytest.mark.parametrize("change", [trimmed, line, half_width, compact, one_line, title_key, word_key])
@given(text=TRICKY)
def test_what_was_tidied_once_is_tidy(change: Callable[[str], str], text: str) -> None:
    assert change(change(text)) == change(text)


@given(text=TRICKY)
def test_the_patterns_of_untidy_text_find_all_that_would_change(text: str) -> None:
    for pattern, change in (
        (spelling.UNTIDY_TEXT, trimmed),
        (spelling.UNTIDY_LINE, line),
        (spelling.UNTIDY_ID, compact),
        (spelling.WIDE, half_width),
    ):
        assert re.search(pattern.replace("$", r"\Z"), text) or change(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('="35153131473293579"', "35153131473293579"),
        ("'18612345678", "18612345678"),
        ("\t6921\t", "6921"),
        ("４１０ ０１", "41001"),
        ("\ufeff41\u200b00", "4100"),
        ("=4100", "4100"),
        ('"4100"', "4100"),
        ("\t", ""),
    ],
)
def test_an_id_comes_out_of_whatever_an_export_wraps_it_in(text: str, meant: str) -> None:
    assert compact(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('="红色"', "红色"),
        ('="say ""hi"""', 'say "hi"'),
        ("=_=", "=_="),
        ("  第一行\n第二行 \u200b", "第一行\n第二行"),
        ("'tis", "'tis"),
        ("+86 打我", "+86 打我"),
    ],
)
def test_free_text_keeps_all_that_somebody_wrote(text: str, meant: str) -> None:
    assert trimmed(text) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("收货地址 ", "收货地址"),
        ("收入金额（+元）", "收入金额(+元)"),
        ("动帐流水号", "动账流水号"),
        ("优惠劵", "优惠券"),
        ("Order No.", "order no."),
        ("*订单编号", "订单编号："),
        ("订单_编号", "订单-编号"),
        ("\ufeff订单\u200b编号", "订 单 编 号"),
        ("【订单】编号", "[订单]编号"),
        ("Ｓｋｕ", "sku"),
    ],
)
def test_two_spellings_of_a_title_are_one(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_titles_that_differ_in_words_stay_apart() -> None:
    assert len({title_key(title) for title in ("收入金额(+元)", "支出金额(-元)", "订单编号", "子订单编号", "商品1", "商品2")}) == 6


def test_status_words_differ_in_punctuation_only_by_accident() -> None:
    assert word_key("买家已付款,等待卖家发货") == word_key("买家已付款，等待卖家发货 ") == word_key("买家已付款｜｜｜等待卖家发货")


def test_a_superscript_two_is_no_two_but_in_titles() -> None:
    assert (half_width("²"), compact("m²"), title_key("m²")) == ("²", "m²", "m2")


@pytest.mark.parametrize("text", ["", " ", "\t", "\u3000\n", "\u200b", "'", " ' ", '=""', "null", " - ", "--\t"])
def test_texts_that_show_nothing_are_recognised(text: str) -> None:
    assert re.search(nothing(("null", "-", "--")), text)


@pytest.mark.parametrize("text", ["0", "无", "'0", "nullable", "- -", '="0"', "---"])
def test_texts_that_show_something_are_no_blanks(text: str) -> None:
    assert not re.search(nothing(("null", "-", "--")), text)


def test_a_word_for_nothing_is_taken_to_the_letter() -> None:
    assert re.search(nothing(("(无) a.b",)), "(无) a.b")
    assert not re.search(nothing(("(无) a.b",)), "(无) aXb")
