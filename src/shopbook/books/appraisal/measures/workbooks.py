"""The order, stock and daily workbooks as measures look at them; what takes long is worked out once a run."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from shopbook.books.appraisal.measures.tallies import Asked
from shopbook.books.daily.personal.sales import sold_orders
from shopbook.books.every_book import PARAMETERS
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.checking import check_orders
from shopbook.books.orders.sheets import ALLOCATION, ORDERS, PRODUCTS, REVIEWS, SHORTAGES, UNPAID
from shopbook.books.orders.whole_orders import first_of
from shopbook.errors import BadParameterError, UnknownNameError
from shopbook.sheet.books import Inputs
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.parameters import Parameters, Setting, settled
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import compact

ORDER_LINES = f"orders.{ORDERS.code}"
ORDER_PARAMETERS = f"orders.{PARAMETERS.code}"
CHECKED_WITH = tuple(f"orders.{sheet.code}" for sheet in (PRODUCTS, REVIEWS, ALLOCATION))
"""What the check of orders looks at besides the orders."""

UNPAID_ROWS = f"orders.{UNPAID.code}"
SHORT_ROWS = f"orders.{SHORTAGES.code}"
FOLLOWED = {UNPAID_ROWS: ("agent", "listed_at", "result"), SHORT_ROWS: ("contacted_by", "paid_at", "outcome")}
"""What has to be followed up -> who does it, when it was listed, what came of it."""

_REFUNDED = ("refunded", "part_refunded")


@dataclass(frozen=True)
class Workbooks:
    """Everything that measures may look at.

    Attributes:
        given: The sheets.
    """

    given: Inputs

    def has(self, sheets: Iterable[str]) -> bool:
        """Whether all of these sheets were found."""
        return all(self.given.tables[sheet].header is not None for sheet in sheets)

    def frame(self, sheet: str) -> pl.DataFrame:
        """A sheet's rows."""
        return self.given.frame(sheet)

    @property
    def today(self) -> dt.date:
        """The day of the run."""
        return self.given.now.date()

    @cached_property
    def orders(self) -> pl.DataFrame:
        """One row for each order with a time of payment.

        Returns:
            ``order_no``, ``paid_at``, ``month`` of payment, ``amount``, ``refund``, ``agent`` (without spaces, null if none is written),
            ``buyer``, ``shop``, ``row`` (of its first line), ``is_refunded``, ``is_closed``, ``shipped_at`` (null while a part waits).
        """
        lines = self.frame(ORDER_LINES)
        sold = sold_orders(lines).drop_nulls("paid_at").with_columns(pl.col("paid_at").dt.strftime("%Y-%m").alias("month"))
        whole = lines.filter(pl.col("order_no").is_not_null()).group_by("order_no").agg(_WHOLE)
        return sold.join(whole, on="order_no", how="left", maintain_order="left").sort("row")

    def orders_of(self, asked: Asked) -> pl.DataFrame:
        """The orders paid in a month; a person's where a person is asked for."""
        paid = self._orders_by_month.get((asked.month.code,), self.orders.clear())
        return paid if asked.names is None else paid.filter(pl.col("agent").is_in(list(asked.names)))

    @cached_property
    def _orders_by_month(self) -> Mapping[tuple[object, ...], pl.DataFrame]:
        return self.orders.partition_by("month", as_dict=True)

    @cached_property
    def follow_ups(self) -> pl.DataFrame:
        """Unpaid and short orders that somebody has to follow up.

        Returns:
            ``sheet``, ``_row``, ``who`` (named on the row, else the order's agent; without spaces), ``month`` in which it was listed or, if
            short, paid, ``is_open``: no result is written.
        """
        lines = self.frame(ORDER_LINES).filter(pl.col("order_no").is_not_null())
        agents = lines.group_by("order_no").agg(first_of("agent").alias("order_agent"))
        return pl.concat([self._followed(sheet, agents, *fields) for sheet, fields in FOLLOWED.items()])

    def _followed(self, sheet: str, agents: pl.DataFrame, who: str, when: str, result: str) -> pl.DataFrame:
        told = self.frame(sheet).filter(pl.col("order_no").is_not_null()).join(agents, on="order_no", how="left", maintain_order="left")
        return told.select(
            pl.lit(sheet).alias("sheet"),
            ROW,
            once_per_text(pl.coalesce(who, "order_agent"), compact).alias("who"),
            pl.col(when).dt.strftime("%Y-%m").alias("month"),
            pl.col(result).is_null().alias("is_open"),
        )

    @cached_property
    def wrong_orders(self) -> pl.DataFrame:
        """Orders in which the check of the order workbook finds an error as they stand now: ``order_no``, ``wrong_row``."""
        sheets = {name.removeprefix("orders."): self.given.tables[name] for name in (ORDER_LINES, *CHECKED_WITH)}
        own = Inputs(sheets, self.order_parameters(self.today), self.given.now, self.given.lang)
        is_error = (pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0) & (pl.col("tab") == sheets[ORDERS.code].grid.tab)
        rows = check_orders(own).findings.filter(is_error)["row"].unique()
        lines = self.frame(ORDER_LINES).filter(pl.col(ROW).is_in(rows.implode()), pl.col("order_no").is_not_null())
        return lines.group_by("order_no").agg(pl.col(ROW).min().alias("wrong_row"))

    def order_parameters(self, on: dt.date) -> Parameters:
        """What the order workbook's own sheet 参数 says on a day; a row that can't be used counts there as here: not at all."""
        listed = self.frame(ORDER_PARAMETERS).filter(pl.col("code").is_not_null(), pl.col("value").is_not_null())
        settings = [Setting(code, value, since) for code, value, since in listed.select("code", "value", "valid_from").iter_rows()]
        return _settled([setting for setting in settings if _is_usable(setting, on)], on)


_STATUS = pl.col("status")
_WHOLE = [
    pl.col(ROW).min().alias("row"),
    first_of("buyer"),
    first_of("shop"),
    pl.col("refund").max(),
    ((pl.col("refund") > 0).any() | pl.col("refund_status").is_in(_REFUNDED).any()).alias("is_refunded"),
    ((_STATUS == "closed").all() & _STATUS.is_not_null().any()).alias("is_closed"),
    pl.when((_STATUS != "part_shipped").all()).then(pl.col("shipped_at").max()),
]
"""What is known of a whole order."""


def _settled(settings: list[Setting], on: dt.date) -> Parameters:
    return settled(ORDERS_BOOK.parameters, [rule.code for rule in ORDERS_BOOK.rules], settings, on=on)


def _is_usable(setting: Setting, on: dt.date) -> bool:
    try:
        _settled([setting], on)
    except (UnknownNameError, BadParameterError):
        return False
    return True
