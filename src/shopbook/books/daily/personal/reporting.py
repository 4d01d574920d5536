"""The task personal-reports: what each agent sold on each day, adding up to the shop's sales with what has no agent."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import polars as pl

from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.personal.rules import PERSONAL_FACTS, PERSONAL_RULES
from shopbook.books.daily.personal.sales import sold_orders, spelled
from shopbook.books.daily.personal.sheets import PERSONAL_DAYS, UNATTRIBUTED
from shopbook.books.daily.reports.holding import SOURCE, sheet_of
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.worklists import framed, rewritten
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Change, Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, check, once_per_text

PERSONAL_SUMMARY: Mapping[str, Label] = {
    "personal_days": Label(zh="个人日报天数", en="Days of personal sales"),
    "personal_orders": Label(zh="各人和未归属单数", en="Orders of agents and unattributed"),
    "personal_paid": Label(zh="各人和未归属金额", en="Paid to agents and unattributed"),
    "unattributed_orders": Label(zh="未归属单数", en="Unattributed orders"),
    "unattributed_paid": Label(zh="未归属金额", en="Unattributed amount"),
}
"""The figures of personal-reports."""

_LINES = sheet_of(ORDERS.code)
_KEY = ["day", "who"]
_NOBODY = ""
_NOTHING = Decimal(0)
_WORDS = frozenset(spelled(UNATTRIBUTED[lang]) for lang in Lang)
_COMPUTED = tuple(column.field for column in PERSONAL_DAYS.columns if column.notes.computed and column.field != "check")

_DONE = Label(
    zh="{personal_days} 天共 {personal_orders} 单 {personal_paid} 元，其中未归属 {unattributed_orders} 单 {unattributed_paid} 元。",
    en="{personal_days} {personal_days|day|days}: {personal_orders} {personal_orders|order|orders}, {personal_paid} paid; "
    "{unattributed_orders} {unattributed_orders|order|orders} and {unattributed_paid} of it have no agent.",
)
_BEST = Label(
    zh="{day} 第一名 {agent}：{orders} 单 {paid} 元。", en="First on {day}: {agent} with {orders} {orders|order|orders}, {paid} paid."
)
_UNDATED = Label(
    zh="另有 {count} 单 {amount} 元没有付款时间，没法算到哪一天，请在订单工作簿补上。",
    en="{count} further {count|order|orders} of {amount} {count|has|have} no time of payment and {count|belongs|belong} to no day: "
    "fill it in.",
)
_WITHOUT_ORDERS = Label(
    zh="没有读到订单工作簿，个人日报没有动；请在“来源”写明它在哪里。",
    en="The order workbook was not read and nothing was changed: say on Sources where it is.",
)


def personal_reports(given: Inputs) -> Outcome:
    """Bring every day up to date that has orders; what was typed, and days that have none any more, stay."""
    if SOURCE in given.absent or given.tables[_LINES].header is None:
        return Outcome(notes=(_WITHOUT_ORDERS,))
    sold = sold_orders(given.frame(_LINES))
    before = _keyed(given.frame(PERSONAL_DAYS.code))
    rows = _with_figures(_sums(sold), before)
    now, new = _placed(before, rows, given.lang)
    changes: list[Change] = list(rewritten(PERSONAL_DAYS, given.frame(PERSONAL_DAYS.code).rows(named=True), now.rows(named=True)))
    if new.height:
        changes.append(AppendRows(PERSONAL_DAYS.code, framed(PERSONAL_DAYS, new.rows(named=True))))
    figures = _figures(rows)
    findings = together([given.tables[PERSONAL_DAYS.code].findings, _checked(now, before, given)])
    return Outcome(findings, tuple(changes), figures, _notes(figures, rows, sold), (PERSONAL_DAYS.code,))


def _keyed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of 个人日报 with ``who``: the agent as counted, blank for nobody; and how often that is there on its day."""
    who = once_per_text(pl.col("agent"), lambda name: _NOBODY if spelled(name) in _WORDS else spelled(name)).alias("who")
    times = pl.when(pl.all_horizontal(pl.col(name).is_not_null() for name in _KEY)).then(pl.len().over(_KEY))
    return rows.with_columns(who).with_columns(times.alias("row.times"))


def _sums(sold: pl.DataFrame) -> pl.DataFrame:
    """What was sold by day and agent."""
    dated = sold.drop_nulls("paid_at").with_columns(day=pl.col("paid_at").dt.date(), who=pl.col("agent").fill_null(_NOBODY))
    return dated.group_by(_KEY).agg(
        orders=pl.len().cast(pl.Int64), pieces=pl.col("pieces").sum().cast(pl.Int64), paid=pl.col("amount").sum()
    )


