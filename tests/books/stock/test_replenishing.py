import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from shopbook.books.stock.alerts.parameters import PARAMETERS
from shopbook.books.stock.alerts.replenishing import needed, propose_replenishment
from shopbook.labels import Lang
from shopbook.sheet.books import Outcome
from shopbook.sheet.parameters import settled
from tests.books.orders.builders import NOW
from tests.books.stock.running_low import TODAY, after, days_ago, given, item, sold, stock, waiting
from tests.books.tables import Cell, Cells, appended, records, written

DAY = dt.timedelta(days=1)


def asked(outcome: Outcome, *fields: str) -> list[tuple[object, ...]]:
    rows = appended(outcome, "replenishments")
    return records(rows, *fields) if rows.width else []


def request(**cells: Cell) -> dict[str, Cell]:
    """A request of yesterday for 50 of A-1, in order."""
    return {"request_no": "BH20260309-001", "sku": "A-1", "proposed_qty": 50, "state": "proposed", "proposed_at": days_ago(1), **cells}


def ordered(**cells: Cell) -> dict[str, Cell]:
    """The same, ordered by 王采购 and expected in a week."""
    done: dict[str, Cell] = {"state": "ordered", "handler": "王采购", "ordered_on": TODAY, "expected_on": TODAY + 7 * DAY}
    return request(**{**done, **cells})


def receipt(qty: int, **cells: Cell) -> dict[str, Cell]:
    return {"doc_no": "RK1", "moved_at": NOW, "kind": "purchase", "sku": "A-1", "qty": qty, "ref": "BH20260309-001", **cells}


# ---------------------------------------------------------------- how many


def test_a_request_covers_the_lead_days_and_the_days_to_the_next_request() -> None:
    """60 sold in 30 days is 2 a day; (10 + 7 days) × 2 + 5 to keep − 20 − 0 on order = 19, sold out in 10 days, order today."""
    row = item(lead_days=10, safety_stock=5, supplier="甲厂")
    outcome = propose_replenishment(given(items=[row], ledger=stock(A_1=20), orders=[sold(60, days=29)]))
    assert appended(outcome, "replenishments").drop("check").rows(named=True) == [
        {
            "request_no": "BH20260310-001",
            "sku": "A-1",
            "title": "保温杯",
            "supplier": "甲厂",
            "proposed_qty": 19,
            "qty": None,
            "received": 0,
            "why": "日均 2.00 件 ×（供货 10 天 + 间隔 7 天）+ 安全库存 5 − 可用 20 − 在途 0",
            "order_by": TODAY,
            "need_by": TODAY + 10 * DAY,
            "proposed_at": NOW,
            "state": "proposed",
            "handler": None,
            "ordered_on": None,
            "expected_on": None,
            "shipped_on": None,
            "arrived_on": None,
            "note": None,
        }
    ]


@pytest.mark.parametrize(
    ("cells", "settings", "pieces", "qty"),
    [
        ({}, {}, 28, None),
        ({}, {}, 27, 1),
        ({}, {}, 0, 28),
        ({}, {"min_order": "12"}, 27, 12),
        ({}, {"min_order": "12"}, 28, None),
        ({}, {"review_days": "0"}, 0, 14),
        ({}, {"lead_days": "1", "review_days": "1"}, 0, 4),
        ({"lead_days": 0}, {}, 0, 14),
        ({"safety_stock": 3}, {"safety_stock": "100"}, 0, 31),
        ({}, {"safety_stock": "100"}, 0, 128),
    ],
)
def test_the_quantity_is_what_is_lacking(cells: dict[str, Cell], settings: dict[str, str], pieces: int, qty: int | None) -> None:
    """2 a day × (7 + 7 days) = 28, unless told otherwise."""
    outcome = propose_replenishment(
        given(
            items=[item(**cells)],
            ledger=stock(A_1=pieces) if pieces else [{**stock(A_1=1)[0], "qty": 0}],
            orders=[sold(60, days=29)],
            settings=settings,
        )
    )
    assert asked(outcome, "proposed_qty") == ([] if qty is None else [(qty,)])


