"""Count sheets that came back: which sheet each file is, who counted, and every quantity with its cell."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.counts import notices
from shopbook.books.stock.counts.form import FOUND_LINES, HEAD, LINES
from shopbook.books.stock.counts.sheets import COUNT_PLANS, COUNTING, COUNTS
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Returned
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice
from shopbook.sheet.tables import Table

_READ = ("location", "sku", "barcode", "quality", "counted", "note")


@dataclass(frozen=True, slots=True)
class Reading:
    """One quantity on a paper.

    Attributes:
        cell: Where it stands.
        is_extra: It stands among the items that were not listed.
    """

    cell: str
    location: str | None
    sku: str | None
    barcode: str | None
    quality: str | None
    qty: int
    note: str | None
    is_extra: bool


@dataclass(frozen=True, slots=True)
class CountedPaper:
    """One file that could be read and belongs to a count that is going on.

    Attributes:
        file: Its name.
        plan_no: The count.
        sheet_no: Which of its sheets; ``None`` for the file of a handheld, which knows of none.
        round: Of the sheet; ``None`` for a handheld's.
        unreadable: How many cells of the column of quantities hold something that is no quantity.
    """

    file: str
    plan_no: str
    sheet_no: str | None
    round: int | None
    counted_by: str | None
    checked_by: str | None
    counted_on: dt.date | None
    readings: tuple[Reading, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Pile:
    """All files of a run.

    Attributes:
        papers: Those that were filled in, by file name.
        findings: What is wrong with any of them.
        figures: How many files, damaged, doubled and blank ones.
    """

    papers: tuple[CountedPaper, ...]
    findings: tuple[pl.DataFrame, ...]
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Office:
    """What the workbook knows of its sheets: sheet number -> plan and round, and the plans that are going on."""

    sheets: Mapping[str, tuple[str, int]]
    going: Collection[str]
    lang: Lang

    def said(self, notice: Notice, file: str, **values: object) -> pl.DataFrame:
        """A finding about a file, which stands where a column's title does elsewhere; a cell among the values is its place."""
        cell = str(values.get("cell", ""))
        return notice.finding({"file": file, **values}, self.lang, column=file, cell=cell, value=str(values.get("qty", "")))


def read_pile(given: Inputs) -> Pile:
    """Look through the files, by name, so that nothing depends on the order in which they came."""
    office = _office(given)
    papers: list[CountedPaper] = []
    findings: list[pl.DataFrame] = []
    first: dict[str, str] = {}
    figures = {"files": len(given.returned), "files_damaged": 0, "files_doubled": 0, "files_blank": 0}
    for file in sorted(given.returned, key=lambda each: (each.name, each.fingerprint)):
        if file.fault is not None:
            findings.append(office.said(notices.DAMAGED, file.name, why=file.fault))
            figures["files_damaged"] += 1
        elif first.setdefault(file.fingerprint, file.name) != file.name:
            findings.append(office.said(notices.SAME_FILE, file.name, first=first[file.fingerprint]))
            figures["files_doubled"] += 1
        elif _is_blank(file):
            figures["files_blank"] += 1
        else:
            found, paper = _looked_into(file, office)
            findings += found
            papers += [paper] if paper else []
    return Pile(tuple(papers), tuple(findings), figures)


def _office(given: Inputs) -> _Office:
    lines = given.frame(COUNTS.code).drop_nulls(["sheet_no", "plan_no"])
    sheets = {sheet: (plan, number or 1) for sheet, plan, number in lines.select("sheet_no", "plan_no", "round").iter_rows()}
    going = given.frame(COUNT_PLANS.code).filter(pl.col("state") == COUNTING)["plan_no"].drop_nulls().to_list()
    return _Office(sheets, going, given.lang)


def _is_blank(file: Returned) -> bool:
    """Whether nobody has written anything into it yet: it still waits where it was made."""
    written = [name for code in (LINES.code, FOUND_LINES.code) if code in file.tables for name in _typed(file.tables[code])]
    head = _head(file)
    return not written and not any(head.get(name) for name in ("counted_by", "checked_by"))


def _typed(table: Table) -> list[int]:
    """Rows with something in the column of quantities, readable or not."""
    return sorted({*table.frame.drop_nulls("counted")[ROW].to_list(), *_unreadable(table)})


def _unreadable(table: Table) -> list[int]:
    """Rows whose quantity is none, each once."""
    return _grave(table).filter(pl.col("field") == "counted")["row"].unique().sort().to_list()


