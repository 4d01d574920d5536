"""The task import: an export into the order sheet, whole, in part, or only on trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.orders.changes import this_run
from shopbook.books.orders.checking import not_run
from shopbook.books.orders.importing.importing import Export, read_export
from shopbook.books.orders.importing.lines import ORDER_AMOUNTS
from shopbook.books.orders.importing.merging import Merge, merge
from shopbook.books.orders.importing.platforms import What
from shopbook.books.orders.importing.recognising import Recognition
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, no_findings, together
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Policy, Refused, refused_rows
from shopbook.sheet.rules import Fact, Given, Rule, check

IMPORT = Label(zh="导入订单", en="Import orders")

SUMMARY: Mapping[str, Label] = {
    "rows": Label(zh="读取行数", en="Rows read"),
    "orders": Label(zh="订单数", en="Orders"),
    "lines": Label(zh="行数", en="Lines"),
    "new_orders": Label(zh="新增订单", en="New orders"),
    "new_lines": Label(zh="新增行", en="New lines"),
    "updated_orders": Label(zh="更新订单", en="Updated orders"),
    "changed_cells": Label(zh="更新单元格", en="Changed cells"),
    "unchanged_orders": Label(zh="没有变化的订单", en="Unchanged orders"),
    "kept_cells": Label(zh="保留手工值的单元格", en="Cells kept as typed"),
    "refused_orders": Label(zh="拒绝的订单", en="Refused orders"),
    "refused_rows": Label(zh="拒绝的行", en="Refused rows"),
    **{name: ORDERS.by_field[name].label for name in (*ORDER_AMOUNTS, "qty", "amount")},
}
"""The figures of an import."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants an export imported.

    Attributes:
        recognition: Its layout.
        policy: What to do with errors.
        source: What to write into 导入来源, such as the file's name.
        rules: The rules of the order sheet, to say which of them the export has no columns for.
        facts: What those rules build on.
    """

    recognition: Recognition
    policy: Policy = Policy.ALL_OR_NOTHING
    source: str = ""
    rules: Sequence[Rule] = ()
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import came to."""

    outcome: Outcome
    refused: Refused
    export: Export


def import_orders(grid: Grid, inputs: Inputs, wish: Wish) -> Intake:
    """Decide what an export changes in the order sheet; an order of which one row is bad is refused whole.

    Args:
        grid: The export's cells.
        inputs: The order workbook: its orders, its log, the moment, the language.
        wish: The layout and the policy.
    """
    lang = inputs.lang
    export = read_export(grid, wish.recognition, lang=lang, source=wish.source)
    bad = _bad_rows(export)
    is_whole = wish.policy is not Policy.SKIP_BAD or export.table.header is None
    left_out = bad if wish.policy is Policy.SKIP_BAD else bad.clear()
    refused = refused_rows(export.table, left_out, lang, otherwise=_WHOLE)

    merged = merge(inputs.tables[ORDERS.code], _without(export, bad), run=this_run(inputs, IMPORT))
    is_written = wish.policy is not Policy.CHECK and not (is_whole and _has_errors(export))
    findings = together([export.table.findings, merged.findings])
    counts = merged.counts if is_written or wish.policy is Policy.CHECK else dict.fromkeys(merged.counts, 0)
    summary = {**export.figures, **counts, **_left_out(export, bad)}
    notes = (_recognised(export), *export.notes, _said(wish.policy, merged, is_written=is_written, refused=len(bad)))
    changes = merged.changes if is_written else ()
    return Intake(Outcome(findings, changes, summary, notes, not_run=_lacking(export, inputs, wish)), refused, export)


def _has_errors(export: Export) -> bool:
    return not export.table.findings.filter(pl.col("severity") == Severity.ERROR.value).is_empty()


def _bad_rows(export: Export) -> pl.Series:
    """The export's rows of every order that has an error in any of its rows."""
    found = export.table.findings
    wrong = found.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))["row"].unique()
    orders = export.rows.filter(pl.col(ROW).is_in(wrong.implode()))["order_no"].drop_nulls().unique()
    is_bad = pl.col("order_no").is_in(orders.implode()).fill_null(value=False) | pl.col(ROW).is_in(wrong.implode())
    return export.rows.filter(is_bad)[ROW].unique().sort()


def _without(export: Export, rows: pl.Series) -> Export:
    kept = export.table.frame.filter(~pl.col(ROW).is_in(rows.implode()))
    return replace(export, table=replace(export.table, frame=kept))


_WHOLE = Label(zh="同一订单的其他行有错误", en="Another row of this order has an error")


def _lacking(export: Export, inputs: Inputs, wish: Wish) -> dict[str, tuple[Label, ...]]:
    """Rules that need a column that the export lacks; a list of refunds brings no orders that could be checked."""
    if not wish.rules or export.table.header is None or export.profile.what is What.REFUNDS:
        return {}
    empty = replace(export.table, frame=export.table.frame.clear(), findings=no_findings())
    frames = {code: table.frame.clear() for code, table in inputs.tables.items()}
    given = Given(inputs.parameters, inputs.now, inputs.lang)
    missing = check(wish.rules, empty, facts=wish.facts, frames=frames, given=given).not_run
    lacked = {code: tuple(field for field in fields if field in export.lacks) for code, fields in missing.items()}
    return not_run({code: fields for code, fields in lacked.items() if fields})


def _left_out(export: Export, bad: pl.Series) -> dict[str, object]:
    rows = export.rows.filter(pl.col(ROW).is_in(bad.implode()))
    return {"refused_orders": rows["order_no"].drop_nulls().n_unique(), "refused_rows": len(bad)}


_RECOGNISED = Label(zh="按“{title}”（{name}）读取", en="Read as '{title}' ({name})")
_IMPORTED = Label(
    zh="新增 {new_orders} 单（{new_lines} 行），更新 {updated_orders} 单，{unchanged_orders} 单没有变化",
    en="{new_orders} new {new_orders|order|orders} ({new_lines} {new_lines|line|lines}), "
    "{updated_orders} updated, {unchanged_orders} unchanged",
)
_SKIPPED = Label(
    zh="；有错误的 {refused} 行没有导入，改好后可以再次导入",
    en="; {refused} {refused|row with errors was|rows with errors were} left out; import {refused|it|them} again when put right",
)
_NOTHING = Label(
    zh="有错误，什么都没有导入。改正后再导入，或选择跳过有错误的订单（skip-bad）",
    en="There are errors, so nothing was imported. Put them right and import again, or skip the orders with errors (skip-bad)",
)
_TRIAL = Label(zh="只检查，没有导入。导入的话会", en="Only checked, nothing imported. An import would give ")


def _recognised(export: Export) -> Label:
    return _RECOGNISED.filled({"title": export.profile.title, "name": export.profile.name})


def _said(policy: Policy, merged: Merge, *, is_written: bool, refused: int) -> Label:
    figures = _IMPORTED.filled(merged.counts)
    if policy is Policy.CHECK:
        return Label(zh=_TRIAL.zh + figures.zh, en=_TRIAL.en + figures.en)
    if not is_written:
        return _NOTHING
    if not refused:
        return figures
    skipped = _SKIPPED.filled({"refused": refused})
    return Label(zh=figures.zh + skipped.zh, en=figures.en + skipped.en)
