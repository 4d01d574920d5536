"""Reconciling: what was counted against what the ledger says, with second counts where they are far apart."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl

from shopbook.books.stock.counts.accuracy import Score, added, months, scores
from shopbook.books.stock.counts.blind_sheets import numbered
from shopbook.books.stock.counts.counted_lines import compared, worth
from shopbook.books.stock.counts.rules import LINE_RULES
from shopbook.books.stock.counts.scopes import shelved
from shopbook.books.stock.counts.sheets import (
    ACCURACY,
    COUNT_PLANS,
    COUNTING,
    COUNTS,
    DIFFERENCES,
    EQUAL,
    LISTED,
    LOSS,
    OPEN,
    POSTED,
    RECOUNT,
    SURPLUS,
)
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Outcome, ReplaceRows, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.notices import Notice
from shopbook.sheet.rules import Given, check

ROUNDS_DIFFER = Notice(
    "counts.rounds-differ",
    Severity.HINT,
    Label(
        zh="{plan_no} 的 {sku}（{place}）上一轮 {earlier}，这一轮 {counted}；以后一轮为准。拿不准就在“要求再盘”填“是”",
        en="{plan_no}: {sku} ({place}) was {earlier}, then {counted}; the later holds. If in doubt, ask for another under Count again",
    ),
    Label(zh="初盘 8，复盘 9", en="8 at the first count, 9 at the second"),
)
MISSING_LINES = Notice(
    "counts.not-reconciled",
    Severity.WARNING,
    Label(
        zh="{plan_no} 还有 {count} 行没盘，没有算进差异和准确率（例如 {first}）",
        en="{plan_no}: {count} {count|line is|lines are} not counted and in neither differences nor accuracy (such as {first})",
    ),
    Label(zh="一个货架没盘", en="a shelf that was left out"),
)
RECONCILING_NOTICES = (ROUNDS_DIFFER, MISSING_LINES)

_NO_PLACE = Label(zh="未定库位", en="no location")
_DONE = Label(
    zh="对账 {lines_counted} 行，相符 {lines_matching} 行；差异 {differences_open} 项，盘盈 {surplus_value} 元，盘亏 {loss_value} 元。"
    "请在“盘点差异”写明原因和批准人，再点“调整过账”。",
    en="{lines_counted} {lines_counted|line|lines} reconciled, {lines_matching} as in the ledger; "
    "{differences_open} {differences_open|difference|differences}, surplus {surplus_value}, "
    "loss {loss_value}. Fill in reason and approval on Differences, then click Post adjustments.",
)
_AGAIN = Label(
    zh="有 {recounts} 行差异较大或要求再盘：请点“生成盘点表”打印复盘表，换人盘完再回收、对账。",
    en="{recounts} {recounts|line is|lines are} to be counted again: click Make count sheets, "
    "have somebody else count, then collect and reconcile.",
)


def reconcile_counts(given: Inputs) -> Outcome:
    """Bring 盘点差异, 盘点准确率 and the figures of the plans up to date; what people wrote about a difference stays."""
    lines = with_difference(compared(given), given)
    again = _to_recount(lines, given)
    known = scores(lines)
    plans = given.frame(COUNT_PLANS.code).rows(named=True)
    changes = (
        *_differences(lines, again, given),
        *additions(COUNTS, _new_round(again, given)),
        *rewritten(COUNT_PLANS, plans, [_scored(plan, known) for plan in plans]),
        *_accuracy(plans, known, given),
    )
    figures = _figures(lines, again, known, plans)
    notes = (_DONE.filled(figures), *([_AGAIN.filled(figures)] if again.height else []))
    return Outcome(_findings(lines, given), changes, figures, notes, marks=(COUNTS.code, DIFFERENCES.code))


def with_difference(lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """What would be adjusted: the difference at the snapshot, or, where the count is the truth, what makes the balance equal to it."""
    moved = pl.col("moved") if given.parameters["keep_count"] else pl.lit(0)
    return lines.with_columns(difference=pl.col("off") - moved).with_columns(worth("difference").alias("value"))


# ---------------------------------------------------------------- second counts


def _to_recount(lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Lines of which one more round is to be counted: far off at the first, or asked for."""
    limits = given.parameters
    size = pl.col("off").abs()
    share = pl.col("book").cast(pl.Decimal(38, 6)) * pl.lit(limits.amount("recount_share"), dtype=pl.Decimal(38, 6))
    is_far = (size > limits.whole("recount_pieces")) & (size.cast(pl.Decimal(38, 6)) > share)
    is_dear = (pl.col("off_value").abs() > limits.amount("recount_value")).fill_null(value=False)
    is_first = (pl.col("rounds") == 1) & ~pl.col("is_corrected")
    is_open = pl.col("is_going") & ~pl.col("is_waiting") & pl.col("counted").is_not_null()
    return lines.filter(is_open & (is_first & (is_far | is_dear) | pl.col("again")))


