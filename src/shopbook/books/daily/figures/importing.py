"""What the daily workbook takes in: platforms' lists of a shop's days, items, sources of visitors and advertising."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from shopbook.books.daily.figures.notices import LINE_TWICE
from shopbook.books.daily.figures.sheets import FED
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Change, Checked, Importer, Inputs, Intake, SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.importers import Asked
from shopbook.sheet.list_importing import Taken, list_importer, sheet_lists
from shopbook.sheet.list_reading import Listing
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table

_LISTS = sheet_lists("shopbook.books.daily", FED)
_UPSERT = _LISTS.takes["upsert"]
_DAY_TITLE = "统计日期"
_DAY_TITLES = frozenset(title_key(title) for title in (_DAY_TITLE, "日期"))
_DAYS = re.compile(r"(?<!\d)(20\d{2})[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")
_DATELESS = "流量来源"
"""The one list of a day that does not say in its rows which; the name of its file or a line above its titles does."""

_FEWEST_TITLES = 3
"""Fewer are no header, such as the list's name above it."""

_CORRECTED = Label(zh="更正了 {days} 的数字；请再点一次“经营日数据”", en="Figures of {days} were corrected; click Day's figures once more")
_NEXT = Label(zh="下一步：点“经营日数据”，算比率和看板", en="Next: click Day's figures for ratios and the board")


def take_days(listing: Listing, inputs: Inputs) -> Taken:
    """Lines known by their day and name are brought up to date, others are added; a name twice with different figures is refused."""
    key = _LISTS.keys[listing.profile.feeds]
    frame = listing.table.frame
    different = frame.drop(ROW).unique().filter(pl.struct(key).is_duplicated()).select(key).unique()
    twice = frame.join(different, on=key, how="semi", maintain_order="left")[ROW].unique().sort()
    taken = _UPSERT(listing.without(twice), inputs)
    days = _corrected(taken.changes, inputs.frame(listing.profile.feeds))
    said = (_CORRECTED.filled({"days": days}),) if days else ((_NEXT,) if taken.changes else ())
    return replace(taken, findings=_refusals(listing, twice, inputs.lang), once_imported=said)


def _corrected(changes: tuple[Change, ...], rows: pl.DataFrame) -> str:
    touched = {row for change in changes if isinstance(change, SetCells) for row in change.rows}
    days = rows.filter(pl.col(ROW).is_in(list(touched)))["day"].unique().sort()
    return "、".join(str(day) for day in days)


def _refusals(listing: Listing, rows: pl.Series, lang: Lang) -> pl.DataFrame:
    field = _LISTS.keys[listing.profile.feeds][-1]
    told = {"code": LINE_TWICE.code, "severity": Severity.ERROR.value, "field": field, "message": LINE_TWICE.says[lang], "fix": ""}
    found = pl.DataFrame({"row": rows}).with_columns(pl.lit(text).alias(name) for name, text in told.items())
    return listing.table.locate(found, lang)


def _importer() -> Importer:
    """The importer of lists, each dated by the name of its file where its rows are not."""
    plain = list_importer(replace(_LISTS, takes={"upsert": take_days}))

    def recognise(grid: Grid, asked: Asked, tables: Mapping[str, Table]) -> object:
        return plain.recognise(dated(grid, asked.source), asked, tables)

    def decide(grid: Grid, inputs: Inputs, asked: Asked) -> Intake:
        return plain.decide(dated(grid, asked.source), inputs, asked)

    def check(grid: Grid, inputs: Inputs, asked: Asked) -> Checked:
        return plain.check(dated(grid, asked.source), inputs, asked)

    def load(grid: Grid, asked: Asked, lang: Lang) -> dict[str, pl.DataFrame]:
        return dict(plain.load(dated(grid, asked.source), asked, lang))

    return replace(plain, recognise=recognise, decide=decide, check=check, load=load)


def dated(grid: Grid, source: str) -> Grid:
    """A list of where visitors came from, with a column of the day that the lines above it or the file's name tell.

    Args:
        grid: Any list; every other is left as it is, and so is one of several days.
        source: Its file's name.
    """
    found = _dateless_header(grid)
    if found is None:
        return grid
    days = {day for text in (*_above(grid, found), source) for day in _days_in(text)}
    return _with_day(grid, found, days.pop()) if len(days) == 1 else grid


def _dateless_header(grid: Grid) -> int | None:
    """Which of the first rows has the titles of a list without days."""
    for index, cells in enumerate(grid.text.head(20).iter_rows()):
        titles = {title_key(cell) for cell in cells if cell}
        if title_key(_DATELESS) in titles and len(titles) >= _FEWEST_TITLES:
            return None if titles & _DAY_TITLES else index
    return None


def _above(grid: Grid, index: int) -> Iterator[str]:
    for cells in grid.text.head(index).iter_rows():
        yield from (cell for cell in cells if cell)


def _days_in(text: str) -> Iterator[str]:
    for year, month, day in _DAYS.findall(text):
        yield f"{year}-{int(month):02}-{int(day):02}"


def _with_day(grid: Grid, header: int, day: str) -> Grid:
    letters = column_letters(grid.text.width + 1)
    below = grid.text.height - header - 1
    texts = [*[None] * header, _DAY_TITLE, *[day] * below]
    kinds = [CellType.BLANK.value] * header + [CellType.TEXT.value] * (below + 1)
    text = grid.text.with_columns(pl.Series(letters, texts, dtype=pl.String))
    return replace(grid, text=text, types=grid.types.with_columns(pl.Series(letters, kinds, dtype=pl.UInt8)))


FIGURE_IMPORTER = _importer()
"""Lists of days: known lines are brought up to date, so the same list a second time changes nothing."""
