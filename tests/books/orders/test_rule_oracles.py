"""Every order rule against its evaluation in plain Python, on sheets made up of the odd and the usual."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.books.orders.rules.every_rule import RULES
from shopbook.books.orders.rules.facts import FACTS
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import no_findings
from shopbook.sheet.grid import Grid, column_letters
from shopbook.sheet.headers import Header
from shopbook.sheet.rules import Given, check
from shopbook.sheet.tables import Table
from tests.books.orders.builders import NOW, order, parameters
from tests.books.orders.examples import EXAMPLES
from tests.books.orders.oracle import Book
from tests.books.orders.oracles import ORACLES
from tests.books.tables import Cells

BY_FUNCTION = {"orders.tracking-shared", "orders.repeat-order", "orders.one-parcel"}
"""Rules that compare orders with each other; they have worked examples of their own."""

JOINED = {
    "product.is_known": pl.Boolean(),
    "product.floor_price": pl.Decimal(38, 2),
    "product.list_price": pl.Decimal(38, 2),
    "review.decision": pl.String(),
    "allocation.state": pl.String(),
}


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, minute, second)


def some(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from((None, *values))


AMOUNTS = tuple(Decimal(amount) for amount in ("0.00", "-5.00", "20.00", "49.99", "50.00", "60.00", "100.00", "20000.00"))
TIMES = (at(10, 8), at(10, 8, 0, 30), at(10, 8, 5), at(10, 7), at(8, 8), at(10, 11, 30), at(20, 8), dt.datetime(1999, 1, 1))
ODD: dict[str, st.SearchStrategy[object]] = {
    "order_no": some("T1001", "T1002", "合计", "T 3"),
    "line_no": some(1, 2),
    "suborder_no": some("S1", "S2"),
    "status": some("unpaid", "paid", "part_shipped", "shipped", "received", "done", "closed"),
    "refund_status": some("none", "pending", "refunded", "part_refunded", "rejected"),
    "buyer": some("买家甲", "买家乙"),
    "sku": some("A-1", "B-2"),
    "title": some("保温杯", "杯套"),
    "spec": some("红"),
    "line_type": some("goods", "gift", "service"),
    "qty": some(1, 2, 0, 100),
    "price": some(*(Decimal(price) for price in ("-1.0000", "0.0000", "16.6667", "25.0000", "50.0000", "999.0000"))),
    **dict.fromkeys(("amount", "discount", "freight", "total", "paid", "refund"), some(*AMOUNTS)),
    **dict.fromkeys(("created_at", "paid_at", "shipped_at", "received_at"), some(*TIMES)),
    "receiver": some("收件甲", "收件乙", "138", "张**"),
    "phone": some("13800138000", "13900139000"),
    "province": some("浙江省", "江苏", "火星省", "Mars", "上海-上海市"),
    "city": some("杭州市", "苏州", "杭洲市", "浦东新区", "江苏省"),
    "address": some("文三路1号", "学校", "江苏省南京市1号", "火星省", "浙江", "***", "文三路一百二十号", "发中通 1号"),
    "message": some("不要发中通", "请尽快", "改一下地址", "需要开发票", "不要开发票"),
    "remark": some("发顺丰", "要发票"),
    "courier": some("中通快递", "顺丰", "飞毛腿", "自提", "圆通"),
    "tracking_no": some("781234567890", "SF1234567890123", "12345"),
    "invoice_title": some("某某有限公司", "张三"),
    "tax_no": some("91110000600037341L", "91110000600037341M", "12345", "110101600037341"),
    "product.is_known": some(True),
    "product.floor_price": some(Decimal("30.00")),
    "product.list_price": some(Decimal("60.00")),
    "review.decision": some("pass", "hold"),
    "allocation.state": some("allocated"),
}


STARTS: tuple[Sequence[Cells], ...] = tuple(EXAMPLES[code].orders for code in sorted(EXAMPLES))


@st.composite
def sheets(draw: st.DrawFn, least: int = 1) -> list[dict[str, object]]:
    """The rows of some worked example, and perhaps another line of the same or another order, with a few odd cells."""
    start = [
        *draw(st.sampled_from(STARTS)),
        *(order(order_no=number) for number in draw(st.lists(st.sampled_from(("T1001", "T1002")), max_size=2))),
    ]
    short = [order(line_no=3)] * (least - len(start))
    return [{**dict.fromkeys(JOINED), **row, **draw(_odd_cells())} for row in (*start, *short)]


@st.composite
def _odd_cells(draw: st.DrawFn) -> dict[str, object]:
    names = draw(st.lists(st.sampled_from(sorted(ODD)), max_size=4, unique=True))
    return {name: draw(ODD[name]) for name in names}


def findings(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """What the rules find on rows from row 2 of a sheet that has every column."""
    schema = {ROW: pl.Int64(), **ORDERS.schema(), **JOINED}
    named = [{name: row.get(name) for name in schema} | {ROW: number} for number, row in enumerate(rows, start=2)]
    letters = {field: column_letters(number) for number, field in enumerate(ORDERS.by_field, start=1)}
    blank = pl.DataFrame(
        {letter: [None] * (len(rows) + 1) for letter in letters.values()}, schema_overrides=dict.fromkeys(letters.values(), pl.String())
    )
    header = Header(1, letters, {}, (), {}, {}, {})
    table = Table(
        pl.DataFrame(named, schema=schema), no_findings(), Grid("订单", blank, blank), header, ORDERS.by_field, ("order_no",), len(rows) + 1
    )
    verdict = check(RULES, table, facts=FACTS, frames={}, given=Given(parameters({}), NOW, Lang.ZH))
    assert verdict.not_run == {}
    return verdict.findings


def test_every_rule_has_an_oracle_or_compares_orders() -> None:
    assert set(ORACLES) | BY_FUNCTION == {rule.code for rule in RULES}


@settings(max_examples=150)
@given(sheets())
def test_expressions_find_what_plain_python_finds(rows: list[dict[str, object]]) -> None:
    numbered = [{**dict.fromkeys(ORDERS.by_field), **row, ROW: number} for number, row in enumerate(rows, start=2)]
    book = Book(numbered)
    expected = {
        (code, line[ROW]) for code, is_wrong in ORACLES.items() for line in numbered if is_wrong(line, book.order_by_row[line[ROW]], book)
    }

    found = {(code, row) for code, row in findings(rows).select("code", "row").iter_rows() if code not in BY_FUNCTION}

    assert found == expected


@settings(max_examples=60)
@given(sheets(least=2).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_the_rows_does_not_matter(both: tuple[list[dict[str, object]], list[dict[str, object]]]) -> None:
    as_typed, shuffled = (said(findings(rows)) for rows in both)

    assert as_typed == shuffled


TOLD_OF_THE_LATER = {"orders.duplicate-line", "orders.duplicate-suborder", "orders.same-item-twice"}
"""A line that repeats one above it is told of one of these, so which it is depends on what stands above."""


def said(found: pl.DataFrame) -> Counter[tuple[str, str]]:
    """Every finding without its row, and without the row that its sentence names."""
    told = found.filter(~pl.col("code").is_in(TOLD_OF_THE_LATER)).select("code", "message")
    return Counter((code, re.sub(r"第 \d+ 行", "", message)) for code, message in told.iter_rows())
