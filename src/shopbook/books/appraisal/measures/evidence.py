"""Where a figure comes from, in words: workbook, sheet, rows."""

from collections.abc import Mapping, Sequence

from shopbook.books.appraisal.measures.tallies import Rests, Tally
from shopbook.books.every_book import SOURCES
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.tables import Table

_MOST_ROWS = 5
_BETWEEN = " > "
_JOINT = {Lang.ZH: "；", Lang.EN: "; "}
_LISTED = {Lang.ZH: "、", Lang.EN: ", "}
_SOME = Label(zh="{rows}…共 {count} 行", en="{rows} … {count} rows")
_MISSED = Label(zh="{place}，其中{called} {rows}", en="{place}, {called}: {rows}")


def evidence(tally: Tally, given: Inputs) -> str:
    """The rows that a figure rests on, such as ``订单.xlsm > 订单 > R5、R9…共 310 行，其中有错误的 R12``."""
    parts = [_told(rests, given) for rests in tally.rests]
    caveat = [tally.caveat[given.lang]] if tally.caveat else []
    return _JOINT[given.lang].join([*parts, *caveat])


def link(tally: Tally, given: Inputs) -> str:
    """The cell to look at first, such as ``→ 订单!K12``."""
    rests = tally.rests[0]
    table = given.tables[rests.sheet]
    return f"→ {table.grid.tab}!{_letters(table, rests.field)}{rests.first}"


def _letters(table: Table, field: str) -> str:
    """The column of a field; the first of the sheet where it has none."""
    letters: Mapping[str, str] = table.header.letters if table.header else {}
    return letters.get(field, "A")


def _told(rests: Rests, given: Inputs) -> str:
    place = _BETWEEN.join((_workbook(rests.sheet, given), given.tables[rests.sheet].grid.tab, _rows(rests.rows, given.lang)))
    missed = _MISSED.filled({"place": place, "called": rests.called, "rows": _rows(rests.misses, given.lang)})
    return missed[given.lang] if rests.misses else place


def _workbook(sheet: str, given: Inputs) -> str:
    """The name of the workbook's file, as 来源 says it; its code where that says nothing."""
    code = sheet.partition(".")[0]
    listed = given.tables[SOURCES.code].frame
    paths = [path for name, path in listed.select("code", "path").iter_rows() if (name or "").strip().lower() == code and path]
    return paths[0].replace("\\", "/").rpartition("/")[2] if paths else code


def _rows(rows: Sequence[int], lang: Lang) -> str:
    named = _LISTED[lang].join(f"R{row}" for row in rows[:_MOST_ROWS])
    return named if len(rows) <= _MOST_ROWS else _SOME.filled({"rows": named, "count": len(rows)})[lang]
