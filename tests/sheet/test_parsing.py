"""What one cell's text means: numbers, ids, choices, flags."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import (
    LARGEST,
    Spelling,
    number_money,
    number_ratio,
    number_whole,
    parse_address,
    parse_choice,
    parse_decimal,
    parse_flag,
    parse_money,
    parse_number,
    parse_person,
    parse_ratio,
    parse_sku,
    parse_text,
    parse_text_id,
    parse_tracking,
    parse_whole,
    shown_number,
)
from shopbook.sheet.spelling import word_key

PLAIN = Spelling()

NUMBERS = [
    ("12", "12"),
    ("１２", "12"),
    ("１,２３４．５", "1234.5"),
    ("  12 ", "12"),
    ("\u200b12\ufeff", "12"),
    ("\u00a012", "12"),
    ("'12", "12"),
    ('="12"', "12"),
    ("\t12\t", "12"),
    ("0", "0"),
    ("-0", "0"),
    ("007", "7"),
    ("+5", "5"),
    ("-5", "-5"),
    ("- 5", "-5"),
    ("−5", "-5"),
    ("－5", "-5"),
    ("5.", "5"),
    (".5", "0.5"),
    ("-.5", "-0.5"),
    ("12.50", "12.50"),
    ("¥12", "12"),
    ("￥12", "12"),
    ("¥ 12.5", "12.5"),
    ("-¥12", "-12"),
    ("¥-12", "-12"),
    ("$12", "12"),
    ("US$12", "12"),
    ("hk$ 12", "12"),
    ("€12", "12"),
    ("£12", "12"),
    ("RMB 12", "12"),
    ("12元", "12"),
    ("12 元", "12"),
    ("12圆", "12"),
    ("12CNY", "12"),
    ("0元", "0"),
    ("123.00元", "123.00"),
    ("1,234", "1234"),
    ("1,234.5", "1234.5"),
    ("1，234.5", "1234.5"),
    ("1,234,567.89", "1234567.89"),
    ("1 234.50", "1234.50"),
    ("1\u00a0234", "1234"),
    ("(3.00)", "-3.00"),
    ("（3.00）", "-3.00"),
    ("(¥3)", "-3"),
    ("¥(3)", "-3"),
    ("( 3 )", "-3"),
    ("0.30000000000000004", "0.30000000000000004"),
    ("9999999999999.99", "9999999999999.99"),
]

NO_NUMBERS = [
    ("", Fault.NOT_A_NUMBER),
    ("abc", Fault.NOT_A_NUMBER),
    ("十二", Fault.NOT_A_NUMBER),
    ("nan", Fault.NOT_A_NUMBER),
    ("inf", Fault.NOT_A_NUMBER),
    ("1e5", Fault.NOT_A_NUMBER),
    ("1E+20", Fault.NOT_A_NUMBER),
    ("1_000", Fault.NOT_A_NUMBER),
    ("٣", Fault.NOT_A_NUMBER),
    ("²", Fault.NOT_A_NUMBER),
    ("½", Fault.NOT_A_NUMBER),
    ("0x1F", Fault.NOT_A_NUMBER),
    ("--5", Fault.NOT_A_NUMBER),
    ("5-", Fault.NOT_A_NUMBER),
    ("(-3)", Fault.NOT_A_NUMBER),
    ("(3", Fault.NOT_A_NUMBER),
    ("3)", Fault.NOT_A_NUMBER),
    ("3 5", Fault.NOT_A_NUMBER),
    ("1 23", Fault.NOT_A_NUMBER),
    ("12%", Fault.NOT_A_NUMBER),
    ("12件", Fault.NOT_A_NUMBER),
    ("元", Fault.NOT_A_NUMBER),
    (".", Fault.NOT_A_NUMBER),
    (",", Fault.NOT_A_NUMBER),
    ("1.234,5", Fault.SEPARATORS),
    ("1,23", Fault.SEPARATORS),
    ("1,234,5", Fault.SEPARATORS),
    ("1.2.3", Fault.SEPARATORS),
    ("1,,234", Fault.SEPARATORS),
    ("10000000000000", Fault.TOO_LARGE),
    ("-10000000000000", Fault.TOO_LARGE),
    ("9" * 32_767, Fault.TOO_LARGE),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read_exactly_as_it_is_written(text: str, value: str) -> None:
    number = parse_number(text, PLAIN)
    assert (number, str(number)) == (Decimal(value), value)


@pytest.mark.parametrize(("text", "fault"), NO_NUMBERS)
def test_what_is_not_certainly_a_number_is_refused(text: str, fault: Fault) -> None:
    assert parse_number(text, PLAIN) is fault


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("0.005", 2, "0.01"),
        ("0.0049999", 2, "0.00"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("1.005", 2, "1.01"),
        ("2.675", 2, "2.68"),
        ("12", 2, "12.00"),
        ("12.34565", 4, "12.3457"),
        ("0.5", 0, "1"),
        ("0." + "3" * 5_000, 2, "0.33"),
    ],
)
def test_an_amount_is_rounded_half_up_where_it_is_read(text: str, places: int, value: str) -> None:
    assert str(parse_money(text, Spelling(places=places))) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("88", "88.00"),
        ("88 分", "88.00"),
        ("87.455", "87.46"),
        ("-3点", "-3.00"),
        ("88元", Fault.NOT_A_NUMBER),
        ("88%", Fault.NOT_A_NUMBER),
    ],
)
def test_a_score_may_carry_its_points_but_is_neither_money_nor_share(text: str, value: str | Fault) -> None:
    read = parse_decimal(text, PLAIN)
    assert (read if isinstance(read, Fault) else str(read)) == value


def test_an_amount_that_is_none_keeps_its_fault() -> None:
    assert parse_money("一百", PLAIN) is Fault.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("3.0", 3),
        ("３件", 3),
        ("3 双", 3),
        ("2支装", 2),
        ("1,200", 1200),
        ("(3)", -3),
        ("2.5", Fault.NOT_WHOLE),
        ("3元", Fault.NOT_A_NUMBER),
        ("¥3", Fault.NOT_A_NUMBER),
        ("件", Fault.NOT_A_NUMBER),
        ("三件", Fault.NOT_A_NUMBER),
    ],
)
def test_a_quantity_is_whole_and_may_carry_its_counting_word(text: str, value: object) -> None:
    assert parse_whole(text, PLAIN) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.21%", "0.032100"),
        ("3.21％", "0.032100"),
        ("0.0321", "0.032100"),
        ("5‰", "0.005000"),
        ("-2 %", "-0.020000"),
        ("100%", "1.000000"),
        ("0.00005%", "0.000001"),
        ("0.00004%", "0.000000"),
    ],
)
def test_a_share_is_the_same_with_and_without_percent_sign(text: str, value: str) -> None:
    assert str(parse_ratio(text, PLAIN)) == value


@pytest.mark.parametrize("text", ["%", "¥3%", "3%%", "一成", "3元"])
def test_a_share_that_is_none_is_refused(text: str) -> None:
    assert parse_ratio(text, PLAIN) is Fault.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0.30000000000000004", "0.300000000000000"),
        ("2.9999999999999996", "3.00000000000000"),
        ("-1.1500000000000001", "-1.15000000000000"),
        ("123456789012345678", "123456789012346000"),
        ("12.5", "12.5"),
        ("2026-03-01 00:00:00", "2026-03-01 00:00:00"),
        ("1E5", "1E5"),
    ],
)
def test_a_number_cell_is_read_to_the_15_digits_that_excel_calculates_with(text: str, shown: str) -> None:
    assert shown_number(text) == shown


def test_noise_of_binary_fractions_does_not_reach_amounts_and_quantities() -> None:
    assert number_money("3.3449999999999998", PLAIN) == Decimal("3.35")
    assert number_whole("2.9999999999999996", PLAIN) == 3
    assert number_ratio("0.12345650000000001", PLAIN) == Decimal("0.123457")
    assert parse_whole("2.9999999999999996", PLAIN) is Fault.NOT_WHOLE


@given(number=st.decimals(-LARGEST + 1, LARGEST - 1, places=3), grouped=st.booleans())
def test_every_number_is_read_back_from_its_own_text(number: Decimal, *, grouped: bool) -> None:
    assert parse_number(f"{number:,f}" if grouped else f"{number:f}", PLAIN) == number


@given(st.text())
def test_any_text_is_a_value_or_a_fault_and_never_an_error(text: str) -> None:
    for parse in (parse_number, parse_money, parse_whole, parse_ratio, parse_choice, parse_flag, parse_text_id, parse_tracking):
        assert parse(text, PLAIN) is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35153131473293579", "35153131473293579"),
        ('="35153131473293579"', "35153131473293579"),
        ("'0012", "0012"),
        ("\t6921\t", "6921"),
        ("ＡＢ－１２", "AB-12"),
        ("12 34", "1234"),
        ("E2E4", "E2E4"),
        ("4.27E+18", Fault.DIGITS_LOST),
        ("4E18", Fault.DIGITS_LOST),
        ("4.1e18", Fault.DIGITS_LOST),
    ],
)
def test_an_id_is_text_and_what_excel_has_damaged_is_refused(text: str, value: object) -> None:
    assert parse_text_id(text, PLAIN) == value


def test_a_tracking_number_is_in_capitals() -> None:
    assert parse_tracking("sf 631 62588", PLAIN) == "SF63162588"
    assert parse_tracking("4.27E+18", PLAIN) is Fault.DIGITS_LOST


def test_a_sku_is_kept_to_the_letter() -> None:
    assert [parse_sku(text, PLAIN) for text in ("00123", "1E5", " 红 色  L ", "'Ａ-1", '="00123"')] == [
        "00123",
        "1E5",
        "红 色 L",
        "A-1",
        "00123",
    ]


def test_texts_names_and_addresses_lose_only_what_nobody_means() -> None:
    assert parse_text("  勿折\n谢谢 ", PLAIN) == "勿折\n谢谢"
    assert parse_person("'张\n三 ", PLAIN) == "张 三"
    assert parse_address('="浙江省  宁波市"', PLAIN) == "浙江省 宁波市"


def test_a_choice_is_known_whatever_its_punctuation() -> None:
    words = Spelling(choices={word_key("买家已付款,等待卖家发货"): "paid"})
    assert parse_choice("买家已付款，等待卖家发货 ", words) == "paid"
    assert parse_choice("发货了", words) is Fault.UNKNOWN_CHOICE
    assert parse_choice("，", words) is Fault.UNKNOWN_CHOICE


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("√", True), ("TRUE", True), ("１", True), ("否", False), ("×", False), ("No.", False)]
)
def test_a_flag_is_yes_or_no_in_the_usual_words(text: str, *, value: bool) -> None:
    assert parse_flag(text, PLAIN) is value


def test_a_flag_that_is_neither_is_refused() -> None:
    assert parse_flag("也许", PLAIN) is Fault.NOT_A_FLAG
