"""Every measure with the sheets that it needs and the function that works it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shopbook.books.appraisal.measures import from_daily, from_orders, from_stock
from shopbook.books.appraisal.measures.names import MEASURE_NAMES, PERCENT, MeasureName
from shopbook.books.appraisal.measures.tallies import Asked, Tally
from shopbook.books.appraisal.measures.workbooks import (
    CHECKED_WITH,
    ORDER_LINES,
    ORDER_PARAMETERS,
    SHORT_ROWS,
    UNPAID_ROWS,
    Workbooks,
)

Works = Callable[[Workbooks, Asked], Tally | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured.

    Attributes:
        name: What people call it.
        needs: The sheets without which nothing can be said.
        works: From workbooks and what is asked to figures; ``None`` where nothing is to be counted.
        is_own: It is about one person.
    """

    name: MeasureName
    needs: tuple[str, ...]
    works: Works
    is_own: bool

    @property
    def scale(self) -> int:
        """By what a quotient is multiplied."""
        return 100 if self.name.unit == PERCENT else 1


_BY_ORDERS: Mapping[str, tuple[tuple[str, ...], Works]] = {
    "sales": ((ORDER_LINES,), from_orders.sales),
    "order_accuracy": ((ORDER_LINES,), from_orders.order_accuracy),
    "follow_up": ((ORDER_LINES, UNPAID_ROWS), from_orders.follow_up),
    "refund_share": ((ORDER_LINES,), from_orders.refund_share),
    "new_customers": ((ORDER_LINES,), from_orders.new_customers),
    "target_reached": ((ORDER_LINES, from_daily.TARGET_ROWS), from_daily.target_reached),
}
"""What is worked out alike for the shop and for one person."""

_WORKS: Mapping[str, tuple[tuple[str, ...], Works]] = {
    **_BY_ORDERS,
    **{f"own_{code}": told for code, told in _BY_ORDERS.items()},
    "conversion": ((from_daily.TRADE_ROWS,), from_daily.conversion),
    "own_conversion": ((from_daily.PERSONAL_ROWS,), from_daily.own_conversion),
    "traffic_growth": ((from_daily.TRADE_ROWS,), from_daily.traffic_growth),
    "traffic_growth_in_a_year": ((from_daily.TRADE_ROWS,), from_daily.traffic_growth_in_a_year),
    "gross_margin": ((ORDER_LINES, from_stock.LEDGER_ROWS), from_stock.gross_margin),
    "shipping_on_time": ((ORDER_LINES,), from_orders.shipping_on_time),
    "stock_accuracy": ((from_stock.ACCURACY_ROWS,), from_stock.stock_accuracy),
    "counts_on_time": ((from_stock.PLAN_ROWS,), from_stock.counts_on_time),
    "ad_return": ((from_daily.AD_ROWS,), from_daily.ad_return),
}

MEASURES = {name.code: Measure(name, *_WORKS[name.code], is_own=name.code.startswith("own_")) for name in MEASURE_NAMES}
"""By code."""

READ_WITH = (ORDER_PARAMETERS, *CHECKED_WITH, SHORT_ROWS)
"""Sheets that are looked at where they are there."""

READS = tuple(dict.fromkeys((*(sheet for measure in MEASURES.values() for sheet in measure.needs), *READ_WITH)))
"""Every sheet of another workbook that any measure looks at."""
