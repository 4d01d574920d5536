"""Rows and cells of a sheet that are not data: merged cells, repeated headers, legends, totals and trailers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Column
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.findings import Severity
from shopbook.sheet.grid import Grid, column_number
from shopbook.sheet.headers import Header, repeated_headers
from shopbook.sheet.kinds import Kind

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_TOTAL_WORD = r"(?i)^\s*#?(合\s*计|总\s*计|小\s*计|本页[合小]计|汇\s*总|累\s*计|grand\s*total|sub\s*total|totals?|sum)\s*[:：]?\s*$"
_NUMERIC = (Kind.MONEY, Kind.QTY, Kind.INTEGER)

_SAYS = {
    "rows.repeated-header": Label(zh="这一行重复了表头，没有当作数据", en="This row repeats the header and is not read as data"),
    "rows.legend": Label(zh="这一行是表头的说明，没有当作数据", en="This row explains the header and is not read as data"),
    "rows.total": Label(zh="这一行是合计，没有当作数据", en="This row is a total and is not read as data"),
    "rows.trailer": Label(zh="这一行是表尾的说明，没有当作数据", en="This row is a note below the data and is not read as data"),
}


@dataclass(frozen=True, slots=True)
class Covered:
    """Cells that hold a value under a merged range."""

    found: tuple[tuple[str, int], ...]

    def messages(self, lang: Lang) -> pl.DataFrame:
        """One finding per cell, for ``Table.locate``."""
        note = FAULTS[Fault.COVERED]
        return _messages([(Fault.COVERED.value, note.severity, row, field, note.says[lang]) for field, row in self.found])


@dataclass(frozen=True, slots=True)
class Aside:
    """Which rows are data (``kept``, a Boolean per row below the header), and which were put aside and why."""

    kept: pl.Series
    first_row: int
    why: tuple[tuple[int, str], ...]

    def messages(self, lang: Lang) -> pl.DataFrame:
        """One hint per row put aside, for ``Table.locate``."""
        return _messages([(code, Severity.HINT, self.first_row + index, "", _SAYS[code][lang]) for index, code in self.why])


def unmerged(body: pl.DataFrame, grid: Grid, header: Header) -> tuple[pl.DataFrame, Covered]:
    """Write the value of each merged range down its first column; a value hidden under a range stays and is reported."""
    fields = {letters: field for field, letters in header.letters.items()}
    covered: list[tuple[str, int]] = []
    changed: dict[str, list[str | None]] = {}
    for written in grid.merges:
        seen = _RANGE.fullmatch(written)
        if not seen or int(seen[2]) <= header.row:
            continue
        for letters in _letters_between(seen[1], seen[3], fields):
            cells = changed.setdefault(letters, body[letters].to_list())
            covered += [(fields[letters], row) for row in _spread(cells, seen, letters, header.row)]
    series = [pl.Series(letters, cells, dtype=pl.String) for letters, cells in changed.items()]
    return body.with_columns(series), Covered(tuple(covered))


def filled_down(body: pl.DataFrame, header: Header, fields: Sequence[str]) -> pl.DataFrame:
    """Fill blank cells of some fields from the row above, in rows that are not blank altogether."""
    letters = [header.letters[field] for field in fields if field in header.letters]
    if not letters:
        return body
    filled = pl.any_horizontal(pl.col(list(header.letters.values())).is_not_null())
    return body.with_columns(pl.when(filled).then(pl.col(name).forward_fill()).otherwise(pl.col(name)).alias(name) for name in letters)


def set_aside(body: pl.DataFrame, header: Header, columns: Mapping[str, Column], key: tuple[str, ...]) -> Aside:
    """Tell the rows that are data from those that are not."""
    known = list(header.letters.values())
    blank = body.select(pl.all_horizontal((pl.col(known).is_null()) | (pl.col(known).str.contains(r"^\s*$"))).alias("blank"))["blank"]
    repeated = repeated_headers(body, header) & ~blank
    why = {int(index): "rows.repeated-header" for index in repeated.arg_true()}
    letters = header.letters.get(key[0]) if key else None
    if letters is not None:
        for index, code in _keyless(body, letters, header, columns):
            why.setdefault(index, code)
    kept = ~blank
    if why:
        kept = kept & ~pl.Series(range(body.height)).is_in(sorted(why))
    return Aside(kept, header.row + 1, tuple(sorted((index, code) for index, code in why.items() if not blank[index])))


def _keyless(body: pl.DataFrame, letters: str, header: Header, columns: Mapping[str, Column]) -> list[tuple[int, str]]:
    """Rows without a key (or with a word like 合计 for one) that are totals, a legend below the header, or a trailer."""
    key = pl.col(letters)
    no_key = key.is_null() | key.str.contains(r"^[\s\-#—]*$") | key.str.contains(_TOTAL_WORD) | key.str.starts_with("#")
    rows = body.with_row_index("index").filter(no_key)
    found = []
    for row in rows.iter_rows(named=True):
        cells = {name: text for name, text in row.items() if name != "index" and text is not None and text.strip()}
        code = _kind_of_row(cells, int(row["index"]), header, columns)
        if code == "" and int(row["index"]) == body.height - 1 and _is_sum(body, cells, header, columns):
            code = "rows.total"
        if code:
            found.append((int(row["index"]), code))
    return found


def _kind_of_row(cells: Mapping[str, str], index: int, header: Header, columns: Mapping[str, Column]) -> str:
    if any(re.match(_TOTAL_WORD, text) for text in cells.values()):
        return "rows.total"
    if len(cells) == 1 and next(iter(cells.values())).lstrip().startswith("#"):
        return "rows.trailer"
    figures = [cells[letters] for field, letters in header.letters.items() if letters in cells and columns[field].kind in _NUMERIC]
    if index == 0 and figures and not any(char.isdigit() for text in figures for char in text):
        return "rows.legend"
    first = next(iter(cells), "")
    is_note = len(cells) == 1 and bool(re.search(r"(?i)record|seller id|导出|制表|备注|说明|[:：]", next(iter(cells.values()))))
    return "rows.trailer" if is_note and index > 0 and column_number(first) <= min(map(column_number, header.letters.values())) + 1 else ""


def _is_sum(body: pl.DataFrame, cells: Mapping[str, str], header: Header, columns: Mapping[str, Column]) -> bool:
    """An unlabelled totals row: nothing in it but figures, and each is the sum of its column above."""
    numeric = {letters for field, letters in header.letters.items() if columns[field].kind in _NUMERIC}
    known = [letters for letters in cells if letters in set(header.letters.values())]
    if not known or not set(known) <= numeric:
        return False
    above = body.head(body.height - 1)
    for letters in known:
        total = above[letters].str.replace_all(",", "").cast(pl.Decimal(38, 4), strict=False).sum()
        here = pl.Series([cells[letters].replace(",", "")]).cast(pl.Decimal(38, 4), strict=False)[0]
        if here is None or above.height == 0 or total != here:
            return False
    return True


def _letters_between(first: str, last: str, fields: Mapping[str, str]) -> list[str]:
    """The known columns of a range; a range that spans the sheet costs no more than the columns there are."""
    low, high = column_number(first), column_number(last)
    return [letters for letters in fields if low <= column_number(letters) <= high]


def _spread(cells: list[str | None], seen: re.Match[str], letters: str, header_row: int) -> list[int]:
    top, bottom = int(seen[2]), int(seen[4])
    covered = []
    is_first = letters == seen[1]
    value = cells[top - header_row - 1] if top - header_row - 1 < len(cells) else None
    for row in range(top if not is_first else top + 1, min(bottom, header_row + len(cells)) + 1):
        index = row - header_row - 1
        if cells[index] is not None:
            covered.append(row)
        elif is_first:
            cells[index] = value
    return covered


def _messages(found: Sequence[tuple[str, Severity, int, str, str]]) -> pl.DataFrame:
    schema = {"code": pl.String, "severity": pl.String, "row": pl.Int64, "field": pl.String, "message": pl.String, "fix": pl.String}
    return pl.DataFrame(
        [(code, severity.value, row, field, says, "") for code, severity, row, field, says in found], schema=schema, orient="row"
    )
