import datetime as dt
from dataclasses import replace

import pytest

from shopbook.books.stock.counts.planning import month_of, months_before, plan_counts
from shopbook.books.stock.counts.sheets import COUNT_PLANS
from shopbook.labels import Lang
from shopbook.run.marking import marks
from shopbook.sheet.books import Inputs
from tests.books.stock.builders import after, inputs, movement
from tests.books.stock.count_builders import MAY, appended, plan, said, shop
from tests.books.tables import Cell, records, table, written

JUNE_10 = dt.datetime(2026, 6, 10, 12, 0)


def on(moment: dt.datetime, given: Inputs) -> Inputs:
    return replace(given, now=moment)


def test_every_month_since_the_first_entry_gets_a_count_and_this_month_a_spot_count() -> None:
    outcome = plan_counts(shop(plans=[], posted_at=MAY))
    assert records(appended(outcome, "count_plans"), "plan_no", "kind", "period", "due_on", "scope", "state", "overdue_days") == [
        ("PD-2026-05-M", "monthly", "2026-05", dt.date(2026, 5, 31), "all", "planned", 10),
        ("PD-2026-06-M", "monthly", "2026-06", dt.date(2026, 6, 30), "all", "planned", None),
        ("PD-2026-06-S1", "spot", "2026-06", dt.date(2026, 6, 30), "sample", "planned", None),
    ]
    assert outcome.summary == {"plans_new": 3, "plans_open": 3, "plans_overdue": 1, "spot_items": 3}


def test_planning_twice_changes_nothing_the_second_time() -> None:
    given = shop(plans=[], posted_at=MAY)
    second = plan_counts(after(given, plan_counts(given)))
    assert second.changes == ()
    assert second.summary["plans_overdue"] == 1


@pytest.mark.parametrize("lang", list(Lang))
def test_a_plan_that_is_listed_late_is_marked_at_once_as_the_next_run_would(lang: Lang) -> None:
    given = replace(shop(plans=[], posted_at=MAY), lang=lang)
    given = replace(given, tables={**given.tables, "count_plans": table(COUNT_PLANS, [], lang=lang)})
    first = plan_counts(given)
    second = plan_counts(after(given, first))
    assert first.findings.equals(second.findings)
    found = second.findings.row(0, named=True)
    assert (second.findings.height, found["code"], found["row"], found["cell"]) == (1, "plans.overdue", 2, "J2")
    said = marks(second.findings, COUNT_PLANS.label[lang], lang)
    assert appended(first, "count_plans")["check"].to_list() == [said["mark"][0], None, None]


def test_a_month_without_a_count_stays_overdue_and_says_for_how_long() -> None:
    given = after(shop(plans=[], posted_at=MAY), plan_counts(shop(plans=[], posted_at=MAY)))
    september = on(dt.datetime(2026, 9, 2, 8, 0), given)
    outcome = plan_counts(september)
    assert written(outcome, "count_plans")["overdue_days", 2] == 94
    assert ("plans.overdue", "PD-2026-05-M", "J2") in said(outcome)


def test_a_plan_without_a_day_is_due_at_the_end_of_its_month_and_one_without_a_month_never() -> None:
    may = plan(plan_no="X", period="2026-05", due_on=None)
    assert written(plan_counts(shop(plans=[may, plan(kind="ad_hoc", period="六月", due_on=None)])), "count_plans") == {
        ("overdue_days", 2): 10
    }


def test_a_closed_count_is_not_overdue() -> None:
    done = plan(plan_no="PD-2026-05-M", period="2026-05", due_on=dt.date(2026, 5, 31), state="closed")
    outcome = plan_counts(shop(plans=[done], posted_at=MAY))
    assert outcome.summary["plans_overdue"] == 0
    assert "PD-2026-05-M" not in appended(outcome, "count_plans")["plan_no"]


def test_cancelling_a_months_count_does_not_make_it_counted() -> None:
    gone = plan(plan_no="PD-2026-05-M", period="2026-05", due_on=dt.date(2026, 5, 31), state="cancelled")
    outcome = plan_counts(shop(plans=[gone], posted_at=MAY))
    assert written(outcome, "count_plans")["overdue_days", 2] == 10
    assert ("plans.cancelled-month", "PD-2026-05-M", "J2") in said(outcome)


