"""The task check-daily: everything that can be wrong with reports and signatures, and whether the reports are up to date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.daily.notices import OUT_OF_DATE, ROW_GONE
from shopbook.books.daily.reports.entries import is_unsent, is_valid
from shopbook.books.daily.reports.entry_rules import ENTRY_FACTS, ENTRY_RULES
from shopbook.books.daily.reports.holding import READS, held_orders, sheet_of
from shopbook.books.daily.reports.reporting import daily_report, missing_orders
from shopbook.books.daily.reports.sheets import EXCEPTIONS, HANDOVERS, REPORT_DAYS, REPORT_TOTALS, REPORTS
from shopbook.books.daily.reports.slips import with_standing
from shopbook.books.daily.signing.rules import HANDOVER_RULES
from shopbook.books.daily.signing.sealing import fingerprints
from shopbook.books.daily.signing.signed_names import SIGNERS, signed_as
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.orders.whole_orders import first_of
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Given, check
from shopbook.sheet.tables import Table

MARKED = (REPORTS.code, HANDOVERS.code)
"""The sheets whose column 校验 shows what was found."""

_UNEXPLAINED = "daily.unexplained"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found on the entries and on the signatures."""

    entries: pl.DataFrame
    handovers: pl.DataFrame


def check_daily(given: Inputs) -> Outcome:
    """Check reports and hand-over; writes nothing but the findings."""
    found = examined(given)
    read = [given.tables[code].findings for code in MARKED]
    findings = together([*read, found.entries, found.handovers, _gone(given), _freshness(given)])
    figures: Mapping[str, object] = {
        "reports": given.frame(REPORT_DAYS.code).height,
        "entries": given.frame(REPORTS.code).filter(is_valid()).height,
        "locked_reports": given.frame(REPORT_DAYS.code)["fingerprint"].count(),
    }
    return Outcome(findings, summary=figures, marks=MARKED)


def examined(given: Inputs) -> Examined:
    """Every rule on every entry and every line of 交接."""
    outside = Given(given.parameters, given.now, given.lang)
    reports = given.tables[REPORTS.code]
    entries = check(ENTRY_RULES, _beside_orders(reports, given), facts=ENTRY_FACTS, frames={}, given=outside).findings
    signed = _beside_days(given.tables[HANDOVERS.code], entries, given)
    return Examined(entries, check(HANDOVER_RULES, signed, facts=(), frames={}, given=outside).findings)


def _beside_orders(reports: Table, given: Inputs) -> Table:
    """The entries with receiver and state of their orders, and who signs for the warehouse."""
    orders = given.frame(sheet_of(ORDERS.code))
    mine = orders.join(reports.frame.select("order_no").unique(), on="order_no", how="semi", maintain_order="left")
    receiver = pl.concat_str(["receiver", "city", "address"], separator=" ", ignore_nulls=True).replace("", None)
    whom = (
        mine.group_by("order_no")
        .agg(*(first_of(name) for name in ("receiver", "city", "address")))
        .select("order_no", receiver.alias("order.whom"))
    )
    held = held_orders(given).rename({"held": "order.held"})
    keepers = (
        given.frame(HANDOVERS.code).drop_nulls("report").group_by("report").agg(pl.col("keeper").drop_nulls().first().alias("day.keeper"))
    )
    frame = reports.frame.join(whom, on="order_no", how="left", maintain_order="left")
    frame = frame.join(held, on="order_no", how="left", maintain_order="left").join(keepers, on="report", how="left", maintain_order="left")
    return replace(reports, frame=frame)


def _beside_days(handovers: Table, found: pl.DataFrame, given: Inputs) -> Table:
    """The lines of 交接 with what was found on their entries, the fingerprint of today and the one that was signed."""
    entries = given.frame(REPORTS.code)
    grave = found.filter(pl.col("severity") == Severity.ERROR.value)
    faults = grave.filter(pl.col("code") != _UNEXPLAINED).select(pl.col("row").alias(ROW)).join(entries, on=ROW)
    slips = entries.filter(is_valid(), pl.col("slip_no").is_not_null(), is_unsent(), pl.col("reason").is_null())
    days = given.frame(REPORT_DAYS.code).drop_nulls("report")
    sealed = days.select("report", pl.col("fingerprint").alias("day.sealed")).drop_nulls().unique("report")
    seals = fingerprints(entries, given.frame(REPORT_DAYS.code), handovers.frame).rename({"seal": "day.seal"})
    names = days.unique("report").select("report", *(signed_as(signer).alias(f"signed.{signer}") for signer in SIGNERS))
    frame = handovers.frame
    for beside in (_counted(faults, "day.faults"), _counted(slips, "day.unexplained"), sealed, seals, names):
        frame = frame.join(beside, on="report", how="left", maintain_order="left")
    return replace(handovers, frame=frame)


def _counted(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.drop_nulls("report").group_by("report").agg(pl.len().alias(name))


def _gone(given: Inputs) -> pl.DataFrame:
    """Locked reports without a line of 交接."""
    locked = given.frame(REPORT_DAYS.code).drop_nulls(["report", "fingerprint"])
    gone = locked.join(given.frame(HANDOVERS.code), on="report", how="anti", maintain_order="left")["report"]
    tab = given.tables[HANDOVERS.code].grid.tab
    return together([ROW_GONE.finding({"report": report}, given.lang, tab=tab, key=str(report)) for report in gone])


def _freshness(given: Inputs) -> pl.DataFrame:
    """Whether making the reports now would change an entry or a sum."""
    missing = missing_orders(given)
    if missing is not None:
        return missing
    now = daily_report(given)
    # The person who asks may read another language than the workbook is written in.
    others = (daily_report(replace(given, lang=lang)) for lang in Lang if lang is not given.lang)
    if not _touches_reports(now) or not all(map(_touches_reports, others)):
        return now.findings
    due = {"due": now.summary["reports_made"]}
    return together([now.findings, OUT_OF_DATE.finding(due, given.lang, tab=given.tables[REPORTS.code].grid.tab)])


def _touches_reports(outcome: Outcome) -> bool:
    return any(change.sheet in {REPORTS.code, REPORT_DAYS.code} for change in outcome.changes)


def counted_now(given: Inputs) -> pl.DataFrame:
    """The lines of 交接 with their slips counted anew."""
    return with_standing(given.frame(HANDOVERS.code), given.frame(REPORTS.code))


CHECK_DAILY = Task(
    "check-daily",
    Label(zh="检查日报", en="Check reports"),
    Label(
        zh="检查日报和交接：重复计单、无单发货、附件、快递单号、"
        "未说明的差异、签字顺序、签字后被改；问题写在“校验”列和“校验结果”，不改动数据。",
        en="Checks reports and hand-over: orders counted twice, goods without slip, accessories, tracking numbers, "
        "unexplained differences, the order of signatures, changes after signing. "
        "Problems go into the column Check and the sheet Findings; no data is changed.",
    ),
    reads=(REPORTS.code, REPORT_DAYS.code, HANDOVERS.code, EXCEPTIONS.code, REPORT_TOTALS.code, *READS),
    writes=MARKED,
    decide=check_daily,
    night=Night.CHECKS,
)
