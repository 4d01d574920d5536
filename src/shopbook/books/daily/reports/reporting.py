"""The task daily-report: every report that is due, every paid order in exactly one of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.daily.notices import NAMELESS, NO_ORDERS, UNREAD_PAYMENT
from shopbook.books.daily.reports.cutting import Calendar, calendar_of, report_of, windows
from shopbook.books.daily.reports.differences import dated, differences
from shopbook.books.daily.reports.entries import Books, wanted
from shopbook.books.daily.reports.holding import READS, SOURCE, held_orders, sheet_of
from shopbook.books.daily.reports.paid_orders import contents_of, paid_orders
from shopbook.books.daily.reports.proving import Paid, report_days
from shopbook.books.daily.reports.refreshing import KEY, Refreshed, described, explained, numbered, refreshed
from shopbook.books.daily.reports.sheets import EXCEPTIONS, HANDOVERS, REPORT_DAYS, REPORT_TOTALS, REPORTS
from shopbook.books.daily.reports.slips import progress, with_standing
from shopbook.books.daily.reports.totals import report_totals
from shopbook.books.orders.checking import summarise
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.worklists import framed
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Change, Inputs, Night, Outcome, ReplaceRows, SetCells, Task
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import Severity, together

_LINES = sheet_of(ORDERS.code)
_UNTOLD = Label(zh="请在“来源”写上它在哪里", en="Say on Sources where it is")


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there before a run.

    Attributes:
        paid: Paid orders with ``home`` and ``is_due``, those left out whose payment can't be read.
        unread: The numbers of those, in ``order_no``.
        nameless: Paid lines without an order number: ``amount``, ``home``.
        books: The reports, with all windows that have ended.
        made: How many of the windows are new.
        calendar: When days end.
    """

    paid: pl.DataFrame
    unread: pl.DataFrame
    nameless: pl.DataFrame
    books: Books
    made: int
    calendar: Calendar


def daily_report(given: Inputs) -> Outcome:
    """Make the reports that are due and bring those up to date that nobody has signed; what is signed stays."""
    missing = missing_orders(given)
    if missing is not None:
        return Outcome(missing)
    now = situation(given)
    due = explained(wanted(now.paid, now.books), given.lang)
    rows = _rows(due.filter(pl.col("report").is_not_null()), now, given)
    done = refreshed(rows, now.books.entries, is_open=_is_open(now), lang=given.lang)
    after = Books(done.entries, now.books.days)
    changes = [*done.changes, *_days(now, done, given), *_totals(now, done, given), *_differences(now, after, due, given)]
    figures = _figures(now, done, due, given)
    return Outcome(_findings(now, given), (*changes, *_handovers(now, done, given)), figures, _notes(figures, now, given))


def missing_orders(given: Inputs) -> pl.DataFrame | None:
    """A finding where the order workbook can't be read: an empty one must not look as if no order was ever paid."""
    if SOURCE not in given.absent and given.tables[_LINES].header is not None:
        return None
    reason = given.absent.get(SOURCE, _UNTOLD)
    return NO_ORDERS.finding({"reason": reason}, given.lang)


def situation(given: Inputs) -> Situation:
    """Read everything that the reports rest on."""
    lines, calendar = given.frame(_LINES), calendar_of(given.parameters)
    unread = _unread(given)
    paid = paid_orders(lines).join(unread, on="order_no", how="anti", maintain_order="left")
    before = given.frame(REPORT_DAYS.code).drop_nulls(["report", "ends"])
    days = windows(before, since=_beginning(paid, calendar, given), now=given.now, calendar=calendar)
    days = days.join(_signed(given), on="report", how="left", maintain_order="left")
    days = days.with_columns(pl.col("is_closed", "is_locked").fill_null(value=False))
    entries = given.frame(REPORTS.code).join(unread, on="order_no", how="anti", maintain_order="left")
    nameless = _homed(_nameless(lines), days)
    return Situation(_homed(paid, days), unread, nameless, Books(entries, days), days.height - before.height, calendar)


def _beginning(paid: pl.DataFrame, calendar: Calendar, given: Inputs) -> dt.datetime | None:
    """The first payment that gets a report of its own; where none has, the newest report takes all there are."""
    since = given.now - dt.timedelta(days=given.parameters.whole("history_days"))
    first: dt.datetime | None = paid.filter(pl.col("paid_at") >= since)["paid_at"].min()  # type: ignore[assignment]  # of moments
    return calendar.newest(given.now) if first is None and not paid.is_empty() else first


def _signed(given: Inputs) -> pl.DataFrame:
    """Which reports the clerk has signed, and which the manager: ``report``, ``is_closed``, ``is_locked``."""
    signed = given.frame(HANDOVERS.code).select("report", is_closed=pl.col("clerk_at").is_not_null(), is_locked=pl.lit(value=False))
    sealed = pl.col("fingerprint").is_not_null()
    locked = given.frame(REPORT_DAYS.code).select("report", is_closed=sealed, is_locked=sealed)
    return pl.concat([signed, locked]).drop_nulls("report").group_by("report").agg(pl.all().any())


