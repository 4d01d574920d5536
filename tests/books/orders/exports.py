"""Platform exports for tests: titles and rows as a file has them, read as the product reads them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl

from shopbook.books.orders.importing.importing import Export, read_export
from shopbook.books.orders.importing.platforms import Profile, shipped_profiles
from shopbook.books.orders.importing.recognising import recognise
from shopbook.host import gate
from shopbook.host.reading import read_grids
from shopbook.labels import Lang
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.recognising import profile_named, recognise_as

Value = None | str | int | float | Decimal


def grid(titles: Sequence[str], *rows: Sequence[Value], above: Sequence[Sequence[Value]] = (), merges: Sequence[str] = ()) -> Grid:
    """A sheet of one header and rows; a str is a text cell, a number a number cell."""
    lying = [*above, titles, *rows]
    width = max(len(row) for row in lying)
    full = [[*row, *[None] * (width - len(row))] for row in lying]
    names = [column_letters(number) for number in range(1, width + 1)]
    text = {name: pl.Series([None if row[at] is None else str(row[at]) for row in full], dtype=pl.String) for at, name in enumerate(names)}
    types = {name: pl.Series([_type(row[at]) for row in full], dtype=pl.UInt8) for at, name in enumerate(names)}
    return Grid("export", pl.DataFrame(text), pl.DataFrame(types), merges=tuple(merges))


def rows_of(*records: Mapping[str, Value], merges: Sequence[str] = ()) -> Grid:
    """A sheet whose titles are the keys of its rows."""
    titles = list(dict.fromkeys(title for record in records for title in record))
    return grid(titles, *([record.get(title) for title in titles] for record in records), merges=merges)


def read(sheet: Grid, profile: str | Profile = "", *, lang: Lang = Lang.ZH) -> Export:
    """The export as the product reads it, by the profile that it recognises unless one is given."""
    if isinstance(profile, Profile):
        return read_export(sheet, recognise_as(sheet, profile), lang=lang)
    if profile:
        return read_export(sheet, recognise_as(sheet, profile_named(profile, shipped_profiles())), lang=lang)
    return read_export(sheet, recognise(sheet, shipped_profiles()), lang=lang)


def read_file(path: Path) -> Export:
    """A file as the product reads it; its first sheet."""
    return read(read_grids(gate.admit(path))[0])


def found(export: Export) -> list[tuple[str, str, str]]:
    """Severity, code and cell of every finding."""
    return export.table.findings.select("severity", "code", "cell").rows()


def _type(value: Value) -> int:
    if value is None:
        return CellType.BLANK
    return CellType.TEXT if isinstance(value, str) else CellType.NUMBER