def test_parts_of_pieces_are_rounded_up() -> None:
    """1 sold in 30 days: 14 days take 0.47 of a piece, so one."""
    assert asked(
        propose_replenishment(given(items=[item()], ledger=stock(A_1=1), orders=[sold(1, days=29), waiting(1)])), "proposed_qty"
    ) == [(1,)]


def test_what_is_sold_too_much_of_is_asked_for_on_top() -> None:
    """3 sold today and no more before: 3 a day × 14 days = 42, and 1 is missing already."""
    outcome = propose_replenishment(given(items=[item()], ledger=stock(A_1=2), orders=[waiting(3)]))
    assert asked(outcome, "proposed_qty", "order_by", "need_by") == [(43, TODAY - 7 * DAY, TODAY)]


def test_what_nobody_bought_is_asked_for_only_to_keep_the_safety_stock() -> None:
    assert asked(propose_replenishment(given(items=[item()], ledger=stock(A_1=1))), "sku") == []
    outcome = propose_replenishment(given(items=[item(safety_stock=5)], ledger=stock(A_1=1)))
    assert asked(outcome, "proposed_qty", "why", "order_by", "need_by") == [(4, "没有销量；安全库存 5 − 可用 1 − 在途 0", None, None)]


@pytest.mark.parametrize(
    "cells",
    [{"is_listed": "否"}, {"sku": "Z-9"}, {"sku": None}],
)
def test_only_what_is_on_sale_and_known_is_asked_for(cells: dict[str, Cell]) -> None:
    assert asked(propose_replenishment(given(items=[item(**cells)], ledger=stock(A_1=1), orders=[sold(60)])), "sku") == []


def test_without_an_order_workbook_nothing_is_proposed_and_that_is_said() -> None:
    outcome = propose_replenishment(given(items=[item(safety_stock=99)], ledger=stock(A_1=1), orders=None))
    assert outcome.changes == ()
    assert outcome.notes[-1].zh.startswith("没有读到订单工作簿")


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({"decided_by": "李主管"}, False),
        ({}, True),
        ({"decided_by": "李主管", "over_at": NOW}, True),
        ({"decision": "keep", "decided_by": "李"}, True),
    ],
)
def test_what_is_to_go_off_sale_is_not_asked_for(cells: dict[str, Cell], *, is_asked: bool) -> None:
    row: dict[str, Cell] = {"sku": "A-1", "reason": "defective", "decision": "delist", **cells}
    outcome = propose_replenishment(given(items=[item()], ledger=stock(A_1=1), orders=[sold(60)], delistings=[row]))
    assert bool(asked(outcome, "sku")) is is_asked


@for_all(
    sold=st.integers(0, 500),
    days=st.integers(1, 30),
    available=st.integers(-50, 500),
    on_order=st.integers(0, 50),
    safety=st.integers(0, 50),
)
def test_what_is_asked_for_lasts_until_the_next_request_has_come_and_one_piece_less_would_not(
    sold: int, days: int, available: int, on_order: int, safety: int
) -> None:
    each = {"sold": sold, "sold_days": days, "available": available, "on_order": on_order, "lead_days": 7, "safety_stock": safety}
    need = needed(each, settled(PARAMETERS, (), (), on=TODAY))
    there = available + on_order - safety
    if need is None:
        assert there * days >= sold * 14
    else:
        assert (there + need.qty) * days >= sold * 14
        assert (there + need.qty - 1) * days < sold * 14


# ---------------------------------------------------------------- no second request


@pytest.mark.parametrize(
    ("state", "is_asked"), [("proposed", False), ("ordered", False), ("on_the_way", False), ("arrived", True), ("cancelled", True)]
)
def test_an_item_with_an_open_request_is_not_asked_for_again(state: str, *, is_asked: bool) -> None:
    workbook = given(items=[item()], ledger=stock(A_1=1), orders=[sold(60)], replenishments=[request(state=state)])
    assert bool(asked(propose_replenishment(workbook), "sku")) is is_asked


