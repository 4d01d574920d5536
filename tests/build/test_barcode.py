import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from shopbook.build.barcode import QUIET, is_encodable, modules, picture

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=48)


def scanned(text: str) -> list[str]:
    """What a reader that is not ours sees on the modules of a text."""
    line = np.where(np.array(modules(text)), 0, 255).astype(np.uint8).repeat(3)
    return [found.text for found in zxingcpp.read_barcodes(np.tile(line, (40, 1)))]


@pytest.mark.parametrize(
    "text", ["2601310000012345678", "26013100000123456789", "T200-12ab34567", "A", "1", "12", "a1234567", "PDD 240310-77"]
)
def test_an_order_number_is_read_back_by_a_scanner(text: str) -> None:
    assert scanned(text) == [text]


@given(PRINTABLE)
def test_whatever_can_be_encoded_is_read_back(text: str) -> None:
    assert is_encodable(text)
    assert scanned(text) == [text]


def test_two_digits_share_a_symbol() -> None:
    # Start C, 12, 34, the check character: 11 modules each; the stop has 13.
    assert len(modules("1234")) == 4 * 11 + 13 + 2 * QUIET


def test_the_check_character_is_that_of_the_standard() -> None:
    # Start C is 105; 105 + 1·12 + 2·34 = 185, and 185 − 103 = 82: the symbol 1 2 1 2 4 1.
    widths = "112232" + "131123" + "121241" + "2331112"
    bars = [place % 2 == 0 for place, width in enumerate("211232" + widths) for _ in range(int(width))]
    assert list(modules("1234")[QUIET:-QUIET]) == bars


@pytest.mark.parametrize("text", ["", "订单1", "A\n1", "é"])
def test_what_the_code_has_no_symbols_for_has_no_barcode(text: str) -> None:
    assert not is_encodable(text)


def test_the_picture_is_a_png_of_whole_pixels() -> None:
    png = picture((True, False, True), across=4, down=2)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[16:24] == (12).to_bytes(4, "big") + (2).to_bytes(4, "big")
    # Each line begins with the number of its filter, none; black is 0.
    assert bytes([0, 0b00001111, 0b00001111]) * 2 in png
