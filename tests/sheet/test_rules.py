import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW, Choice, Moment, Money, Option, Row, Sheet, Text, TextId, column
from shopbook.sheet.findings import Severity
from shopbook.sheet.grid import CellType, Grid, column_letters
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter, Setting, settled
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.rules import Fact, Given, Rule, Verdict, check, now, once_per_text, parameter
from shopbook.sheet.tables import Table

NOW = dt.datetime(2026, 3, 10, 12, 0)
SAYS = Label(zh="不对", en="Wrong")
LIMIT = Parameter("limit", Label(zh="上限", en="Limit"), Kind.MONEY, Decimal("10.00"), Label(zh="元", en="yuan"), "A 1", SAYS)


class Sale(Row):
    """One line of a till."""

    bill: TextId = column("单号", "Bill", key=True)
    state: Choice | None = column(
        "状态", "State", options=(Option("open", Label(zh="未结", en="Open")), Option("paid", Label(zh="已结", en="Paid")))
    )
    amount: Money | None = column("金额", "Amount")
    note: Text | None = column("备注", "Note")
    sold_at: Moment | None = column("时间", "Sold at")


SALES = Sheet("sales", Label(zh="销售", en="Sales"), Sale, SAYS)


def sales(*rows: Sequence[str | None], titles: Sequence[str] = ("单号", "状态", "金额", "备注", "时间")) -> Table:
    """A sheet of text cells; the first row is row 2."""
    filled = [[*row, *[None] * (len(titles) - len(row))] for row in rows]
    cells = [pl.Series(column_letters(at + 1), [title, *(row[at] for row in filled)], dtype=pl.String) for at, title in enumerate(titles)]
    text = pl.DataFrame(cells)
    return read_sheet(Grid("销售", text, text.select((pl.all().is_not_null() * CellType.TEXT.value).cast(pl.UInt8))), SALES, lang=Lang.ZH)


def run(table: Table, *rules: Rule, facts: Sequence[Fact] = (), lang: Lang = Lang.EN, settings: Sequence[Setting] = ()) -> Verdict:
    """Check a sheet."""
    held = settled((LIMIT,), [rule.code for rule in rules], settings, on=NOW.date())
    return check(rules, table, facts=facts, frames={"sales": table.frame}, given=Given(held, NOW, lang))


def found(verdict: Verdict) -> list[tuple[str, str]]:
    return list(verdict.findings.select("code", "cell").iter_rows())


DEAR = Rule(
    "sales.dear",
    on="amount",
    where=pl.col("amount") > parameter("limit"),
    says=Label(zh="{amount} 超过 {limit}", en="{amount} is over {limit}"),
)
SUM = Fact("bill.sum", pl.col("amount").sum(), per="bill")
BIG = Rule("sales.big", on="bill", where=pl.col("bill.sum") > parameter("limit"), says=Label(zh="共 {bill.sum}", en="{bill.sum} in all"))


def test_a_rule_finds_the_rows_where_it_holds_and_names_cell_key_value_and_limit() -> None:
    verdict = run(sales(("B1", "已结", "9.00"), ("B2", "已结", "10.01")), DEAR)

    assert verdict.findings.drop("fix").rows() == [
        ("sales.dear", "error", "销售", 3, "C3", "B2", "amount", "金额", "10.01", "10.01 is over 10.00")
    ]


def test_a_null_is_not_wrong() -> None:
    assert run(sales(("B1", None, None), ("B2", "已结", "1.00")), DEAR).findings.is_empty()


@pytest.mark.parametrize(
    ("lang", "message"),
    [(Lang.EN, "Open at 2026-03-09 08:30, blank, a［b］c"), (Lang.ZH, "未结 2026-03-09 08:30 空 a［b］c")],
)
def test_values_are_said_as_people_say_them(lang: Lang, message: str) -> None:
    says = Label(zh="{state} {sold_at} {amount} {note}", en="{state} at {sold_at}, {amount}, {note}")

    verdict = run(
        sales(("B1", "未结", None, "a[b]c", "2026-03-09 08:30:59")),
        Rule("sales.x", on="state", where=pl.col("state") == "open", says=says),
        lang=lang,
    )

    assert verdict.findings["message"].to_list() == [message]