def test_running_again_writes_nothing() -> None:
    lines = [sold(60), sold(30, sku="B-1", order_no="S9")]
    workbook = given(items=[item(), item(sku="B-1")], ledger=stock(A_1=1, B_1=1), orders=lines)
    first = propose_replenishment(workbook)
    assert asked(first, "request_no", "sku") == [("BH20260310-001", "A-1"), ("BH20260310-002", "B-1")]
    again = propose_replenishment(after(workbook, first))
    assert again.changes == ()
    assert (again.summary["requests_new"], again.summary["requests_open"]) == (0, 2)


def test_numbers_go_on_from_the_highest_of_the_day() -> None:
    rows: list[Cells] = [
        request(request_no="BH20260310-041", sku="B-1"),
        request(request_no="BH20260309-500", sku="C-1"),
        request(request_no="自编1", sku="D-1"),
        request(request_no="BH20260310-007", sku="E-1"),
    ]
    outcome = propose_replenishment(given(items=[item()], ledger=stock(A_1=1), orders=[sold(60)], replenishments=rows))
    assert asked(outcome, "request_no") == [("BH20260310-042",)]


def test_the_order_of_the_rows_does_not_matter() -> None:
    names = ("A-1", "B-1", "C-1")
    lines = [sold(30, sku=sku, order_no=sku) for sku in names]
    first = asked(
        propose_replenishment(given(items=[item(sku=sku) for sku in names], ledger=stock(A_1=1, B_1=2, C_1=3), orders=lines)),
        "request_no",
        "sku",
    )
    assert [sku for _, sku in first] == list(names)
    for shuffled in permutations(names):
        items = [item(sku=sku) for sku in shuffled]
        assert (
            asked(propose_replenishment(given(items=items, ledger=stock(A_1=1, B_1=2, C_1=3), orders=lines[::-1])), "request_no", "sku")
            == first
        )


def test_pieces_received_for_a_request_are_written_beside_it() -> None:
    workbook = given(items=[item()], replenishments=[ordered()], receipts=[receipt(20), receipt(10, doc_no="RK2"), receipt(5, ref="别的")])
    outcome = propose_replenishment(workbook)
    assert written(outcome, "replenishments") == {("received", 2): 30}
    assert propose_replenishment(after(workbook, outcome)).changes == ()


def test_the_reasons_speak_the_language_of_the_workbook() -> None:
    outcome = propose_replenishment(given(items=[item()], ledger=stock(A_1=1), orders=[sold(60, days=29)], lang=Lang.EN))
    assert asked(outcome, "why") == [("2.00 a day × (7 days to come + 7 days) + safety stock 0 − available 1 − on order 0",)]


# ---------------------------------------------------------------- states, dates, arrivals


def found(*rows: Cells, receipts: list[Cells] | None = None) -> list[str]:
    outcome = propose_replenishment(given(items=[item(listed_qty=50)], ledger=stock(A_1=500), replenishments=rows, receipts=receipts or []))
    codes: list[str] = outcome.findings["code"].to_list()
    return codes


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ordered(ordered_on=None), "replenishments.ordered-undated"),
        (ordered(state="on_the_way"), "replenishments.sent-undated"),
        (ordered(handler=None), "replenishments.nobody"),
        (ordered(expected_on=None), "replenishments.expected-missing"),
        (ordered(need_by=TODAY + 6 * DAY), "replenishments.expected-too-late"),
        (ordered(ordered_on=TODAY - DAY, expected_on=TODAY - DAY), "replenishments.overdue"),
        (ordered(shipped_on=TODAY), "replenishments.state-behind"),
        (request(ordered_on=TODAY), "replenishments.state-behind"),
        (ordered(state="on_the_way", shipped_on=TODAY, arrived_on=TODAY), "replenishments.state-behind"),
        (ordered(ordered_on=days_ago(2).date()), "replenishments.dates-backwards"),
        (ordered(state="on_the_way", shipped_on=TODAY - DAY), "replenishments.dates-backwards"),
        (ordered(ordered_on=TODAY + DAY), "replenishments.future-date"),
        (request(proposed_at=days_ago(3) - dt.timedelta(minutes=1)), "replenishments.waiting"),
        (request(sku="Z-9"), "replenishments.item-unknown"),
        (request(proposed_qty=None), "replenishments.qty-missing"),
        (ordered(state="arrived", arrived_on=TODAY), "replenishments.not-received"),
        (request(state="cancelled"), "replenishments.cancelled-without-note"),
        (request(state="路上"), "cell.unknown-choice"),
        (request(state=None), "cell.required"),
        (request(request_no=None), "cell.required"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(row: Cells, code: str) -> None:
    assert found(row) == [code]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ordered(state="arrived"), "replenishments.arrived-undated"),
        (ordered(state="arrived", arrived_on=TODAY - DAY), "replenishments.dates-backwards"),
        (ordered(state="arrived", shipped_on=TODAY, arrived_on=TODAY - DAY, ordered_on=TODAY - DAY), "replenishments.dates-backwards"),
    ],
)
def test_what_is_wrong_with_an_arrival_is_said(row: Cells, code: str) -> None:
    assert found(row, receipts=[receipt(50)]) == [code]


