"""A small book for tests of the runner: one checked sheet with the common ones."""

import polars as pl

from shopbook.books.every_book import EVERY_BOOK
from shopbook.labels import Label
from shopbook.sheet.books import Book, Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW, Choice, Moment, Money, Option, Phone, Qty, Row, Sheet, Text, TextId, check_column, column
from shopbook.sheet.findings import together
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.rules import Given, Rule, check, parameter


class Jar(Row):
    """One jar on a shelf."""

    check: Text | None = check_column()
    no: TextId = column("编号", "No.", key=True)
    qty: Qty | None = column("数量", "Quantity")
    price: Money | None = column("单价", "Price")
    filled_at: Moment | None = column("装罐时间", "Filled at")
    state: Choice | None = column("状态", "State", options=(Option("open", Label("已开", "Open")), Option("shut", Label("未开", "Shut"))))
    phone: Phone | None = column("电话", "Phone")


JARS = Sheet("jars", Label("罐子", "Jars"), Jar, Label("罐子清单", "All jars"))

LIMIT = Parameter("most", Label("上限", "Most"), Kind.INTEGER, 5, Label("个", "pieces"), "§1", Label("最多", "At most"))

RULES = (
    Rule("jars.too-many", "qty", pl.col("qty") > parameter("most"), Label("有 {qty} 个，超过 {most}", "{qty} are more than {most}")),
    Rule("jars.call", "phone", pl.col("qty") > 100, Label("请联系 {phone}", "Call {phone}")),
)


def check_jars(inputs: Inputs) -> Outcome:
    """Find jars with too much in them."""
    table = inputs.tables["jars"]
    given = Given(inputs.parameters, inputs.now, inputs.lang)
    verdict = check(RULES, table, facts=(), frames={}, given=given)
    return Outcome(
        together([table.findings, verdict.findings]),
        summary={"jars": table.frame.height, "worth": table.frame["price"].sum()},
        marks=("jars",),
    )


def shut_jars(inputs: Inputs) -> Outcome:
    """Shut every open jar."""
    wanted = inputs.frame("jars").filter(pl.col("state") == "open")
    return Outcome(changes=(SetCells("jars", "state", tuple(wanted[ROW]), ("shut",) * wanted.height),))


PANTRY = Book(
    "pantry",
    1,
    Label("储藏室", "Pantry"),
    Label("罐子", "Jars"),
    (JARS, *EVERY_BOOK),
    (
        Task("check-jars", Label("检查", "Check"), Label("检查罐子", "Check the jars"), ("jars",), (), check_jars),
        Task("shut-jars", Label("盖上", "Shut"), Label("盖上罐子", "Shut the jars"), ("jars",), ("jars",), shut_jars),
    ),
    RULES,
    (LIMIT,),
    {"jars": Label("罐子数", "Jars"), "worth": Label("合计", "Worth")},
)