def _unread(given: Inputs) -> pl.DataFrame:
    """Orders a payment of which can't be read: what is reported of them stays as it is."""
    table = given.tables[_LINES]
    bad = table.findings.filter(pl.col("severity") == Severity.ERROR.value, pl.col("field").is_in(["paid", "paid_at"]))
    return table.frame.filter(pl.col(ROW).is_in(bad["row"].implode())).select("order_no").drop_nulls().unique().sort("order_no")


def _nameless(lines: pl.DataFrame) -> pl.DataFrame:
    is_paid = pl.col("paid_at").is_not_null() | (pl.col("paid") > 0)
    return lines.filter(pl.col("order_no").is_null(), is_paid).select("paid_at", amount=pl.col("paid").fill_null(Decimal(0)))


def _homed(paid: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Payments with the report to whose window they belong, and whether no later report will have them."""
    home = report_of(paid["paid_at"], days).alias("home")
    is_late = pl.lit(value=False) if days.is_empty() else pl.col("paid_at") <= days["starts"][0]
    is_due = pl.col("home").is_not_null() | pl.col("paid_at").is_null() | is_late
    return paid.with_columns(home).with_columns(is_due=is_due)


def _is_open(now: Situation) -> pl.Series:
    return now.books.entries["report"].is_in(now.books.open_days()["report"].implode()).fill_null(value=False)


def _rows(due: pl.DataFrame, now: Situation, given: Inputs) -> pl.DataFrame:
    """The entries of the open reports as they should stand on the sheet."""
    slips = now.books.entries.drop_nulls(KEY).unique(KEY, keep="first", maintain_order=True).select(*KEY, "slip_no")
    flags = now.paid.select("order_no", "is_sent", "is_over")
    told = due.join(flags, on="order_no", how="left", maintain_order="left").join(slips, on=KEY, how="left", maintain_order="left")
    told = told.with_columns(pl.col("is_sent", "is_over").fill_null(value=False))
    told = told.join(held_orders(given), on="order_no", how="left", maintain_order="left")
    rows = described(told, contents_of(given.frame(_LINES), due, given.lang), given.lang)
    return numbered(rows, given.frame(REPORTS.code))


def _days(now: Situation, done: Refreshed, given: Inputs) -> list[Change]:
    unknown = pl.col("home").fill_null(pl.lit(None if now.books.days.is_empty() else now.books.days["report"][-1]))
    entered = done.entries.filter(pl.col("kind") == "late").group_by("order_no").agg(entered=pl.col("report").max())
    due = now.paid.filter("is_due").join(entered, on="order_no", how="left", maintain_order="left")
    orders = due.with_columns(home=pl.coalesce("home", "entered")).with_columns(home=unknown)
    paid = Paid(orders, now.nameless.filter("is_due").with_columns(home=unknown), now.unread.height)
    rows = report_days(_all_entries(now, done, given), now.books.days, paid, before=given.frame(REPORT_DAYS.code), lang=given.lang)
    return _replaced(REPORT_DAYS, rows, given)


def _all_entries(now: Situation, done: Refreshed, given: Inputs) -> pl.DataFrame:
    """The rows of 日报 after the run, with those of orders that were left alone."""
    alone = given.frame(REPORTS.code).join(now.unread, on="order_no", how="semi", maintain_order="left")
    return pl.concat([done.entries, alone])


def _totals(now: Situation, done: Refreshed, given: Inputs) -> list[Change]:
    newest = now.books.days.tail(given.parameters.whole("totals_reports")).select("report")
    entries = _all_entries(now, done, given)
    return _replaced(REPORT_TOTALS, report_totals(entries, given.frame(_LINES), reports=newest, lang=given.lang), given)


def _differences(now: Situation, after: Books, due: pl.DataFrame, given: Inputs) -> list[Change]:
    found = differences(after, due.filter(pl.col("report").is_null()), now.paid, lang=given.lang)
    return _replaced(EXCEPTIONS, dated(found, given.frame(EXCEPTIONS.code), given.now), given)


def _replaced(sheet: Sheet, rows: pl.DataFrame, given: Inputs) -> list[Change]:
    return [] if rows.equals(given.frame(sheet.code).drop(ROW)) else [ReplaceRows(sheet.code, rows)]


def _handovers(now: Situation, done: Refreshed, given: Inputs) -> list[Change]:
    """A line for each new report, and the slips counted on those that are not locked."""
    before = given.frame(HANDOVERS.code)
    entries = _all_entries(now, done, given)
    made = now.books.days.join(before, on="report", how="anti").filter(~pl.col("is_locked"))
    fresh = with_standing(framed(HANDOVERS, made.select("report").iter_rows(named=True)), entries).with_columns(state=progress())
    changes: list[Change] = [AppendRows(HANDOVERS.code, fresh)] if not fresh.is_empty() else []
    unlocked = before.join(now.books.days.filter(~pl.col("is_locked")), on="report", how="semi", maintain_order="left")
    return [*changes, *counted_again(unlocked, with_standing(unlocked, entries).with_columns(state=progress()))]


def counted_again(before: pl.DataFrame, after: pl.DataFrame) -> list[SetCells]:
    """The cells in which lines of 交接 differ; both with the same rows in the same order."""
    writes = []
    for name in HANDOVERS.by_field:
        differs = before[name].ne_missing(after[name])
        if differs.any():
            changed = after.filter(differs).sort(ROW)
            writes.append(SetCells(HANDOVERS.code, name, tuple(changed[ROW]), tuple(changed[name])))
    return writes


def _findings(now: Situation, given: Inputs) -> pl.DataFrame:
    parts = []
    if now.unread.height:
        parts.append(UNREAD_PAYMENT.finding({"count": now.unread.height, "order_no": now.unread["order_no"][0]}, given.lang))
    if now.nameless.height:
        told = {"count": now.nameless.height, "amount": now.nameless["amount"].sum()}
        parts.append(NAMELESS.finding(told, given.lang))
    return together(parts)


def _figures(now: Situation, done: Refreshed, due: pl.DataFrame, given: Inputs) -> Mapping[str, object]:
    """The proof in figures: what the reports count, what waits, and what the order workbook says was paid."""
    known = summarise(given.frame(_LINES))
    entries = _all_entries(now, done, given)
    waits = now.paid.filter(~pl.col("is_due"), ~pl.col("order_no").is_in(entries["order_no"].implode()))
    pending = due.filter(pl.col("report").is_null())
    reported = int(entries["orders"].sum())
    return {
        "reports_made": now.made,
        "entries_added": done.added,
        "reported_orders": reported,
        "reported_amount": _sum(entries),
        "waiting_orders": waits.height,
        "waiting_amount": _sum(waits),
        "paid_orders": known["paid_orders"],
        "paid": known["paid"],
        "gap_orders": reported + waits.height - int(str(known["paid_orders"])),
        "gap_amount": _sum(entries) + _sum(waits) - Decimal(str(known["paid"])),
        "pending_corrections": pending.filter(pl.col("kind") != "carried").height,
    }


def _sum(rows: pl.DataFrame) -> Decimal:
    return Decimal(rows["amount"].sum() or 0).quantize(Decimal("0.01"))


_MADE = Label(
    zh="新生成日报 {reports_made} 期，列入 {entries_added} 行。各期合计 {reported_orders} 单 {reported_amount} 元，"
    "未到截止时刻的 {waiting_orders} 单 {waiting_amount} 元，"
    "订单工作簿已付款 {paid_orders} 单 {paid} 元，相差 {gap_orders} 单 {gap_amount} 元。",
    en="{reports_made} {reports_made|report|reports} made, {entries_added} {entries_added|entry|entries} added. All reports: "
    "{reported_orders} {reported_orders|order|orders}, {reported_amount}; not due yet: "
    "{waiting_orders}, {waiting_amount}; paid by the order workbook: {paid_orders}, {paid}; apart: {gap_orders}, {gap_amount}.",
)
_NEXT = Label(zh="下一期到 {cut} 截止；截止以后再点一次“生成日报”。", en="The next report ends at {cut}: click Make reports after that.")
_PENDING = Label(
    zh="有 {pending_corrections} 条更正等下一期日报（见“异常”）。",
    en="{pending_corrections} {pending_corrections|correction waits|corrections wait} for the next report (see Exceptions).",
)


def _notes(figures: Mapping[str, object], now: Situation, given: Inputs) -> tuple[Label, ...]:
    told = [_MADE.filled(figures), *([_PENDING.filled(figures)] if figures["pending_corrections"] else [])]
    return (*told, _NEXT.filled({"cut": now.calendar.next_cut(given.now).strftime("%Y-%m-%d %H:%M")}))


DAILY_REPORT = Task(
    "daily-report",
    Label(zh="生成日报", en="Make reports"),
    Label(
        zh="把到了截止时刻还没有的日报都生成，没签字的更新：每个已付款订单只计一次；签过字的不动，后补付款和改动记在最新一期并列入“异常”。",
        en="Makes every report that is due and brings unsigned ones up to date: each paid order counts once. Signed reports stay; "
        "late payments and changes are entered in the newest report and listed on Exceptions.",
    ),
    reads=(REPORTS.code, REPORT_DAYS.code, HANDOVERS.code, EXCEPTIONS.code, REPORT_TOTALS.code, *READS),
    writes=(REPORTS.code, REPORT_DAYS.code, REPORT_TOTALS.code, HANDOVERS.code, EXCEPTIONS.code),
    decide=daily_report,
    night=Night.WORKS,
)
