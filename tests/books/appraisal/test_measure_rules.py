import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from shopbook.books.appraisal.measures.parts import CHECKS
from shopbook.books.sheet_checks import SheetCheck
from shopbook.labels import Lang
from tests.books.appraisal.measured import inputs, line, person
from tests.books.tables import Cell, Cells

OF_INDICATORS, OF_LINES, OF_PEOPLE = CHECKS


def indicator(**cells: Cell) -> dict[str, Cell]:
    """Conversion of the shop, 3 % expected."""
    whole: dict[str, Cell] = {"post": "推广专员", "code": "P1", "aspect": "performance", "name": "转化率", "weight": 100}
    return {**whole, "method": "higher", "target": 3, "source": "转化率", **cells}


def found(part: SheetCheck, sheets: Mapping[str, Sequence[Cells]], lang: Lang = Lang.ZH) -> list[tuple[str, str]]:
    findings = part.verdict(inputs(sheets=sheets, lang=lang)).findings
    return list(findings.select("code", "cell").iter_rows())


def messages(part: SheetCheck, sheets: Mapping[str, Sequence[Cells]]) -> list[str]:
    return part.verdict(inputs(sheets=sheets)).findings["message"].to_list()


@pytest.mark.parametrize("source", ["转化率", "conversion", "Conversion", None])
def test_a_known_source_and_a_blank_one_are_fine(source: str | None) -> None:
    assert found(OF_INDICATORS, {"indicators": [indicator(source=source)]}) == []


def test_an_unknown_source_is_told_with_the_list_of_those_there_are() -> None:
    read = inputs(sheets={"indicators": [indicator(), indicator(code="P2", source="上架率")]}).tables["indicators"].findings
    assert read.select("code", "cell").rows() == [("cell.unknown-choice", "N3")]
    assert str(read["message"][0]).startswith("只能是：销售额、个人销售额、订单处理准确率、")


def test_a_rating_is_not_filled_from_anywhere() -> None:
    assert found(OF_INDICATORS, {"indicators": [indicator(method="rating")]}) == [("indicators.rating-with-source", "N2")]


@pytest.mark.parametrize(
    ("target", "source", "is_found"), [("0.98", "转化率", True), ("1.01", "转化率", False), ("0.98", "营销投产比", False)]
)
def test_a_target_of_1_percent_or_less_is_asked_about_where_the_measure_is_in_percent(target: str, source: str, *, is_found: bool) -> None:
    rows = [indicator(target=float(target), source=source)]
    assert found(OF_INDICATORS, {"indicators": rows}) == ([("indicators.target-as-share", "H2")] if is_found else [])


@pytest.mark.parametrize(
    ("cells", "is_found"),
    [
        ({"actual": 0.98}, True),
        ({"actual": 0.98, "target": None, "method": "steps", "steps": "≥98:100; ≥95:90; 0"}, True),
        ({"actual": 0.9, "target": 3}, False),
        ({"actual": 98}, False),
        ({"actual": 0}, False),
        ({"actual": 0.98, "unit": "倍"}, False),
        ({"actual": 0.98, "origin": "measured"}, False),
    ],
)
def test_98_percent_typed_into_a_cell_is_kept_as_a_share_and_asked_about(cells: Cells, *, is_found: bool) -> None:
    typed = line(None, **{"unit": "%", **cells})
    assert [code for code, _ in found(OF_LINES, {"card_lines": [typed]})] == (["measures.actual-as-share"] if is_found else [])


def test_the_check_says_the_same_of_lines_as_measuring_does() -> None:
    typed = line("转化率", origin="typed", actual=5, numerator=15, denominator=200)
    assert found(OF_LINES, {"card_lines": [typed]}) == [("measures.typed-differs", "Q2")]
    assert found(OF_LINES, {"card_lines": [typed], "cycles": [{"cycle": "2026-06", "state": "closed"}]}) == []


def test_two_people_of_one_name_in_orders_are_both_told_and_of_whom() -> None:
    people = [person(), person("E02", name="小美", agent_names=None), person("E03", name="王二", agent_names="小王")]
    said = messages(OF_PEOPLE, {"employees": people})
    assert len(said) == 2
    assert "“小美”也是 E02 的名字" in said[0]
    assert "“小美”也是 E01 的名字" in said[1]


def test_who_has_left_leaves_the_name_to_others() -> None:
    people = [person(), person("E02", left=dt.date(2026, 1, 31))]
    assert found(OF_PEOPLE, {"employees": people}) == []
