"""What books say of each other is true: every source is one, and every form is registered."""

import pytest

from shopbook.books.registry import BOOKS, FORMS, book_or_form
from shopbook.labels import Lang
from shopbook.run.making import shipped_template
from shopbook.run.sources import DOT, located, source_of
from shopbook.sheet.books import Book

BOOK = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)


@BOOK
def test_a_task_reads_only_sheets_that_its_sources_have(book: Book) -> None:
    for task in book.tasks:
        for code, _, sheet in (name.partition(DOT) for name in task.reads if DOT in name):
            assert book_or_form(source_of(book, code).book).sheet(sheet).code == sheet
        assert [name for name in task.writes if DOT in name] == []
        assert DOT not in task.reads[0]


@BOOK
def test_a_task_that_makes_or_collects_papers_names_a_folder_of_forms_or_of_documents(book: Book) -> None:
    forms = {"", *(form.code for form in FORMS)}
    folders = [source_of(book, task.folder) for task in book.tasks if task.folder]

    assert [folder.code for folder in folders if folder.book or not forms >= {folder.form, *folder.other_forms}] == []


@BOOK
@pytest.mark.parametrize("lang", Lang)
def test_a_place_that_is_suggested_can_be_one_and_a_workbook_has_the_name_that_it_is_made_with(
    book: Book, lang: Lang, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for source in book.sources:
        assert not (source.book and source.form)
        path = located(source.path[lang], folder)
        assert not source.book or path.stem == book_or_form(source.book).label[lang]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
@pytest.mark.parametrize("lang", Lang)
def test_a_form_has_no_tasks_and_a_template_without_macros(form: Book, lang: Lang) -> None:
    assert form.tasks == ()
    assert shipped_template(form, lang, ending=".xlsx").is_file()
    assert not shipped_template(form, lang, ending=".xlsm").exists()


def test_no_two_books_or_forms_have_one_code() -> None:
    codes = [book.code for book in (*BOOKS, *FORMS)]

    assert len(set(codes)) == len(codes)
