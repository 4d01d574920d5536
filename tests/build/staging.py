"""The guide's examples of tasks: small workbooks, what the program answers, and the sheet before and after; ``make scenes``.

A task without an example is given the workbook of some test of the books in which it does something. It is typed into fresh templates,
in both languages, and the command is run on it as a person would. ``make scenes ARGS=--pictures`` also takes the pictures anew.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.every_book import CHANGES, EVERY_BOOK
from shopbook.books.registry import BOOKS, book_named
from shopbook.build.scenes import BEFORE_AFTER, Scene, command, dump_scenes, file_name, load_scenes, picture_name
from shopbook.build.worked import Row, typed_rows
from shopbook.host.file import FileHost, open_workbook
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.gathering import gather
from shopbook.run.making import new_workbook
from shopbook.sheet.books import Book, Inputs, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import CHECK, Sheet
from tests.build import picturing
from tests.build.harvesting import EXAMPLES, ROOT, watched, written

SCENES = EXAMPLES / "tasks"
GUIDE = ROOT / "docs" / "guide"
SCRIPT = Path(__file__).with_name("showing.py")
WIDTH, HEIGHT = 1160, 420
MOST_ROWS, BEST_ROWS = 40, 8
"""Rows that a workbook may have at most, and has best, all sheets together."""

IN_SIGHT, BESIDE = 7, 1
"""Columns that a picture shows from the left in any case, and before the first that has changed where that is further right."""

_FURNITURE = frozenset(sheet.code for sheet in EVERY_BOOK)


@dataclass(frozen=True, slots=True)
class Casting:
    """What tasks did while tests ran: book and task -> the workbook that shows it best, with its mark."""

    found: dict[tuple[str, str], tuple[float, Scene]] = field(default_factory=dict)

    def see(self, book: Book, task: Task, given: Inputs, outcome: Outcome) -> None:
        """Keep what shows a task better than what is kept."""
        mark = _mark(given, outcome)
        if mark > self.found.get((book.code, task.code), (0.0, None))[0]:
            told = written(given, book, task)
            sheets = {name: rows for name, rows in told.sheets.items() if name.rpartition(".")[2] not in _FURNITURE - {CHANGES.code}}
            self.found[book.code, task.code] = mark, Scene(given.now, sheets, told.settings, "", {})


def _mark(given: Inputs, outcome: Outcome) -> float:
    """How well a run shows its task: nothing for one that does nothing, or on too much; best with some rows and many changes."""
    rows = sum(table.frame.height for name, table in given.tables.items() if name.rpartition(".")[2] not in _FURNITURE)
    unread = sum(table.findings.filter(pl.col("row") > 0).height for table in given.tables.values())
    changed = sum(_changed(change) for change in outcome.changes if change.sheet not in _FURNITURE)
    told = changed + outcome.findings.height * bool(outcome.marks) + len(outcome.papers) * 5
    if not told or not 0 < rows <= MOST_ROWS or given.absent:
        return 0.0
    return min(told, 30) + 10 / (1 + abs(rows - BEST_ROWS)) - 2 * unread


def _changed(change: object) -> int:
    match change:
        case SetCells():
            return len(change.rows)
        case _:
            frame = getattr(change, "frame", pl.DataFrame())
            return int(frame.height)


@dataclass(frozen=True, slots=True)
class Played:
    """A task run on its workbook: what was answered, the sheets that changed, and the workbook before and after."""

    answer: str
    changed: tuple[str, ...]
    before: Path
    after: Path


def play(scene: Scene, task: Task, book: Book, lang: Lang, folder: Path) -> Played:
    """Make the workbook of a scene in an empty folder and run its command there."""
    workbook = folder / file_name(book, lang)
    for path, (owner, rows) in _workbooks(scene, book, lang, folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        new_workbook(owner.code, path, lang, now=scene.now)
        _type(path, rows, owner, scene, lang)
    before = Path(shutil.copy(workbook, folder / f"before{workbook.suffix}"))
    environment = {**os.environ, "SHOPBOOK_LANG": lang, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    line = [sys.executable, "-m", *command(task, book, lang, scene).split()]
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return Played(f"{done.stdout}{done.stderr}".strip(), tuple(_differing(before, workbook, task, book, lang)), before, workbook)


def _workbooks(scene: Scene, book: Book, lang: Lang, folder: Path) -> dict[Path, tuple[Book, dict[str, Sequence[Row]]]]:
    """The workbook of a scene and those it reads, each with its rows by sheet."""
    made: dict[Path, tuple[Book, dict[str, Sequence[Row]]]] = {folder / file_name(book, lang): (book, {})}
    paths = {source.code: (folder / source.path[lang], source.book) for source in book.sources}
    for name, rows in scene.sheets.items():
        source, _, code = name.rpartition(".")
        path, owner = paths[source] if source else (folder / file_name(book, lang), book.code)
        made.setdefault(path, (book_named(owner), {}))[1][code] = rows
    return made


def _type(path: Path, rows: Mapping[str, Sequence[Row]], book: Book, scene: Scene, lang: Lang) -> None:
    if not rows:
        return
    changes = tuple(ReplaceRows(code, typed_rows(book.sheet(code), told, lang)) for code, told in rows.items())
    with open_workbook(path, target=path) as host:
        tables = gather(host, book, list(rows), lang=lang)
        host.apply(plan_of(Outcome(changes=changes), book, Writing(tables, lang)), now=scene.now)


def _differing(before: Path, after: Path, task: Task, book: Book, lang: Lang) -> Iterator[str]:
    codes = [sheet.code for sheet in book.sheets if sheet.code in task.writes or sheet.code == "findings"]
    was, now = (gather(FileHost(path), book, codes, lang=lang) for path in (before, after))
    yield from sorted((code for code in codes if not was[code].frame.equals(now[code].frame)), key=lambda code: _order(code, task))


def _order(code: str, task: Task) -> int:
    return task.writes.index(code) if code in task.writes else len(task.writes)


def staged(scene: Scene, task: Task, book: Book, folder: Path) -> tuple[Scene, dict[Lang, Played]]:
    """The scene with what the program answers in each language, and the workbooks."""
    played = {lang: play(scene, task, book, lang, folder / lang) for lang in Lang}
    sheet = scene.sheet or next(iter(played[Lang.ZH].changed), "")
    return replace(scene, sheet=sheet, shown={lang: each.answer for lang, each in played.items()}), played


def _first_changed(played: Played, sheet: Sheet, book: Book, lang: Lang) -> int:
    """The column, from 0, at which a picture begins behind those that stay in sight: near the first that differs, if that is far right."""
    was, now = (gather(FileHost(path), book, [sheet.code], lang=lang)[sheet.code].frame for path in (played.before, played.after))
    fields = [column.field for column in sheet.columns]
    differing = [number for number, name in enumerate(fields) if not was[name].equals(now[name]) and name != CHECK]
    return differing[0] - BESIDE if differing and differing[0] > IN_SIGHT else 0


def pictures(played: Mapping[Lang, Played], scene: Scene, task: Task, book: Book, desk: Path) -> Iterator[tuple[Path, bytes]]:
    """Where each picture of a scene belongs, and the picture."""
    for lang, each in played.items():
        sheet = book.sheet(scene.sheet)
        column = _first_changed(each, sheet, book, lang)
        shots = [(path, sheet.label[lang], column) for path in (each.before, each.after)]
        for when, screen in zip(BEFORE_AFTER, portrayed(shots, desk / lang), strict=True):
            yield GUIDE / lang / "tasks" / "pictures" / picture_name(book, task, when), picturing.png(picturing.pixels(screen), "")


def portrayed(shots: Iterable[tuple[Path, str, int]], desk: Path) -> list[bytes]:
    """What the screen shows of one sheet each of some workbooks, in X's own format."""
    desk.mkdir(parents=True)
    screen = ["xvfb-run", "--auto-servernum", f"--server-args=-screen 0 {WIDTH}x{HEIGHT}x24 -nocursor -fbdir {desk}"]
    asked = json.dumps([[str(path), sheet, column] for path, sheet, column in shots])
    command_line = [*screen, picturing.SYSTEM_PYTHON, str(SCRIPT), str(desk / "profile"), str(desk / "Xvfb_screen0"), asked]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command_line, check=True, capture_output=True, timeout=600, env=environment)
    return [Path(path).read_bytes() for path in json.loads(done.stdout)]


