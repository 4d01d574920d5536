import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.orders.checking import SUMMARY, check_orders, summarise
from shopbook.books.orders.parameters import PARAMETERS
from shopbook.books.orders.rules.every_rule import RULES
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.parameters import Setting, settled
from shopbook.sheet.reading import Manner, read_table
from tests.books.orders.builders import NOW, inputs, order, product
from tests.books.orders.examples import second, seventy, shipped
from tests.books.tables import REF_ERROR, Raw, frame, table

Row = list[str]
NUMBER, TOTAL, PAID, PLACE, CREATED, PAID_AT, REFUND = range(7)


def errors(outcome: Outcome) -> list[tuple[str, str]]:
    """Code and cell of every error."""
    return list(outcome.findings.filter(pl.col("severity") == "error").select("code", "cell").iter_rows())


def check_export(rows: list[Row]) -> Outcome:
    """Check rows of an export as the platform writes them."""
    columns = {
        column_letters(number): pl.Series(cells, dtype=pl.String).replace("", None)
        for number, cells in enumerate(zip(*rows, strict=True), start=1)
    }
    text = pl.DataFrame(columns)
    types = text.select((pl.all().is_not_null() * CellType.TEXT.value).cast(pl.UInt8))
    orders = read_table(Grid("tmall", text, types, encoding="utf-8"), ORDERS.columns, key=ORDERS.key, manner=Manner(is_ours=False))
    return check_orders(Inputs({"orders": orders}, settled(PARAMETERS, (), [], on=NOW.date()), NOW, Lang.ZH))


