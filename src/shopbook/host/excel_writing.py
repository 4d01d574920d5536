"""Writing into a live sheet: each column or table as one block, its format first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeGuard

from shopbook.host.excel_cells import BLOCK_TEXT, Form, Given, form_of, forms_of, given, rows_of
from shopbook.host.excel_sheet import TableChange
from shopbook.host.excel_window import Com
from shopbook.host.package.areas import Area, cell_name
from shopbook.host.package.values import Calendar
from shopbook.host.reading.formats import Shown, shown_by_code
from shopbook.sheet.grid import Grid, column_letters, column_number
from shopbook.sheet.plan import ColumnWrite, Value

_TEXT = "@"
_GENERAL = "General"
_DATE_FORMATS = {Form.DAY: "yyyy-mm-dd", Form.MOMENT: "yyyy-mm-dd hh:mm:ss", Form.TIME: "hh:mm:ss"}
_LONGEST_ADDRESS = 255

_SIGN = "'"
"""Excel takes an apostrophe before a value as its own sign for "this is text"; whether it does so in text cells too is not relied upon."""


@dataclass(slots=True)
class Run:
    """Neighbouring cells of one column, all written in the same way."""

    first_row: int
    values: list[Value]
    form: Form


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes on one sheet."""

    sheet: Com
    calendar: Calendar
    ranges: dict[str, Com] = field(default_factory=dict)

    def column(self, write: ColumnWrite) -> None:
        """Write some cells of one column: those in between are written again as they are, where that is exact; else run by run."""
        number = column_number(write.column)
        for run in self._runs(write):
            area = Area(run.first_row, number, run.first_row + len(run.values) - 1, number)
            self._block(area, [[value] for value in run.values], {})

    def table(self, change: TableChange, listed: Com, grid: Grid) -> None:
        """Give a table its new rows; columns that it calculates are given their formula."""
        formulas = self._formulas(change, grid)
        if change.left_over:
            self._range(str(change.left_over)).ClearContents()
        if change.after != change.before:
            listed.Resize(self._range(str(change.after)))
        self._block(change.body, change.rows, formulas)

    def _range(self, address: str) -> Com:
        """Cells by their address, asked for once."""
        if address not in self.ranges:
            self.ranges[address] = self.sheet.Range(address)
        return self.ranges[address]

    def _runs(self, write: ColumnWrite) -> list[Run]:
        values: dict[int, Value] = dict(zip(write.rows, write.values, strict=True))
        forms = forms_of(write.values)
        has_gaps = any(after - before > 1 for before, after in pairwise(write.rows))
        if has_gaps and len(forms) <= 1:
            form = next(iter(forms), Form.BLANK)
            values = {**self._between(write, form), **values}
        return _runs(sorted(values.items()))

    def _between(self, write: ColumnWrite, form: Form) -> dict[int, Value]:
        """The cells between those to write that can be written again without a change: same sort, no formulas, no errors."""
        first, last = write.rows[0], write.rows[-1]
        cells = self._range(f"{write.column}{first}:{write.column}{last}")
        if cells.HasFormula is not False:
            return {}
        there = [row[0] for row in rows_of(cells.Value2)]
        if form is Form.BLANK:  # cells are only emptied, and go with whatever lies between them
            form = Form.TEXT if any(isinstance(value, str) and value for value in there) else Form.NUMBER
        return {row: value for row, value in enumerate(there, first) if _goes_with(value, form)}

    def _formulas(self, change: TableChange, grid: Grid) -> dict[int, str]:
        """The formulas of calculated columns, by their place in the table: what the first row holds that is not what it shows."""
        row = change.before.first_row + 1
        cells = self._range(str(Area(row, change.before.first_column, row, change.before.last_column)))
        shown = {place: _shown(grid, row, change.before.first_column + place) for place in range(len(change.rows[0]))}
        formulas = enumerate(rows_of(cells.Formula)[0])
        return {place: text for place, text in formulas if isinstance(text, str) and text.startswith("=") and text != shown[place]}

    def _block(self, area: Area, rows: Sequence[Sequence[Value]], formulas: dict[int, str]) -> None:
        """Write a rectangle: formats, then all values at once, then what is too long to go with the others."""
        columns = list(zip(*rows, strict=True))
        prefixed = {place for place, values in enumerate(columns) if place not in formulas and _is_mixed(values)}
        self._dress(area, columns, {*formulas}, prefixed)
        block = [[self._given(value, place, formulas, prefixed) for place, value in enumerate(row)] for row in rows]
        late = _taken_out(block, {*formulas, *prefixed})
        self._range(str(area)).Value2 = tuple(tuple(row) for row in block)
        for (row, place), text in late.items():
            self._alone(cell_name(area.first_row + row, area.first_column + place), text)

    def _alone(self, cell: str, text: str) -> None:
        cells = self._range(cell)
        if text.startswith(_SIGN):
            cells.NumberFormat = _GENERAL
        cells.Value2 = text

    def _given(self, value: Value, place: int, formulas: dict[int, str], prefixed: set[int]) -> Given:
        if place in formulas:
            return formulas[place]
        if place in prefixed and form_of(value) is Form.TEXT:
            return f"{_SIGN}{value}"
        return given(value, self.calendar)

    def _dress(self, area: Area, columns: Sequence[Sequence[Value]], formulas: set[int], prefixed: set[int]) -> None:
        """Formats before values: a text in a cell that is not a text cell would be read as a number, a date or a formula."""
        texts = [place for place, values in enumerate(columns) if Form.TEXT in forms_of(values) and place not in formulas | prefixed]
        self._format(area, texts, _TEXT)
        for place, values in enumerate(columns):
            if Form.NUMBER in forms_of(values) and place not in formulas | prefixed:
                side = area.first_column + place
                self._untext(Area(area.first_row, side, area.last_row, side))
        dated = {place: forms for place, values in enumerate(columns) if (forms := forms_of(values) & {*_DATE_FORMATS})}
        self._format(area, sorted(prefixed - {*dated}), _GENERAL)
        for place in {*dated} - formulas:
            self._date_format(area, place, Form.MOMENT if len(dated[place]) > 1 else next(iter(dated[place])))

    def _format(self, area: Area, places: Sequence[int], code: str) -> None:
        for address in _addresses(area, places):
            self._range(address).NumberFormat = code

    def _untext(self, area: Area) -> None:
        """Make text cells plain ones, or numbers would become texts in them; where only some are, they are found by halving."""
        cells = self._range(str(area))
        worn = cells.NumberFormat
        if worn == _TEXT:
            cells.NumberFormat = _GENERAL
        elif worn is None and area.last_row > area.first_row:
            middle = (area.first_row + area.last_row) // 2
            self._untext(area.down_to(middle))
            self._untext(Area(middle + 1, area.first_column, area.last_row, area.last_column))

    def _date_format(self, area: Area, place: int, form: Form) -> None:
        cells = self._range(next(_addresses(area, [place])))
        worn = cells.NumberFormat
        if not isinstance(worn, str) or shown_by_code(worn) is not Shown.DATE:
            cells.NumberFormat = _DATE_FORMATS[form]


