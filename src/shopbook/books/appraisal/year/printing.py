"""The task print-year: a year card for each person, as a page to print, in the folder of year cards."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from shopbook.books.appraisal.year.basis import BASIS_SHEETS, Basis, basis_of
from shopbook.books.appraisal.year.sheets import YEARS
from shopbook.books.appraisal.year.year_cards import year_card
from shopbook.books.appraisal.year.year_rows import Key, key_of
from shopbook.books.daily.calendar_periods import period_of
from shopbook.books.worklists import Record
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Source, Task
from shopbook.sheet.documents import Block, Document
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

YEAR_CARDS_FOLDER = Source(
    "year_cards",
    Label(zh="年度卡", en="year cards"),
    Label(zh="“打印年度卡”把每人一页的年度考核卡放在这个文件夹。", en="Print year cards puts each person's page into this folder."),
    Label(zh="年度卡", en="Year cards"),
)

PRINTING_FIGURES: Mapping[str, Label] = {"year_cards": Label(zh="年度卡张数", en="Year cards")}
"""The figures of print-year."""

CARDS_OF_NOBODY = Notice(
    "years.no-such-card",
    Severity.WARNING,
    Label(
        zh="“年度”里没有 {year} 年 {who} 的行，没有做年度卡；请核对参数“打印哪年的年度卡”“打印谁的年度卡”",
        en="Years has no row of {year} for {who}, so no card was made: look at the parameters of year cards",
    ),
    Label(zh="--set year_card_of=张三，“年度”里没有张三", en="--set year_card_of=Wang, who is not on Years"),
)

_NAME = Label(zh="年度考核 {year} {number} {name} {seal}", en="Year {year} {number} {name} {seal}")
_TITLE = Label(zh="年度考核卡", en="Year card")
_EVERYBODY = Label(zh="所有人", en="everybody")
_NEWEST = Label(zh="最近一", en="the newest year")
_NONE = Label(zh="“年度”还是空的，请先点“年度考核”。", en="Years is empty: run Annual appraisal first.")
_MADE = Label(zh="{year} 年 {count} 人的年度卡。", en="{year}: year cards of {count} {count|person|people}.")
_SEAL = 6


def print_year(given: Inputs) -> Outcome:
    """Make the card of each person of a year, as 年度 has it; a card that has not changed keeps its file's name, so it is made once."""
    basis = basis_of(given)
    rows = {key: row for row in given.frame(YEARS.code).rows(named=True) if (key := key_of(row))}
    if not rows:
        return Outcome(summary={"year_cards": 0}, notes=(_NONE,))
    wanted = _wanted(rows, basis)
    if not wanted:
        return Outcome(_nobody(basis), summary={"year_cards": 0})
    papers = tuple(_papers(wanted, rows, basis))
    told = {"year": f"{wanted[0][0][0]:04}", "count": len(papers)}
    return Outcome(summary={"year_cards": len(papers)}, notes=(_MADE.filled(told),), papers=papers)


def _wanted(rows: Mapping[Key, Record], basis: Basis) -> list[tuple[Key, Record]]:
    """The rows of the year and the person that the parameters name, by number."""
    named = basis.parameters.text("year_card_year").strip()
    period = period_of(named)
    year = period.year if period else None if named else max(year for year, _ in rows)
    meant = [(key, row) for key, row in rows.items() if key[0] == year and _is_meant(key, row, basis)]
    return sorted(meant, key=lambda each: each[0])


def _is_meant(key: Key, row: Record, basis: Basis) -> bool:
    who = basis.parameters.text("year_card_of").strip()
    return not who or who == row["name"] or basis.staff.number_of(who) == key[1]


def _papers(wanted: Sequence[tuple[Key, Record]], rows: Mapping[Key, Record], basis: Basis) -> Iterator[Document]:
    placed = sum(row["rank"] is not None for (year, _), row in rows.items() if year == wanted[0][0][0])
    for key, row in wanted:
        block = year_card(row, key, people=placed, basis=basis)
        told = {"year": row["year"], "number": key[1], "name": row["name"] or "", "seal": _seal(block)}
        yield Document("year_card", _NAME.filled(told)[basis.lang], _TITLE[basis.lang], (block,))


def _seal(block: Block) -> str:
    """Says whether two cards of one person are the same, for a file that is there is never written over."""
    return hashlib.sha256(repr(block).encode()).hexdigest()[:_SEAL]


def _nobody(basis: Basis) -> pl.DataFrame:
    year, who = (basis.parameters.text(code).strip() for code in ("year_card_year", "year_card_of"))
    told = {"year": year or _NEWEST, "who": who or _EVERYBODY}
    return CARDS_OF_NOBODY.finding(told, basis.lang)


PRINT_YEAR = Task(
    "print-year",
    Label(zh="打印年度卡", en="Print year cards"),
    Label(
        zh="给“年度”里的每个人做一页年度考核卡，带各月得分、走势图和签字的位置，放进“年度卡”文件夹；参数可以指定哪年、哪个人。",
        en="Makes a page for each person on Years, with months, their course as a chart and room to sign, in the folder of year cards; "
        "parameters choose the year and the person.",
    ),
    reads=(YEARS.code, *BASIS_SHEETS),
    writes=(),
    decide=print_year,
    folder=YEAR_CARDS_FOLDER.code,
)
