"""Rules as data, and the one engine that turns them into findings."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.conditions import Needs, always_blank, needs_of, never_true
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import OFF, Parameters
from shopbook.sheet.privacy import masked
from shopbook.sheet.tables import Table

PARAMETER = "parameter:"
"""What a parameter's column is called, before its code."""

NOW = PARAMETER + "now"
"""The moment that the shop calls now, as a column name."""


def parameter(code: str) -> pl.Expr:
    """A parameter's value inside a rule's expression."""
    return pl.col(PARAMETER + code)


def now() -> pl.Expr:
    """The moment of the run inside a rule's expression."""
    return pl.col(NOW)


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """A column computed once for several rules, such as the sum of an order's lines.

    Attributes:
        name: Its column name; starts with the sheet's word for what it is about (``order.goods``).
        value: An expression over fields, parameters and facts declared before it; with ``per`` one that makes a group's rows one value
            (``min``, ``sum``, ``any``), without parameters.
        per: The fact or field whose groups share one value; an unreadable cell spoils it for its whole group. Empty if each row has
            its own.
        optional: Fields it can do without; they are null where the sheet lacks them.
        alone: With ``per``, the same value of a row that is its whole group, which most are: rows cost far less than groups.
    """

    name: str
    value: pl.Expr
    per: str = ""
    optional: tuple[str, ...] = ()
    alone: pl.Expr | None = None


Finds = Callable[[pl.DataFrame, Mapping[str, pl.DataFrame]], pl.DataFrame]
"""From the sheet's rows with facts and parameters, and all frames by sheet code, to the wrong rows among them, to which columns that
the sentence names may be added."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One thing that can be wrong; equal to itself only, as its expressions are.

    Attributes:
        code: Never changes.
        on: The field whose cell is wrong.
        where: True where the row is wrong (null is not wrong), or a function for what an expression can't say.
        says: What is wrong and what to do; ``{field}`` names values, ``{parameter}`` limits.
        severity: How bad; the shop may change it.
        source: The policy article, or the reason.
        example: A value or row that breaks it, for the reference page.
        needs: Fields, facts and parameters that a function looks at.
        optional: Fields it can do without; they are null where the sheet lacks them.
        fix: The value to write instead, where that is certain.
        suspects: Where ``where`` is costly: a cheap condition without which a row is not wrong. An expression is asked of those rows
            alone, and so must look at nothing but the row; a function is called with all rows, if there is one of those.
    """

    code: str
    on: str
    where: pl.Expr | Finds
    says: Label
    severity: Severity = Severity.ERROR
    source: str = ""
    example: Label | None = None
    needs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    fix: pl.Expr | None = None
    suspects: pl.Expr | None = None

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every column it looks at: fields, facts and parameters."""
        asked = [each for each in (self.where, self.suspects) if isinstance(each, pl.Expr)]
        return frozenset({self.on, *self.needs, *(name for each in asked for name in each.meta.root_names())})

    @cached_property
    def mask(self) -> pl.Expr | None:
        """True where a row is wrong, or may be if there is more to ask, named by the code; None where a function must be called to know."""
        asked = self.where if self.suspects is None else self.suspects
        return asked.fill_null(value=False).alias(self.code) if isinstance(asked, pl.Expr) else None

    @cached_property
    def needed(self) -> Needs:
        """What there must be anywhere before its mask is worth a look."""
        asked = self.where if self.suspects is None else self.suspects
        return needs_of(asked) if isinstance(asked, pl.Expr) else Needs()

    @cached_property
    def said(self) -> frozenset[str]:
        """The columns that are needed to say what is wrong with a row, and to ask what is left to ask of it."""
        left = self.fields if self.suspects is not None else ()
        fixed = self.fix.meta.root_names() if self.fix is not None else ()
        return frozenset({ROW, *left, *fixed, *self.places, *(PARAMETER + place for place in self.places)})

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The values that its sentence names."""
        return tuple(_PLACE.findall(self.says.zh))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters it looks at."""
        named = {name.removeprefix(PARAMETER) for name in self.fields if name.startswith(PARAMETER)}
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

    A cell that could not be read has its finding already: no rule says anything that rests on it. Columns of the frame that the sheet
    does not declare (joined from other sheets) count as present.

    Args:
        rules: What to check.
        table: The sheet that the findings are about.
        facts: Computed columns that the rules use.
        frames: All sheets by code, for rules that are functions.
        given: Parameters, the moment of the run, the language.
    """
    reaches = _reaches(tuple(rules), tuple(facts))
    present = table.present | {ROW, *(name for name in table.frame.columns if name not in table.columns)}
    missing = {rule.code: tuple(sorted(lacking)) for rule in rules if (lacking := reaches[rule.code].needed - present)}
    able = [rule for rule in rules if rule.code not in missing and given.parameters.switches.get(rule.code) != OFF]
    wide = _with_facts(table.frame, _steps(tuple(able), tuple(facts)), given)
    unread = _unread(table.findings)
    parts = []
    for rule, rows in _wrong([(rule, reaches[rule.code]) for rule in able], wide, frames):
        certain = _certain(rows, wide, unread, reaches[rule.code])
        if not certain.is_empty():
            parts.append(_said(rule, certain, table.columns, given))
    found = table.locate(pl.concat(parts) if parts else pl.DataFrame(), given.lang)
    return Verdict(found, missing)


