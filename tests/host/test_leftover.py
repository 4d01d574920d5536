"""Rows put aside: as text, never over another file, and only once."""

import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import polars as pl

from shopbook.host.file import FileHost
from shopbook.host.leftover import leftover_content, same_leftover, write_leftover

NOW = dt.datetime(2026, 6, 18, 13, 55)
CELLS = pl.DataFrame({"A": ["0012345678901234567890", "=1+1"], "B": [None, "http://x.example"], "reason": ["错", "错"]})
CONTENT = leftover_content(("编号", "备注", "拒绝原因"), CELLS)


def test_every_cell_is_text_as_it_stood(tmp_path: Path) -> None:
    path = write_leftover(tmp_path / "a.xlsx", CONTENT, now=NOW)

    grid = FileHost(path).grid("Sheet1")
    assert grid.text.rows() == [("编号", "备注", "拒绝原因"), ("0012345678901234567890", None, "错"), ("=1+1", "http://x.example", "错")]
    sheet = ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"mine")
    (tmp_path / "a-2.xlsx").write_bytes(b"mine too")

    assert write_leftover(tmp_path / "a.xlsx", CONTENT, now=NOW) == tmp_path / "a-3.xlsx"
    assert (tmp_path / "a.xlsx").read_bytes() == b"mine"


def test_the_same_rows_make_the_same_bytes() -> None:
    assert leftover_content(("编号", "备注", "拒绝原因"), CELLS) == CONTENT


def test_rows_that_were_put_aside_before_are_found_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "export 未导入 1.xlsx").write_bytes(b"x" * len(CONTENT))
    (tmp_path / "other.xlsx").write_bytes(CONTENT)
    wanted = tmp_path / "export 未导入 3.xlsx"
    assert same_leftover(wanted, "export 未导入", CONTENT) is None

    before = write_leftover(tmp_path / "export 未导入 2.xlsx", CONTENT, now=NOW)

    assert same_leftover(wanted, "export 未导入", CONTENT) == before
