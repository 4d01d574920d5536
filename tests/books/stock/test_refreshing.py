import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given as for_all
from hypothesis import settings as tried
from hypothesis import strategies as st

from shopbook.books.stock.alerts.refreshing import COMPUTED, refresh_stock
from shopbook.books.stock.alerts.risks import RISK_CHART, ROWS, risks
from shopbook.books.stock.alerts.standing import standing
from shopbook.books.stock.ledger.sheets import ITEMS
from shopbook.labels import Label, Lang
from shopbook.sheet.books import SetCells
from tests.books.orders.builders import NOW
from tests.books.stock.running_low import LONG_AGO, TODAY, after, days_ago, entries, given, item, moved, sheet_rows, sold, stock, waiting
from tests.books.tables import REF_ERROR, Cell, appended, records, replaced, written

TYPED = [column.field for column in ITEMS.columns if not column.notes.computed]


def test_every_computed_column_is_written() -> None:
    """20 came in at 10.00; 15 sold in the last 30 days, 3 of them not sent; 17 available at half a piece a day."""
    workbook = given(items=[item()], ledger=stock(A_1=20), orders=[sold(12, days=40), sold(12, days=3), waiting(3)])
    assert written(refresh_stock(workbook), "items") == {
        ("on_hand", 2): 20,
        ("defective", 2): 0,
        ("reserved", 2): 3,
        ("available", 2): 17,
        ("on_order", 2): 0,
        ("unit_cost", 2): Decimal("10.0000"),
        ("value", 2): Decimal("200.00"),
        ("last_sold", 2): TODAY,
        ("daily_sales", 2): Decimal("0.5"),
        ("days_of_cover", 2): 34,
        ("sold_out_on", 2): dt.date(2026, 4, 13),
        ("abc", 2): "A",
    }


def test_running_again_writes_nothing() -> None:
    places: list[dict[str, Cell]] = [{"location": "A-01", "capacity": 50}]
    ledger = entries(moved(qty=20, location="A-01"), moved("B-1", 5))
    workbook = given(items=[item(), item(sku="C-1")], ledger=ledger, orders=[waiting(3)], locations=places)
    first = refresh_stock(workbook)
    assert {change.sheet for change in first.changes} == {"items", "balances", "locations", "risks"}
    again = refresh_stock(after(workbook, first))
    assert again.changes == ()
    assert {**again.summary, "stock_added": 1} == dict(first.summary)


def test_nothing_that_people_type_is_touched() -> None:
    workbook = given(items=[item(listed_qty="9 ", threshold=3)], ledger=stock(A_1=20), orders=[waiting(3)])
    fields = {change.field for change in refresh_stock(workbook).changes if isinstance(change, SetCells) and change.sheet == "items"}
    assert fields
    assert fields.isdisjoint(TYPED)
    assert set(COMPUTED) | set(TYPED) | {"check"} == set(ITEMS.by_field)


def test_figures_that_no_longer_hold_are_emptied() -> None:
    row = item(on_hand=5, reserved=2, available=3, days_of_cover=9, abc="A")
    emptied = written(refresh_stock(given(items=[row], orders=None)), "items")
    assert emptied == {(name, 2): None for name in ("on_hand", "reserved", "available", "days_of_cover", "abc")} | {("on_order", 2): 0}


def test_items_that_only_the_ledger_has_are_added_and_said() -> None:
    outcome = refresh_stock(given(items=[item()], ledger=stock(C_1=4, A_1=2, B_1=3)))
    assert records(appended(outcome, "items"), "sku", "title", "on_hand", "value") == [
        ("B-1", None, 3, Decimal("30.00")),
        ("C-1", None, 4, Decimal("40.00")),
    ]
    assert records(outcome.findings, "code", "severity", "tab", "key") == [
        ("items.added", "hint", "商品库存", "B-1"),
        ("items.added", "hint", "商品库存", "C-1"),
    ]
    assert "有 2 种商品不在“商品库存”里" in outcome.notes[1].zh


