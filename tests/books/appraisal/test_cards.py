from collections.abc import Sequence
from decimal import Decimal

import pytest

from shopbook.books.appraisal.results.printing import print_cards
from shopbook.errors import BadParameterError
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.documents import Block, Document, Fact
from tests.books.appraisal.result_builders import (
    T25,
    agreed,
    archived,
    card,
    cycle,
    decided,
    inputs,
    line,
    peer,
    rated_line,
    rating,
    review,
    scored,
    typed,
)
from tests.books.tables import Cells

RATED: Sequence[Cells] = [rating("能力一", 80, "self"), rating("能力一", 71), rating("态度一", 63)]
THREE_PEERS: Sequence[Cells] = [peer("E02", 85), peer("E03", 75), peer("E04", 83)]


def june(*, lang: Lang = Lang.ZH, **more: Sequence[Cells]) -> Inputs:
    """June with ratings of self and superior, and three colleagues who answered."""
    told: dict[str, Sequence[Cells]] = {
        "card_lines": card(unit="%", indicator="转化率"),
        "ratings": RATED,
        "superior_reviews": [review(origin="rated", opinion="做得不错")],
        "peer_reviews": THREE_PEERS,
    }
    return scored(inputs({**told, **more}, lang=lang))


def cards(given: Inputs) -> list[Document]:
    return [paper for paper in print_cards(given).papers if isinstance(paper, Document)]


def block(given: Inputs) -> Block:
    [document] = cards(given)
    [one] = document.blocks
    return one


def told(facts: Sequence[Fact]) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts if fact.value}


def figures(one: Block) -> dict[str, str]:
    return told([fact for row in one.figures for fact in row])


def rows(one: Block) -> tuple[tuple[str, ...], ...]:
    assert one.lines is not None
    return one.lines.rows


def test_a_card_says_who_what_how_much_and_what_was_agreed() -> None:
    given = typed(june(), "feedback", {"improvement_plan": "每周复盘", "goals": "转化率 3%"})
    one = block(given)
    assert (one.title, one.number) == ("月度评分卡", "2026-06（草稿）")
    assert told(one.facts) == {
        "姓名": "张三 E01", "部门": "运营", "岗位": "运营专员", "直接上级": "王店长", "缺项": "自评没有态度",
    }  # fmt: skip
    # self (88*60 + 80*20) / 80 = 86; superior 88*60% + 71*20% + 63*20% = 79.6; peers 81
    # composite 86*20% + 79.6*60% + 81*20% = 81.16; ability (80*20 + 71*60) / 80 = 73.25
    assert figures(one) == {
        "最终得分": "81.2", "等级": "B", "计算得分": "81.2",
        "自评 20%": "86", "上级评分 60%": "79.6", "互评 20%": "81",
        "业绩 60%": "88", "能力 20%": "73.25", "态度 20%": "63",
    }  # fmt: skip
    assert rows(one) == (
        ("业绩", "转化率", "100%", "100%", "88%", "", "", "88"),
        ("能力", "能力一", "100%", "", "", "80", "71", "73.25"),
        ("态度", "态度一", "100%", "", "", "", "63", "63"),
    )
    assert told(one.remarks) == {"上级评价意见": "做得不错", "改进计划": "每周复盘", "下月目标": "转化率 3%"}
    assert one.signed == ("员工", "直接上级", "人事", "日期")


def test_the_computed_score_stands_beside_the_final_one_with_its_reason() -> None:
    one = block(decided(june(), {"final": Decimal(84), "final_reason": "带新人"}))
    assert (figures(one)["最终得分"], figures(one)["计算得分"]) == ("84.0", "81.2")
    assert told(one.facts)["调整原因"] == "带新人"


def test_where_a_part_is_missing_the_card_says_what_the_others_really_count() -> None:
    one = block(june(peer_reviews=[]))
    assert {name: value for name, value in figures(one).items() if name.startswith(("自评", "上级", "互评"))} == {
        "自评 25%": "86", "上级评分 75%": "79.6", "互评 0%": "—",
    }  # fmt: skip
    assert "缺互评" in told(one.facts)["缺项"]


def test_fewer_than_three_colleagues_are_not_shown_nor_what_would_give_them_away() -> None:
    one = block(june(peer_reviews=THREE_PEERS[:2]))
    shown = figures(one)
    assert [shown[name] for name in ("自评 20%", "上级评分 60%", "互评 20%", "业绩 60%", "能力 20%", "态度 20%")] == [
        "86", "—", "—", "88", "—", "—",
    ]  # fmt: skip
    assert rows(one)[1:] == (("能力", "能力一", "100%", "", "", "80", "—", "—"), ("态度", "态度一", "100%", "", "", "", "—", "—"))
    assert "互评不足 3 人" in told(one.facts)["说明"]


def test_a_shop_may_show_what_two_colleagues_say() -> None:
    one = block(june(peer_reviews=THREE_PEERS[:2], cycles=[cycle(min_peers=2)]))
    assert figures(one)["互评 20%"] == "80"
    assert "说明" not in told(one.facts)


@pytest.mark.parametrize("lang", Lang)
def test_no_word_of_a_single_colleague_is_on_a_card(lang: Lang) -> None:
    peers = [peer("E02", 61, comment="太慢"), peer("E03", 97, comment="很好"), peer("E04", 82)]
    said = repr(cards(june(lang=lang, peer_reviews=peers)))
    for word in ("李四", "赵五", "钱六", "E02", "E03", "61", "97", "太慢", "很好"):
        assert word not in said


