"""The guide's pictures are of the sheets that there are, as they are declared now; ``make pictures`` takes them anew."""

import shutil
from pathlib import Path

import pytest

from shopbook.books.registry import BOOKS
from shopbook.labels import Lang
from tests.build import picturing

EACH_LANG = pytest.mark.parametrize("lang", Lang)
LARGEST = 150_000


@EACH_LANG
def test_every_sheet_has_a_picture_of_what_it_is_now(lang: Lang) -> None:
    folder = picturing.GUIDE / lang
    declared = {
        picturing.picture_of(book, sheet): picturing.fingerprint(book, sheet, lang) for book in picturing.PICTURED for sheet in book.sheets
    }
    there = {path.relative_to(folder).as_posix(): picturing.stated(path.read_bytes()) for path in (folder / "pictures").iterdir()}

    assert there == declared, "run make pictures, and look at them"


@EACH_LANG
def test_the_page_of_pictures_is_as_it_is_generated(lang: Lang) -> None:
    assert (picturing.GUIDE / lang / picturing.PAGE).read_text(encoding="utf-8") == picturing.page(lang)


@EACH_LANG
def test_pictures_are_small_enough_to_be_kept(lang: Lang) -> None:
    sizes = {path.name: path.stat().st_size for path in (picturing.GUIDE / lang / "pictures").iterdir()}

    assert [name for name, size in sizes.items() if size > LARGEST] == []


def test_a_picture_that_says_nothing_of_itself_is_of_no_sheet() -> None:
    assert picturing.stated(b"\x89PNG") == ""


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdftoppm") is None or shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_a_picture_can_be_taken_anew(tmp_path: Path) -> None:
    book = BOOKS[0]
    [(_, workbook)] = [each for each in picturing.workbooks(tmp_path / "shop", Lang.ZH) if each[0] is book]

    screens = picturing.screens(workbook, tmp_path / "desk")
    taken = picturing.png(picturing.pixels(screens[0].read_bytes()), "told")

    assert len(screens) == len(book.sheets)
    assert picturing.stated(taken) == "told"
    assert len({picturing.pixels(screen.read_bytes()).tobytes() for screen in screens}) == len(screens)
    assert taken[16:24] == (1480).to_bytes(4) + (560).to_bytes(4)
