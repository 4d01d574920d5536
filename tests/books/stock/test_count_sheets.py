import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest

from shopbook.books.stock.counts.blind_sheets import make_count_sheets
from shopbook.books.stock.counts.form import BLANK_LINES, COUNT_FORM, FOUND_LINES, HEAD, LINES
from shopbook.books.stock.counts.sampling import drawn
from shopbook.build.workbook import build_template
from shopbook.labels import Lang
from shopbook.sheet.books import Paper
from tests.books.forms import forms_of
from tests.books.stock.builders import NOW, after, movement
from tests.books.stock.count_builders import PLAN, SPOT_PLAN, appended, begun, plan, said, shop, spot_plan
from tests.books.tables import Cell, records, written


def listed(paper: Paper) -> list[tuple[object, ...]]:
    return records(paper.rows[LINES.code], "location", "sku")


def test_beginning_a_count_freezes_the_ledgers_last_entry_and_the_time() -> None:
    outcome = make_count_sheets(shop())
    now = written(outcome, "count_plans")
    assert (now["snapshot_no", 2], now["snapshot_at", 2], now["lines", 2]) == (3, NOW, 4)
    assert outcome.summary == {"plans_started": 1, "lines_listed": 4, "sheets_made": 3}


def test_each_area_gets_a_paper_sorted_by_location_and_what_never_came_has_one_too() -> None:
    _, papers = begun(shop())
    assert [(paper.form, paper.name) for paper in papers] == [
        ("count", "PD-2026-06-M-01 一区"),
        ("count", "PD-2026-06-M-02 二区"),
        ("count", "PD-2026-06-M-03 未定库位"),
    ]
    assert [listed(paper) for paper in papers] == [[("L-1", "A-1")], [("L-2", "A-1"), ("L-2", "B-1")], [(None, "C-1")]]


def test_a_location_of_no_area_has_a_paper_of_its_own() -> None:
    _, papers = begun(shop(movement(sku="B-1", location="L-9", qty=1, doc_no="RK9")))
    assert [listed(paper) for paper in papers if "L-9" in paper.name] == [[("L-9", "B-1")]]


def test_a_paper_says_which_sheet_of_which_count_it_is_and_has_room_for_what_nobody_listed() -> None:
    _, papers = begun(shop())
    head = papers[1].rows[HEAD.code]
    assert records(head, "sheet_no", "plan_no", "round", "area", "not_by", "counted_by") == [
        ("PD-2026-06-M-02", PLAN, 1, "二区", None, None)
    ]
    assert papers[1].rows[LINES.code]["sheet_no"].to_list() == ["PD-2026-06-M-02"] * 2
    found = papers[0].rows[FOUND_LINES.code]
    assert found["number"].to_list() == list(range(1, BLANK_LINES + 1))
    assert found["location"].unique().to_list() == ["L-1"]
    assert found["sku"].null_count() == BLANK_LINES


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        (Lang.ZH, "盘点表号 PD-2026-06-M-02　　区域 二区　　盘点计划 PD-2026-06-M　　第 1 轮"),
        (Lang.EN, "Sheet PD-2026-06-M-02    Area 二区    Count PD-2026-06-M    Round 1"),
    ],
)
def test_every_page_of_a_paper_names_its_sheet_area_and_count(lang: Lang, heading: str) -> None:
    papers = forms_of(make_count_sheets(replace(shop(), lang=lang)))
    assert papers[1].heading == heading


def test_an_item_that_is_used_up_is_still_listed_where_it_lay() -> None:
    gone = movement(kind="sale", sku="A-1", location="L-1", qty=-10, unit_cost=None, doc_no="CK1")
    _, papers = begun(shop(gone))
    assert listed(papers[0]) == [("L-1", "A-1")]


def test_defective_pieces_have_a_line_of_their_own_and_only_they_name_their_quality() -> None:
    bad = movement(sku="A-1", location="L-1", qty=2, quality="defective", doc_no="RK4")
    _, papers = begun(shop(bad))
    assert records(papers[0].rows[LINES.code], "sku", "quality") == [("A-1", None), ("A-1", "defective")]


def test_where_only_defective_pieces_lie_nobody_has_to_count_good_ones() -> None:
    bad = movement(sku="C-1", location="L-3", qty=1, quality="defective", doc_no="RK4")
    rows = appended(make_count_sheets(shop(bad)), "counts")
    assert records(rows.filter(rows["sku"] == "C-1"), "location", "quality") == [("L-3", "defective")]


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ({"scope": "places", "scope_list": "二区"}, {("L-2", "A-1"), ("L-2", "B-1")}),
        ({"scope": "places", "scope_list": "l-1，L-3"}, {("L-1", "A-1")}),
        ({"scope": "categories", "scope_list": "杯子"}, {("L-1", "A-1"), ("L-2", "A-1"), (None, "C-1")}),
        ({"scope": "skus", "scope_list": "B-1；c-1"}, {("L-2", "B-1"), (None, "C-1")}),
    ],
)
def test_only_what_is_in_scope_is_listed(cells: dict[str, Cell], lines: set[tuple[str | None, str]]) -> None:
    rows = appended(make_count_sheets(shop(plans=[plan(**cells)])), "counts")
    assert set(rows.select("location", "sku").iter_rows()) == lines


