"""Where a figure comes from, in words: workbook, sheet, rows."""

from collections.abc import Mapping, Sequence

from shopbook.books.appraisal.measures.tallies import Rests, Tally
from shopbook.books.every_book import SOURCES
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs
from shopbook.sheet.tables import Table

_QUOTE = "'"
_MOST_ROWS = 5
_BETWEEN = " > "
_CAVEAT = Label(zh="注意：", en="Note: ")

_JOINT = {Lang.ZH: "；", Lang.EN: "; "}
_LISTED = {Lang.ZH: "、", Lang.EN: ", "}
_SOME = Label(zh="{rows}…共 {count} 行", en="{rows} … {count} rows")
_MISSED = Label(zh="{place}，其中{called} {rows}", en="{place}, {called}: {rows}")


def evidence(tally: Tally, given: Inputs) -> str:
    """The rows that a figure rests on, such as ``订单.xlsm > 订单 > R5、R9…共 310 行，其中有错误的 R12``."""
    parts = [_told(rests, given) for rests in tally.rests]
    caveat = [_CAVEAT[given.lang] + tally.caveat[given.lang]] if tally.caveat else []
    return _JOINT[given.lang].join([*parts, *caveat])


def caveat_in(text: str) -> str | None:
    """What the reader of an evidence, in either language, has to know; ``None`` if nothing."""
    return next((text.partition(_CAVEAT[lang])[2] for lang in Lang if _CAVEAT[lang] in text), None)


def address(tally: Tally, given: Inputs) -> str:
    """The cell to look at first, as a link names it: ``订单.xlsm#'订单'!K12``; without a file where it is in this workbook."""
    rests = tally.rests[0]
    table = given.tables[rests.sheet]
    path, tab = _path(rests.sheet, given), table.grid.tab
    file = "" if path == tab else path
    return f"{file}#'{tab.replace(_QUOTE, _QUOTE * 2)}'!{_letters(table, rests.field)}{rests.first}"


def _letters(table: Table, field: str) -> str:
    """The column of a field; the first of the sheet where it has none."""
    letters: Mapping[str, str] = table.header.letters if table.header else {}
    return letters.get(field, "A")


def _told(rests: Rests, given: Inputs) -> str:
    place = _BETWEEN.join((_workbook(rests.sheet, given), given.tables[rests.sheet].grid.tab, _rows(rests.rows, given.lang)))
    missed = _MISSED.filled({"place": place, "called": rests.called, "rows": _rows(rests.misses, given.lang)})
    return missed[given.lang] if rests.misses else place


def _workbook(sheet: str, given: Inputs) -> str:
    """The name of the workbook's file; its code where 来源 names none."""
    return _path(sheet, given).replace("\\", "/").rpartition("/")[2] or sheet.partition(".")[0]


def _path(sheet: str, given: Inputs) -> str:
    """Where the workbook of a sheet is, as 来源 says it; empty where that says nothing."""
    code = sheet.partition(".")[0]
    listed = given.tables[SOURCES.code].frame.select("code", "path").iter_rows()
    return next((path.strip() for name, path in listed if path and (name or "").strip().lower() == code), "")


def _rows(rows: Sequence[int], lang: Lang) -> str:
    named = _LISTED[lang].join(f"R{row}" for row in rows[:_MOST_ROWS])
    return named if len(rows) <= _MOST_ROWS else _SOME.filled({"rows": named, "count": len(rows)})[lang]
