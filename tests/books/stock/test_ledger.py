import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.stock.ledger.auditing import LEDGER_RULES, audited, fingerprint
from shopbook.books.stock.ledger.ledger import as_of, balances, half_up, on_hand, posted
from shopbook.books.stock.ledger.sheets import LEDGER
from tests.books.stock.builders import movement, movements
from tests.books.tables import records, table

AT = dt.datetime(2026, 6, 10, 12, 0)
D = Decimal


def entered(*rows: dict[str, object], ledger: pl.DataFrame | None = None) -> pl.DataFrame:
    """The ledger with movements posted at its end."""
    before = LEDGER.empty().drop("_row") if ledger is None else ledger
    return pl.concat([before, posted(before, movements(*rows), posted_at=AT)])


def sold(qty: int, **values: object) -> dict[str, object]:
    return movement(**{"kind": "sale", "qty": -qty, "unit_cost": None, "doc_no": "CK1", **values})


def moved(qty: int, source: str, target: str) -> list[dict[str, object]]:
    """Both legs of a transfer."""
    legs = ((-qty, source), (qty, target))
    return [movement(kind="transfer", doc_no="CK2", qty=part, location=place, unit_cost=None) for part, place in legs]


def test_an_issue_leaves_at_the_moving_average_of_everything_that_came_in() -> None:
    ledger = entered(movement(qty=10, unit_cost=D(2)), movement(qty=30, unit_cost=D(3)), sold(4))
    assert records(ledger, "qty", "unit_cost", "value", "balance", "balance_value", "average_cost") == [
        (10, D("2.0000"), D("20.00"), 10, D("20.00"), D("2.0000")),
        (30, D("3.0000"), D("90.00"), 40, D("110.00"), D("2.7500")),
        (-4, D("2.7500"), D("-11.00"), 36, D("99.00"), D("2.7500")),
    ]


def test_the_last_piece_takes_the_rest_of_the_value_along_and_leaves_the_average_behind() -> None:
    """Three at 3.3333 are 10.00; one goes for 3.33, the last two for 6.67, and one that comes back is worth what they were."""
    ledger = entered(movement(qty=3, unit_cost=D("3.3333")), sold(1), sold(2), movement(kind="return", qty=1, unit_cost=None))
    assert records(ledger, "value", "balance", "balance_value", "average_cost") == [
        (D("10.00"), 3, D("10.00"), D("3.3333")),
        (D("-3.33"), 2, D("6.67"), D("3.3350")),
        (D("-6.67"), 0, D("0.00"), D("3.3350")),
        (D("3.34"), 1, D("3.34"), D("3.3400")),
    ]


def test_no_issue_is_worth_more_than_there_is() -> None:
    """1000 pieces worth 0.15 have an average of 0.0002, rounded up; 999 of them would be worth 0.20."""
    ledger = entered(movement(qty=750, unit_cost=D("0.0002")), movement(qty=250, unit_cost=D(0)), sold(999))
    assert records(ledger, "value", "balance_value")[-1] == (D("-0.15"), D("0.00"))
    assert wrong_rules(ledger) == []


def test_a_transfer_changes_neither_balance_nor_value_nor_average() -> None:
    ledger = entered(movement(qty=10, unit_cost=D(2)), *moved(4, "L-1", "L-2"))
    assert records(ledger, "location", "qty", "value", "balance", "balance_value", "average_cost")[1:] == [
        ("L-1", -4, D("0.00"), 10, D("20.00"), D("2.0000")),
        ("L-2", 4, D("0.00"), 10, D("20.00"), D("2.0000")),
    ]
    assert records(balances(ledger), "location", "good", "value") == [("L-1", 6, D("12.00")), ("L-2", 4, D("8.00"))]


def test_a_reversal_is_worth_what_it_undoes_whatever_the_average_is_by_now() -> None:
    ledger = entered(movement(qty=10, unit_cost=D(2)), movement(qty=10, unit_cost=D(4)), movement(kind="reversal", qty=-10, reverses=1))
    assert records(ledger, "value", "balance", "balance_value", "average_cost")[-1] == (D("-20.00"), 10, D("40.00"), D("4.0000"))


def test_a_reversed_transfer_is_worth_nothing_either() -> None:
    ledger = entered(movement(qty=10, unit_cost=D(2)), *moved(10, "L-1", "L-2"))
    back = [movement(kind="reversal", qty=10, reverses=2), movement(kind="reversal", qty=-10, location="L-2", reverses=3)]
    ledger = entered(*back, ledger=ledger)
    assert records(ledger, "value", "balance", "balance_value")[-2:] == [(D("0.00"), 10, D("20.00")), (D("0.00"), 10, D("20.00"))]
    assert records(balances(ledger), "location", "good") == [("L-1", 10), ("L-2", 0)]


def test_entries_are_numbered_on_and_bear_their_month() -> None:
    ledger = entered(movement(moved_at=dt.datetime(2026, 5, 31, 23, 59)))
    ledger = entered(sold(1), ledger=ledger)
    assert records(ledger, "entry_no", "period", "posted_at") == [(1, "2026-05", AT), (2, "2026-06", AT)]


def test_good_and_defective_pieces_and_places_without_a_name_are_told_apart() -> None:
    ledger = entered(movement(qty=5), movement(qty=2, quality="defective"), movement(qty=1, location=None, quality=None))
    assert records(balances(ledger), "location", "good", "defective") == [(None, 1, 0), ("L-1", 5, 2)]
    assert records(on_hand(ledger), "sku", "on_hand", "defective", "value") == [("A-1", 6, 2, D("16.00"))]