def test_a_sample_lists_what_its_seed_draws() -> None:
    rows = appended(make_count_sheets(shop(plans=[plan(scope="sample", seed="7")], settings={"spot_share_c": "1"})), "counts")
    shares = {"A": Decimal("0.05"), "B": Decimal("0.05"), "C": Decimal(1)}
    assert set(rows["sku"]) == set(drawn([("A-1", "A"), ("B-1", "B"), ("C-1", None)], "7", shares)) == {"A-1", "B-1", "C-1"}


def test_names_that_nobody_knows_are_said_and_a_plan_of_nothing_does_not_begin() -> None:
    outcome = make_count_sheets(shop(plans=[spot_plan(scope_list="A-1、Z-9"), plan(scope="places", scope_list="九区")]))
    assert outcome.summary["plans_started"] == 1
    assert [code for code, _, _ in said(outcome)] == ["plans.unknown-in-scope", "plans.nothing-in-scope", "plans.unknown-in-scope"]
    assert ("snapshot_no", 3) not in written(outcome, "count_plans")


def test_making_the_sheets_twice_freezes_and_lists_once_and_names_the_same_papers() -> None:
    given, papers = begun(shop())
    again = make_count_sheets(after(given, make_count_sheets(given)))
    assert again.changes == ()
    assert [paper.name for paper in again.papers] == [paper.name for paper in papers]


def test_a_plan_that_nobody_has_begun_makes_nothing_and_says_how() -> None:
    outcome = make_count_sheets(shop(plans=[plan(state="planned")]))
    assert (outcome.changes, outcome.papers) == ((), ())
    assert "改成“盘点中”" in outcome.notes[0].zh


def test_the_parameter_begins_a_plan_by_its_number() -> None:
    outcome = make_count_sheets(shop(plans=[plan(state="planned")], settings={"count_plan": PLAN}))
    assert written(outcome, "count_plans")["state", 2] == "counting"
    assert len(outcome.papers) == 3


@pytest.mark.parametrize("state", ["closed", "cancelled", None])
def test_a_number_that_no_open_plan_has_begins_nothing(state: str | None) -> None:
    plans = [plan(state=state)] if state else []
    outcome = make_count_sheets(shop(plans=plans, settings={"count_plan": PLAN}))
    assert outcome.changes == ()
    assert "plans.not-found" in {code for code, _, _ in said(outcome)}


@pytest.mark.parametrize("cells", [{"scope": "随便"}, {"period": "六月"}])
def test_a_plan_that_is_wrong_does_not_begin(cells: dict[str, Cell]) -> None:
    assert make_count_sheets(shop(plans=[plan(**cells)])).changes == ()


def test_two_counts_that_begin_together_have_papers_of_their_own() -> None:
    _, papers = begun(shop(plans=[plan(), spot_plan()]))
    assert [paper.name.split()[0] for paper in papers] == [
        f"{PLAN}-01",
        f"{PLAN}-02",
        f"{PLAN}-03",
        f"{SPOT_PLAN}-01",
        f"{SPOT_PLAN}-02",
    ]


@pytest.mark.parametrize("lang", list(Lang))
def test_the_form_is_locked_but_for_what_is_filled_in_and_has_room_to_sign(lang: Lang) -> None:
    with zipfile.ZipFile(BytesIO(build_template(COUNT_FORM, lang, has_macros=False))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<sheetProtection " in sheet
    assert 'locked="0"' in styles
    assert "盘点人：____" in sheet or "Counted by: ____" in sheet
    assert '<definedName name="_xlnm.Print_Titles"' in _workbook(lang)


def _workbook(lang: Lang) -> str:
    with zipfile.ZipFile(BytesIO(build_template(COUNT_FORM, lang, has_macros=False))) as archive:
        return archive.read("xl/workbook.xml").decode()


def test_no_page_of_the_form_has_a_place_for_what_the_book_says() -> None:
    fields = {column.field for sheet in COUNT_FORM.sheets for column in sheet.columns}
    assert fields.isdisjoint({"book", "on_hand", "good", "qty", "balance", "stock", "difference"})


def test_locations_may_be_missing_altogether() -> None:
    _, papers = begun(shop(locations=[]))
    assert [paper.name for paper in papers] == ["PD-2026-06-M-01 L-1", "PD-2026-06-M-02 L-2", "PD-2026-06-M-03 未定库位"]