def test_without_an_order_workbook_it_says_what_is_missing() -> None:
    outcome = refresh_stock(given(items=[item()], ledger=stock(A_1=20), orders=None))
    assert "没有读到订单工作簿" in outcome.notes[0].zh
    assert outcome.summary["stock_reserved"] is None
    assert "{" not in outcome.notes[0].zh + outcome.notes[0].en


def test_lines_without_item_or_quantity_are_counted() -> None:
    lines = [waiting(1, sku=None), waiting(1, qty=None, order_no="W2"), waiting(1, order_no="W3")]
    outcome = refresh_stock(given(items=[item()], ledger=stock(A_1=20), orders=lines))
    assert outcome.summary["stock_unclear_lines"] == 2
    assert "有 2 行已付款的商品没有编码或数量" in outcome.notes[-1].zh


def test_a_row_without_an_item_stays_blank() -> None:
    outcome = refresh_stock(given(items=[item(sku=None, title="杯"), item()], ledger=stock(A_1=20)))
    assert {row for _, row in written(outcome, "items")} == {3}


def test_a_cell_that_could_not_be_read_is_told() -> None:
    outcome = refresh_stock(given(items=[item(safety_stock=REF_ERROR)], ledger=stock(A_1=20)))
    assert records(outcome.findings, "code", "column") == [("cell.error-value", "安全库存")]


def test_the_summary_counts_pieces_and_value() -> None:
    ledger = entries(moved(qty=20), moved("B-1", 4, quality="defective"))
    outcome = refresh_stock(given(items=[item(), item(sku="B-1")], ledger=ledger, orders=[waiting(3)]))
    assert outcome.summary == {
        "stock_items": 2,
        "stock_added": 0,
        "stock_pieces": 20,
        "stock_defective": 4,
        "stock_value": Decimal("240.00"),
        "stock_reserved": 3,
        "stock_unclear_lines": 0,
    }


# ---------------------------------------------------------------- balances and locations


def test_balances_are_written_anew_with_the_names_of_the_items() -> None:
    ledger = entries(moved(qty=6, location="A-01"), moved(qty=2, location="B-01", quality="defective"), moved("B-1", 1))
    body = replaced(refresh_stock(given(items=[item()], ledger=ledger)), "balances")
    assert records(body, "sku", "title", "location", "good", "defective", "value", "last_moved") == [
        ("A-1", "保温杯", "A-01", 6, 0, Decimal("60.00"), LONG_AGO),
        ("A-1", "保温杯", "B-01", 0, 2, Decimal("20.00"), LONG_AGO),
        ("B-1", None, None, 1, 0, Decimal("10.00"), LONG_AGO),
    ]


@pytest.mark.parametrize(("capacity", "used"), [(50, Decimal("0.16")), (3, Decimal("2.666667")), (None, None), (0, None)])
def test_a_location_says_what_lies_there_and_how_full_it_is(capacity: int | None, used: Decimal | None) -> None:
    ledger = entries(moved(qty=6, location="A-01"), moved("B-1", 2, location="A-01", quality="defective"), moved("C-1", 9))
    places: list[dict[str, Cell]] = [{"location": "A-01", "capacity": capacity}, {"location": "Z-01", "capacity": capacity}]
    workbook = given(ledger=ledger, locations=places)
    rows = sheet_rows(after(workbook, refresh_stock(workbook)), "locations")
    assert [(row["items"], row["pieces"], row["used"]) for row in rows] == [(2, 8, used), (0, 0, None if used is None else 0)]


def test_an_item_that_has_left_a_location_is_not_counted_there() -> None:
    ledger = entries(moved(qty=6, location="A-01"), moved(qty=-6, location="A-01"))
    outcome = refresh_stock(given(ledger=ledger, locations=[{"location": "A-01"}]))
    assert written(outcome, "locations") == {("items", 2): 0, ("pieces", 2): 0}


# ---------------------------------------------------------------- value at risk


