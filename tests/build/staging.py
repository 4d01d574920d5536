"""The guide's examples of tasks: small workbooks, what the program answers, and the sheet before and after; ``make scenes``.

A task without an example is given the workbook of some test of the books in which it does something. It is typed into fresh templates,
in both languages, and the command is run on it as a person would. ``make scenes ARGS=--pictures`` also takes the pictures anew.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.every_book import CHANGES, EVERY_BOOK
from shopbook.books.registry import BOOKS, book_named
from shopbook.build.scenes import BEFORE_AFTER, Scene, command, dump_scenes, file_name, load_scenes, picture_name
from shopbook.build.worked import Row, typed_rows
from shopbook.cli.app import main
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

WHO = "demo"
"""Who runs the examples, whoever makes them."""

IN_SIGHT, BESIDE = 7, 1
"""Columns that a picture shows from the left in any case, and before the first that has changed where that is further right."""

Shot = tuple[str, str, int]
"""A workbook, the name of a sheet, and the column, from 0, that is to be seen first behind those that stay in sight."""

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
            asked = {name for name in task.reads if name.rpartition(".")[2] not in _FURNITURE - {CHANGES.code}}
            sheets = {name: rows for name, rows in told.sheets.items() if name in asked}
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
    for path, (owner, rows) in _workbooks(scene, task, book, lang, folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        new_workbook(owner.code, path, lang, now=scene.now)
        _type(path, rows, owner, scene, lang)
    for each in scene.first:
        said(command(each, book, lang, scene).split(), folder, lang)
    before = Path(shutil.copy(workbook, folder / f"before{workbook.suffix}"))
    answer = said(command(task.code, book, lang, scene).split(), folder, lang)
    return Played(answer, tuple(_differing(before, workbook, task, book, lang)), before, workbook)


def said(words: Sequence[str], folder: Path, lang: Lang) -> str:
    """What a command answers in a folder, to whoever reads a language."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(told), redirect_stderr(told):
        patch.chdir(folder)
        patch.setenv("SHOPBOOK_LANG", lang)
        patch.setenv("LOGNAME", WHO)
        patch.delenv("SHOPBOOK_TIMEZONE", raising=False)
        patch.setattr(sys, "argv", [*words])
        with suppress(SystemExit):
            main()
    return told.getvalue().replace(f"{folder}{os.sep}", "").strip()


def _workbooks(scene: Scene, task: Task, book: Book, lang: Lang, folder: Path) -> dict[Path, tuple[Book, dict[str, Sequence[Row]]]]:
    """The workbook of a scene and those that its task reads, each with its rows by sheet."""
    read = {name.partition(".")[0] for name in task.reads if "." in name}
    paths = {source.code: (folder / source.path[lang], book_named(source.book)) for source in book.sources if source.code in read}
    paths[""] = folder / file_name(book, lang), book
    made: dict[Path, tuple[Book, dict[str, Sequence[Row]]]] = {path: (owner, {}) for path, owner in paths.values()}
    for name, rows in scene.sheets.items():
        source, _, code = name.rpartition(".")
        made[paths[source][0]][1][code] = rows
    return made


def _type(path: Path, rows: Mapping[str, Sequence[Row]], book: Book, scene: Scene, lang: Lang) -> None:
    if not rows:
        return
    changes = tuple(ReplaceRows(code, _as_typed(book.sheet(code), told, lang)) for code, told in rows.items())
    with open_workbook(path, target=path) as host:
        tables = gather(host, book, list(rows), lang=lang)
        host.apply(plan_of(Outcome(changes=changes), book, Writing(tables, lang)), now=scene.now)


def _as_typed(sheet: Sheet, rows: Sequence[Row], lang: Lang) -> pl.DataFrame:
    """The rows of a sheet, texts as they were typed, however untidy."""
    texts = [column.field for column in sheet.columns if column.dtype == pl.String and not column.notes.options]
    typed = {name: pl.Series(name, [row.get(name) for row in rows], dtype=pl.String) for name in texts}
    return typed_rows(sheet, rows, lang).with_columns(**typed)


def _differing(before: Path, after: Path, task: Task, book: Book, lang: Lang) -> Iterator[str]:
    codes = [sheet.code for sheet in book.sheets if sheet.code in task.writes or sheet.code == "findings"]
    was, now = (gather(FileHost(path), book, codes, lang=lang) for path in (before, after))
    yield from sorted((code for code in codes if not was[code].grid.text.equals(now[code].grid.text)), key=lambda code: _order(code, task))


