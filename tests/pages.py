"""Pages of documentation as a person follows them: the commands, the files and what is typed into workbooks, from top to bottom."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

_FENCE = re.compile(r"^```(\w*) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^<!-- typed into (\S.*?\.xls[xm]), (\S.*?) -->\n+((?:\|.*\n)+)", re.MULTILINE)
_CODE = re.compile(r"\s+# (?:exit code|退出码) (\d)$")
_ELSE = "…"
_HEADER_WITHIN = 10
_NUMBER = re.compile(r"\d{1,9}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Command:
    """A line to run, the exit code that the page states (0 if it states none), and the output that it shows."""

    words: tuple[str, ...]
    code: int
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that the page tells to make."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Program:
    """Python that the page shows."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Rows that the page tells to type into a sheet; a row whose first cell is there already is filled in, others are added."""

    workbook: str
    tab: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def type(self) -> None:
        """Type them, as a person would."""
        book = openpyxl.load_workbook(self.workbook, keep_vba=self.workbook.endswith(".xlsm"))
        sheet = book[self.tab]
        if not isinstance(sheet, Worksheet):
            raise TypeError(self.tab)
        top, columns = _header(sheet, self.titles)
        there = {_text(sheet.cell(row, columns[0]).value): row for row in range(top + 1, sheet.max_row + 1)}
        free = next(row for row in range(top + 1, sheet.max_row + 2) if not _text(sheet.cell(row, columns[0]).value))
        for cells in self.rows:
            row = there.get(cells[0], free) if cells[0] else free
            free += row == free
            for column, text in zip(columns, cells, strict=True):
                if text:
                    sheet.cell(row, column).value = float(text) if _NUMBER.fullmatch(text) else text
        book.save(self.workbook)


Step = Command | NewFile | Program | Typed


def steps(page: str) -> list[Step]:
    """Everything that a page of the guide tells to do, in its order."""
    return [step for _, step in placed_steps(page)]


def placed_steps(page: str, programs: Sequence[str] = ("shopbook",)) -> list[tuple[int, Step]]:
    """The same with the place of each on the page, and with the commands of other programs."""
    found: list[tuple[int, Step]] = []
    for fence in _FENCE.finditer(page):
        found += [(fence.start(), step) for step in _of_fence(*fence.groups()) if _is_followed(step, programs)]
    for told in _TYPED.finditer(page):
        workbook, tab, table = told.groups()
        titles, _, *rows = table_rows(table)
        found.append((told.start(), Typed(workbook, tab, titles, tuple(rows))))
    return sorted(found, key=lambda each: each[0])


def _is_followed(step: Step, programs: Sequence[str]) -> bool:
    return not isinstance(step, Command) or step.words[0] in programs


def _of_fence(language: str, name: str, body: str) -> Iterator[Step]:
    if language == "console":
        yield from _commands(body)
    elif language == "python":
        yield Program(body)
    elif name:
        yield NewFile(name, body)


def _commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, *shown = part.splitlines()
        code = _CODE.search(line)
        yield Command(tuple(shlex.split(_CODE.sub("", line))), int(code[1]) if code else 0, tuple(shown))


def lacking(shown: Sequence[str], told: str) -> str | None:
    """The first line of a page's output that a program did not say, in this order; ``…`` stands for anything left out.

    How wide columns are does not matter.
    """
    lines = iter([_squeezed(line) for line in told.splitlines()])
    for line in shown:
        pattern = ".*".join(re.escape(part.strip()) for part in _squeezed(line).split(_ELSE))
        if line.strip() not in {"", _ELSE} and not any(re.fullmatch(pattern, each) for each in lines):
            return line
    return None


def _squeezed(line: str) -> str:
    return re.sub(r"-{2,}", "--", " ".join(line.split()))


def _header(sheet: Worksheet, titles: Sequence[str]) -> tuple[int, list[int]]:
    for row in range(1, _HEADER_WITHIN):
        there = [_text(cell.value) for cell in sheet[row]]
        if set(titles) <= set(there):
            return row, [there.index(title) + 1 for title in titles]
    raise LookupError(titles)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def headings(page: str) -> list[str]:
    """The headings of a page, with their ``#``; lines of code are none."""
    return re.findall(r"^#+ .*$", _FENCE.sub("", page), re.MULTILINE)


def anchors(page: str) -> set[str]:
    """What ``#…`` may name on a page: names set by hand, and those that GitHub makes of the headings."""
    texts = [heading.lstrip("# ").replace("`", "").lower() for heading in headings(page)]
    return {*re.findall(r'<a id="([^"]+)">', page), *(re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in texts)}


def broken_links(path: Path, page: str) -> list[str]:
    """Links of a page to files or headings that are not there; addresses on the net are not looked at."""
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", page)) if "://" not in link]
    return [link for link in links if not _leads_somewhere(path, link)]


def _leads_somewhere(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = path.parent / name if name else path
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target.read_text(encoding="utf-8"))


def table_rows(page: str) -> list[tuple[str, ...]]:
    """The cells of every row of a page's tables, without the marks of code."""
    return [_cells(line) for line in page.splitlines() if line.startswith("|")]


def explained(page: str) -> dict[str, str]:
    """First cell of every row of a page's tables -> what the rest of the row says."""
    return {first: " ".join(rest) for first, *rest in table_rows(page)}


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))
