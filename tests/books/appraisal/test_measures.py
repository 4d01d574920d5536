import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from shopbook.books.appraisal.measures.every_measure import MEASURES
from shopbook.books.appraisal.measures.names import MEASURE_NAMES, measure_named
from tests.books.appraisal.measured import figure, june, person, sold
from tests.books.tables import Cell, Cells

LINES = "orders.orders"


def day(number: int, month: int = 6, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


# ---------------------------------------------------------------- names


def test_a_measure_is_known_by_its_chinese_and_english_name_and_by_its_code() -> None:
    words = ("订单处理准确率", "Order accuracy", "order_accuracy", " 订单处理 准确率 ", "ORDER ACCURACY")
    assert {name.code for name in map(measure_named, words) if name} == {"order_accuracy"}


def test_a_blank_and_an_unknown_name_are_no_measure() -> None:
    assert [measure_named(word) for word in (None, "", "上架及时率")] == [None, None, None]


def test_every_name_has_its_function_and_no_two_are_spelled_alike() -> None:
    assert list(MEASURES) == [name.code for name in MEASURE_NAMES]
    assert all(measure_named(word) == name for name in MEASURE_NAMES for word in (name.code, name.label.zh, name.label.en))


# ---------------------------------------------------------------- the order workbook


def test_sales_are_what_the_months_orders_were_paid_each_order_once() -> None:
    rows = [
        sold("T1", paid=Decimal("50.00")),
        sold("T1", line_no=2, sku="B-1", paid=Decimal("50.00")),
        sold("T2", paid=Decimal("30.50"), agent="小王"),
        sold("T3", paid_at=dt.datetime(2026, 7, 1, 0, 0), paid=Decimal("99.00")),
        sold("T4", paid_at=dt.datetime(2026, 5, 31, 23, 59), paid=Decimal("77.00")),
    ]
    assert figure("销售额", {LINES: rows}) == "80.5 = 80.5"


def test_own_sales_are_those_of_orders_whose_agent_is_the_person_by_any_name_that_is_known() -> None:
    rows = [sold("T1"), sold("T2", agent="美美"), sold("T3", agent="小 美"), sold("T4", agent="小王")]
    sheets: Mapping[str, Sequence[Cells]] = {LINES: rows, "employees": [person(agent_names="小美、美美")]}
    assert figure("个人销售额", sheets) == "150 = 150"


def test_who_has_no_other_name_in_sheets_is_found_by_his_own() -> None:
    sheets: Mapping[str, Sequence[Cells]] = {LINES: [sold("T1", agent="张小美")], "employees": [person(agent_names=None)]}
    assert figure("个人销售额", sheets) == "50 = 50"


def test_a_person_whose_name_is_in_no_order_has_no_figure_rather_than_a_zero() -> None:
    assert figure("个人销售额", {LINES: [sold("T1", agent="小王")]}) == ""


def test_of_four_orders_one_with_an_error_makes_an_accuracy_of_75_percent() -> None:
    rows = [sold("T1"), sold("T2"), sold("T3"), sold("T4", phone="1380013")]
    assert figure("订单处理准确率", {LINES: rows}) == "75 = 3 / 4"


def test_an_error_of_another_month_does_not_count() -> None:
    rows = [sold("T1"), sold("T2", phone="1380013", created_at=dt.datetime(2026, 5, 9, 9), paid_at=dt.datetime(2026, 5, 9, 10))]
    assert figure("订单处理准确率", {LINES: rows}) == "100 = 1 / 1"


def test_a_rule_that_the_order_workbook_has_switched_off_is_no_error() -> None:
    rows = [sold("T1"), sold("T2", paid=Decimal("51.00"))]
    off: Sequence[Cells] = [{"code": code, "value": "关闭"} for code in ("orders.paid-over-total", "orders.no-such-rule")]
    assert figure("订单处理准确率", {LINES: rows}) == "50 = 1 / 2"
    assert figure("订单处理准确率", {LINES: rows, "orders.parameters": off}) == "100 = 2 / 2"


def test_own_accuracy_looks_at_own_orders_alone() -> None:
    rows = [sold("T1"), sold("T2", phone="1380013", agent="小王")]
    assert figure("个人订单处理准确率", {LINES: rows}) == "100 = 1 / 1"


def test_the_refund_share_counts_orders_of_which_anything_came_back() -> None:
    rows = [sold("T1"), sold("T2", refund=Decimal("5.00"), refund_status="part_refunded"), sold("T3", refund_status="refunded"), sold("T4")]
    assert figure("退款率", {LINES: rows}) == "50 = 2 / 4"


def test_a_customer_is_new_in_the_month_of_the_first_payment_to_a_shop() -> None:
    rows = [
        sold("T0", paid_at=dt.datetime(2026, 5, 2, 9), buyer="老客"),
        sold("T1", buyer="老客"),
        sold("T2", buyer="新客"),
        sold("T3", day=11, buyer="新客"),
        sold("T4", buyer="老客", shop="二店"),
    ]
    assert figure("新客户数", {LINES: rows}) == "2 = 2"


def test_a_new_customer_belongs_to_the_agent_of_the_first_order() -> None:
    rows = [sold("T1", day=9, buyer="新客", agent="小王"), sold("T2", buyer="新客")]
    assert figure("个人新客户数", {LINES: rows}) == "0 = 0"


def test_shipping_is_on_time_up_to_the_last_minute_of_48_hours() -> None:
    rows = [
        sold("T1", shipped_at=june(12, 10)),
        sold("T2", shipped_at=dt.datetime(2026, 6, 12, 10, 1)),
        sold("T3", shipped_at=june(10, 12)),
        sold("T4", status="paid", shipped_at=None),
    ]
    assert figure("发货及时率", {LINES: rows}) == "50 = 2 / 4"


def test_orders_that_are_not_due_yet_and_closed_ones_are_no_late_shipments() -> None:
    rows = [
        sold("T1"),
        sold("T2", day=30, status="paid", shipped_at=None),
        sold("T3", status="closed", shipped_at=None),
    ]
    assert figure("发货及时率", {LINES: rows}, now=dt.datetime(2026, 7, 1, 12)) == "100 = 1 / 1"


def test_an_order_of_which_a_part_still_waits_is_not_shipped() -> None:
    assert figure("发货及时率", {LINES: [sold("T1", status="part_shipped")]}) == "0 = 0 / 1"


def test_the_limit_of_shipping_is_the_order_workbooks_own() -> None:
    sheets: Mapping[str, Sequence[Cells]] = {LINES: [sold("T1")], "orders.parameters": [{"code": "ship_hours", "value": "12"}]}
    assert figure("发货及时率", sheets) == "0 = 0 / 1"


def test_follow_up_is_unpaid_and_short_orders_with_a_result_of_all() -> None:
    unpaid: list[Cells] = [
        {"order_no": "U1", "stage": 1, "listed_at": june(3), "agent": "小美", "result": "paid"},
        {"order_no": "U2", "stage": 1, "listed_at": june(3), "agent": "小美"},
        {"order_no": "U3", "stage": 1, "listed_at": dt.datetime(2026, 5, 3, 9), "agent": "小美"},
    ]
    short: list[Cells] = [
        {"order_no": "T1", "sku": "A-1", "paid_at": june(10), "outcome": "refund"},
        {"order_no": "T2", "sku": "A-1", "paid_at": june(10), "contacted_by": "小美", "outcome": "wait"},
    ]
    sheets: Mapping[str, Sequence[Cells]] = {
        LINES: [sold("T1"), sold("T2", agent="小王")],
        "orders.unpaid": unpaid,
        "orders.shortages": short,
    }
    assert figure("个人订单跟进准确率", sheets) == "75 = 3 / 4"


def test_a_short_order_that_somebody_else_called_about_is_not_ones_own() -> None:
    short: list[Cells] = [{"order_no": "T1", "sku": "A-1", "paid_at": june(10), "contacted_by": "小王", "outcome": "wait"}]
    sheets: Mapping[str, Sequence[Cells]] = {LINES: [sold("T1")], "orders.shortages": short}
    assert figure("个人订单跟进准确率", sheets) == ""
    assert figure("订单跟进准确率", sheets) == "100 = 1 / 1"


# ---------------------------------------------------------------- the stock workbook


def test_stock_accuracy_is_that_of_the_months_counts() -> None:
    rows: list[Cells] = [{"period": "2026-05", "counted": 10, "matching": 1}, {"period": "2026-06", "counted": 3, "matching": 2}]
    assert figure("库存管理准确率", {"stock.accuracy": rows}) == "66.67 = 2 / 3"


def test_a_month_in_which_nothing_was_counted_has_no_accuracy() -> None:
    assert figure("库存管理准确率", {"stock.accuracy": [{"period": "2026-06", "counted": 0, "matching": 0}]}) == ""


def test_a_count_is_on_time_if_it_was_closed_on_the_day_it_was_due() -> None:
    def plan(plan_no: str, **cells: Cell) -> dict[str, Cell]:
        return {"plan_no": plan_no, "kind": "monthly", "period": "2026-06", "scope": "all", "due_on": day(30), **cells}

    rows = [
        plan("PD1", closed_at=june(30, 23)),
        plan("PD2", closed_at=dt.datetime(2026, 7, 1, 8)),
        plan("PD3", state="counting"),
        plan("PD4", state="cancelled"),
        plan("PD5", due_on=day(31, 5), closed_at=june(1)),
    ]
    assert figure("盘点及时率", {"stock.count_plans": rows}) == "33.33 = 1 / 3"


def entry(number: int, ref: str | None, value: str, kind: str = "sale") -> dict[str, Cell]:
    return {"entry_no": number, "kind": kind, "ref": ref, "sku": "A-1", "qty": -1, "value": Decimal(value)}


def test_the_margin_is_sales_less_refunds_and_cost_of_the_orders_that_have_a_cost() -> None:
    rows = [sold("T1", paid=Decimal("100.00")), sold("T2", paid=Decimal("60.00"), refund=Decimal("10.00")), sold("T3")]
    ledger = [entry(1, "T1", "-70.00"), entry(2, "T2", "-40.00"), entry(3, "T2", "20.00", "return"), entry(4, None, "-9.00", "damage")]
    assert figure("毛利率", {LINES: rows, "stock.ledger": ledger}) == "40 = 60 / 150"


def test_without_any_cost_there_is_no_margin() -> None:
    assert figure("毛利率", {LINES: [sold("T1")], "stock.ledger": []}) == ""


# ---------------------------------------------------------------- the daily workbook


def trade(number: int, month: int = 6, **cells: Cell) -> dict[str, Cell]:
    return {"day": day(number, month), "shop": "一店", "visitors": 100, "buyers": 5, **cells}


def test_conversion_is_buyers_of_visitors_over_the_days_that_have_both() -> None:
    rows = [trade(1), trade(2, buyers=None, order_buyers=10), trade(3, visitors=None), trade(1, 7, buyers=99)]
    assert figure("转化率", {"daily.trades": rows}) == "7.5 = 15 / 200"


def test_traffic_grows_by_what_was_added_to_the_month_before() -> None:
    rows = [trade(1, visitors=130), trade(1, 5, visitors=80), trade(2, 5, visitors=20)]
    assert figure("流量增长率", {"daily.trades": rows}) == "30 = 30 / 100"


def test_traffic_that_falls_is_below_zero_and_rounded_away_from_it() -> None:
    assert figure("流量增长率", {"daily.trades": [trade(1, visitors=799), trade(1, 5, visitors=800)]}) == "-0.13 = -1 / 800"


def test_growth_in_a_year_looks_at_the_same_month_a_year_ago() -> None:
    rows: list[Cells] = [trade(1), {**trade(1), "day": day(1, 6, 2025), "visitors": 50}, trade(1, 5, visitors=999)]
    assert figure("流量同比增长率", {"daily.trades": rows}) == "100 = 50 / 50"


def test_traffic_without_a_month_before_has_no_growth() -> None:
    assert figure("流量增长率", {"daily.trades": [trade(1)]}) == ""


def test_a_month_without_visitors_has_no_growth() -> None:
    assert figure("流量增长率", {"daily.trades": [trade(1, 5)]}) == ""


def test_who_works_in_two_departments_has_two_targets_and_a_target_written_twice_counts_once() -> None:
    before: dict[str, Cell] = {"period": "2026-06", "person": "小美"}
    targets: list[Cells] = [{**before, "department": name, "target": sum_} for name, sum_ in (("售前", 60), ("售后", 40), ("售前", 50))]
    assert figure("个人销售目标完成率", {LINES: [sold("T1")], "daily.targets": targets}) == "50 = 50 / 100"


def test_without_sales_and_without_a_target_nothing_is_reached() -> None:
    target: list[Cells] = [{"period": "2026-06", "target": 100}]
    assert figure("销售目标完成率", {LINES: [], "daily.targets": target}) == ""
    assert figure("销售目标完成率", {LINES: [sold("T1")], "daily.targets": []}) == ""


def test_the_return_on_ads_is_sales_of_spend_by_the_account() -> None:
    def ad(level: str, spend: int, sales: int, number: int = 5) -> dict[str, Cell]:
        return {"day": day(number), "channel": "直通车", "level": level, "name": level, "spend": spend, "sales": sales}

    rows = [ad("account", 100, 250), ad("plan", 90, 240), ad("plan", 50, 125, 6)]
    assert figure("营销投产比", {"daily.marketing": rows}) == "2.5 = 375 / 150"


def test_own_conversion_is_orders_of_enquiries() -> None:
    rows: list[Cells] = [
        {"day": day(1), "agent": "小 美", "enquiries": 10, "orders": 3},
        {"day": day(2), "agent": "小美", "enquiries": 10, "orders": 4},
        {"day": day(3), "agent": "小美", "orders": 9},
        {"day": day(1), "agent": "小王", "enquiries": 10, "orders": 9},
    ]
    assert figure("个人转化率", {"daily.personal_days": rows}) == "35 = 7 / 20"


@pytest.mark.parametrize(("measure", "comes_to"), [("销售目标完成率", "62.5 = 100 / 160"), ("个人销售目标完成率", "50 = 50 / 100")])
def test_the_target_is_the_months_typed_before_divided(measure: str, comes_to: str) -> None:
    targets: list[Cells] = [
        {"period": "2026", "fixed": 9999},
        {"period": "2026年6月", "fixed": 160, "target": 150},
        {"period": "2026-06", "department": "客服部", "target": 120},
        {"period": "2026-06", "department": "客服部", "person": "小美", "target": 100},
    ]
    assert figure(measure, {LINES: [sold("T1"), sold("T2", agent="小王")], "daily.targets": targets}) == comes_to
