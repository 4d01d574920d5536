"""An online shop's back office in office workbooks: policies as Python functions.

From Python::

    import shopbook

    report = shopbook.check("orders.xlsx")
    report.findings  # a polars frame, one row per finding
    shopbook.run("check-orders", "orders.xlsx", in_place=True)
    tables = shopbook.load("orders.xlsx")["orders"]
"""

from importlib import import_module

__all__ = ["check", "load", "run"]


def __getattr__(name: str) -> object:
    """Bring in the functions when they are asked for: the command line must start without the readers behind them."""
    if name in __all__:
        return getattr(import_module("shopbook.run.python"), name)
    raise AttributeError(name)
