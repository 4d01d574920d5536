"""Declarations that the tests of ``build`` make workbooks of."""

import datetime as dt
from typing import Annotated

import polars as pl
from annotated_types import Ge, Le

from shopbook.books.every_book import EVERY_BOOK
from shopbook.books.orders import sheets
from shopbook.books.orders.parameters import PARAMETERS
from shopbook.labels import Label
from shopbook.sheet.books import Book, Inputs, Outcome, Task
from shopbook.sheet.columns import (
    Choice,
    Day,
    Flag,
    Integer,
    Moment,
    Money,
    Option,
    Qty,
    Ratio,
    Row,
    Sheet,
    Text,
    TextId,
    TimeOfDay,
    check_column,
    column,
)
from shopbook.sheet.findings import Severity
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.rules import Rule, parameter


def nothing(_: Inputs) -> Outcome:
    """A task's decision that changes nothing."""
    return Outcome()


TASK = Task(
    "check-orders",
    Label(zh="检查订单", en="Check orders"),
    Label(zh="找出订单里的问题，写在“校验”列。", en="Finds what is wrong with the orders and writes it into Check."),
    reads=("orders",),
    writes=("orders", "findings"),
    decide=nothing,
)

RULES = (
    Rule(
        "orders.overdue",
        on="paid_at",
        where=pl.col("paid_at").is_null() & (parameter("ship_hours") > 0),
        says=Label(zh="{order.paid_at} 付款，已超过 {ship_hours} 小时", en="Paid at {order.paid_at}, more than {ship_hours} hours ago"),
        severity=Severity.WARNING,
        source="D3 3.1",
        example=Label(zh="三天前付款", en="paid three days ago"),
    ),
)

ORDER_BOOK = Book(
    "orders",
    1,
    Label(zh="订单", en="Orders"),
    Label(zh="订单处理：导入、检查、整理、审核、分配、催付。", en="The order desk: import, check, tidy, review, allocate, chase."),
    sheets=(
        sheets.ORDERS,
        sheets.PRODUCTS,
        sheets.REVIEWS,
        sheets.ALLOCATION,
        sheets.SHORTAGES,
        sheets.UNPAID,
        sheets.PLATFORM_TITLES,
        *EVERY_BOOK,
    ),
    tasks=(TASK,),
    rules=RULES,
    parameters=PARAMETERS,
)

MANY = tuple(Option(f"c{number}", Label(zh=f"第{number}种很长的选项", en=f"Choice number {number}")) for number in range(60))
WITH_COMMA = (Option("a", Label(zh="甲,乙", en="one, two")), Option("b", Label(zh="丙", en="three")))


class Oddity(Row):
    """A row of everything that is unusual."""

    check: Text | None = check_column()
    key: TextId = column("编号", "Id", key=True)
    wild: Money | None = column("折扣?*~", "Discount?*~", help=Label(zh="可空", en="May be empty"))
    many: Choice | None = column("很多种", "Many", options=MANY)
    comma: Choice | None = column("逗号", "Comma", options=WITH_COMMA)
    is_gift: Flag | None = column("赠品", "Gift")
    share: Ratio | None = column("占比", "Share")
    few: Annotated[Qty, Ge(2), Le(9)] | None = column("件数", "Pieces")
    any_number: Integer | None = column("整数", "Whole")
    day: Day | None = column("日子", "Day")
    at: Moment | None = column("时间", "At")
    opens: TimeOfDay | None = column("开门", "Opens")
    long: Text | None = column("长说明", "Long text", width=50, wrapped=True, help=Label(zh="很" * 300, en="long " * 100))
    done: Text | None = column("结果", "Result", computed=True, help=Label(zh="由程序填写", en="Filled by a task"))


ODDITIES = Sheet(
    "oddities",
    Label(zh="李's 杂项", en="Li's oddities"),
    Oddity,
    Label(zh="各种少见的列。", en="Columns of every unusual sort."),
)

_NO_UNIT = Label(zh="-", en="-")
_HELP = Label(zh="说明", en="What it does")
ODD_PARAMETERS = (
    Parameter("opening", Label(zh="开门营业", en="Opening"), Kind.FLAG, True, _NO_UNIT, "", _HELP),
    Parameter("closes", Label(zh="关门时间", en="Closes"), Kind.TIME, dt.timedelta(hours=21, minutes=30), _NO_UNIT, "", _HELP),
    Parameter("since", Label(zh="从何时起", en="Since"), Kind.DATETIME, dt.datetime(2026, 3, 1, 14, 0), _NO_UNIT, "", _HELP),
    Parameter("until", Label(zh="到哪天", en="Until"), Kind.DATE, dt.date(2026, 12, 31), _NO_UNIT, "", _HELP),
)

ODD_BOOK = Book(
    "odd",
    3,
    Label(zh="杂项 & 其他", en="Odds & ends"),
    Label(zh="测试用。", en="For tests."),
    sheets=(ODDITIES, *EVERY_BOOK),
    tasks=(),
    rules=(),
    parameters=ODD_PARAMETERS,
)
