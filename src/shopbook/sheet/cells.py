"""One column of cells: its values, and every fault of every cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Column
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.findings import Severity, one_finding
from shopbook.sheet.grid import CellType
from shopbook.sheet.kinds import Kind, looked_up
from shopbook.sheet.parsing import CellValue, Spelling
from shopbook.sheet.spelling import AROUND, ERROR_WORDS, INVISIBLE, nothing

_IDS = (Kind.TEXT_ID, Kind.TRACKING)
CODES = (*_IDS, Kind.SKU, Kind.PHONE)
DAYS = (Kind.DATE, Kind.DATETIME, Kind.TIME)
FIGURES = (Kind.QTY, Kind.INTEGER, Kind.MONEY, Kind.NUMBER, Kind.RATIO)
_LOST = "^-?[0-9]{16}"
_RISKY = "^-?[0-9]{13}"
_SHOWN_AS_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2} |^[0-9]{2}:[0-9]{2}:"
_OF_FORM = (Fault.UNTIDY, Fault.NUMBER_AS_TEXT, Fault.DATE_AS_TEXT)
"""Faults of form: worth saying in our own workbooks, normal in an export."""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as read.

    Attributes:
        values: Typed, null where a cell is blank or its value cannot be believed.
        faults: One row per faulty cell, ascending: ``at`` (its index), ``code``, ``raw`` (its text), ``fix`` (what tidying would write).
    """

    values: pl.Series
    faults: pl.DataFrame


_NO_FAULTS = pl.DataFrame(schema={"at": pl.UInt32(), "code": pl.String(), "raw": pl.String(), "fix": pl.String()})
_FEW = 50
"""Cells that are sooner given to ``parse`` one by one than tidied and counted as a column."""


@dataclass(frozen=True, slots=True)
class _Values:
    """Typed values, the indices that the fast reader left over, and the faults (``at``, ``code``) of those that no reader knows."""

    typed: pl.Series
    left: pl.Series
    unread: pl.DataFrame


def read_column(raw: pl.Series, types: pl.Series, column: Column, *, is_1904: bool = False, is_ours: bool = True) -> ReadColumn:
    """Read one column.

    Args:
        raw: The cells' texts, null where blank.
        types: Their types (:class:`CellType`), as long as ``raw``.
        column: What the column is declared to hold.
        is_1904: Whether serial numbers count from 1904.
        is_ours: Whether faults of form (untidy text, numbers and dates stored as text) are looked for.
    """
    if _is_blank(raw, types, column) and not column.is_required:
        return ReadColumn(all_blank(len(raw), column), no_faults())
    spelling = spelling_of(column, is_1904=is_1904)
    known = _fast(raw, column, spelling)
    is_error, is_nothing = _words(raw, column, known)
    is_number = types == CellType.NUMBER
    refused = _refused(raw, types, is_number, is_error, column)
    meant = _without(_without(raw, refused["at"]), indices(is_nothing))
    values = _values(meant, _without(known, refused["at"]), is_number, column, spelling)
    required = [_at(values.typed.is_null(), Fault.REQUIRED)] if column.is_required and values.typed.null_count() else []
    forms = [_form(meant, types == CellType.TEXT, values, column)] if is_ours else []
    parts = [refused, values.unread, *limits(values.typed, column), *required, *forms, _risky(raw, is_number, column)]
    found = [part for part in parts if not part.is_empty()]
    if not found:
        return ReadColumn(values.typed, no_faults())
    first = pl.concat(found).unique("at", keep="first", maintain_order=True).sort("at") if len(found) > 1 else found[0]
    return ReadColumn(values.typed, _with_fixes(first, raw, values.typed, column))


def fault_rows(read: ReadColumn, numbers: pl.Series, column: Column, *, lang: Lang, is_ours: bool) -> pl.DataFrame:
    """The faults of a column as findings that ``Table.locate`` completes; ``numbers`` are the sheet's row numbers."""
    faults = read.faults if is_ours else read.faults.filter(~pl.col("code").is_in([fault.value for fault in _OF_FORM]))
    found = [Fault(code) for code in faults["code"].unique()]
    return faults.select(
        "code",
        _by_code({fault: FAULTS[fault].severity.value for fault in found}).alias("severity"),
        numbers[faults["at"]].cast(pl.Int64).alias("row"),
        pl.lit(column.field).alias("field"),
        _by_code({fault: _sentence(fault, column)[lang] for fault in found})
        .str.replace("{value}", pl.col("raw").fill_null(""), literal=True)
        .alias("message"),
        pl.col("fix").fill_null(""),
    )