def once_per_text(text: pl.Expr, answer: Callable[[str], str | None]) -> pl.Expr:
    """A plain function of a text as an expression, asked once for each different text of the column; null stays null."""

    def answered(texts: pl.Series) -> pl.Series:
        if texts.null_count() == len(texts):
            return texts
        return _looked_up(texts, answer) if len(texts) <= _FEW else _replaced(texts, answer)

    return text.map_batches(answered, return_dtype=pl.String)


_FEW = 1000
"""Texts up to which looking up each costs less than setting up to replace the different ones."""


def _looked_up(texts: pl.Series, answer: Callable[[str], str | None]) -> pl.Series:
    listed = texts.to_list()
    answers = {text: answer(text) for text in {*listed} - {None}}
    return pl.Series([answers.get(text) for text in listed], dtype=pl.String)


def _replaced(texts: pl.Series, answer: Callable[[str], str | None]) -> pl.Series:
    different = texts.drop_nulls().unique()
    answers = pl.Series([answer(each) for each in different], dtype=pl.String)
    return texts.replace_strict(different, answers, default=None, return_dtype=pl.String)


# ---------------------------------------------------------------- which cells a rule rests on


@dataclass(frozen=True, slots=True)
class _Reach:
    """What a fact or rule rests on: fields that must have a column, and (field, per) of every cell that it looks at."""

    needed: frozenset[str]
    cells: frozenset[tuple[str, str]]


@lru_cache(maxsize=64)
def _reaches(rules: tuple[Rule, ...], facts: tuple[Fact, ...]) -> Mapping[str, _Reach]:
    """Rule code -> what it rests on; the same rules are asked of many workbooks."""
    known: dict[str, _Reach] = {}
    for fact in facts:
        reach = _joined(fact.value.meta.root_names(), known)
        cells = frozenset((field, fact.per or per) for field, per in reach.cells)
        known[fact.name] = _Reach(reach.needed - frozenset(fact.optional), cells)
    found = {rule.code: _joined(rule.fields, known) for rule in rules}
    return {rule.code: _Reach(found[rule.code].needed - frozenset(rule.optional), found[rule.code].cells) for rule in rules}


def _joined(names: Iterable[str], known: Mapping[str, _Reach]) -> _Reach:
    looked = [name for name in names if not name.startswith(PARAMETER)]
    reaches = [known.get(name, _Reach(frozenset({name}), frozenset({(name, "")}))) for name in looked]
    return _Reach(frozenset().union(*(reach.needed for reach in reaches)), frozenset().union(*(reach.cells for reach in reaches)))


def _unread(findings: pl.DataFrame) -> pl.DataFrame:
    """The cells that could not be read: ``row`` and ``field``."""
    if findings.is_empty():
        return findings
    return findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0)).select("row", "field")


