import datetime as dt
import random
from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.orders.allocation.serving import ANYWHERE, ENDLESS, Ask, Lack, Manner, Share, Want, share_out

MORNING = dt.datetime(2026, 3, 10, 8, 0)
WHOLE = (Manner.SKIP, Manner.QUEUE)


def ask(order_no: str, *wants: Want, minute: int | None = 0) -> Ask:
    return Ask(None if minute is None else MORNING + dt.timedelta(minutes=minute), order_no, wants)


def given_to(shares: list[Share]) -> dict[int, tuple[int, str | None]]:
    return {share.line: (share.given, share.place) for share in shares}


def lacks(shares: list[Share]) -> dict[int, Lack | None]:
    return {share.line: share.lack for share in shares}


def test_who_paid_first_is_served_first_whatever_the_order_of_the_rows() -> None:
    late, early = ask("T1", Want(1, "A", 3), minute=9), ask("T2", Want(2, "A", 3), minute=1)
    assert given_to(share_out([late, early], {"A": {"main": 5}}, Manner.SKIP)) == {2: (3, "main"), 1: (0, None)}


def test_who_paid_in_the_same_minute_goes_by_order_number_and_an_unknown_time_comes_last() -> None:
    asks = [ask("T0", Want(0, "A", 1), minute=None), ask("T2", Want(2, "A", 1)), ask("T1", Want(1, "A", 1))]
    assert [share.line for share in share_out(asks, {"A": {"main": 9}}, Manner.SKIP)] == [1, 2, 0]


def test_skip_leaves_the_order_that_is_too_large_and_serves_the_next() -> None:
    asks = [ask("T1", Want(1, "A", 6)), ask("T2", Want(2, "A", 2), minute=1)]
    shares = share_out(asks, {"A": {"main": 5}}, Manner.SKIP)
    assert shares == [Share(1, 0, None, Lack.SHORT, 5), Share(2, 2, "main", None, 2)]


def test_queue_lets_nobody_past_who_wants_the_same_item() -> None:
    asks = [ask("T1", Want(1, "A", 6)), ask("T2", Want(2, "A", 2), minute=1), ask("T3", Want(3, "B", 1), minute=2)]
    shares = share_out(asks, {"A": {"main": 5}, "B": {"main": 1}}, Manner.QUEUE)
    assert shares == [Share(1, 0, None, Lack.SHORT, 5), Share(2, 0, None, Lack.QUEUED, 0), Share(3, 1, "main", None, 1)]


def test_queue_keeps_the_other_items_of_a_waiting_order_for_it() -> None:
    asks = [ask("T1", Want(1, "A", 1), Want(2, "B", 2)), ask("T2", Want(3, "B", 2), minute=1), ask("T3", Want(4, "B", 1), minute=2)]
    shares = share_out(asks, {"A": {"main": 0}, "B": {"main": 3}}, Manner.QUEUE)
    assert lacks(shares) == {1: Lack.SHORT, 2: Lack.RESERVED, 3: Lack.SHORT, 4: Lack.QUEUED}


def test_split_gives_what_there_is() -> None:
    asks = [ask("T1", Want(1, "A", 6), Want(2, "B", 1)), ask("T2", Want(3, "A", 1), minute=1)]
    shares = share_out(asks, {"A": {"main": 5}, "B": {"main": 1}}, Manner.SPLIT)
    assert given_to(shares) == {2: (1, "main"), 1: (5, "main"), 3: (0, None)}
    assert lacks(shares) == {2: None, 1: Lack.SHORT, 3: Lack.SHORT}


def test_split_serves_the_lines_that_can_be_whole_before_it_breaks_one() -> None:
    shares = share_out([ask("T1", Want(1, "A", 5), Want(2, "A", 3))], {"A": {"main": 4}}, Manner.SPLIT)
    assert given_to(shares) == {2: (3, "main"), 1: (1, "main")}


def test_an_order_gets_nothing_when_one_of_its_items_is_missing() -> None:
    shares = share_out([ask("T1", Want(1, "A", 1), Want(2, "B", 1))], {"A": {"main": 1}, "B": {"main": 0}}, Manner.SKIP)
    assert lacks(shares) == {1: Lack.SIBLING, 2: Lack.SHORT}
    assert sum(share.given for share in shares) == 0


def test_one_warehouse_that_has_the_whole_order_is_preferred() -> None:
    stock = {"A": {"east": 5, "west": 5}, "B": {"west": 5}}
    shares = share_out([ask("T1", Want(1, "A", 1), Want(2, "B", 1))], stock, Manner.SKIP)
    assert given_to(shares) == {1: (1, "west"), 2: (1, "west")}


def test_an_order_comes_from_two_warehouses_when_none_has_it_all() -> None:
    stock = {"A": {"east": 1}, "B": {"west": 1}}
    shares = share_out([ask("T1", Want(1, "A", 1), Want(2, "B", 1))], stock, Manner.SKIP)
    assert given_to(shares) == {1: (1, "east"), 2: (1, "west")}


def test_one_line_never_comes_from_two_warehouses() -> None:
    shares = share_out([ask("T1", Want(1, "A", 2))], {"A": {"east": 1, "west": 1}}, Manner.SKIP)
    assert shares == [Share(1, 0, None, Lack.SHORT, 1)]


def test_lines_about_the_same_item_do_not_get_the_same_pieces() -> None:
    wants = (Want(1, "A", 2), Want(2, "A", 3))
    assert lacks(share_out([ask("T1", *wants)], {"A": {"main": 4}}, Manner.SKIP)) == {1: Lack.SHORT, 2: Lack.SIBLING}
    assert given_to(share_out([ask("T1", *wants)], {"A": {"main": 5}}, Manner.SKIP)) == {1: (2, "main"), 2: (3, "main")}