def _by_code(told: Mapping[Fault, str]) -> pl.Expr:
    """What is told of each fault; most columns have faults of one code."""
    if len(told) == 1:
        return pl.repeat(next(iter(told.values())), pl.len())
    return pl.col("code").replace_strict({fault.value: text for fault, text in told.items()}, return_dtype=pl.String)


def outside_finding(tab: str, cell: str, formula: str, lang: Lang) -> pl.DataFrame:
    """The finding about a formula that reaches outside its workbook."""
    row = int("".join(char for char in cell if char.isdigit()))
    note = FAULTS[Fault.FORMULA_OUTSIDE]
    return one_finding(Fault.FORMULA_OUTSIDE, Severity.WARNING, note.says, lang, tab=tab, row=row, cell=cell, value=formula)


# What a cell holds that is no value


def _is_blank(raw: pl.Series, types: pl.Series, column: Column) -> bool:
    """Whether nothing is in a column; nothing rests on what a link shows, and programs that keep no value of a formula lose it."""
    return raw.null_count() == len(raw) and (bool(column.notes.leads_to) or not has(types, CellType.ERROR))


def has(types: pl.Series, least: CellType) -> bool:
    """Whether a cell is of a type, or of one that comes after it."""
    return len(types) > 0 and int(types.max()) >= least  # type: ignore[arg-type] # polars says that it may be anything


