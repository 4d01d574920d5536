"""Lists whose rows are rows of a sheet of ours: reports of each day, brought up to date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from shopbook.errors import MisuseError
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Change, Inputs, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW, Choice, Day, Integer, Money, Option, Ratio, Row, Sheet, Text, column
from shopbook.sheet.findings import no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import Header
from shopbook.sheet.importers import Asked, Policy, refused_rows
from shopbook.sheet.list_importing import COUNTS, Lists, list_importer, sheet_lists
from shopbook.sheet.list_profiles import ListProfileError, list_profile
from shopbook.sheet.list_reading import Listing, read_list
from shopbook.sheet.parameters import settled
from shopbook.sheet.recognising import recognise_as
from shopbook.sheet.tables import Table
from tests.books.orders.exports import Value, grid, rows_of

NOW = dt.datetime(2026, 6, 30, 18, 0)
PLACES = (Option("app", Label(zh="手机", en="App")), Option("web", Label(zh="电脑", en="Web")))


class Advert(Row):
    """What a campaign cost on one day, and what it brought."""

    day: Day = column("日期", "Day", key=True)
    plan: Text = column("计划", "Plan", key=True)
    place: Choice | None = column("位置", "Place", options=PLACES)
    shown: Integer | None = column("展现量", "Shown")
    spent: Money | None = column("花费", "Spent")
    rate: Ratio | None = column("点击率", "Rate")
    note: Text | None = column("备注", "Note")


ADVERTS = Sheet("adverts", Label(zh="推广", en="Adverts"), Advert, Label(zh="每天每个计划一行。", en="A row a day and plan."))
FIELDS = {ADVERTS.code: ADVERTS.by_field}
PROFILE = """
name = "adverts"
book = "daily"
platform = { zh = "直通车", en = "Zhitongche" }
title = { zh = "直通车 报表", en = "Campaign report" }
feeds = "adverts"
signs = [["日期", "计划名称", "花费"]]
needs = ["day", "plan"]
[columns]
day = ["日期"]
plan = ["计划名称", "计划id"]
shown = ["展现量"]
rate = ["点击率"]
place = ["渠道"]
[sum]
spent = ["花费", "追加花费"]
[constants]
place = "手机"
[words.place]
PC = "web"
[null_words]
shown = ["未统计"]
"""
LINE: dict[str, Value] = {"日期": "2026-06-29", "计划名称": "夏季", "展现量": "1,200", "花费": "10.50", "点击率": "2.50%"}


def listing(*records: Mapping[str, Value], text: str = PROFILE, lang: Lang = Lang.ZH) -> Listing:
    return read(rows_of(*records), text=text, lang=lang)


def read(sheet: Grid, *, text: str = PROFILE, lang: Lang = Lang.ZH) -> Listing:
    profile = list_profile(text, FIELDS, name="adverts.toml")
    return read_list(sheet, recognise_as(sheet, profile), FIELDS, key=ADVERTS.key, lang=lang)


def lists(mode: str = "upsert") -> Lists:
    profile = list_profile(f'mode = "{mode}"\n{PROFILE}', FIELDS, name="adverts.toml")
    return replace(sheet_lists("shopbook.books.stock", (ADVERTS,)), profiles=lambda: (profile,))


def known(*rows: tuple[str, str, int, str]) -> Inputs:
    """The sheet with these days, plans, figures shown and notes."""
    fields = ("day", "plan", "shown", "note")
    lying = [{ROW: 5 + at, **dict(zip(fields, row, strict=True)), "day": dt.date.fromisoformat(row[0])} for at, row in enumerate(rows)]
    frame = pl.DataFrame(lying, schema=ADVERTS.empty().schema)
    letters = {name: chr(65 + at) for at, name in enumerate(ADVERTS.by_field)}
    header = Header(4, letters, letters, (), {}, {}, {})
    table = Table(frame, no_findings(), grid(["x"]), header, ADVERTS.by_field, ADVERTS.key, 4 + len(rows))
    return Inputs({ADVERTS.code: table}, settled((), (), (), on=NOW.date()), NOW, Lang.ZH)


def taken(records: list[Mapping[str, Value]], inputs: Inputs, mode: str = "upsert") -> tuple[Change, ...]:
    return list_importer(lists(mode)).decide(rows_of(*records), inputs, Asked("a.csv")).outcome.changes


def test_columns_words_constants_and_sums_are_read_as_the_profile_says() -> None:
    frame = listing(LINE, {**LINE, "追加花费": "0.50", "渠道": "PC", "展现量": "未统计"}).table.frame
    day, rate = dt.date(2026, 6, 29), Decimal("0.025")
    assert frame.select("day", "plan", "place", "shown", "spent", "rate", "note").rows() == [
        (day, "夏季", "app", 1200, Decimal("10.50"), rate, None),
        (day, "夏季", "web", None, Decimal("11.00"), rate, None),
    ]


def test_of_two_columns_that_may_name_a_plan_one_is_enough_and_none_is_an_error() -> None:
    found = listing({**LINE, "计划id": "7"}, {**LINE, "计划名称": None, "计划id": "8"}, {**LINE, "计划名称": None, "计划id": None})
    assert found.table.frame["plan"].to_list() == ["夏季", "8", None]
    assert found.table.findings.select("code", "cell").rows() == [("cell.required", "B4")]


def test_a_bad_cell_is_found_where_it_stands_in_the_list() -> None:
    found = listing({**LINE, "日期": "昨天"}, lang=Lang.EN).table.findings
    assert found.select("code", "cell", "field", "column").rows() == [("cell.not-a-date", "A2", "day", "日期")]


def test_formulas_that_reach_outside_are_one_finding_a_column() -> None:
    sheet = replace(
        rows_of(LINE, LINE, LINE), outside={"C3": "VLOOKUP(A3,[1]x!A:B,2,0)", "C10": "VLOOKUP(A10,[1]x!A:B,2,0)", "D2": "[1]x!A1"}
    )
    found = read(sheet).table.findings
    assert found.select("cell", "message").rows() == [
        ("D2", "这一列有 1 个公式引用了别的文件，读的是保存时的值；拿不准就打开那个文件核对"),
        ("C3", "这一列有 2 个公式引用了别的文件，读的是保存时的值；拿不准就打开那个文件核对"),
    ]


def test_known_days_are_brought_up_to_date_new_ones_added_and_a_blank_empties_nothing() -> None:
    records: list[Mapping[str, Value]] = [{**LINE, "日期": "2026-06-28"}, {**LINE, "展现量": None}, {**LINE, "日期": "2026-06-30"}]
    changes = taken(records, known(("2026-06-28", "夏季", 1000, "打字"), ("2026-06-29", "夏季", 900, "")))
    edits = {change.field: (change.rows, change.values) for change in changes if isinstance(change, SetCells)}
    assert edits["shown"] == ((5,), (1200,))
    assert edits["spent"] == ((5, 6), (Decimal("10.50"), Decimal("10.50")))
    assert "note" not in edits
    assert [change.frame["day"].to_list() for change in changes if isinstance(change, AppendRows)] == [[dt.date(2026, 6, 30)]]


def test_of_two_rows_about_the_same_day_the_last_counts() -> None:
    (change,) = taken([LINE, {**LINE, "展现量": "7"}], known())
    assert isinstance(change, AppendRows)
    assert change.frame["shown"].to_list() == [7]


def test_appending_leaves_known_days_alone() -> None:
    assert taken([LINE], known(("2026-06-29", "夏季", 900, "")), "append") == ()


def test_replacing_leaves_nothing_of_what_was_there() -> None:
    (change,) = taken([LINE], known(("2026-06-01", "夏季", 900, "")), "replace")
    assert isinstance(change, ReplaceRows)
    assert change.frame.select("day", "shown").rows() == [(dt.date(2026, 6, 29), 1200)]


def test_what_was_done_is_said_in_figures() -> None:
    outcome = list_importer(lists()).decide(rows_of(LINE), known(("2026-06-29", "夏季", 900, "")), Asked("a.csv")).outcome
    assert dict(outcome.summary) == {"rows": 1, "new_rows": 0, "changed_rows": 1, "known_rows": 0, "refused_rows": 0}
    assert [note.zh for note in outcome.notes] == ["按“直通车 报表”（adverts）读取", "导入结果：更新行 1"]
    assert set(outcome.summary) <= set(COUNTS)


def test_skipping_says_how_many_rows_were_left_out() -> None:
    asked = Asked("a.csv", policy=Policy.SKIP_BAD)
    intake = list_importer(lists()).decide(rows_of(LINE, {**LINE, "日期": "昨天"}), known(), asked)
    assert [note.zh for note in intake.outcome.notes][1:] == ["导入结果：新增行 1", "有错误的 1 行没有导入，改好后可以再次导入"]
    assert intake.refused.titles[-1] == "拒绝原因"


def test_a_sheet_without_the_titles_that_were_recognised_has_no_rows() -> None:
    recognition = recognise_as(rows_of(LINE), list_profile(PROFILE, FIELDS, name="adverts.toml"))
    found = read_list(grid(["甲", "乙"], ["1", "2"]), recognition, FIELDS, key=ADVERTS.key, lang=Lang.ZH)
    assert found.table.frame.is_empty()
    assert "header.not-found" in found.table.findings["code"].to_list()
    rows = refused_rows(found.table, pl.Series([2]), Lang.ZH, otherwise=Label(zh="无", en="none"))
    assert (rows.titles, rows.cells.height) == ((), 0)


WRONG = {
    "no TOML": "name =",
    "no signs": PROFILE.replace("signs", "signes"),
    "no such sheet": PROFILE.replace('feeds = "adverts"', 'feeds = "orders"'),
    "no such field": PROFILE.replace("shown = [", "seen = ["),
    "no such word": PROFILE.replace('PC = "web"', 'PC = "tv"'),
    "no pattern": PROFILE + "[kept]\nday = '('\n",
    "a pattern without a group": PROFILE + "[kept]\nday = '[0-9]+'\n",
    "no such needed field": PROFILE.replace('needs = ["day"', 'needs = ["days"'),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_profile_that_says_what_cannot_be_is_refused_in_words(text: str) -> None:
    with pytest.raises(ListProfileError, match=r"own\.toml") as refused:
        list_profile(text, FIELDS, name="own.toml")
    assert isinstance(refused.value, MisuseError)
    assert refused.value.name == "own.toml"
    assert refused.value.why.zh


def test_a_mode_that_the_book_does_not_have_is_refused_in_words() -> None:
    asked = Asked("a.csv", "own.toml", f'mode = "twice"\n{PROFILE}')
    with pytest.raises(ListProfileError, match="upsert, append, replace"):
        list_importer(lists()).decide(rows_of(LINE), known(), asked)
