"""Parts small and large are packed right, and a disk that is full anywhere ends the writing at once."""

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest

from shopbook.host.package import patch
from shopbook.sheet.plan import ColumnWrite, EditPlan
from tests.host.packages import book, sheet

PART = "xl/worksheets/sheet1.xml"
PLAN = EditPlan(writes=(ColumnWrite("表", "A", [1], [7]),))
SMALL, LARGE = 10, 60_000
"""Rows: of the large sheet packing goes on beside the making of the next piece."""


class SmallDisk(io.BytesIO):
    """A file on a disk with room for so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, content: bytes, /) -> int:  # type: ignore[override] # bytes are all that is written here
        if self.tell() + len(content) > self._room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(content)


def rows_of(count: int, first: int) -> str:
    later = "".join(f'<row r="{row}"><c r="A{row}"><v>{row * 7919 % 104_729}</v></c></row>' for row in range(2, count + 1))
    return f'<row r="1"><c r="A1"><v>{first}</v></c></row>{later}'


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_a_part_of_any_size_unpacks_to_what_was_written(tmp_path: Path, count: int) -> None:
    source = book(tmp_path / "book.xlsx", sheet(rows_of(count, 1)))
    target = io.BytesIO()
    patch(source, target, PLAN)
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        assert package.read(PART).decode() == sheet(rows_of(count, 7))


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_wherever_the_disk_is_full_the_writing_ends_with_that(tmp_path: Path, count: int) -> None:
    source = book(tmp_path / "book.xlsx", sheet(rows_of(count, 1)))
    whole = io.BytesIO()
    patch(source, whole, PLAN)
    size = len(whole.getvalue())

    for room in (0, 40, size // 4, size // 2, size - size // 4, size - 1):
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            patch(source, SmallDisk(room), PLAN)
    enough = SmallDisk(size)
    patch(source, enough, PLAN)
    assert enough.getvalue() == whole.getvalue()