def test_nobody_elses_figures_are_on_a_card() -> None:
    other = [line("K1", "E02", actual=Decimal("47.31"), indicator="机密"), rated_line("能力一", "ability", "E02")]
    given = june(
        card_lines=[*card(), *other],
        superior_reviews=[review(origin="rated"), review(origin="rated", who="E02", opinion="别人的意见")],
        ratings=[*RATED, rating("能力一", 52.5, who="E02")],
    )
    mine = next(repr(document) for document in cards(given) if "E01" in document.name)
    for word in ("47.31", "机密", "52.5", "别人的意见", "E02"):
        assert word not in mine


def test_an_archived_card_is_no_draft_and_bears_its_fingerprint() -> None:
    given = archived(agreed(june()))
    one = block(given)
    assert one.number == "2026-06"
    assert told(one.facts)["存档"] == f"2026-07-09 10:00　指纹 {given.frame('archive')['fingerprint'][0]}"
    assert print_cards(given).summary == {"cards_printed": 1, "cards_draft": 0}


def test_an_archived_card_says_what_was_archived_whatever_was_typed_since() -> None:
    given = archived(agreed(june()))
    later = typed(typed(given, "feedback", {"goals": "别的目标"}), "composites", {"final": Decimal(99), "final_reason": "改主意了"})
    assert told(block(later).remarks)["下月目标"] == "转化率 3%"
    assert (figures(block(later))["最终得分"], told(block(later).facts).get("调整原因")) == ("81.2", None)


@pytest.mark.parametrize(("sheet", "cells"), [("archive", {"score": Decimal(99)}), ("card_lines", {"actual": Decimal(4)})])
def test_an_archived_card_that_somebody_changed_says_that_it_does_not_count(sheet: str, cells: Cells) -> None:
    given = typed(archived(agreed(june())), sheet, cells)
    one = block(given)
    assert one.number == "2026-06（被改过）"
    assert told(one.facts)["存档"] == "存档以后被改过，这张卡不作数；把“档案”和“考核指标”恢复原样再打印"
    assert print_cards(given).notes[-1].zh.startswith("E01 的档案或考核指标在存档以后被改过，")


def test_a_card_that_has_not_changed_keeps_its_name_and_one_that_has_gets_another() -> None:
    given = june()
    [first], [again], [changed] = cards(given), cards(given), cards(decided(given, {"final": Decimal(84), "final_reason": "带新人"}))
    assert first.name.startswith("评分卡 2026-06 E01 张三 草稿 ")
    assert first.name == again.name != changed.name


# ---------------------------------------------------------------- which cards


def two_months() -> Inputs:
    reviews = [review(80), review(70, "E02"), review(60, "E02", cycle="2026-05")]
    return scored(inputs({"cycles": [cycle(), cycle("2026-05")], "superior_reviews": reviews}))


def names(outcome: Outcome) -> list[str]:
    return [" ".join(paper.name.split(" ")[:3]) for paper in outcome.papers]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["评分卡 2026-06 E01", "评分卡 2026-06 E02"]),
        ({"card_month": "2026年5月"}, ["评分卡 2026-05 E02"]),
        ({"card_people": "李四"}, ["评分卡 2026-06 E02"]),
        ({"card_people": "E02、张三"}, ["评分卡 2026-06 E01", "评分卡 2026-06 E02"]),
    ],
)
def test_the_newest_month_is_printed_for_everybody_unless_parameters_say_otherwise(settings: dict[str, str], expected: list[str]) -> None:
    given = two_months()
    told = inputs({}, settings=settings)
    assert names(print_cards(Inputs(given.tables, told.parameters, given.now, given.lang))) == expected


@pytest.mark.parametrize("settings", [{"card_month": "2026-04"}, {"card_month": "六月"}, {"card_people": "孙七"}])
def test_a_month_or_a_person_that_there_is_not_is_refused(settings: dict[str, str]) -> None:
    with pytest.raises(BadParameterError):
        print_cards(Inputs(two_months().tables, inputs({}, settings=settings).parameters, inputs({}).now, Lang.ZH))


def test_a_name_may_have_spaces() -> None:
    people: Sequence[Cells] = [{"employee_no": "E01", "name": "Li Si", "department": "运营", "post": "运营专员"}]
    given = scored(inputs({"employees": people, "superior_reviews": [review(80)]}, settings={"card_people": "Li Si"}))
    assert names(print_cards(given)) == ["评分卡 2026-06 E01"]


def test_without_scores_there_is_nothing_to_print_and_it_is_said() -> None:
    outcome = print_cards(inputs({"card_lines": card()}))
    assert outcome.papers == ()
    assert "还没有评定过的月份" in outcome.notes[0].zh


def test_printing_writes_nothing_into_the_workbook() -> None:
    assert print_cards(scored(inputs({"card_lines": card(), **T25}))).changes == ()


def test_an_objection_and_its_answer_stand_on_the_card() -> None:
    given = typed(june(self_reviews=[review(achievements="完成大促")]), "feedback", {"objection": "少算一单", "answer": "已核对"})
    remarks = told(block(given).remarks)
    assert (remarks["工作成绩"], remarks["异议"], remarks["答复"]) == ("完成大促", "少算一单", "已核对")
