"""The day's figures as a whole: the board, jumps and their reasons, runs that change nothing."""

import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.daily.figures.day_board import FIGURES
from shopbook.books.daily.figures.day_figures import CHECK_FIGURES, DAY_FIGURES
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.figure_builders import ad, day, inputs, trade, worked
from tests.books.orders.builders import order
from tests.books.tables import Cells


def board(given: Inputs, figure: str) -> dict[str, object]:
    rows = worked(given).frame("board")
    return rows.filter(rows["figure"].str.starts_with(figure)).row(0, named=True)


def codes(given: Inputs) -> list[tuple[str, str, str]]:
    return CHECK_FIGURES.decide(given).findings.select("severity", "code", "cell").rows()


def test_the_board_sets_the_newest_day_beside_the_day_before_the_week_before_and_the_month() -> None:
    given = inputs(trades=[trade(1, paid=50), trade(3, paid=200), trade(9, paid=250), trade(10, paid=300)])
    paid = board(given, "支付金额")
    assert (paid["today"], paid["yesterday"], paid["last_week"], paid["month"]) == (300, 250, 200, 800)
    assert (paid["change"], paid["week_change"]) == (Decimal("0.2"), Decimal("0.5"))
    assert (paid["day"], paid["jump"], paid["target"]) == (day(10), None, None)


def test_the_target_of_the_month_stands_beside_the_month_to_date() -> None:
    targets: list[Cells] = [
        {"period": "2026-03", "department": "一部", "target": 7},
        {"period": "2026-03", "target": 1000},
        {"period": "2026-02", "target": 9},
    ]
    days = [trade(9, paid=250), trade(10, paid=300)]
    aimed = inputs(trades=days, targets=targets)
    row = board(aimed, "支付金额")
    assert (row["target"], row["month"], row["reached"]) == (1000, 550, Decimal("0.55"))
    assert board(aimed, "访客数")["target"] is None
    assert board(inputs(trades=days, targets=[{"period": "2026-03"}]), "支付金额")["target"] is None


def test_the_month_begins_with_its_first_day() -> None:
    before = trade(9, paid=999) | {"day": dt.date(2026, 2, 28)}
    assert board(inputs(trades=[before, trade(10, paid=300)]), "支付金额")["month"] == 300


def test_ratios_of_the_month_are_of_sums_and_not_averaged() -> None:
    # 1 of 10 and 9 of 990: the mean of 10 % and 0.91 % would be 5.45 %, the sums say 10 of 1,000.
    given = inputs(trades=[trade(9, visitors=10, buyers=1), trade(10, visitors=990, buyers=9)])
    assert board(given, "转化率")["month"] == Decimal("1.00")


def test_the_three_ratios_of_advertising_have_their_own_names() -> None:
    given = inputs(marketing=[ad(9, spend=100, sales=200), ad(10, spend=300, sales=1000)])
    assert board(given, "投产比")["month"] == Decimal("3.00")
    assert board(given, "费用率")["month"] == Decimal("33.33")
    assert board(given, "净ROI")["month"] == Decimal("200.00")


def test_a_day_without_visitors_does_not_spoil_the_conversion_of_the_month() -> None:
    given = inputs(trades=[trade(9, visitors=None, buyers=50), trade(10, visitors=100, buyers=5)])
    assert board(given, "转化率")["month"] == Decimal("5.00")


def test_what_is_not_known_is_blank_and_not_zero() -> None:
    row = board(inputs(trades=[trade()]), "推广花费")
    assert (row["today"], row["month"], row["change"]) == (None, None, None)


def test_spend_that_nobody_knows_is_said_as_unknown() -> None:
    done = DAY_FIGURES.decide(inputs(trades=[trade()]))
    assert (done.summary["day_paid"], done.summary["day_spend"]) == (300, None)
    assert "推广花费 — 元" in done.notes[0].zh


def test_the_board_always_has_the_same_figures() -> None:
    assert worked(inputs(trades=[trade()])).frame("board")["figure"].to_list() == [figure.label.zh for figure in FIGURES]
    assert worked(inputs()).frame("board").is_empty()