def test_a_rule_may_look_at_now() -> None:
    late = Rule("sales.future", on="sold_at", where=pl.col("sold_at") > now(), says=SAYS)

    assert found(run(sales(("B1", None, None, None, "2026-03-10 12:00"), ("B2", None, None, None, "2026-03-10 12:01")), late)) == [
        ("sales.future", "E3")
    ]


def test_a_fix_is_suggested_where_the_rule_has_one() -> None:
    odd = Rule("sales.odd", on="note", where=pl.col("note") == "x", says=SAYS, fix=pl.col("bill") + "!")

    assert run(sales(("B1", None, None, "x")), odd).findings["fix"].to_list() == ["B1!"]


def test_a_fact_is_shared_by_the_rows_of_its_group() -> None:
    assert found(run(sales(("B1", None, "6.00"), ("B2", None, "9.00"), ("B1", None, "6.00")), BIG, facts=(SUM,))) == [
        ("sales.big", "A2"),
        ("sales.big", "A4"),
    ]


def test_facts_build_on_facts() -> None:
    double = Fact("bill.double", pl.col("bill.sum") * 2)
    most = Fact("bill.most", pl.col("bill.double").max(), per="bill")
    rule = Rule("sales.double", on="bill", where=pl.col("bill.most") > 10, says=Label(zh="{bill.most}", en="{bill.most}"))

    assert run(sales(("B1", None, "6.00"), ("B2", None, "1.00")), rule, facts=(SUM, double, most)).findings["message"].to_list() == [
        "12.00"
    ]


def test_a_fact_that_no_rule_looks_at_is_not_computed() -> None:
    broken = Fact("bill.broken", pl.col("amount").str.len_chars())

    assert found(run(sales(("B1", None, "11.00")), DEAR, facts=(broken,))) == [("sales.dear", "C2")]


def test_a_rule_without_its_columns_does_not_run_and_says_which_are_missing() -> None:
    verdict = run(sales(("B1", "已结"), titles=("单号", "状态")), DEAR, BIG, facts=(SUM,))

    assert verdict.not_run == {"sales.dear": ("amount",), "sales.big": ("amount",)}
    assert verdict.findings.is_empty()


def test_a_column_that_a_rule_or_fact_can_do_without_may_be_missing() -> None:
    noted = Fact("line.noted", pl.col("note").is_not_null(), optional=("note",))
    blank = Rule("sales.blank", on="bill", where=~pl.col("line.noted") & pl.col("amount").is_null(), says=SAYS, optional=("amount",))

    verdict = run(sales(("B1", "已结"), titles=("单号", "状态")), blank, facts=(noted,))

    assert (found(verdict), verdict.not_run) == ([("sales.blank", "A2")], {})


def test_a_column_joined_from_another_sheet_counts_as_present() -> None:
    read = sales(("B1", "已结", "3.00"))
    wide = Table(read.frame.with_columns(cost=pl.lit(4)), read.findings, read.grid, read.header, read.columns, read.key, read.last_row)

    assert found(run(wide, Rule("sales.loss", on="amount", where=pl.col("amount") < pl.col("cost"), says=SAYS))) == [("sales.loss", "C2")]