@pytest.mark.parametrize(
    "row",
    [
        request(),
        request(proposed_at=days_ago(3)),
        ordered(),
        ordered(expected_on=TODAY),
        ordered(need_by=TODAY + 7 * DAY),
        ordered(state="on_the_way", shipped_on=TODAY),
        request(state="cancelled", note="停产"),
        ordered(state="cancelled", note="停产", expected_on=TODAY - 9 * DAY),
    ],
)
def test_a_request_that_is_in_order_has_no_finding(row: Cells) -> None:
    assert found(row) == []


def test_two_open_requests_for_an_item_are_one_too_many() -> None:
    assert found(request(), request(request_no="BH2")) == ["replenishments.second-open"] * 2
    assert found(request(), request(request_no="BH2", state="cancelled", note="并入上一张")) == []


def test_a_number_that_is_used_twice_is_said_on_both() -> None:
    assert found(request(), request(state="cancelled", note="重复")) == ["replenishments.doubled"] * 2


@pytest.mark.parametrize(
    ("state", "received", "codes"),
    [
        ("arrived", [], ["replenishments.not-received"]),
        ("arrived", [50], []),
        ("arrived", [30, 20], []),
        ("arrived", [30], ["replenishments.part-received"]),
        ("arrived", [60], ["replenishments.over-received"]),
        ("ordered", [30], []),
        ("ordered", [50], ["replenishments.received-but-open"]),
    ],
)
def test_what_arrived_is_compared_with_the_receipts(state: str, received: list[int], codes: list[str]) -> None:
    receipts: list[Cells] = [receipt(qty, doc_no=f"RK{qty}") for qty in received]
    row = ordered(state=state, arrived_on=TODAY if state == "arrived" else None)
    assert found(row, receipts=receipts) == codes


def test_the_sentence_about_a_part_names_both_quantities() -> None:
    row = ordered(state="arrived", arrived_on=TODAY, qty=80)
    outcome = propose_replenishment(given(items=[item()], replenishments=[row], receipts=[receipt(30)]))
    assert outcome.findings["message"].to_list() == ["订了 80 件，只入库 30 件；还会来的把状态改回“在途”，不来了在备注里写明"]


def test_the_summary_counts_open_overdue_and_waiting_requests() -> None:
    rows = [
        request(proposed_at=days_ago(9)),
        ordered(request_no="BH2", sku="B-1", expected_on=TODAY - DAY),
        ordered(request_no="BH3", sku="C-1", state="cancelled"),
    ]
    outcome = propose_replenishment(
        given(items=[item(), item(sku="D-1")], ledger=stock(D_1=1), orders=[sold(60, sku="D-1")], replenishments=rows)
    )
    assert outcome.summary == {"requests_new": 1, "requests_open": 3, "requests_overdue": 1, "requests_waiting": 1}
    assert "新提出补货 1 条" in outcome.notes[0].zh


def test_a_workbook_without_the_sheet_of_receipts_is_still_served() -> None:
    outcome = propose_replenishment(given())
    assert outcome.changes == ()
    assert outcome.findings.is_empty()
