"""Text files: encoding, delimiter, quotes, and the row numbers that Excel would show."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import read_grids
from shopbook.host.reading.delimited import guess_delimiter
from tests.host.reading.workbooks import read

Rows = list[tuple[str | None, ...]]


def rows(folder: Path, content: bytes, name: str = "a.csv") -> Rows:
    path = folder / name
    path.write_bytes(content)
    return read(path).text.rows()


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_usual_encoding_is_read_and_said(tmp_path: Path, encoding: str, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("order no,remark,qty,price,city\r\n1,好𠮷,2,3,上海\r\n".encode(encoding))

    grid = read(path)

    assert (grid.encoding, grid.text.row(1)) == (said, ("1", "好𠮷", "2", "3", "上海"))


def test_bytes_that_are_text_in_no_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="text encoding is unknown"):
        rows(tmp_path, b"a,b\r\n" + b"x" * 70_000 + b"\xff\xff\xff,1\r\n")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_splits_evenly(delimiter: str) -> None:
    lines = [["订单编号", "备注", "数量"], ["1", "要红色, 快点; 谢谢", "2"], ["2", "无", "3"]]

    quoted = "\n".join(delimiter.join(f'"{field}"' if delimiter in field else field for field in line) for line in lines)

    assert guess_delimiter(quoted.encode()) == delimiter


def test_decimal_commas_do_not_win_over_semicolons() -> None:
    assert guess_delimiter("价格;运费\n1,5;2,5\n3,5;4,5\n".encode()) == ";"


def test_a_tab_that_every_value_ends_with_is_no_delimiter() -> None:
    """As Pinduoduo exports; Douyin begins its ids with one."""
    assert guess_delimiter("订单号,商品\n260618-1\t,杯子\t\n260618-2\t,碗\t\n".encode()) == ","
    assert guess_delimiter("主订单编号,子订单编号\n\t6920,\t6921\n\t6922,\t6923\n".encode()) == ","


def test_a_preamble_without_delimiters_does_not_confuse() -> None:
    assert guess_delimiter("#支付宝账务明细查询\n#账号：[x]\n账务流水号,业务流水号,金额\n1,2,3\n4,5,6\n".encode()) == ","


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b\n1,2\n", [("a", "b"), ("1", "2")]),
        ("a,b\r\n1,2", [("a", "b"), ("1", "2")]),
        ("a,b\r1,2\r", [("a", "b"), ("1", "2")]),
        ("a,b\n1\n2,3,4\n", [("a", "b", None), ("1", None, None), ("2", "3", "4")]),
        ('a,b\n"1,5","x ""y"" z"\n', [("a", "b"), ("1,5", 'x "y" z')]),
        ('a,b\n"line 1\nline 2",2\n3,4\n', [("a", "b"), ("line 1\nline 2", "2"), ("3", "4")]),
        ('a,b\n5" pipe,6\n', [("a", "b"), ('5" pipe', "6")]),
        ('a,b\n"x"y,2\n', [("a", "b"), ("xy", "2")]),
        ('a,b\n="35153131473293579",\'186\n', [("a", "b"), ('="35153131473293579"', "'186")]),
        ('a,b\n"",\n,x\n', [("a", "b"), (None, None), (None, "x")]),
        ("a,b\n\n\n1,2\n", [("a", "b"), (None, None), (None, None), ("1", "2")]),
        ("\n\na,b\n1,2\n", [(None, None), (None, None), ("a", "b"), ("1", "2")]),
        ("a,b,,\n1,2,,\n,,,\n,,,\n", [("a", "b"), ("1", "2")]),
        ("\tx,y\t\n001, 1 \n", [("\tx", "y\t"), ("001", " 1 ")]),
        ("a\n1\n\n2\n", [("a",), ("1",), (None,), ("2",)]),
    ],
)
def test_a_text_file_splits_as_excel_splits_it(tmp_path: Path, content: str, expected: Rows) -> None:
    assert rows(tmp_path, content.encode()) == expected


def test_an_empty_text_is_an_empty_sheet(tmp_path: Path) -> None:
    assert rows(tmp_path, b"\n\n") == []


@pytest.mark.parametrize("before", ["a,b\n", 'a,b\n"x\ny",2\n'])
def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path, before: str) -> None:
    line = before.count("\n") + 1

    with pytest.raises(UnreadableFileError, match=f"a quote in line {line} is never closed"):
        rows(tmp_path, (before + '1,"oops\n' + "2,x\n" * 1_000).encode())


def test_a_nul_character_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="line 2 holds a NUL"):
        rows(tmp_path, b"a,b\n1,\x00\x00\n")


def test_a_field_of_eight_megabytes_is_read_whole(tmp_path: Path) -> None:
    assert rows(tmp_path, b'a,b\n1,"' + b"x" * (8 << 20) + b'"\n')[1] == ("1", "x" * (8 << 20))


def test_more_columns_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="16385 columns"):
        rows(tmp_path, b"," * 16_384 + b"x\n")


def test_the_sheet_is_called_like_the_file(tmp_path: Path) -> None:
    path = tmp_path / "二月订单.csv"
    path.write_text("a,b\n", encoding="utf-8")

    assert [grid.tab for grid in read_grids(admit(path), ["二月订单"])] == ["二月订单"]


FIELDS = st.text(st.sampled_from("ab1 ,\"\n'=中"), max_size=4)


@given(st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_whatever_a_csv_writer_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    lines = [",".join('"' + field.replace('"', '""') + '"' for field in line) for line in [["k", "l"], *table]]
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")

    found = read(path).text.rows()

    width = max((len(row) for row in found), default=0)
    expected = [tuple((line[place] or None) if place < len(line) else None for place in range(width)) for line in [["k", "l"], *table]]
    while expected and not any(expected[-1]):
        expected.pop()
    assert found == expected
