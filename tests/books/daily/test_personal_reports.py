import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.daily.personal.reporting import PERSONAL_REPORTS, personal_reports
from shopbook.books.daily.reports.paid_orders import paid_orders
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.builders import TODAY, paid
from tests.books.daily.rollup_builders import after, codes, inputs
from tests.books.tables import Cells, records, written

ORDERS: list[Cells] = [
    paid("T1", agent="小李", qty=2, paid=Decimal("60.00")),
    paid("T2", agent="小 李", paid=Decimal("50.00")),
    paid("T3", agent="小王", paid=Decimal("30.00")),
    paid("T4", paid=Decimal("20.00")),
    paid("T5", day=9, agent="小王", paid=Decimal("15.00")),
]


def days(given: Inputs) -> pl.DataFrame:
    return after(given, personal_reports(given)).frame("personal_days")


def test_each_agents_day_is_counted_once_however_the_name_is_spaced() -> None:
    rows = days(inputs(PERSONAL_REPORTS, orders=ORDERS)).filter(pl.col("day") == TODAY)
    assert records(rows, "agent", "orders", "pieces", "paid", "average", "rank", "share", "shop_orders", "shop_paid") == [
        ("小李", 2, 3, Decimal("110.00"), Decimal("55.00"), 1, Decimal("0.6875"), 4, Decimal("160.00")),
        ("小王", 1, 1, Decimal("30.00"), Decimal("30.00"), 2, Decimal("0.1875"), 4, Decimal("160.00")),
        ("未归属", 1, 1, Decimal("20.00"), Decimal("20.00"), None, Decimal("0.125"), 4, Decimal("160.00")),
    ]


def test_conversion_is_orders_by_typed_enquiries() -> None:
    typed: list[Cells] = [{"day": TODAY, "agent": "小李", "enquiries": 8}, {"day": TODAY, "agent": "小陈", "enquiries": 5}]
    rows = days(inputs(PERSONAL_REPORTS, personal_days=typed, orders=ORDERS)).filter(pl.col("day") == TODAY)
    assert records(rows, "agent", "enquiries", "orders", "conversion", "rank") == [
        ("小李", 8, 2, Decimal("0.25"), 1),
        ("小陈", 5, 0, Decimal(0), 3),
        ("小王", None, 1, None, 2),
        ("未归属", None, 1, None, None),
    ]


def test_equal_amounts_share_a_rank() -> None:
    orders = [paid("T1", agent="甲"), paid("T2", agent="乙"), paid("T3", agent="丙", paid=Decimal(1))]
    assert sorted(days(inputs(PERSONAL_REPORTS, orders=orders))["rank"]) == [1, 1, 3]


def test_a_day_without_orders_any_more_stays_as_it_is() -> None:
    old: list[Cells] = [{"day": dt.date(2025, 1, 1), "agent": "小李", "orders": 3, "paid": Decimal(9)}]
    outcome = personal_reports(inputs(PERSONAL_REPORTS, personal_days=old, orders=ORDERS))
    assert written(outcome, "personal_days") == {}


def test_an_agent_written_in_two_ways_on_one_day_is_reported() -> None:
    rows: list[Cells] = [{"day": TODAY, "agent": "小李"}, {"day": TODAY, "agent": "小 李"}]
    given = inputs(PERSONAL_REPORTS, personal_days=rows, orders=ORDERS)
    assert ("personal.row-twice", 3) in codes(personal_reports(given))
    assert days(given)["paid"].sum() == Decimal(175)


def test_more_orders_than_enquiries_are_a_warning() -> None:
    rows: list[Cells] = [{"day": TODAY, "agent": "小王", "enquiries": 0}]
    given = inputs(PERSONAL_REPORTS, personal_days=rows, orders=[paid("T1", agent="小王")])
    assert codes(personal_reports(given)) == [("personal.orders-beyond-enquiries", 2)]


def test_a_day_that_does_not_add_up_any_more_is_reported() -> None:
    old: list[Cells] = [
        {"day": dt.date(2025, 1, 1), "agent": "小李", "orders": 1, "paid": Decimal(9), "shop_orders": 1, "shop_paid": Decimal(8)}
    ]
    assert codes(personal_reports(inputs(PERSONAL_REPORTS, personal_days=old, orders=ORDERS))) == [("personal.sum-apart", 2)]


def test_orders_without_a_time_of_payment_are_said_and_counted_nowhere() -> None:
    outcome = personal_reports(inputs(PERSONAL_REPORTS, orders=[*ORDERS, paid("T9", agent="小李") | {"paid_at": None}]))
    assert outcome.summary["personal_orders"] == 5
    assert outcome.notes[-1].zh == "另有 1 单 50.00 元没有付款时间，没法算到哪一天，请在订单工作簿补上。"


def test_without_the_order_workbook_nothing_changes() -> None:
    outcome = personal_reports(inputs(PERSONAL_REPORTS, personal_days=[{"day": TODAY, "agent": "小李"}]))
    assert outcome.changes == ()
    assert outcome.notes[0].zh.startswith("没有读到订单工作簿")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_second_run_changes_nothing(lang: Lang) -> None:
    given = inputs(PERSONAL_REPORTS, lang=lang, orders=ORDERS)
    assert personal_reports(after(given, personal_reports(given))).changes == ()


agents = st.sampled_from([None, "小李", "小 李", "小王", "Ａnna", "Anna"])
sales = st.tuples(agents, st.integers(1, 4), st.decimals(0, 999, places=2), st.integers(0, 3))


@drawn(st.lists(sales, max_size=12))
@settings(max_examples=25)
def test_agents_and_unattributed_are_the_shop_to_the_cent(drawn_orders: list[tuple[str | None, int, Decimal, int]]) -> None:
    orders = [
        paid(f"T{number // 2}", line_no=number % 2 + 1, agent=agent, qty=qty, paid=amount, day=7 + day)
        for number, (agent, qty, amount, day) in enumerate(drawn_orders)
    ]
    given = inputs(PERSONAL_REPORTS, orders=orders)
    rows, shop = days(given), paid_orders(given.frame("orders.orders"))
    assert rows["paid"].sum() == shop["amount"].sum()
    assert rows["orders"].sum() == shop.height
    assert rows.unique(["day", "agent"]).height == rows.height
    by_day = rows.group_by("day").agg(pl.col("paid").sum(), pl.col("shop_paid").first())
    assert by_day["paid"].to_list() == by_day["shop_paid"].to_list()
