"""A formula is never replaced by a value, and what was left is said."""

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.sheet.books import Inputs, Outcome, SetCells
from shopbook.sheet.columns import CHECK
from shopbook.sheet.sparing import spared_notes
from tests.books.orders.builders import inputs, order
from tests.books.tables import with_formulas

REMARKS = SetCells("orders", "remark", (3, 2, 4), ("丙", "乙", "丁"))


def three_orders() -> Inputs:
    return inputs(orders=[order(), order(order_no="T2"), order(order_no="T3")])


def test_a_write_leaves_formulas_and_reaches_the_cells_around_them() -> None:
    given = with_formulas(three_orders(), ORDERS, "remark", 3)
    plan = plan_of(Outcome(changes=(REMARKS,)), ORDERS_BOOK, Writing(given.tables, Lang.ZH))
    assert [(list(write.rows), list(write.values)) for write in plan.writes] == [([2, 4], ["乙", "丁"])]


def test_a_write_that_meets_only_formulas_writes_nothing() -> None:
    given = with_formulas(three_orders(), ORDERS, "remark", 2, 3, 4)
    assert not plan_of(Outcome(changes=(REMARKS,)), ORDERS_BOOK, Writing(given.tables, Lang.ZH))


def test_every_column_where_formulas_were_left_is_said_with_how_many_and_where() -> None:
    given = with_formulas(with_formulas(three_orders(), ORDERS, "remark", 2, 4), ORDERS, CHECK, 3)
    (remarks, marks) = spared_notes([REMARKS], ["orders"], given.tables)
    assert "“卖家备注”列有 2 个单元格是公式" in remarks.zh
    assert "“校验”列有 1 个单元格是公式" in marks.zh


def test_where_no_formula_is_met_nothing_is_said() -> None:
    given = with_formulas(three_orders(), ORDERS, "qty", 2)
    assert spared_notes([REMARKS], ["orders"], given.tables) == []
