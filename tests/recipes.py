"""Recipes as a developer follows them in a copy of the project: files to make, lines to put in, commands to run, what files say then."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import pages

PROGRAMS = ("make", "shopbook")
NEEDED = ("src", "tests", "docs", "examples", "macros", "xlsx_templates", "bench")
"""What a copy has, beside the files at the top."""

_BLOCK = r":\n\n```\w+\n(?P<block>.*?)^```$"
_QUOTED = r"(?P<ticks>`+) ?(?P<{}>.+?) ?(?P=ticks)"
_MADE = re.compile(r"^Make `(?P<path>\S+)`" + _BLOCK, re.MULTILINE | re.DOTALL)
_PUT = re.compile(r"^In `(?P<path>\S+)`, (?P<where>below|above) the line " + _QUOTED.format("line") + _BLOCK, re.MULTILINE | re.DOTALL)
_SAYS = re.compile(r"^`(?P<path>\S+)` now says " + _QUOTED.format("text") + r"\.$", re.MULTILINE)
_SHORT = {".git", ".venv", "__pycache__", "pictures", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}


@dataclass(frozen=True, slots=True)
class Made:
    """A file that the recipe tells to make."""

    path: str
    text: str

    def do(self, tree: Path) -> None:
        """Make it; one that is there already is a fault of the page."""
        (tree / self.path).parent.mkdir(parents=True, exist_ok=True)
        with (tree / self.path).open("x", encoding="utf-8") as file:
            file.write(self.text)


@dataclass(frozen=True, slots=True)
class Put:
    """Lines that the recipe tells to put below or above another."""

    path: str
    line: str
    text: str
    is_below: bool

    def do(self, tree: Path) -> None:
        """Put them there.

        Raises:
            LookupError: None of the file's lines begins so, or several do.
        """
        path = tree / self.path
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        places = [number for number, line in enumerate(lines) if line.strip().startswith(self.line.strip())]
        if len(places) != 1:
            raise LookupError(self.path, self.line, [number + 1 for number in places])
        at = places[0] + self.is_below
        path.write_text("".join([*lines[:at], self.text, *lines[at:]]), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Says:
    """What a file is said to say now."""

    path: str
    text: str


Step = pages.Step | Made | Put | Says


def steps(page: str) -> list[Step]:
    """Everything that a recipe tells to do, in its order."""
    placed: list[tuple[int, Step]] = [
        (place, step) for place, step in pages.placed_steps(page, PROGRAMS) if not isinstance(step, pages.Program)
    ]
    placed += [(found.start(), Made(found["path"], found["block"])) for found in _MADE.finditer(page)]
    placed += [
        (found.start(), Put(found["path"], found["line"], found["block"], is_below=found["where"] == "below"))
        for found in _PUT.finditer(page)
    ]
    placed += [(found.start(), Says(found["path"], found["text"])) for found in _SAYS.finditer(page)]
    return [step for _, step in sorted(placed, key=lambda each: each[0])]


def unfollowed(page: str) -> list[str]:
    """The sentences of a page that tell to make or change a file, but not in the way that is followed."""
    told = re.findall(r"^(?:Make|In) `.*$|^`.* now says.*$", page, re.MULTILINE)
    followed = [found[0].partition("\n")[0] for pattern in (_MADE, _PUT, _SAYS) for found in pattern.finditer(page)]
    return [line for line in told if line not in followed]


def copied(root: Path, tree: Path) -> None:
    """A copy of the project as far as recipes touch it."""
    for name in NEEDED:
        shutil.copytree(root / name, tree / name, ignore=lambda _, names: _SHORT & {*names})
    for path in root.iterdir():
        if path.is_file():
            shutil.copy2(path, tree)  # make goes by the times of files


def follow(page: str, tree: Path) -> Iterator[str]:
    """Do what a recipe says, in the copy that is the working folder; what is not as the page says, in words."""
    for step in steps(page):
        yield from _followed(step, tree)


def _followed(step: Step, tree: Path) -> Iterator[str]:
    match step:
        case Made() | Put():
            step.do(tree)
        case pages.NewFile(name, text):
            (tree / name).write_text(text, encoding="utf-8")
        case pages.Typed():
            step.type()
        case pages.Command():
            yield from _ran(step, tree)
        case Says(path, text):
            yield from [] if text in (tree / path).read_text(encoding="utf-8") else [f"{path} never says {text}"]
        case pages.Program(text):
            yield f"nobody says where this goes: {text}"


def _ran(command: pages.Command, tree: Path) -> Iterator[str]:
    done = subprocess.run(
        _arguments(command), cwd=tree, env=_environment(tree), capture_output=True, text=True, encoding="utf-8", check=False
    )
    missing = pages.lacking(command.shown, done.stdout + done.stderr)
    if done.returncode != command.code or missing is not None:
        yield f"{' '.join(command.words)}: exit code {done.returncode}, never says {missing!r}\n{done.stdout}{done.stderr}"


def _arguments(command: pages.Command) -> list[str]:
    """The program of the page, with this environment in place of one that make would have to fill."""
    program, *rest = command.words
    if program == "shopbook":
        return [sys.executable, "-m", "shopbook", *rest]
    ready = [word for name in ("run", "dev") for word in ("-o", f"{sys.prefix}/.stamps/{name}")]
    return ["make", "--no-print-directory", *ready, f"VENV={sys.prefix}", "WORKERS=0", *rest]


def _environment(tree: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "SHOPBOOK"))}
    return {**kept, "PYTHONPATH": str(tree / "src"), "SHOPBOOK_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1"}