def _words(raw: pl.Series, column: Column, known: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Which texts are words for errors, and which show nothing or mean nothing in this column; ``known`` values are neither."""
    if known.null_count() == raw.null_count():
        neither = _NEITHER.new_from_index(0, len(raw))
        return neither, neither
    found = raw.to_frame("raw").select(_IS_ERROR, _is_nothing(column.null_words))
    return found["is_error"], found["is_nothing"]


_NEITHER = pl.Series([False])
_IS_ERROR = pl.col("raw").is_in(list(ERROR_WORDS)).alias("is_error")


@lru_cache(maxsize=256)
def _is_nothing(words: tuple[str, ...]) -> pl.Expr:
    return pl.col("raw").str.contains(nothing(words)).alias("is_nothing")


def _refused(raw: pl.Series, types: pl.Series, is_number: pl.Series, is_error_word: pl.Series, column: Column) -> pl.DataFrame:
    """Cells without a value that could be believed: errors, formulas never calculated, ids that Excel has damaged."""
    found: list[pl.DataFrame] = []
    if has(types, CellType.ERROR) or is_error_word.any():
        found.append(_at((types == CellType.ERROR) | is_error_word & (types == CellType.TEXT), Fault.ERROR_VALUE))
        found.append(_at(types == CellType.UNCALCULATED, Fault.NOT_CALCULATED))
    if column.kind in CODES and is_number.any():
        found.append(_at(is_number & raw.str.contains(_SHOWN_AS_DATE), Fault.ID_AS_DATE))
    if column.kind in _IDS and is_number.any():
        found.append(_at(is_number & raw.str.contains(_LOST), Fault.DIGITS_LOST))
    return pl.concat(found) if found else _nothing_at()


def _risky(raw: pl.Series, is_number: pl.Series, column: Column) -> pl.DataFrame:
    """Ids that are numbers of so many digits that one more loses some."""
    if column.kind not in _IDS or not is_number.any():
        return _nothing_at()
    return _at(is_number & raw.str.contains(_RISKY), Fault.ID_AS_NUMBER)


# Values


def _values(raw: pl.Series, typed: pl.Series, is_number: pl.Series, column: Column, spelling: Spelling) -> _Values:
    """The values of texts, some of which are ``typed`` already."""
    if typed.null_count() == raw.null_count():
        return _Values(typed, _none(), _nothing_at())
    left = indices(raw.is_not_null() & typed.is_null())
    rest = pl.DataFrame({"at": left, "raw": raw[left], "is_number": is_number[left]})
    # What stands around the word of a choice is for parse to judge.
    if len(left) > _FEW and column.spec.fast and column.kind is not Kind.CHOICE:
        unwrapped = _fast(_unwrapped(rest["raw"], column), column, spelling)
        typed = typed.scatter(left, unwrapped)
        rest = rest.filter(unwrapped.is_null())
    parsed, unread = _parsed(rest, column, spelling)
    return _Values(typed.scatter(rest["at"], parsed), left, unread)


def _fast(raw: pl.Series, column: Column, spelling: Spelling) -> pl.Series:
    """What the short cuts know; one is tried only if those before it leave something."""
    known: pl.Series | None = None
    for value in _fast_values(column, is_1904=spelling.is_1904):
        found = raw.to_frame("raw").select(value)["value"]
        known = found if known is None else known.zip_with(known.is_not_null(), found)
        if known.null_count() == raw.null_count():
            break
    return all_blank(len(raw), column) if known is None else known


# Making an expression takes longer than reading a short column with it.
@lru_cache(maxsize=1_024)
def _fast_values(column: Column, *, is_1904: bool) -> tuple[pl.Expr, ...]:
    spelling = spelling_of(column, is_1904=is_1904)
    return tuple(fast(pl.col("raw"), spelling).cast(column.dtype).alias("value") for fast in column.spec.fast)


@lru_cache(maxsize=1_024)
def spelling_of(column: Column, *, is_1904: bool) -> Spelling:
    """How a column's cells are written; what is made for a column once."""
    return column.spelling(is_1904=is_1904)


def all_blank(height: int, column: Column) -> pl.Series:
    """The values of a column in which nothing is."""
    return _one_blank(column.dtype).new_from_index(0, height)


@lru_cache(maxsize=64)
def _one_blank(dtype: pl.DataType) -> pl.Series:
    return pl.Series("", [None], dtype)


def _unwrapped(raw: pl.Series, column: Column) -> pl.Series:
    """Texts without what exports put around whole columns, so that the fast reader knows them: TAB, apostrophe, ``="…"``."""
    before = AROUND if column.kind is Kind.TEXT else AROUND + "'"
    plain = raw.str.replace_all(f"[{INVISIBLE}]", "").str.replace(f'^[{AROUND}]*="([^"]*)"[{AROUND}]*$', "${1}")
    return plain.str.strip_chars_end(AROUND).str.strip_chars_start(before)


def _parsed(rest: pl.DataFrame, column: Column, spelling: Spelling) -> tuple[pl.Series, pl.DataFrame]:
    """Give the cells that are left to ``parse``; of many, each different text once."""
    same = ["raw"] if column.spec.parse_number is None else ["raw", "is_number"]
    different = rest.select(same) if rest.height <= _FEW else rest.select(same).unique(maintain_order=True)
    told = [_value(*row, column=column, spelling=spelling) for row in different.iter_rows()]
    values = pl.Series("value", [None if isinstance(value, Fault) or value == "" else value for value in told], dtype=column.dtype)
    codes = pl.Series("code", [value.value if isinstance(value, Fault) else None for value in told], dtype=pl.String)
    if different.height < rest.height:
        joined = rest.join(different.with_columns(values, codes), on=same, how="left", maintain_order="left")
        values, codes = joined["value"], joined["code"]
    unread = pl.DataFrame({"at": rest["at"].cast(pl.UInt32), "code": codes})
    return values, unread.filter(codes.is_not_null()) if codes.null_count() < len(codes) else _nothing_at()


def _value(raw: str, is_number: bool = False, *, column: Column, spelling: Spelling) -> CellValue | Fault:  # noqa: FBT001, FBT002 - a row of the frame of different texts
    if is_number and column.spec.parse_number is not None:
        value = column.spec.parse_number(raw, spelling)
        if not isinstance(value, Fault):
            return value
    return column.spec.parse(raw, spelling)


# Faults of values and of form


def limits(values: pl.Series, column: Column) -> list[pl.DataFrame]:
    """The faults (``at``, ``code``) of values below or above what a column allows."""
    found = []
    if column.minimum is not None:
        found.append(_at(values < _limit(column.minimum), Fault.BELOW_MINIMUM))
    if column.maximum is not None:
        found.append(_at(values > _limit(column.maximum), Fault.ABOVE_MAXIMUM))
    return found


def _limit(limit: Decimal) -> int | pl.Series:
    return int(limit) if limit == int(limit) else pl.Series([limit], dtype=pl.Decimal(38, 9))


def _form(raw: pl.Series, is_text: pl.Series, values: _Values, column: Column) -> pl.DataFrame:
    """Text cells that are understood, but should have been written otherwise."""
    if not is_text.any():
        return _nothing_at()
    if column.kind in DAYS:
        return _at(is_text & values.typed.is_not_null(), Fault.DATE_AS_TEXT)
    if column.kind in FIGURES:
        return _at(is_text & values.typed.is_not_null(), Fault.NUMBER_AS_TEXT)
    if column.kind is Kind.FLAG or values.left.is_empty():
        return _nothing_at()
    rest = raw[values.left]
    typed = values.typed[values.left]
    known = _is_in(rest, [word for lang in Lang for word in column.shown(lang).values()]) if column.kind is Kind.CHOICE else rest == typed
    untidy = is_text[values.left] & typed.is_not_null() & ~known
    return _faulty(values.left.filter(untidy), Fault.UNTIDY)


def _with_fixes(faults: pl.DataFrame, raw: pl.Series, values: pl.Series, column: Column) -> pl.DataFrame:
    """Faults with the texts of their cells and, for those of form, what tidying would write."""
    at = faults["at"]
    cells = pl.DataFrame([at, faults["code"], raw[at].alias("raw"), values[at].alias("value")])
    is_form = pl.col("code").is_in([fault.value for fault in _OF_FORM])
    return cells.select_seq("at", "code", "raw", pl.when(is_form).then(_as_text(column)).alias("fix"))


def _as_text(column: Column) -> pl.Expr:
    """A value as it would be typed; of a choice, its word in the language that the cell comes nearest to."""
    value = pl.col("value")
    match column.kind:
        case Kind.DATETIME:
            return value.dt.to_string("%Y-%m-%d %H:%M:%S")
        case Kind.DATE:
            return value.dt.to_string("%Y-%m-%d")
        case Kind.TIME:
            return pl.format("{}:{}:{}", *(_two_digits(part) for part in _clock(value))).str.strip_suffix(":00")
        case Kind.CHOICE:
            english, chinese = (looked_up(value, column.shown(lang)) for lang in (Lang.EN, Lang.ZH))
            return pl.when(pl.col("raw").str.contains("^[ -~]*$")).then(english).otherwise(chinese)
        case _:
            return value.cast(pl.String)


def _clock(span: pl.Expr) -> Sequence[pl.Expr]:
    return span.dt.total_hours(), span.dt.total_minutes() % 60, span.dt.total_seconds() % 60


def _two_digits(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)


def _sentence(fault: Fault, column: Column) -> Label:
    """What is wrong; the place ``{value}`` is left for each cell's own text."""
    limit = column.minimum if fault is Fault.BELOW_MINIMUM else column.maximum
    return FAULTS[fault].says.filled({"value": "{value}", "expected": column.expected(), "limit": limit})


# Indices


def _at(wrong: pl.Series, fault: Fault) -> pl.DataFrame:
    if not wrong.any():
        return _nothing_at()
    return _faulty(indices(wrong), fault)


def _faulty(at: pl.Series, fault: Fault) -> pl.DataFrame:
    return pl.DataFrame([at.alias("at"), pl.Series("code", [fault.value]).new_from_index(0, len(at))])


_NOTHING_AT = pl.DataFrame(schema={"at": pl.UInt32(), "code": pl.String()})


def _nothing_at() -> pl.DataFrame:
    return _NOTHING_AT.clone()


_NOBODY = pl.Series([], dtype=pl.UInt32)


def _none() -> pl.Series:
    return _NOBODY.clone()


def indices(chosen: pl.Series) -> pl.Series:
    """Where a series is true; in short ones found five times sooner than by ``arg_true``."""
    return pl.int_range(len(chosen), dtype=pl.UInt32, eager=True).filter(chosen) if chosen.any() else _none()


def no_faults() -> pl.DataFrame:
    """The faults of a column that has none."""
    return _NO_FAULTS.clone()


def _without(cells: pl.Series, at: pl.Series) -> pl.Series:
    return cells.clone().scatter(at, cells.clear(len(at))) if len(at) else cells


def _is_in(raw: pl.Series, words: Sequence[str]) -> pl.Series:
    return raw.is_in(list(words))
