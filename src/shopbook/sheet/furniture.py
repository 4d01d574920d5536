"""Rows of a sheet that are not data: blank ones, repeated headers, legends, totals and trailers.

A row is put aside only where that is certain, and said; any other row is data, and if it lacks its key, that is what is reported.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.cells import has, indices
from shopbook.sheet.columns import Column
from shopbook.sheet.grid import CellType, column_number
from shopbook.sheet.headers import Header, HeadersBelow, headers_below
from shopbook.sheet.kinds import Kind
from shopbook.sheet.merges import Body
from shopbook.sheet.notices import LEGEND, OTHER_HEADER, REPEATED_HEADER, ROW_NOTICES, TOTAL, TRAILER
from shopbook.sheet.spelling import nothing

_TOTAL = r"(?i)^\s*#?(合\s*计|总\s*计|小\s*计|本页[合小]计|汇\s*总|累\s*计|grand\s*total|sub\s*total|totals?|sum)\s*[:：]?\s*$"
_FIGURES = re.compile(r"[-+¥￥$()（）\d.,，%\s元件笔单条个共:：/—]*")
_LEGEND = re.compile(r"(?i)[(（]?(必填|选填|非必填|可填|文本|文字|数字|说明|示例|格式|required|optional|text|number|string)")
_NOTE = re.compile(
    r"\s*(#[^0-9a-z]|\d+ record\(s\)|seller id *:|共\s*\d+\s*[条笔行单])"
    r"|\s*((导出|制表|打印)\s*(时间|日期|人|员|者|[:：])|(备注|说明|注)\s*[:：])",
    re.IGNORECASE,
)
_NO_KEY = nothing(("-", "--", "#", "—", "——"))
_WORDLESS = nothing(())
_SHOWS_NOTHING = re.compile(_WORDLESS)
_NUMERIC = (Kind.MONEY, Kind.NUMBER, Kind.QTY, Kind.INTEGER)
_TYPED = (*_NUMERIC, Kind.RATIO, Kind.DATE, Kind.DATETIME, Kind.TIME)
_LACKS_KEY = f"{_NO_KEY}|{_TOTAL}"
_KEPT, _NONE = pl.Series([True]), pl.Series([False])
_NOWHERE = pl.Series([], dtype=pl.UInt32)
_TRAILERS_AT_MOST = 20
_TELLING = 3
"""So many columns or rows make it certain that a lone note or a sum is no data."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Which rows are data (``kept``, a Boolean per row below the header), and which were put aside and why (index, code)."""

    kept: pl.Series
    first_row: int
    why: tuple[tuple[int, str], ...]

    def messages(self, lang: Lang) -> pl.DataFrame:
        """One finding per row put aside, for ``Table.locate``; an error only where rows are lost by it."""
        schema = dict.fromkeys(("code", "severity", "field", "message", "fix"), pl.String()) | {"row": pl.Int64()}
        found = [
            {
                "code": code,
                "severity": ROW_NOTICES[code].severity.value,
                "row": self.first_row + index,
                "field": "",
                "message": ROW_NOTICES[code].says[lang],
                "fix": "",
            }
            for index, code in self.why
        ]
        return pl.DataFrame(found, schema=schema)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows below a header as this module looks at them.

    Attributes:
        body: Their cells.
        columns: Letters of the known columns -> what they hold; those that tasks fill in do not count, unless all are such.
        key: The letters of the column that each row must have: the key's, else the first.
    """

    body: Body
    columns: Mapping[str, Column]
    key: str

    def cells(self, index: int) -> dict[str, str]:
        """The filled cells of a row, in unknown columns too."""
        row = self.body.text.row(index, named=True)
        return {name: text.strip() for name, text in row.items() if text is not None and not _SHOWS_NOTHING.fullmatch(text)}


def set_aside(body: Body, header: Header, columns: Mapping[str, Column], *, key: Sequence[str], led: Container[int] = frozenset()) -> Aside:
    """Tell the rows that are data from those that are not.

    Args:
        body: The cells below the header.
        header: The header.
        columns: What was declared, by field.
        key: The fields that each row must have.
        led: Rows that may take their key from a row above: they are no totals for lack of one.
    """
    rows = _rows(body, header, columns, key)
    blank, keyless = _without_key(rows)
    headers = headers_below(body.text, header, list(columns.values()))
    starts, below = _below_other(headers, body.text.height)
    why = dict.fromkeys(headers.same, REPEATED_HEADER.code) | dict.fromkeys(starts, OTHER_HEADER.code)
    kept = _but_for(_KEPT.new_from_index(0, body.text.height), blank)
    kept = _but_for(kept, [*why, *below])
    own = [index for index in keyless if index not in led]
    for find, lacking in ((_legend, keyless), (_totals, keyless), (_trailers, keyless), (_unlabelled_total, own)):
        found = find(rows, kept, lacking)
        why |= found
        kept = _but_for(kept, list(found))
    return Aside(kept, body.first_row, tuple(sorted(why.items())))


def filled_down(body: Body, header: Header, fields: Sequence[str], key: Sequence[str]) -> Body:
    """Fill blank cells of some fields from the first line of their group; a group begins with each new key."""
    letters = [header.letters[field] for field in fields if field in header.letters]
    letters = [name for name in letters if _is_blank(body.text[name]).any()]
    leader = header.letters.get(key[0]) if key else None
    if not letters or leader is None:
        return body
    named = body.text[leader].forward_fill()
    group = (named != named.shift()).fill_null(value=False).cum_sum()
    index = pl.int_range(body.text.height, eager=True)
    for name in letters:
        is_blank = _is_blank(body.text[name])
        places = pl.DataFrame({"group": group, "source": pl.select(pl.when(~is_blank).then(index)).to_series(), "at": index})
        found = places.with_columns(pl.col("source").forward_fill().over("group")).filter(is_blank).drop_nulls("source")
        body = body.copied(name, found["at"], found["source"])
    return body


def _rows(body: Body, header: Header, columns: Mapping[str, Column], key: Sequence[str]) -> _Rows:
    known = {letters: columns[field] for field, letters in header.letters.items()}
    typed = {letters: column for letters, column in known.items() if not column.notes.computed} or known
    leader = header.letters.get(key[0]) if key else None
    return _Rows(body, typed, leader or next(iter(typed)))


def _but_for(kept: pl.Series, rows: Sequence[int] | pl.Series) -> pl.Series:
    return kept.clone().scatter(rows, False) if len(rows) else kept


def _is_blank(text: pl.Series) -> pl.Series:
    return text.is_null() | text.str.contains(_WORDLESS)


def _without_key(rows: _Rows) -> tuple[pl.Series, list[int]]:
    """The indices of blank rows, and of those that are not blank but have no key or a word like 合计 in its place."""
    keys = rows.body.text.select_seq(_lacks_key(rows.key)).to_series()
    at = indices(keys & (rows.body.types[rows.key] < CellType.ERROR)) if keys.any() else _NOWHERE
    if at.is_empty():
        return at, []
    known = list(rows.columns)
    text = rows.body.text[known][at]
    types = rows.body.types[known][at]
    shown = [~pl.col(cells.name).str.contains(_WORDLESS) for cells in text if cells.null_count() < len(at)]
    broken = [pl.col(cells.name) >= CellType.ERROR for cells in types if has(cells, CellType.ERROR)]
    filled = _any_of(text, shown) | _any_of(types, broken)
    return at.filter(~filled), at.filter(filled).to_list()


# Making the expression takes longer than reading a short column with it.
@lru_cache(maxsize=256)
def _lacks_key(letters: str) -> pl.Expr:
    return pl.col(letters).is_null() | pl.col(letters).str.contains(_LACKS_KEY)


def _any_of(rows: pl.DataFrame, such: Sequence[pl.Expr]) -> pl.Series:
    """Whether something is true of a row."""
    if not such:
        return _NONE.new_from_index(0, rows.height)
    return rows.select_seq(pl.any_horizontal(such).fill_null(value=False)).to_series()


def _below_other(headers: HeadersBelow, height: int) -> tuple[list[int], list[int]]:
    """Where headers of another kind begin, and all rows from there to the next one of the sheet's own, or to the end."""
    starts: list[int] = []
    below: list[int] = []
    for start in headers.other:
        if not below or start > below[-1]:
            starts.append(start)
            below += range(start, min((row for row in headers.same if row > start), default=height))
    return starts, below


