"""What each rater says of a person: aspects and a score, from ratings of single indicators or as they were typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopbook.books.appraisal.library.scoring import FULL, points, scoring_of
from shopbook.books.appraisal.results.mixing import INNER_PLACES, Part, half_up, mean, mixed, mixed_aspects
from shopbook.books.appraisal.results.month_rows import REVIEWS, SAID, SAID_BY_PEERS, Month
from shopbook.books.appraisal.vocabulary import ABILITY, ATTITUDE, PERFORMANCE, RATED, RATING, SELF, SUPERIOR, TYPED
from shopbook.books.worklists import Record
from shopbook.sheet.columns import ROW
from shopbook.sheet.spelling import compact

THREE_ASPECTS = (PERFORMANCE, ABILITY, ATTITUDE)

_NO_RATINGS: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Voice:
    """One rater's word on one person.

    Attributes:
        aspects: What each comes to, half up to two decimals; ``None`` for one of which nothing is known.
        score: Of the aspects, or as it was typed; ``None`` if the rater has not spoken, or not so that it can be read.
        origin: Rated if it comes from ratings of indicators, typed if people wrote it on the sheet; ``None`` if neither.
        is_clear: No figure of it is unreadable.
        unrated: Indicators that were left to the rater and that he left out.
    """

    aspects: Mapping[str, Decimal | None]
    score: Decimal | None
    origin: str | None = None
    is_clear: bool = True
    unrated: tuple[str, ...] = ()


SILENT = Voice(dict.fromkeys(THREE_ASPECTS), None)
"""Of a rater who has said nothing."""


def voice_of(month: Month, rater: str, person: str) -> Voice:
    """What a rater, self or superior, says of somebody.

    Ratings of indicators count. What was typed on 自评 or 上级评价 stays and comes before them, aspect by aspect; a score that was typed
    counts where no aspect was.
    """
    review, ratings = month.reviews.get((rater, person)), month.ratings.get((rater, person), _NO_RATINGS)
    if review is not None and (REVIEWS[rater].code, review[ROW]) in month.unread:
        return Voice(SILENT.aspects, None, is_clear=False)
    lines = month.lines.get(person, ())
    typed = _typed(review, is_rated=bool(ratings))
    if not ratings and not typed and not _is_complete(review, lines):
        return SILENT
    known = aspects_of(lines, ratings)
    said = {aspect: typed.get(aspect, known[aspect]) for aspect in THREE_ASPECTS}
    is_whole = "score" in typed and not any(aspect in typed for aspect in THREE_ASPECTS)
    score = typed["score"] if is_whole else mixed_aspects(month.cycle, said)
    return Voice(said if not is_whole else SILENT.aspects, score, TYPED if typed else RATED, unrated=_unrated(lines, ratings, said))


def _typed(review: Record | None, *, is_rated: bool) -> dict[str, Decimal]:
    """The figures that people wrote into a row; none of one that was worked out from ratings."""
    if review is None or (review["origin"] == RATED and is_rated):
        return {}
    return {name: value for name in SAID if isinstance(value := review[name], Decimal)}


def _is_complete(review: Record | None, lines: Sequence[Record]) -> bool:
    """Whether somebody handed in a review in which nothing was left to rate: every indicator is measured."""
    is_in = review is not None and review["submitted_on"] is not None
    return is_in and bool(lines) and all(line_points(line, _NO_RATINGS) is not None for line in lines)


def _unrated(lines: Iterable[Record], ratings: Mapping[str, Decimal], said: Mapping[str, Decimal | None]) -> tuple[str, ...]:
    """The indicators that somebody who filled in a form left out, of the aspects that he speaks of."""
    asked = (line for line in lines if line["method"] == RATING and said.get(str(line["aspect"])) is not None)
    return tuple(name_of(line) for line in asked if ratings and line_points(line, ratings) is None)


def aspects_of(lines: Iterable[Record], ratings: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """What the indicators of each aspect come to, at most 100, half up to two decimals.

    Args:
        lines: A person's rows of 考核指标; weights need not add up to 100, and a line without points is left out.
        ratings: One rater's points by indicator code.
    """
    parts: dict[str, list[Part]] = {aspect: [] for aspect in THREE_ASPECTS}
    for line in lines:
        weight = line["weight"]
        if isinstance(weight, Decimal) and line["aspect"] in parts:
            parts[str(line["aspect"])].append(Part(weight, line_points(line, ratings)))
    scores = {aspect: mixed(each) for aspect, each in parts.items()}
    return {aspect: None if score is None else half_up(min(score, FULL), INNER_PLACES) for aspect, score in scores.items()}


def line_points(line: Record, ratings: Mapping[str, Decimal]) -> Decimal | None:
    """The points of an indicator: of its actual value, or where people rate it of a rater's rating, else of what was typed as its value."""
    actual = line["actual"] if isinstance(line["actual"], Decimal) else None
    if line["method"] == RATING:
        actual = ratings.get(compact(str(line["code"] or "")), actual)
    return points(actual, scoring_of(line))


def name_of(line: Record) -> str:
    """What an indicator is called."""
    return str(line["indicator"] or line["code"] or "")


def shared_points(month: Month, person: str, line: Record) -> Decimal | None:
    """The points of an indicator on somebody's card: where people rate it those of both raters, by their weights."""
    if line["method"] != RATING:
        return line_points(line, _NO_RATINGS)
    return mixed_over(month.cycle, {rater: line_points(line, month.ratings.get((rater, person), _NO_RATINGS)) for rater in REVIEWS})


def mixed_over(cycle: Record, values: Mapping[str, Decimal | None]) -> Decimal | None:
    """What self and superior come to by their weights, half up to two decimals; a rater who says nothing is left out."""
    weights = {SELF: cycle["self_weight"], SUPERIOR: cycle["superior_weight"]}
    score = mixed(Part(weight, values.get(rater)) for rater, weight in weights.items() if isinstance(weight, Decimal))
    return None if score is None else half_up(score, INNER_PLACES)


# ---------------------------------------------------------------- colleagues


def peer_points(row: Record) -> Decimal | None:
    """What one colleague gives: the mean of cooperation and communication, or of the one that was given, else the score that was typed."""
    both = mean(value if isinstance(value := row[name], Decimal) else None for name in SAID_BY_PEERS)
    typed = row["score"]
    return both if both is not None or not isinstance(typed, Decimal) else typed


def peer_voices(month: Month, person: str) -> list[Decimal]:
    """What every colleague who answered gives somebody; one whose figures nobody can read has not answered."""
    return [score for row in month.clear_peers(person) if (score := peer_points(row)) is not None]