def _new_round(again: pl.DataFrame, given: Inputs) -> list[Record]:
    """Lines of the next round, on sheets of their own."""
    if again.is_empty():
        return []
    there = given.frame(COUNTS.code)
    details = there.select("plan_no", "sku", "spec", "barcode", "unit").unique(["plan_no", "sku"], keep="first", maintain_order=True)
    told = again.join(details, on=["plan_no", "sku"], how="left", maintain_order="left")
    placed = shelved(told, given.frame(ITEMS.code), given.frame(LOCATIONS.code))
    rows: list[Record] = []
    for (plan_no, rounds), part in placed.group_by("plan_no", "rounds", maintain_order=True):
        number = int(str(rounds)) + 1
        prefix = f"{plan_no}-R{number}-"
        after = int(there["sheet_no"].drop_nulls().unique().str.starts_with(prefix).sum())
        sheets = part.with_columns(numbered(part, prefix, pl.col("area"), after=after).alias("sheet_no"))
        fields = ("plan_no", "sheet_no", "location", "sku", "quality", "title", "spec", "barcode", "unit")
        rows += [{**row, "round": number, "line_mark": LISTED} for row in sheets.sort("sheet_no").select(fields).iter_rows(named=True)]
    return rows


# ---------------------------------------------------------------- differences


def _differences(lines: pl.DataFrame, again: pl.DataFrame, given: Inputs) -> tuple[Change, ...]:
    """Rows of 盘点差异 brought up to date: those posted stay, the others say what holds now, new ones come below."""
    recounted = {line_key(row) for row in again.iter_rows(named=True)}
    now = {line_key(row): _row(row, recounted) for row in lines.filter("is_going").iter_rows(named=True)}
    before = given.frame(DIFFERENCES.code).rows(named=True)
    after = [row if row["state"] == POSTED or line_key(row) not in now else {**row, **now[line_key(row)]} for row in before]
    listed = {line_key(row) for row in before}
    fresh = [row for key, row in now.items() if key not in listed and row["difference"]]
    return (*rewritten(DIFFERENCES, before, after), *additions(DIFFERENCES, fresh))


LineKey = tuple[object, ...]


def line_key(row: Record) -> LineKey:
    """What tells a line or a difference from another: plan, location, item, quality."""
    return tuple(row[name] for name in ("plan_no", "location", "sku", "quality"))


_SHOWN = ("plan_no", "location", "sku", "quality", "title", "book", "moved", "counted", "difference", "unit_cost", "value")


def _row(line: Record, recounted: set[LineKey]) -> dict[str, object]:
    difference = line["difference"]
    direction = None if not difference else SURPLUS if int(str(difference)) > 0 else LOSS
    shown = {name: line[name] for name in _SHOWN}
    return {**shown, "direction": direction, "state": _state(line, recounted), "counted_by": line["counted_by"] or None}


def _state(line: Record, recounted: set[LineKey]) -> str:
    if line["is_waiting"] or line_key(line) in recounted:
        return RECOUNT
    return OPEN if line["difference"] else EQUAL


