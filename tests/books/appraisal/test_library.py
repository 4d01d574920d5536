import datetime as dt
from decimal import Decimal
from itertools import groupby

import pytest

from shopbook.books.appraisal.checking import check_appraisal
from shopbook.books.appraisal.library.first_indicators import first_indicators
from shopbook.books.appraisal.library.scoring import descends, scoring_of, steps_of
from shopbook.books.appraisal.library.sheets import INDICATORS
from shopbook.books.appraisal.measures.names import measure_named
from shopbook.labels import Label, Lang
from tests.books.appraisal.library_builders import indicator, inputs, told
from tests.books.tables import Cell, Cells

FIRST = first_indicators()


def fresh(lang: Lang) -> list[Cells]:
    """The rows of a fresh workbook as cells."""
    return [{name: value[lang] if isinstance(value, Label) else _cell(value) for name, value in row.items()} for row in FIRST]


def _cell(value: object) -> Cell:
    assert value is None or isinstance(value, str | Decimal)
    return value


def found(*rows: Cells) -> list[tuple[str, int]]:
    return told(check_appraisal(inputs(indicators=rows)), "indicators.")


@pytest.mark.parametrize("lang", Lang)
def test_a_fresh_library_is_faultless(lang: Lang) -> None:
    assert told(check_appraisal(inputs(indicators=fresh(lang), lang=lang))) == []


def test_a_fresh_library_has_the_indicators_of_the_documents() -> None:
    names: dict[str, set[str]] = {}
    for row in fresh(Lang.ZH):
        names.setdefault(str(row["post"]), set()).add(str(row["name"]))
    assert list(names) == ["运营主管", "运营专员", "美工", "客服", "仓管", "推广专员"]
    assert {"销售额", "流量增长率", "转化率", "毛利率", "新客户开发数量"} <= names["运营主管"]
    assert {"上架及时率", "订单处理准确率", "库存管理准确率", "营销活动执行效果"} <= names["运营专员"]
    assert {"页面设计满意度", "宣传素材制作质量", "设计任务完成及时率"} <= names["美工"]
    assert {"客户满意度", "投诉处理及时率", "订单跟进准确率"} <= names["客服"]
    shared = {"专业知识与技能", "沟通协调", "问题解决", "学习", "责任心", "团队合作", "积极性", "忠诚度"}
    assert all(shared <= each for each in names.values())


def test_every_post_and_aspect_of_a_fresh_library_weighs_a_hundred() -> None:
    groups = groupby(sorted(fresh(Lang.EN), key=_group), _group)
    assert {sum(Decimal(str(row["weight"])) for row in rows) for _, rows in groups} == {Decimal(100)}


def _group(row: Cells) -> tuple[str, str]:
    return str(row["post"]), str(row["aspect"])


def test_every_indicator_of_a_fresh_library_can_be_scored_and_is_said_to_be_a_proposal() -> None:
    blank = dict.fromkeys(INDICATORS.by_field)
    assert all(scoring_of({**blank, **row}).is_whole for row in FIRST)
    assert all(descends(steps_of(str(row["steps"])) or ()) for row in FIRST if row.get("steps"))
    assert all("建议" in str(row["definition"]) for row in fresh(Lang.ZH))
    assert all(measure_named(str(row["source"])) for row in fresh(Lang.EN) if row.get("source"))


def test_codes_are_the_same_in_both_languages_and_each_is_there_once_per_post() -> None:
    keys = [(row["post"], row["code"]) for row in FIRST]
    assert len(set(keys)) == len(keys)


def test_weights_that_do_not_come_to_a_hundred_are_told_once_for_a_posts_part() -> None:
    rows = [indicator("P1", weight=Decimal(60)), indicator("P2", weight=Decimal(30)), indicator("A1", aspect="ability")]
    assert found(*rows) == [("indicators.weights-not-100", 2)]


