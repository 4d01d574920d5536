"""Rules as data, and the one engine that turns them into findings."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import OFF, Parameters
from shopbook.sheet.tables import Table

_PARAMETER = "parameter:"
NOW = "parameter:now"
"""The moment that the shop calls now, as a column name."""


def parameter(code: str) -> pl.Expr:
    """A parameter's value inside a rule's expression."""
    return pl.col(_PARAMETER + code)


def now() -> pl.Expr:
    """The moment of the run inside a rule's expression."""
    return pl.col(NOW)


@dataclass(frozen=True, slots=True)
class Fact:
    """A column computed once for several rules, such as the sum of an order's lines.

    Attributes:
        name: Its column name; starts with the sheet's word for what it is about (``order.goods``).
        value: An expression over fields, parameters and facts declared before it.
    """

    name: str
    value: pl.Expr


Finds = Callable[[Mapping[str, pl.DataFrame], Parameters], pl.DataFrame]
"""From frames by sheet code to the wrong rows: ``_row`` and the columns that the sentence names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong.

    Attributes:
        code: Never changes.
        on: The field whose cell is wrong.
        where: True where the row is wrong (null is not wrong), or a function for what an expression can't say.
        says: What is wrong and what to do; ``{field}`` names values, ``{parameter}`` limits.
        severity: How bad; the shop may change it.
        source: The policy article, or the reason.
        example: A value or row that breaks it, for the reference page.
        needs: Fields that must be there beside those that the expression names.
        fix: The value to write instead, where that is certain.
    """

    code: str
    on: str
    where: pl.Expr | Finds
    says: Label
    severity: Severity = Severity.ERROR
    source: str = ""
    example: Label | None = None
    needs: tuple[str, ...] = ()
    fix: pl.Expr | None = None

    @property
    def fields(self) -> frozenset[str]:
        """Every column it looks at: fields, facts and parameters."""
        seen = set(self.where.meta.root_names()) if isinstance(self.where, pl.Expr) else set()
        return frozenset({self.on, *self.needs, *seen})

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters it looks at or names."""
        named = {name.removeprefix(_PARAMETER) for name in self.fields if name.startswith(_PARAMETER)}
        return tuple(sorted(named - {"now"}))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a set of rules found, and which rules could not run: rule code -> the missing fields."""

    findings: pl.DataFrame
    not_run: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """What a check is given from outside: the parameters that hold, the moment (naive, the shop's clock), the language."""

    parameters: Parameters
    now: dt.datetime
    lang: Lang


def check(rules: Sequence[Rule], table: Table, *, facts: Sequence[Fact], frames: Mapping[str, pl.DataFrame], given: Given) -> Verdict:
    """Run every rule on a table; one rule's findings never hide another's.

    Args:
        rules: What to check.
        table: The sheet that the findings are about.
        facts: Computed columns that the rules use.
        frames: All sheets by code, for rules that are functions.
        given: Parameters, the moment of the run, the language.
    """
    depends = _dependencies(facts)
    present = table.present | {name for name in table.frame.columns if name not in table.columns}
    missing = {rule.code: _missing(rule, depends, present) for rule in rules}
    able = [rule for rule in rules if not missing[rule.code] and given.parameters.switches.get(rule.code) != OFF]
    wide = _with_facts(table.frame, able, facts, depends, given)
    masks = {rule.code: rule.where for rule in able if isinstance(rule.where, pl.Expr)}
    wrong = wide.select(ROW, **{code: where.fill_null(value=False) for code, where in masks.items()})
    parts = []
    for rule in able:
        rows = wide.filter(wrong[rule.code]) if isinstance(rule.where, pl.Expr) else rule.where(frames, given.parameters)
        if not rows.is_empty():
            parts.append(_said(rule, rows, table.columns, given))
    found = table.locate(pl.concat(parts), given.lang) if parts else table.locate(pl.DataFrame(), given.lang)
    return Verdict(found, {code: fields for code, fields in missing.items() if fields})


def _dependencies(facts: Sequence[Fact]) -> dict[str, frozenset[str]]:
    """Every fact -> the fields it needs, through other facts."""
    needs: dict[str, frozenset[str]] = {}
    for fact in facts:
        named = fact.value.meta.root_names()
        needs[fact.name] = frozenset(field for name in named for field in needs.get(name, {name}))
    return needs


def _missing(rule: Rule, depends: Mapping[str, frozenset[str]], present: frozenset[str]) -> tuple[str, ...]:
    needed = {field for name in rule.fields for field in depends.get(name, {name})}
    return tuple(sorted(name for name in needed if name not in present and not name.startswith(_PARAMETER)))


def _with_facts(frame: pl.DataFrame, rules: Sequence[Rule], facts: Sequence[Fact], depends: Mapping[str, frozenset[str]], given: Given) -> pl.DataFrame:
    used = {name for rule in rules for name in rule.fields} | {name for rule in rules for name in _places(rule.says)}
    wanted = [fact for fact in facts if fact.name in used or any(fact.name in other.value.meta.root_names() for other in facts)]
    limits = [pl.lit(value).alias(_PARAMETER + code) for code, value in given.parameters.items()]
    wide = frame.lazy().with_columns(*limits, pl.lit(given.now, dtype=pl.Datetime("us")).alias(NOW))
    for fact in wanted:
        if depends[fact.name] <= set(wide.collect_schema().names()) | {other.name for other in facts}:
            wide = wide.with_columns(fact.value.alias(fact.name))
    return wide.collect()


def _said(rule: Rule, rows: pl.DataFrame, columns: Mapping[str, Column], given: Given) -> pl.DataFrame:
    severity = given.parameters.switches.get(rule.code, rule.severity.value)
    fix = rule.fix.cast(pl.String).fill_null("") if rule.fix is not None else pl.lit("")
    return rows.select(
        pl.lit(rule.code).alias("code"),
        pl.lit(severity).alias("severity"),
        pl.col(ROW).alias("row"),
        pl.lit(rule.on).alias("field"),
        _sentence(rule.says[given.lang], rows.schema, columns, given).alias("message"),
        fix.alias("fix"),
    )


_PLACE = re.compile(r"\{([a-z_.]+)\}")


def _places(says: Label) -> list[str]:
    return _PLACE.findall(says.zh)


def _sentence(text: str, schema: Mapping[str, pl.DataType], columns: Mapping[str, Column], given: Given) -> pl.Expr:
    names = _PLACE.findall(text)
    values = [_spoken(name, schema, columns, given) for name in names]
    return pl.format(_PLACE.sub("{}", text), *values) if values else pl.lit(text)


def _spoken(name: str, schema: Mapping[str, pl.DataType], columns: Mapping[str, Column], given: Given) -> pl.Expr:
    """A value as a person says it. Square brackets in it are made full-width: they mark columns in 校验."""
    if name not in schema:
        name = _PARAMETER + name
    value = pl.col(name)
    column = columns.get(name)
    if schema[name] == pl.Datetime:
        spoken = value.dt.to_string("%Y-%m-%d %H:%M")
    elif column is not None and column.kind is Kind.CHOICE:
        spoken = value.replace(column.shown(given.lang))
    else:
        spoken = value.cast(pl.String).str.replace_all("[", "［", literal=True).str.replace_all("]", "］", literal=True)
    return spoken.fill_null("空" if given.lang is Lang.ZH else "blank")
