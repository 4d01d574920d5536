"""From ratings to composite scores: every row of 综合评定 of the open months, as it should be now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.results.deciding import decided_score, is_settled, next_step
from shopbook.books.appraisal.results.gaps import EXCUSED, gaps, told
from shopbook.books.appraisal.results.grading import grade_of, grades_of, ranks
from shopbook.books.appraisal.results.mixing import mean, mixed_raters
from shopbook.books.appraisal.results.month_rows import Month
from shopbook.books.appraisal.results.sheets import COMPOSITES
from shopbook.books.appraisal.results.voices import THREE_ASPECTS, Voice, aspects_of, mixed_over, peer_voices, voice_of
from shopbook.books.appraisal.vocabulary import PEER, SELF, SUPERIOR
from shopbook.books.worklists import Record
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW

_EMPTY: Record = dict.fromkeys(COMPOSITES.by_field)
_SCORES = (*THREE_ASPECTS, "self_score", "superior_score", "peer_score", "peers", "computed", "missing", "score", "grade", "rank")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The rows of 综合评定 of one month.

    Attributes:
        month: The month.
        rows: Person -> the row as it should be, by employee number.
    """

    month: Month
    rows: Mapping[str, Record]

    @property
    def added(self) -> list[Record]:
        """Those that are not on the sheet yet."""
        return [row for person, row in self.rows.items() if person not in self.month.composites]


def evaluated(month: Month, staff: Staff, lang: Lang) -> Evaluated:
    """Score everybody of a month; rows that are confirmed or archived keep all but their place and next step."""
    people = month.people(staff)
    rows = [_row(month, person, staff, lang) for person in people]
    places = ranks([row["score"] if isinstance(row["score"], Decimal) else None for row in rows])
    placed = ({**row, "rank": place} for row, place in zip(rows, places, strict=True))
    return Evaluated(month, dict(zip(people, placed, strict=True)))


def _row(month: Month, person: str, staff: Staff, lang: Lang) -> Record:
    before = month.composites.get(person, _EMPTY)
    row = before if is_settled(month, person, staff) else scored(month, person, staff, lang)
    return {**row, "step": next_step(month, person, row, spoken(month, person, staff), staff)}


def scored(month: Month, person: str, staff: Staff, lang: Lang) -> Record:
    """A person's row with all that follows from the ratings as they are now; what people typed stays."""
    before = month.composites.get(person, _EMPTY)
    row = {**_named(month, person, before, staff), "excused": staff.is_away(person, month.period)}
    if row["excused"]:
        return {**row, **dict.fromkeys(_SCORES), "missing": EXCUSED[lang]}
    voices = voices_about(month, person)
    peers = peer_voices(month, person)
    figures = {**_measured(month, person), **figures_of(month, voices, peers)}
    missing = told(gaps(month, person, voices, len(peers)), lang)
    score = decided_score(row, figures["computed"], person, staff)
    grade = grade_of(score, grades_of(_text(month.cycle["grades"])))
    return {**row, **figures, "peers": len(peers), "missing": missing, "score": score, "grade": grade}


def voices_about(month: Month, person: str) -> dict[str, Voice]:
    """What a person and the superior say."""
    return {rater: voice_of(month, rater, person) for rater in (SELF, SUPERIOR)}


def figures_of(month: Month, voices: Mapping[str, Voice], peers: Sequence[Decimal]) -> dict[str, Decimal | None]:
    """The aspects that raters speak of, the three ratings and what they come to, by field of 综合评定."""
    aspects = {name: mixed_over(month.cycle, {rater: voice.aspects[name] for rater, voice in voices.items()}) for name in THREE_ASPECTS}
    said = {name: score for name, score in aspects.items() if score is not None}
    ratings = {**{rater: voice.score for rater, voice in voices.items()}, PEER: mean(peers)}
    named = {f"{rater}_score": score for rater, score in ratings.items()}
    return {**said, **named, "computed": mixed_raters(month.cycle, ratings)}


def _measured(month: Month, person: str) -> dict[str, Decimal | None]:
    """What the indicators come to by themselves, for raters who gave one score for everything."""
    return aspects_of(month.lines.get(person, ()), {})


def spoken(month: Month, person: str, staff: Staff) -> dict[str, bool]:
    """Which raters have done theirs, or have nothing to do: no weight, no superior, no colleagues who are asked."""
    voices = voices_about(month, person)
    has_superior = staff.superior_of(person) is not None
    asked = len(staff.peers_of(person, month.period))
    done = {
        SELF: voices[SELF].score is not None,
        SUPERIOR: voices[SUPERIOR].score is not None or not has_superior,
        PEER: len(peer_voices(month, person)) >= asked,
    }
    return {rater: is_done or not month.cycle[f"{rater}_weight"] for rater, is_done in done.items()}


def _named(month: Month, person: str, before: Record, staff: Staff) -> Record:
    """Who it is; department and post stay what they were when the row was made."""
    known = staff.by_no.get(person)
    told = {"cycle": month.period.code, "employee_no": person}
    if known is not None:
        told |= {name: value for name in ("name", "department", "post") if (value := getattr(known, name)) is not None}
    kept = {name: value for name, value in before.items() if value is not None}
    return {**_EMPTY, **told, **kept}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def rows_now(before: Iterable[Record], months: Iterable[Evaluated]) -> list[Record]:
    """The rows of 综合评定 in their order, those of evaluated months as they should be."""
    now = {row[ROW]: row for each in months for row in each.rows.values() if ROW in row}
    return [now.get(row[ROW], row) for row in before]
