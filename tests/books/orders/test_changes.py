import datetime as dt
from dataclasses import replace

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.changes import EDITS, log_entry, logged, row_keys, spoken, this_run
from shopbook.books.orders.sheets import ORDERS, UNPAID
from shopbook.labels import Label, Lang
from tests.books.orders.builders import NOW, inputs, order
from tests.books.tables import frame, records, table

TASK = Label(zh="试", en="Try")


def edits(*rows: tuple[int, str, str, str | None, str | None, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(EDITS), orient="row")


def test_a_run_is_numbered_by_its_moment_to_the_second() -> None:
    given = inputs(now=dt.datetime(2026, 3, 10, 9, 5, 7, 123456))
    run = this_run(given, TASK)
    assert (run.number, run.at, run.who) == ("20260310-090507", dt.datetime(2026, 3, 10, 9, 5, 7), "王店长")


def test_a_number_that_the_log_has_is_not_given_again() -> None:
    given = inputs(changes=[{"run": "20260310-120000"}, {"run": "20260310-120000"}, {"run": None, "task": "手工"}])
    assert this_run(given, TASK).number == "20260310-120000-2"


def test_edits_become_rows_of_the_log_in_the_words_of_the_run() -> None:
    run = this_run(inputs(lang=Lang.EN), TASK)
    rows = logged(edits((2, "T1 / 1", "qty", "1", None, "import.updated")), ORDERS, run)
    assert rows.schema == CHANGES.schema()
    assert rows.row(0) == (NOW, "20260310-120000", "Try", "Orders", "T1 / 1", "Quantity", "1", None, "import.updated", "王店长", None)


def test_nobody_is_written_as_blank() -> None:
    run = this_run(replace(inputs(), who=""), TASK)
    assert logged(edits((2, "T1 / 1", "qty", "1", "2", "x")), ORDERS, run)["who"].to_list() == [None]


def test_no_edits_are_no_entry() -> None:
    run = this_run(inputs(), TASK)
    nothing, one = logged(edits(), ORDERS, run), logged(edits((2, "T1 / 1", "qty", "1", "2", "x")), ORDERS, run)
    assert log_entry([nothing]) == ()
    assert log_entry([nothing, one, one])[0].frame.height == 2


def test_rows_are_found_again_by_order_and_line_number() -> None:
    orders = table(ORDERS, [order(), order(line_no=2), order(line_no=None), order(line_no=None), order(order_no=None, line_no=None)])
    assert records(row_keys(orders, ORDERS), "_row", "key") == [(2, "T1001 / 1"), (3, "T1001 / 2"), (4, "T1001"), (5, "T1001 (2)"), (6, "")]


def test_a_sheet_without_lines_goes_by_its_own_key() -> None:
    assert records(row_keys(table(UNPAID, [{"order_no": "T1", "stage": 2}]), UNPAID), "key") == [("T1 / 2",)]


def test_values_are_logged_as_their_cells_show_them() -> None:
    row = frame(ORDERS, [order(paid_at=NOW)])
    shown = row.select(spoken(ORDERS.by_field[name], Lang.ZH).alias(name) for name in ("status", "paid_at", "paid", "qty", "phone"))
    assert shown.row(0) == ("待发货", "2026-03-10 12:00:00", "50.00", "1", "13800138000")
