"""Faults in the shop's data."""

import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from shopbook.labels import Label, Lang
from shopbook.sheet.findings import SCHEMA, Severity, count_by_severity, no_findings, one_finding, together

SAYS = Label(zh="不对", en="Wrong")


def one(row: int, cell: str, code: str = "x.y", tab: str = "订单") -> pl.DataFrame:
    return one_finding(code, Severity.ERROR, SAYS, Lang.EN, tab=tab, row=row, cell=cell)


def test_a_finding_has_every_column_filled() -> None:
    found = one(2, "B2")
    assert found.schema == pl.Schema(SCHEMA)
    assert found.row(0, named=True) == dict.fromkeys(SCHEMA, "") | {
        "code": "x.y", "severity": "error", "tab": "订单", "row": 2, "cell": "B2", "message": "Wrong",
    }  # fmt: skip


def test_findings_are_ordered_by_place_and_said_once() -> None:
    parts = [one(10, "B10"), one(2, "AA2"), one(2, "B2"), one(2, "B2"), one(0, "", tab="退款"), one(2, "B2", "a.b")]
    assert together(parts).select("tab", "row", "cell", "code").rows() == [
        ("退款", 0, "", "x.y"),
        ("订单", 2, "B2", "a.b"),
        ("订单", 2, "B2", "x.y"),
        ("订单", 2, "AA2", "x.y"),
        ("订单", 10, "B10", "x.y"),
    ]


@given(st.randoms(use_true_random=False))
def test_the_order_of_findings_is_that_of_their_places_alone(chance: random.Random) -> None:
    parts = [one(row, f"{column}{row}", code) for row in (2, 3, 11) for column in ("A", "B", "AA") for code in ("a.b", "x.y")]
    ordered = together(parts)
    chance.shuffle(parts)
    assert together(parts).equals(ordered)


MANY = pl.concat([one(2, "B2", tab="退款")] * 2001).with_columns(value=pl.int_range(2001).cast(pl.String))
"""More findings than are sorted by their texts, all of them after those of 订单."""


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(("A", "B", "AA", "")), st.text("ab", max_size=2)), min_size=1))
def test_few_findings_are_ordered_as_many_are(places: list[tuple[int, str, str]]) -> None:
    few = [
        one(row + 1, f"{column}{row + 1}" if column else "", f"x.{text}").with_columns(value=pl.lit(text)) for row, column, text in places
    ]

    assert together([MANY, *few]).filter(pl.col("tab") == "订单").equals(together(few))


def test_no_findings_together_are_none() -> None:
    assert together([]).equals(no_findings())
    assert together([no_findings()]).schema == pl.Schema(SCHEMA)


def test_every_severity_is_counted() -> None:
    assert count_by_severity(together([one(2, "B2"), one(3, "B3")])) == {"error": 2, "warning": 0, "hint": 0}


def test_a_severity_is_a_word_in_both_languages() -> None:
    assert [severity.label for severity in Severity] == [
        Label(zh="错误", en="Error"),
        Label(zh="警告", en="Warning"),
        Label(zh="提示", en="Hint"),
    ]
