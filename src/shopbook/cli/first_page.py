"""The page of help for the program itself, which lies ready in both languages: ``shopbook --help`` need not import what makes it."""

import os
import sys
from collections.abc import Sequence

from shopbook.cli.tongue import asked_tongue

WIDTH = 80
"""Columns of a terminal from which on a page of help is the same; a narrower one has lines of its own."""


def page_file(tongue: str) -> str:
    """Where the page of a language lies."""
    return f"{os.path.dirname(__file__)}{os.sep}help_{tongue}.txt"  # noqa: PTH120 - pathlib takes longer to import than all of this


def first_page(arguments: Sequence[str]) -> str | None:
    """The page of help where nothing else is asked for; ``None`` where the commands have to say it."""
    if list(arguments) not in (["--help"], ["-h"]) or _columns() < WIDTH:
        return None
    try:
        with open(page_file(asked_tongue(sys.argv)), encoding="utf-8") as page:  # noqa: PTH123 - the same
            return page.read()
    except OSError:
        return None


def _columns() -> int:
    """The columns of the terminal, as ``shutil.get_terminal_size`` tells them."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or WIDTH if sys.__stdout__ else WIDTH
    except (ValueError, OSError):
        return WIDTH
