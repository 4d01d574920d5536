"""The pick list: what to take from which location for a batch of slips, in the order of the way through the warehouse."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import polars as pl

from shopbook.books.daily.page_columns import columns_of
from shopbook.labels import Label, Lang
from shopbook.sheet.documents import Block, Fact, Lines

PICK: dict[str, pl.DataType] = {
    "slip_no": pl.String(),
    "location": pl.String(),
    "sku": pl.String(),
    "title": pl.String(),
    "spec": pl.String(),
    "qty": pl.Int64(),
}
"""One item of one slip at one location; a null location is not known, a null quantity was not said."""

_TITLE = Label(zh="拣货单", en="Pick list")
_REPORT = Label(zh="日报", en="Report")
_BATCH = Label(zh="批次", en="Batch")
_WAREHOUSE = Label(zh="仓库", en="Warehouse")
_SLIPS = Label(zh="出库单", en="Slips")
_APART = Label(zh="另拣", en="Pick apart")
_TOTAL = Label(zh="共 {items} 行 {pieces} 件", en="{items} {items|line|lines}, {pieces} {pieces|piece|pieces}")
_SIGNED = (Label(zh="拣货人", en="Picked by"), Label(zh="复核人", en="Checked by"), Label(zh="时间", en="Time"))
_COLUMNS = (
    (Label(zh="库位", en="Location"), 10, "strong"),
    (Label(zh="商品编码", en="SKU"), 12, ""),
    (Label(zh="商品", en="Item"), 26, ""),
    (Label(zh="单数", en="Slips"), 6, "centred"),
    (Label(zh="应拣", en="Pick"), 6, "strong"),
    (Label(zh="实拣", en="Picked"), 8, "centred"),
)
_LONGEST_TITLE = 40
_NUMBER = re.compile(r"(\d+)")


def placed(lines: pl.DataFrame, balances: pl.DataFrame) -> pl.DataFrame:
    """Lines of slips with the locations that they are taken from, by :data:`PICK`: a line is split where one location has too little.

    Args:
        lines: ``slip_no``, ``sku``, ``title``, ``spec``, ``qty``; earlier slips take first.
        balances: Rows of 库位结存; without any, no location is known.
    """
    shelves = _shelves(balances)
    rows = [
        pick for line in lines.select(name for name in PICK if name != "location").iter_rows(named=True) for pick in _taken(line, shelves)
    ]
    return pl.DataFrame(rows, schema=PICK)


def _shelves(balances: pl.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """Each item's locations and what lies there, the first of the way last."""
    there = balances.filter(pl.col("good") > 0, pl.col("location").is_not_null(), pl.col("sku").is_not_null())
    summed = there.group_by("sku", "location").agg(pl.col("good").sum())
    shelves: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for sku, location, good in sorted(summed.iter_rows(), key=lambda row: way(row[1]), reverse=True):
        shelves[sku].append((location, good))
    return shelves


def _taken(line: Mapping[str, object], shelves: Mapping[str, list[tuple[str, int]]]) -> Iterator[dict[str, object]]:
    """One line at its locations; what lies nowhere has none."""
    there, wanted = shelves.get(str(line["sku"]), []), line["qty"]
    if not isinstance(wanted, int):
        yield {**line, "location": there[-1][0] if there else None}
        return
    while wanted and there:
        location, good = there.pop()
        taken = min(wanted, good)
        wanted -= taken
        if good > taken:
            there.append((location, good - taken))
        yield {**line, "location": location, "qty": taken}
    if wanted:
        yield {**line, "location": None, "qty": wanted}


def way(location: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """Where a location comes on the way through the warehouse: A-2 before A-10, unknown ones at the end."""
    pieces = _NUMBER.split(location or "")
    return location is None, [(int(piece), "") if piece.isdecimal() else (0, piece.casefold()) for piece in pieces]


def pick_list(picks: pl.DataFrame, apart: pl.DataFrame, *, told: Mapping[str, object], lang: Lang) -> Block:
    """The list of one warehouse.

    Args:
        picks: By :data:`PICK`.
        apart: Slips of which a part has gone already: ``slip_no``, ``pieces`` still to go. What they need is on the slip only.
        told: ``report``, ``batch``, ``warehouse`` (may be null), ``mark`` (behind the title).
        lang: The language.
    """
    key = ["location", "sku", "spec", pl.when(pl.col("sku").is_null()).then("title").alias("named")]
    summed = picks.group_by(key).agg(pl.col("title").drop_nulls().first(), pl.col("qty").sum(), slips=pl.col("slip_no").n_unique())
    rows = sorted(
        summed.iter_rows(named=True), key=lambda row: (way(row["location"]), row["sku"] or "", row["title"] or "", row["spec"] or "")
    )
    facts = [
        Fact(_REPORT[lang], str(told["report"]), is_repeated=True),
        Fact(_BATCH[lang], str(told["batch"]), is_repeated=True),
        Fact(_WAREHOUSE[lang], str(told["warehouse"] or ""), is_repeated=True),
        Fact(_SLIPS[lang], str(picks["slip_no"].n_unique())),
        Fact(_APART[lang], _apart(apart, lang), is_wide=True, most_lines=6),
    ]
    total = _TOTAL.filled({"items": len(rows), "pieces": int(picks["qty"].sum())})[lang]
    lines = Lines(columns_of(_COLUMNS, lang), tuple(_row(row) for row in rows))
    return Block(f"{_TITLE[lang]}{told['mark']}", facts=tuple(facts), lines=lines, total=total, signed=tuple(who[lang] for who in _SIGNED))


def item_of(row: Mapping[str, object]) -> str:
    """What an item is called, its variant behind, which a long name must not push out."""
    title, spec = (str(row[name] or "") for name in ("title", "spec"))
    short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
    return f"{short} {spec}".strip()


def _row(row: Mapping[str, object]) -> tuple[str, ...]:
    return (str(row["location"] or ""), str(row["sku"] or ""), item_of(row), str(row["slips"]), str(row["qty"] or ""), "")


def _apart(apart: pl.DataFrame, lang: Lang) -> str:
    pieces = Label(zh="{slip_no}（{pieces} 件）", en="{slip_no} ({pieces} {pieces|piece|pieces})")
    joint = "、" if lang is Lang.ZH else ", "
    return joint.join(pieces.filled(row)[lang] for row in apart.iter_rows(named=True))
