from shopbook.books.orders.marks import CLEAR_MARKS
from tests.books.orders.builders import inputs, order


def test_clearing_marks_replaces_all_findings_by_none_and_touches_no_data() -> None:
    given = inputs(orders=[order(check="[数量] 应为整数"), order(order_no="T2")])
    outcome = CLEAR_MARKS.decide(given)
    assert outcome.findings.is_empty()
    assert outcome.changes == ()
    assert set(outcome.marks) == {"orders", "products", "reviews", "allocation", "shortages", "unpaid"}
    assert outcome.summary == {"cleared_rows": 1}