def test_the_values_of_an_items_places_add_up_to_its_value_to_the_cent() -> None:
    """10.00 over three places of one piece each."""
    rows = [movement(qty=1, location=place, unit_cost=cost) for place, cost in (("A", D("3.34")), ("B", D("3.33")), ("C", D("3.33")))]
    assert records(balances(entered(*rows)), "location", "value") == [("A", D("3.33")), ("B", D("3.34")), ("C", D("3.33"))]


def test_a_snapshot_is_the_ledger_up_to_an_entry() -> None:
    ledger = entered(movement(qty=10), sold(4))
    assert records(on_hand(as_of(ledger, 1)), "on_hand") == [(10,)]


def test_an_item_of_which_nothing_is_left_keeps_its_last_average() -> None:
    assert records(on_hand(entered(movement(qty=2, unit_cost=D(5)), sold(2))), "on_hand", "unit_cost", "value") == [
        (0, D("5.0000"), D("0.00"))
    ]


@pytest.mark.parametrize(("number", "by", "whole"), [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (0, 3, 0)])
def test_halves_are_rounded_away_from_zero(number: int, by: int, whole: int) -> None:
    assert half_up(number, by) == whole


# ---------------------------------------------------------------- what always holds

QTY = st.integers(1, 50)
STEP = st.one_of(
    st.tuples(st.just("in"), st.sampled_from("AB"), st.sampled_from("XY"), QTY, st.decimals(0, 999, places=4)),
    st.tuples(st.just("out"), st.sampled_from("AB"), st.sampled_from("XY"), QTY, st.none()),
    st.tuples(st.just("move"), st.sampled_from("AB"), st.sampled_from("XY"), QTY, st.none()),
)


def history(steps: list[tuple[str, str, str, int, Decimal | None]]) -> list[dict[str, object]]:
    """Movements that never take more than there is."""
    held: dict[tuple[str, str], int] = {}
    rows: list[dict[str, object]] = []
    for what, sku, place, qty, cost in steps:
        there = held.get((sku, place), 0)
        other = "X" if place == "Y" else "Y"
        if what == "in":
            held[sku, place] = there + qty
            rows.append(movement(sku=sku, location=place, qty=qty, unit_cost=cost))
        elif there >= qty:
            held[sku, place] = there - qty
            if what == "move":
                held[sku, other] = held.get((sku, other), 0) + qty
                rows += [{**leg, "sku": sku} for leg in moved(qty, place, other)]
            else:
                rows.append(sold(qty, sku=sku, location=place))
    return rows


@given(st.lists(STEP, max_size=25))
def test_a_balance_is_what_came_in_less_what_went_out(steps: list[tuple[str, str, str, int, Decimal | None]]) -> None:
    rows = history(steps)
    ledger = entered(*rows)
    expected: dict[tuple[object, object], int] = {}
    for row in rows:
        key = (row["sku"], row["location"])
        expected[key] = expected.get(key, 0) + int(str(row["qty"]))
    assert {(sku, place): qty for sku, place, qty in records(balances(ledger), "sku", "location", "good")} == expected
    for sku, _, value in records(on_hand(ledger), "sku", "on_hand", "value"):
        ours = ledger.filter(pl.col("sku") == sku)
        assert value == sum(ours["value"].to_list(), D(0)) == ours["balance_value"][-1]
        assert ours["balance"][-1] == sum(int(str(row["qty"])) for row in rows if row["sku"] == sku)
        assert balances(ledger).filter(pl.col("sku") == sku)["value"].sum() == value
    assert (ledger["balance"] >= 0).all()
    assert (ledger["balance_value"] >= 0).all()
    assert ledger.filter(pl.col("balance") == 0, pl.col("balance_value") != 0).is_empty()


@given(st.lists(STEP, max_size=25), st.integers(0, 30))
def test_posting_in_two_goes_is_posting_at_once(steps: list[tuple[str, str, str, int, Decimal | None]], cut: int) -> None:
    rows, first = history(steps), len(history(steps[:cut]))  # both ends of a move are posted in one go
    assert entered(*rows[first:], ledger=entered(*rows[:first])).equals(entered(*rows))


@given(st.lists(STEP, max_size=25))
def test_the_ledger_agrees_with_the_check_of_itself_in_any_order_of_rows(steps: list[tuple[str, str, str, int, Decimal | None]]) -> None:
    assert wrong_rules(entered(*history(steps))) == []


def wrong_rules(ledger: pl.DataFrame) -> list[str]:
    """The rules that the ledger's own check says are broken, its rows in another order than they were posted."""
    shuffled = ledger.sample(fraction=1, shuffle=True, seed=1).with_row_index("_row", offset=2).cast({"_row": pl.Int64})
    read = table(LEDGER, ())
    seen = audited(type(read)(shuffled, read.findings, read.grid, read.header, read.columns, read.key, 2 + ledger.height)).frame
    return [
        rule.code
        for rule in LEDGER_RULES
        if isinstance(rule.where, pl.Expr) and seen.select(rule.where.fill_null(value=False)).to_series().any()
    ]


# ---------------------------------------------------------------- fingerprints


def test_a_fingerprint_does_not_depend_on_the_order_of_the_rows() -> None:
    ledger = entered(movement(), sold(1))
    assert fingerprint(ledger) == fingerprint(ledger.reverse())


@pytest.mark.parametrize("field", [name for name in LEDGER.by_field if name != "entry_no"])
def test_a_fingerprint_changes_with_every_field(field: str) -> None:
    ledger = entered(movement(handler="张三", note="急", ref="CG1"))
    blank = ledger.with_columns(pl.lit(None, dtype=ledger.schema[field]).alias(field))
    assert (fingerprint(blank) != fingerprint(ledger)) == (ledger[field][0] is not None)
