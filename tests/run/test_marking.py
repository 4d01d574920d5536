"""How findings stand on their sheet."""

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.run.marking import findings_rows, summary_rows
from shopbook.sheet.findings import Severity, no_findings, one_finding


def found(severity: Severity, cell: str) -> pl.DataFrame:
    return one_finding("x", severity, Label("坏", "bad"), Lang.ZH, tab="订单", cell=cell)


def test_the_worst_findings_come_first_and_those_of_one_severity_in_the_order_of_the_rows() -> None:
    given = [
        found(Severity.HINT, "A5"),
        found(Severity.WARNING, "A6"),
        found(Severity.ERROR, "A7"),
        found(Severity.WARNING, "A8"),
        found(Severity.ERROR, "A9"),
    ]

    assert findings_rows(pl.concat(given))["cell"].to_list() == ["A7", "A9", "A6", "A8", "A5"]


def test_no_findings_are_no_rows() -> None:
    assert findings_rows(no_findings()).height == 0


def test_findings_about_files_are_summed_up_by_their_files() -> None:
    about = [("a.xlsx", "F6"), ("b.xlsx", ""), ("", "")]
    given = [one_finding("x", Severity.ERROR, Label("坏", "bad"), Lang.ZH, column=file, cell=cell) for file, cell in about]

    assert summary_rows(pl.concat(given)).select("count", "first_cells").rows() == [(3, "a.xlsx!F6 b.xlsx")]


def test_a_finding_without_any_place_has_none() -> None:
    given = [one_finding("x", Severity.ERROR, Label("坏", "bad"), Lang.ZH)] * 2

    assert summary_rows(pl.concat(given))["first_cells"].to_list() == [None]