def _legend(rows: _Rows, kept: pl.Series, keyless: Sequence[int]) -> dict[int, str]:
    """The first row, if it says in words what belongs into columns of figures, and shows no figure anywhere."""
    first = kept.arg_max()
    if first is None or not kept[first]:
        return {}
    cells = rows.cells(first)
    is_described = any(
        char.isalpha() for name, text in cells.items() if name in rows.columns and rows.columns[name].kind in _TYPED for char in text
    )
    has_figure = any(char.isdigit() for text in cells.values() for char in text)
    is_legend = is_described and not has_figure and (first in keyless or _LEGEND.match(cells.get(rows.key, "")))
    return {first: LEGEND.code} if is_legend else {}


def _totals(rows: _Rows, kept: pl.Series, keyless: Sequence[int]) -> dict[int, str]:
    """Rows without a key with a word like 合计 in front and nothing else but figures."""
    if not keyless:
        return {}
    text = rows.body.text.gather(keyless)
    likely = _any_of(text, [pl.col(cells.name).str.contains(_TOTAL) for cells in text if cells.null_count() < text.height])
    return {
        index: TOTAL.code for index in pl.Series(keyless, dtype=pl.Int64).filter(likely) if kept[index] and _is_total(rows.cells(index))
    }


def _is_total(cells: Mapping[str, str]) -> bool:
    front, *rest = cells.values()
    return bool(re.fullmatch(_TOTAL, front)) and all(_FIGURES.fullmatch(text) or re.fullmatch(_TOTAL, text) for text in rest)


