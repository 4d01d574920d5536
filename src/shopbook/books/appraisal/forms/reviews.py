"""What forms say, written into 自评, 上级评价 and 互评; what people typed there stays."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.forms import notices
from shopbook.books.appraisal.forms.desk import Desk
from shopbook.books.appraisal.forms.form import ASKED, LATE_REASON
from shopbook.books.appraisal.forms.merging import Word
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS, SELF_REVIEWS, SUPERIOR_REVIEWS
from shopbook.books.appraisal.vocabulary import ABILITY, ATTITUDE, PEER, PERFORMANCE, RATED, SELF, SUPERIOR
from shopbook.books.worklists import Record, additions, rewritten, unreadable
from shopbook.sheet.books import Change, Inputs
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.spelling import compact

REVIEW_SHEETS = {SELF: SELF_REVIEWS, SUPERIOR: SUPERIOR_REVIEWS, PEER: PEER_REVIEWS}
"""Where each rater's word is kept."""

_PEOPLE = {SELF: ("employee_no",), SUPERIOR: ("employee_no",), PEER: ("employee_no", "peer_no")}
_GIVEN = ("cooperation", "communication")
_FIGURES = dict.fromkeys((SELF, SUPERIOR), (PERFORMANCE, ABILITY, ATTITUDE, "score")) | {PEER: (*_GIVEN, "score")}
"""What people may have typed where no forms are used."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Review:
    """What a form says of one person.

    Attributes:
        key: The month, and the numbers of those concerned.
        names: Their names, by field.
        said: Points and words, by field; blank for what the form leaves open.
        word: The form.
    """

    key: Key
    names: Record
    said: Record
    word: Word


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of the reviews.

    Attributes:
        changes: What to write.
        findings: About rows that people typed, and about what came late.
    """

    changes: tuple[Change, ...]
    findings: tuple[pl.DataFrame, ...]


def reviewed(words: Sequence[Word], desk: Desk, given: Inputs) -> Reviewed:
    """The words of all forms on the sheets of reviews."""
    pages = [_Page(step, sheet, desk, given) for step, sheet in REVIEW_SHEETS.items()]
    parts = [
        page.reviewed([review for word in words if word.log["step"] == page.step for review in _reviews(word, desk)]) for page in pages
    ]
    return Reviewed(tuple(change for part in parts for change in part.changes), tuple(found for part in parts for found in part.findings))


def _reviews(word: Word, desk: Desk) -> Iterator[_Review]:
    cycle, step, rater = (str(word.log[name]) for name in ("cycle", "step", "rater_no"))
    late = {LATE_REASON: word.words(LATE_REASON)}
    if step == PEER:
        for about in sorted({item for item, field in (*word.values, *word.disputed) if field != "answer"}):
            said = {field: word.values.get((about, field)) for field in (*_GIVEN, "comment")}
            names = {"name": desk.staff.name_of(about), "peer": desk.staff.name_of(rater)}
            yield _Review((cycle, about, rater), names, {**said, **late}, word)
        return
    about = str(word.log["about_no"])
    names = {"name": desk.staff.name_of(about), **({"superior": desk.staff.name_of(rater)} if step == SUPERIOR else {})}
    yield _Review((cycle, about), names, {**{code: word.words(code) for code in ASKED[step]}, **late}, word)


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet of reviews."""

    step: str
    sheet: Sheet
    desk: Desk
    given: Inputs

    def reviewed(self, reviews: Sequence[_Review]) -> Reviewed:
        """The sheet once these are written; of several rows about the same the first counts."""
        waiting = {review.key: review for review in reviews}
        before = self.given.frame(self.sheet.code).rows(named=True)
        typed = self._unreadable() if waiting else {}
        now: list[Record] = []
        findings: list[pl.DataFrame] = []
        for row in before:
            review = waiting.pop(self._key(row), None)
            merged, differing = self._merged(row, review, typed) if review else (row, [])
            now.append(merged)
            findings += self._said(merged, review, differing) if review else []
        fresh = [(self._fresh(review), review) for _, review in sorted(waiting.items())]
        findings += [found for row, review in fresh for found in self._said(row, review, [])]
        return Reviewed((*rewritten(self.sheet, before, now), *additions(self.sheet, [row for row, _ in fresh])), tuple(findings))

    def _key(self, row: Record) -> Key:
        people = (compact(str(row[name] or "")) for name in _PEOPLE[self.step])
        return (cycle_of(row["cycle"]) or "", *people)

    def _unreadable(self) -> Mapping[str, Collection[int]]:
        """Field -> rows in which somebody typed something that it cannot be read as."""
        table = self.given.tables[self.sheet.code]
        return {name: unreadable(table, name) for name in self.sheet.by_field if name in table.present}

    def _fresh(self, review: _Review) -> Record:
        people = dict(zip(("cycle", *_PEOPLE[self.step]), review.key, strict=True))
        return {**people, **review.names, **review.said, "submitted_on": self.given.now.date(), "origin": RATED, "file": review.word.file}

    def _merged(self, row: Record, review: _Review, typed: Mapping[str, Collection[int]]) -> tuple[Record, list[str]]:
        """A row with what a form says, and the fields in which what people typed is something else and stays.

        A row that names a file was filled in from a form before: its points are the form's. Words stay where the form has none.
        """
        is_ours = row["file"] is not None
        blank = {name for name, value in row.items() if value is None and row[ROW] not in typed.get(name, ())}
        said = {**review.names, **review.said}
        taken = {name: value for name, value in said.items() if name in blank or (is_ours and (value is not None or name in _GIVEN))}
        differing = [name for name, value in said.items() if name not in taken and value is not None and value != row[name]]
        merged = {**row, **taken, "submitted_on": row["submitted_on"] if "submitted_on" not in blank else self.given.now.date()}
        if is_ours or not (differing or any(name not in blank for name in _FIGURES[self.step])):
            merged |= {"origin": RATED, "file": review.word.file}
        return merged, differing

    def _said(self, row: Record, review: _Review, differing: Sequence[str]) -> Iterator[pl.DataFrame]:
        table, word, lang = self.given.tables[self.sheet.code], review.word, self.desk.lang
        place: dict[str, str | int | None] = {"tab": table.grid.tab, "key": " / ".join(review.key)}
        if differing:
            items = "、".join(self.sheet.by_field[name].label[lang] for name in differing)
            told = {"sheet": self.sheet.label, "name": review.names["name"], "cycle": review.key[0], "file": word.file, "items": items}
            yield notices.TYPED_ALREADY.finding(told, lang, **place, row=int(str(row[ROW])), column=word.file)
        window, day = self.desk.cycles[review.key[0]], row["submitted_on"]
        if window and isinstance(day, dt.date) and window.days_late(day) and row[LATE_REASON] is None:
            told = {"rater": word.log["rater"], "step": self.desk.step_name(word.log), "day": day, "closes_on": window.closes_on}
            yield notices.LATE.finding({**told, "sheet": self.sheet.label}, lang, **place, column=word.file)
