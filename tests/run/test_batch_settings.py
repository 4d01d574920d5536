"""What the keeper of a server decides in shopbook.toml, and how large a file may be that a run opens."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.run.batch.crew import processes
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import BadSettingError, Limits, ShopSettings, settings_of
from shopbook.run.batch.sizes import excess
from shopbook.run.runner import Circumstances
from tests.run import shop

NOW = dt.datetime(2026, 6, 18, 14)


def written(folder: Path, text: str) -> Path:
    (folder / "shopbook.toml").write_text(text, encoding="utf-8")
    return folder


def sheet(path: Path, rows: int, *, padding: int = 0) -> Path:
    """A zip with one sheet of so many rows, and so many megabytes of nothing."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{'<row><c><v>12345</v></c></row>' * rows}</sheetData>")
        package.writestr("xl/media/image1.xml", b" " * (padding << 20))
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings_of(tmp_path) == ShopSettings()


def test_what_is_written_holds(tmp_path: Path) -> None:
    told = settings_of(
        written(tmp_path, 'timezone = "Asia/Urumqi"\npolicy = "skip-bad"\n[parameters]\nship_hours = "24"\n[limits]\nrows = 7\n')
    )
    assert (told.timezone, told.policy, told.parameters, told.limits.rows) == ("Asia/Urumqi", "skip-bad", {"ship_hours": "24"}, 7)


@pytest.mark.parametrize(
    ("text", "place"), [("timezoen = 'x'", "timezoen"), ("[limits]\nrows = 0", "limits.rows"), ("[limits]\nratio = 'x'", "limits.ratio")]
)
def test_a_setting_that_there_is_not_or_that_does_not_fit_is_named(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        settings_of(written(tmp_path, text))
    assert refused.value.place == place
    assert f"“{place}”" in refused.value.label.zh


@pytest.mark.parametrize("name", Limits.model_fields)
@pytest.mark.parametrize("value", ["-1", "1000000000000", "'much'", "[1]", "1.5", "inf"])
def test_no_limit_takes_what_is_no_sensible_number(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettingError) as refused:
        settings_of(written(tmp_path, f"[limits]\n{name} = {value}\n"))
    assert refused.value.place == f"limits.{name}"
    assert "请改正" in refused.value.label.zh


@pytest.mark.parametrize(("name", "hardest"), [("ratio", 400), ("parts", 10_000), ("rows", 1 << 20), ("file_mb", 2048)])
def test_no_limit_is_looser_than_what_every_reader_refuses(tmp_path: Path, name: str, hardest: int) -> None:
    assert getattr(settings_of(written(tmp_path, f"[limits]\n{name} = {hardest}\n")).limits, name) == hardest
    with pytest.raises(BadSettingError):
        settings_of(written(tmp_path, f"[limits]\n{name} = {hardest + 1}\n"))


def test_limits_that_are_no_table_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError) as refused:
        settings_of(written(tmp_path, "limits = 5\n"))
    assert refused.value.place == "limits"


def test_a_file_that_is_no_toml_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="TOML"):
        settings_of(written(tmp_path, "= ="))


@pytest.mark.parametrize(
    ("limits", "padding", "place"),
    [(Limits(rows=99), 0, "limits.rows"), (Limits(ratio=50), 6, "limits.ratio"), (Limits(unpacked_mb=5), 6, "limits.unpacked_mb")],
)
def test_a_file_with_more_inside_than_may_be_is_refused_and_the_limit_named(
    tmp_path: Path, limits: Limits, padding: int, place: str
) -> None:
    why = excess(sheet(tmp_path / "x.xlsx", 101, padding=padding), limits.sizes)
    assert why is not None
    assert place in why.zh
    assert "改这个上限" in why.zh


def test_nobody_is_told_to_raise_a_limit_that_is_the_highest_there_is(tmp_path: Path) -> None:
    why = excess(sheet(tmp_path / "x.xlsx", 1, padding=20), Limits().sizes)
    assert why is not None
    assert "limits.ratio" in why.en
    assert "change the limit" not in why.en


