"""Phone numbers, in every form of platform and courier exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import Spelling, parse_phone

PLAIN = Spelling()


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "'13800138000",
        "\t13800138000",
        '="13800138000"',
        "86-13800138000",
        "8613800138000",
        "+86 138 0013 8000",
        "+86-138-0013-8000",
        "0086 13800138000",
        "(86)13800138000",
        "013800138000",
    ],
)
def test_a_mobile_has_one_spelling(text: str) -> None:
    assert parse_phone(text, PLAIN) == "13800138000"


@pytest.mark.parametrize(
    "text",
    ["0755-88888888", "075588888888", "(0755)88888888", "（0755）8888-8888", "0755 8888 8888", "+86 755 8888 8888", "86-0755-88888888"],
)
def test_a_landline_has_one_spelling(text: str) -> None:
    assert parse_phone(text, PLAIN) == "0755-88888888"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("010-65529988", "010-65529988"),
        ("0755-8888888", "0755-8888888"),
        ("02165529988", "021-65529988"),
        ("0755-88888888转12", "0755-88888888-12"),
        ("0755-88888888-1234", "0755-88888888-1234"),
        ("400-820-1234", "4008201234"),
        ("4008-201-234", "4008201234"),
        ("800 820 1234 转 5", "8008201234-5"),
        ("+86 400 820 1234", "4008201234"),
        ("95588", "95588"),
        ("13800138000-1234", "13800138000-1234"),
        ("13800138000转1234", "13800138000-1234"),
        ("13800138000 分机：1234", "13800138000-1234"),
        ("13800138000,1234", "13800138000-1234"),
        ("13800138000ext.1234", "13800138000-1234"),
        ("13800138000-****", "13800138000-****"),
        ("138****8000", "138****8000"),
        ("138＊＊＊＊8000", "138****8000"),
        ("138xxxx8000", "138xxxx8000"),
        ("+86 138****8000", "138****8000"),
        ("138****8000-12", "138****8000-12"),
        ("*******8000", "*******8000"),
        ("0755-****888", "0755-****888"),
        ("**", "**"),
        ("##密文==", "##密文=="),
        ("$$AbC", "$$AbC"),
        ("~a~1~", "~a~1~"),
        ("+1 (212) 456-7890", "+12124567890"),
        ("+1 212.456.7890 ext. 12345", "+12124567890x12345"),
        ("+852 9123 4567", "+85291234567"),
        ("00852-91234567", "+85291234567"),
    ],
)
def test_landlines_services_virtual_masked_and_foreign_numbers_are_phones(text: str, spelled: str) -> None:
    assert parse_phone(text, PLAIN) == spelled


@pytest.mark.parametrize(
    "text",
    [
        "1380013800",
        "138001380001",
        "12800138000",
        "88888888",
        "0755-18888888",
        "+86 1380013800",
        "+86",
        "+1 5",
        "+1234567890123456",
        "13800138000/13900139000",
        "没有",
        "abc",
        "8",
        "86",
    ],
)
def test_an_impossible_number_is_refused(text: str) -> None:
    assert parse_phone(text, PLAIN) is Fault.PHONE


@given(st.text(st.sampled_from("0123456789-+*xX转,#()（） ext.分机8613~$/"), max_size=24))
def test_the_spelling_of_a_phone_is_a_phone_again(text: str) -> None:
    phone = parse_phone(text, PLAIN)
    assert isinstance(phone, Fault) or parse_phone(phone, PLAIN) == phone
