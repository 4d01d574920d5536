"""Limits, rates and switches of the shop's policies."""

import datetime as dt
from decimal import Decimal

import pytest

from shopbook.errors import BadParameterError, UnknownNameError
from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import OFF, Parameter, Parameters, Setting, settled
from shopbook.sheet.parsing import CellValue

NONE = Label(zh="", en="")


def declared(code: str, kind: Kind, default: CellValue, *choices: tuple[str, Label]) -> Parameter:
    return Parameter(code, Label(zh=code, en=code), kind, default, NONE, "制度 §1", NONE, choices)


HOURS = declared("ship-hours", Kind.INTEGER, 48)
RATE = declared("rate", Kind.RATIO, Decimal("0.05"))
QUEUE = declared(
    "queue", Kind.CHOICE, "strict", ("strict", Label(zh="严格排队", en="Strict queue")), ("split", Label(zh="可拆单", en="May split"))
)
ALL = (HOURS, RATE, QUEUE)
RULES = ("orders.paid", "orders.qty")
TODAY = dt.date(2026, 3, 1)


def held(*settings: Setting) -> Parameters:
    return settled(ALL, RULES, settings, on=TODAY)


def test_a_parameter_that_nobody_sets_has_its_default() -> None:
    assert dict(held()) == {"ship-hours": 48, "rate": Decimal("0.05"), "queue": "strict"}
    assert len(held()) == 3


def test_a_value_is_read_as_its_kind() -> None:
    given = held(Setting("ship-hours", "７２"), Setting("rate", "3.2%"), Setting("queue", "可拆单"))
    assert (given.whole("ship-hours"), given.amount("rate"), given.text("queue")) == (72, Decimal("0.032000"), "split")


def test_the_later_row_wins_and_one_that_does_not_hold_yet_waits() -> None:
    settings = [
        Setting("ship-hours", "24", dt.date(2026, 2, 1)),
        Setting("ship-hours", "36", dt.date(2026, 3, 2)),
        Setting("ship-hours", "72"),
        Setting("ship-hours", "12", dt.date(2026, 3, 1)),
    ]
    assert held(*settings)["ship-hours"] == 12
    assert held(*settings[:3])["ship-hours"] == 24
    assert held(Setting("rate", "1%"), Setting("rate", "2%")).amount("rate") == Decimal("0.02")


@pytest.mark.parametrize(("word", "switch"), [("关闭", OFF), ("off", OFF), (" 提示", "hint"), ("Warning", "warning"), ("错误", "error")])
def test_a_rule_is_switched_by_word(word: str, switch: str) -> None:
    assert held(Setting("orders.paid", word)).switches == {"orders.paid": switch}


@pytest.mark.parametrize(
    ("code", "value"), [("ship-hours", "两天"), ("ship-hours", ""), ("queue", "随便"), ("orders.paid", "也许"), ("rate", "¥3")]
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(code: str, value: str) -> None:
    with pytest.raises(BadParameterError) as refused:
        held(Setting(code, value))
    assert (refused.value.name, refused.value.value) == (code, value)


def test_a_refused_choice_names_the_choices() -> None:
    with pytest.raises(BadParameterError, match="expected Strict queue, May split"):
        QUEUE.parsed("随便")


def test_a_setting_that_names_nothing_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no parameter named 'shiphours'"):
        held(Setting("shiphours", "24"))


def test_a_parameter_asked_for_as_something_else_is_a_mistake() -> None:
    with pytest.raises(BadParameterError):
        held().whole("rate")
    with pytest.raises(BadParameterError):
        held().amount("ship-hours")
    with pytest.raises(BadParameterError):
        Parameters([declared("flag", Kind.FLAG, default=True)], {}, {}).whole("flag")
