from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream  # type: ignore[import-untyped]  # no stubs

from shopbook.build.vba.compression import compress


def restored(content: bytes) -> bytes:
    """What another program makes of the compressed bytes."""
    return bytes(decompress_stream(bytearray(compress(content))))


@given(st.text("ab \n", max_size=9000).map(str.encode))
def test_repeating_text_comes_back(text: bytes) -> None:
    assert restored(text) == text


@given(st.lists(st.sampled_from(["Public Sub ", "End Sub\r\n", "RunPython ", "x", "'", "\t"]), max_size=2000).map("".join).map(str.encode))
def test_source_comes_back(text: bytes) -> None:
    assert restored(text) == text


@given(st.binary(max_size=3600))
def test_bytes_without_any_order_come_back(content: bytes) -> None:
    assert restored(content) == content


@given(st.sampled_from([4095, 4096, 4097, 8191, 8192, 8193]), st.integers(min_value=1, max_value=5000))
def test_a_run_that_crosses_the_end_of_a_piece_comes_back(size: int, period: int) -> None:
    content = bytes((place % period) * 37 % 256 for place in range(size))
    assert restored(content) == content


def test_the_example_of_the_format_without_repetition() -> None:
    # [MS-OVBA] 3.2.1
    expected = "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"
    assert compress(b"abcdefghijklmnopqrstuv.") == bytes.fromhex(expected)


def test_the_example_of_the_format_with_the_most_repetition() -> None:
    # [MS-OVBA] 3.2.3
    assert compress(b"a" * 73) == bytes.fromhex("01 03 B0 02 61 45 00")


def test_what_only_grows_is_kept_as_it_is() -> None:
    content = b"".join((number * 40503 % 65536).to_bytes(2, "big") for number in range(2048))
    packed = compress(content)
    assert packed[1:3] == bytes.fromhex("ff3f")
    assert packed[3:] == content
    assert restored(content) == content


def test_nothing_is_the_signature_alone() -> None:
    assert compress(b"") == b"\x01"
