"""What a run tells: as JSON, as a notebook shows it, in sentences."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.labels import Label, Lang
from shopbook.run.report import Report, plain, spoken
from shopbook.sheet.findings import Severity, one_finding
from tests.run import shop

HOSTILE = "<script>alert(1)</script>"


def found(*values: str, severity: Severity = Severity.ERROR) -> pl.DataFrame:
    return pl.concat([one_finding("x", severity, Label(f"说明{value}", value), Lang.ZH, tab="订单", value=value) for value in values])


def test_nothing_from_a_cell_is_markup_in_a_notebook() -> None:
    report = Report("check", f"{HOSTILE}.xlsx", {HOSTILE: HOSTILE}, found(HOSTILE), notes=(Label(HOSTILE, HOSTILE),))

    html = report._repr_html_()

    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 6


def test_a_hostile_item_of_an_export_is_shown_as_it_is_and_escaped(tmp_path: Path) -> None:
    path = shop.export(tmp_path / "a.csv", {"宝贝总数量": HOSTILE})

    report = shopbook.check(path, now=shop.NOW)

    assert HOSTILE in report.findings["value"].to_list()
    assert HOSTILE not in report._repr_html_()


def test_a_notebook_shows_fifty_findings_and_says_how_many_there_are() -> None:
    html = Report("check", "a.xlsx", findings=found(*(str(number) for number in range(51))))._repr_html_()

    assert html.count("<tr>") == 1 + 50
    assert "<p>50 / 51</p>" in html


def test_a_notebook_shows_figures_by_the_name_people_use_and_amounts_with_cents() -> None:
    report = Report("check", "a.xlsx", {"paid": Decimal("1234.5")}, labels={"paid": Label("实付", "Paid")}, lang=Lang.EN)

    assert "<td>Paid</td><td>1,234.50</td>" in report._repr_html_()


def test_the_most_serious_findings_come_first_in_tables_and_in_their_place_in_json() -> None:
    report = Report("check", "a.xlsx", findings=pl.concat([found("a", severity=Severity.HINT), found("b")]))

    assert report.first(50)["value"].to_list() == ["b", "a"]
    assert report.rows["value"].to_list() == ["a", "b"]


def test_missing_columns_are_one_sentence_and_by_rule_in_json() -> None:
    sent, paid = Label("发货时间", "Shipped"), Label("付款时间", "Paid at")
    report = Report("check", "a.xlsx", not_run={"r.one": (sent,), "r.two": (paid, sent)}, lang=Lang.EN)

    assert report.sentences == (
        "The file has none of these columns or sheets, or they are empty, so 2 rules did not run: Paid at, Shipped",
    )
    assert report.as_dict()["not_run"] == {"r.one": ["Shipped"], "r.two": ["Paid at", "Shipped"]}


def test_json_of_thousands_of_findings_is_whole() -> None:
    told = json.loads(Report("check", "a.xlsx", findings=found(*(str(number) for number in range(5000)))).as_json())

    assert len(told["findings"]) == 5000
    assert list(told["findings"][0]) == ["code", "severity", "sheet", "cell", "key", "column", "value", "message", "fix"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1902487.15"), 1902487.15),
        (Label("一", "one"), "one"),
        ({"a": Decimal(1)}, {"a": 1.0}),
        ((1, None), [1, None]),
        (dt.date(2026, 6, 18), "2026-06-18"),
        (True, True),
    ],
)
def test_a_figure_is_plain_in_json(value: object, expected: object) -> None:
    assert plain(value, Lang.EN) == expected


@pytest.mark.parametrize(("value", "expected"), [(28010, "28,010"), (Decimal("0.5"), "0.50"), (True, "True"), ("x", "x")])
def test_a_figure_is_easy_to_read_in_tables(value: object, expected: str) -> None:
    assert spoken(value) == expected