def test_a_rule_as_a_function_adds_what_its_sentence_names() -> None:
    def seldom(rows: pl.DataFrame, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        assert frames["sales"].height == rows.height
        return rows.filter(pl.len().over("bill") == 1).with_columns(times=pl.lit("once"))

    rule = Rule(
        "sales.seldom", on="bill", where=seldom, says=Label(zh="{times} {limit}", en="{times} {limit}"), needs=("bill", "parameter:limit")
    )

    verdict = run(sales(("B1", "已结"), ("B1", "已结"), ("B2", "已结")), rule)

    assert verdict.findings.select("cell", "message").rows() == [("A4", "once 10.00")]


def test_a_switched_off_rule_is_silent_and_a_lowered_one_says_so() -> None:
    table = sales(("B1", "已结", "11.00"))

    assert run(table, DEAR, settings=[Setting("sales.dear", "off")]).findings.is_empty()
    assert run(table, DEAR, settings=[Setting("sales.dear", "hint")]).findings["severity"].to_list() == [Severity.HINT]


def test_an_unreadable_cell_is_no_ground_for_a_finding_on_its_row() -> None:
    missing = Rule("sales.missing", on="amount", where=pl.col("amount").is_null(), says=SAYS)

    assert found(run(sales(("B1", "已结", "many"), ("B2", "已结", None)), missing)) == [("sales.missing", "C3")]


def test_an_unreadable_cell_spoils_what_its_group_shares_and_no_other_group() -> None:
    table = sales(("B1", None, "11.00"), ("B1", None, "many"), ("B2", None, "11.00"))

    assert found(run(table, BIG, DEAR, facts=(SUM,))) == [("sales.big", "A4"), ("sales.dear", "C2"), ("sales.dear", "C4")]


def test_a_warning_of_reading_spoils_nothing() -> None:
    assert found(run(sales(("B1", "已结", " 11.00")), DEAR)) == [("sales.dear", "C2")]


def test_a_rule_knows_its_fields_places_and_parameters() -> None:
    assert DEAR.fields == {"amount", "parameter:limit"}
    assert DEAR.places == ("amount", "limit")
    assert DEAR.parameters == ("limit",)
    assert Rule("sales.now", on="sold_at", where=pl.col("sold_at") > now(), says=SAYS).parameters == ()


def test_a_costly_condition_is_asked_of_suspects_alone() -> None:
    asked = []

    def answer(note: str) -> str:
        asked.append(note)
        return note[:1]

    rule = Rule(
        "sales.odd",
        on="note",
        suspects=pl.col("amount") > parameter("limit"),
        where=once_per_text(pl.col("note"), answer) == "x",
        says=Label(zh="{bill}", en="{bill}"),
    )

    verdict = run(
        sales(("B1", None, "11.00", "xa"), ("B2", None, "9.00", "xb"), ("B3", None, "12.00", "yc"), ("B4", None, None, "x")), rule
    )

    assert (found(verdict), verdict.findings["message"].to_list(), sorted(asked)) == ([("sales.odd", "D2")], ["B1"], ["xa", "yc"])
    assert rule.fields == {"note", "amount", "parameter:limit"}


def test_what_suspects_rest_on_is_missed_and_spoils_like_what_is_wrong() -> None:
    rule = Rule("sales.odd", on="note", suspects=pl.col("amount").is_null(), where=pl.col("note") == "x", says=SAYS)

    assert run(sales(("B1", "x"), titles=("单号", "备注")), rule).not_run == {"sales.odd": ("amount",)}
    assert found(run(sales(("B1", None, "many", "x"), ("B2", None, None, "x")), rule)) == [("sales.odd", "D3")]


@given(st.lists(st.sampled_from(("B1", "B2", "B3", "B4", None)), min_size=1))
def test_rows_that_are_their_whole_group_have_what_groups_have(bills: list[str | None]) -> None:
    count = Fact("bill.rows", pl.len(), per="bill", alone=pl.lit(1))
    rule = Rule("sales.n", on="note", where=pl.col("bill.rows").is_not_null(), says=Label(zh="{bill.rows}", en="{bill.rows}"))
    read = sales(*(("B1", None, None, "x") for _ in bills))
    frame = read.frame.with_columns(bill=pl.Series(bills, dtype=pl.String))
    table = Table(frame, read.findings, read.grid, read.header, read.columns, read.key, read.last_row)

    messages = run(table, rule, facts=(count,)).findings["message"].to_list()

    assert messages == [str(bills.count(bill)) for bill in bills if bill is not None]


def test_no_rules_find_nothing() -> None:
    assert run(sales(("B1", "已结"))).findings.is_empty()


@given(st.lists(st.one_of(st.none(), st.text(max_size=3))), st.sampled_from((1, 1001)))
def test_a_function_is_asked_once_for_each_different_text(few: list[str | None], times: int) -> None:
    texts = few * times
    asked = []

    def answer(text: str) -> str | None:
        asked.append(text)
        return text.upper() if len(text) > 1 else None

    frame = pl.DataFrame({ROW: range(len(texts)), "text": texts}, schema={ROW: pl.Int64, "text": pl.String})
    answers = frame.select(once_per_text(pl.col("text"), answer)).to_series().to_list()

    assert answers == [text.upper() if text is not None and len(text) > 1 else None for text in texts]
    assert sorted(asked) == sorted({text for text in texts if text is not None})