# ---------------------------------------------------------------- accuracy and figures


def _scored(plan: Record, known: Mapping[str, Score]) -> Record:
    score = known.get(str(plan["plan_no"]))
    return {**plan, **score.shown()} if score and plan["snapshot_no"] is not None else plan


def _accuracy(plans: Sequence[Record], known: Mapping[str, Score], given: Inputs) -> tuple[Change, ...]:
    body = months(plans, known, given)
    return () if body.equals(given.frame(ACCURACY.code).drop(ROW)) else (ReplaceRows(ACCURACY.code, body),)


def _figures(lines: pl.DataFrame, again: pl.DataFrame, known: Mapping[str, Score], plans: Sequence[Record]) -> dict[str, object]:
    going = added(known[str(plan["plan_no"])] for plan in plans if plan["state"] == COUNTING and str(plan["plan_no"]) in known)
    value = lines.filter("is_going")["value"].drop_nulls()
    return {
        "lines_counted": going.counted,
        "lines_matching": going.matching,
        "differences_open": lines.filter(pl.col("is_going"), pl.col("difference") != 0).height,
        "surplus_value": _sum(value.filter(value > 0)),
        "loss_value": -_sum(value.filter(value < 0)),
        "recounts": again.height,
        "stock_accuracy": going.by_lines,
    }


def _sum(amounts: pl.Series) -> Decimal:
    return sum(amounts, Decimal("0.00"))


# ---------------------------------------------------------------- what is said


def _findings(lines: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    read = [given.tables[code].findings for code in (COUNTS.code, DIFFERENCES.code)]
    grave = [found.filter(pl.col("severity") == Severity.ERROR.value) for found in read]
    outside = Given(given.parameters, given.now, given.lang)
    rules = check(LINE_RULES, given.tables[COUNTS.code], facts=(), frames={}, given=outside).findings
    going = lines.filter("is_going")
    return together([*grave, rules, *_rounds_differ(going, given), *_missing(going, given)])


def _rounds_differ(going: pl.DataFrame, given: Inputs) -> Iterator[pl.DataFrame]:
    unsure = going.filter(pl.col("earlier") != pl.col("counted"), ~pl.col("is_waiting"), ~pl.col("is_corrected"))
    for row in unsure.select("plan_no", "sku", "location", "earlier", "counted").iter_rows(named=True):
        told = {**row, "place": row["location"] or _NO_PLACE}
        yield ROUNDS_DIFFER.finding(told, given.lang, tab=given.tables[COUNTS.code].grid.tab, key=f"{row['plan_no']} / {row['sku']}")


def _missing(going: pl.DataFrame, given: Inputs) -> Iterator[pl.DataFrame]:
    for (plan_no,), part in going.filter(~pl.col("is_answered")).group_by("plan_no", maintain_order=True):
        first = f"{part['location'][0] or ''} {part['sku'][0]}".strip()
        told = {"plan_no": plan_no, "count": part.height, "first": first}
        yield MISSING_LINES.finding(told, given.lang, tab=given.tables[COUNTS.code].grid.tab, key=str(plan_no))


RECONCILE_COUNTS = Task(
    "reconcile-counts",
    Label(zh="盘点对账", en="Reconcile counts"),
    Label(
        zh="把实盘数量和快照时的账面比较，列出差异的数量和金额，差异大的要求换人复盘，算出每月的准确率；空着的不当作 0。",
        en="Compares what was counted with the ledger at the snapshot, lists differences in pieces and value, asks for a second count "
        "where they are large, and works out the accuracy of each month; blank is not 0.",
    ),
    reads=(COUNTS.code, COUNT_PLANS.code, DIFFERENCES.code, ACCURACY.code, LEDGER.code, ITEMS.code, LOCATIONS.code),
    writes=(DIFFERENCES.code, COUNTS.code, COUNT_PLANS.code, ACCURACY.code),
    decide=reconcile_counts,
)
