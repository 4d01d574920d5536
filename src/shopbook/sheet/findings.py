"""Faults in the shop's data, collected, never raised."""

from collections.abc import Iterable
from enum import StrEnum

import polars as pl

from shopbook.labels import Label, Lang


class Severity(StrEnum):
    """How bad a finding is: an error must be put right, a warning looked at, a hint may be left."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> Label:
        """The word for it in sheets and messages."""
        return _WORDS[self]


_WORDS = {
    Severity.ERROR: Label(zh="错误", en="Error"),
    Severity.WARNING: Label(zh="警告", en="Warning"),
    Severity.HINT: Label(zh="提示", en="Hint"),
}

SCHEMA: dict[str, pl.DataType] = {
    "code": pl.String(),
    "severity": pl.String(),
    "tab": pl.String(),
    "row": pl.Int64(),
    "cell": pl.String(),
    "key": pl.String(),
    "field": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "message": pl.String(),
    "fix": pl.String(),
}
"""Columns of a findings frame. ``row`` 0 is about the sheet as a whole; ``cell`` is empty where no single cell is meant."""


def no_findings() -> pl.DataFrame:
    """An empty findings frame."""
    return pl.DataFrame(schema=SCHEMA)


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings of several checks as one frame: whole-sheet findings first, then by sheet, row and column.

    The order depends on the places alone, not on which check ran first.
    """
    full = [part.select(SCHEMA.keys()) for part in parts if not part.is_empty()]
    if not full:
        return no_findings()
    found = pl.concat(full)
    place = [pl.col("row") > 0, "tab", "row", pl.col("cell").str.len_chars(), "cell", "code", "message"]
    return found.unique(maintain_order=True).sort(place, nulls_last=True)


def one_finding(code: str, severity: Severity, message: Label, lang: Lang, **place: str | int | None) -> pl.DataFrame:
    """A findings frame of one row; ``place`` gives any of the other columns of :data:`SCHEMA`."""
    blank: dict[str, str | int | None] = {"tab": "", "row": 0, "cell": "", "key": "", "field": "", "column": "", "value": "", "fix": ""}
    filled = {**blank, **place, "code": code, "severity": severity.value, "message": message[lang]}
    return pl.DataFrame([filled], schema=SCHEMA)


def count_by_severity(findings: pl.DataFrame) -> dict[str, int]:
    """How many findings of each severity; a severity without any counts 0."""
    counted = dict(findings.group_by("severity").len().iter_rows())
    return {severity.value: int(counted.get(severity.value, 0)) for severity in Severity}
