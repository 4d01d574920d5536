"""Documents to print: blocks of words, lines and boxes as plain data. Where on the page they stand is worked out where they are drawn."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

PerPage = Literal[1, 2, 4]
"""How many blocks share an A4 page: one, two below one another, or four."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and what it is for this block.

    Attributes:
        label: The word.
        value: Any text, null or blank where nothing is known.
        is_wide: It takes the whole width of the block; otherwise two stand side by side.
        is_strong: It is read from some way off.
        is_repeated: It stands on every part of a block that goes on.
        most_lines: What does not fit into so many lines is cut, with dots to say so.
    """

    label: str
    value: str | None
    is_wide: bool = False
    is_strong: bool = False
    is_repeated: bool = False
    most_lines: int = 2


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of a block's lines.

    Attributes:
        title: Its head, repeated on every part.
        share: Its part of the width, against the other columns'.
        is_centred: Short words and numbers stand in the middle.
        is_strong: It is what a person looks for.
    """

    title: str
    share: int
    is_centred: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list in a block, with as many rows as there are; one that does not fit goes on in another block of the same head."""

    columns: tuple[LineColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Figures along a plot, ``None`` where there is none: a gap, not a zero."""

    name: str
    figures: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures drawn as lines, over the whole width of a block.

    Attributes:
        title: What it shows.
        along: What stands below the figures, such as months.
        curves: One or more, each with a figure for every word of ``along``.
        most: The end of the scale; ``None`` is for the figures to decide.
    """

    title: str
    along: tuple[str, ...]
    curves: tuple[Curve, ...]
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One slip or list.

    Attributes:
        title: What it is.
        number: Its own number, beside the title.
        code: What is also printed as a barcode; none where empty, or where it is too long for one.
        code_label: What the code is, before it in words.
        facts: In the order in which they stand.
        figures: Rows of boxes below them, each a figure that is read at a glance below its word.
        lines: The list; ``None`` for none.
        total: What the list adds up to, below it.
        signed: Who signs, each with room to do so.
        stamp: What the empty box for a stamp is called; empty for none.
        plot: Drawn below the list; ``None`` for none.
        remarks: Boxes below the list, each over the whole width, with room to write where there is no text.
    """

    title: str
    number: str = ""
    code: str = ""
    code_label: str = ""
    facts: tuple[Fact, ...] = ()
    lines: Lines | None = None
    total: str = ""
    signed: tuple[str, ...] = ()
    stamp: str = ""
    plot: Plot | None = None
    figures: tuple[tuple[Fact, ...], ...] = ()
    remarks: tuple[Fact, ...] = ()

    @property
    def seal(self) -> str:
        """Six digits that tell it from another of the same person or thing, for the name of a file that is never written over."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:6]


@dataclass(frozen=True, slots=True)
class Document:
    """Pages that a task makes to be printed; nobody fills them in on screen, and nobody reads them back.

    Attributes:
        code: What it is called where no name can be made of ``name``.
        name: Its file's name without an ending; what no file system takes is replaced.
        title: At the foot of every page, and on the sheet's tab.
        blocks: In the order of the pages.
        per_page: How many blocks share a page.
    """

    code: str
    name: str
    title: str
    blocks: tuple[Block, ...] = field(default=())
    per_page: PerPage = 1
