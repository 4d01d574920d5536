"""The report of a run as a workbook: its files with links to them, findings with links to their cells, figures."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO
from urllib.parse import quote

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # the same
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from shopbook.build import style, theme
from shopbook.labels import Label, Lang
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.identifying import REPORT_MARK
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.reporting.words import (
    CAPPED,
    COLUMNS,
    FIGURE_COLUMNS,
    FIGURES,
    FINDING_COLUMNS,
    FINDINGS,
    TITLE,
    cells,
    figures,
    heads,
    ordered,
    plain_name,
)
from shopbook.sheet.findings import Severity

_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_A4 = 9
_TALLEST = 409  # points; Excel takes no more
_LONGEST = 32_000  # characters; a cell takes 32,767
_MOST_LINKS = 60_000  # Excel takes 65,530 on a sheet
_LONGEST_LINK = 1_900  # Excel takes 2,079 letters
_SAFE = "/.-_~()!$&'+,;=@"

_WIDTHS = {"file": 42, "fate": 13, "book": 10, "tasks": 30, "error": 8, "warning": 8, "hint": 8, "seconds": 8, "says": 90}
_FINDING_WIDTHS = {"file": 30, "severity": 8, "sheet": 10, "cell": 9, "key": 24, "column": 14, "value": 18, "message": 80, "fix": 16}
_FATE_LOOKS: Mapping[Fate, style.Look] = {
    Fate.FAILED: style.SEVERITY_LOOKS[Severity.ERROR],
    Fate.WAITING: style.SEVERITY_LOOKS[Severity.WARNING],
    Fate.DONE: {},
    Fate.UNCHANGED: {"font_color": theme.FADED},
    Fate.LEFT: {"font_color": theme.FADED},
}
_COUNTED = ("error", "warning", "hint")

_LINKED = "linked"  # beside the columns' names, what a cell with a link wears
_LINK: style.Look = {"font_color": style.LINK["font_color"], "underline": 1}
_EXTERNAL = "external:"

Link = Callable[[str], str]
"""From a file of the shop to its place as seen from the report."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A file with findings: its name as it is shown, and the way to it."""

    name: str
    link: str

    def cell(self, sheet: str, cell: str) -> str:
        """The way to one of its cells."""
        quoted_sheet = sheet.replace("'", "''")
        return f"{_EXTERNAL}{self.link}#'{quoted_sheet}'!{cell}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the workbook shows.

    Attributes:
        now: The moment of the run.
        link: Where a file lies, as seen from the report.
        most_findings: How many findings are listed.
    """

    now: dt.datetime
    link: Link
    most_findings: int


def write_workbook(account: Account, findings: Findings, lang: Lang, out: BinaryIO, *, shown: Shown) -> None:
    """The report.

    Args:
        account: What came of the run.
        findings: Of its files.
        lang: The language.
        out: Where to.
        shown: How much of it, when, and where the files lie.
    """
    workbook = Workbook(out, _OPTIONS)
    workbook.set_properties({"created": shown.now, "title": TITLE[lang]})
    workbook.define_name(REPORT_MARK, '="1"')
    pages = _Pages(workbook, lang, shown)
    pages.files(account)
    pages.findings(account, findings)
    pages.figures(account)
    workbook.close()


_PLAIN: style.Look = {**style.BODY, **style.TOP}


class _Pages:
    def __init__(self, workbook: Workbook, lang: Lang, shown: Shown) -> None:
        self._workbook = workbook
        self._lang = lang
        self._shown = shown
        self._formats = style.Formats(workbook)
        self._dresses: dict[Severity, Mapping[str, Format]] = {}

    def files(self, account: Account) -> None:
        """Every file with what became of it, what needs somebody first."""
        sheet = self._page(TITLE, list(COLUMNS.values()), list(_WIDTHS.values()), [head[self._lang] for head in heads(account)])
        first = len(heads(account)) + 2
        for row, entry in enumerate(ordered(account), first):
            self._file(sheet, row, entry, is_linked=row < _MOST_LINKS)
        sheet.autofilter(first - 1, 0, max(first, first + len(account.entries) - 1), len(COLUMNS) - 1)

    def findings(self, account: Account, findings: Findings) -> None:
        """The first findings of every file."""
        total = sum(entry.rows for entry in account.entries)
        said = [CAPPED.filled({"shown": f"{self._shown.most_findings:,}", "all": f"{total:,}"})[self._lang]]
        widths = [_FINDING_WIDTHS.get(name, 20) for name in FINDING_COLUMNS]
        sheet = self._page(FINDINGS, list(FINDING_COLUMNS.values()), widths, said if total > self._shown.most_findings else [])
        first = 3 if total > self._shown.most_findings else 2
        row = first
        for row, (place, found) in enumerate(islice(_each(account, findings, self._shown.link), self._shown.most_findings), first):
            self._finding(sheet, row, place, found)
        sheet.autofilter(first - 1, 0, row, len(FINDING_COLUMNS) - 1)

    def figures(self, account: Account) -> None:
        """The figures of what was done."""
        sheet = self._page(FIGURES, list(FIGURE_COLUMNS.values()), [42, 30, 20], [])
        lines = ((cells(entry, self._lang)["file"], *figure) for entry in account.entries for figure in figures(entry))
        for row, line in enumerate(lines, 2):
            for column, text in enumerate(line):
                self._put(sheet, (row, column), text, {})

    def _page(self, title: Label, titles: Sequence[Label], widths: Sequence[int], said: Sequence[str]) -> Worksheet:
        sheet = self._workbook.add_worksheet(title[self._lang])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._put(sheet, (0, 0), title[self._lang], style.TITLE)
        for row, sentence in enumerate(said, 1):
            self._put(sheet, (row, 0), sentence, style.LEAD)
        head = len(said) + 1
        for column, label in enumerate(titles):
            self._put(sheet, (head, column), label[self._lang], {"bold": True, "bg_color": theme.NAVY, "font_color": theme.WHITE})
        sheet.freeze_panes(head + 1, 1)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _file(self, sheet: Worksheet, row: int, entry: Entry, *, is_linked: bool) -> None:
        look = {**style.BODY, **style.TOP, **_FATE_LOOKS[entry.fate]}
        shown = cells(entry, self._lang)
        _heighten(sheet, row, {shown[name]: _WIDTHS[name] for name in ("tasks", "says")})
        for column, (name, text) in enumerate(shown.items()):
            if name == "file" and is_linked:
                self._link(sheet, (row, column), text, _EXTERNAL + self._shown.link(entry.file), look)
            elif name in _COUNTED and text:
                sheet.write_number(row, column, int(text), self._dressed(look))
            else:
                self._put(sheet, (row, column), text, {**look, "text_wrap": name in {"tasks", "says"}})

    def _finding(self, sheet: Worksheet, row: int, place: _Place, found: Mapping[str, str]) -> None:
        severity = Severity(found["severity"])
        shown = {**found, "file": place.name, "severity": severity.label[self._lang]}
        formats = self._finding_formats(severity)
        _heighten(sheet, row, {shown["message"]: _FINDING_WIDTHS["message"]})
        for column, name in enumerate(FINDING_COLUMNS):
            text = shown.get(name) or ""
            target = place.cell(found["sheet"], text) if name == "cell" and text and row < _MOST_LINKS else ""
            if 0 < len(target) <= _LONGEST_LINK:
                sheet.write_url(row, column, target, formats[_LINKED], text)
            else:
                sheet.write_string(row, column, text[:_LONGEST], formats[name])

    def _finding_formats(self, severity: Severity) -> Mapping[str, Format]:
        """How each cell of a finding is dressed; asked for each of thousands, so it is kept."""
        if severity not in self._dresses:
            looks = {name: style.SEVERITY_LOOKS[severity] if name == "severity" else {} for name in FINDING_COLUMNS}
            dressed = {name: self._dressed({**_PLAIN, **look, "text_wrap": name == "message"}) for name, look in looks.items()}
            self._dresses[severity] = {**dressed, _LINKED: self._dressed({**_PLAIN, **_LINK})}
        return self._dresses[severity]

    def _link(self, sheet: Worksheet, at: tuple[int, int], text: str, target: str, look: style.Look) -> None:
        if len(target) > _LONGEST_LINK:
            self._put(sheet, at, text, look)
            return
        sheet.write_url(*at, target, self._dressed({**look, **_LINK}), text)

    def _put(self, sheet: Worksheet, at: tuple[int, int], text: str, look: style.Look) -> None:
        """A text stays one, whatever it begins with."""
        sheet.write_string(*at, text[:_LONGEST], self._dressed(look))

    def _dressed(self, look: style.Look) -> Format:
        return self._formats.of(style.default_font(self._lang), {"num_format": "@"}, look)


def _heighten(sheet: Worksheet, row: int, texts: Mapping[str, int]) -> None:
    """Make room for texts that take several lines in columns of these widths; LibreOffice does not do it by itself."""
    # Of thousands of findings most are so short that they fit even in Chinese letters, each two wide.
    lines = max((style.lines_of(text, width) for text, width in texts.items() if 2 * len(text) > width or "\n" in text), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines * style.LINE_HEIGHT + style.ROW_PADDING, _TALLEST))


def _each(account: Account, findings: Findings, link: Link) -> Iterator[tuple[_Place, Mapping[str, str]]]:
    for entry in ordered(account):
        if entry.rows:
            place = _Place(plain_name(entry.file), link(entry.file))
            for row in findings.of(entry.file, entry.tasks):
                yield place, row


def quoted(path: str) -> str:
    """A path as a link has it: letters of all scripts stay, signs that mean something in a link do not."""
    return "".join(letter if ord(letter) > 127 else quote(letter, safe=_SAFE) for letter in path)  # noqa: PLR2004 - the end of ASCII
