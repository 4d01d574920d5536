"""The month's card 月度评分卡: one person's score on one page, to talk about, to sign and to keep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopbook.books.appraisal.library.people import Staff
from shopbook.books.appraisal.results.evaluating import voices_about
from shopbook.books.appraisal.results.mixing import effective, half_up, rater_parts
from shopbook.books.appraisal.results.month_rows import Month
from shopbook.books.appraisal.results.sealing import fingerprint
from shopbook.books.appraisal.results.voices import Voice, line_points, name_of
from shopbook.books.appraisal.vocabulary import ASPECTS, PEER, RATING, SELF, SUPERIOR
from shopbook.books.worklists import Record
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Fact, LineColumn, Lines
from shopbook.sheet.spelling import compact

CARD = Label(zh="月度评分卡", en="Score card")
DRAFT = Label(zh="（草稿）", en=" (draft)")
_CHANGED = Label(zh="（被改过）", en=" (changed)")
_PERSON = Label(zh="姓名", en="Name")
_DEPARTMENT = Label(zh="部门", en="Department")
_POST = Label(zh="岗位", en="Post")
_SUPERIOR = Label(zh="直接上级", en="Superior")
_SCORE = Label(zh="最终得分", en="Score")
_GRADE = Label(zh="等级", en="Grade")
_COMPUTED = Label(zh="计算得分", en="Computed")
_REASON = Label(zh="调整原因", en="Why it was changed")
_MISSING = Label(zh="缺项", en="Missing")
_FEW = Label(
    zh="互评不足 {min_peers} 人，平均分不显示；为免推算，上级的分数也只在面谈时说明。分数都已按权重计入。",
    en="Fewer than {min_peers} colleagues rated: their mean is not shown, nor are the superior's figures, from which it could be "
    "worked out and which the talk is for. All of them count.",
)
_NOTE = Label(zh="说明", en="Note")
_ARCHIVED = Label(zh="存档", en="Archived")
_SEALED = Label(zh="{when}　指纹 {fingerprint}", en="{when}, fingerprint {fingerprint}")
_BROKEN = Label(
    zh="存档以后被改过，这张卡不作数；把“档案”和“考核指标”恢复原样再打印",
    en="changed after it was archived, so this card does not count: put Archive and Card lines back, then print again",
)
_WEIGHED = Label(zh="{name} {percent}%", en="{name} {percent} %")
_RATERS = {
    SELF: Label(zh="自评", en="Self"),
    SUPERIOR: Label(zh="上级评分", en="Superior"),
    PEER: Label(zh="互评", en="Peers"),
}
_COLUMNS = (
    (Label(zh="方面", en="Aspect"), ""),
    (Label(zh="指标", en="Indicator"), ""),
    (Label(zh="权重", en="Weight"), "centred"),
    (Label(zh="目标", en="Target"), "centred"),
    (Label(zh="实际", en="Actual"), "centred"),
    (Label(zh="自评", en="Self"), "centred"),
    (Label(zh="上级", en="Superior"), "centred"),
    (Label(zh="得分", en="Points"), "strong"),
)
_SHARES = {Lang.ZH: (4, 12, 4, 5, 5, 3, 4, 4), Lang.EN: (6, 9, 4, 5, 5, 3, 5, 4)}
"""Widths of the columns: English words are longer."""

_OPINION = Label(zh="上级评价意见", en="Superior's opinion")
_ACHIEVEMENTS = Label(zh="工作成绩", en="Achievements")
_PLAN = Label(zh="改进计划", en="Improvement plan")
_GOALS = Label(zh="下月目标", en="Goals")
_OBJECTION = Label(zh="异议", en="Objection")
_ANSWER = Label(zh="答复", en="Answer")
_SIGNED = (
    Label(zh="员工", en="Employee"),
    Label(zh="直接上级", en="Superior"),
    Label(zh="人事", en="HR"),
    Label(zh="日期", en="Date"),
)
_BLANK = "—"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that one card says.

    Attributes:
        month: The month.
        person: Whose card it is.
        row: The row of 综合评定, over it that of 档案 once there is one.
        staff: The people.
        lang: The language of the card.
    """

    month: Month
    person: str
    row: Record
    staff: Staff
    lang: Lang

    @property
    def is_archived(self) -> bool:
        """Whether it will never change again."""
        return self.person in self.month.archived

    @property
    def is_whole(self) -> bool:
        """Whether nobody has changed it since it was archived; a draft is."""
        archived = self.month.archived.get(self.person)
        return archived is None or fingerprint(archived, self._own_lines()) == archived["fingerprint"]

    @property
    def hides_peers(self) -> bool:
        """Whether so few colleagues rated that what one of them said could be guessed."""
        least, peers = self.month.cycle["min_peers"], self.row["peers"]
        return isinstance(least, int) and isinstance(peers, int) and 0 < peers < least

    def block(self) -> Block:
        """The page."""
        lang = self.lang
        return Block(
            title=CARD[lang],
            number=self.month.period.code + self._state(),
            facts=tuple(self._facts()),
            figures=(tuple(self._results()), tuple(self._ratings())),
            lines=self._lines(),
            remarks=tuple(self._remarks()),
            signed=tuple(who[lang] for who in _SIGNED),
        )

    def _state(self) -> str:
        if not self.is_archived:
            return DRAFT[self.lang]
        return "" if self.is_whole else _CHANGED[self.lang]

    def _facts(self) -> Iterator[Fact]:
        lang, row = self.lang, self.row
        superior = self.staff.superior_of(self.person)
        yield Fact(_PERSON[lang], f"{row['name'] or ''} {self.person}".strip(), is_strong=True, is_repeated=True)
        yield Fact(_DEPARTMENT[lang], _said(row["department"]))
        yield Fact(_POST[lang], _said(row["post"]))
        yield Fact(_SUPERIOR[lang], self.staff.name_of(superior) if superior else "")
        yield Fact(_MISSING[lang], _said(row["missing"]), is_wide=True, most_lines=3)
        is_adjusted = row["score"] != row["computed"]
        yield Fact(_REASON[lang], _said(row["final_reason"]) if is_adjusted else "", is_wide=True, most_lines=3)
        few = _FEW.filled({"min_peers": self.month.cycle["min_peers"]})[lang]
        yield Fact(_NOTE[lang], few if self.hides_peers else "", is_wide=True, most_lines=3)
        yield Fact(_ARCHIVED[lang], self._sealed(), is_wide=True, most_lines=2)

    def _sealed(self) -> str:
        if not self.is_archived:
            return ""
        if not self.is_whole:
            return _BROKEN[self.lang]
        when = self.row["archived_at"]
        return _SEALED.filled({"when": f"{when:%Y-%m-%d %H:%M}" if when else "", "fingerprint": self.row["fingerprint"]})[self.lang]

    def _results(self) -> Iterator[Fact]:
        """The score first, then what it was before somebody decided, and the three ratings with what each really counts."""
        lang, row = self.lang, self.row
        yield Fact(_SCORE[lang], tenths(row["score"]) or _BLANK, is_strong=True)
        yield Fact(_GRADE[lang], _said(row["grade"]) or _BLANK, is_strong=True)
        yield Fact(_COMPUTED[lang], tenths(row["computed"]) or _BLANK)

    def _ratings(self) -> Iterator[Fact]:
        values = {rater: _decimal(self.row[f"{rater}_score"]) for rater in _RATERS}
        shares = effective(rater_parts(self.month.cycle, values))
        hidden = {SUPERIOR, PEER} if self.hides_peers else set[str]()
        for (rater, name), share in zip(_RATERS.items(), shares, strict=True):
            label = _WEIGHED.filled({"name": name, "percent": plain(half_up(share))})[self.lang]
            yield Fact(label, _BLANK if rater in hidden else plain(values[rater]) or _BLANK)
        for aspect in ASPECTS:
            weight = _WEIGHED.filled({"name": aspect.label, "percent": plain(self.month.cycle[f"{aspect.code}_weight"])})[self.lang]
            is_hidden = self.hides_peers and self._rests_on_ratings(aspect.code)
            yield Fact(weight, _BLANK if is_hidden else plain(self.row[aspect.code]) or _BLANK)

    def _rests_on_ratings(self, aspect: str) -> bool:
        """Whether what an aspect comes to tells what the superior gave."""
        lines = [line for line in self._own_lines() if line["aspect"] == aspect]
        return not lines or any(line["method"] == RATING for line in lines)

    def _own_lines(self) -> Sequence[Record]:
        return self.month.lines.get(self.person, ())

    def _lines(self) -> Lines:
        voices = voices_about(self.month, self.person)
        order = [option.code for option in ASPECTS]
        rows = sorted(self._own_lines(), key=lambda line: order.index(str(line["aspect"])) if line["aspect"] in order else len(order))
        columns = tuple(
            LineColumn(label[self.lang], share, is_centred=look == "centred", is_strong=look == "strong")
            for (label, look), share in zip(_COLUMNS, _SHARES[self.lang], strict=True)
        )
        return Lines(columns, tuple(self._line(line, voices) for line in rows))

    def _line(self, line: Record, voices: Mapping[str, Voice]) -> tuple[str, ...]:
        names = {option.code: option.label[self.lang] for option in ASPECTS}
        is_rated = line["method"] == RATING
        rated = {rater: self._rating(line, rater) if is_rated else "" for rater in voices}
        is_hidden = is_rated and self.hides_peers
        return (
            names.get(str(line["aspect"]), ""),
            name_of(line),
            f"{plain(line['weight'])}%" if line["weight"] is not None else "",
            _measure(line, "target") if not is_rated else "",
            _measure(line, "actual") if not is_rated else "",
            rated[SELF],
            _BLANK if is_hidden else rated[SUPERIOR],
            _BLANK if is_hidden else plain(line["score"]),
        )

    def _rating(self, line: Record, rater: str) -> str:
        """What a rater gave for one indicator."""
        ratings = self.month.ratings.get((rater, self.person), {})
        return plain(line_points(line, ratings)) if compact(str(line["code"] or "")) in ratings else ""

    def _remarks(self) -> Iterator[Fact]:
        lang = self.lang
        own, superior = (self.month.reviews.get((rater, self.person), {}) for rater in (SELF, SUPERIOR))
        talk = {**self.month.feedback.get(self.person, {}), **self._kept("improvement_plan", "goals")}
        if own.get("achievements"):
            yield Fact(_ACHIEVEMENTS[lang], _said(own["achievements"]), most_lines=4)
        yield Fact(_OPINION[lang], _said(superior.get("opinion")), most_lines=5)
        yield Fact(_PLAN[lang], _said(talk.get("improvement_plan")), most_lines=5)
        yield Fact(_GOALS[lang], _said(talk.get("goals")), most_lines=5)
        if talk.get("objection"):
            yield Fact(_OBJECTION[lang], _said(talk["objection"]), most_lines=4)
            yield Fact(_ANSWER[lang], _said(talk.get("answer")), most_lines=4)

    def _kept(self, *fields: str) -> dict[str, object]:
        """What was archived counts before what the talk says today."""
        archived = self.month.archived.get(self.person)
        return {name: archived[name] for name in fields} if archived else {}


def card_of(month: Month, person: str, staff: Staff, lang: Lang) -> Card:
    """A person's card: as archived, or as it stands."""
    row = month.composites[person]
    archived = month.archived.get(person)
    if archived is None:
        return Card(month, person, row, staff, lang)
    kept = {**archived, "final_reason": archived["reason"], "missing": row["missing"]}
    return Card(month, person, {**row, **kept}, staff, lang)


def plain(value: object) -> str:
    """A number without zeros at its end, its thousands apart; empty for none."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else ""


def tenths(value: object) -> str:
    """A score with its one decimal; empty for none."""
    return f"{value:.1f}" if isinstance(value, Decimal) else ""


def _measure(line: Record, field: str) -> str:
    number = plain(line[field])
    return f"{number}{line['unit'] or ''}" if number else ""


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _said(value: object) -> str:
    return "" if value is None else str(value)
