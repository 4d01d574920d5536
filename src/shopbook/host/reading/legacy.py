"""Workbooks in the formats before and beside OOXML: .xls, .xlsb and .ods."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.blocks import Block, Column, GridTooLargeError, join
from shopbook.host.reading.container import Container, Kind, Tab, Visibility
from shopbook.host.reading.limited import run_child
from shopbook.host.reading.numerals import number_texts
from shopbook.labels import Label
from shopbook.sheet.grid import CellType, Grid, column_letters

_BLANK = str(CellType.BLANK.value)
_MOST_COLUMNS = 16_384  # of a sheet of Excel; what says more is damaged


class _Told(BaseModel):
    """What a child process reports; most runs never read an old workbook, so nothing is made ready for it."""

    model_config = ConfigDict(defer_build=True)


class _Probe(_Told):
    """The report of a look into a file; ``opened_by`` counts the passwords that were tried, from 0."""

    status: str
    tabs: list[tuple[str, str]] = []
    is_1904: bool = False
    macros: bool = False
    opened_by: int | None = None


class _SheetReport(_Told):
    """The report of one sheet's cells; ``row`` and ``column`` of the first are from 1, corners of merges from 0."""

    row: int
    column: int
    texts: list[list[str | None]]
    types: list[str]
    merges: list[tuple[tuple[int, int], tuple[int, int]]]
    hidden: int


class _Report(_Told):
    sheets: list[_SheetReport]


def probe(container: Container, passwords: Sequence[str] = ()) -> Container:
    """Fill in what only a look inside tells. A locked OOXML package comes back with its decrypted ``body`` and kind XLSX.

    Args:
        container: The file.
        passwords: What may open it if it is locked; Excel's own default is tried too.

    Raises:
        UnreadableFileError: It is locked with a password, damaged, or no workbook.
    """
    outcome = run_child("probe", container, passwords=passwords)
    found = _Probe.model_validate(outcome.report)
    container = dataclasses.replace(container, password="".join(passwords[found.opened_by :][:1]) if found.opened_by is not None else "")
    match found.status:
        case "ok":
            tabs = tuple(Tab(name, visibility=_VISIBILITIES.get(seen, Visibility.VISIBLE)) for name, seen in found.tabs)
            has_macros = container.has_macros or found.macros
            return dataclasses.replace(container, tabs=tabs, is_1904=found.is_1904, has_macros=has_macros, body=outcome.opened)
        case "package":
            return dataclasses.replace(container, kind=Kind.XLSX, body=outcome.opened)
        case status:
            raise UnreadableFileError(container.path, _REFUSALS.get(status, _REFUSALS["other"]))


def read_legacy(container: Container, tabs: Sequence[Tab]) -> list[Grid]:
    """The sheets' cells.

    Raises:
        UnreadableFileError: The reader crashed, took too long or gave up, or a sheet is too large.
    """
    outcome = run_child("cells", container, [tab.name for tab in tabs])
    report = _Report.model_validate(outcome.report)
    return [_grid(container, tab, sheet) for tab, sheet in zip(tabs, report.sheets, strict=True)]


def _grid(container: Container, tab: Tab, sheet: _SheetReport) -> Grid:
    height = len(sheet.texts[0]) if sheet.texts else 0
    if sheet.column + len(sheet.texts) - 1 > _MOST_COLUMNS:
        raise UnreadableFileError(container.path, _TOO_LARGE.filled({"tab": tab.name}))
    columns = {
        sheet.column + index: _column(texts, types)
        for index, (texts, types) in enumerate(zip(sheet.texts, sheet.types, strict=True))
        if types.strip(_BLANK)  # a stray cell far away brings thousands without anything in them
    }
    block = Block(np.arange(sheet.row, sheet.row + height), columns, {}, sheet.hidden)
    try:
        text, types, first_row = join([block])
    except GridTooLargeError as error:
        raise UnreadableFileError(container.path, _TOO_LARGE.filled({"tab": tab.name})) from error
    merges = tuple(f"{_corner(*first)}:{_corner(*last)}" for first, last in sheet.merges)
    return Grid(tab.name, text, types, first_row, is_1904=container.is_1904, hidden_rows=sheet.hidden, merges=merges)


def _column(texts: Sequence[str | None], digits: str) -> Column:
    types = np.frombuffer(digits.encode(), np.uint8) - ord("0")
    text = pl.Series(texts, dtype=pl.String)
    is_plain = pl.Series(types == CellType.NUMBER) & ~text.str.contains(":").fill_null(value=False)
    if is_plain.any():
        spelled = number_texts(text.filter(is_plain))
        text = text.scatter(is_plain.arg_true(), spelled)
    return Column(text, pl.Series(types))


def _corner(row: int, column: int) -> str:
    return f"{column_letters(column + 1)}{row + 1}"


_VISIBILITIES: Mapping[str, Visibility] = {
    "Visible": Visibility.VISIBLE,
    "Hidden": Visibility.HIDDEN,
    "VeryHidden": Visibility.VERY_HIDDEN,
}
_REFUSALS: Mapping[str, Label] = {
    "password": Label(
        zh="文件有密码保护。请在 Excel 里打开，取消密码后另存再试",
        en="the file is protected with a password; open it in Excel, remove the password, save it and try again",
    ),
    "damaged": Label(
        zh="文件已损坏或不完整，无法打开。请重新下载或从备份恢复",
        en="the file is damaged or incomplete and cannot be opened; download it again or restore it from a backup",
    ),
    "document": Label(
        zh="这是 Word 或 PowerPoint 文件，不是表格。请选择表格文件",
        en="this is a Word or PowerPoint document, not a workbook; choose a workbook",
    ),
    "other": Label(zh="这不是表格文件。请选择 Excel、CSV 或 ODS 文件", en="this is no workbook; choose an Excel, CSV or ODS file"),
}
_TOO_LARGE = Label(
    zh="工作表“{tab}”的范围太大，无法读取。请删除远处的零散单元格，或拆成几个文件",
    en="sheet '{tab}' is too large; delete stray cells far away, or split it into several files",
)
