"""From what lies in a shop's folder to the steps of a run, and to the files that nothing is done with."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePosixPath

from shopbook.books import registry
from shopbook.labels import Label
from shopbook.run.batch.choosing import Choice
from shopbook.run.batch.discovering import Left
from shopbook.run.batch.identifying import Look, Nature
from shopbook.run.batch.steps import CHECK, IMPORT, Step, Workbook, visits
from shopbook.run.sources import NotThereError, either_ending, located

INBOXES = frozenset({"导入", "收件箱", "inbox", "import"})
"""Folders beside a workbook whose lists are imported into it."""

_LEFT_OVER = re.compile(r".+ (未导入|not imported) \d{8}-\d{6}(-\d+)?\.xlsx")
_KEPT_ASIDE = re.compile(r".+ \(shopbook \d{8}-\d{6}\)( \d+)?\.\w+")

_ASIDE = Label(
    zh="这是替换不了原文件时另存的结果，没有处理。请与原文件核对后只留一份",
    en="it is a result that was kept aside because its workbook could not be replaced: compare the two and keep one",
)
_REFUSED_ROWS = Label(
    zh="这是导入时没有收下的行，没有再导入。改好后请用 shopbook import 导入",
    en="these are rows that an import left out; it was not imported again. Put them right and use shopbook import",
)
_PAPER = Label(
    zh="它在工作簿存放单据、表格的文件夹里，不当作导出文件。要导入，请放到别处",
    en="it lies where a workbook puts its papers and is not taken for a list: to have it imported, put it elsewhere",
)
_NO_TARGET = Label(
    zh="只检查，没有导入：旁边没有“{book}”工作簿。要导入，请放到那本工作簿所在的文件夹，或其中的“导入”文件夹",
    en="checked only, not imported: no workbook {book} lies beside it. To have it imported, put it into that workbook's folder, "
    "or into the folder inbox there",
)
_TARGETS = Label(
    zh="只检查，没有导入：旁边有 {count} 本“{book}”工作簿，不知道导入哪一本。请用 shopbook import 指明",
    en="checked only, not imported: {count} workbooks {book} lie beside it. Say which with shopbook import",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    Attributes:
        steps: In their order.
        left: Files that nothing is done with, each with the reason.
        remarks: Why a list is only checked, by its path.
    """

    steps: tuple[Step, ...]
    left: tuple[Left, ...]
    remarks: Mapping[str, Label]


def plan_of(shop: Path, looks: Mapping[str, Look], choice: Choice) -> Plan:
    """The steps for the files that were found.

    Args:
        shop: The folder.
        looks: What each file is, by its path.
        choice: What is to be done.
    """
    ours = {path: look for path, look in looks.items() if look.nature is Nature.WORKBOOK and not _KEPT_ASIDE.fullmatch(_name(path))}
    books = {book.code: book for book in registry.BOOKS}
    # A thousand stores in one folder that suggest the same neighbour ask the disk for it once.
    way = cache(partial(_way, shop))
    workbooks = [Workbook(path, books[look.book], _links(path, look, way)) for path, look in ours.items()]
    looks = _without_papers(looks, workbooks)
    lists = {path: look for path, look in looks.items() if look.nature is Nature.LIST and not _LEFT_OVER.fullmatch(_name(path))}
    beside: dict[tuple[str, str], list[str]] = {}
    for each in workbooks:
        beside.setdefault((_folder(each.path), each.book.code), []).append(each.path)
    steps, remarks = _list_steps(lists, beside, choice)
    return Plan((*steps, *visits(workbooks, choice.tasks, choice.order)), tuple(_left(looks)), remarks)


def _without_papers(looks: Mapping[str, Look], workbooks: Sequence[Workbook]) -> dict[str, Look]:
    """What the files are, those left alone that lie where a workbook puts its papers: a slip looks like a list, and is none."""
    folders = {each.links.get(source.code, "") for each in workbooks for source in each.book.sources if not source.book}
    within = tuple(f"{folder}/" for folder in folders if folder and not _is_inbox(folder))
    paper = Look(Nature.OTHER, why=_PAPER)
    may_be = {Nature.LIST, Nature.OTHER}
    return {path: paper if look.nature in may_be and path.startswith(within) else look for path, look in looks.items()}


def _list_steps(
    lists: Mapping[str, Look], beside: Mapping[tuple[str, str], Sequence[str]], choice: Choice
) -> tuple[list[Step], dict[str, Label]]:
    steps: list[Step] = []
    remarks: dict[str, Label] = {}
    for path, look in lists.items():
        into = beside.get((_home(path), look.book), ())
        if choice.is_importing and len(into) == 1:
            steps.append(Step(path, (IMPORT,), look.book, into=into[0]))
        elif choice.is_checking:
            steps.append(Step(path, (CHECK,), look.book))
            label = registry.book_named(look.book).label
            remarks |= {path: (_TARGETS if into else _NO_TARGET).filled({"book": label, "count": len(into)})} if len(into) != 1 else {}
    return steps, remarks


def _left(looks: Mapping[str, Look]) -> Iterator[Left]:
    for path, look in looks.items():
        why = _why_left(path, look)
        if why is not None:
            # What somebody puts into an inbox is meant to be taken in.
            is_wanted = look.nature is Nature.BROKEN or (look.nature is Nature.OTHER and _is_inbox(_folder(path)))
            yield Left(path, why, is_fault=is_wanted)


def _why_left(path: str, look: Look) -> Label | None:
    """Why nothing is done with a file; ``None`` if something is, or if nobody asks."""
    match look.nature:
        case Nature.WORKBOOK:
            return _ASIDE if _KEPT_ASIDE.fullmatch(_name(path)) else None
        case Nature.LIST:
            return _REFUSED_ROWS if _LEFT_OVER.fullmatch(_name(path)) else None
        case Nature.FORM | Nature.OTHER | Nature.BROKEN | Nature.REPORT:
            return look.why


def _links(path: str, look: Look, way: Callable[[str, str], str]) -> dict[str, str]:
    """What a workbook's sources lead to; one whose place is no path at all leads nowhere."""
    found: dict[str, str] = {}
    for code, typed in look.places.items():
        with suppress(NotThereError):
            found[code] = way(typed, _folder(path)) if typed else path
    return found


def _way(shop: Path, typed: str, folder: str) -> str:
    """Where a path leads that somebody typed into a workbook of a folder.

    Raises:
        NotThereError: It is no path at all.
    """
    return _below(shop, either_ending(located(typed, shop / folder)))


def _below(shop: Path, path: Path) -> str:
    """The path below the shop's folder, as the other files of the run have theirs; the whole path for what lies elsewhere."""
    real = path.resolve()
    home = shop.resolve()
    return real.relative_to(home).as_posix() if real.is_relative_to(home) else str(real)


def _home(path: str) -> str:
    """The folder whose workbook takes in a list."""
    folder = _folder(path)
    return _folder(folder) if _is_inbox(folder) else folder


def _is_inbox(folder: str) -> bool:
    return _name(folder).casefold() in INBOXES


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return PurePosixPath(path).name
