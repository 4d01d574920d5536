"""The sample shop, made once for all tests of a run by the command that makes it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from shopbook.labels import Lang
from tests.workers import once

NAMES = {Lang.ZH: "示例", Lang.EN: "shop"}
"""What the guides call its folder."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A sample shop after its day.

    Attributes:
        folder: The shop; not to be changed.
        words: The command that made it.
        out: What the command said.
        err: Its remarks.
        code: How it ended.
    """

    folder: Path
    words: tuple[str, ...]
    out: str
    err: str
    code: int

    def copied(self, to: Path) -> Path:
        """The shop in another folder, under its own name."""
        return Path(shutil.copytree(self.folder, to / self.folder.name))


def demo(base: Path, lang: Lang, *options: str) -> Demo:
    """The sample shop in a language; ``base`` is the same for all workers of a run."""
    words = ("shopbook", "demo", NAMES[lang], *options)

    def make(folder: Path) -> None:
        environment = {**os.environ, "SHOPBOOK_LANG": lang, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-m", *words]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        for name, text in (("out", done.stdout), ("err", done.stderr), ("code", str(done.returncode))):
            (folder / name).write_text(text, encoding="utf-8")

    made = once(base / "-".join(("demo", lang, *options)), make)
    out, err, code = ((made / name).read_text(encoding="utf-8") for name in ("out", "err", "code"))
    return Demo(made / NAMES[lang], words, out, err, int(code))
