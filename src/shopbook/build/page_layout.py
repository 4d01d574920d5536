"""Where the words, lines and boxes of a block stand: rectangles on the grid of its page, in as many parts as it takes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from shopbook.build.page_measures import COLUMNS, Measures, cut
from shopbook.sheet.documents import Block, Fact, LineColumn, Plot
from shopbook.sheet.spelling import one_line


class Role(Enum):
    """What a rectangle is, from which it gets its look."""

    TITLE = auto()
    NUMBER = auto()
    BARCODE = auto()
    CODE = auto()
    FACT = auto()
    STRONG_FACT = auto()
    FIGURE_NAME = auto()
    FIGURE = auto()
    STRONG_FIGURE = auto()
    HEAD = auto()
    CELL = auto()
    CENTRED_CELL = auto()
    STRONG_CELL = auto()
    TOTAL = auto()
    REMARK = auto()
    PLOT = auto()
    SIGNED = auto()
    STAMP = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on the grid, counted from 0, and what stands in it.

    Attributes:
        label: Stands before the text, paler.
        plot: What is drawn in it instead of a text.
    """

    role: Role
    text: str
    row: int
    column: int
    height: int
    width: int
    label: str = ""
    plot: Plot | None = None


Part = tuple[Mark, ...]
"""One block of a page."""

_STAMP_POINTS = 87
"""A stamp is 30 millimetres high."""

_SIGNED_POINTS = 25
_PLOT_POINTS = 240
_WIDE_STAMP, _NARROW_STAMP = 13, 9
_STRONG = 1
"""Points that strong words are larger."""

_MOST_CELL_LINES = 5
FIGURE_NAME_SIZE = -2
"""Points that the word above a figure is larger."""

_FIGURE_ROWS = 2
_REMARK_LINES = 3
"""A remark has room for so many lines at least, to be written by hand."""

_CODE_ROWS = 3


def parts(block: Block, measures: Measures) -> list[Part]:
    """A block as the parts that fit on its pages; the head of each says which it is where there are several.

    Every part has the head and the titles of the lines; the first has all facts and figures, the others the facts that are repeated; the
    last has remarks, the plot, the sum, the signatures and the stamp, and at least one line where there are any.
    """
    page = _Page(block, measures)
    others = page.facts([fact for fact in block.facts if fact.is_repeated])
    first = list(_stacked([page.facts(block.facts), *map(page.figures, block.figures)]))
    rows = page.lines()
    beginning, going_on = (page.head_rows + _bottom(marks) + page.titles_rows for marks in (first, others))
    room = measures.rows
    remarks = _moved(_stacked(map(page.remark, block.remarks)), 1)
    closing = list(_stacked([remarks, page.plotted()]))
    portions = _portions([_bottom(row) for row in rows], (room - beginning, room - going_on), page.foot_rows + _bottom(closing))
    made = []
    for number, portion in enumerate(portions):
        facts = others if number else first
        told = f"  {number + 1}/{len(portions)}" if len(portions) > 1 else ""
        is_last = number == len(portions) - 1
        stacked = [page.head(told), facts, page.titles(), *(rows[at] for at in portion), closing if is_last else []]
        foot = page.foot() if is_last else []
        made.append((*_stacked(stacked), *_moved(foot, measures.rows - page.foot_rows)))
    return made


def _role(column: LineColumn) -> Role:
    if column.is_strong:
        return Role.STRONG_CELL
    return Role.CENTRED_CELL if column.is_centred else Role.CELL


def _portions(heights: Sequence[int], rooms: tuple[int, int], foot: int) -> list[list[int]]:
    """Which lines go on which part, by their heights; the last part has room for the foot."""
    portions: list[list[int]] = [[]]
    left, others = rooms
    for at, height in enumerate(heights):
        if height > left:
            portions.append([])
            left = others
        portions[-1].append(at)
        left -= height
    if left < foot:
        taken = portions[-1][-1:] if len(portions[-1]) > 1 else []
        portions[-1] = portions[-1][: len(portions[-1]) - len(taken)]
        portions.append(taken)
    return portions


