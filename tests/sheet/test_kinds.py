"""What a column can hold: the fast readers agree with the one place that decides."""

import datetime as dt
import re
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopbook.labels import Lang
from shopbook.sheet.faults import Fault
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.parsing import Spelling, number_decimal, number_money, number_ratio, number_whole
from shopbook.sheet.spelling import ERROR_WORDS, word_key, wordless

NUMBERS = [
    "3",
    "-0",
    "007",
    "12.5",
    "0.005",
    "-0.005",
    "1.0049999999",
    "123456.123456789",
    "1234567.8912345",
    "999999999999.999",
    "1e5",
    "nan",
    "1_000",
    "1,234.5",
    "¥12",
    "3.21%",
]
DAYS = [
    "2026-03-01 09:05:00",
    "2026/3/1 9:05",
    "2026-03-01",
    "2026/3/1",
    "1899-12-31",
    "2026-02-30",
    "2024-02-29 23:59:60",
    "2026-03-01 24:00:00",
    "2026-03/01 9:05",
    "2026-3-1 9:5",
    "1000-01-01",
]
WORDS = ["已付款", "Paid", "paid", "已付款 ", "＝已付款"]
IDS = [
    "13800138000",
    "12800138000",
    "SF1234567890",
    "4E18",
    "4.1E+18",
    "E2E4",
    "1e5x",
    "12e34",
    "same_line",
    "sf12",
    "00123",
    "²",
    "Ａ",
    "￥1",
]
WRAPPED = [" x", "x ", "a  b", "a b", "'a", "=a", '="a"', "a\u200bb", "a\u00a0b", "a\x85b", "\x1ca", "a\nb"]
BLANKS = ("NULL", "-3", "12.5", "无", "Paid", "1970-01-01", "1970-01-01 00:00:00", "2026/3/1 9:05", "13800138001", "#")
TEXTS = (
    st.sampled_from([*NUMBERS, *DAYS, *IDS, *WORDS, *WRAPPED, *BLANKS])
    | st.text(st.sampled_from("0123456789.-/: ,eEaA'\"=\t\u3000\u200b１"), max_size=20)
    | st.text(max_size=10)
)
FAST = [kind for kind, spec in KINDS.items() if spec.fast]
LISTED = {"已付款": "paid", "Paid": "paid", "12.5": "half"}


def fast(kind: Kind, texts: list[str], spelling: Spelling) -> list[object]:
    """What the first short cut says that knows a text; that no two disagree is asserted."""
    frame = pl.DataFrame({"raw": texts})
    read = [frame.select(reader(pl.col("raw"), spelling).alias("value"))["value"].to_list() for reader in KINDS[kind].fast]
    known = [{value for value in values if value is not None} for values in zip(*read, strict=True)]
    assert all(len(values) <= 1 for values in known)
    return [next(iter(values), None) for values in known]


@pytest.mark.parametrize("kind", FAST)
@settings(max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20), places=st.integers(0, 4))
def test_a_fast_reader_is_not_sure_or_right(kind: Kind, texts: list[str], places: int) -> None:
    choices = {word_key(word): code for word, code in LISTED.items()}
    spelling = Spelling(places=places, choices=choices, listed=LISTED, blanks=BLANKS)
    for text, value in zip(texts, fast(kind, texts, spelling), strict=True):
        assert value is None or value == KINDS[kind].parse(text, spelling)
        assert value is None or not re.search(wordless(BLANKS), text)


@pytest.mark.parametrize("kind", FAST)
def test_a_fast_reader_knows_no_text_that_stands_for_no_value(kind: Kind) -> None:
    texts = [*BLANKS, *ERROR_WORDS, "", " ", "\u3000", "'", '=""', "12.5 ", "\u200bPaid"]
    assert fast(kind, texts, Spelling(listed=LISTED, blanks=BLANKS)) == [None] * len(texts)


