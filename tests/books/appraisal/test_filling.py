import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from shopbook.books.appraisal.measures.filling import fill_measures
from shopbook.books.appraisal.measures.tallies import quotient
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.grid import CellType
from tests.books.appraisal.measured import NOW, after, filled, inputs, line, sold, with_lines
from tests.books.tables import Cell, Cells, Raw, records, written

LINES = "orders.orders"
ONE_OF_FOUR_WRONG: Sequence[Cells] = (sold("T1"), sold("T2"), sold("T3"), sold("T4", phone="1380013"))


def shop(*lines: Cells, now: dt.datetime = NOW, lang: Lang = Lang.ZH, **sheets: Sequence[Cells]) -> Inputs:
    """Four orders of June, one with an error, beside these indicators."""
    return inputs(now=now, lang=lang, sheets={LINES: ONE_OF_FOUR_WRONG, **sheets, "card_lines": lines})


def accuracy(**cells: Cell) -> dict[str, Cell]:
    return line("订单处理准确率", **cells)


def typed_over(given: Inputs, **cells: Cell) -> Inputs:
    """The workbook after somebody typed into its only indicator."""
    row = given.frame("card_lines").drop("_row").row(0, named=True)
    return with_lines(given, [{**row, **cells}])


def codes(outcome: Outcome) -> list[str]:
    return outcome.findings["code"].to_list()


# ---------------------------------------------------------------- what is written


def test_a_measured_indicator_says_what_it_is_made_of_and_where_it_comes_from() -> None:
    row = filled(shop(accuracy(), sources=[{"code": "orders", "path": "../店铺/订单.xlsm"}]))
    assert (row["actual"], row["numerator"], row["denominator"], row["origin"]) == (75, 3, 4, "measured")
    assert row["evidence"] == "订单.xlsm > 订单 > R2、R3、R4、R5，其中有错误的 R5"
    assert row["address"] == "../店铺/订单.xlsm#'订单'!A5"
    assert row["measured_at"] == NOW


def test_the_same_in_english() -> None:
    row = filled(shop(line("Order accuracy"), lang=Lang.EN, sources=[{"code": "orders", "path": "Orders.xlsm"}]))
    assert row["evidence"] == "Orders.xlsm > Orders > R2, R3, R4, R5, with an error: R5"


def test_of_many_rows_the_first_five_are_named_and_the_rest_counted() -> None:
    orders = [sold(f"T{number:02}") for number in range(12)]
    row = filled(inputs(sheets={LINES: orders, "card_lines": [line("销售额")]}))
    assert row["evidence"] == "orders > 订单 > R2、R3、R4、R5、R6…共 12 行"
    assert row["actual"] == 600


@pytest.mark.parametrize("path", [None, "订单"])
def test_where_the_orders_are_in_this_workbook_the_place_names_no_file(path: str | None) -> None:
    row = filled(shop(accuracy(), sources=[{"code": "orders", "path": path}]))
    assert row["address"] == "#'订单'!A5"


def test_a_second_run_writes_nothing_whatever_the_hour() -> None:
    once = after(shop(accuracy()), fill_measures(shop(accuracy())))
    later = Inputs(once.tables, once.parameters, NOW + dt.timedelta(days=3), once.lang)
    assert fill_measures(later).changes == ()


def test_what_changed_in_the_orders_is_measured_again_while_the_month_is_open() -> None:
    once = after(shop(accuracy()), fill_measures(shop(accuracy())))
    mended = inputs(now=NOW + dt.timedelta(days=1), sheets={LINES: ONE_OF_FOUR_WRONG[:3]})
    row = filled(Inputs({**mended.tables, "card_lines": once.tables["card_lines"]}, once.parameters, mended.now, once.lang))
    assert (row["actual"], row["measured_at"]) == (100, NOW + dt.timedelta(days=1))


# ---------------------------------------------------------------- what is left alone


def test_a_typed_actual_stays_and_the_difference_is_a_hint_with_both_figures() -> None:
    given = shop(accuracy(actual=99))
    outcome = fill_measures(given)
    row = after(given, outcome).frame("card_lines").row(0, named=True)
    assert (row["actual"], row["origin"], row["numerator"]) == (99, "typed", 3)
    assert codes(outcome) == ["measures.typed-differs"]
    assert "手填的是 99，取数是 75" in outcome.findings["message"][0]
    assert outcome.findings["severity"][0] == "hint"


def test_a_typed_zero_is_a_figure() -> None:
    row = filled(shop(accuracy(actual=0)))
    assert (row["actual"], row["origin"]) == (0, "typed")


def test_a_typed_actual_that_is_as_measured_stays_typed_without_a_word() -> None:
    given = shop(accuracy(actual=75))
    assert filled(given)["origin"] == "typed"
    assert codes(fill_measures(given)) == []