def _certain(rows: pl.DataFrame, wide: pl.DataFrame, unread: pl.DataFrame, reach: _Reach) -> pl.DataFrame:
    """The rows that rest on no unreadable cell, neither their own nor, for what is shared by a group, one of their group."""
    if rows.is_empty() or unread.is_empty():
        return rows
    for per in sorted({per for _, per in reach.cells}):
        fields = [field for field, group in reach.cells if group == per]
        spoiled = unread.filter(pl.col("field").is_in(fields))["row"]
        key = per or ROW
        groups = wide.select(pl.col(key).filter(pl.col(ROW).is_in(spoiled.implode())))[key] if len(spoiled) else spoiled
        rows = rows.filter(~pl.col(key).is_in(groups.implode()))
    return rows


# ---------------------------------------------------------------- computing


def _used(rules: Sequence[Rule], facts: Sequence[Fact]) -> list[Fact]:
    """The facts that the rules look at or name, and the facts that those stand on."""
    wanted = {name for rule in rules for name in (*rule.fields, *rule.places)}
    chosen = []
    for fact in reversed(facts):
        if fact.name in wanted:
            chosen.append(fact)
            wanted.update(fact.value.meta.root_names(), (fact.per,))
    return chosen[::-1]


@dataclass(frozen=True, eq=False)
class _Step:
    """Facts that are computed together; with ``per``, by what they are grouped."""

    per: str
    facts: tuple[Fact, ...]

    @cached_property
    def values(self) -> list[pl.Expr]:
        return [fact.value.alias(fact.name) for fact in self.facts]

    @cached_property
    def singles(self) -> list[pl.Expr]:
        """The same values of rows that are their whole group, where that is known of every fact."""
        return [fact.alone.alias(fact.name) for fact in self.facts if fact.alone is not None]

    @cached_property
    def looked_at(self) -> list[str]:
        """The columns that there must be."""
        return sorted({self.per, *(name for value in (*self.values, *self.singles) for name in value.meta.root_names())})


@lru_cache(maxsize=64)
def _steps(rules: tuple[Rule, ...], facts: tuple[Fact, ...]) -> Sequence[_Step]:
    """The facts that rules use in as few steps as their dependencies allow: grouping is what costs."""
    used = _used(rules, facts)
    depth: dict[str, int] = {}
    for fact in used:
        depth[fact.name] = 1 + max(depth.get(name, 0) for name in (fact.per, *fact.value.meta.root_names()))
    kinds = {fact.name: (depth[fact.name], fact.per, fact.alone is None) for fact in used}
    return [_Step(kind[1], tuple(fact for fact in used if kinds[fact.name] == kind)) for kind in sorted(set(kinds.values()))]


def _with_facts(frame: pl.DataFrame, steps: Sequence[_Step], given: Given) -> pl.DataFrame:
    limits = [pl.lit(value).alias(PARAMETER + code) for code, value in given.parameters.items()]
    wide = frame.with_columns(*limits, pl.lit(given.now, dtype=pl.Datetime("us")).alias(NOW))
    for step in steps:
        wide = _with_shared(wide, step) if step.per else wide.with_columns(step.values)
    return wide


def _with_shared(wide: pl.DataFrame, step: _Step) -> pl.DataFrame:
    """The rows with what each group shares; a row without a group has nothing to share."""
    if len(step.singles) < len(step.facts) or wide[step.per].null_count():
        return wide.join(wide.group_by(step.per).agg(step.values), on=step.per, how="left", maintain_order="left")
    several = wide[step.per].is_duplicated()
    rows = wide.select(step.looked_at).filter(several) if several.any() else None
    wide = wide.with_columns(_alone(step, tuple(wide[name].dtype for name in step.looked_at)))
    if rows is None:
        return wide
    shared = rows.select(step.per).join(rows.group_by(step.per).agg(step.values), on=step.per, how="left", maintain_order="left")
    at = several.arg_true()
    return wide.with_columns(wide[fact.name].clone().scatter(at, shared[fact.name]) for fact in step.facts)