@pytest.fixture
def tmall(shared: Path) -> list[Row]:
    """A Tmall shop's month: number, total, paid, province, created, paid at, refund."""
    with (shared / "data" / "tmall_orders_2020_02.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.corpus
def test_a_real_month_has_no_error_and_its_known_figures(tmall: list[Row]) -> None:
    outcome = check_export(tmall)

    assert errors(outcome) == []
    assert outcome.summary == {
        "orders": 28010,
        "lines": 28010,
        "paid_orders": 24087,
        "unpaid_orders": 3923,
        "total": Decimal("2995760.61"),
        "paid": Decimal("1902487.15"),
        "refunds": 5646,
        "refund_total": Decimal("572335.92"),
        "error_rows": 0,
        "warning_rows": 0,
        "hint_rows": 3,
    }


def damage_in(tmall: list[Row]) -> dict[tuple[int, int], str]:
    """What is written into which cell, each a fault that only this cell can be blamed for."""
    paid = [row for row in range(1, len(tmall)) if tmall[row][PAID_AT] and tmall[row][REFUND] == "0"][100::200]
    unpaid = [row for row in range(1, len(tmall)) if not tmall[row][PAID_AT]][50::100]
    refunded = [row for row in range(1, len(tmall)) if tmall[row][PAID_AT] and float(tmall[row][REFUND]) > 0 and tmall[row][PAID] != "0"][
        10::60
    ]
    return {
        (paid[0], NUMBER): tmall[3][NUMBER],
        (paid[1], NUMBER): "",
        (unpaid[0], NUMBER): "4.10012E+18",
        (paid[2], TOTAL): "-50",
        (unpaid[1], TOTAL): "-50",
        (paid[3], TOTAL): "一百",
        (paid[4], TOTAL): "",
        (paid[5], PAID): "-3",
        (paid[6], PAID): "1e5",
        (paid[7], PAID): "99999",
        (unpaid[2], PAID): "99999",
        (refunded[0], PAID): "99999",
        (paid[8], PAID): "",
        (refunded[1], REFUND): "-7",
        (paid[9], REFUND): "99999",
        (unpaid[3], REFUND): "99999",
        (refunded[2], REFUND): "#REF!",
        (paid[10], PAID_AT): "2020/1/2 0:00",
        (paid[11], PAID_AT): "",
        (refunded[3], PAID_AT): "",
        (paid[12], PAID_AT): "2099/1/1 0:00",
        (paid[13], PAID_AT): "2020/13/45 1:00",
        (paid[14], CREATED): "2099/1/1 0:00",
        (unpaid[4], CREATED): "2099/1/1 0:00",
        (paid[15], CREATED): "昨天",
        (paid[16], CREATED): "1900/1/1 0:00",
        (paid[17], CREATED): "",
        (paid[18], PLACE): "火星省",
        (paid[19], PLACE): "不详",
        (paid[20], PLACE): "Mars",
    }


@pytest.mark.corpus
@pytest.mark.parametrize("place", ["收货地址", "省份"])
def test_each_damaged_cell_of_a_real_month_is_one_error(tmall: list[Row], place: str) -> None:
    tmall[0][PLACE] = place
    damage = damage_in(tmall)
    for (row, column), value in damage.items():
        tmall[row][column] = value

    found = errors(check_export(tmall))

    assert sorted(cell for _, cell in found) == sorted(f"{column_letters(column + 1)}{row + 1}" for row, column in damage)


def test_an_order_number_typed_as_a_number_is_one_error_and_nothing_is_guessed() -> None:
    """T07: Excel keeps 15 digits of a number, so the last four of 4100123456789012345 are lost."""
    outcome = check_orders(inputs(orders=[order(order_no=Raw("4100123456789012480", CellType.NUMBER))]))

    assert errors(outcome) == [("cell.digits-lost", "B2")]
    assert outcome.findings["fix"].to_list() == [""]


def test_an_order_number_of_fifteen_digits_typed_as_a_number_is_a_warning() -> None:
    """T07."""
    outcome = check_orders(inputs(orders=[order(order_no=410012345678901)]))

    assert outcome.findings.select("code", "severity").rows() == [("cell.id-as-number", "warning")]


def test_a_cell_that_could_not_be_read_has_no_second_error() -> None:
    outcome = check_orders(
        inputs(orders=[order(total=REF_ERROR), order(order_no="T2", line_no=1, paid_at="昨天"), order(order_no="T3", qty=0)])
    )

    assert sorted(code for code, _ in errors(outcome)) == ["cell.below-minimum", "cell.error-value", "cell.not-a-date"]


def test_an_unreadable_line_spoils_the_sum_of_its_order_and_of_no_other() -> None:
    wrong = {"total": Decimal("99.00"), "paid": Decimal("99.00")}
    orders = [order(**wrong), second(price="十元", **wrong), order(order_no="T2", buyer="买家乙", receiver="乙", **wrong)]

    outcome = check_orders(inputs(orders=orders))

    assert sorted(outcome.findings.select("code", "row").rows()) == [("cell.not-a-number", 3), ("orders.total-mismatch", 4)]


def test_a_rule_about_a_whole_order_speaks_once_whether_its_values_stand_on_one_line_or_on_all() -> None:
    blank = dict.fromkeys(
        ("total", "paid", "freight", "discount", "created_at", "paid_at", "buyer", "receiver", "phone", "address", "status")
    )
    repeated = [order(**seventy()), second()]
    on_first = [order(**seventy()), second(**blank)]

    for lines in (repeated, on_first):
        lines[0] = {**lines[0], "receiver": "138"}
        lines[1] = {**lines[1], "receiver": lines[1]["receiver"] and "138"}
        found = check_orders(inputs(orders=lines)).findings
        assert found.select("code", "cell").rows() == [("orders.receiver-form", "Y2")]


def test_the_latest_decision_counts_and_a_held_order_is_reviewed() -> None:
    reviews = [{"order_no": "T1001"}, {"order_no": "T1001", "decision": "hold", "reviewer": "李四"}]

    assert check_orders(inputs(orders=[order(message="请尽快")], reviews=reviews)).findings.is_empty()


def test_the_lowest_floor_and_the_highest_list_price_of_an_item_count() -> None:
    products = [
        product(floor_price=Decimal(60), list_price=Decimal(80)),
        product(warehouse="二仓", floor_price=Decimal(45), list_price=Decimal(70)),
    ]

    assert check_orders(inputs(orders=[order()], products=products)).findings.is_empty()


def test_rules_that_need_a_missing_column_or_sheet_are_named_with_it() -> None:
    given = inputs(orders=[])
    short = table(ORDERS, [order()], fields=[name for name in ORDERS.by_field if name != "phone"])

    outcome = check_orders(Inputs({"orders": short}, given.parameters, NOW, Lang.EN))

    lacking = {code: [title.en for title in titles] for code, titles in outcome.not_run.items()}
    assert lacking == {
        "orders.differing-phone": ["Phone"],
        "orders.phone-missing": ["Phone"],
        "orders.sku-unknown": ["Products"],
        "orders.price-below-floor": ["Products"],
        "orders.price-far-from-list": ["Products"],
        "orders.message-unreviewed": ["Review"],
        "orders.refund-allocated": ["Allocation"],
    }


def test_a_rule_is_switched_off_or_down_by_its_code() -> None:
    given = inputs(orders=[order(total=Decimal(-1)), order(order_no="T2", paid=Decimal(500), buyer="买家乙", receiver="乙")])
    settings = [Setting("orders.negative-total", "关闭"), Setting("orders.paid-over-total", "提示")]
    switched = settled(PARAMETERS, [rule.code for rule in RULES], settings, on=NOW.date())

    outcome = check_orders(Inputs(given.tables, switched, NOW, Lang.ZH))

    assert outcome.findings.select("code", "severity").rows() == [("orders.paid-over-total", "hint")]


def test_rows_with_findings_are_counted_by_severity() -> None:
    outcome = check_orders(
        inputs(orders=[order(total=Decimal(-1), paid=Decimal(-1)), shipped(order_no="T2", tracking_no=None, receiver="乙")])
    )

    assert {name: outcome.summary[name] for name in ("error_rows", "warning_rows", "hint_rows")} == {
        "error_rows": 1,
        "warning_rows": 1,
        "hint_rows": 0,
    }


def test_every_figure_has_a_name_for_people() -> None:
    assert list(check_orders(inputs(orders=[order()])).summary) == list(SUMMARY)


def test_an_order_counts_once_and_a_row_without_number_is_an_order_of_its_own() -> None:
    rows = [
        order(**seventy()),
        second(total=None, paid=None, paid_at=None),
        order(order_no=None, refund=Decimal(5)),
        order(order_no=None, paid=None, paid_at=None),
    ]

    assert summarise(frame(ORDERS, rows)) == {
        "orders": 3,
        "lines": 4,
        "paid_orders": 2,
        "unpaid_orders": 1,
        "total": Decimal("170.00"),
        "paid": Decimal("120.00"),
        "refunds": 1,
        "refund_total": Decimal("5.00"),
    }


def test_an_empty_sheet_has_figures_of_nothing() -> None:
    outcome = check_orders(inputs(orders=[]))

    assert outcome.findings.is_empty()
    assert summarise(frame(ORDERS, [])) == dict.fromkeys(
        ("orders", "lines", "paid_orders", "unpaid_orders", "total", "paid", "refunds", "refund_total"), 0
    )


def test_a_sheet_that_is_not_there_is_not_marked() -> None:
    given = inputs(orders=[order()])

    assert check_orders(Inputs({"orders": given.tables["orders"]}, given.parameters, NOW, Lang.ZH)).marks == ("orders",)


def test_the_sentence_names_values_and_limits_in_the_language_asked_for() -> None:
    given = inputs(orders=[order(created_at=dt.datetime(2026, 3, 7), paid_at=dt.datetime(2026, 3, 7, 9, 30))], lang=Lang.EN)

    assert check_orders(given).findings["message"].to_list() == [
        "Paid on 2026-03-07 09:30 and not shipped after 48 hours: ship now or call the buyer"
    ]


def test_a_figure_without_its_column_is_unknown_and_not_nothing() -> None:
    given = inputs(orders=[])
    short = table(ORDERS, [order()], fields=["order_no", "receiver", "phone", "refund"])

    summary = check_orders(Inputs({"orders": short}, given.parameters, NOW, Lang.ZH)).summary

    assert (summary["orders"], summary["refunds"]) == (1, 0)
    assert (summary["paid"], summary["paid_orders"], summary["unpaid_orders"], summary["total"]) == (None, None, None, None)
