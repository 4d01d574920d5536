"""Fresh workbooks: which template, which name, which Python."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shopbook.errors import MisuseError, UnwritableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.making import new_workbook, template_of
from shopbook.sheet.mark import Mark
from shopbook.sheet.starting import Python

NOW = dt.datetime(2026, 6, 18, 13, 55)
WINDOWS = Python("win32", "C:\\Python 311\\python.exe")
LINUX = Python("linux", "/usr/bin/python3")


def settings(path: Path) -> dict[str, str | None]:
    """The settings for xlwings that a workbook carries."""
    rows = load_workbook(path, keep_vba=True)["xlwings.conf"].iter_rows(max_col=2, values_only=True)
    return {str(name): None if value is None else str(value) for name, value in rows}


@pytest.mark.parametrize("lang", Lang)
def test_a_workbook_with_buttons_names_the_python_that_they_start(tmp_path: Path, lang: Lang) -> None:
    made = new_workbook("orders", tmp_path / "day.xlsm", lang, now=NOW, python=WINDOWS)

    assert settings(made)["Interpreter_Win"] == "C:\\Python 311\\python.exe"
    assert settings(made)["Interpreter_Mac"] is None
    assert settings(made)["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert FileHost(made).mark() == Mark("orders", 1, lang)


def test_naming_the_python_changes_nothing_but_the_settings(tmp_path: Path) -> None:
    made = new_workbook("orders", tmp_path / "day.xlsm", Lang.ZH, now=NOW, python=WINDOWS)

    with zipfile.ZipFile(made) as there, zipfile.ZipFile(template_of("orders", Lang.ZH)) as template:
        assert set(there.namelist()) == set(template.namelist())
        changed = {name for name in there.namelist() if there.read(name) != template.read(name)}
    assert changed == {"xl/worksheets/sheet14.xml"}


def test_where_excel_does_not_run_a_workbook_is_the_template_as_it_lies(tmp_path: Path) -> None:
    made = new_workbook("orders", tmp_path / "day.xlsm", Lang.EN, now=NOW, python=LINUX)

    assert made.read_bytes() == template_of("orders", Lang.EN).read_bytes()


def test_a_name_that_ends_in_xlsx_gives_a_workbook_without_macros(tmp_path: Path) -> None:
    made = new_workbook("orders", tmp_path / "day.XLSX", Lang.ZH, now=NOW, python=WINDOWS)

    assert made.read_bytes() == template_of("orders", Lang.ZH, ending=".xlsx").read_bytes()
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(made).namelist()


@pytest.mark.parametrize(("lang", "name"), [(Lang.ZH, "订单.xlsm"), (Lang.EN, "Orders.xlsm")])
def test_in_a_folder_a_workbook_is_called_as_its_book_and_has_buttons(tmp_path: Path, lang: Lang, name: str) -> None:
    assert new_workbook("orders", tmp_path, lang, now=NOW) == tmp_path / name


@pytest.mark.parametrize("name", ["day.xls", "day", "day.xlsm.zip"])
def test_a_name_with_another_ending_is_refused_because_excel_would_refuse_the_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(MisuseError) as caught:
        new_workbook("orders", tmp_path / name, Lang.ZH, now=NOW)

    assert caught.value.sentence(Lang.ZH) == f"文件名“{name}”要以 .xlsm（带按钮）或 .xlsx（不带按钮）结尾"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "day.xlsm"
    there.write_bytes(b"mine")

    with pytest.raises(UnwritableFileError, match="never overwritten"):
        new_workbook("orders", there, Lang.ZH, now=NOW)
    assert there.read_bytes() == b"mine"
