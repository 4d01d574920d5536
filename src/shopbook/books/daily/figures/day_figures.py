"""The tasks day-figures and check-figures: ratios, comparisons and the board of each day, and what is wrong with its figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from shopbook.books.daily.figures import day_trading, marketing
from shopbook.books.daily.figures.day_board import Days, board
from shopbook.books.daily.figures.notices import FIGURES_OUT_OF_DATE
from shopbook.books.daily.figures.ratios import ratio
from shopbook.books.daily.figures.rules import ITEM_DAY_RULES, MARKETING_RULES, TRADE_RULES
from shopbook.books.daily.figures.runs import ad_runs, in_runs, trade_runs
from shopbook.books.daily.figures.sheets import AD_CHECKS, BOARD, CUSTOMER_DAYS, ITEM_DAYS, MARKETING, TRADES, VISITOR_SOURCES
from shopbook.books.daily.figures.trade_days import customer_days, order_days, paid_by_day
from shopbook.books.daily.figures.words import ACCOUNT
from shopbook.books.daily.reports.holding import SOURCE, sheet_of
from shopbook.books.daily.targets.sheets import TARGETS
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, Inputs, Night, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import together
from shopbook.sheet.rules import Given, Rule, check

_LINES = sheet_of(ORDERS.code)
_READS = (TRADES.code, MARKETING.code, ITEM_DAYS.code, CUSTOMER_DAYS.code, BOARD.code, AD_CHECKS.code, TARGETS.code, _LINES)
_WRITES = (TRADES.code, MARKETING.code, ITEM_DAYS.code, CUSTOMER_DAYS.code, BOARD.code, AD_CHECKS.code)

FIGURES_CHECKED = (TRADES, MARKETING, ITEM_DAYS, VISITOR_SOURCES)
"""The sheets whose column 校验 shows what was found."""

FIGURE_SUMMARY: Mapping[str, Label] = {
    "figure_day": Label(zh="最新一天", en="Newest day"),
    "trade_days": Label(zh="交易行数", en="Lines on Trade"),
    "trade_days_added": Label(zh="按订单新增的行", en="Lines added from orders"),
    "ad_lines": Label(zh="营销行数", en="Lines on Marketing"),
    "day_paid": Label(zh="当天支付金额", en="Paid that day"),
    "day_spend": Label(zh="当天推广花费", en="Ad spend that day"),
    "jumps_unexplained": Label(zh="没写原因的波动", en="Jumps without a reason"),
}
"""The figures of the day's figures."""

_DONE = Label(
    zh="最新一天 {figure_day}：支付 {day_paid} 元，推广花费 {day_spend} 元；"
    "按订单新增 {trade_days_added} 行；没写原因的波动 {jumps_unexplained} 处。",
    en="Newest day {figure_day}: {day_paid} paid, {day_spend} spent on ads; "
    "{trade_days_added} {trade_days_added|line|lines} added from orders; "
    "{jumps_unexplained} {jumps_unexplained|jump|jumps} without a reason.",
)
_EMPTY = Label(
    zh="还没有任何一天的数据：导入生意参谋、直通车等报表，或在“来源”写上订单工作簿在哪里",
    en="There is no day yet: import lists of platforms, or say on Sources where the order workbook is",
)
_WITHOUT_ORDERS = Label(
    zh="没有读到订单工作簿：订单表那几列和“客户日数据”没有动", en="The order workbook was not read: what comes from it was left as it is"
)


@dataclass(frozen=True, slots=True)
class Worked:
    """Every sheet as it should be; rows of 交易 without ``_row`` are new."""

    trades: pl.DataFrame
    ads: pl.DataFrame
    items: pl.DataFrame
    customers: pl.DataFrame
    checks: pl.DataFrame
    board: pl.DataFrame


def day_figures(given: Inputs) -> Outcome:
    """Work out every day's ratios, the orders' sums beside the platform's, the reports compared, and the board."""
    worked = worked_out(given)
    changes = [
        *_rewritten(TRADES, given, worked.trades),
        *_rewritten(MARKETING, given, worked.ads),
        *_rewritten(ITEM_DAYS, given, worked.items),
        *_replaced(CUSTOMER_DAYS, given, worked.customers),
        *_replaced(AD_CHECKS, given, worked.checks),
        *_replaced(BOARD, given, worked.board),
    ]
    figures = _figures(worked, given)
    return Outcome(changes=tuple(changes), summary=figures, notes=_notes(figures, given))