@lru_cache(maxsize=64)
def _alone(step: _Step, dtypes: tuple[pl.DataType, ...]) -> Sequence[pl.Expr]:
    """The values of rows that are their whole group, of the types that groups of several have; sheets hardly differ in their types."""
    rows = pl.DataFrame(schema=dict(zip(step.looked_at, dtypes, strict=True)))
    types = rows.group_by(step.per).agg(step.values).schema
    own = rows.select(step.singles).schema
    return [
        value if own[fact.name] == types[fact.name] else value.cast(types[fact.name])
        for fact, value in zip(step.facts, step.singles, strict=True)
    ]


def _wrong(
    rules: Sequence[tuple[Rule, _Reach]], wide: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
) -> Iterable[tuple[Rule, pl.DataFrame]]:
    """Every rule that finds something, with its wrong rows: the columns that are needed to say so."""
    needs = [rule.needed for rule, _ in rules]
    never = never_true(wide, {name for each in needs for name in each.true})
    blank = always_blank(wide, {name for each in needs for name in each.there})
    wrong = wide.select(rule.mask for rule, _ in rules if rule.mask is not None and rule.needed.is_met(never, blank))
    found = {name for name in wrong.columns if wrong[name].any()}
    for rule, reach in rules:
        if rule.mask is not None and rule.code not in found:
            continue
        if not isinstance(rule.where, pl.Expr):
            yield rule, rule.where(wide, frames)
        else:
            said = rule.said.union(per for _, per in reach.cells)
            rows = wide.select(name for name in wide.columns if name in said).filter(wrong[rule.code])
            yield rule, rows if rule.suspects is None else rows.filter(rule.where)


# ---------------------------------------------------------------- saying


def _said(rule: Rule, rows: pl.DataFrame, columns: Mapping[str, Column], given: Given) -> pl.DataFrame:
    severity = given.parameters.switches.get(rule.code, rule.severity.value)
    fix = rule.fix.cast(pl.String).fill_null("") if rule.fix is not None else pl.lit("")
    # polars 2.1 fails to join texts of columns whose chunks do not line up.
    return rows.rechunk().select(
        pl.lit(rule.code).alias("code"),
        pl.lit(severity).alias("severity"),
        pl.col(ROW).alias("row"),
        pl.lit(rule.on).alias("field"),
        _sentence(rule.says[given.lang], rows.schema, columns, given).alias("message"),
        fix.alias("fix"),
    )


_PLACE = re.compile(r"\{([a-z_.]+)\}")


def _sentence(text: str, schema: Mapping[str, pl.DataType], columns: Mapping[str, Column], given: Given) -> pl.Expr:
    values = [_spoken(name, schema, columns, given) for name in _PLACE.findall(text)]
    return pl.format(_PLACE.sub("{}", text), *values) if values else pl.lit(text)


def _harmless(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all("[", "［", literal=True).str.replace_all("]", "］", literal=True)


def _spoken(name: str, schema: Mapping[str, pl.DataType], columns: Mapping[str, Column], given: Given) -> pl.Expr:
    """A value as a person says it: personal data masked; square brackets, which mark columns in 校验, full-width."""
    if name not in schema:
        name = PARAMETER + name
    value = pl.col(name)
    column = columns.get(name)
    if schema[name] == pl.Datetime:
        spoken = value.dt.to_string("%Y-%m-%d %H:%M")
    elif column is not None and column.kind is Kind.CHOICE:
        spoken = value.replace(column.shown(given.lang))
    elif schema[name] == pl.Decimal and column is not None and column.kind is Kind.NUMBER:
        spoken = value.cast(pl.String).str.replace(r"\.?0+$", "")  # 90 points, not 90.00
    elif schema[name] == pl.Decimal:
        spoken = value.cast(pl.String).str.replace(r"(\.\d\d)0+$", "$1")
    else:
        spoken = _harmless(value.cast(pl.String) if column is None else masked(value.cast(pl.String), column.kind))
    return spoken.fill_null("空" if given.lang is Lang.ZH else "blank")