def _bottom(marks: Iterable[Mark]) -> int:
    return max((mark.row + mark.height for mark in marks), default=0)


def _right(marks: Iterable[Mark]) -> int:
    return max(mark.column + mark.width for mark in marks)


def _moved(marks: Iterable[Mark], rows: int) -> list[Mark]:
    return [replace(mark, row=mark.row + rows) for mark in marks]


def _stacked(groups: Iterable[Sequence[Mark]]) -> Iterator[Mark]:
    """Groups of rectangles below one another."""
    top = 0
    for group in groups:
        yield from _moved(group, top)
        top += _bottom(group)


@dataclass(frozen=True, slots=True)
class _Page:
    """A block in the measures of its page."""

    block: Block
    measures: Measures

    @property
    def is_wide(self) -> bool:
        """Whether the block has the page's width to itself."""
        return self.measures.columns == COLUMNS

    @property
    def head_rows(self) -> int:
        """How many rows :meth:`head` takes."""
        return _bottom(self.head(""))

    def head(self, told: str) -> list[Mark]:
        """Title and number, beside or above the barcode."""
        columns = self.measures.columns
        title, number = self.block.title, self.block.number + told
        if not self.block.code:
            left = columns * 3 // 5
            return [Mark(Role.TITLE, title, 0, 0, 2, left), Mark(Role.NUMBER, number, 0, left, 2, columns - left)]
        if not self.is_wide:
            half = columns // 2
            named = [Mark(Role.TITLE, title, 0, 0, 2, half), Mark(Role.NUMBER, number, 0, half, 2, columns - half)]
            return [*named, *self._code(2, 0, columns)]
        left = columns * 2 // 5
        named = [Mark(Role.TITLE, title, 0, 0, 2, left), Mark(Role.NUMBER, number, 2, 0, 2, left)]
        return [*named, *self._code(0, left, columns - left)]

    def _code(self, row: int, column: int, width: int) -> list[Mark]:
        code = one_line(self.block.code)
        label = f"{self.block.code_label} " if self.block.code_label else ""
        words = Mark(Role.CODE, code, row + _CODE_ROWS, column, 1, width, label=label)
        return [Mark(Role.BARCODE, code, row, column, _CODE_ROWS, width), words]

    def facts(self, facts: Iterable[Fact]) -> list[Mark]:
        """Facts two by two, wide ones alone; those about which nothing is known are left out."""
        columns = self.measures.columns
        half, top, waiting = columns // 2, 0, list[Mark]()
        made: list[Mark] = []
        for fact in facts:
            if not one_line(fact.value or ""):
                continue
            if waiting and (fact.is_wide or _right(waiting) == columns):
                made += waiting
                top, waiting = _bottom(waiting), []
            column = 0 if fact.is_wide or not waiting else half
            width = columns if fact.is_wide else columns - half if waiting else half
            waiting.append(self._fact(fact, top, column, width))
        return [*made, *waiting]

    def _fact(self, fact: Fact, row: int, column: int, width: int) -> Mark:
        size = self.measures.text + (_STRONG if fact.is_strong else 0)
        before = f"{fact.label} "
        text, lines = cut(before + one_line(fact.value or ""), width, size, fact.most_lines)
        role = Role.STRONG_FACT if fact.is_strong else Role.FACT
        return Mark(role, text.removeprefix(before), row, column, self.measures.rows_of(lines, size), width, label=before)

    def figures(self, figures: Sequence[Fact]) -> list[Mark]:
        """Boxes beside one another below a blank row: the word above, the figure large below it."""
        made, at = [], 0
        for fact, width in zip(figures, self._even(len(figures)), strict=True):
            word, _ = cut(one_line(fact.label), width, self.measures.text + FIGURE_NAME_SIZE, 1)
            role = Role.STRONG_FIGURE if fact.is_strong else Role.FIGURE
            made.append(Mark(Role.FIGURE_NAME, word, 1, at, 1, width))
            made.append(Mark(role, one_line(fact.value or ""), 2, at, _FIGURE_ROWS, width))
            at += width
        return made

    def _even(self, count: int) -> list[int]:
        """So many columns of the grid for each of several boxes, alike but for what is left over."""
        edges = [at * self.measures.columns // count for at in range(count + 1)]
        return [right - left for left, right in pairwise(edges)]

    def remark(self, fact: Fact) -> list[Mark]:
        """A box over the whole width: the word and its text, and room to write."""
        before, said = f"{fact.label} ", one_line(fact.value or "")
        text, lines = cut(before + said, self.measures.columns, self.measures.text, max(fact.most_lines, _REMARK_LINES))
        high = self.measures.rows_of(max(lines, _REMARK_LINES), self.measures.text)
        label = before if said else ""
        return [Mark(Role.REMARK, text.removeprefix(before) if said else fact.label, 0, 0, high, self.measures.columns, label=label)]

    @property
    def titles_rows(self) -> int:
        """How many rows :meth:`titles` takes."""
        return _bottom(self.titles())

    def titles(self) -> list[Mark]:
        """The heads of the columns, below a blank row where figures come before them, or facts on a page that the block has to itself."""
        if self.block.lines is None:
            return []
        heads = self._line([column.title for column in self.block.lines.columns], lambda _: Role.HEAD)
        is_apart = self.block.figures or (self.block.facts and len(self.measures.blocks) == 1)
        return _moved(heads, 1) if is_apart else heads

    def lines(self) -> list[list[Mark]]:
        """Each row of the list, from row 0 on."""
        return [self._line(row, _role) for row in self.block.lines.rows] if self.block.lines else []

    def _line(self, texts: Sequence[str], role: Callable[[LineColumn], Role]) -> list[Mark]:
        columns = self.block.lines.columns if self.block.lines else ()
        widths = self._widths([column.share for column in columns])
        made, at = [], 0
        for column, text, width in zip(columns, texts, widths, strict=True):
            said, lines = cut(one_line(text), width, self.measures.text, _MOST_CELL_LINES)
            made.append(Mark(role(column), said, 0, at, self.measures.rows_of(lines, self.measures.text), width))
            at += width
        highest = _bottom(made)
        return [replace(mark, height=highest) for mark in made]

    def _widths(self, shares: Sequence[int]) -> list[int]:
        """Columns of the grid for each column of the list; what rounding leaves goes to the widest."""
        whole = sum(shares)
        widths = [max(1, share * self.measures.columns // whole) for share in shares]
        widths[shares.index(max(shares))] += self.measures.columns - sum(widths)
        return widths

    def plotted(self) -> list[Mark]:
        """The plot, below a blank row."""
        if self.block.plot is None:
            return []
        high = self.measures.rows_high(_PLOT_POINTS)
        return [Mark(Role.PLOT, self.block.plot.title, 1, 0, high, self.measures.columns, plot=self.block.plot)]

    @property
    def foot_rows(self) -> int:
        """How many rows :meth:`foot` takes."""
        return _bottom(self.foot())

    def foot(self) -> list[Mark]:
        """The sum, room to sign, and the box for the stamp."""
        block, columns = self.block, self.measures.columns
        total = [Mark(Role.TOTAL, block.total, 0, 0, 1, columns)] if block.total else []
        below = len(total)
        if not block.stamp:
            return [*total, *self._signed(below, columns, is_stacked=False)]
        box = _WIDE_STAMP if self.is_wide else _NARROW_STAMP
        high = self.measures.rows_high(_STAMP_POINTS)
        stamp = Mark(Role.STAMP, block.stamp, below, columns - box, high, box)
        return [*total, *self._signed(below, columns - box - 1, is_stacked=True), stamp]

    def _signed(self, top: int, width: int, *, is_stacked: bool) -> list[Mark]:
        """Lines to sign on, below or beside one another."""
        high, count = self.measures.rows_high(_SIGNED_POINTS), len(self.block.signed)
        if is_stacked:
            return [Mark(Role.SIGNED, who, top + at * high, 0, high, width) for at, who in enumerate(self.block.signed)]
        each = width // count if count else 0
        return [Mark(Role.SIGNED, who, top, at * each, high, each) for at, who in enumerate(self.block.signed)]
