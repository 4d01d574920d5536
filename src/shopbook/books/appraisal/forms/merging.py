"""Several files of one form become one set of answers; nothing depends on which came first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.forms import notices
from shopbook.books.appraisal.forms.desk import Desk
from shopbook.books.appraisal.forms.form import ASKED, QUESTIONS
from shopbook.books.appraisal.forms.returned_forms import Answer, FilledForm, spoken
from shopbook.books.appraisal.vocabulary import PEER
from shopbook.books.worklists import Record
from shopbook.labels import Label

Place = tuple[str, str]
"""What an answer is about, and which of its columns."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one form says, of however many files.

    Attributes:
        log: Its row of 发放回收.
        values: Points and words that are clear.
        disputed: Places at which its files give different points, each with the answers.
        file: The file, or the first by name.
        fingerprint: Of the file; of several the least.
    """

    log: Record
    values: Mapping[Place, object]
    disputed: Mapping[Place, tuple[Answer, ...]]
    file: str
    fingerprint: str

    @property
    def form_no(self) -> str:
        """Which form."""
        return str(self.log["form_no"])

    def words(self, question: str) -> str | None:
        """The answer to a question; ``None`` if it was left blank."""
        value = self.values.get((question, "answer"))
        return None if value is None else str(value)


def merged(forms: Iterable[FilledForm], desk: Desk) -> list[Word]:
    """One word per form, by form number.

    Words that differ are put after one another; points that differ count for nothing until somebody says which hold.
    """
    by_number: dict[str, list[FilledForm]] = defaultdict(list)
    for form in forms:
        by_number[form.form_no].append(form)
    return [_merged(sorted(files, key=lambda each: (each.file, each.fingerprint)), desk) for _, files in sorted(by_number.items())]


def _merged(files: Sequence[FilledForm], desk: Desk) -> Word:
    answers: dict[Place, list[Answer]] = defaultdict(list)
    for form in files:
        for answer in form.answers:
            answers[answer.item, answer.field].append(answer)
    values: dict[Place, object] = {}
    disputed: dict[Place, tuple[Answer, ...]] = {}
    for place, given in answers.items():
        different = {answer.value for answer in given}
        if len(different) == 1:
            values[place] = given[0].value
        elif isinstance(given[0].value, str):
            values[place] = "；".join(sorted(str(value) for value in different))
        else:
            disputed[place] = tuple(given)
    return Word(desk.log[files[0].form_no], values, disputed, files[0].file, min(form.fingerprint for form in files))


# ---------------------------------------------------------------- what is left to answer


def unanswered(word: Word, desk: Desk) -> list[Label]:
    """What a form asks and nobody has answered clearly: indicators, colleagues, questions."""
    step = str(word.log["step"])
    blank = [item for item in _items(word, desk) if any((item, field) not in word.values for field in _fields(step))]
    asked = [QUESTIONS[code] for code in ASKED[step] if word.words(code) is None]
    return [_name(item, word, desk) for item in blank] + asked


def _items(word: Word, desk: Desk) -> list[str]:
    return sorted(desk.rated_by(word.form_no)) if word.log["step"] == PEER else list(desk.to_rate(word.form_no))


def _fields(step: str) -> tuple[str, ...]:
    return ("cooperation", "communication") if step == PEER else ("score",)


def _name(item: str, word: Word, desk: Desk) -> Label:
    line = desk.line(word.form_no, item)
    name = str(line["indicator"] or item) if line else QUESTIONS[item] if item in QUESTIONS else desk.staff.name_of(item)
    return name if isinstance(name, Label) else Label(zh=name, en=name)


# ---------------------------------------------------------------- what is said

_MOST_NAMED = 6


def said(word: Word, desk: Desk) -> Iterator[pl.DataFrame]:
    """What is wrong with the answers of a form."""
    told = {"rater": word.log["rater"], "step": desk.step_name(word.log)}
    for (item, _), answers in sorted(word.disputed.items()):
        different = "、".join(f"{answer.file}：{spoken(answer.value)}" for answer in answers)
        values = {**told, "item": _name(item, word, desk), "answers": different}
        yield notices.TWO_ANSWERS.finding(values, desk.lang, column=word.file, key=word.form_no)
    left = unanswered(word, desk)
    if left:
        values = {**told, "count": len(left), "items": _listed(left)}
        yield notices.UNFINISHED.finding(values, desk.lang, column=word.file, key=word.form_no)


def _listed(names: Sequence[Label]) -> Label:
    shown, is_cut = names[:_MOST_NAMED], len(names) > _MOST_NAMED
    dots = "…" if is_cut else ""
    return Label(zh="、".join(name.zh for name in shown) + dots, en=", ".join(name.en for name in shown) + dots)
