"""What scoring writes beside the ratings themselves: aspects and scores of reviews, points of colleagues and of indicators."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.ratings.sheets import PEER_REVIEWS
from shopbook.books.appraisal.results.deciding import is_settled
from shopbook.books.appraisal.results.month_rows import REVIEWS, Month
from shopbook.books.appraisal.results.voices import THREE_ASPECTS, Voice, peer_points, shared_points, voice_of
from shopbook.books.appraisal.vocabulary import RATED, RATING, TYPED
from shopbook.books.worklists import Record, rewritten
from shopbook.sheet.books import Inputs, SetCells
from shopbook.sheet.columns import ROW, Sheet


def written_back(given: Inputs, months: Sequence[Month], staff: Staff) -> tuple[SetCells, ...]:
    """The cells of 自评, 上级评价, 互评 and 考核指标 that follow from ratings; none of a person whose month is settled."""
    changes: list[SetCells] = []
    for rater, sheet in REVIEWS.items():
        rows = {row[ROW]: row for month in months for row in _reviews(month, rater, staff)}
        changes += _changed(given, sheet, rows)
    peers = {row[ROW]: row for month in months for row in _peers(month, staff)}
    lines = {row[ROW]: row for month in months for row in _lines(month, staff)}
    return (*changes, *_changed(given, PEER_REVIEWS, peers), *_changed(given, CARD_LINES, lines))


def _changed(given: Inputs, sheet: Sheet, rows: Mapping[object, Record]) -> tuple[SetCells, ...]:
    """The cells that differ. A review with a figure that nobody can read is none of these rows, so nothing that somebody meant is lost."""
    before = given.frame(sheet.code).rows(named=True)
    return rewritten(sheet, before, [rows.get(row[ROW], row) for row in before])


def _open_people(people: Iterable[str], month: Month, staff: Staff) -> list[str]:
    return [person for person in people if not is_settled(month, person, staff)]


def _reviews(month: Month, rater: str, staff: Staff) -> Iterator[Record]:
    people = [person for who, person in month.reviews if who == rater]
    for person in _open_people(people, month, staff):
        row = month.reviews[rater, person]
        voice = voice_of(month, rater, person)
        yield {**row, "name": row["name"] or staff.name_of(person), **_of_voice(row, voice)}


def _of_voice(row: Record, voice: Voice) -> dict[str, object]:
    """What a rater's word puts into its row: what was typed stays, but for a score that its aspects make."""
    if voice.origin is None or voice.score is None:
        return {}
    if voice.origin == RATED:
        return {**voice.aspects, "score": voice.score, "origin": RATED}
    has_aspects = any(isinstance(row[aspect], Decimal) for aspect in THREE_ASPECTS)
    return {"score": voice.score if has_aspects else row["score"], "origin": row["origin"] or TYPED}


def _peers(month: Month, staff: Staff) -> Iterator[Record]:
    for person in _open_people(month.peers, month, staff):
        for row in month.clear_peers(person):
            score = peer_points(row)
            origin = row["origin"] or (TYPED if score is not None else None)
            yield {**row, "name": row["name"] or staff.name_of(person), "score": score, "origin": origin}


def _lines(month: Month, staff: Staff) -> Iterator[Record]:
    for person in _open_people(month.lines, month, staff):
        for row in month.lines[person]:
            yield {**row, "score": shared_points(month, person, row), "origin": row["origin"] or _origin(month, person, row)}


def _origin(month: Month, person: str, line: Record) -> str | None:
    """Where an indicator's points come from that no task has filled in."""
    if line["actual"] is not None:
        return TYPED
    is_rated = line["method"] == RATING and shared_points(month, person, line) is not None
    return RATED if is_rated else None
