"""An appraisal workbook beside the order, stock and daily workbooks of June 2026, for tests of measures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from shopbook.books.appraisal.book import APPRAISAL_BOOK
from shopbook.books.appraisal.cycles.sheets import CARD_LINES
from shopbook.books.appraisal.measures.filling import FILL_MEASURES, fill_measures
from shopbook.books.daily.book import DAILY_BOOK
from shopbook.books.daily.calendar_periods import month_of
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.stock.book import STOCK_BOOK
from shopbook.labels import Lang
from shopbook.run.gathering import empty_table
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.columns import Sheet
from shopbook.sheet.parameters import settled
from shopbook.sheet.tables import Table
from tests.books.orders.builders import order
from tests.books.tables import Cell, Cells, applied, table

NOW = dt.datetime(2026, 7, 2, 10, 0)
"""The second morning of the window in which June is appraised."""

JUNE = month_of(2026, 6)
BOOKS = {"": APPRAISAL_BOOK, "orders": ORDERS_BOOK, "stock": STOCK_BOOK, "daily": DAILY_BOOK}


def june(day: int, hour: int = 10) -> dt.datetime:
    """A moment of June 2026."""
    return dt.datetime(2026, 6, day, hour)


def sold(order_no: str, day: int = 10, **cells: Cell) -> dict[str, Cell]:
    """An order of June without any fault: 50.00, paid at ten and shipped the next morning, by agent 小美."""
    paid_at = june(day)
    times: dict[str, Cell] = {"created_at": paid_at - dt.timedelta(minutes=5), "paid_at": paid_at}
    sent: dict[str, Cell] = {"status": "shipped", "shipped_at": paid_at + dt.timedelta(hours=24), "courier": "顺丰", "agent": "小美"}
    own = f"{sum(map(ord, order_no)):04}"
    who: dict[str, Cell] = {"buyer": f"买家{order_no}", "phone": f"1380013{own[-4:]}", "tracking_no": f"SF100000000{own}"}
    return order(order_no=order_no, **{**times, **sent, **who, **cells})


def person(employee_no: str = "E01", **cells: Cell) -> dict[str, Cell]:
    """Zhang Xiaomei of customer service, 小美 in orders."""
    return {"employee_no": employee_no, "name": "张小美", "department": "客服部", "post": "客服", "agent_names": "小美", **cells}


def line(source: str | None, **cells: Cell) -> dict[str, Cell]:
    """An indicator of E01 in June, higher is better."""
    whole: dict[str, Cell] = {"cycle": "2026-06", "employee_no": "E01", "code": "P1", "aspect": "performance", "indicator": "指标"}
    return {**whole, "weight": 100, "method": "higher", "target": 98, "source": source, **cells}


def inputs(*, now: dt.datetime = NOW, lang: Lang = Lang.ZH, sheets: Mapping[str, Sequence[Cells]]) -> Inputs:
    """What fill-measures is given.

    Args:
        now: The moment.
        lang: The language of the workbooks.
        sheets: Rows by sheet, ``orders.orders`` for those of other workbooks. Of a workbook none of whose sheets is named there is nothing;
            June is open and E01 works here unless told.
    """
    there = {name.partition(".")[0] for name in sheets if "." in name}
    full: dict[str, Sequence[Cells]] = {"cycles": [{"cycle": "2026-06", "state": "open"}], "employees": [person()], **sheets}
    tables = {code: _table(code, full, there, lang) for code in dict.fromkeys((*FILL_MEASURES.reads, *sheets))}
    return Inputs(tables, settled((), (), (), on=now.date()), now, lang)


def _table(code: str, sheets: Mapping[str, Sequence[Cells]], there: set[str], lang: Lang) -> Table:
    sheet = sheet_of(code)
    is_gone = "." in code and code.partition(".")[0] not in there
    return empty_table(sheet) if is_gone else table(sheet, sheets.get(code, ()), lang=lang)


def sheet_of(code: str) -> Sheet:
    """A sheet of the appraisal workbook, or of the workbook before the dot."""
    book, _, name = code.rpartition(".")
    return BOOKS[book].sheet(name)


def after(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with an outcome's changes applied, as the next run finds it."""
    assert {change.sheet for change in outcome.changes} <= {CARD_LINES.code}
    return applied(given, outcome, [CARD_LINES])


def with_lines(given: Inputs, lines: Sequence[Cells]) -> Inputs:
    """The same workbooks with other indicators."""
    anew = table(CARD_LINES, lines, lang=given.lang)
    return Inputs({**given.tables, CARD_LINES.code: anew}, given.parameters, given.now, given.lang)


def filled(given: Inputs) -> dict[str, object]:
    """The one indicator after it was measured."""
    frame = after(given, fill_measures(given)).frame(CARD_LINES.code)
    assert frame.height == 1
    return frame.row(0, named=True)


def figure(source: str, sheets: Mapping[str, Sequence[Cells]], *, now: dt.datetime = NOW) -> str:
    """What a measure comes to for E01 in June: ``actual = numerator / denominator``, or blank."""
    row = filled(inputs(now=now, sheets={**sheets, "card_lines": [line(source)]}))
    numbers = [row[name] for name in ("actual", "numerator", "denominator")]
    told = [_plain(number) if isinstance(number, Decimal) else "" for number in numbers]
    return "" if row["actual"] is None else f"{told[0]} = {told[1]} / {told[2]}".removesuffix(" / ")


def _plain(number: Decimal) -> str:
    return format(number, "f").rstrip("0").rstrip(".")
