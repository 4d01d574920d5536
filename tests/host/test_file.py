"""A workbook on disk: what is read, what is written, what is refused."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from shopbook.errors import FileError, TabNotFoundError, UnknownNameError, UnreadableFileError, UnwritableFileError
from shopbook.host.file import FileHost, open_workbook
from shopbook.host.package import patch
from shopbook.labels import Lang
from shopbook.run.making import new_workbook
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableReplace

NOW = dt.datetime(2026, 6, 18, 13, 55)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return new_workbook("orders", tmp_path / "订单.xlsx", Lang.ZH, now=NOW)


def plan(value: str = "A1001", row: int = 5) -> EditPlan:
    return EditPlan(writes=(ColumnWrite("订单", "C", [row], [value]),))


class FullDisk(io.BytesIO):
    """A file on a disk that takes only so many writes."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def write(self, content: object) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        return super().write(content)  # type: ignore[arg-type]  # as BytesIO takes it


def test_whenever_the_disk_is_full_writing_ends_with_that_and_does_not_hang(book: Path) -> None:
    writes = 0
    while True:
        disk = FullDisk(writes)
        try:
            patch(book, disk, plan())
            break
        except OSError:
            writes += 1

    assert writes > 20
    assert zipfile.ZipFile(disk).testzip() is None


def test_a_workbook_says_which_book_it_is_and_another_file_does_not(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "a.csv"
    other.write_text("a,b\n1,2\n")

    mark = FileHost(book).mark()

    assert mark is not None
    assert (mark.book, mark.lang) == ("orders", Lang.ZH)
    assert FileHost(other).mark() is None


def test_a_text_file_is_one_sheet_named_after_it(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("a,b\n1,2\n")
    host = FileHost(path)

    assert host.tabs() == ["export"]
    assert host.grid("export").text["B"].to_list() == ["b", "2"]


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are(book: Path) -> None:
    with pytest.raises(TabNotFoundError) as caught:
        FileHost(book).grid("没有")

    assert "订单" in caught.value.present


def test_a_workbook_exchanged_after_it_was_opened_is_read_as_it_is_now(book: Path) -> None:
    host = FileHost(book)
    other = new_workbook("orders", book.with_name("other.xlsx"), Lang.ZH, now=NOW)
    with open_workbook(other, target=other) as changed:
        changed.apply(plan("B2002"), now=NOW)
    other.replace(book)

    assert host.grid("订单").text["C"].drop_nulls().to_list()[-1] == "B2002"


def test_a_workbook_exchanged_for_a_damaged_one_after_it_was_opened_is_refused(book: Path) -> None:
    host = FileHost(book)
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as package:
        found = package.getinfo("xl/worksheets/sheet1.xml")
    content[found.header_offset + 30 + len(found.filename) + found.compress_size // 2] ^= 0xFF
    book.write_bytes(content)

    with pytest.raises(UnreadableFileError, match=r"sheet1\.xml"):
        host.grid("订单")


def test_without_a_target_nothing_is_written(book: Path) -> None:
    before = book.read_bytes()

    with open_workbook(book) as host:
        assert host.apply(plan(), now=NOW) == []

    assert book.read_bytes() == before


def test_a_plan_without_changes_does_not_touch_the_file_but_makes_the_copy_asked_for(book: Path, tmp_path: Path) -> None:
    copy, modified = tmp_path / "copy.xlsx", book.stat().st_mtime_ns

    with open_workbook(book, target=book) as host:
        assert host.apply(EditPlan(), now=NOW) == []
    with open_workbook(book, target=copy) as host:
        assert host.apply(EditPlan(), now=NOW) == [str(copy)]

    assert book.stat().st_mtime_ns == modified
    assert copy.read_bytes() == book.read_bytes()


@pytest.mark.parametrize("content", [b"", b"somebody's notes", b"PK\3\4 half a zip"])
def test_a_file_that_is_no_earlier_result_is_never_overwritten(book: Path, tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "mine.xlsx"
    target.write_bytes(content)

    with pytest.raises(FileError), open_workbook(book, target=target) as host:
        host.apply(plan(), now=NOW)

    assert target.read_bytes() == content


def test_an_earlier_result_of_the_same_book_is_replaced(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.xlsx"
    for value in ("A1", "A2"):
        with open_workbook(book, target=target) as host:
            host.apply(plan(value), now=NOW)

    assert FileHost(target).grid("订单").text["C"].drop_nulls().to_list()[-1] == "A2"


def test_a_text_file_cannot_be_written_into(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")

    with pytest.raises(UnwritableFileError, match=r"only \.xlsx and \.xlsm"), open_workbook(path, target=path) as host:
        host.apply(EditPlan(writes=(ColumnWrite("a", "A", [2], ["2"]),)), now=NOW)

    assert path.read_text() == "a\n1\n"


def test_a_plan_that_does_not_fit_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    wrong = EditPlan(writes=plan().writes, replaces=(TableReplace("订单", "no_such_table", [["x"]]),))

    with pytest.raises(UnknownNameError), open_workbook(book, target=book) as host:
        host.apply(wrong, now=NOW)

    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_an_ending_that_lies_is_remarked(book: Path) -> None:
    liar = book.rename(book.with_suffix(".csv"))

    assert len(FileHost(liar).remarks) == 1
    assert FileHost(liar).remarks[0].zh
