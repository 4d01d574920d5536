"""Everything that is said about a month of appraisal, person by person."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of, month_of
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES, OPEN
from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS, RATINGS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.results.sheets import ARCHIVE, COMPOSITES, FEEDBACK
from shopbook.books.appraisal.vocabulary import SELF, SUPERIOR
from shopbook.books.daily.calendar_periods import Period
from shopbook.books.worklists import Record
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.spelling import compact

REVIEWS = {SELF: SELF_REVIEWS, SUPERIOR: SUPERIOR_REVIEWS}
"""The sheet of each rater who speaks by himself."""

SAID = ("performance", "ability", "attitude", "score")
"""What a row of 自评 or 上级评价 may say in figures."""

SAID_BY_PEERS = ("cooperation", "communication")

READS = (
    COMPOSITES.code,
    CYCLES.code,
    CARD_LINES.code,
    SELF_REVIEWS.code,
    SUPERIOR_REVIEWS.code,
    PEER_REVIEWS.code,
    RATINGS.code,
    FEEDBACK.code,
    ARCHIVE.code,
    EMPLOYEES.code,
    LEAVES.code,
)
"""What is read to know a month."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month; people are employee numbers, and of several rows about the same thing the first counts.

    Attributes:
        cycle: Its row of 周期.
        period: The month.
        lines: Everybody's indicators, in the order of 考核指标.
        ratings: (rater, person) -> indicator code -> points.
        reviews: (rater, person) -> row of 自评 or 上级评价.
        peers: Person -> rows of 互评, one per colleague, none of himself.
        composites: Rows of 综合评定.
        feedback: Rows of 反馈.
        archived: Rows of 档案.
        unread: (sheet, row) of reviews with a figure that cannot be read.
    """

    cycle: Record
    period: Period
    lines: Mapping[str, Sequence[Record]]
    ratings: Mapping[tuple[str, str], Mapping[str, Decimal]]
    reviews: Mapping[tuple[str, str], Record]
    peers: Mapping[str, Sequence[Record]]
    composites: Mapping[str, Record]
    feedback: Mapping[str, Record]
    archived: Mapping[str, Record]
    unread: frozenset[tuple[str, int]]

    @property
    def is_open(self) -> bool:
        """Whether ratings still count."""
        return self.cycle["state"] == OPEN

    def clear_peers(self, person: str) -> list[Record]:
        """The rows of 互评 about somebody whose figures can be read."""
        return [row for row in self.peers.get(person, ()) if (PEER_REVIEWS.code, row[ROW]) not in self.unread]

    def people(self, staff: Staff) -> list[str]:
        """Everybody of whom something is said, and everybody who was on leave; ascending."""
        rated = {person for _, person in (*self.reviews, *self.ratings)}
        away = {person for month, person in staff.away if month == self.period.code and person in staff.by_no}
        return sorted({*self.lines, *self.peers, *self.composites, *rated, *away})


def months_in(given: Inputs, staff: Staff, *, is_open: bool = False) -> list[Month]:
    """The months of 周期 in their order, or only those whose ratings still count; of several rows of one month the first counts."""
    rows: dict[str, Record] = {}
    for row in given.frame(CYCLES.code).rows(named=True):
        code = cycle_of(row["cycle"])
        if code is not None:
            rows.setdefault(code, row)
    wanted = {code: row for code, row in sorted(rows.items()) if not is_open or row["state"] == OPEN}
    shelf = _Shelf(given, staff, {code: _by_month(given.frame(code)) for code in _MONTHLY}, _unread(given))
    return [shelf.month(row, period) for code, row in wanted.items() if (period := month_of(code)) is not None]


_MONTHLY = (
    CARD_LINES.code,
    SELF_REVIEWS.code,
    SUPERIOR_REVIEWS.code,
    PEER_REVIEWS.code,
    RATINGS.code,
    COMPOSITES.code,
    FEEDBACK.code,
    ARCHIVE.code,
)


def _by_month(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """A sheet's rows by the month that their text means."""
    if frame.is_empty():
        return {}
    texts = frame["cycle"].drop_nulls().unique().to_list()
    codes = {text: code for text in texts if (code := cycle_of(text)) is not None}
    named = frame.with_columns(pl.col("cycle").replace_strict(codes, default=None, return_dtype=pl.String)).drop_nulls("cycle")
    return {str(code): rows for (code,), rows in named.group_by("cycle", maintain_order=True)}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The sheets by month, from which single months are taken."""

    given: Inputs
    staff: Staff
    by_month: Mapping[str, Mapping[str, pl.DataFrame]]
    unread: frozenset[tuple[str, int]]
    known: dict[object, str] = field(default_factory=dict)

    def month(self, cycle: Record, period: Period) -> Month:
        return Month(
            cycle=cycle,
            period=period,
            lines=self._grouped(CARD_LINES.code, period),
            ratings=self._ratings(period),
            reviews={(rater, person): row for rater, sheet in REVIEWS.items() for person, row in self._firsts(sheet.code, period).items()},
            peers=self._peers(period),
            composites=self._firsts(COMPOSITES.code, period),
            feedback=self._firsts(FEEDBACK.code, period),
            archived=self._firsts(ARCHIVE.code, period),
            unread=self.unread,
        )

    def _rows(self, sheet: str, period: Period) -> Iterator[tuple[str, Record]]:
        """Rows of a month, each with the person it is about."""
        frame = self.by_month[sheet].get(period.code)
        for row in frame.rows(named=True) if frame is not None else ():
            number = self._person(row["employee_no"])
            if number:
                yield number, row

    def _person(self, text: object) -> str:
        """Whose a cell is; each text is looked up once, for months have thousands of rows about few people."""
        if text not in self.known:
            self.known[text] = person_in(text, self.staff)
        return self.known[text]

    def _grouped(self, sheet: str, period: Period) -> dict[str, list[Record]]:
        grouped: dict[str, list[Record]] = defaultdict(list)
        for number, row in self._rows(sheet, period):
            grouped[number].append(row)
        return dict(grouped)

    def _firsts(self, sheet: str, period: Period) -> dict[str, Record]:
        firsts: dict[str, Record] = {}
        for number, row in self._rows(sheet, period):
            firsts.setdefault(number, row)
        return firsts

    def _ratings(self, period: Period) -> dict[tuple[str, str], dict[str, Decimal]]:
        """Of several ratings of one indicator by one rater the last counts: it was handed in last."""
        ratings: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
        for number, row in self._rows(RATINGS.code, period):
            if isinstance(row["score"], Decimal) and row["code"]:
                ratings[str(row["rater"]), number][compact(str(row["code"]))] = row["score"]
        return dict(ratings)

    def _peers(self, period: Period) -> dict[str, list[Record]]:
        """Nobody rates himself, and each colleague counts once."""
        grouped: dict[str, dict[str, Record]] = defaultdict(dict)
        for number, row in self._rows(PEER_REVIEWS.code, period):
            peer = self._person(row["peer_no"])
            if peer and peer != number:
                grouped[number].setdefault(peer, row)
        return {number: list(rows.values()) for number, rows in grouped.items()}


def _unread(given: Inputs) -> frozenset[tuple[str, int]]:
    """(sheet, row) of reviews with a figure that cannot be read, or is none that may be given."""
    figures = {**{sheet.code: SAID for sheet in REVIEWS.values()}, PEER_REVIEWS.code: SAID_BY_PEERS}
    grave = {code: given.tables[code].findings.filter(pl.col("severity") == Severity.ERROR.value) for code in figures}
    return frozenset((code, row) for code, fields in figures.items() for row in grave[code].filter(pl.col("field").is_in(fields))["row"])


def person_in(text: object, staff: Staff) -> str:
    """Whose number or name a cell says; the text itself where nobody of that name is known; empty for a blank cell."""
    return staff.number_of(str(text)) or compact(str(text)) if text is not None else ""
