"""One column of cells: its values, and every fault of every cell."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.columns import Column
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.findings import Severity, one_finding
from shopbook.sheet.grid import CellType
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parsing import CellValue, Spelling

_TYPED_IDS = (Kind.TEXT_ID, Kind.TRACKING)
_FORMS_OF_DAY = (Kind.DATE, Kind.DATETIME, Kind.TIME)
_LOST_FROM = 16
_RISKY_FROM = 13

_FORM_FAULTS = (Fault.UNTIDY, Fault.NUMBER_AS_TEXT, Fault.DATE_AS_TEXT)
"""Faults of form: worth saying in our own workbooks, normal in an export."""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as read: ``values`` typed, ``faults`` one code or null per cell, ``fixes`` what tidying would write."""

    values: pl.Series
    faults: pl.Series
    fixes: pl.Series


def read_column(raw: pl.Series, types: pl.Series, column: Column, *, is_1904: bool = False) -> ReadColumn:
    """Read one column.

    Args:
        raw: The cells' texts, null where blank.
        types: Their types (:class:`CellType`), as long as ``raw``.
        column: What the column is declared to hold.
        is_1904: Whether serial numbers count from 1904.
    """
    spelling = column.spelling(is_1904=is_1904)
    cells = pl.DataFrame({"raw": raw, "type": types}).with_columns(_without_null_words(column))
    cells = cells.with_columns(column.spec.fast(pl.col("raw"), spelling).cast(column.dtype).alias("value"))
    cells = _parse_rest(cells, column, spelling)
    cells = cells.with_columns(_fault(column).alias("fault"))
    blanked = pl.when(pl.col("fault").is_in([Fault.DIGITS_LOST.value])).then(None).otherwise(pl.col("value")).alias("value")
    cells = cells.with_columns(blanked, _fix(column).alias("fix"))
    return ReadColumn(cells["value"], cells["fault"], cells["fix"])


def fault_rows(read: ReadColumn, numbers: pl.Series, column: Column, *, lang: Lang, is_ours: bool) -> pl.DataFrame:
    """The faults of a column as findings that ``Table.locate`` completes."""
    cells = pl.DataFrame({"row": numbers, "code": read.faults, "fix": read.fixes}).filter(pl.col("code").is_not_null())
    if not is_ours:
        cells = cells.filter(~pl.col("code").is_in([fault.value for fault in _FORM_FAULTS]))
    places = {"expected": column.expected(), "limit": _limit(column)}
    says = {fault.value: note.says.filled({"value": "{value}", **places})[lang] for fault, note in FAULTS.items()}
    severities = {fault.value: note.severity.value for fault, note in FAULTS.items()}
    code = pl.col("code")
    return cells.select(
        code,
        code.replace_strict(severities, return_dtype=pl.String).alias("severity"),
        "row",
        pl.lit(column.field).alias("field"),
        code.replace_strict(says, return_dtype=pl.String).alias("message"),
        pl.col("fix").fill_null(""),
    )


def outside_finding(tab: str, cell: str, formula: str, lang: Lang) -> pl.DataFrame:
    """The finding about a formula that reaches outside its workbook."""
    row = int("".join(char for char in cell if char.isdigit()))
    note = FAULTS[Fault.FORMULA_OUTSIDE]
    return one_finding(Fault.FORMULA_OUTSIDE, Severity.WARNING, note.says, lang, tab=tab, row=row, cell=cell, value=formula)


def _without_null_words(column: Column) -> pl.Expr:
    raw = pl.col("raw")
    is_blank = raw.str.contains(r"^\s*$") | raw.str.strip_chars().is_in(list(column.null_words))
    return pl.when(~is_blank).then(raw).alias("raw")


