import io

import olefile  # type: ignore[import-untyped]  # no stubs
import pytest

from shopbook.build.vba.compound import Member, Storage, Stream, compound_file
from tests.build.vba.compound_check import streams


def content(size: int) -> bytes:
    """Bytes that differ from place to place, so that a block in the wrong place is seen."""
    return bytes((place * 7 + place // 251) % 256 for place in range(size))


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 4608, 4609, 65_536])
def test_a_stream_of_any_size_comes_back_whole(size: int) -> None:
    members = [Stream("before", content(100)), Stream("it", content(size)), Stream("behind", content(5000))]
    found = streams(compound_file(members))
    assert found == {"before": content(100), "it": content(size), "behind": content(5000)}


def test_a_stream_of_4096_bytes_no_longer_shares_its_sectors() -> None:
    assert len(compound_file([Stream("it", content(4095))])) - len(compound_file([Stream("it", content(4096))])) == 512


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 20, 100])
def test_any_number_of_streams_is_found_by_name(count: int) -> None:
    members = [Stream(f"Sheet{number}", content(number)) for number in range(count)]
    assert streams(compound_file(members)) == {member.name: member.content for member in members}


def test_folders_hold_streams_of_the_same_names() -> None:
    members: list[Member] = [
        Storage("VBA", (Stream("dir", b"inner"), Storage("deep", (Stream("dir", b"innermost"),)))),
        Stream("dir", b"outer"),
    ]
    assert streams(compound_file(members)) == {"VBA/dir": b"inner", "VBA/deep/dir": b"innermost", "dir": b"outer"}


@pytest.mark.parametrize("sectors", [126, 127, 128, 253, 254, 255, 500])
def test_tables_of_several_sectors_count_themselves(sectors: int) -> None:
    whole = content(sectors * 512)
    assert streams(compound_file([Stream("long", whole)])) == {"long": whole}


def test_another_reader_finds_the_same() -> None:
    members: list[Member] = [Storage("VBA", (Stream("dir", content(10)), Stream("Module", content(9000)))), Stream("PROJECT", content(70))]
    with olefile.OleFileIO(io.BytesIO(compound_file(members)), raise_defects=olefile.DEFECT_UNSURE) as read:
        held = {"/".join(path): read.openstream(path).read() for path in read.listdir()}
    assert held == {"VBA/dir": content(10), "VBA/Module": content(9000), "PROJECT": content(70)}
