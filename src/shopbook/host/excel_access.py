"""Whether a live sheet may be written: protection, filters, totals rows. Looked at for all sheets before the first is touched."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from shopbook.host.excel_sheet import SheetChange
from shopbook.host.excel_window import Com, insist
from shopbook.host.package.refusals import HAS_TOTALS, in_table, on_sheet
from shopbook.labels import Label
from shopbook.sheet.grid import Grid

_PROTECTED = Label(
    zh="工作表受保护，不能写入。请在“审阅”里取消工作表保护，再点一次按钮",
    en="it is protected. Unprotect it under Review, then click again",
)
_FILTERED = Label(
    zh="正在筛选，Excel 不能准确写入被隐藏的行。请在“数据”里点“清除”，显示全部行后再点一次按钮",
    en="it is filtered, and Excel does not write hidden rows exactly. Click Clear under Data to show all rows, then click again",
)
_PROTECTION = {
    "Password": "",
    "DrawingObjects": True,
    "Contents": True,
    "Scenarios": True,
    "UserInterfaceOnly": False,
    "AllowFormattingCells": False,
    "AllowFormattingColumns": True,
    "AllowFormattingRows": True,
    "AllowInsertingColumns": False,
    "AllowInsertingRows": False,
    "AllowInsertingHyperlinks": False,
    "AllowDeletingColumns": False,
    "AllowDeletingRows": False,
    "AllowSorting": True,
    "AllowFiltering": True,
}
"""The protection of a template's logs, as ``Protect`` takes it; by place, for COM does not always know its arguments by name."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One live sheet that may be written.

    Attributes:
        sheet: The sheet.
        change: What happens to it.
        grid: Its cells as they were read.
        listed: Its Excel tables that change, by name.
    """

    sheet: Com
    change: SheetChange
    grid: Grid
    listed: dict[str, Com] = field(default_factory=dict)


@contextmanager
def unlocked(sheets: Collection[Opened], logs: Collection[str]) -> Iterator[None]:
    """The sheets without protection while they are written.

    Args:
        sheets: All that are to be written.
        logs: Tables that only tasks fill; a sheet of which nothing else changes is unprotected and protected again.

    Raises:
        Refusal: Another sheet is protected.
    """
    locked = [opened for opened in sheets if opened.sheet.ProtectContents]
    for opened in locked:
        if opened.change.writes or not all(table.name in logs for table in opened.change.tables):
            raise on_sheet(opened.change.tab, _PROTECTED)
    with ExitStack() as undo:
        for opened in locked:
            opened.sheet.Unprotect("")  # with a password that is none, Excel refuses instead of asking for it
            undo.callback(insist, partial(opened.sheet.Protect, *_PROTECTION.values()))
        yield


def require_whole(opened: Opened, logs: Collection[str], *, may_hide: bool) -> None:
    """Refuse tables with a totals row, and filters that hide rows; a filter over rows that are exchanged anyway is cleared.

    Args:
        opened: The sheet.
        logs: Tables that only tasks fill.
        may_hide: Rows of the sheet may be hidden.

    Raises:
        Refusal: People must look at it first.
    """
    for name, table in opened.listed.items():
        if table.ShowTotals:
            raise in_table(name, HAS_TOTALS)
    if may_hide:
        _require_unfiltered(opened, logs)


def _require_unfiltered(opened: Opened, logs: Collection[str]) -> None:
    listed = opened.sheet.ListObjects
    for number in range(1, listed.Count + 1):
        table = listed.Item(number)
        filters = table.AutoFilter
        if filters is None or not filters.FilterMode:
            continue
        if str(table.Name) not in logs:
            raise on_sheet(opened.change.tab, _FILTERED)
        filters.ShowAllData()
    if opened.sheet.FilterMode:
        raise on_sheet(opened.change.tab, _FILTERED)