def test_the_warehouse_that_an_order_names_is_kept_to() -> None:
    stock = {"A": {"east": 5, "west": 1}}
    shares = share_out([ask("T1", Want(1, "A", 2, "west"), minute=1), ask("T2", Want(2, "A", 1, "west"))], stock, Manner.SKIP)
    assert shares == [Share(2, 1, "west", None, 1), Share(1, 0, None, Lack.SHORT, 0)]


def test_stock_without_a_warehouse_serves_an_order_that_names_one() -> None:
    assert given_to(share_out([ask("T1", Want(1, "A", 2, "west"))], {"A": {ANYWHERE: 2}}, Manner.SKIP)) == {1: (2, ANYWHERE)}


@pytest.mark.parametrize("manner", list(Manner))
def test_a_supplier_without_a_stated_stock_has_no_end(manner: Manner) -> None:
    asks = [ask(f"T{n}", Want(n, "A", 1000)) for n in range(3)]
    assert {share.given for share in share_out(asks, {"A": {"supplier": ENDLESS}}, manner)} == {1000}


@pytest.mark.parametrize("manner", list(Manner))
def test_an_item_that_nobody_stocks_is_short(manner: Manner) -> None:
    assert share_out([ask("T1", Want(1, "A", 1))], {}, manner) == [Share(1, 0, None, Lack.SHORT, 0)]


PLACES = st.sampled_from(["east", "west", "north"])
STOCK = st.dictionaries(st.sampled_from("ABC"), st.dictionaries(PLACES, st.integers(0, 6), max_size=3), max_size=3)
LINES = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 4), st.one_of(st.just(ANYWHERE), PLACES)), min_size=1, max_size=4)
MINUTES = st.one_of(st.none(), st.integers(0, 5))
QUEUES = st.lists(st.tuples(MINUTES, LINES), max_size=8)
MANNERS = st.sampled_from(Manner)


Queue = list[tuple[int | None, list[tuple[str, int, str]]]]
"""Of each order the minute of its payment, and of its lines item, quantity and warehouse."""


def queue(drawn: Queue) -> list[Ask]:
    numbers = iter(range(1000))
    return [ask(f"T{n:03}", *(Want(next(numbers), *line) for line in lines), minute=minute) for n, (minute, lines) in enumerate(drawn)]


@given(QUEUES, STOCK, MANNERS)
def test_never_more_is_given_than_there_is_and_given_and_left_are_the_stock(
    drawn: Queue, stock: dict[str, dict[str, int]], manner: Manner
) -> None:
    asks = queue(drawn)
    skus = {want.line: want.sku for each in asks for want in each.wants}
    given_out: Counter[tuple[str, str]] = Counter()
    for share in share_out(asks, stock, manner):
        assert share.given >= 0
        if share.place is not None:
            given_out[skus[share.line], share.place] += share.given
    left = {(sku, place): qty - given_out[sku, place] for sku, places in stock.items() for place, qty in places.items()}
    assert min(left.values(), default=0) >= 0
    assert sum(given_out.values()) + sum(left.values()) == sum(qty for places in stock.values() for qty in places.values())


@given(QUEUES, STOCK, st.sampled_from(WHOLE))
def test_an_order_is_whole_or_nothing_unless_splitting_is_allowed(drawn: Queue, stock: dict[str, dict[str, int]], manner: Manner) -> None:
    asks = queue(drawn)
    shares = {share.line: share.given for share in share_out(asks, stock, manner)}
    for each in asks:
        got = [shares[want.line] for want in each.wants]
        assert got in ([want.qty for want in each.wants], [0] * len(got))


@given(QUEUES, STOCK, MANNERS)
def test_nobody_is_worse_off_because_of_somebody_who_paid_later(drawn: Queue, stock: dict[str, dict[str, int]], manner: Manner) -> None:
    asks = sorted(queue(drawn), key=lambda each: each.turn)
    everybody = share_out(asks, stock, manner)
    for count in range(len(asks)):
        assert share_out(asks[:count], stock, manner) == everybody[: sum(len(each.wants) for each in asks[:count])]


@given(QUEUES, STOCK, MANNERS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(drawn: Queue, stock: dict[str, dict[str, int]], manner: Manner, dice: random.Random) -> None:
    asks = queue(drawn)
    shuffled = [Ask(each.paid_at, each.order_no, tuple(dice.sample(each.wants, len(each.wants)))) for each in asks]
    dice.shuffle(shuffled)
    assert share_out(shuffled, stock, manner) == share_out(asks, stock, manner)


@given(QUEUES, STOCK, MANNERS)
def test_every_line_gets_an_answer_and_a_reason_exactly_if_it_lacks_something(
    drawn: Queue, stock: dict[str, dict[str, int]], manner: Manner
) -> None:
    asks = queue(drawn)
    wanted = {want.line: want.qty for each in asks for want in each.wants}
    shares = share_out(asks, stock, manner)
    assert sorted(share.line for share in shares) == sorted(wanted)
    assert all((share.lack is None) == (share.given == wanted[share.line]) for share in shares)


@given(QUEUES, STOCK)
def test_in_a_strict_queue_nobody_gets_an_item_that_somebody_before_lacks(drawn: Queue, stock: dict[str, dict[str, int]]) -> None:
    asks = queue(drawn)
    skus = {want.line: want.sku for each in asks for want in each.wants}
    orders = {want.line: each.order_no for each in asks for want in each.wants}
    waited_for: set[str] = set()
    for _, group in groupby(share_out(asks, stock, Manner.QUEUE), key=lambda share: orders[share.line]):
        shares = list(group)
        assert not waited_for & {skus[share.line] for share in shares if share.given}
        waited_for |= {skus[share.line] for share in shares if share.lack is Lack.SHORT}
