"""The task print-cards: a page for each person of a month, to talk about, to sign and to keep."""

from collections.abc import Iterator, Mapping

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.results.cards import Card, card_of
from shopbook.books.appraisal.results.month_rows import READS, Month
from shopbook.books.appraisal.results.parameters import NOTHING
from shopbook.books.appraisal.results.result_checks import Known, known_in
from shopbook.errors import BadParameterError
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Source, Task
from shopbook.sheet.documents import Document
from shopbook.sheet.parameters import Parameters

CARDS_FOLDER = Source(
    "cards",
    Label(zh="评分卡", en="cards"),
    Label(zh="“打印评分卡”把每人一页的评分卡放在这个文件夹。", en="Print cards puts each person's page into this folder."),
    Label(zh="评分卡", en="Cards"),
)

PRINTING_SUMMARY: Mapping[str, Label] = {
    "cards_printed": Label(zh="评分卡张数", en="Cards"),
    "cards_draft": Label(zh="其中草稿", en="Of these drafts"),
}
"""The figures of print-cards."""

_NAME = Label(zh="评分卡 {month} {number} {name} {seal}", en="Card {month} {number} {name} {seal}")
_DRAFT_NAME = Label(zh="评分卡 {month} {number} {name} 草稿 {seal}", en="Card {month} {number} {name} draft {seal}")
_TITLE = Label(zh="月度评分卡 {month} {name}", en="Score card {month} {name}")
_NONE = Label(zh="还没有评定过的月份：请先点“综合评定”。", en="No month has scores yet: click Score first.")
_EMPTY = Label(zh="{month} 没有可以打印的评分卡。", en="{month} has no card to print.")
_MADE = Label(zh="{month} 的评分卡 {cards_printed} 张。", en="{month}: {cards_printed} {cards_printed|card|cards} made.")
_DRAFTS = Label(
    zh="其中 {cards_draft} 张是草稿，员工确认并存档以后再打一次正式的。",
    en="{cards_draft} of them {cards_draft|is a draft|are drafts}: print again once confirmed and archived.",
)
_CHANGED = Label(
    zh="{people} 的档案或考核指标在存档以后被改过，卡上注明了，不作数；请恢复原样再打印，改了哪里见“检查考核”。",
    en="Archive or card lines of {people} were changed after archiving; the cards say so and do not count. Put them back and print "
    "again; Check appraisal names the lines.",
)
_EXPECTED_MONTH = Label(zh="“周期”里的一个月，例如 2026-06，或 -", en="a month of Cycles such as 2026-06, or -")
_EXPECTED_PEOPLE = Label(zh="这个月有评定的工号或姓名，几个用顿号隔开，或 -", en="numbers or names of people with a score that month, or -")


def print_cards(given: Inputs) -> Outcome:
    """Make the cards of a month; one that has not changed keeps its file's name, so it is made once."""
    known = known_in(given)
    month = _month(known, given.parameters)
    if month is None:
        return Outcome(notes=(_NONE,), summary=_figures([]))
    people = _people(month, known, given.parameters)
    cards = [card_of(month, person, known.staff, given.lang) for person in people]
    figures = _figures(cards)
    labels = [_MADE if cards else _EMPTY, *([_DRAFTS] if figures["cards_draft"] else [])]
    changed = [card.person for card in cards if not card.is_whole]
    labels += [_CHANGED] if changed else []
    told = {**figures, "month": month.period.code, "people": "、".join(changed)}
    notes = tuple(label.filled(told) for label in labels)
    return Outcome(summary=figures, notes=notes, papers=tuple(_documents(cards)))


def _figures(cards: list[Card]) -> dict[str, object]:
    return {"cards_printed": len(cards), "cards_draft": sum(not card.is_archived for card in cards)}


def _month(known: Known, parameters: Parameters) -> Month | None:
    """The month that the parameter names, else the newest that has scores."""
    wanted = parameters.text("card_month").strip()
    if wanted not in {NOTHING, ""}:
        month = known.months.get(cycle_of(wanted) or "")
        if month is None:
            raise BadParameterError("card_month", wanted, _EXPECTED_MONTH)
        return month
    scored = [code for code, month in known.months.items() if _with_scores(month)]
    return known.months[max(scored)] if scored else None


def _with_scores(month: Month) -> list[str]:
    """Everybody who has a score, by employee number."""
    return sorted(person for person, row in month.composites.items() if row["score"] is not None or person in month.archived)


def _people(month: Month, known: Known, parameters: Parameters) -> list[str]:
    there = _with_scores(month)
    wanted = parameters.text("card_people").strip()
    if wanted in {NOTHING, ""}:
        return there
    meant = {word: number or word for word, number in known.staff.listed(wanted)}
    stranger = next((word for word, number in meant.items() if number not in there), None)
    if stranger is not None:
        raise BadParameterError("card_people", stranger, _EXPECTED_PEOPLE)
    return [person for person in there if person in meant.values()]


def _documents(cards: list[Card]) -> Iterator[Document]:
    for card in cards:
        block = card.block()
        name = str(card.row["name"] or "")
        told = {"month": card.month.period.code, "number": card.person, "name": name, "seal": block.seal}
        label = _NAME if card.is_archived else _DRAFT_NAME
        yield Document("card", label.filled(told)[card.lang], _TITLE.filled(told)[card.lang].strip(), (block,))


PRINT_CARDS = Task(
    "print-cards",
    Label(zh="打印评分卡", en="Print cards"),
    Label(
        zh="给每个人做一页月度评分卡，面谈、签字、存底用，放进“评分卡”文件夹；没有存档的标明是草稿；参数可以指定哪个月、哪些人。",
        en="Makes a page for each person's month, to talk about, sign and keep, in the folder of cards; those not archived are marked as "
        "drafts; parameters choose the month and the people.",
    ),
    reads=READS,
    writes=(),
    decide=print_cards,
    folder=CARDS_FOLDER.code,
)