def check_figures(given: Inputs) -> Outcome:
    """Check every day's figures; writes nothing but the findings."""
    worked = worked_out(given)
    read = [given.tables[sheet.code].findings for sheet in FIGURES_CHECKED]
    found = [_checked(sheet, rules, rows, given) for sheet, rules, rows in _examined(worked, given)]
    stale = any((_rewritten(TRADES, given, worked.trades), _rewritten(MARKETING, given, worked.ads), _replaced(BOARD, given, worked.board)))
    late = [FIGURES_OUT_OF_DATE.finding({}, given.lang, tab=given.tables[TRADES.code].grid.tab)] if stale else []
    figures = _figures(worked, given)
    return Outcome(together([*read, *found, *late]), summary=figures, marks=tuple(sheet.code for sheet in FIGURES_CHECKED))


def worked_out(given: Inputs) -> Worked:
    """Everything that the figures and the orders come to."""
    share = pl.lit(given.parameters.amount("jump_share"))
    orders = paid_by_day(given.frame(_LINES)) if _has_orders(given) else None
    days = None if orders is None else order_days(orders)
    trades = day_trading.traded(given.frame(TRADES.code), days, jump_share=share, lang=given.lang)
    ads = marketing.marketed(given.frame(MARKETING.code), jump_share=share, lang=given.lang)
    customers = given.frame(CUSTOMER_DAYS.code).drop(ROW) if orders is None else customer_days(orders)
    seen = board(_days(trades, ads, customers, given), today=given.now.date(), lang=given.lang)
    return Worked(trades, ads, _with_ratios(given.frame(ITEM_DAYS.code)), customers, marketing.ad_checks(ads), seen)


def _has_orders(given: Inputs) -> bool:
    return SOURCE not in given.absent and given.tables[_LINES].header is not None


def _with_ratios(items: pl.DataFrame) -> pl.DataFrame:
    return items.with_columns(
        ratio(pl.col("buyers"), pl.col("visitors")).alias("conversion"),
        ratio(pl.col("paid"), pl.col("buyers"), places=2).alias("average"),
    )


def _days(trades: pl.DataFrame, ads: pl.DataFrame, customers: pl.DataFrame, given: Inputs) -> Days:
    """What the board is made of, each day of a shop once."""
    known = trades.drop_nulls(day_trading.KEY).unique(day_trading.KEY, keep="first", maintain_order=True)
    groups = {
        "trade": known.with_columns(day_trading.counted()),
        "customers": customers.rename({"buyers": "known_buyers"}),
        "ads": marketing.channel_days(ads),
    }
    days = Days(groups, {}, {}, given.parameters.amount("jump_share"))
    newest = days.newest(given.now.date())
    return replace(days, targets=_targets(given, newest), reasons={"trade": _reasons(trades, newest), "ads": _reasons(ads, newest)})


def _targets(given: Inputs, day: dt.date | None) -> Mapping[str, Decimal]:
    """What the shop has to be paid in the month of a day, where 目标 says so."""
    month = "" if day is None else f"{day:%Y-%m}"
    whole = given.frame(TARGETS.code).filter(pl.col("period") == month, pl.col("department").is_null(), pl.col("person").is_null())
    told = whole.select(pl.coalesce("fixed", "target").drop_nulls().first()).item()
    return {} if told is None else {"paid": told}


def _reasons(rows: pl.DataFrame, day: dt.date | None) -> str:
    said = _of(rows, day)["reason"].drop_nulls().unique(maintain_order=True)
    return "；".join(said)


def _of(rows: pl.DataFrame, day: dt.date | None) -> pl.DataFrame:
    """The rows of a day; none of no day."""
    return rows.filter(pl.col("day") == pl.lit(day, dtype=pl.Date))


def _rewritten(sheet: Sheet, given: Inputs, now: pl.DataFrame) -> list[Change]:
    """The computed cells that differ, and the rows that are new."""
    before = given.frame(sheet.code)
    kept, new = now.filter(pl.col(ROW).is_not_null()), now.filter(pl.col(ROW).is_null())
    writes: list[Change] = []
    for name in _computed(sheet):
        differs = before[name].ne_missing(kept[name])
        if differs.any():
            rows = kept.filter(differs)
            writes.append(SetCells(sheet.code, name, tuple(rows[ROW]), tuple(rows[name])))
    return [*writes, AppendRows(sheet.code, new.drop(ROW))] if new.height else writes