def test_who_types_over_a_measured_actual_keeps_what_he_typed() -> None:
    once = after(shop(accuracy()), fill_measures(shop(accuracy())))
    row = filled(typed_over(once, actual=Decimal("80.00")))
    assert (row["actual"], row["origin"]) == (80, "typed")


def test_an_actual_that_is_emptied_is_measured_again() -> None:
    given = shop(accuracy(actual=99))
    once = after(given, fill_measures(given))
    row = filled(typed_over(once, actual=None))
    assert (row["actual"], row["origin"]) == (75, "measured")


def test_an_actual_that_cannot_be_read_is_neither_lost_nor_marked() -> None:
    given = shop(accuracy(actual=Raw("九十九", CellType.TEXT)))
    outcome = fill_measures(given)
    assert outcome.changes == ()
    assert codes(outcome) == ["cell.not-a-number"]


def test_figures_without_a_source_are_marked_as_typed_and_unmarked_when_emptied() -> None:
    once = after(shop(line(None, actual=5)), fill_measures(shop(line(None, actual=5))))
    assert once.frame("card_lines")["origin"][0] == "typed"
    assert filled(typed_over(once, actual=None))["origin"] is None


def test_a_rating_is_left_to_people_whatever_its_source_says() -> None:
    given = shop(accuracy(method="rating", origin="rated"))
    assert fill_measures(given).changes == ()


@pytest.mark.parametrize(
    "sheets",
    [
        {"cycles": [{"cycle": "2026-06", "state": "closed"}]},
        {"cycles": [{"cycle": "2026-07", "state": "open"}]},
        {"feedback": [{"cycle": "2026-06", "employee_no": "E01", "confirmed_on": dt.date(2026, 7, 1)}]},
        {"archive": [{"cycle": "2026-06", "employee_no": "E01"}]},
    ],
    ids=["closed month", "month not begun", "confirmed", "archived"],
)
def test_closed_months_and_confirmed_cards_no_longer_move(sheets: Mapping[str, Sequence[Cells]]) -> None:
    lines = [accuracy(), accuracy(code="P2", actual=99)]
    outcome = fill_measures(inputs(sheets={LINES: ONE_OF_FOUR_WRONG, **sheets, "card_lines": lines}))
    assert outcome.changes == ()
    assert codes(outcome) == []


def test_a_talk_that_is_not_confirmed_stops_nothing() -> None:
    talked: Sequence[Cells] = [{"cycle": "2026-06", "employee_no": "E01", "talked_on": dt.date(2026, 7, 1)}]
    assert filled(shop(accuracy(), feedback=talked))["actual"] == 75


# ---------------------------------------------------------------- what is not there


def test_without_the_workbook_what_it_once_said_stays() -> None:
    once = after(shop(accuracy()), fill_measures(shop(accuracy())))
    gone = inputs(sheets={})
    kept = Inputs({**gone.tables, "card_lines": once.tables["card_lines"]}, once.parameters, NOW, once.lang)
    assert fill_measures(kept).changes == ()


def test_without_the_workbook_a_blank_stays_blank() -> None:
    assert fill_measures(inputs(sheets={"card_lines": [accuracy()]})).changes == ()


def test_where_nothing_is_to_be_counted_the_reason_stands_under_evidence_and_is_told() -> None:
    given = inputs(sheets={LINES: [], "card_lines": [accuracy()]})
    outcome = fill_measures(given)
    row = after(given, outcome).frame("card_lines").row(0, named=True)
    assert (row["actual"], row["origin"], row["measured_at"]) == (None, None, None)
    assert row["evidence"] == "当月没有可以算“订单处理准确率”的数据"
    assert codes(outcome) == ["measures.no-figure"]
    assert fill_measures(after(given, outcome)).changes == ()


def test_a_measured_figure_goes_when_its_orders_are_gone() -> None:
    once = after(shop(accuracy()), fill_measures(shop(accuracy())))
    emptied = inputs(sheets={LINES: []})
    row = filled(Inputs({**emptied.tables, "card_lines": once.tables["card_lines"]}, once.parameters, NOW, once.lang))
    assert (row["actual"], row["numerator"], row["origin"]) == (None, None, None)


def test_a_typed_figure_stays_when_there_is_nothing_to_count() -> None:
    row = filled(inputs(sheets={LINES: [], "card_lines": [accuracy(actual=99)]}))
    assert (row["actual"], row["origin"]) == (99, "typed")


def test_a_name_that_no_order_has_is_said_with_the_name() -> None:
    row = filled(shop(line("个人销售额"), employees=[{"employee_no": "E01", "name": "李小龙", "department": "客服部", "post": "客服"}]))
    assert row["evidence"] == "当月没有“李小龙”的数据；订单里用的若是别的名字，请填在员工的“旺旺/客服名”"


def test_a_number_that_nobody_has_is_said() -> None:
    assert filled(shop(line("个人销售额", employee_no="E99")))["evidence"] == "“员工”里没有这个工号"


