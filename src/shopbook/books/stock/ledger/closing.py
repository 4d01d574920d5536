"""The task close-month: a month that is over, complete and right is closed, and nothing is ever written into it again."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.checking import READS, Examined, examine
from shopbook.books.stock.ledger.auditing import fingerprint
from shopbook.books.stock.ledger.documents import SIDES, closed_months
from shopbook.books.stock.ledger.ledger import TRANSFER
from shopbook.books.stock.ledger.notices import EARLIER_OPEN, MONTH_NOT_OVER, NOT_RIGHT, UNPOSTED
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN
from shopbook.books.stock.ledger.sheets import LEDGER, PERIODS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.notices import Notice
from shopbook.sheet.plan import Value

_DONE = Label(
    zh="结账 {closed_months} 个月；{refused_months} 个月不能结账（原因见下）。",
    en="{closed_months} {closed_months|month|months} closed; {refused_months} could not be (see below).",
)
_NOTHING = Label(
    zh="没有要结账的月份：请在“月结”写上月份（例如 2026-06）和结账人。",
    en="No month to close: write the month (such as 2026-06) and a name on Months.",
)
_WRITTEN = ("closed_at", "entries", "qty_in", "qty_out", "balance", "value", "fingerprint")


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a month can't be closed."""

    row: int
    notice: Notice
    values: Mapping[str, object]


def close_month(given: Inputs) -> Outcome:
    """Close every month that somebody has signed, the earliest first; a month that can't be closed keeps the later ones open, too."""
    seen = examine(given)
    if not seen.is_ledger_whole:
        return Outcome(seen.findings, (), dict.fromkeys(SUMMARY, 0), (LEDGER_BROKEN,))
    closed = set(closed_months(given))
    figures: dict[int, Mapping[str, Value]] = {}
    refusals: list[_Refusal] = []
    for row, period in _signed(given):
        fault = _fault(row, period, closed, seen, given)
        if fault is None:
            closed.add(period)
            figures[row] = _figures(given.frame(LEDGER.code), period, given.now)
        else:
            refusals.append(fault)
    changes = tuple(
        SetCells(PERIODS.code, name, tuple(sorted(figures)), tuple(figures[row][name] for row in sorted(figures))) for name in _WRITTEN
    )
    told = {"closed_months": len(figures), "refused_months": len(refusals)}
    note = _DONE.filled(told) if figures or refusals else _NOTHING
    return Outcome(together(_findings(refusals, given)), changes if figures else (), told, (note,))


def _signed(given: Inputs) -> list[tuple[int, str]]:
    """Rows and months that somebody has signed and that are not closed, the earliest first; of unreadable and doubled months none."""
    months = given.frame(PERIODS.code).filter(pl.len().over("period") == 1, pl.col("period").str.contains("^20[0-9]{2}-(0[1-9]|1[0-2])$"))
    signed = months.filter(pl.col("closed_by").is_not_null(), pl.col("closed_at").is_null()).sort("period")
    return list(signed.select(ROW, "period").iter_rows())


def _fault(row: int, period: str, closed: set[str], seen: Examined, given: Inputs) -> _Refusal | None:
    year, month = (int(part) for part in period.split("-"))
    if given.now < dt.datetime(year + month // 12, month % 12 + 1, 1):
        return _Refusal(row, MONTH_NOT_OVER, {"period": period})
    earlier = [each for each in given.frame(LEDGER.code)["period"].unique().sort() if each < period and each not in closed]
    if earlier:
        return _Refusal(row, EARLIER_OPEN, {"other": earlier[0]})
    lines = seen.lines.filter(pl.col("moved_at").dt.strftime("%Y-%m") == period)
    waiting = lines.filter("is_waiting")
    if waiting.height:
        return _Refusal(row, UNPOSTED, {"period": period, "count": waiting.height, "doc_no": waiting["doc_no"][0]})
    wrong = _wrong(lines, seen, given)
    return _Refusal(row, NOT_RIGHT, {"period": period, "count": wrong.height, "doc_no": wrong["doc_no"][0]}) if wrong.height else None


def _wrong(lines: pl.DataFrame, seen: Examined, given: Inputs) -> pl.DataFrame:
    """The lines with errors."""
    errors = seen.findings.filter(pl.col("severity") == Severity.ERROR.value)
    tabs = {side: given.tables[side].grid.tab for side in SIDES}
    placed = lines.with_columns(tab=pl.col("side").replace_strict(tabs, return_dtype=pl.String))
    return placed.join(errors.select("tab", pl.col("row").alias(ROW)), on=("tab", ROW), how="semi", maintain_order="left")


def _figures(ledger: pl.DataFrame, period: str, now: dt.datetime) -> Mapping[str, Value]:
    month, until = ledger.filter(pl.col("period") == period), ledger.filter(pl.col("period") <= period)
    transfers = ledger.filter(pl.col("kind") == TRANSFER)["entry_no"]
    moved = month.filter(pl.col("kind") != TRANSFER, ~pl.col("reverses").is_in(transfers.implode()).fill_null(value=False))["qty"]
    return {
        "closed_at": now.replace(microsecond=0),
        "entries": month.height,
        "qty_in": int(moved.filter(moved > 0).sum()),
        "qty_out": -int(moved.filter(moved < 0).sum()),
        "balance": int(until["qty"].sum()),
        "value": until["value"].sum(),
        "fingerprint": fingerprint(month),
    }


def _findings(refusals: list[_Refusal], given: Inputs) -> Iterator[pl.DataFrame]:
    for each in refusals:
        says = each.notice.says.filled(each.values)[given.lang]
        told = {"code": each.notice.code, "severity": each.notice.severity.value, "row": each.row, "field": "closed_by", "message": says}
        yield given.tables[PERIODS.code].locate(pl.DataFrame([{**told, "fix": ""}]), given.lang)


SUMMARY: Mapping[str, Label] = {
    "closed_months": Label(zh="结账的月份", en="Months closed"),
    "refused_months": Label(zh="不能结账的月份", en="Months that could not be closed"),
}
"""The figures of close-month."""

CLOSE_MONTH = Task(
    "close-month",
    Label(zh="月结", en="Close month"),
    Label(
        zh="把“月结”里填了结账人的月份结账：这个月已经过完、前面的月份都结了、单据都过了账、没有错误才行。结账后不能再往这个月记账。",
        en="Closes the months on Months that have a name under Closed by: each must be over, complete, without errors, and those before "
        "closed. Nothing is entered into a closed month.",
    ),
    reads=(PERIODS.code, *(code for code in READS if code != PERIODS.code)),
    writes=(PERIODS.code,),
    decide=close_month,
)