@given(
    digits=st.integers(0, 10**15),
    point=st.integers(0, 9),
    places=st.integers(0, 4),
    kind=st.sampled_from([Kind.MONEY, Kind.NUMBER, Kind.RATIO, Kind.QTY]),
)
@example(digits=12345678124999999, point=9, places=2, kind=Kind.MONEY)
def test_a_fast_reader_is_right_about_number_cells_too(digits: int, point: int, places: int, kind: Kind) -> None:
    text, spelling = f"{Decimal(digits).scaleb(-point):f}", Spelling(places=places)
    exact = {Kind.MONEY: number_money, Kind.NUMBER: number_decimal, Kind.RATIO: number_ratio, Kind.QTY: number_whole}[kind](text, spelling)
    assert fast(kind, [text], spelling)[0] in {None, exact}


def test_the_usual_spellings_are_read_fast() -> None:
    usual = {
        Kind.TEXT_ID: "4100123456789012345",
        Kind.SKU: "SKU-00507-M",
        Kind.TEXT: "送礼用，请勿放价格单 & 小票",
        Kind.PERSON: "张 三",
        Kind.PHONE: "13800138000",
        Kind.ADDRESS: "中山路60号 26幢1158室",
        Kind.QTY: "3",
        Kind.INTEGER: "-3",
        Kind.MONEY: "1400.16",
        Kind.NUMBER: "87.5",
        Kind.RATIO: "0.0321",
        Kind.DATE: "2026-03-01",
        Kind.DATETIME: "2026-03-01 09:05:00",
        Kind.TRACKING: "SF631625887985",
        Kind.CHOICE: "已付款",
    }
    assert set(usual) == set(FAST)
    assert [kind for kind, text in usual.items() if fast(kind, [text], Spelling(listed=LISTED))[0] is None] == []


def test_a_moment_as_files_hand_it_over_is_known_to_the_first_short_cut() -> None:
    texts = pl.DataFrame({"raw": ["2026-03-01 09:05:00", "2026/3/1 9:05"]})
    first = KINDS[Kind.DATETIME].fast[0](pl.col("raw"), Spelling()).alias("value")
    assert texts.select(first)["value"].to_list() == [dt.datetime(2026, 3, 1, 9, 5), None]


@pytest.mark.parametrize("kind", FAST)
def test_what_a_fast_reader_gives_fits_the_kinds_frame(kind: Kind) -> None:
    read = [pl.DataFrame({"raw": ["1"]}).select(reader(pl.col("raw"), Spelling())).dtypes for reader in KINDS[kind].fast]
    assert read == [[KINDS[kind].dtype]] * len(KINDS[kind].fast)


def test_a_value_of_each_kind_fits_its_frame() -> None:
    values = {
        Kind.QTY: 3,
        Kind.INTEGER: 3,
        Kind.MONEY: Decimal("12.50"),
        Kind.NUMBER: Decimal("87.50"),
        Kind.RATIO: Decimal("0.032100"),
        Kind.DATE: dt.date(2026, 3, 1),
        Kind.DATETIME: dt.datetime(2026, 3, 1, 9, 5),
        Kind.TIME: dt.timedelta(days=1),
        Kind.FLAG: True,
    }
    for kind, spec in KINDS.items():
        value = values.get(kind, "x")
        assert pl.Series([value], dtype=spec.dtype).to_list() == [value]


def test_every_kind_says_in_both_languages_what_it_is_and_what_to_write() -> None:
    assert set(KINDS) == set(Kind)
    for spec in KINDS.values():
        assert all(text[lang] for text in (spec.label, spec.expected) for lang in Lang)


def test_kinds_stored_as_text_have_the_format_of_text() -> None:
    assert {kind for kind, spec in KINDS.items() if spec.is_text} == {kind for kind, spec in KINDS.items() if spec.dtype == pl.String} | {
        Kind.FLAG
    }


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.DATETIME])
def test_a_leap_second_is_no_next_day(kind: Kind) -> None:
    assert fast(kind, ["2026-03-01 23:59:60"], Spelling()) == [None]
    assert KINDS[kind].parse("2026-03-01 23:59:60", Spelling()) is Fault.NOT_A_DATE