def _parse_rest(cells: pl.DataFrame, column: Column, spelling: Spelling) -> pl.DataFrame:
    """Give the cells that the fast reader left over to ``parse``, each different text once."""
    is_number = pl.col("type") == CellType.NUMBER
    rest = cells.filter(pl.col("raw").is_not_null() & pl.col("value").is_null()).select("raw", is_number.alias("is_number")).unique()
    parsed = [_parsed(raw, column, spelling, is_number=number) for raw, number in rest.iter_rows()]
    values = [None if isinstance(value, Fault) else value for value in parsed]
    faults = [value.value if isinstance(value, Fault) else None for value in parsed]
    found = rest.with_columns(pl.Series("slow", values, dtype=column.dtype, strict=False), pl.Series("unread", faults, dtype=pl.String))
    joined = cells.with_columns(is_number.alias("is_number")).join(found, on=["raw", "is_number"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("value", "slow").alias("value"))


def _parsed(raw: str, column: Column, spelling: Spelling, *, is_number: bool) -> CellValue | Fault:
    parse: Callable[[str, Spelling], CellValue | Fault] = column.spec.parse
    if is_number and column.spec.parse_number is not None:
        value = column.spec.parse_number(raw, spelling)
        return column.spec.parse(raw, spelling) if isinstance(value, Fault) else value
    return parse(raw, spelling)


def _fault(column: Column) -> pl.Expr:
    """The one fault of each cell, the gravest first; null where there is none."""
    kind_of_cell = pl.col("type")
    checks: list[tuple[pl.Expr, Fault]] = [
        (kind_of_cell == CellType.ERROR, Fault.ERROR_VALUE),
        (kind_of_cell == CellType.UNCALCULATED, Fault.NOT_CALCULATED),
    ]
    if column.kind in _TYPED_IDS:
        digits = pl.col("raw").str.len_chars()
        checks.append(((kind_of_cell == CellType.NUMBER) & (digits >= _LOST_FROM), Fault.DIGITS_LOST))
        checks.append(((kind_of_cell == CellType.NUMBER) & (digits >= _RISKY_FROM), Fault.ID_AS_NUMBER))
    if column.minimum is not None:
        checks.append((pl.col("value") < column.minimum, Fault.BELOW_MINIMUM))
    if column.maximum is not None:
        checks.append((pl.col("value") > column.maximum, Fault.ABOVE_MAXIMUM))
    if column.is_required:
        checks.append((pl.col("raw").is_null() & (kind_of_cell != CellType.ERROR), Fault.REQUIRED))
    chosen = pl.lit(None, dtype=pl.String)
    for wrong, fault in reversed([*checks, *_form_checks(column)]):
        chosen = pl.when(wrong).then(pl.lit(fault.value)).otherwise(chosen)
    grave = pl.when(kind_of_cell.is_in([CellType.ERROR.value, CellType.UNCALCULATED.value])).then(None).otherwise(pl.col("unread"))
    return pl.coalesce(grave, chosen)


def _form_checks(column: Column) -> list[tuple[pl.Expr, Fault]]:
    is_text = (pl.col("type") == CellType.TEXT) & pl.col("value").is_not_null()
    if column.kind in _FORMS_OF_DAY:
        return [(is_text, Fault.DATE_AS_TEXT)]
    if column.dtype.is_numeric() or column.kind in (Kind.MONEY, Kind.RATIO):
        return [(is_text, Fault.NUMBER_AS_TEXT)]
    if column.kind is Kind.FLAG:
        return []
    return [(is_text & (pl.col("raw") != _canonical(column)), Fault.UNTIDY)]


def _canonical(column: Column) -> pl.Expr:
    """A text cell's tidy form; of a choice, its word in the language that the cell comes nearest to."""
    if column.kind is not Kind.CHOICE:
        return pl.col("value")
    english = column.shown(Lang.EN)
    chinese = column.shown(Lang.ZH)
    is_english = pl.col("raw").str.contains("^[ -~]*$")
    words = [pl.col("value").replace_strict(shown, default=None, return_dtype=pl.String) for shown in (english, chinese)]
    return pl.when(is_english).then(words[0]).otherwise(words[1])


def _fix(column: Column) -> pl.Expr:
    is_form = pl.col("fault").is_in([fault.value for fault in _FORM_FAULTS])
    text = _canonical(column) if column.kind is Kind.CHOICE else _as_text(column)
    return pl.when(is_form).then(text).alias("fix")


def _as_text(column: Column) -> pl.Expr:
    value = pl.col("value")
    match column.kind:
        case Kind.DATETIME:
            return value.dt.to_string("%Y-%m-%d %H:%M:%S")
        case Kind.DATE:
            return value.dt.to_string("%Y-%m-%d")
        case Kind.TIME:
            return (value.dt.total_minutes() // 60).cast(pl.String) + ":" + (value.dt.total_minutes() % 60).cast(pl.String).str.zfill(2)
        case _:
            return value.cast(pl.String)


def _limit(column: Column) -> str:
    return str(column.minimum if column.minimum is not None else column.maximum if column.maximum is not None else "")