def _with_figures(sums: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Every day that has orders, with a row for each agent who sold something or has a row already; the best first."""
    there = before.drop_nulls(_KEY).unique(_KEY, keep="first", maintain_order=True).select(*_KEY, "enquiries")
    both = sums.join(there, on=_KEY, how="full", coalesce=True).join(sums.select("day").unique(), on="day", how="semi")
    full = both.with_columns(pl.col("orders", "pieces").fill_null(0), pl.col("paid").fill_null(_NOTHING))
    is_agent = pl.col("who") != _NOBODY
    told = full.with_columns(
        shop_orders=pl.col("orders").sum().over("day"),
        shop_paid=pl.col("paid").sum().over("day"),
        rank=pl.when(is_agent).then(pl.when(is_agent).then("paid").rank("min", descending=True).over("day")).cast(pl.Int64),
    )
    told = told.with_columns(
        average=ratio(pl.col("paid"), pl.col("orders"), places=2),
        share=ratio(pl.col("paid"), pl.col("shop_paid")),
        conversion=ratio(pl.col("orders"), pl.col("enquiries")),
    )
    return told.sort("day", "rank", "who", nulls_last=True)


def _placed(before: pl.DataFrame, rows: pl.DataFrame, lang: Lang) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the sheet as they should be, and those to add; of several rows for one agent and day the first has the figures."""
    first = before.with_columns(is_first=pl.int_range(pl.len()).over(_KEY) == 0)
    now = rows.select(*_KEY, *(pl.col(name).alias(f"now.{name}") for name in _COMPUTED))
    beside = first.join(now, on=_KEY, how="left", maintain_order="left")
    is_due = pl.col("now.shop_orders").is_not_null()
    values = [
        pl.when(is_due & pl.col("is_first"))
        .then(f"now.{name}")
        .when(is_due)
        .then(None)
        .otherwise(name)
        .cast(PERSONAL_DAYS.by_field[name].dtype)
        .alias(name)
        for name in _COMPUTED
    ]
    kept = beside.with_columns(values).select(ROW, *PERSONAL_DAYS.schema())
    new = rows.join(before, on=_KEY, how="anti", maintain_order="left")
    named = pl.when(pl.col("who") == _NOBODY).then(pl.lit(UNATTRIBUTED[lang])).otherwise("who")
    return kept, new.with_columns(named.alias("agent"))


def _checked(now: pl.DataFrame, before: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """What is wrong with the rows that are on the sheet."""
    table = replace(given.tables[PERSONAL_DAYS.code], frame=now.with_columns(before["row.times"]))
    given_outside = Given(given.parameters, given.now, given.lang)
    return check(PERSONAL_RULES, table, facts=PERSONAL_FACTS, frames={}, given=given_outside).findings


def _figures(rows: pl.DataFrame) -> dict[str, object]:
    nobody = rows.filter(pl.col("who") == _NOBODY)
    return {
        "personal_days": rows["day"].n_unique(),
        "personal_orders": rows["orders"].sum(),
        "personal_paid": _amount(rows["paid"]),
        "unattributed_orders": nobody["orders"].sum(),
        "unattributed_paid": _amount(nobody["paid"]),
    }


def _amount(amounts: pl.Series) -> Decimal:
    return Decimal(amounts.sum() or 0).quantize(Decimal("0.01"))


def _notes(figures: Mapping[str, object], rows: pl.DataFrame, sold: pl.DataFrame) -> tuple[Label, ...]:
    best = rows.filter(pl.col("day") == pl.col("day").max(), pl.col("rank") == 1, pl.col("orders") > 0)
    told = best.select("day", "orders", "paid", agent="who").rows(named=True)
    undated = sold.filter(pl.col("paid_at").is_null())
    left = {"count": undated.height, "amount": _amount(undated["amount"])}
    missing = (_UNDATED.filled(left),) if undated.height else ()
    return (_DONE.filled(figures), *(_BEST.filled(row) for row in told), *missing)


PERSONAL_REPORTS = Task(
    "personal-reports",
    Label(zh="个人日报", en="Personal reports"),
    Label(
        zh="按订单的付款日期和“客服”列算每人每天的单数、件数、金额、排名、转化率；各人加未归属等于全店；询单人数手填。",
        en="Works out each agent's orders, pieces, amount, rank and conversion by day of payment; agents and unattributed make up "
        "the shop; enquiries are typed.",
    ),
    reads=(PERSONAL_DAYS.code, _LINES),
    writes=(PERSONAL_DAYS.code,),
    decide=personal_reports,
    night=Night.WORKS,
)
