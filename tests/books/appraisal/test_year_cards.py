import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from shopbook.books.appraisal.year.annual import annual_appraisal
from shopbook.books.appraisal.year.printing import print_year
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.documents import Block, Document
from tests.books.appraisal.year_builders import after, codes, employee, inputs, months, typed
from tests.books.tables import Cells

NAMES = ("张三", "李四", "王五", "赵六")


def year_of(*scores: float, lang: Lang = Lang.ZH, settings: Mapping[str, str] | None = None) -> Inputs:
    """A department of so many people with three months each, its year worked out."""
    staff = [employee(f"E{at:02}", NAMES[at - 1]) for at, _ in enumerate(scores, 1)]
    rows: list[Cells] = [row for at, score in enumerate(scores, 1) for row in months({1: score, 2: score, 3: score + 1}, f"E{at:02}")]
    given = inputs(lang=lang, employees=staff, composites=rows, settings=settings)
    return after(given, annual_appraisal(given))


def documents(given: Inputs) -> list[Document]:
    return [paper for paper in print_year(given).papers if isinstance(paper, Document)]


def card(given: Inputs) -> Block:
    """The first card."""
    return documents(given)[0].blocks[0]


def facts(block: Block) -> dict[str, str]:
    return {fact.label: fact.value for fact in block.facts if fact.value}


def test_each_person_has_a_card_of_one_page_in_a_file_of_its_own() -> None:
    made = documents(year_of(80, 90))
    assert [(each.name.rpartition(" ")[0], len(each.blocks)) for each in made] == [
        ("年度考核 2026 E01 张三", 1),
        ("年度考核 2026 E02 李四", 1),
    ]


def test_a_card_says_score_grade_place_and_how_many_months_it_rests_on() -> None:
    told = facts(card(year_of(80, 90)))
    assert (told["年度得分"], told["等级"], told["平均分"], told["名次"], told["计入月数"]) == (
        "80.33",
        "B",
        "80.33",
        "第 2 名，共 2 人",
        "3（应有 12）",
    )
    assert told["异议期"] == "对结果有异议，请在公布之日起 3 天内向人事或上级提出"


def test_a_card_lists_twelve_months_with_a_dash_where_there_is_no_score() -> None:
    lines = card(year_of(80)).lines
    assert lines is not None
    assert [row[:2] for row in lines.rows[:4]] == [("2026-01", "80.0"), ("2026-02", "80.0"), ("2026-03", "81.0"), ("2026-04", "—")]
    assert len(lines.rows) == 12


def test_a_card_draws_the_same_months() -> None:
    plot = card(year_of(80)).plot
    assert plot is not None
    assert plot.along == tuple(f"{number}月" for number in range(1, 13))
    assert [curve.figures[:4] for curve in plot.curves] == [(Decimal(80), Decimal(80), Decimal(81), None)]


@pytest.mark.parametrize(("people", "least", "is_shown"), [(3, None, False), (4, None, True), (4, "5", False), (2, "2", True)])
def test_the_mean_of_a_small_department_is_not_shown_lest_it_tells_a_colleagues_score(
    people: int, least: str | None, *, is_shown: bool
) -> None:
    block = card(year_of(*[80, 84, 88, 92][:people], settings={"year_card_people": least} if least else None))
    assert block.lines is not None
    assert block.plot is not None
    assert ([column.title for column in block.lines.columns][-1] == "部门平均") is is_shown
    assert (len(block.plot.curves) == 2) is is_shown


def test_no_card_names_a_colleague_or_a_colleagues_score() -> None:
    said = repr(card(year_of(80, 61.7, 99.3)))
    assert not any(word in said for word in ("李四", "王五", "E02", "E03", "61.7", "99.3"))


def test_a_final_score_stands_beside_the_mean_with_its_reason() -> None:
    given = typed(year_of(80), "years", 0, final=Decimal(88), final_reason="带教新人")
    told = facts(card(after(given, annual_appraisal(given))))
    assert (told["平均分"], told["年度得分"], told["调整原因"]) == ("80.33", "88.0", "带教新人")


def test_a_card_without_a_grade_says_so() -> None:
    given = year_of(80, settings={"year_min_months": "4"})
    assert facts(card(given))["等级"] == "不定等级"
    assert facts(card(given))["说明"].endswith("只有 3 个月有得分，不满 4 个月，不定等级")


@pytest.mark.parametrize("who", ["E02", "李四"])
def test_one_persons_card_may_be_asked_for(who: str) -> None:
    assert [each.blocks[0].number for each in documents(year_of(80, 90, settings={"year_card_of": who}))] == ["李四 E02"]


@pytest.mark.parametrize("wanted", [{"year_card_of": "钱七"}, {"year_card_year": "2024"}, {"year_card_year": "去年"}])
def test_a_card_that_cannot_be_made_is_said(wanted: Mapping[str, str]) -> None:
    outcome = print_year(year_of(80, settings=wanted))
    assert outcome.papers == ()
    assert codes(outcome) == [("years.no-such-card", 0)]


def test_before_the_year_is_worked_out_the_person_is_told_what_to_do() -> None:
    assert [note.zh for note in print_year(inputs()).notes] == ["“年度”还是空的，请先点“年度考核”。"]


def test_a_card_keeps_its_files_name_until_something_on_it_changes() -> None:
    given = year_of(80)
    later = Inputs(given.tables, given.parameters, dt.datetime(2027, 2, 1), given.lang)
    changed = typed(given, "years", 0, published_on=dt.date(2027, 1, 10))
    names = [documents(each)[0].name for each in (given, later, changed)]
    assert names[0] == names[1] != names[2]


def test_a_card_speaks_the_workbooks_language() -> None:
    assert facts(card(year_of(80, lang=Lang.EN)))["Place"] == "1 of 1"
