"""The steps of a run: visits of workbooks and of lists, in their order, and which of them have to wait for which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from shopbook.run.batch.ordering import Named, Order, read_by, written_by
from shopbook.run.sources import DOT
from shopbook.sheet.books import Book, Task

IMPORT, CHECK = "import", "check"
"""What is done with a list of another program."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of ours in the shop's folder.

    Attributes:
        path: Below the shop's folder.
        book: What it is.
        links: Its sources by code -> the paths of what they lead to, below the shop's folder or absolute; its own path for itself.
    """

    path: str
    book: Book
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with one file, without a pause.

    Attributes:
        path: The file.
        tasks: What to do, in this order.
        book: The code of the file's book, or of the book that takes it in.
        reads: The other files that count.
        into: Of a list, the workbook that takes it in.
    """

    path: str
    tasks: tuple[str, ...]
    book: str
    reads: tuple[str, ...] = ()
    into: str = ""

    @property
    def written(self) -> str:
        """The file that it may change; empty for a check of a list."""
        return self.into if self.tasks == (IMPORT,) else "" if self.tasks == (CHECK,) else self.path

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that counts for it."""
        return tuple(dict.fromkeys((self.path, *([self.into] if self.into else []), *self.reads)))


_Node = tuple[str, Named]


def visits(workbooks: Sequence[Workbook], chosen: Sequence[tuple[Book, Task]], order: Order) -> list[Step]:
    """The visits of all workbooks, one after the other; a workbook is visited again only where another has to come in between.

    Args:
        workbooks: In the order of their paths.
        chosen: The tasks to run.
        order: Theirs.
    """
    tasks = {(book.code, task.code): task for book, task in chosen}
    nodes = {(each.path, name): tasks[name] for each in workbooks for name in tasks if name[0] == each.book.code}
    followers, waiting = _chained(workbooks, nodes, order)
    queue = _Queue(order, waiting, followers)
    by_path = {each.path: each for each in workbooks}
    return [_visit(by_path[path], [tasks[name] for name in done]) for path, done in queue.runs()]


def _visit(workbook: Workbook, tasks: Sequence[Task]) -> Step:
    codes = dict.fromkeys(code.partition(DOT)[0] for task in tasks for code in task.reads if DOT in code)
    named = dict.fromkeys((*codes, *(task.folder for task in tasks if task.folder)))
    reads = dict.fromkeys(workbook.links[code] for code in named if workbook.links.get(code, workbook.path) != workbook.path)
    return Step(workbook.path, tuple(task.code for task in tasks), workbook.book.code, tuple(reads))


def _chained(workbooks: Sequence[Workbook], nodes: Mapping[_Node, Task], order: Order) -> tuple[dict[_Node, list[_Node]], dict[_Node, int]]:
    """Node -> those that have to wait for it, and how many each waits for."""
    writers: dict[tuple[str, Named], list[_Node]] = {}
    books = {each.path: each for each in workbooks}
    for (path, name), task in nodes.items():
        for sheet in written_by(books[path].book, task):
            writers.setdefault((path, sheet), []).append((path, name))
    followers: dict[_Node, list[_Node]] = {node: [] for node in nodes}
    waiting = dict.fromkeys(nodes, 0)
    for node, task in nodes.items():
        before = {other for place in _read(books[node[0]], task) for other in writers.get(place, ())}
        for other in before:
            if order.waits(other[1], node[1]):
                followers[other].append(node)
                waiting[node] += 1
    return followers, waiting


def _read(workbook: Workbook, task: Task) -> Iterable[tuple[str, Named]]:
    paths = {source.book: workbook.links.get(source.code, "") for source in workbook.book.sources if source.book}
    for sheet in read_by(workbook.book, task):
        yield (workbook.path if sheet[0] == workbook.book.code else paths[sheet[0]]), sheet


@dataclass(frozen=True, slots=True)
class _Queue:
    """Tasks that become ready while others are done."""

    order: Order
    waiting: dict[_Node, int]
    followers: Mapping[_Node, Sequence[_Node]]

    def runs(self) -> list[tuple[str, list[Named]]]:
        """The workbooks to visit, each with its tasks of that visit."""
        ready: dict[str, list[tuple[int, Named]]] = {}
        ahead: list[tuple[int, str]] = []
        for node in [node for node, count in self.waiting.items() if not count]:
            self._admit(node, ready, ahead)
        heapify(ahead)
        found: list[tuple[str, list[Named]]] = []
        while ahead:
            _, path = heappop(ahead)
            done = self._stay(path, ready, ahead)
            if done:
                found.append((path, done))
        return found

    def _admit(self, node: _Node, ready: dict[str, list[tuple[int, Named]]], ahead: list[tuple[int, str]]) -> None:
        path, name = node
        heappush(ready.setdefault(path, []), (self.order.ranks[name], name))
        heappush(ahead, (self.order.ranks[name], path))

    def _stay(self, path: str, ready: dict[str, list[tuple[int, Named]]], ahead: list[tuple[int, str]]) -> list[Named]:
        """Do what is ready in one workbook until nothing is."""
        done: list[Named] = []
        while ready.get(path):
            _, name = heappop(ready[path])
            done.append(name)
            for other in self.followers[path, name]:
                self.waiting[other] -= 1
                if not self.waiting[other]:
                    self._admit(other, ready, ahead)
        return done


def turns(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    """For each step the earlier ones that it has to wait for: those that share a file with it which one of the two may change."""
    last_writer: dict[str, int] = {}
    readers: dict[str, list[int]] = {}
    found: list[tuple[int, ...]] = []
    for index, step in enumerate(steps):
        before: set[int] = set()
        for path in step.files:
            before |= {last_writer[path]} if path in last_writer else set()
            if path == step.written:
                before |= set(readers.pop(path, ()))
                last_writer[path] = index
            else:
                readers.setdefault(path, []).append(index)
        found.append(tuple(sorted(before - {index})))
    return found