def test_the_value_at_risk_is_told_by_the_time_since_the_last_sale() -> None:
    """30, 90 and 180 days: A sold today, B 30 days ago, C 90, D 180, E never, F is gone, G 29 days ago and half defective.

    A and G make half of the month's sales each, so both are class A.
    """
    ledger = entries(
        *(moved(f"{name}-1", 10) for name in "ABCDE"),
        *(moved("F-1", 2), moved("F-1", -2)),
        *(moved("G-1", 3), moved("G-1", 3, quality="defective")),
    )
    ages = {"A": 0, "B": 30, "C": 90, "D": 180, "G": 29}
    lines = [sold(1, days=days, sku=f"{name}-1", order_no=name) for name, days in ages.items()]
    body = replaced(refresh_stock(given(ledger=ledger, orders=lines)), "risks")
    assert records(body, "part", "items", "pieces", "value", "class_a", "class_b", "class_c", "defective") == [
        ("30 天内", 2, 16, *map(Decimal, ("160.00", "130.00", "0.00", "0.00", "30.00"))),
        ("30–89 天", 1, 10, *map(Decimal, ("100.00", "0.00", "0.00", "100.00", "0.00"))),
        ("90–179 天", 1, 10, *map(Decimal, ("100.00", "0.00", "0.00", "100.00", "0.00"))),
        ("180 天以上", 1, 10, *map(Decimal, ("100.00", "0.00", "0.00", "100.00", "0.00"))),
        ("没有售出记录", 1, 10, *map(Decimal, ("100.00", "0.00", "0.00", "100.00", "0.00"))),
        ("没有良品库存", 1, 0, *map(Decimal, ("0.00",) * 5)),
    ]
    assert body["share"].to_list() == [Decimal("0.285714"), *[Decimal("0.178571")] * 4, Decimal(0)]


def test_the_parts_are_as_many_as_the_chart_draws_even_where_there_is_nothing() -> None:
    body = risks(standing(given()), today=TODAY, slow_days=30, lang=Lang.EN)
    assert body.height == ROWS == RISK_CHART.rows
    assert body["part"].to_list()[:2] == ["within 30 days", "30 to 89 days"]
    assert body["share"].to_list() == [None] * ROWS


@tried(max_examples=30, deadline=None)
@for_all(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 99_999), st.integers(0, 400)), max_size=8))
def test_the_parts_add_up_to_the_whole_stock_to_the_cent(rows: list[tuple[int, int, int, int]]) -> None:
    held: list[dict[str, object]] = [
        {"sku": f"S{n}", "on_hand": good, "defective": bad, "value": Decimal(cents if good + bad else 0) / 100, "days": days}
        for n, (good, bad, cents, days) in enumerate(rows)
    ]
    schema = {"sku": pl.String(), "on_hand": pl.Int64(), "defective": pl.Int64(), "value": pl.Decimal(38, 2), "days": pl.Int64()}
    last = pl.when(pl.col("days") > 0).then(pl.lit(TODAY) - pl.duration(days="days"))
    letter = pl.lit("ABC").str.slice(pl.col("days") % 3, 1)
    stand = pl.DataFrame(held, schema=schema).with_columns(last_sold=last, abc=letter)
    body = risks(stand, today=TODAY, slow_days=30, lang=Lang.ZH)
    whole = Decimal(sum(cents for good, bad, cents, _ in rows if good + bad)) / 100
    assert sum(body["value"].to_list()) == whole
    assert sum(sum(body[name].to_list()) for name in ("class_a", "class_b", "class_c", "defective")) == whole
    assert (body["items"].sum(), body["pieces"].sum()) == (len(held), sum(good + bad for good, bad, _, _ in rows))


def test_titles_of_the_chart_are_in_both_languages() -> None:
    labels: list[Label] = [RISK_CHART.title, RISK_CHART.axis.label]
    assert all(label.zh and label.en for label in labels)


def test_an_empty_workbook_is_updated_without_complaint() -> None:
    outcome = refresh_stock(given())
    assert {change.sheet for change in outcome.changes} == {"risks"}
    assert outcome.findings.is_empty()
    assert refresh_stock(after(given(), outcome)).changes == ()


def test_the_moment_of_the_day_does_not_matter() -> None:
    lines = [sold(2, days=3)]
    morning, evening = (given(items=[item()], ledger=stock(A_1=9), orders=lines, now=NOW.replace(hour=hour, minute=59)) for hour in (0, 23))
    assert standing(morning).equals(standing(evening))
    assert days_ago(0) == NOW
