"""The task reverse-entries: a posted line that was wrong is undone by new entries, never by editing old ones.

A reversal is itself no line, so it can't be reversed: who reversed the wrong line writes a new document.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.checking import READS, examine
from shopbook.books.stock.ledger.documents import KINDS, LINE, SIDES, Place, pieces
from shopbook.books.stock.ledger.ledger import GOOD, MOVEMENT, REVERSAL, posted
from shopbook.books.stock.ledger.notices import NOT_REVERSED, VALUE_GONE
from shopbook.books.stock.ledger.posting import LEDGER_BROKEN
from shopbook.books.stock.ledger.sheets import LEDGER
from shopbook.labels import Label
from shopbook.sheet.books import AppendRows, Inputs, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.notices import Notice

_DONE = Label(
    zh="冲销 {reversed_lines} 行，记入明细账 {reversed_entries} 笔；{refused_reversals} 行不能冲销（原因见下）。要改正的请另开新单。",
    en="{reversed_lines} {reversed_lines|line|lines} reversed by {reversed_entries} {reversed_entries|entry|entries}; "
    "{refused_reversals} could not be (see below). "
    "Write a new document for what is right.",
)
_NOTHING = Label(
    zh="没有要冲销的：请在入库单或出库单写错的那一行填上冲销人。",
    en="Nothing to reverse: fill in a name under Reversed by on the wrong line of Receipts or Issues.",
)


@dataclass(frozen=True, slots=True)
class Undoing:
    """What is to be undone, sorted out.

    Attributes:
        movements: The reversals, in the order of posting, see ``ledger.MOVEMENT``.
        refused: Entry number of each group that can't be undone -> why.
    """

    movements: pl.DataFrame
    refused: Mapping[int, Notice]


def undone(ledger: pl.DataFrame, groups: pl.DataFrame, *, now: dt.datetime) -> Undoing:
    """The reversals of entries, as many as can be undone without anything going below zero.

    Args:
        ledger: Every entry there is.
        groups: ``entry_no, group`` (a number: entries that are undone together or not at all) and ``handler`` (who asks). Entries that are
            reversed already, and reversals, are passed over.
        now: The moment that the reversals bear; corrections belong to the current month.
    """
    gone = ledger["reverses"].drop_nulls()
    open_entries = ledger.filter(pl.col("reverses").is_null(), ~pl.col("entry_no").is_in(gone.implode()))
    wanted = open_entries.drop("handler").join(groups, on="entry_no")
    # What brings goods back comes first, of several the latest: the others may need it.
    wanted = wanted.sort(pl.col("qty").sum().over("group") > 0, pl.col("entry_no").min().over("group"), "entry_no", descending=_LATEST)
    waiting = {int(str(group)): part for (group,), part in wanted.group_by("group", maintain_order=True)}
    held, worth = pieces(ledger), _worth(ledger)
    standing = [wanted.clear()]
    while True:
        refused = {group: fault for group, part in waiting.items() if (fault := _undo(part, held, worth)) is not None}
        standing += [part for group, part in waiting.items() if group not in refused]
        if len(refused) in {0, len(waiting)}:
            break
        waiting = {group: waiting[group] for group in refused}
    told = pl.concat(standing).with_columns(
        -pl.col("qty"), kind=pl.lit(REVERSAL), reverses="entry_no", unit_cost=None, moved_at=pl.lit(now.replace(microsecond=0)), note=None
    )
    return Undoing(told.select(pl.col(name).cast(dtype) for name, dtype in MOVEMENT.items()), refused)


_LATEST = [False, True, False]

Worth = tuple[int, int]
"""An item's pieces, and its value in cents."""


def _worth(ledger: pl.DataFrame) -> dict[str, Worth]:
    sums = ledger.group_by("sku").agg(pl.col("qty").sum(), pl.col("value").to_physical().sum())
    return {sku: (qty, value) for sku, qty, value in sums.iter_rows()}


def _undo(part: pl.DataFrame, held: dict[Place, int], worth: dict[str, Worth]) -> Notice | None:
    """Take one group of entries back if that leaves everything at zero or above; else leave all as it is and say why not."""
    by_place = part.group_by("sku", "location", pl.col("quality").fill_null(GOOD)).agg(pl.col("qty").sum())
    by_item = part.group_by("sku").agg(pl.col("qty").sum(), pl.col("value").to_physical().sum())
    places = {(sku, location, quality): held[sku, location, quality] - qty for sku, location, quality, qty in by_place.iter_rows()}
    items = {sku: (worth[sku][0] - qty, worth[sku][1] - value) for sku, qty, value in by_item.iter_rows()}
    if min(places.values()) < 0:
        return NOT_REVERSED
    if any(value < 0 or (qty == 0 and value != 0) for qty, value in items.values()):
        return VALUE_GONE
    held |= places
    worth |= items
    return None