def _runs(cells: Sequence[tuple[int, Value]]) -> list[Run]:
    """Cells next to each other and written alike; a blank goes with any."""
    runs: list[Run] = []
    for row, value in cells:
        form, last = form_of(value), runs[-1] if runs else None
        if last and last.first_row + len(last.values) == row and (form in {last.form, Form.BLANK} or last.form is Form.BLANK):
            last.values.append(value)
            last.form = last.form if form is Form.BLANK else form
        else:
            runs.append(Run(row, [value], form))
    return runs


def _goes_with(value: object, form: Form) -> TypeGuard[str | float | bool | None]:
    """Whether a cell's value can go in a block with values of a form and come out as it was; an int is an error."""
    match value:
        case None | "":
            return True
        case str():
            return form is Form.TEXT and not value.startswith(_SIGN)
        case float() | bool():
            return form not in {Form.TEXT, Form.BLANK}
        case _:
            return False


def _is_mixed(values: Sequence[Value]) -> bool:
    """Whether a column's texts are written with an apostrophe: beside numbers, which a text cell would turn into texts."""
    forms = forms_of(values)
    return Form.TEXT in forms and len(forms) > 1


def _taken_out(block: list[list[Given]], but: set[int]) -> dict[tuple[int, int], str]:
    """The texts that cannot go with the others, which leave a blank; by row and place. Columns named in ``but`` are apart."""
    late = {}
    for number, row in enumerate(block):
        for place, value in enumerate(row):
            if isinstance(value, str) and (len(value) > BLOCK_TEXT or (value.startswith(_SIGN) and place not in but)):
                late[number, place] = value if place in but or not value.startswith(_SIGN) else _SIGN + value
                row[place] = ""
    return late


def _shown(grid: Grid, row: int, column: int) -> str | None:
    letters = column_letters(column)
    at = row - grid.first_row
    return grid.text[letters][at] if letters in grid.text.columns and 0 <= at < grid.text.height else None


def _addresses(area: Area, places: Sequence[int]) -> Iterator[str]:
    """The columns of an area as few addresses, each of which Excel takes: ``A5:C14,E5:F14``."""
    joined = ""
    for _, group in groupby(enumerate(places), key=lambda item: item[1] - item[0]):
        side = [place for _, place in group]
        part = str(Area(area.first_row, area.first_column + side[0], area.last_row, area.first_column + side[-1]))
        if joined and len(joined) + 1 + len(part) > _LONGEST_ADDRESS:
            yield joined
            joined = ""
        joined = f"{joined},{part}" if joined else part
    if joined:
        yield joined
