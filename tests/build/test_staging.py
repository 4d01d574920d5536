"""The guide's examples of tasks are what the program answers today, and their pictures are of the sheets that there are."""

import shutil
from pathlib import Path

import pytest

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS
from shopbook.build.scenes import BEFORE_AFTER, Scene, load_scenes, picture_name
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from tests.build import picturing, staging

SCENES = load_scenes(staging.SCENES)
PICTURES = {lang: staging.GUIDE / lang / "tasks" / "pictures" for lang in Lang}
NOT_SHOWN = {"collect-counts", "collect-forms"}
"""What they do is shown where the forms are that they read: in the guide's pages of stocktake and appraisal."""

LARGEST, ALL = 60_000, 6_000_000
"""Bytes of a picture, and of all."""


def untidy() -> Scene:
    """The example of a task that mends what was typed."""
    return SCENES["orders"]["tidy-orders"]


def test_every_task_is_shown_but_those_that_collect_forms() -> None:
    there = {book: {*tasks} for book, tasks in SCENES.items()}
    assert {task.code for book in BOOKS for task in book.tasks if task.code not in there[book.code]} == NOT_SHOWN


@pytest.mark.parametrize("lang", Lang)
def test_every_picture_is_of_a_sheet_as_it_is_now(lang: Lang) -> None:
    declared = {
        picture_name(book, task, when): picturing.fingerprint(book, book.sheet(scene.sheet), lang)
        for book in BOOKS
        for task in book.tasks
        if (scene := SCENES[book.code].get(task.code)) and scene.sheet
        for when in BEFORE_AFTER
    }
    there = {path.name: picturing.stated(path.read_bytes()) for path in PICTURES[lang].iterdir()}

    assert there == declared, "run make scenes ARGS=--pictures, and look at them"


def test_the_pictures_are_small_enough_to_be_kept() -> None:
    sizes = {path: path.stat().st_size for folder in PICTURES.values() for path in folder.iterdir()}
    assert [path.name for path, size in sizes.items() if size > LARGEST] == []
    assert sum(sizes.values()) < ALL


def test_no_answer_names_a_place_on_somebodys_machine() -> None:
    told = [text for tasks in SCENES.values() for scene in tasks.values() for text in scene.shown.values()]
    assert [text for text in told if "/tmp" in text or str(Path.home()) in text] == []  # noqa: S108 looked for, not used


def test_a_text_is_typed_as_untidily_as_the_example_has_it(tmp_path: Path) -> None:
    task = next(task for task in ORDERS_BOOK.tasks if task.code == "tidy-orders")
    tmp_path.joinpath("shop").mkdir()
    played = staging.play(untidy(), task, ORDERS_BOOK, Lang.ZH, tmp_path / "shop")

    assert "orders" in played.changed
    assert played.answer == untidy().shown[Lang.ZH]


@pytest.mark.slow
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_the_program_answers_as_the_guide_shows(book: Book, tmp_path: Path) -> None:
    shown = SCENES[book.code]
    played = {task.code: staging.staged(shown[task.code], task, book, tmp_path / task.code) for task in book.tasks if task.code in shown}

    assert {code: show.scene.shown for code, show in played.items()} == {code: scene.shown for code, scene in shown.items()}, "make scenes"


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_a_picture_before_and_after_can_be_taken(tmp_path: Path) -> None:
    task = next(task for task in ORDERS_BOOK.tasks if task.code == "check-orders")
    show = staging.staged(SCENES["orders"]["check-orders"], task, ORDERS_BOOK, tmp_path / "shop")
    shots = [(str(path), "订单", 0) for path in (show.played[Lang.ZH].before, show.played[Lang.ZH].after)]

    before, after = (picturing.pixels(screen) for screen in staging.portrayed(shots, tmp_path / "desk"))

    assert before.shape == (staging.HEIGHT, staging.WIDTH, 3)
    assert before.tobytes() != after.tobytes()