def test_a_file_with_as_much_inside_as_may_be_is_opened(tmp_path: Path) -> None:
    assert excess(sheet(tmp_path / "x.xlsx", 100), Limits(rows=100, parts=10, unpacked_mb=1).sizes) is None


def test_a_workbook_of_more_parts_than_may_be_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
        for number in range(11):
            package.writestr(f"{number}.xml", "<x/>")
    why = excess(tmp_path / "x.xlsx", Limits(parts=10).sizes)
    assert why is not None
    assert "limits.parts" in why.zh
    assert excess(tmp_path / "x.xlsx", Limits(parts=11).sizes) is None


LONG = b"<!-- " + b"x" * (1 << 20) + b" -->"
ROWS = {
    "x.csv": b"a\n" * 9,
    "x.xls": b"<html><table>" + b"<tr><td>a</td></tr>" * 5 + LONG + b"<TR class=x><td>a</td></tr>" * 4 + b"</table><track/></html>",
    "x.xml": b'<?xml version="1.0"?><Table>' + b"<Row><Cell/></Row>" * 5 + LONG[:-19] + b"<ss:Row ss:Index='7'/>" * 4 + b"</Table>",
}


@pytest.mark.parametrize("name", ROWS)
def test_lines_and_rows_of_a_file_that_is_no_zip_count(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(ROWS[name])
    assert excess(tmp_path / name, Limits(rows=8).sizes) is not None
    assert excess(tmp_path / name, Limits(rows=9).sizes) is None


PARTS = {
    "xl/worksheets/sheet1.xml": b"<x:sheetData>" + b'<x:row r="1"><x:c/></x:row>' * 9 + b"<x:rowBreaks/></x:sheetData>",
    "content.xml": b"<table:table><table:table-rows/>" + b"<table:table-row><table:table-cell/></table:table-row>" * 9,
    "orders.csv": b"a,b\n" * 9,
    "xl/worksheets/sheet1.bin": b"\x91\x01\x00" + (b"\x00\x11" + b"\x00" * 17 + b"\x05\x10" + b"\x00" * 16) * 9 + b"\x92\x01\x00",
}


@pytest.mark.parametrize("name", PARTS)
def test_rows_of_a_part_count_whatever_the_format(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, PARTS[name])
    assert excess(tmp_path / "x.zip", Limits(rows=8).sizes) is not None
    assert excess(tmp_path / "x.zip", Limits(rows=9).sizes) is None


def test_rows_of_a_workbook_of_1997_need_not_be_counted(tmp_path: Path) -> None:
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"<tr>\n" * 9)
    assert excess(tmp_path / "x.xls", Limits(rows=5).sizes) is None


def test_a_part_that_is_damaged_is_left_to_the_gate(tmp_path: Path) -> None:
    path = sheet(tmp_path / "x.xlsx", 1000)
    content = bytearray(path.read_bytes())
    content[80:100] = bytes(20)
    path.write_bytes(content)
    assert excess(path, Limits(rows=5).sizes) is None


def test_limits_of_the_folder_and_of_what_is_written_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for path in (tmp_path / "大.csv", tmp_path / "a" / "好.csv", tmp_path / "a" / "b" / "深.csv"):
        shop.export(path)
    with (tmp_path / "大.csv").open("ab") as file:
        file.truncate((1 << 20) + 1)
    limits = Limits(file_mb=1, folders=1, report_findings=1, journal_mb=1)
    state = tmp_path / ".shopbook"
    state.mkdir()
    (state / "journal.jsonl").write_bytes(b'{"t":"?"}\n' * 200_000)
    account = run_batch(
        Wish(tmp_path, Circumstances(now=NOW), ShopSettings(settle_s=0, limits=limits), ("check",)), processes(0, memory_mb=0)
    )
    told = {entry.file: " ".join(why.en for why in entry.whys) for entry in account.entries}
    assert "limits.file_mb" in told["大.csv"]
    assert "more than 1" in told["a/b"]
    assert "a/b/深.csv" not in told
    assert (state / "journal-former.jsonl").stat().st_size > 1 << 20
    assert (state / "journal.jsonl").stat().st_size < 1 << 16