def test_an_unknown_source_is_said_and_its_figure_typed_by_people() -> None:
    assert codes(fill_measures(shop(line("上架率")))) == ["cell.unknown-choice"]
    assert filled(shop(line("上架率", actual=95)))["origin"] == "typed"


def test_a_month_that_is_not_over_is_told() -> None:
    early = fill_measures(shop(accuracy(), now=dt.datetime(2026, 6, 30, 23)))
    assert any(note.zh.startswith("2026-06 还没有过完") for note in early.notes)
    assert not any("还没有过完" in note.zh for note in fill_measures(shop(accuracy())).notes)


def test_without_an_open_month_the_person_is_told_what_to_do() -> None:
    outcome = fill_measures(inputs(sheets={"cycles": [], "card_lines": [accuracy()], LINES: ONE_OF_FOUR_WRONG}))
    assert [note.zh for note in outcome.notes] == ["没有进行中的月份：先点“开始考核”；已完成的月份不再取数。"]


def test_the_figures_count_measured_typed_blank_and_settled_lines() -> None:
    confirmed: Sequence[Cells] = [{"cycle": "2026-06", "employee_no": "E02", "confirmed_on": dt.date(2026, 7, 1)}]
    rows = (accuracy(), accuracy(code="P2", actual=9), line("毛利率", code="P3"), accuracy(employee_no="E02"))
    assert fill_measures(shop(*rows, feedback=confirmed)).summary == {
        "lines_measured": 1,
        "lines_rewritten": 1,
        "lines_typed": 1,
        "lines_blank": 1,
        "lines_settled": 1,
    }


# ---------------------------------------------------------------- caveats


def test_growth_says_how_many_days_of_each_month_are_known() -> None:
    days: list[Cells] = [{"day": dt.date(2026, month, 1), "shop": "一店", "visitors": 100} for month in (5, 6)]
    given = inputs(sheets={"daily.trades": days, "card_lines": [line("流量增长率")]})
    row = filled(given)
    outcome = fill_measures(given)
    assert codes(outcome) == ["measures.caveat"]
    assert str(outcome.findings["message"][0]).endswith("先看一眼再用：不是每天都有访客数：2026-06 有 1 天，2026-05 有 1 天")
    assert row["evidence"] == "daily > 交易 > R3；daily > 交易 > R2；注意：不是每天都有访客数：2026-06 有 1 天，2026-05 有 1 天"


def test_a_margin_says_how_many_orders_have_no_cost() -> None:
    ledger: list[Cells] = [{"entry_no": 1, "kind": "sale", "ref": "T1", "sku": "A-1", "qty": -1, "value": Decimal("-30.00")}]
    row = filled(inputs(sheets={LINES: [sold("T1"), sold("T2")], "stock.ledger": ledger, "card_lines": [line("毛利率")]}))
    assert (row["actual"], row["evidence"]) == (40, "orders > 订单 > R2；stock > 明细账 > R2；注意：另有 1 单没有出库成本，没有算进去")


def test_new_customers_say_when_there_are_no_earlier_orders_to_compare_with() -> None:
    row = filled(inputs(sheets={LINES: [sold("T1")], "card_lines": [line("新客户数")]}))
    assert str(row["evidence"]).endswith("订单工作簿里没有更早的订单，所有买家都算新客户")


# ---------------------------------------------------------------- always


FOUR_LINES = (accuracy(), accuracy(code="P2", actual=9), line("销售额", code="P3"), line("退款率", code="P4"))


@settings(max_examples=15)
@drawn(st.permutations(ONE_OF_FOUR_WRONG), st.permutations(FOUR_LINES))
def test_the_order_of_rows_does_not_matter(orders: list[Cells], lines: list[Cells]) -> None:
    given = inputs(sheets={LINES: orders, "card_lines": lines})
    rows = after(given, fill_measures(given)).frame("card_lines").sort("code")
    assert records(rows, "code", "actual", "origin", "denominator") == [
        ("P1", 75, "measured", 4),
        ("P2", 9, "typed", 4),
        ("P3", 200, "measured", None),
        ("P4", 0, "measured", 4),
    ]


@drawn(st.integers(-10_000, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_within_half_of_its_last_place(part: int, whole: int) -> None:
    value = quotient(Decimal(part), Decimal(whole), scale=100)
    assert abs(value * whole - Decimal(100) * part) <= Decimal("0.005") * whole


@settings(max_examples=25)
@drawn(st.decimals(0, 200, places=2))
def test_no_typed_figure_is_ever_overwritten(typed: Decimal) -> None:
    given = shop(line("退款率", actual=typed))
    once = after(given, fill_measures(given))
    twice = after(once, fill_measures(once))
    assert twice.frame("card_lines")["actual"].to_list() == [typed]
    assert written(fill_measures(twice), "card_lines") == {}
