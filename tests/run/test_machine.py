"""What `shopbook doctor` says about the computer: programs, the link to Excel, macros."""

import datetime as dt
from pathlib import Path

import pytest

from shopbook.labels import Lang
from shopbook.run import addin
from shopbook.run.diagnosis import Diagnosis, desk
from shopbook.run.machine import EXCEL, LIBREOFFICE, WPS, Machine
from shopbook.run.making import THIS_PYTHON
from shopbook.sheet.starting import Python

NOW = dt.datetime(2026, 6, 18, 13, 55)
PROGRAMS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
SECURITY = r"SOFTWARE\Microsoft\Office\16.0\Excel\Security"
EXCEL_EXE = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"


def windows(folder: Path, keys: dict[tuple[str, str], str]) -> Machine:
    """A computer with Windows and these values in its registry."""
    return Machine("win32", {"APPDATA": str(folder)}, lambda key, name: keys.get((key, name)), lambda _: None)


def mac(folder: Path) -> Machine:
    """A Mac with Excel, whose user's home is a folder."""
    there = Path("/Applications/Microsoft Excel.app")
    return Machine("darwin", {"HOME": str(folder)}, lambda _key, _name: None, lambda _: None, lambda path: path == there or path.exists())


def linux(**programs: str) -> Machine:
    """A server with these programs."""
    return Machine("linux", {}, lambda _key, _name: None, programs.get)


def of(found: list[Diagnosis], what: str) -> Diagnosis:
    """What is said about a thing."""
    return next(each for each in found if each.what.en == what)


def test_windows_with_excel_is_fine_and_says_where_it_is(tmp_path: Path) -> None:
    found = desk(windows(tmp_path, {(rf"{PROGRAMS}\excel.exe", ""): EXCEL_EXE}))

    assert [each.what.en for each in found if not each.is_fine] == []
    assert of(found, "Excel").state.zh == EXCEL_EXE
    assert "启用内容" in of(found, "Macros").advice.zh


@pytest.mark.parametrize("setting", ["3", "4"])
def test_an_excel_that_lets_no_macros_run_is_told_how_to(tmp_path: Path, setting: str) -> None:
    found = of(desk(windows(tmp_path, {(SECURITY, "VBAWarnings"): setting})), "Macros")

    assert not found.is_fine
    assert "宏设置" in found.advice.zh


@pytest.mark.parametrize("setting", ["", "1", "2", "x"])
def test_an_excel_that_asks_about_macros_is_fine(tmp_path: Path, setting: str) -> None:
    assert of(desk(windows(tmp_path, {(SECURITY, "VBAWarnings"): setting})), "Macros").is_fine


def test_windows_with_wps_alone_is_told_to_use_the_command(tmp_path: Path) -> None:
    found = desk(windows(tmp_path, {(rf"{PROGRAMS}\et.exe", ""): r"D:\WPS\et.exe"}))

    assert of(found, "WPS").state.zh == r"D:\WPS\et.exe"
    assert all("shopbook run" in of(found, name).advice.zh for name in ("WPS", "Excel"))


def test_a_mac_without_the_script_is_told_how_to_get_it(tmp_path: Path) -> None:
    found = of(desk(mac(tmp_path)), "Script that starts Python")

    assert not found.is_fine
    assert "xlwings runpython install" in found.advice.zh


def test_a_mac_with_the_script_of_the_macros_release_is_fine(tmp_path: Path) -> None:
    name = of(desk(mac(tmp_path)), "Script that starts Python").state.en.removeprefix("no ")
    folder = mac(tmp_path).script_folder()
    folder.mkdir(parents=True)
    (folder / name).touch()

    assert of(desk(mac(tmp_path)), "Script that starts Python").is_fine


def test_an_addin_for_another_python_is_to_be_installed_again(tmp_path: Path) -> None:
    here = windows(tmp_path, {})
    folder = addin.startup_folder(here.system, here.environment)
    addin.install(folder, Python("win32", r"C:\old\python.exe"), now=NOW)

    found = of(desk(here), "Ribbon tab Shop")
    assert (found.is_fine, found.advice.en) == (False, "Run shopbook addin install")

    addin.install(folder, THIS_PYTHON, now=NOW)
    assert of(desk(here), "Ribbon tab Shop").is_fine


def test_a_desk_without_excel_needs_no_link_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopbook.run.diagnosis._version", lambda _: None)

    assert of(desk(windows(tmp_path, {})), "Link to Excel").is_fine
    assert not of(desk(windows(tmp_path, {(rf"{PROGRAMS}\excel.exe", ""): EXCEL_EXE})), "Link to Excel").is_fine


def test_a_link_of_another_release_than_the_macros_is_to_be_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopbook.run.diagnosis._version", lambda _: "0.1.0")

    found = of(desk(windows(tmp_path, {(rf"{PROGRAMS}\excel.exe", ""): EXCEL_EXE})), "Link to Excel")

    assert not found.is_fine
    assert found.advice.en.startswith("For buttons run pip install xlwings==0.")


def test_a_server_is_not_asked_for_what_only_a_desk_needs() -> None:
    found = desk(linux(soffice="/usr/bin/soffice"))

    assert [each.what.en for each in found] == ["Link to Excel", "Excel", "LibreOffice"]
    assert all(each.is_fine for each in found)
    assert of(found, "LibreOffice").state.en == "/usr/bin/soffice"


def test_programs_are_found_as_each_system_keeps_them(tmp_path: Path) -> None:
    there = Machine("darwin", {}, exists=lambda path: path == Path("/Applications/Microsoft Excel.app"))

    assert there.place_of(EXCEL) == "/Applications/Microsoft Excel.app"
    assert there.place_of(WPS) is None
    assert linux(et="/usr/bin/et").place_of(WPS) == "/usr/bin/et"
    assert windows(tmp_path, {}).place_of(LIBREOFFICE) is None


@pytest.mark.parametrize("lang", Lang)
def test_everything_that_is_not_fine_has_a_remedy(tmp_path: Path, lang: Lang) -> None:
    machines = [windows(tmp_path, {(SECURITY, "VBAWarnings"): "4"}), mac(tmp_path), linux()]

    assert [each for machine in machines for each in desk(machine) if not each.is_fine and not each.advice[lang]] == []