def reverse_entries(given: Inputs) -> Outcome:
    """Undo every posted line that somebody signed under 冲销人, once."""
    seen = examine(given)
    asked = seen.lines.filter(pl.col("reversed_by").is_not_null(), pl.col("entry_no").is_not_null(), pl.len().over(LINE) == 1)
    if not seen.is_ledger_whole:
        return Outcome(seen.findings, (), dict.fromkeys(SUMMARY, 0), (LEDGER_BROKEN,))
    ledger = given.frame(LEDGER.code)
    asked = asked.with_row_index("group").with_columns(pl.col("group").cast(pl.Int64))
    groups = _entries_of(asked, ledger)
    undoing = undone(ledger, groups, now=given.now)
    entries = posted(ledger, undoing.movements, posted_at=given.now.replace(microsecond=0))
    signs = _signs(asked, groups, pl.concat([ledger.select(entries.columns), entries]))
    added = (AppendRows(LEDGER.code, entries),) if entries.height else ()
    figures = {
        "reversed_lines": groups.join(entries, left_on="entry_no", right_on="reverses", how="semi")["group"].n_unique(),
        "reversed_entries": entries.height,
        "refused_reversals": len(undoing.refused),
    }
    note = _DONE.filled(figures) if any(figures.values()) else _NOTHING
    return Outcome(together(_refusals(asked, undoing.refused, given)), (*added, *signs), figures, (note,))


def _entries_of(asked: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Every entry of the lines that are to be reversed, with the ``group`` that its line is and the ``handler`` who asks."""
    lines = asked.select("group", "doc_no", "line", "side", handler="reversed_by")
    sides = {kind: side for side, kinds in KINDS.items() for kind in kinds}
    side = pl.col("kind").replace_strict(sides, default=None, return_dtype=pl.String)
    entries = ledger.select("entry_no", "doc_no", pl.col("line_no").fill_null(1).alias("line"), side.alias("side"))
    return entries.join(lines, on=LINE).select("entry_no", "group", "handler")


def _signs(asked: pl.DataFrame, groups: pl.DataFrame, ledger: pl.DataFrame) -> tuple[SetCells, ...]:
    """The time of its reversal beside each line that has one and does not say so yet."""
    done = groups.join(ledger.select("posted_at", entry_no="reverses").drop_nulls(), on="entry_no")
    times = done.group_by("group").agg(pl.col("posted_at").max().alias("undone_at"))
    fresh = asked.join(times, on="group").filter(pl.col("reversed_at").is_null())
    by_side = [(side, fresh.filter(pl.col("side") == side).sort(ROW)) for side in SIDES]
    return tuple(SetCells(side, "reversed_at", tuple(part[ROW]), tuple(part["undone_at"])) for side, part in by_side if part.height)


def _refusals(asked: pl.DataFrame, refused: Mapping[int, Notice], given: Inputs) -> Iterator[pl.DataFrame]:
    for side, row, group in asked.select("side", ROW, "group").iter_rows():
        if group in refused:
            notice = refused[group]
            told = {"code": notice.code, "severity": notice.severity.value, "row": row, "field": "reversed_by"}
            found = pl.DataFrame([{**told, "message": notice.says[given.lang], "fix": ""}])
            yield given.tables[side].locate(found, given.lang)


SUMMARY: Mapping[str, Label] = {
    "reversed_lines": Label(zh="冲销的行", en="Lines reversed"),
    "reversed_entries": Label(zh="冲销记账笔数", en="Entries that reverse"),
    "refused_reversals": Label(zh="不能冲销的行", en="Lines that could not be reversed"),
}
"""The figures of reverse-entries."""

REVERSE_ENTRIES = Task(
    "reverse-entries",
    Label(zh="冲销", en="Reverse"),
    Label(
        zh="把入库单、出库单里填了“冲销人”的已过账行冲掉：明细账加一笔相反的，原来的不动；会变成负数的不冲。冲销本身不能再冲销，请另开新单。",
        en="Undoes the posted lines that have a name under Reversed by: the Ledger gets an opposite entry, the old one stays; nothing goes "
        "below zero. A reversal can't be reversed: write a new document.",
    ),
    reads=READS,
    writes=(LEDGER.code, *SIDES),
    decide=reverse_entries,
)
