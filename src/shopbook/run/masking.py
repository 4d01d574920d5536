"""Reports and messages leave the workbook without personal data, also where it stands in free text."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.sheet.columns import Column
from shopbook.sheet.kinds import Kind
from shopbook.sheet.privacy import PERSONAL, masked

_BETWEEN = r"[\s\-\x{2010}-\x{2015}\x{2212}\x{ff0d}\x{3000}._·]{0,3}"
_FIRST = r"(^|[^0-9０-９])((?:[+＋]|00)?[8８][6６]" + _BETWEEN + r")?"
_MOBILE = (
    _FIRST + r"([1１])" + _BETWEEN + r"([3-9３-９])" + _BETWEEN + r"([0-9０-９])" + (_BETWEEN + r"[0-9０-９]") * 4
    # The last four digits are kept: with them the shop finds the order, and nobody can call.
    + _BETWEEN + r"([0-9０-９])" + _BETWEEN + r"([0-9０-９])" + _BETWEEN + r"([0-9０-９])" + _BETWEEN + r"([0-9０-９])($|[^0-9０-９])"
)  # fmt: skip
"""A mobile number of 11 digits as people type it: full-width, in groups, after +86. Longer runs of digits are order numbers."""

_LANDLINE = r"(^|[^0-9０-９])([0０][0-9０-９]{2,3})[\s\-\x{2010}-\x{2015}\x{ff0d}]([0-9０-９]{3,4})[\s\-]?[0-9０-９]{4}($|[^0-9０-９])"

_FEWEST_DIGITS = 10
"""Of a landline with its area; a mobile number has eleven."""

_STOP = r"\s，,。；;：:！!？?“”「」\"'（）()"
_STREET = (
    r"([^" + _STOP + r"]{0,4})[^" + _STOP + r"]*(?:路|街|道|巷|弄|胡同|小区|花园|大厦|公寓|家园|村|镇|乡)[^" + _STOP + r"]{0,12}?\s?"
    r"(?:[0-9０-９一二三四五六七八九十百]+\s?[^" + _STOP + r"]*|号|栋|幢|单元|室|楼)[^" + _STOP + r"]*"
)
"""A street with something numbered behind it; the first four characters, which name a province or city, are kept."""

_NUMBERS = ((_MOBILE, ("1", "3", "4", "5", "****", "6", "7", "8", "9", "10")), (_LANDLINE, ("1", "2", "****", "4")))
_MASKS = (*_NUMBERS, (_STREET, ("1", "**")))
_ANY = "|".join(pattern for pattern, _ in _MASKS)
_NAMED = r"([^\s/]/\p{L})[\p{L}·.']+(?:\s[\p{L}.']+)*( / |$)"
"""A row key that ends in a name: where a list has no order numbers, they are made of its sheet and the customer."""

_NAME_KEPT = "${1}**${2}"
_WITH_KEYS = ("key", "value", "fix", "message")
_TWICE = 2  # two numbers side by side share the character between them, which one pass gives to the first only
_NUMBERED = frozenset({Kind.TEXT_ID, Kind.SKU, Kind.TRACKING})
"""Columns whose numbers may look like a mobile. Into any other column somebody may have typed one by mistake."""


def masked_findings(findings: pl.DataFrame, columns: Mapping[str, Column]) -> pl.DataFrame:
    """Findings as others may see them: ``value`` and ``fix`` of personal columns masked, and what free texts and sentences quote.

    Args:
        findings: As :data:`shopbook.sheet.findings.SCHEMA` has them.
        columns: Every column that the findings may be about, by field.
    """
    kinds = {name: column.kind for name, column in columns.items()}
    personal = {name: kind for name, kind in kinds.items() if kind in PERSONAL}
    told = set(findings["field"].unique())
    for name, kind in ((name, kind) for name, kind in personal.items() if name in told):
        is_it = pl.col("field") == name
        findings = findings.with_columns(pl.when(is_it).then(masked(pl.col(it), kind)).otherwise(pl.col(it)).alias(it) for it in _QUOTING)
    exact = [name for name, kind in kinds.items() if kind in _NUMBERED]
    return _without_named_keys(_without_contacts(findings, [*exact, *personal]))


_QUOTING = ("value", "fix")


def _without_named_keys(findings: pl.DataFrame) -> pl.DataFrame:
    """Row keys without a customer's name, wherever a finding quotes them: some sheets number an order by its customer."""
    named = findings["key"].str.contains(_NAMED).arg_true()
    if named.is_empty():
        return findings
    rows = findings[named]
    masks = list(zip(rows["key"], rows["key"].str.replace_all(_NAMED, _NAME_KEPT), strict=True))
    texts = {name: [text.replace(*mask) for text, mask in zip(rows[name], masks, strict=True)] for name in _WITH_KEYS}
    return findings.with_columns(findings[name].scatter(named, pl.Series(shown, dtype=pl.String)) for name, shown in texts.items())


def masked_text(text: str, *, with_streets: bool = True) -> str:
    """A sentence without the phone numbers that it quotes, and without streets unless files and shops may be named after them."""
    if not with_streets and sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return text
    # One text is looked at as a column is: the patterns take linear time there, and far longer in Python's re.
    return str(_masked(pl.Series([text]), _MASKS if with_streets else _NUMBERS)[0])


def _without_contacts(findings: pl.DataFrame, safe: Sequence[str]) -> pl.DataFrame:
    """Findings whose texts tell no contacts, but for what is quoted from the safe fields.

    Looking for contacts takes one pass, replacing them one for each pattern.
    """
    is_free = ~pl.col("field").is_in(safe)
    texts = {**{name: pl.when(is_free).then(name) for name in _QUOTING}, "message": pl.col("message")}
    found = findings.select(text.str.contains(_ANY).fill_null(value=False).alias(name) for name, text in texts.items())
    told = [name for name in texts if found[name].any()]
    return findings.with_columns(_masked_where(findings[name], found[name]) for name in told)


def _masked_where(texts: pl.Series, is_told: pl.Series) -> pl.Series:
    return texts.clone().scatter(is_told.arg_true(), _masked(texts.filter(is_told), _MASKS))


def _masked(texts: pl.Series, masks: Sequence[tuple[str, Sequence[str]]]) -> pl.Series:
    for pattern, kept in (*masks,) * _TWICE:
        texts = texts.str.replace_all(pattern, "".join(f"${{{part}}}" if part.isdigit() else part for part in kept))
    return texts