def test_a_day_after_today_is_not_the_newest() -> None:
    assert board(inputs(trades=[trade(10), trade(11, paid=1)]), "支付金额")["today"] == 300


def test_a_jump_is_asked_about_until_there_is_a_reason_and_the_reason_is_on_the_board() -> None:
    rows = [trade(9, paid=1000), trade(10, paid=550, buyers=5, visitors=100)]
    asked = worked(inputs(trades=rows))
    assert asked.frame("trades")["jump"].to_list() == [None, "支付金额降45%"]
    assert ("warning", "trade.jump-unexplained", "L3") in codes(asked)
    given = worked(inputs(trades=[rows[0], rows[1] | {"reason": "活动结束"}]))
    assert codes(given) == []
    assert board(given, "支付金额")["reason"] == "活动结束"


def test_exactly_the_share_is_no_jump_and_the_shop_may_choose_another() -> None:
    rows = [trade(9, paid=1000), trade(10, paid=700)]
    assert worked(inputs(trades=rows)).frame("trades")["jump"].to_list() == [None, None]
    assert worked(inputs(trades=rows, settings={"jump_share": "20%"})).frame("trades")["jump"].to_list() == [None, "支付金额降30%"]


def test_old_jumps_are_shown_and_not_asked_about() -> None:
    rows = [trade(number, paid=1000 if number == 1 else 100) for number in range(1, 11)]
    given = worked(inputs(trades=rows))
    assert given.frame("trades")["jump"][1] == "支付金额降90%"
    assert codes(given) == []
    assert ("warning", "trade.jump-unexplained", "L3") in codes(worked(inputs(trades=rows, settings={"jump_days": "9"})))


def test_a_second_run_changes_nothing_whatever_the_order_of_the_rows() -> None:
    orders = [order(order_no=f"T{number}", paid_at=dt.datetime(2026, 3, number, 9), shop="二店") for number in (8, 9)]
    rows = [trade(10), trade(8), trade(9, conversion_told=Decimal("0.05"))]
    given = inputs(trades=rows, marketing=[ad(9), ad(10, level="plan", name="甲")], item_days=[], orders=orders)
    done = worked(given)
    assert DAY_FIGURES.decide(given).changes
    assert DAY_FIGURES.decide(done).changes == ()
    turned = worked(inputs(trades=rows[::-1], marketing=[ad(10, level="plan", name="甲"), ad(9)], item_days=[], orders=orders[::-1]))
    for sheet in ("board", "customer_days", "ad_checks"):
        assert turned.frame(sheet).rows() == done.frame(sheet).rows()


def test_a_check_says_that_figures_are_older_than_what_was_imported() -> None:
    assert ("warning", "figures.out-of-date", "") in codes(inputs(trades=[trade()]))
    assert codes(worked(inputs(trades=[trade()]))) == []


def test_without_an_order_workbook_what_came_from_it_stays() -> None:
    rows = [trade(order_count=6, order_paid=290)]
    done = DAY_FIGURES.decide(inputs(trades=rows))
    assert "没有读到订单工作簿" in done.notes[1].zh
    assert worked(inputs(trades=rows)).frame("trades").select("order_count", "order_paid", "gap_paid").row(0) == (6, 290, 10)


def test_no_day_at_all_is_said_and_nothing_is_written() -> None:
    done = DAY_FIGURES.decide(inputs(orders=[]))
    assert done.changes == ()
    assert "还没有任何一天" in done.notes[0].zh


@pytest.mark.parametrize("lang", list(Lang))
def test_both_languages_work_it_out_alike(lang: Lang) -> None:
    given = worked(inputs(lang=lang, trades=[trade(9), trade(10, paid=100)], marketing=[ad()], orders=[order()]))
    assert DAY_FIGURES.decide(given).changes == ()
    assert given.frame("trades")["jump"][1] == {Lang.ZH: "支付金额降66.7%", Lang.EN: "Paid down 66.7%"}[lang]
