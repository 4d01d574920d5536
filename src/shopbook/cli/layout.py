"""Tables for people: as wide as the terminal, wide characters counted as two, nothing in a cell acting on the terminal."""

import shutil
import sys
from collections.abc import Sequence

from tabulate import tabulate
from wcwidth import wcswidth

from shopbook.cli.plain import one_line
from shopbook.cli.speech import Form

_GAP = 2
_NARROWEST = 24


def table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], form: Form, *, wrapped: int | None = None, right: Sequence[int] = ()
) -> str:
    """One table.

    Args:
        titles: The head of each column.
        rows: Texts.
        form: Markdown, or a table for the terminal.
        wrapped: The column that gives way when the terminal is too narrow; ``None`` lets lines run on.
        right: Columns that are set to the right.
    """
    shown = [[_markdown(cell) if form is Form.MD else one_line(cell) for cell in row] for row in rows]
    sides = ["right" if index in right else "left" for index in range(len(titles))]
    width = _room(titles, shown, wrapped) if form is Form.TABLE and wrapped is not None else None
    widths = [width if index == wrapped else None for index in range(len(titles))] if width else None
    style = "github" if form is Form.MD else "simple"
    return tabulate(shown, headers=titles, tablefmt=style, colalign=sides, maxcolwidths=widths, disable_numparse=True)


def filled_columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Without the columns that are empty in every row."""
    kept = [index for index in range(len(titles)) if any(row[index] for row in rows)]
    return [titles[index] for index in kept], [[row[index] for index in kept] for row in rows]


def _markdown(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("&", "&amp;").replace("<", "&lt;")


def _room(titles: Sequence[str], rows: Sequence[Sequence[str]], wrapped: int) -> int | None:
    """What the other columns leave of a terminal; ``None`` where there is no terminal: a line stays a line for other programs."""
    if not sys.stdout.isatty():
        return None
    others = [max(wcswidth(row[index]) for row in (titles, *rows)) for index in range(len(titles)) if index != wrapped]
    return max(_NARROWEST, shutil.get_terminal_size().columns - sum(others) - _GAP * len(others) - 1)
