import datetime as dt
from decimal import Decimal

import pytest

from shopbook.books.daily.shifts.handing import SHIFT_HANDOVER, shift_handover
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs
from tests.books.daily.rollup_builders import after, codes, inputs
from tests.books.orders.builders import order, unpaid_order
from tests.books.tables import Cells, records

DAY = dt.date(2026, 3, 10)
NOW = dt.datetime(2026, 3, 10, 16, 20)
"""Within the overlap of early and late shift."""

ORDERS: list[Cells] = [
    unpaid_order(order_no="U1", total=Decimal("50.00")),
    order(order_no="R1", refund_status="pending", refund=Decimal("20.00")),
    order(order_no="P1", status="shipped", shipped_at=dt.datetime(2026, 3, 1, 9), courier="顺丰速运", tracking_no="SF1234567890123"),
    order(order_no="P2", status="shipped", shipped_at=dt.datetime(2026, 3, 9, 9), courier="顺丰速运", tracking_no="12345"),
    order(order_no="P3", status="shipped", shipped_at=dt.datetime(2026, 3, 9, 9), courier="顺丰速运", tracking_no="SF1234567890124"),
    order(order_no="D1", status="done", shipped_at=dt.datetime(2026, 3, 1, 9)),
]
REVIEWS: list[Cells] = [{"order_no": "M1", "reason": "买家有留言"}, {"order_no": "M2", "reason": "有卖家备注", "decision": "pass"}]
SHORTAGES: list[Cells] = [
    {"order_no": "S1", "sku": "A-1", "title": "保温杯", "needed": 3, "available": 1},
    {"order_no": "S2", "sku": "A-1", "title": "保温杯", "needed": 3, "available": 1, "outcome": "wait"},
]


def desk(shifts: list[Cells] | None = None, items: list[Cells] | None = None, now: dt.datetime = NOW, lang: Lang = Lang.ZH) -> Inputs:
    return inputs(SHIFT_HANDOVER, now=now, lang=lang, shifts=shifts, shift_items=items, orders=ORDERS, reviews=REVIEWS, shortages=SHORTAGES)


def accepted(given: Inputs, *, but: str = "", owner: str | None = "小王") -> list[Cells]:
    rows = given.frame("shift_items").drop("_row", "check").rows(named=True)
    return [{**row, "owner": owner, "accepted": True} if row["ref"] != but else row for row in rows]


def listed() -> Inputs:
    return after(given := desk(), shift_handover(given))


def test_every_open_case_has_one_line_and_what_is_settled_has_none() -> None:
    assert records(listed().frame("shift_items"), "day", "kind", "ref", "what", "state") == [
        (DAY, "unpaid", "U1", "应付 50.00 元，还没有付款", "open"),
        (DAY, "shortage", "S1", "保温杯：要 3 件，可用 1 件，还没有联系结果", "open"),
        (DAY, "message", "M1", "买家有留言", "open"),
        (DAY, "refund", "R1", "退款处理中：20.00 元", "open"),
        (DAY, "parcel", "P1", "发货 9 天还没有收货，快递单号 SF1234567890123", "open"),
        (DAY, "parcel", "P2", "快递单号 12345 不像是顺丰速运的", "open"),
    ]


def test_a_shift_with_nothing_accepted_is_open() -> None:
    assert records(listed().frame("shifts"), "day", "items", "open_items", "state", "handed_at") == [(DAY, 6, 6, "open", None)]


def test_an_accepted_line_is_not_listed_again_for_the_same_shift() -> None:
    given = desk(items=accepted(listed()))
    again = after(given, shift_handover(given)).frame("shift_items")
    assert again["ref"].to_list() == ["U1", "S1", "M1", "R1", "P1", "P2"]
    assert set(again["state"]) == {"accepted"}


def test_the_next_day_lists_what_is_still_open_again() -> None:
    given = desk(items=accepted(listed()), now=NOW + dt.timedelta(days=1))
    rows = after(given, shift_handover(given)).frame("shift_items")
    assert rows.height == 12
    assert rows["day"].to_list()[6:] == [DAY + dt.timedelta(days=1)] * 6


