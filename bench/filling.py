"""Rows put into the sheets of a workbook that XlsxWriter made without them: a million rows are its own work of minutes.

The cells are written as it writes them when it keeps little in memory: texts where they stand, moments as numbers. Each wears what its
column wears.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from shopbook.sheet.grid import column_letters

_FIRST_DAY, _DAY = dt.datetime(1899, 12, 30), dt.timedelta(days=1)
_REF = re.compile(rb'ref="[^"]*"')
_DIMENSION, _END = re.compile(rb'<dimension ref="[^"]*"/>'), b"</sheetData>"
_COLUMN = re.compile(rb'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"')
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows below the header row of one sheet.

    Attributes:
        rows: Values from the first column on; ``None`` is a cell that is not there.
        count: How many rows.
        width: How many columns.
    """

    rows: Iterable[Sequence[object]]
    count: int
    width: int

    @property
    def ref(self) -> bytes:
        """The cells of the whole sheet."""
        return f'ref="A1:{column_letters(self.width)}{self.count + 1}"'.encode()


def fill(shell: BytesIO, path: Path, fillings: Mapping[int, Filling]) -> None:
    """Write a workbook with rows.

    Args:
        shell: The workbook without them, each sheet with its header row only. A table of one row reaches around all in the result:
            XlsxWriter notes each cell of a larger one.
        path: Where to.
        fillings: By the sheet's number, from 1, which is that of its table too.
    """
    sheets = {f"xl/worksheets/sheet{number}.xml": filling for number, filling in fillings.items()}
    tables = {f"xl/tables/table{number}.xml": filling for number, filling in fillings.items()}
    with ZipFile(shell) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            pieces: Iterable[bytes] = [old.read(member)]
            if member.filename in sheets:
                pieces = _filled(old.read(member), sheets[member.filename])
            if member.filename in tables:
                pieces = [_REF.sub(tables[member.filename].ref, old.read(member))]
            with new.open(member.filename, "w") as target:
                target.writelines(pieces)


def _filled(xml: bytes, filling: Filling) -> Iterator[bytes]:
    head, end, tail = _DIMENSION.sub(b"<dimension %b/>" % filling.ref, xml, count=1).partition(_END)
    yield head
    written = _written(filling, _worn(head))
    while batch := "".join(islice(written, _AT_ONCE)):
        yield batch.encode()
    yield end + tail


def _worn(head: bytes) -> dict[int, str]:
    found = _COLUMN.findall(head)
    return {at: style.decode() for first, last, style in found for at in range(int(first), int(last) + 1)}


def _written(filling: Filling, worn: Mapping[int, str]) -> Iterator[str]:
    columns = [(column_letters(at), f' s="{worn[at]}"' if at in worn else "") for at in range(1, filling.width + 1)]
    for row, values in enumerate(filling.rows, 2):
        filled = ((column, value) for column, value in zip(columns, values, strict=True) if value is not None)
        cells = [_cell(f"{letters}{row}", style, value) for (letters, style), value in filled]
        yield f'<row r="{row}">{"".join(cells)}</row>'


def _cell(name: str, style: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{name}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    number = (value - _FIRST_DAY) / _DAY if isinstance(value, dt.datetime) else value
    return f'<c r="{name}"{style}><v>{number!r}</v></c>'