@pytest.mark.parametrize("kind", ["spot", "ad_hoc"])
def test_a_cancelled_spot_or_ad_hoc_count_is_not_overdue(kind: str) -> None:
    gone = plan(kind=kind, due_on=dt.date(2026, 5, 31), state="cancelled")
    assert written(plan_counts(shop(plans=[gone], posted_at=MAY)), "count_plans") == {}


@pytest.mark.parametrize(("replaces", "kinds"), [("是", ["year_end"]), ("否", ["monthly", "year_end"])])
def test_the_year_end_count_takes_decembers_place_unless_the_shop_wants_both(replaces: str, kinds: list[str]) -> None:
    december = dt.datetime(2026, 12, 30, 8, 0)
    given = on(december, inputs(now=december, settings={"year_end_replaces": replaces, "spots_a_month": "0", "count_months_back": "0"}))
    assert appended(plan_counts(given), "count_plans")["kind"].to_list() == kinds


def test_months_longer_ago_than_the_shop_looks_back_are_not_listed() -> None:
    settings = {"count_months_back": "2", "spots_a_month": "0"}
    rows = appended(plan_counts(shop(plans=[], posted_at=dt.datetime(2020, 1, 1, 9, 0), settings=settings)), "count_plans")
    assert rows["period"].to_list() == ["2026-04", "2026-05", "2026-06"]


def test_stock_that_came_years_before_the_workbook_is_not_overdue_for_them() -> None:
    old = movement(moved_at=dt.datetime(2022, 3, 1, 9, 0), qty=1, doc_no="RK0", location="L-9")
    outcome = plan_counts(shop(old, plans=[], posted_at=JUNE_10, settings={"spots_a_month": "0"}))
    assert appended(outcome, "count_plans")["period"].to_list() == ["2026-06"]
    assert outcome.summary["plans_overdue"] == 0


def test_without_any_entry_only_this_month_is_to_be_counted() -> None:
    rows = appended(plan_counts(inputs(settings={"spots_a_month": "0"})), "count_plans")
    assert rows["period"].to_list() == ["2026-06"]


def test_a_month_that_somebody_planned_by_hand_is_not_listed_again_however_it_is_written() -> None:
    mine = plan(plan_no="我的盘点", period="2026年6月")
    rows = appended(plan_counts(shop(plans=[mine], posted_at=MAY, settings={"spots_a_month": "0"})), "count_plans")
    assert rows["period"].to_list() == ["2026-05"]


def test_a_number_that_is_taken_gets_another() -> None:
    taken = plan(kind="ad_hoc", period="2026-01")
    rows = appended(plan_counts(shop(plans=[taken], posted_at=MAY, settings={"spots_a_month": "0"})), "count_plans")
    assert rows["plan_no"].to_list() == ["PD-2026-05-M", "PD-2026-06-M-2"]


def test_so_many_spot_counts_a_month_as_the_shop_wants_each_with_a_seed_of_its_own() -> None:
    rows = appended(plan_counts(shop(settings={"spots_a_month": "2"})), "count_plans")
    spots = rows.filter(rows["kind"] == "spot")
    assert records(spots, "plan_no", "seed") == [("PD-2026-06-S1", "2026-06/1/3"), ("PD-2026-06-S2", "2026-06/2/3")]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"period": "六月"}, "plans.bad-month"),
        ({"scope": "places", "scope_list": None}, "plans.no-scope"),
        ({"leader": None}, "plans.nobody-in-charge"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(cells: dict[str, Cell], code: str) -> None:
    assert code in {found for found, _, _ in said(plan_counts(shop(plans=[plan(**cells)])))}


def test_two_plans_of_one_number_are_reported_on_both() -> None:
    found = [each for each in said(plan_counts(shop(plans=[plan(), plan(kind="ad_hoc")]))) if each[0] == "plans.doubled"]
    assert found == [("plans.doubled", "PD-2026-06-M", "B2"), ("plans.doubled", "PD-2026-06-M", "B3")]


@pytest.mark.parametrize("text", ["2026-06", "2026-6", "2026年6月", " 2026/06 ", "2026.06"])
def test_a_month_is_understood_in_the_usual_spellings(text: str) -> None:
    assert month_of(text) == (2026, 6)


@pytest.mark.parametrize("text", [None, "", "六月", "2026-13", "2026"])
def test_what_is_no_month_is_none(text: str | None) -> None:
    assert month_of(text) is None


def test_months_are_counted_back_over_the_turn_of_the_year() -> None:
    assert months_before((2026, 2), 4) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]
