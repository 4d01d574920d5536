"""Checking the sheets of running low beside those that they rest on."""

from dataclasses import replace

import polars as pl

from shopbook.books.stock.alerts.request_rules import REQUEST_FACTS, REQUEST_RULES
from shopbook.books.stock.alerts.rules import ALERT_RULES, DELISTING_RULES, OVERSOLD
from shopbook.books.stock.alerts.sheets import ALERTS, DELISTINGS, REPLENISHMENTS
from shopbook.books.stock.ledger.sheets import ITEMS, RECEIPTS_SHEET
from shopbook.sheet.books import Inputs
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Fact, Given, Rule, Verdict, check
from shopbook.sheet.tables import Table

RULES: tuple[Rule, ...] = (OVERSOLD, *ALERT_RULES, *DELISTING_RULES, *REQUEST_RULES)
"""Everything that is checked about running low."""

CHECKED = (ITEMS.code, ALERTS.code, DELISTINGS.code, REPLENISHMENTS.code)
"""The sheets that findings of these rules are about."""


def check_alerts(given: Inputs) -> Verdict:
    """What is wrong on 预警 and 下架, and which items of 商品库存 are oversold."""
    items = given.tables[ITEMS.code]
    return _both(
        _checked((OVERSOLD,), items, given),
        _checked(ALERT_RULES, given.tables[ALERTS.code], given),
        _checked(DELISTING_RULES, _with_items(given.tables[DELISTINGS.code], items.frame), given),
    )


def check_requests(given: Inputs) -> Verdict:
    """What is wrong on 补货."""
    known = _with_items(given.tables[REPLENISHMENTS.code], given.frame(ITEMS.code))
    beside = known.frame.join(receipts_by_request(given), left_on="request_no", right_on="ref", how="left", maintain_order="left")
    return _checked(REQUEST_RULES, replace(known, frame=beside), given, facts=REQUEST_FACTS)


def check_running_low(given: Inputs) -> Verdict:
    """What is wrong on any of the sheets in :data:`CHECKED`, their unreadable cells not counted."""
    return _both(check_alerts(given), check_requests(given))


def receipts_by_request(given: Inputs) -> pl.DataFrame:
    """The pieces on 入库单 that name a number behind them: ``ref, receipt.pieces``."""
    receipts = given.frame(RECEIPTS_SHEET.code).drop_nulls("ref")
    return receipts.group_by("ref").agg(pl.col("qty").sum().alias("receipt.pieces"))


def _both(*verdicts: Verdict) -> Verdict:
    not_run: dict[str, tuple[str, ...]] = {}
    for verdict in verdicts:
        not_run |= verdict.not_run
    return Verdict(together([verdict.findings for verdict in verdicts]), not_run)


def _checked(rules: tuple[Rule, ...], table: Table, given: Inputs, *, facts: tuple[Fact, ...] = ()) -> Verdict:
    """The verdict on a sheet; nothing about one that the workbook lacks."""
    if table.header is None:
        return Verdict(together([]), {})
    return check(rules, table, facts=facts, frames={}, given=Given(given.parameters, given.now, given.lang))


def _with_items(table: Table, items: pl.DataFrame) -> Table:
    """A sheet with what 商品库存 says about its items; rules about them do not run where that is empty."""
    if items.is_empty():
        return table
    known = (
        items.drop_nulls("sku")
        .group_by("sku")
        .agg(pl.col("is_listed").fill_null(value=True).any().alias("item.is_on_sale"), pl.lit(value=True).alias("item.is_known"))
    )
    joined = table.frame.join(known, on="sku", how="left", maintain_order="left")
    return replace(table, frame=joined.with_columns(pl.col("item.is_on_sale", "item.is_known").fill_null(value=False)))
