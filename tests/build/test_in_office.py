"""Templates as LibreOffice and the schemas of the file format see them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shopbook.books.registry import BOOKS
from shopbook.build.addin import build_addin
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.mark import Mark, parse
from tests.build.declared import ODD_BOOK
from tests.build.office import converted

ALL = pytest.mark.parametrize("book", [*BOOKS, ODD_BOOK], ids=lambda book: book.code)


def written(book: Book, lang: Lang, folder: Path) -> Path:
    """The template as a file."""
    path = folder / f"{book.code}.xlsm"
    path.write_bytes(build_template(book, lang))
    return path


@pytest.mark.parametrize("lang", Lang)
@ALL
def test_microsofts_validator_has_nothing_to_say(validator: Path, tmp_path: Path, book: Book, lang: Lang) -> None:
    done = subprocess.run([validator, written(book, lang, tmp_path)], check=False, capture_output=True, text=True)
    assert json.loads(done.stdout)["errors"] == []


def test_microsofts_validator_has_nothing_to_say_about_the_addin_and_a_workbook_without_macros(validator: Path, tmp_path: Path) -> None:
    files = {"shopbook.xlam": build_addin(BOOKS)} | {
        f"{book.code}.xlsx": build_template(book, Lang.ZH, has_macros=False) for book in (*BOOKS, ODD_BOOK)
    }
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        done = subprocess.run([validator, path], check=False, capture_output=True, text=True)
        assert json.loads(done.stdout)["errors"] == [], path.name


@pytest.mark.corpus
def test_every_part_of_the_addin_keeps_to_the_schemas_of_the_format(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "shopbook.xlam"
    path.write_bytes(build_addin(BOOKS))
    done = subprocess.run([sys.executable, shared / "tools" / "ooxml_validate.py", path], check=False, capture_output=True, text=True)
    assert done.stdout.strip().endswith(": ok"), done.stdout


@pytest.mark.corpus
@pytest.mark.parametrize("lang", Lang)
@ALL
def test_every_part_keeps_to_the_schemas_of_the_format(shared: Path, tmp_path: Path, book: Book, lang: Lang) -> None:
    program = shared / "tools" / "ooxml_validate.py"
    done = subprocess.run([sys.executable, program, written(book, lang, tmp_path)], check=False, capture_output=True, text=True)
    assert done.stdout.strip().endswith(": ok"), done.stdout


@pytest.mark.office
@ALL
def test_libreoffice_keeps_tables_mark_drop_downs_and_colours(tmp_path: Path, book: Book) -> None:
    saved = load_workbook(converted(written(book, Lang.ZH, tmp_path), "xlsx"))
    assert [name for tab in saved for name in tab.tables] == [sheet.code for sheet in book.sheets]
    names = {name: str(held.value) for name, held in saved.defined_names.items()}
    assert parse(names) == Mark(book.code, book.version, Lang.ZH)
    chosen = next(
        sheet for sheet in book.sheets if sheet.checked and any(each.notes.options and not each.notes.computed for each in sheet.columns)
    )
    tab = saved[chosen.label.zh]
    assert any(each.type == "list" for each in tab.data_validations.dataValidation)
    assert sum(len(each.rules) for each in tab.conditional_formatting) == 3
