"""Limits, rates and switches of the shop's policies: each with unit, source and the day it holds from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopbook.errors import BadParameterError, UnknownNameError
from shopbook.labels import Label
from shopbook.sheet.faults import Fault
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.parsing import CellValue, Spelling
from shopbook.sheet.spelling import word_key


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure or switch that a policy leaves to the shop.

    Attributes:
        code: Its name in programs and on the command line.
        label: Its name on the sheet 参数.
        kind: What its value is.
        default: The value when the shop says nothing.
        unit: What the value counts.
        source: The article it comes from, or the unclear point it settles (``AMB-05``).
        help: What changes when it is changed; with the alternatives.
        choices: Of a choice, the codes and what they mean.
    """

    code: str
    label: Label
    kind: Kind
    default: CellValue
    unit: Label
    source: str
    help: Label
    choices: tuple[tuple[str, Label], ...] = ()

    def parsed(self, text: str) -> CellValue:
        """The value that a text means.

        Raises:
            BadParameterError: The text is no such value.
        """
        words = {word_key(word): code for code, label in self.choices for word in (code, label.zh, label.en)}
        value = KINDS[self.kind].parse(text, Spelling(choices=words))
        if isinstance(value, Fault):
            raise BadParameterError(self.code, text, self.expected())
        return value

    def expected(self) -> Label:
        """What may be written as its value."""
        if not self.choices:
            return KINDS[self.kind].expected
        labels = [label for _, label in self.choices]
        return Label(zh="、".join(label.zh for label in labels), en=", ".join(label.en for label in labels))


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the sheet 参数, or one ``--set`` of the command line."""

    code: str
    value: str
    valid_from: dt.date | None = None


class Parameters(Mapping[str, CellValue]):
    """Every declared parameter with the value that holds on one day, and the switches of rules."""

    def __init__(self, declared: Sequence[Parameter], values: Mapping[str, CellValue], switches: Mapping[str, str]) -> None:
        self._values = {parameter.code: values.get(parameter.code, parameter.default) for parameter in declared}
        self.switches = dict(switches)

    def __getitem__(self, code: str) -> CellValue:
        return self._values[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def whole(self, code: str) -> int:
        """A parameter that is a whole number."""
        value = self[code]
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadParameterError(code, str(value), KINDS[Kind.INTEGER].expected)
        return value

    def amount(self, code: str) -> Decimal:
        """A parameter that is an amount or a ratio."""
        value = self[code]
        if not isinstance(value, Decimal):
            raise BadParameterError(code, str(value), KINDS[Kind.MONEY].expected)
        return value

    def text(self, code: str) -> str:
        """A parameter that is a word."""
        return str(self[code])


OFF = "off"

_SWITCH_WORDS = {
    word_key(word): code
    for code, words in {
        OFF: ("关闭", "关", "停用", "off"),
        "error": ("错误", "error"),
        "warning": ("警告", "warning"),
        "hint": ("提示", "hint"),
    }.items()
    for word in words
}
_SWITCHES = Label(zh="错误、警告、提示 或 关闭", en="error, warning, hint or off")


def settled(declared: Sequence[Parameter], rules: Iterable[str], settings: Sequence[Setting], *, on: dt.date) -> Parameters:
    """The parameters that hold on a day.

    Args:
        declared: All parameters of a book.
        rules: The codes of its rules, each of which may be switched off or to another severity.
        settings: Rows of 参数, later ones win; a row with ``valid_from`` after ``on`` does not hold yet.
        on: The day.

    Raises:
        UnknownNameError: A setting names neither a parameter nor a rule.
        BadParameterError: A value does not fit.
    """
    by_code = {parameter.code: parameter for parameter in declared}
    known_rules = frozenset(rules)
    values: dict[str, CellValue] = {}
    switches: dict[str, str] = {}
    for setting in sorted(settings, key=lambda each: each.valid_from or dt.date.min):
        if setting.valid_from is not None and setting.valid_from > on:
            continue
        if setting.code in by_code:
            values[setting.code] = by_code[setting.code].parsed(setting.value)
        elif setting.code in known_rules:
            switches[setting.code] = _switch(setting)
        else:
            raise UnknownNameError(Label(zh="参数", en="parameter"), setting.code, sorted(by_code))
    return Parameters(declared, values, switches)


def _switch(setting: Setting) -> str:
    word = _SWITCH_WORDS.get(word_key(setting.value))
    if word is None:
        raise BadParameterError(setting.code, setting.value, _SWITCHES)
    return word
