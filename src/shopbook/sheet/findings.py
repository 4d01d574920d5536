"""Faults in the shop's data, collected, never raised."""

from collections.abc import Iterable, Sequence
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


_NONE = pl.DataFrame(schema=SCHEMA)


def no_findings() -> pl.DataFrame:
    """An empty findings frame."""
    return _NONE.clone()


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings of several checks as one frame: whole-sheet findings first, then by sheet, row and column.

    The order depends on the places alone, not on which check ran first.
    """
    full = [part.select(SCHEMA.keys()) for part in parts if not part.is_empty()]
    if not full:
        return no_findings()
    found = _each_once(pl.concat(full))
    return _sorted(found) if found.height <= _FEW else found[_order(found)]


def one_finding(code: str, severity: Severity, message: Label, lang: Lang, **place: str | int | None) -> pl.DataFrame:
    """A findings frame of one row; ``place`` gives any of the other columns of :data:`SCHEMA`."""
    blank: dict[str, str | int | None] = {"tab": "", "row": 0, "cell": "", "key": "", "field": "", "column": "", "value": "", "fix": ""}
    filled = {**blank, **place, "code": code, "severity": severity.value, "message": message[lang]}
    return pl.DataFrame([filled], schema=SCHEMA)


def count_by_severity(findings: pl.DataFrame) -> dict[str, int]:
    """How many findings of each severity; a severity without any counts 0."""
    counted = dict(findings.group_by("severity").len().iter_rows())
    return {severity.value: int(counted.get(severity.value, 0)) for severity in Severity}


def _each_once(found: pl.DataFrame) -> pl.DataFrame:
    """Without findings that are there twice; only those with equal hashes are compared, for there may be a million."""
    likely = found.hash_rows().is_duplicated()
    if not likely.any():
        return found
    is_first = found.filter(likely).to_struct().is_first_distinct()
    return found.filter((~likely).scatter(likely.arg_true(), is_first))


_FEW = 2000
"""Findings up to which sorting their texts costs less than ranking them first."""


def _sorted(found: pl.DataFrame) -> pl.DataFrame:
    """The findings in the order of :func:`_order`."""
    letters = pl.col("cell").str.strip_chars_end("0123456789")
    place = (pl.col("row") > 0, "tab", "row", letters.str.len_bytes(), letters)
    return found.sort(*place, "code", "message", "value", "fix", "severity", maintain_order=True)


def _order(found: pl.DataFrame) -> pl.Series:
    """The indices of the findings by their places, then by their codes and texts.

    Place and code are packed into one number, and texts compared only where it is the same: sorting a million findings by their texts
    takes longer than finding them.
    """
    letters = found["cell"].str.strip_chars_end("0123456789")
    place = (found["row"] > 0).cast(pl.Int64) * found["tab"].n_unique() + _ranks(found["tab"], sorted(found["tab"].unique()))
    place = place * (int(found["row"].to_numpy().max()) + 1) + found["row"]
    place = place * letters.n_unique() + _ranks(letters, sorted(letters.unique(), key=lambda text: (len(text), text)))
    place = place * found["code"].n_unique() + _ranks(found["code"], sorted(found["code"].unique()))
    order = place.arg_sort()
    ascending = place.gather(order)
    is_tied = ascending.eq_missing(ascending.shift()) | ascending.eq_missing(ascending.shift(-1))
    tied = found[order.filter(is_tied)].with_columns(place=ascending.filter(is_tied), index=order.filter(is_tied))
    return order.scatter(is_tied.arg_true(), tied.sort("place", "message", "value", "fix", "severity")["index"])


def _ranks(texts: pl.Series, ascending: Sequence[str]) -> pl.Series:
    return texts.cast(pl.Enum(ascending)).to_physical().cast(pl.Int64)
