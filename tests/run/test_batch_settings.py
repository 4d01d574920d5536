"""What the keeper of a server decides in shopbook.toml, and how large a file may be that a run opens."""

import zipfile
from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.run.batch.settings import BadSettingError, Limits, ShopSettings, settings_of
from shopbook.run.batch.sizes import excess


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


def test_a_file_with_as_much_inside_as_may_be_is_opened(tmp_path: Path) -> None:
    assert excess(sheet(tmp_path / "x.xlsx", 100), Limits(rows=100, parts=10, unpacked_mb=1).sizes) is None


def test_lines_of_a_text_count_and_those_of_an_old_workbook_do_not(tmp_path: Path) -> None:
    for name in ("x.csv", "x.xls"):
        (tmp_path / name).write_bytes(b"a\n" * 9)
    assert excess(tmp_path / "x.csv", Limits(rows=5).sizes) is not None
    assert excess(tmp_path / "x.csv", Limits(rows=9).sizes) is None
    assert excess(tmp_path / "x.xls", Limits(rows=5).sizes) is None