def test_weights_that_are_wrong_otherwise_from_another_day_on_are_told_for_that_day_too() -> None:
    rows = [indicator("P1", weight=Decimal(60)), indicator("P2", weight=Decimal(70), valid_from=dt.date(2026, 9, 1))]
    outcome = check_appraisal(inputs(indicators=rows))
    assert told(outcome, "indicators.") == [("indicators.weights-not-100", 2), ("indicators.weights-not-100", 3)]
    assert ["权重合计 60，" in outcome.findings["message"][0], "权重合计 130，" in outcome.findings["message"][1]] == [True, True]


@pytest.mark.parametrize(("weight", "is_fine"), [("33.33", True), ("33.32", True), ("33.31", False), ("33.35", True), ("33.36", False)])
def test_three_equal_weights_may_be_rounded(weight: str, is_fine: bool) -> None:  # noqa: FBT001 - a table of cases
    codes = found(*(indicator(code, weight=Decimal(weight)) for code in ("P1", "P2", "P3")))
    assert (codes == []) is is_fine


def test_weights_are_added_up_for_each_day_from_today_on() -> None:
    old = indicator("P1", valid_to=dt.date(2026, 8, 31))
    new = [indicator(code, weight=Decimal(45), valid_from=dt.date(2026, 9, 1)) for code in ("P2", "P3")]
    outcome = check_appraisal(inputs(indicators=[old, *new]))
    assert told(outcome, "indicators.") == [("indicators.weights-not-100", 3)]
    assert "2026-09-01" in outcome.findings["message"][0]
    assert "90" in outcome.findings["message"][0]


def test_what_was_wrong_and_is_over_is_not_told() -> None:
    assert found(indicator("P1", weight=Decimal(90), valid_to=dt.date(2026, 6, 30)), indicator("P2")) == []


def test_an_indicator_may_be_replaced_by_one_of_the_same_code_from_some_day_on() -> None:
    old = indicator("P1", valid_to=dt.date(2026, 8, 31))
    assert found(old, indicator("P1", target=Decimal(97), valid_from=dt.date(2026, 9, 1))) == []


def test_one_code_twice_on_one_day_is_told_on_both_rows() -> None:
    half = Decimal(50)
    rows = [indicator("P1", weight=half), indicator("P1", weight=half, post="客 服")]
    assert found(*rows) == [("indicators.doubled", 2), ("indicators.doubled", 3)]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"target": None}, "indicators.no-target"),
        ({"target": Decimal(0)}, "indicators.no-target"),
        ({"method": "lower", "target": None}, "indicators.no-target"),
        ({"method": "steps"}, "indicators.bad-steps"),
        ({"method": "steps", "steps": "98 以上满分"}, "indicators.bad-steps"),
        ({"method": "steps", "steps": "≥90:75; ≥98:100"}, "indicators.steps-not-in-order"),
        ({"method": "deduct"}, "indicators.no-points-per-case"),
        ({"floor": Decimal(95), "cap": Decimal(90)}, "indicators.floor-above-cap"),
        ({"valid_from": dt.date(2026, 6, 1), "valid_to": dt.date(2026, 5, 31)}, "indicators.ends-before-it-begins"),
    ],
)
def test_what_can_be_wrong_with_one_indicator(cells: dict[str, Cell], code: str) -> None:
    assert found(indicator("P1", **cells)) == [(code, 2)]


@pytest.mark.parametrize("cells", [{"method": "lower", "target": Decimal(0)}, {"method": "rating", "target": None, "unit": None}])
def test_what_needs_no_target(cells: dict[str, Cell]) -> None:
    assert found(indicator("P1", **cells)) == []


def test_a_weight_that_nobody_can_read_is_told_once_and_not_added_up() -> None:
    outcome = check_appraisal(inputs(indicators=[indicator("P1", weight="一半"), indicator("P2", weight=Decimal(50))]))
    assert [(code, row) for code, row in told(outcome) if row] == [("cell.not-a-number", 2)]