def _head(file: Returned) -> Mapping[str, object]:
    """Who counted which sheet; a sheet that lost its page of signatures still says its number on each line."""
    table = file.tables.get(HEAD.code)
    rows = table.frame.rows(named=True) if table else []
    if rows and rows[0]["sheet_no"]:
        return rows[0]
    lines = file.tables[LINES.code].frame if LINES.code in file.tables else LINES.empty()
    numbers = lines["sheet_no"].drop_nulls()
    return {**(rows[0] if rows else {}), "sheet_no": numbers[0] if len(numbers) else None}


def _looked_into(file: Returned, office: _Office) -> tuple[list[pl.DataFrame], CountedPaper | None]:
    head = _head(file)
    sheet_no = head.get("sheet_no")
    if sheet_no is None:
        return _of_handheld(file, head, office)
    if str(sheet_no) not in office.sheets:
        told = {"plan_no": head.get("plan_no") or "—", "sheet_no": sheet_no}
        return [office.said(notices.WRONG_PLAN, file.name, **told)], None
    plan_no, number = office.sheets[str(sheet_no)]
    if plan_no not in office.going:
        return [office.said(notices.CLOSED_PLAN, file.name, plan_no=plan_no)], None
    return _taken(file, head, office, (plan_no, str(sheet_no), number))


def _of_handheld(file: Returned, head: Mapping[str, object], office: _Office) -> tuple[list[pl.DataFrame], CountedPaper | None]:
    """A file that knows no sheet belongs to the one count that is going on."""
    if len(office.going) != 1:
        return [office.said(notices.NO_PLAN, file.name, count=len(office.going))], None
    [plan_no] = office.going
    return _taken(file, head, office, (plan_no, None, None))


def _taken(
    file: Returned, head: Mapping[str, object], office: _Office, which: tuple[str, str | None, int | None]
) -> tuple[list[pl.DataFrame], CountedPaper]:
    counted_by, checked_by = (_name(head.get(name)) for name in ("counted_by", "checked_by"))
    day = head.get("counted_on")
    pages = [(file.tables[code], code == FOUND_LINES.code) for code in (LINES.code, FOUND_LINES.code) if code in file.tables]
    readings = tuple(reading for table, is_extra in pages for reading in _readings(table, is_extra=is_extra))
    unreadable = sum(len(_unreadable(table)) for table, _ in pages)
    paper = CountedPaper(file.name, *which, counted_by, checked_by, day if isinstance(day, dt.date) else None, readings, unreadable)
    tables = [table for table, _ in pages] + ([file.tables[HEAD.code]] if HEAD.code in file.tables else [])
    faults = [finding for table in tables for finding in _faults(table, file.name, office)]
    return [*faults, *_unsigned(paper, office)], paper


def _name(name: object) -> str | None:
    return str(name) if name else None


def _readings(table: Table, *, is_extra: bool) -> Iterator[Reading]:
    """Every quantity that could be read and may be one."""
    if table.header is None:
        return
    letters = table.header.letters.get("counted", "")
    rows = table.frame.drop_nulls("counted").filter(~pl.col(ROW).is_in(_unreadable(table))).select(ROW, *_READ)
    for row, location, sku, barcode, quality, qty, note in rows.iter_rows():
        yield Reading(f"{letters}{row}", location, sku, barcode, quality, qty, note, is_extra)


def _grave(table: Table) -> pl.DataFrame:
    return table.findings.filter(pl.col("severity") == Severity.ERROR.value)


def _faults(table: Table, file: str, office: _Office) -> Iterator[pl.DataFrame]:
    """What could not be read of a page, by file and cell."""
    for tab, cell, value, message in _grave(table).select("tab", "cell", "value", "message").iter_rows():
        told = {"file": file, "tab": tab, "cell": cell, "why": message.rstrip("。.")}
        yield notices.NOT_TAKEN.finding(told, office.lang, column=file, cell=cell, value=value)


def _unsigned(paper: CountedPaper, office: _Office) -> Iterator[pl.DataFrame]:
    if paper.counted_by is None:
        yield office.said(notices.NOT_SIGNED, paper.file)
    elif paper.checked_by is None:
        yield office.said(notices.NOT_CHECKED, paper.file)
    elif paper.counted_by == paper.checked_by:
        yield office.said(notices.SAME_PERSON, paper.file, name=paper.counted_by)


def names_of(papers: Sequence[CountedPaper], field: str) -> str | None:
    """The names that papers bear, each once, joined as cells hold them."""
    names = sorted({name for paper in papers if (name := getattr(paper, field))})
    return "、".join(names) or None
