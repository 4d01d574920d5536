"""The add-in in a folder that stands for Excel's."""

import datetime as dt
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shopbook.errors import FileError, MisuseError, UnwritableFileError
from shopbook.labels import Lang
from shopbook.run.addin import NAME, Standing, install, remove, standing, startup_folder
from shopbook.sheet.starting import Python
from shopbook.shipped import Shipped, shipped_folder
from tests.host.faults import needs_strace, run_with_fault

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NOW = dt.datetime(2026, 6, 18, 13, 55)
WINDOWS = Python("win32", "C:\\Python 311\\python.exe")
OTHER = Python("win32", "D:\\python.exe")


def parts(path: Path) -> dict[str, bytes]:
    """What a package holds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_installed_addin_names_the_python_that_it_starts(tmp_path: Path) -> None:
    path = install(tmp_path / "XLSTART", WINDOWS, now=NOW)

    sheet = ET.fromstring(parts(path)["xl/worksheets/sheet1.xml"])
    written = {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(f"{MAIN}c") if cell.get("t") == "inlineStr"}
    assert path == tmp_path / "XLSTART" / "shopbook.xlam"
    assert written == {"B1": "C:\\Python 311\\python.exe"}


def test_an_installed_addin_is_otherwise_the_one_that_ships(tmp_path: Path) -> None:
    there, shipped = parts(install(tmp_path, WINDOWS, now=NOW)), parts(shipped_folder(Shipped.TEMPLATES) / NAME)

    assert {name for name in there | shipped if there.get(name) != shipped.get(name)} == {"xl/worksheets/sheet1.xml"}


def test_installing_again_takes_the_place_of_the_earlier_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    install(tmp_path, OTHER, now=NOW)
    install(tmp_path, WINDOWS, now=NOW)

    assert [path.name for path in tmp_path.iterdir()] == ["shopbook.xlam"]
    assert standing(tmp_path, WINDOWS) is Standing.CURRENT


def test_how_an_addin_stands(tmp_path: Path) -> None:
    assert standing(tmp_path, WINDOWS) is Standing.ABSENT
    install(tmp_path, WINDOWS, now=NOW)
    assert standing(tmp_path, WINDOWS) is Standing.CURRENT
    assert standing(tmp_path, OTHER) is Standing.OTHER
    (tmp_path / NAME).write_bytes(b"an earlier release")
    assert standing(tmp_path, WINDOWS) is Standing.OTHER


def test_something_of_that_name_that_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    with pytest.raises(FileError, match=r"shopbook\.xlam"):
        standing(tmp_path, WINDOWS)
    with pytest.raises(UnwritableFileError, match=r"shopbook\.xlam"):
        install(tmp_path, WINDOWS, now=NOW)


def test_removing_takes_away_the_addin_alone_and_says_whether_there_was_one(tmp_path: Path) -> None:
    install(tmp_path, WINDOWS, now=NOW)
    (tmp_path / "PERSONAL.XLSB").write_bytes(b"mine")

    assert remove(tmp_path) is True
    assert remove(tmp_path) is False
    assert [path.name for path in tmp_path.iterdir()] == ["PERSONAL.XLSB"]


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UnwritableFileError) as caught:
        install(tmp_path / "file" / "XLSTART", WINDOWS, now=NOW)
    assert caught.value.sentence(Lang.ZH).startswith("shopbook.xlam：系统不允许这样读写：")


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("win32", {"APPDATA": "roaming"}, "roaming/Microsoft/Excel/XLSTART"),
        ("darwin", {"HOME": "li"}, "li/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"),
    ],
)
def test_excel_looks_into_a_folder_of_the_users(system: str, environment: dict[str, str], expected: str) -> None:
    assert startup_folder(system, environment) == Path(expected)


@pytest.mark.parametrize(("system", "environment"), [("linux", {"HOME": "li"}), ("win32", {}), ("darwin", {"HOME": ""})])
def test_where_excel_is_not_one_sentence_says_what_to_do_instead(system: str, environment: dict[str, str]) -> None:
    with pytest.raises(MisuseError) as caught:
        startup_folder(system, environment)
    assert caught.value.sentence(Lang.ZH) == "加载项只用于 Windows 和 macOS 上的 Excel，这台电脑上没有；请用命令行 shopbook run"


@needs_strace
@pytest.mark.slow
def test_while_excel_holds_the_addin_nothing_is_left_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "XLSTART"
    before = install(folder, OTHER, now=NOW).read_bytes()
    command = [sys.executable, "-m", "shopbook", "addin", "install", "--folder", str(folder), "--lang", "zh"]

    # Five tries to rename; the sixth puts the new file beside the old one.
    outcome = run_with_fault(command, "rename", "EBUSY", when="1..5", below=folder)

    assert outcome.said == "shopbook.xlam：Excel 正在使用加载项，没有改动。请先退出 Excel 再试\n"
    assert outcome.code == 3
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"shopbook.xlam": before}