def _trailers(rows: _Rows, kept: pl.Series, _: Sequence[int]) -> dict[int, str]:
    """The last rows, as long as each is one cell in front with a note in it."""
    found: dict[int, str] = {}
    if len(rows.columns) < _TELLING:
        return found
    for index in reversed(indices(kept).tail(_TRAILERS_AT_MOST).to_list()):
        cells = rows.cells(index)
        if len(cells) != 1 or not _is_note(*next(iter(cells.items())), rows):
            break
        found[index] = TRAILER.code
    return found


def _is_note(letters: str, text: str, rows: _Rows) -> bool:
    """Whether a cell that is alone in its row is a note: in front of the sheet, and nothing that could be a key (no id has a colon)."""
    is_key, column = letters == rows.key, rows.columns.get(letters)
    if is_key and column is not None and column.kind is Kind.TEXT_ID and re.search("[:：]", text):
        return True
    return bool(_NOTE.match(text)) and (is_key or column_number(letters) < column_number(rows.key))


def _unlabelled_total(rows: _Rows, kept: pl.Series, keyless: Sequence[int]) -> dict[int, str]:
    """The last row, if nothing is in it but figures and each is the sum of its column above."""
    data = indices(kept) if keyless else _NOWHERE
    if len(data) < _TELLING or data[-1] not in keyless:
        return {}
    cells = rows.cells(data[-1])
    if not all(name in rows.columns and rows.columns[name].kind in _NUMERIC for name in cells):
        return {}
    above = rows.body.text.gather(data[:-1])
    sums = [(_amounts(above[name]).sum(), _amounts(pl.Series([text]))[0]) for name, text in cells.items()]
    is_sum = all(total == here for total, here in sums) and any(here for _, here in sums)
    return {data[-1]: TOTAL.code} if is_sum else {}


def _amounts(text: pl.Series) -> pl.Series:
    return text.str.replace_all(",", "", literal=True).str.strip_chars().cast(pl.Decimal(38, 4), strict=False)
