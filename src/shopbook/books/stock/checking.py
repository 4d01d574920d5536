"""The task check-stock: every rule on every sheet of the stock workbook; and which lines are right enough to be posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.sheet_checks import ROWS_FOUND, rows_found
from shopbook.books.stock.alerts import checks as alert_checks
from shopbook.books.stock.alerts.sheets import ALERTS, DELISTINGS, REPLENISHMENTS
from shopbook.books.stock.counts.rules import COUNT_CHECKS, COUNT_RULES
from shopbook.books.stock.counts.sheets import ADJUSTMENTS, COUNT_PLANS, COUNTS, DIFFERENCES
from shopbook.books.stock.ledger.auditing import LEDGER_RULES, audited, fingerprint
from shopbook.books.stock.ledger.document_rules import DOCUMENT_FACTS, DOCUMENT_RULES
from shopbook.books.stock.ledger.documents import LINE, SIDES, closed_months, document_lines
from shopbook.books.stock.ledger.issue_rules import ISSUE_RULES, NOT_ENOUGH
from shopbook.books.stock.ledger.receipt_rules import RECEIPT_RULES
from shopbook.books.stock.ledger.sheet_rules import ITEM_FACTS, ITEM_RULES, LOCATION_FACTS, LOCATION_RULES, PERIOD_FACTS, PERIOD_RULES
from shopbook.books.stock.ledger.sheets import ISSUES_SHEET, ITEMS, LEDGER, LOCATIONS, PERIODS, RECEIPTS_SHEET
from shopbook.books.stock.ledger.surroundings import ORDER_LINES, surrounded
from shopbook.books.stock.ledger.turns import Short, turns
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Night, Outcome, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.faults import Fault
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Fact, Given, Rule, Verdict, check
from shopbook.sheet.tables import Table

RULES: tuple[Rule, ...] = (
    *DOCUMENT_RULES,
    *RECEIPT_RULES,
    *ISSUE_RULES,
    NOT_ENOUGH,
    *LEDGER_RULES,
    *PERIOD_RULES,
    *LOCATION_RULES,
    *ITEM_RULES,
    *alert_checks.RULES,
    *COUNT_RULES,
)
"""Everything that check-stock looks for."""

_LEDGER_SHEETS = (RECEIPTS_SHEET, ISSUES_SHEET, LEDGER, ITEMS, LOCATIONS, PERIODS)
SHEETS = (*_LEDGER_SHEETS, ALERTS, DELISTINGS, REPLENISHMENTS, COUNT_PLANS, COUNTS, DIFFERENCES, ADJUSTMENTS)
MARKED = tuple(sheet for sheet in SHEETS if sheet.checked)
"""The sheets that have findings beside their rows."""

READS = (*(sheet.code for sheet in SHEETS), ORDER_LINES)
"""What is read to examine the workbook."""

_OWN = {"receipts": RECEIPT_RULES, "issues": ISSUE_RULES}
_NEEDED = ("doc_no", "moved_at", "kind", "sku", "qty")


@dataclass(frozen=True, slots=True)
class Examined:
    """The workbook looked through.

    Attributes:
        lines: Every line of receipts and issues in the order of posting, see :func:`documents.document_lines`, with ``is_waiting``
            (not posted), ``is_sound`` (nothing speaks against posting it now) and ``turn`` (its place among those that are).
        findings: Everything that is wrong, and ``not_run`` the rules that could not be asked.
        is_ledger_whole: The ledger and its closed months are what tasks wrote.
    """

    lines: pl.DataFrame
    findings: pl.DataFrame
    not_run: Mapping[str, tuple[Label, ...]]
    is_ledger_whole: bool


def check_stock(given: Inputs) -> Outcome:
    """Check the whole workbook; writes nothing but the findings."""
    seen = examine(given)
    return Outcome(seen.findings, summary=_figures(seen, given), marks=marked(given), not_run=seen.not_run)


def marked(given: Inputs) -> tuple[str, ...]:
    """The sheets of this workbook that were read, whose marks the findings replace."""
    return tuple(code for code, table in given.tables.items() if table.header is not None and "." not in code)


def examine(given: Inputs) -> Examined:
    """Look the workbook through. Of lines that wait to be posted, each that would take too much is passed over, in order of time."""
    lines = document_lines(given)
    tables = {side: surrounded(given, lines, side) for side in SIDES}
    documents = [_verdict(given, tables[side], (*DOCUMENT_RULES, *_OWN[side]), DOCUMENT_FACTS) for side in SIDES]
    books = [
        _verdict(given, audited(given.tables[LEDGER.code]), LEDGER_RULES, ()),
        _verdict(given, _with_fingerprints(given), PERIOD_RULES, PERIOD_FACTS),
    ]
    lists = [
        _verdict(given, _with_pieces(given), LOCATION_RULES, LOCATION_FACTS),
        _verdict(given, given.tables[ITEMS.code], ITEM_RULES, ITEM_FACTS),
        alert_checks.check_running_low(given),
        *(_verdict(given, given.tables[code], rules, ()) for code, rules in COUNT_CHECKS.items()),
    ]
    read = [_read(table) for code, table in given.tables.items() if "." not in code]
    first = together([*read, *(each.findings for each in (*documents, *books, *lists))])
    lines, short = _judged(given, lines, first)
    last = _verdict(given, _with_there(tables["issues"], short), (NOT_ENOUGH,), ())
    is_whole = not any(each.findings["code"].is_in(_GRAVE).any() for each in books)
    return Examined(lines, together([first, last.findings]), _not_run([*documents, *books, *lists, last]), is_whole)


def _read(table: Table) -> pl.DataFrame:
    """What was found while a sheet was read. A listed quantity in words decides whether colleagues are alerted: it is worth a warning."""
    is_grave = (pl.col("field") == "listed_qty") & (pl.col("code") == Fault.NUMBER_AS_TEXT.value)
    severity = pl.when(is_grave).then(pl.lit(Severity.WARNING.value)).otherwise("severity")
    return table.findings.with_columns(severity.alias("severity"))


_GRAVE = (*(rule.code for rule in LEDGER_RULES), "periods.changed")


def _verdict(given: Inputs, table: Table, rules: Sequence[Rule], facts: Sequence[Fact]) -> Verdict:
    asked = rules if table.header is not None else ()
    return check(asked, table, facts=facts, frames={}, given=Given(given.parameters, given.now, given.lang))


def _with_fingerprints(given: Inputs) -> Table:
    table, ledger = given.tables[PERIODS.code], given.frame(LEDGER.code)
    prints = {month: fingerprint(ledger.filter(pl.col("period") == month)) for month in sorted(closed_months(given))}
    due = pl.col("period").replace_strict(prints, default=None, return_dtype=pl.String)
    return replace(table, frame=table.frame.with_columns(due.alias("due.fingerprint")))


def _with_pieces(given: Inputs) -> Table:
    table = given.tables[LOCATIONS.code]
    held = given.frame(LEDGER.code).drop_nulls("location").group_by("location").agg(pl.col("qty").sum().alias("place.pieces"))
    return replace(table, frame=table.frame.join(held, on="location", how="left", maintain_order="left"))


def _with_there(issues: Table, short: Sequence[Short]) -> Table:
    there = {each.row: each.there for each in short}
    pieces = pl.DataFrame({ROW: list(there), "place.pieces": list(there.values())}, schema=dict.fromkeys((ROW, "place.pieces"), pl.Int64()))
    return replace(issues, frame=issues.frame.join(pieces, on=ROW, how="left", maintain_order="left"))


def _judged(given: Inputs, lines: pl.DataFrame, findings: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Short, ...]]:
    """The lines with ``is_waiting`` and ``is_sound``, and those of them for which there is not enough.

    A month that is closed and a line that stands twice are refused even where the shop has switched the rule off.
    """
    tabs = {given.tables[side].grid.tab: side for side in SIDES}
    grave = findings.filter(pl.col("severity") == Severity.ERROR.value, pl.col("tab").is_in(list(tabs)))
    wrong = grave.select(pl.col("tab").replace_strict(tabs, return_dtype=pl.String).alias("side"), pl.col("row").alias(ROW)).unique()
    month = pl.col("moved_at").dt.strftime("%Y-%m")
    is_right = (
        pl.all_horizontal(pl.col(name).is_not_null() for name in _NEEDED)
        & (pl.col("qty") > 0)
        & ~month.is_in(list(closed_months(given)))
        & (pl.len().over(LINE) == 1)
        & pl.col("is_wrong").is_null()
    )
    is_waiting = pl.col("entry_no").is_null() & pl.col("posted_at").is_null()
    marked = lines.join(wrong.with_columns(is_wrong=True), on=("side", ROW), how="left", maintain_order="left")
    judged = marked.with_columns(is_waiting=is_waiting, is_sound=is_waiting & is_right.fill_null(value=False)).drop("is_wrong")
    order, short = turns(given.frame(LEDGER.code), judged.filter("is_sound"))
    numbered = pl.DataFrame(
        [(*key, turn) for turn, key in enumerate(order)], schema={"side": pl.String, ROW: pl.Int64, "turn": pl.Int64}, orient="row"
    )
    placed = judged.join(numbered, on=("side", ROW), how="left", maintain_order="left")
    return placed.with_columns(is_sound=pl.col("turn").is_not_null()), short


_SHEETS_OF = {"item": ITEMS.label, "place": LOCATIONS.label, "to_place": LOCATIONS.label, "order": Label(zh="订单", en="Orders")}


def _not_run(verdicts: Sequence[Verdict]) -> dict[str, tuple[Label, ...]]:
    """Rules that did not run, each with the titles of the columns or sheets that it lacks."""
    missing = [(code, _title(field)) for verdict in verdicts for code, fields in verdict.not_run.items() for field in fields]
    return {code: tuple(dict.fromkeys(title for other, title in missing if other == code)) for code, _ in missing}


def _title(field: str) -> Label:
    """The title of a column of ours, or the name of the sheet that a joined column comes from."""
    sheet = _SHEETS_OF.get(field.partition(".")[0])
    return sheet or next(sheet.by_field[field].label for sheet in SHEETS if field in sheet.by_field)


def _figures(seen: Examined, given: Inputs) -> dict[str, object]:
    waiting = seen.lines.filter("is_waiting")
    return {
        "documents": seen.lines.select("side", "doc_no").drop_nulls().n_unique(),
        "lines": seen.lines.height,
        "lines_waiting": waiting.height,
        "lines_sound": waiting["is_sound"].sum(),
        "entries": given.frame(LEDGER.code).height,
        **rows_found(seen.findings),
    }


SUMMARY: Mapping[str, Label] = {
    "documents": Label(zh="单据数", en="Documents"),
    "lines": Label(zh="单据行数", en="Lines of documents"),
    "lines_waiting": Label(zh="没过账的行", en="Lines not posted"),
    "lines_sound": Label(zh="可以过账的行", en="Lines ready to be posted"),
    "entries": Label(zh="明细账笔数", en="Entries of the ledger"),
    **ROWS_FOUND,
}
"""The figures of check-stock."""

CHECK_STOCK = Task(
    "check-stock",
    Label(zh="检查库存", en="Check stock"),
    Label(
        zh="检查入库单、出库单、明细账、商品、库位、月结、预警、补货和盘点：单号、数量、日期、依据、会不会变成负数、账有没有被改过；"
        "问题写在“校验”列和“校验结果”，不改动数据。",
        en="Checks receipts, issues, ledger, items, locations, months, alerts, replenishment and counts: numbers, quantities, days, what "
        "stands behind each, whether anything would go below zero, whether the ledger was edited. Problems go into the column Check "
        "and the sheet Findings.",
    ),
    reads=READS,
    writes=tuple(sheet.code for sheet in MARKED),
    decide=check_stock,
    night=Night.CHECKS,
)
