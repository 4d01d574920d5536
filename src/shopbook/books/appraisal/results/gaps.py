"""What is missing from a person's score, in words: nothing that is missing counts as zero."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from shopbook.books.appraisal.results.month_rows import Month
from shopbook.books.appraisal.results.voices import Voice, line_points, name_of
from shopbook.books.appraisal.vocabulary import ASPECTS, PEER, RATING
from shopbook.labels import Label, Lang

EXCUSED = Label(zh="整月休假，不考核", en="on leave all month, not appraised")
_ABSENT = Label(zh="缺{rater}", en="no {rater}")
_UNCLEAR = Label(zh="{rater}有看不懂的数", en="{rater} cannot be read")
_WITHOUT = Label(zh="{rater}没有{names}", en="{rater} without {names}")
_UNRATED = Label(zh="{rater}没评{names}", en="{rater} leaves out {names}")
_UNMEASURED = Label(zh="没有实际值：{names}", en="no actual value: {names}")
_SPOKEN = {
    "self": Label(zh="自评", en="self review"),
    "superior": Label(zh="上级评价", en="superior's review"),
    "peer": Label(zh="互评", en="peer rating"),
}
_ASPECTS = {option.code: (option.label, f"{option.code}_weight") for option in ASPECTS}


def gaps(month: Month, person: str, voices: Mapping[str, Voice], peers: int) -> list[Label]:
    """Everything that is left out of a score and would otherwise count.

    Args:
        month: The month.
        person: Whose score it is.
        voices: By rater, self and superior.
        peers: How many colleagues answered.
    """
    said = [gap for rater, voice in voices.items() if _counts(month, rater) for gap in _of_voice(month, rater, voice)]
    if not peers and _counts(month, PEER):
        said.append(_ABSENT.filled({"rater": _SPOKEN[PEER]}))
    lines = (line for line in month.lines.get(person, ()) if line["method"] != RATING)
    unmeasured = [Label(zh=name_of(line), en=name_of(line)) for line in lines if line_points(line, {}) is None]
    return [*said, _UNMEASURED.filled({"names": listed(unmeasured)})] if unmeasured else said


def _counts(month: Month, rater: str) -> bool:
    weight = month.cycle[f"{rater}_weight"]
    return isinstance(weight, Decimal) and weight > 0


def _of_voice(month: Month, rater: str, voice: Voice) -> Iterator[Label]:
    who = {"rater": _SPOKEN[rater]}
    if not voice.is_clear:
        yield _UNCLEAR.filled(who)
        return
    if voice.score is None:
        yield _ABSENT.filled(who)
        return
    absent = [label for code, (label, weight) in _ASPECTS.items() if voice.aspects[code] is None and month.cycle[weight]]
    if absent and len(absent) < len(_ASPECTS):
        yield _WITHOUT.filled({**who, "names": listed(absent)})
    if voice.unrated:
        yield _UNRATED.filled({**who, "names": listed(Label(zh=name, en=name) for name in voice.unrated)})


def listed(labels: Iterable[Label]) -> Label:
    """Several words in a row."""
    words = list(labels)
    return Label(zh="、".join(word.zh for word in words), en=", ".join(word.en for word in words))


def told(said: Iterable[Label], lang: Lang) -> str | None:
    """Sentences in one cell; ``None`` for none."""
    return ("；" if lang is Lang.ZH else "; ").join(each[lang] for each in said) or None
