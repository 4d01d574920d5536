"""Small workbooks on which the guide shows tasks: kept as plain data, with what the program answers."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopbook.build.worked import Row
from shopbook.labels import Lang
from shopbook.sheet.books import Book, Task

BEFORE_AFTER = ("before", "after")


@dataclass(frozen=True, slots=True)
class Scene:
    """What one task is shown by.

    Attributes:
        now: The moment of the run.
        sheets: Sheet -> its rows; ``source.sheet`` is one of another workbook, which lies beside it. A choice stands by its code.
        settings: Parameters that differ from their defaults.
        sheet: The sheet that is pictured; empty for a task that changes none.
        shown: What the program answers.
        first: Tasks that are run before, as codes.
    """

    now: dt.datetime
    sheets: Mapping[str, Sequence[Row]]
    settings: Mapping[str, str]
    sheet: str
    shown: Mapping[Lang, str]
    first: tuple[str, ...] = ()


def load_scenes(folder: Path) -> dict[str, dict[str, Scene]]:
    """The scenes of every book in a folder, one file a book."""
    return {path.stem: _of_book(path) for path in sorted(folder.glob("*.json"))}


def dump_scenes(scenes: Mapping[str, Scene]) -> str:
    """The scenes of one book as the text of its file."""
    return json.dumps({task: _plain(scene) for task, scene in scenes.items()}, ensure_ascii=False, indent=1) + "\n"


def command(task: str, book: Book, lang: Lang, scene: Scene | None = None) -> str:
    """The command that runs a task on its workbook, on the day of a scene."""
    line = f"shopbook run {task} {file_name(book, lang)} --in-place"
    settings = scene.settings if scene else {}
    return " ".join(
        [line, *([f"--date {scene.now:%Y-%m-%dT%H:%M}"] if scene else []), *(f"--set {key}={settings[key]}" for key in settings)]
    )


def file_name(book: Book, lang: Lang) -> str:
    """What a workbook is called in the guide."""
    return f"{book.label.zh if lang is Lang.ZH else book.code}.xlsm"


def picture_name(book: Book, task: Task, when: str) -> str:
    """The file of a picture beside the page of a task, ``when`` being before or after."""
    return f"{book.code}-{task.code}-{when}.png"


def _of_book(path: Path) -> dict[str, Scene]:
    return {task: _scene(read) for task, read in json.loads(path.read_text(encoding="utf-8")).items()}


def _scene(read: Mapping[str, Any]) -> Scene:
    """A scene as its file has it, which only programs write."""
    shown = {lang: str(read[lang]) for lang in Lang}
    moment = dt.datetime.fromisoformat(read["now"])
    return Scene(moment, read["sheets"], read["settings"], read["sheet"], shown, tuple(read["first"]))


def _plain(scene: Scene) -> dict[str, object]:
    sheets = {name: [*rows] for name, rows in scene.sheets.items()}
    given = {
        "now": scene.now.isoformat(" "),
        "sheets": sheets,
        "settings": dict(scene.settings),
        "sheet": scene.sheet,
        "first": [*scene.first],
    }
    return {**given, **{lang.value: scene.shown[lang] for lang in Lang}}
