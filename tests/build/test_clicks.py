"""Every button of every template pressed with a real mouse in LibreOffice."""

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from shopbook.books.registry import BOOKS
from shopbook.build.macros import command, macro_name, workbook_modules
from shopbook.build.settings import FAILED
from shopbook.build.vba import module_of, vba_project
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Book

pytestmark = [pytest.mark.office, pytest.mark.slow]

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).parent / "clicking.py"

# LibreOffice cannot read xlwings' own modules, so a stand-in of the same name shows what would be started.
STAND_IN = """Attribute VB_Name = "xlwings"
Option Explicit
Public Function RunPython(PythonCommand As String)
    {does}
End Function
"""
WRITES = 'ThisWorkbook.Worksheets(1).Range("AZ1").Value = PythonCommand'
FAILS = 'Err.Raise 1000, Description:="cannot start that"'

Told = dict[str, Any]  # JSON of the script


def with_stand_in(workbook: bytes, book: Book, does: str) -> bytes:
    """The same workbook, in which RunPython does what can be seen here."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as other:
        sheets = sum(name.startswith("xl/worksheets/sheet") for name in archive.namelist())
        kept = [module for module in workbook_modules(book, sheets) if module.name not in {"xlwings", "Dictionary"}]
        project = vba_project([*kept, module_of(STAND_IN.format(does=does))])
        for name in archive.namelist():
            other.writestr(name, project if name == "xl/vbaProject.bin" else archive.read(name))
    return packed.getvalue()


@pytest.fixture(scope="module", params=[(book, lang) for book in BOOKS for lang in Lang], ids=lambda it: f"{it[0].code}-{it[1]}")
def template(request: pytest.FixtureRequest) -> tuple[Book, Lang]:
    """A book and a language."""
    chosen: tuple[Book, Lang] = request.param
    return chosen


@pytest.fixture(scope="module")
def pressed(template: tuple[Book, Lang], tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What happened when a template was clicked through."""
    return acted("press-all", with_stand_in(build_template(*template), template[0], WRITES), tmp_path_factory.mktemp("clicks"))


def acted(what: str, workbook: bytes, folder: Path) -> Told:
    """What the script says; see there."""
    missing = [name for name in ("xvfb-run", "xdotool", SYSTEM_PYTHON) if shutil.which(name) is None]
    if missing or subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode:
        pytest.skip(f"not installed: {', '.join(missing) or 'python3-uno'}")
    path = folder / "template.xlsm"
    path.write_bytes(workbook)
    screen = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1900x1000x24"]
    done = subprocess.run([*screen, SYSTEM_PYTHON, SCRIPT, what, folder / "profile", path], check=False, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    told: Told = json.loads(done.stdout)
    return told


def test_every_macro_can_be_called_by_its_name(template: tuple[Book, Lang], pressed: Told) -> None:
    assert pressed["called"] == {macro_name(task): command(task) for task in template[0].tasks}


def test_every_button_of_the_first_sheet_starts_its_own_task(template: tuple[Book, Lang], pressed: Told) -> None:
    book, lang = template
    first = book.sheets[0].label[lang]
    assert [(each["caption"], each["started"]) for each in pressed["clicked"] if each["sheet"] == first] == [
        (task.label[lang], command(task)) for task in book.tasks
    ]


def test_every_other_sheet_has_buttons_for_the_tasks_that_write_into_it(template: tuple[Book, Lang], pressed: Told) -> None:
    book, lang = template
    expected = [
        (sheet.label[lang], task.label[lang], command(task))
        for sheet in book.sheets[1:]
        for task in book.tasks
        if sheet.code in task.writes
    ]
    first = book.sheets[0].label[lang]
    assert [(each["sheet"], each["caption"], each["started"]) for each in pressed["clicked"] if each["sheet"] != first] == expected


@pytest.mark.parametrize("lang", Lang)
def test_a_click_that_cannot_start_python_says_so_in_the_workbooks_language(tmp_path: Path, lang: Lang) -> None:
    book = BOOKS[0]
    said = acted("complaint", with_stand_in(build_template(book, lang), book, FAILS), tmp_path)["said"]
    assert f"{FAILED[lang]}\n\ncannot start that" in said


def test_in_libreoffice_a_click_on_the_workbook_as_it_ships_is_not_silent(tmp_path: Path) -> None:
    assert "error" in acted("complaint", build_template(BOOKS[0], Lang.ZH), tmp_path)["said"]