def _order(code: str, task: Task) -> int:
    return task.writes.index(code) if code in task.writes else len(task.writes)


@dataclass(frozen=True, slots=True)
class Show:
    """A scene with what the program answers in each language, and the workbooks."""

    book: Book
    task: Task
    scene: Scene
    played: Mapping[Lang, Played]


def staged(scene: Scene, task: Task, book: Book, folder: Path) -> Show:
    """Play a scene in both languages."""
    played = {lang: play(scene, task, book, lang, folder / lang) for lang in Lang}
    sheet = scene.sheet or next(iter(played[Lang.ZH].changed), "")
    return Show(book, task, replace(scene, sheet=sheet, shown={lang: each.answer for lang, each in played.items()}), played)


def _first_changed(played: Played, sheet: Sheet, book: Book, lang: Lang) -> int:
    """The column, from 0, at which a picture begins behind those that stay in sight: near the first that differs, if that is far right."""
    was, now = (gather(FileHost(path), book, [sheet.code], lang=lang)[sheet.code] for path in (played.before, played.after))
    places = now.header.letters if now.header else {}
    cells = [
        (number, places[column.field]) for number, column in enumerate(sheet.columns) if column.field in places and column.field != CHECK
    ]
    differing = [number for number, letters in cells if not was.grid.text[letters].equals(now.grid.text[letters])]
    return differing[0] - BESIDE if differing and differing[0] > IN_SIGHT else 0


def take(shows: Sequence[Show], lang: Lang, desk: Path) -> None:
    """Take the pictures of some scenes in a language."""
    shots = [shot for show in shows for shot in _shots(show, lang)]
    for (path, told, _), screen in zip(shots, portrayed([shot for *_, shot in shots], desk), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picturing.png(picturing.pixels(screen), told))


def _shots(show: Show, lang: Lang) -> Iterator[tuple[Path, str, Shot]]:
    """Where each picture of a scene belongs, what it carries to be told from one of a former sheet, and what is on it."""
    sheet, played = show.book.sheet(show.scene.sheet), show.played[lang]
    column, told = _first_changed(played, sheet, show.book, lang), picturing.fingerprint(show.book, sheet, lang)
    for when, workbook in zip(BEFORE_AFTER, (played.before, played.after), strict=True):
        yield (
            GUIDE / lang / "tasks" / "pictures" / picture_name(show.book, show.task, when),
            told,
            (str(workbook), sheet.label[lang], column),
        )


def portrayed(shots: Sequence[Shot], desk: Path) -> list[bytes]:
    """What the screen shows of one sheet each of some workbooks, in X's own format.

    Args:
        shots: What is to be seen.
        desk: An empty folder.
    """
    desk.mkdir(parents=True)
    screen = ["xvfb-run", "--auto-servernum", f"--server-args=-screen 0 {WIDTH}x{HEIGHT}x24 -nocursor -fbdir {desk}"]
    line = [*screen, picturing.SYSTEM_PYTHON, str(SCRIPT), str(desk / "profile"), str(desk / "Xvfb_screen0"), json.dumps(shots)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, check=True, capture_output=True, timeout=1800, env=environment)
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
    there = (chosen(tests) if tests else {}) | there
    missing = []
    with tempfile.TemporaryDirectory() as name:
        for book in BOOKS:
            tasks = [task for task in book.tasks if (book.code, task.code) in there]
            missing += [f"{book.code} {task.code}" for task in book.tasks if task not in tasks]
            shows = [staged(there[book.code, task.code], task, book, Path(name) / book.code / task.code) for task in tasks]
            SCENES.mkdir(parents=True, exist_ok=True)
            (SCENES / f"{book.code}.json").write_text(dump_scenes({show.task.code: show.scene for show in shows}), encoding="utf-8")
            for lang in Lang if with_pictures else ():
                take([show for show in shows if show.scene.sheet], lang, Path(name) / f"{book.code}-{lang}")
    return missing


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--pictures"]
    sys.stdout.writelines(f"no scene yet: {task}\n" for task in renew(words, with_pictures="--pictures" in sys.argv))
