"""What files may be called."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.run.naming import LONGEST_NAME, file_name, is_device, numbered


def called(wanted: str) -> str:
    return file_name(wanted, ".xlsx", otherwise="slip")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("盘点 2026-06 甲库", "盘点 2026-06 甲库.xlsx"),
        ("A-01/02", "A-01_02.xlsx"),
        ("..\\..\\x", "_.._x.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd.xlsx"),
        ("CON", "_CON.xlsx"),
        ("nul.tar", "_nul.tar.xlsx"),
        ("COM¹", "_COM¹.xlsx"),
        ("甲库...", "甲库.xlsx"),
        ("甲库. .", "甲库.xlsx"),
        ("~$甲库", "甲库.xlsx"),
        (".甲库", "甲库.xlsx"),
        ("甲\n库\t乙", "甲 库 乙.xlsx"),
        ("甲\u202excod.exe", "甲xcod.exe.xlsx"),
        ('D:甲?*<>|"', "D_甲______.xlsx"),
        ("", "slip.xlsx"),
        ("...", "slip.xlsx"),
        ("\0", "slip.xlsx"),
        ("e\u0301", "\u00e9.xlsx"),
    ],
)
def test_what_no_system_takes_is_replaced(wanted: str, name: str) -> None:
    assert called(wanted) == name


def test_a_long_name_is_cut_between_letters() -> None:
    assert called("库" * 300) == "库" * 38 + ".xlsx"


@given(wanted=st.text(max_size=200))
def test_a_file_of_any_wish_lies_in_its_folder(wanted: str) -> None:
    name = called(wanted)

    assert len(name.encode()) <= LONGEST_NAME
    assert not is_device(name)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).touch()
        assert [path.name for path in Path(folder).iterdir()] == [name]


@given(wanted=st.text(max_size=200), number=st.integers(2, 10_000))
def test_a_number_behind_a_name_keeps_it_a_name(wanted: str, number: int) -> None:
    name = numbered(called(wanted), number)

    assert name.endswith(f" {number}.xlsx")
    assert len(name.encode()) <= LONGEST_NAME
    assert called(name.removesuffix(".xlsx")) == name