def chosen(tests: Sequence[str]) -> dict[tuple[str, str], Scene]:
    """A scene for each task that did something while tests ran."""
    casting = Casting()
    with watched(casting.see):
        pytest.main([*tests, "-q", "-p", "no:cacheprovider"])
    return {place: scene for place, (_, scene) in casting.found.items()}


def renew(tests: Sequence[str], *, with_pictures: bool) -> list[str]:
    """Play every scene anew, of tasks without one a new scene, and write what came of it; the tasks that still have none."""
    there = {(book, task): scene for book, tasks in load_scenes(SCENES).items() for task, scene in tasks.items()}
    every = {(book.code, task.code): (book, task) for book in BOOKS for task in book.tasks}
    if tests:
        there = chosen(tests) | there
    SCENES.mkdir(parents=True, exist_ok=True)
    done: dict[str, dict[str, Scene]] = {book.code: {} for book in BOOKS}
    for place, (book, task) in every.items():
        if place not in there:
            continue
        with tempfile.TemporaryDirectory() as name:
            scene, played = staged(there[place], task, book, Path(name) / "shop")
            done[book.code][task.code] = scene
            for path, png in pictures(played, scene, task, book, Path(name) / "desk") if with_pictures and scene.sheet else ():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(png)
    for code, scenes in done.items():
        (SCENES / f"{code}.json").write_text(dump_scenes(scenes), encoding="utf-8")
    return [f"{book} {task}" for book, task in every if task not in done[book]]


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--pictures"]
    sys.stdout.writelines(f"no scene yet: {task}\n" for task in renew(words, with_pictures="--pictures" in sys.argv))