def _computed(sheet: Sheet) -> list[str]:
    return [column.field for column in sheet.columns if column.notes.computed and column.field != "check"]


def _replaced(sheet: Sheet, given: Inputs, rows: pl.DataFrame) -> list[Change]:
    return [] if rows.equals(given.frame(sheet.code).drop(ROW)) else [ReplaceRows(sheet.code, rows)]


def _examined(worked: Worked, given: Inputs) -> Sequence[tuple[Sheet, Sequence[Rule], pl.DataFrame]]:
    """The sheets to check, each with its rules and its rows with what other rows say of them."""
    recent = given.parameters.whole("jump_days")
    gap = pl.lit(given.parameters.amount("ad_gap_share"))
    return (
        (TRADES, TRADE_RULES, trade_runs(worked.trades, recent_days=recent)),
        (MARKETING, MARKETING_RULES, ad_runs(worked.ads, MARKETING, recent_days=recent, gap_share=gap, lang=given.lang)),
        (ITEM_DAYS, ITEM_DAY_RULES, in_runs(worked.items, ITEM_DAYS.key, recent_days=recent)),
    )


def _checked(sheet: Sheet, rules: Sequence[Rule], rows: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    table = replace(given.tables[sheet.code], frame=rows)
    return check(rules, table, facts=(), frames={}, given=Given(given.parameters, given.now, given.lang)).findings


def _figures(worked: Worked, given: Inputs) -> Mapping[str, object]:
    newest: dt.date | None = None if worked.board.is_empty() else worked.board["day"][0]
    recent = given.parameters.whole("jump_days")
    traded = trade_runs(worked.trades, recent_days=recent)
    spent = in_runs(worked.ads, marketing.KEY, recent_days=recent)
    open_jumps = pl.col("jump").is_not_null() & pl.col("reason").is_null() & pl.col("run.is_recent")
    today = _of(worked.trades, newest).with_columns(day_trading.counted())
    ads = _of(marketing.channel_days(worked.ads), newest)
    return {
        "figure_day": None if newest is None else str(newest),
        "trade_days": worked.trades.height,
        "trade_days_added": worked.trades[ROW].null_count(),
        "ad_lines": worked.ads.height,
        "day_paid": _sum(today["paid"]),
        "day_spend": _sum(ads["spend"]),
        "jumps_unexplained": traded.filter(open_jumps).height + spent.filter(open_jumps, pl.col("level") == ACCOUNT).height,
    }


def _sum(amounts: pl.Series) -> Decimal | None:
    """A sum; unknown, which is not 0, where nothing is known."""
    return Decimal(amounts.sum()).quantize(Decimal("0.01")) if amounts.count() else None


def _notes(figures: Mapping[str, object], given: Inputs) -> tuple[Label, ...]:
    spoken = {name: "—" if value is None else value for name, value in figures.items()}
    told = _EMPTY if figures["figure_day"] is None else _DONE.filled(spoken)
    return (told,) if _has_orders(given) else (told, _WITHOUT_ORDERS)


DAY_FIGURES = Task(
    "day-figures",
    Label(zh="经营日数据", en="Day's figures"),
    Label(
        zh="算出每天的转化率、客单价、投产比等，把订单表合计放在平台数字旁边，核对推广各报表，更新“经营看板”；手填和导入的数字不动。",
        en="Works out each day's conversion, average, return and so on, puts the orders' sums beside the platform's, compares ad reports "
        "and renews the board; what was typed or imported stays.",
    ),
    reads=_READS,
    writes=_WRITES,
    decide=day_figures,
    night=Night.WORKS,
)

CHECK_FIGURES = Task(
    "check-figures",
    Label(zh="检查经营数据", en="Check figures"),
    Label(
        zh="检查交易、营销、商品日数据：不可能的数字、缺的日子、与订单和账户报表的差、没写原因的波动；只写“校验”列和“校验结果”。",
        en="Checks trade, marketing and items: impossible figures, days left out, gaps to orders and accounts, jumps without a reason; "
        "writes only Check and Findings.",
    ),
    reads=(*_READS, VISITOR_SOURCES.code),
    writes=tuple(sheet.code for sheet in FIGURES_CHECKED),
    decide=check_figures,
    night=Night.CHECKS,
)
FIGURE_TASKS = (DAY_FIGURES, CHECK_FIGURES)
"""The day's figures first, then what is wrong with them."""