def test_both_signatures_and_every_line_accepted_enter_the_time() -> None:
    given = desk([{"day": DAY, "handed_by": "小李", "taken_by": "小王"}], accepted(listed()))
    outcome = shift_handover(given)
    done = after(given, outcome)
    assert records(done.frame("shifts"), "items", "open_items", "state", "handed_at") == [(6, 0, "signed", NOW)]
    assert codes(outcome) == []
    assert outcome.notes[0].zh == "2026-03-10 已交接：6 条事项都有人接手，小李 交给 小王。"
    assert shift_handover(done).changes == ()


def test_a_line_that_nobody_accepted_stops_the_hand_over() -> None:
    given = desk([{"day": DAY, "handed_by": "小李", "taken_by": "小王"}], accepted(listed(), but="R1"))
    outcome = shift_handover(given)
    assert codes(outcome) == [("shifts.items-open", 2)]
    assert after(given, outcome).frame("shifts")["state"].to_list() == ["open"]


def test_a_tick_without_a_next_owner_does_not_count() -> None:
    outcome = shift_handover(desk(items=accepted(listed(), owner=None)))
    assert set(codes(outcome)) == {("shifts.accepted-by-nobody", row) for row in range(2, 8)}
    assert outcome.summary["shift_open"] == 6


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"handed_by": "小李"}, [("shifts.one-signature", 2)]),
        ({"handed_by": "小李", "taken_by": "小李"}, [("shifts.items-open", 2), ("shifts.same-person", 2)]),
        ({"handed_at": dt.datetime(2026, 3, 10, 17, 10)}, [("shifts.outside-overlap", 2)]),
        ({"handed_at": dt.datetime(2026, 3, 10, 15, 59)}, [("shifts.outside-overlap", 2)]),
        ({"handed_at": dt.datetime(2026, 3, 10, 16, 0)}, []),
        ({"handed_at": dt.datetime(2026, 3, 10, 17, 0)}, []),
    ],
)
def test_signatures_and_times_that_will_not_do_are_reported(cells: Cells, found: list[tuple[str, int]]) -> None:
    assert codes(shift_handover(desk([{"day": DAY, **cells}]))) == found


def test_a_hand_over_signed_at_ten_past_five_is_entered_and_warned_of() -> None:
    late = dt.datetime(2026, 3, 10, 17, 10)
    outcome = shift_handover(desk([{"day": DAY, "handed_by": "小李", "taken_by": "小王"}], accepted(listed()), now=late))
    assert codes(outcome) == [("shifts.outside-overlap", 2)]


def test_what_is_settled_since_needs_no_next_owner() -> None:
    items: list[Cells] = [*accepted(listed()), {"day": DAY, "kind": "refund", "ref": "R9", "what": "退款处理中：5.00 元", "state": "open"}]
    rows = after(given := desk(items=items), shift_handover(given)).frame("shift_items")
    assert records(rows.tail(1), "ref", "state") == [("R9", "solved")]


def test_what_somebody_wrote_by_hand_waits_for_its_next_owner() -> None:
    items: list[Cells] = [{"day": DAY, "kind": "message", "ref": "X1", "note": "答应明天回电话"}]
    rows = after(given := desk(items=items), shift_handover(given)).frame("shift_items")
    assert records(rows.head(1), "ref", "state") == [("X1", "open")]


def test_after_a_signed_hand_over_nothing_more_is_listed_that_day() -> None:
    items = accepted(listed())[:1]
    given = desk([{"day": DAY, "handed_by": "小李", "taken_by": "小王", "state": "signed"}], items)
    assert after(given, shift_handover(given)).frame("shift_items").height == 1


def test_after_midnight_the_late_shift_still_belongs_to_the_day_before() -> None:
    given = desk(now=dt.datetime(2026, 3, 11, 0, 3))
    assert after(given, shift_handover(given)).frame("shifts")["day"].to_list() == [DAY]


def test_without_the_order_workbook_nothing_is_listed_and_that_is_said() -> None:
    outcome = shift_handover(inputs(SHIFT_HANDOVER, now=NOW, shifts=[{"day": DAY}]))
    assert outcome.summary["shift_added"] == 0
    assert outcome.notes[-1].zh.startswith("没有读到订单工作簿")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_second_run_changes_nothing(lang: Lang) -> None:
    given = desk(lang=lang)
    assert shift_handover(after(given, shift_handover(given))).changes == ()
