import zipfile
from pathlib import Path

import pytest

from shopbook.books.registry import BOOKS, FORMS
from shopbook.build.generated import differences, generated
from shopbook.build.templates import check_all, write_all
from shopbook.labels import Lang
from shopbook.sheet.books import Book


def test_the_committed_templates_and_pages_are_what_the_declarations_make(root: Path) -> None:
    assert check_all(root) == [], "run `shopbook templates` and look at what changed"


def test_by_default_the_project_is_the_one_the_program_runs_from(root: Path) -> None:
    assert check_all() == check_all(root)


def test_writing_into_an_empty_folder_makes_the_templates_of_every_book(tmp_path: Path) -> None:
    workbooks = [f"xlsx_templates/{lang}/{book.code}{ending}" for book in BOOKS for lang in Lang for ending in (".xlsm", ".xlsx")]
    workbooks += [f"xlsx_templates/{lang}/{form.code}.xlsx" for form in FORMS for lang in Lang]
    expected = ["macros/Shopbook.bas", "macros/ribbon.xml", *sorted(["xlsx_templates/shopbook.xlam", *workbooks])]
    assert write_all(tmp_path) == expected
    assert write_all(tmp_path) == []
    assert all(zipfile.is_zipfile(tmp_path / name) for name in expected if name.startswith("xlsx_templates"))


def test_where_there_are_pages_they_are_written_too(tmp_path: Path) -> None:
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    assert set(write_all(tmp_path)) == set(generated(BOOKS, FORMS))
    assert differences(tmp_path, generated(BOOKS, FORMS)) == []


def test_every_parameter_has_its_entry(root: Path) -> None:
    text = (root / "docs" / "reference" / "parameters.md").read_text(encoding="utf-8")
    names = [f"### {parameter.code}" for book in BOOKS for parameter in book.parameters]
    assert [name for name in names if f"\n{name}\n" not in text] == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_every_rule_has_its_entry_and_is_in_the_index(root: Path, book: Book) -> None:
    index, page = ((root / "docs" / "reference" / name).read_text(encoding="utf-8") for name in ("rules.md", f"rules/{book.code}.md"))
    assert [rule.code for rule in book.rules if f"\n### `{rule.code}`\n" not in page] == []
    assert [rule.code for rule in book.rules if f"\n| [`{rule.code}`](rules/{book.code}.md#" not in index] == []
