"""The task sign-off: clerk, warehouse and manager sign one after the other; the last signature locks the report."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.daily.checking import MARKED, Examined, counted_now, examined
from shopbook.books.daily.reports.holding import READS
from shopbook.books.daily.reports.reporting import counted_again
from shopbook.books.daily.reports.sheets import HANDOVERS, REPORT_DAYS, REPORTS
from shopbook.books.daily.reports.slips import progress
from shopbook.books.daily.signing.rules import CLERK_RULES, KEEPER_RULES, MANAGER_RULES
from shopbook.books.daily.signing.sealing import fingerprints
from shopbook.books.daily.signing.signed_names import signed_names
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Rule

_SIGNERS: Mapping[str, tuple[Rule, ...]] = {
    "clerk": CLERK_RULES,
    "keeper": (*CLERK_RULES, *KEEPER_RULES),
    "manager": (*CLERK_RULES, *KEEPER_RULES, *MANAGER_RULES),
}
"""Who signs, in order, and what keeps each from it."""


def sign_off(given: Inputs) -> Outcome:
    """Stamp the time beside each name that may stand, in order, and lock what the manager has signed."""
    found = examined(given)
    before = given.frame(HANDOVERS.code)
    days = given.frame(REPORT_DAYS.code)
    unlocked = before.join(days.filter(pl.col("fingerprint").is_null()), on="report", how="semi", maintain_order="left")
    after = _signed(_only(unlocked, counted_now(given)), found, given)
    after = _sealed(after, given)
    figures = _figures(unlocked, after)
    changes: list[Change] = [*counted_again(unlocked, after), *_names(unlocked, after, days), *_locks(after, days, given)]
    read = [given.tables[code].findings for code in MARKED]
    return Outcome(together([*read, found.entries, found.handovers]), tuple(changes), figures, _notes(figures, after), MARKED)


def _only(rows: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    return counted.join(rows.select(ROW), on=ROW, how="semi", maintain_order="left")


def _signed(rows: pl.DataFrame, found: Examined, given: Inputs) -> pl.DataFrame:
    """Rows with the times of the signatures that count from now on."""
    grave = found.handovers.filter(pl.col("severity") == Severity.ERROR.value)
    now = pl.lit(given.now.replace(microsecond=0))
    before = pl.lit(value=True)
    for signer, rules in _SIGNERS.items():
        refused = grave.filter(pl.col("code").is_in([rule.code for rule in rules]))["row"]
        may = before & pl.col(signer).is_not_null() & ~pl.col(ROW).is_in(refused.implode())
        time = pl.col(f"{signer}_at")
        rows = rows.with_columns(pl.when(time.is_null() & may).then(now).otherwise(time).alias(f"{signer}_at"))
        before = pl.col(f"{signer}_at").is_not_null()
    return rows.with_columns(state=progress())


def _sealed(rows: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """With the fingerprint of each report that is signed by all."""
    full = rows.filter(pl.col("state") == "locked")
    seals = fingerprints(given.frame(REPORTS.code), given.frame(REPORT_DAYS.code), full)
    return rows.join(seals, on="report", how="left", maintain_order="left").with_columns(fingerprint="seal").drop("seal")


def _names(before: pl.DataFrame, after: pl.DataFrame, days: pl.DataFrame) -> list[Change]:
    """Who has signed, on 日报汇总, which nobody types on."""
    names = signed_names(before, after, days)
    told = days.select(ROW, "report", "signed").join(names.rename({"signed": "now"}), on="report", maintain_order="left")
    changed = told.filter(pl.col("signed").ne_missing(pl.col("now")))
    return [] if changed.is_empty() else [SetCells(REPORT_DAYS.code, "signed", tuple(changed[ROW]), tuple(changed["now"]))]


def _locks(rows: pl.DataFrame, days: pl.DataFrame, given: Inputs) -> list[Change]:
    """The moment and the fingerprint on 日报汇总, which nobody types on."""
    locked = days.select(ROW, "report").join(
        rows.drop_nulls("fingerprint").select("report", "fingerprint"), on="report", maintain_order="left"
    )
    if locked.is_empty():
        return []
    at = tuple(locked[ROW])
    when = SetCells(REPORT_DAYS.code, "locked_at", at, (given.now.replace(microsecond=0),) * len(at))
    return [when, SetCells(REPORT_DAYS.code, "fingerprint", at, tuple(locked["fingerprint"]))]


def _figures(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, object]:
    signed = sum(int((before[f"{name}_at"].is_null() & after[f"{name}_at"].is_not_null()).sum()) for name in _SIGNERS)
    refused = sum(int((after[name].is_not_null() & after[f"{name}_at"].is_null()).sum()) for name in _SIGNERS)
    return {"signatures": signed, "signatures_refused": refused, "reports_locked": after["fingerprint"].count()}


_DONE = Label(
    zh="记下 {signatures} 个签字，{signatures_refused} 个没有通过（原因见“交接”的“校验”列），新锁定日报 {reports_locked} 期。",
    en="{signatures} {signatures|signature|signatures} entered, {signatures_refused} refused (see the column Check on Hand-over); "
    "{reports_locked} {reports_locked|report|reports} locked.",
)
_LOCKED = Label(
    zh="{report} 日报已锁定：出库单 {slips} 张，已发 {shipped_slips} 张，差异 {variance}。",
    en="The report of {report} is locked: {slips} {slips|slip|slips}, {shipped_slips} shipped, variance {variance}.",
)


def _notes(figures: Mapping[str, object], after: pl.DataFrame) -> tuple[Label, ...]:
    locked = after.drop_nulls("fingerprint").sort("report").rows(named=True)
    return (_DONE.filled(figures), *(_LOCKED.filled(row) for row in locked))


SIGN_OFF = Task(
    "sign-off",
    Label(zh="签字锁定", en="Sign"),
    Label(
        zh="在“交接”按 开单员、仓管、部门经理 的先后写好姓名后点这里：条件齐了就记下签字时间，"
        "三人签完锁定日报并写上指纹；不齐的说明缺什么。",
        en="After clerk, warehouse or manager has written a name on Hand-over: enters the time of each signature that may stand and, "
        "after the third, locks the report with its fingerprint; says what is missing otherwise.",
    ),
    reads=(HANDOVERS.code, REPORTS.code, REPORT_DAYS.code, *READS),
    writes=(HANDOVERS.code, REPORT_DAYS.code, REPORTS.code),
    decide=sign_off,
)
