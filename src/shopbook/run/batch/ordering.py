"""Which task comes before which: what writes a sheet before what reads it, whatever the books are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from shopbook.run.sources import DOT
from shopbook.sheet.books import Book, Night, Task

Named = tuple[str, str]
"""A task by its book's code and its own, or a sheet by its book's code and its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks in the order in which they are best run.

    Attributes:
        ranks: Task -> its place in the order, from 0.
        feeds: Task -> the tasks that read what it works out, those included that come before it.
    """

    ranks: Mapping[Named, int]
    feeds: Mapping[Named, frozenset[Named]]

    def waits(self, earlier: Named, later: Named) -> bool:
        """Whether one task has to be done before another of the same or of a linked workbook."""
        return later in self.feeds[earlier] and self.ranks[earlier] < self.ranks[later]


def order_of(chosen: Sequence[tuple[Book, Task]]) -> Order:
    """The order that follows from what tasks read and write; where they go round in a circle, it is that of the declaration.

    Args:
        chosen: The tasks that are to be run, in the order of their declaration.
    """
    tasks = {(book.code, task.code): (read_by(book, task), written_by(book, task)) for book, task in chosen}
    feeds = {
        one: frozenset(other for other, (read, _) in tasks.items() if other != one and written & read)
        for one, (_, written) in tasks.items()
    }
    return Order(_ranks(list(tasks), feeds), feeds)


def read_by(book: Book, task: Task) -> frozenset[Named]:
    """The sheets that a task reads, by the book they are of."""
    books = {source.code: source.book for source in book.sources}
    parts = [code.rpartition(DOT) for code in task.reads]
    return frozenset((books[source] if source else book.code, sheet) for source, _, sheet in parts)


def written_by(book: Book, task: Task) -> frozenset[Named]:
    """The sheets that others wait for: what a check writes is only what it found."""
    return frozenset() if task.night is Night.CHECKS else frozenset((book.code, sheet) for sheet in task.writes)


def _ranks(declared: Sequence[Named], feeds: Mapping[Named, frozenset[Named]]) -> dict[Named, int]:
    place = {task: index for index, task in enumerate(declared)}
    reached = {task: _reached(task, feeds) for task in declared}

    def is_kept(one: Named, other: Named) -> bool:
        return one not in reached[other] or place[one] < place[other]

    followers = {one: [other for other in feeds[one] if is_kept(one, other)] for one in declared}
    waiting = dict.fromkeys(declared, 0)
    for others in followers.values():
        for other in others:
            waiting[other] += 1
    ready = [place[task] for task, count in waiting.items() if not count]
    heapify(ready)
    ranks: dict[Named, int] = {}
    while ready:
        task = declared[heappop(ready)]
        ranks[task] = len(ranks)
        for other in followers[task]:
            waiting[other] -= 1
            if not waiting[other]:
                heappush(ready, place[other])
    return ranks


def _reached(start: Named, feeds: Mapping[Named, frozenset[Named]]) -> set[Named]:
    """Every task that has to do, directly or through others, with what one works out."""
    reached: set[Named] = set()
    ahead = [start]
    while ahead:
        for other in feeds[ahead.pop()] - reached:
            reached.add(other)
            ahead.append(other)
    return reached
