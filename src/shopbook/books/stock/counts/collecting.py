"""Collecting count sheets: any number of files in any order become one list; what can't be merged is said with file and cell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.counts import notices
from shopbook.books.stock.counts.blind_sheets import COUNT_FOLDER
from shopbook.books.stock.counts.parameters import FLAGGED
from shopbook.books.stock.counts.placing_counts import Key, Placed, Refused, place_name, placed
from shopbook.books.stock.counts.returned_papers import CountedPaper, names_of, read_pile
from shopbook.books.stock.counts.sheets import CONFLICT, COUNT_PLANS, COUNTING, COUNTS, FOUND, LISTED
from shopbook.books.stock.ledger.ledger import GOOD
from shopbook.books.stock.ledger.sheets import ITEMS, LOCATIONS
from shopbook.books.worklists import Record, additions, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Task
from shopbook.sheet.findings import together
from shopbook.sheet.parameters import Parameters

_DONE = Label(
    zh="收到 {files} 个文件（读不了 {files_damaged}，重复 {files_doubled}，还没填 {files_blank}），填入 {lines_filled} 行，"
    "单外发现 {lines_found} 行，冲突 {lines_in_conflict} 行，没有收 {quantities_left} 处；还有 {lines_open} 行没盘。"
    "请看“校验结果”，没问题就点“盘点对账”。",
    en="{files} {files|file|files} ({files_damaged} unreadable, {files_doubled} twice, {files_blank} not filled in): "
    "{lines_filled} {lines_filled|line|lines} filled in, {lines_found} {lines_found|line|lines} found off the list, "
    "{lines_in_conflict} in conflict, "
    "{quantities_left} {quantities_left|quantity|quantities} not collected; {lines_open} {lines_open|line|lines} not counted. "
    "Look at Findings, then click Reconcile counts.",
)
_EMPTY = Label(zh="文件夹里没有文件", en="the folder has no files")


@dataclass(frozen=True, slots=True)
class _Count:
    """What the papers together say of one line: the quantity, or that they disagree."""

    qty: int | None
    readings: tuple[Placed, ...]

    @property
    def is_conflict(self) -> bool:
        return self.qty is None

    @property
    def papers(self) -> list[CountedPaper]:
        return [each.paper for each in self.readings]

    def cells(self) -> dict[str, object]:
        """What it writes into its line."""
        days = [paper.counted_on for paper in self.papers if paper.counted_on is not None]
        told = sorted({each.reading.note for each in self.readings if each.reading.note})
        return {
            "counted": self.qty,
            "counted_by": names_of(self.papers, "counted_by"),
            "checked_by": names_of(self.papers, "checked_by"),
            "counted_on": max(days, default=None),
            "source": "、".join(each.place for each in self.readings),
            "note": "；".join(told) or None,
        }


_BLANK: Mapping[str, object] = dict.fromkeys(("counted", "counted_by", "checked_by", "counted_on", "source", "note"))


def collect_counts(given: Inputs) -> Outcome:
    """Merge the files that came back into 盘点表; a line about which nothing came back stays as it is."""
    pile = read_pile(given)
    known, refused = placed(pile.papers, given)
    known, same = _by_others(known, given)
    counts = {key: _together(part, given.parameters) for key, part in sorted(_by_key(known).items(), key=lambda each: repr(each[0]))}
    before = given.frame(COUNTS.code).rows(named=True)
    back = {paper.sheet_no for paper in pile.papers if paper.sheet_no is not None}
    now = [_filled(row, counts.get(_key(row)), back) for row in before]
    lines = {_key(row) for row in before}
    found = _found([(key, count) for key, count in counts.items() if key not in lines], given)
    left = [*refused, *same]
    said = [*pile.findings, *(each.finding(given) for each in left), *_said(counts, found, given), *_open(now, given), *_none(given)]
    unreadable = sum(paper.unreadable for paper in pile.papers)
    figures = {**pile.figures, **_figures(counts, found, now, given), "quantities_left": len(left) + unreadable}
    changes = (*rewritten(COUNTS, before, now), *additions(COUNTS, found))
    return Outcome(together(said), changes, figures, (_DONE.filled(figures),), marks=(COUNTS.code,))


def _key(row: Record) -> Key:
    return str(row["plan_no"]), int(str(row["round"] or 1)), _text(row["location"]), str(row["sku"]), str(row["quality"] or GOOD)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _by_key(known: Iterable[Placed]) -> dict[Key, list[Placed]]:
    by_key: dict[Key, list[Placed]] = defaultdict(list)
    for each in known:
        by_key[each.key].append(each)
    return by_key


# ---------------------------------------------------------------- who may count again


def _by_others(known: Sequence[Placed], given: Inputs) -> tuple[list[Placed], list[Refused]]:
    """Recounts count only where somebody else made them than the rounds before."""
    names = _counters(known, given)
    refused = [Refused(each.paper, each.reading, notices.SAME_COUNTER, _again(each)) for each in known if _is_again(each, names)]
    return [each for each in known if not _is_again(each, names)], refused


def _again(each: Placed) -> dict[str, object]:
    return {"sku": each.key[3], "name": each.paper.counted_by}


def _is_again(each: Placed, names: Mapping[Key, Collection[str]]) -> bool:
    plan_no, number, location, sku, quality = each.key
    earlier = ((plan_no, before, location, sku, quality) for before in range(1, number))
    return any(each.paper.counted_by in names.get(key, ()) for key in earlier)


def _counters(known: Sequence[Placed], given: Inputs) -> dict[Key, set[str]]:
    """Who counted each line, by what the sheet says and by what came back now."""
    names: dict[Key, set[str]] = defaultdict(set)
    for row in given.frame(COUNTS.code).drop_nulls("counted_by").iter_rows(named=True):
        names[_key(row)].update(row["counted_by"].split("、"))
    for each in known:
        if each.paper.counted_by is not None:
            names[each.key].add(each.paper.counted_by)
    return names


# ---------------------------------------------------------------- several quantities for one line


def _together(part: Sequence[Placed], parameters: Parameters) -> _Count:
    """One quantity of all that were written for a line, where the shop's rules allow."""
    each_item, each_sheet = parameters.text("count_same_item"), parameters.text("count_same_sheet")
    ordered = tuple(sorted(part, key=lambda each: (each.paper.file, each.reading.is_extra, each.reading.cell)))
    by_file: dict[str, list[int]] = defaultdict(list)
    sheet_of: dict[str, str | None] = {}
    for each in ordered:
        by_file[each.paper.file].append(each.reading.qty)
        sheet_of[each.paper.file] = each.paper.sheet_no
    files = {file: _one(quantities, each_item) for file, quantities in by_file.items()}
    sheets = [_agreed([files[file] for file in files if sheet_of[file] == sheet], each_sheet) for sheet in _sheets(sheet_of)]
    scans = [files[file] for file in files if sheet_of[file] is None]
    totals = [_one(side, each_item) for side in (sheets, scans) if side]
    return _Count(_agreed(totals, FLAGGED), ordered)


def _sheets(sheet_of: Mapping[str, str | None]) -> list[str]:
    return sorted({sheet for sheet in sheet_of.values() if sheet is not None})


def _one(quantities: Sequence[int | None], rule: str) -> int | None:
    """Several lines about one item: added, or none of them."""
    if len(quantities) == 1:
        return quantities[0]
    return None if rule == FLAGGED else _sum(quantities)


def _agreed(quantities: Sequence[int | None], rule: str) -> int | None:
    """Several answers to one question: the one that all give, else added or none of them."""
    if len(set(quantities)) == 1:
        return quantities[0]
    return None if rule == FLAGGED else _sum(quantities)


def _sum(quantities: Sequence[int | None]) -> int | None:
    return None if None in quantities else sum(qty for qty in quantities if qty is not None)


# ---------------------------------------------------------------- what is written


def _filled(row: Record, count: _Count | None, back: Collection[str]) -> Record:
    """A line with what the papers say; one whose sheet is back and says nothing of it is not counted."""
    if count is not None:
        usual = row["line_mark"] if row["line_mark"] != CONFLICT else _usual_mark(count)
        return {**row, **count.cells(), "line_mark": CONFLICT if count.is_conflict else usual or _usual_mark(count)}
    if row["source"] is not None and row["sheet_no"] in back:
        return {**row, **_BLANK}
    return row


def _usual_mark(count: _Count) -> str:
    return FOUND if all(each.reading.is_extra for each in count.readings) else LISTED


def _found(extras: Sequence[tuple[Key, _Count]], given: Inputs) -> list[Record]:
    """Lines for items that were found where nobody had listed them."""
    items = {row["sku"]: row for row in given.frame(ITEMS.code).select("sku", "title", "spec", "barcode", "unit").iter_rows(named=True)}
    sheets = _sheets_by_place(given)
    rows: list[Record] = []
    for (plan_no, number, location, sku, quality), count in extras:
        sheet_no = count.papers[0].sheet_no or sheets.get((plan_no, number, location))
        place = {"plan_no": plan_no, "sheet_no": sheet_no, "round": number, "location": location, "sku": sku, "quality": quality}
        mark = CONFLICT if count.is_conflict else FOUND
        rows.append({**items.get(sku, {}), **place, **count.cells(), "line_mark": mark})
    return rows


def _sheets_by_place(given: Inputs) -> dict[tuple[str, int, str | None], str]:
    lines = given.frame(COUNTS.code).drop_nulls("sheet_no").select("plan_no", "round", "location", "sheet_no")
    return {(plan_no, number or 1, location): sheet_no for plan_no, number, location, sheet_no in lines.reverse().iter_rows()}


# ---------------------------------------------------------------- what is said


def _said(counts: Mapping[Key, _Count], found: Sequence[Record], given: Inputs) -> Iterator[pl.DataFrame]:
    fresh = {_key(row) for row in found}
    for key, count in counts.items():
        first = count.readings[0]
        place = {"sku": key[3], "place": place_name(key[2])}
        if count.is_conflict:
            answers = "、".join(f"{each.place}：{each.reading.qty}" for each in count.readings)
            yield notices.TWO_ANSWERS.finding({**place, "answers": answers}, given.lang, column=first.paper.file, cell=first.reading.cell)
        elif key in fresh:
            told = {**place, "file": first.paper.file, "cell": first.reading.cell, "qty": count.qty}
            yield notices.FOUND_ADDED.finding(told, given.lang, column=first.paper.file, cell=first.reading.cell)


def _going(given: Inputs) -> list[str]:
    return given.frame(COUNT_PLANS.code).filter(pl.col("state") == COUNTING)["plan_no"].drop_nulls().sort().to_list()


def _uncounted(now: Sequence[Record], plan_no: str) -> list[Record]:
    answered = ("counted", "correction", "explanation")
    return [row for row in now if row["plan_no"] == plan_no and all(row[name] is None for name in answered)]


def _open(now: Sequence[Record], given: Inputs) -> Iterator[pl.DataFrame]:
    """Counts that miss some lines, each once with how many."""
    for plan_no in _going(given):
        lines = _uncounted(now, plan_no)
        if lines:
            told = {"plan_no": plan_no, "count": len(lines), "first": f"{lines[0]['location'] or ''} {lines[0]['sku']}".strip()}
            yield notices.NOT_COUNTED.finding(told, given.lang, tab=given.tables[COUNTS.code].grid.tab, key=plan_no)


def _none(given: Inputs) -> Iterator[pl.DataFrame]:
    if not given.returned:
        yield notices.NO_FILES.finding({"why": given.absent.get(COUNT_FOLDER.code, _EMPTY)}, given.lang)


def _figures(counts: Mapping[Key, _Count], found: Sequence[Record], now: Sequence[Record], given: Inputs) -> dict[str, int]:
    in_conflict = sum(count.is_conflict for count in counts.values())
    return {
        "lines_filled": len(counts) - in_conflict,
        "lines_found": len(found),
        "lines_in_conflict": in_conflict,
        "lines_open": sum(len(_uncounted(now, plan_no)) for plan_no in _going(given)),
    }


COLLECT_COUNTS = Task(
    "collect-counts",
    Label(zh="回收盘点表", en="Collect counts"),
    Label(
        zh="读“盘点表”文件夹里交回的每个文件，把数量填入“盘点表”；交重、写错、读不了的都写明是哪个文件哪一格，改好后可以再收一次。",
        en="Reads every file in the folder of count sheets and fills the quantities into Counts; what was handed in twice, is wrong or "
        "unreadable is said with file and cell; collect again once it is put right.",
    ),
    reads=(COUNTS.code, COUNT_PLANS.code, ITEMS.code, LOCATIONS.code),
    writes=(COUNTS.code,),
    decide=collect_counts,
    folder=COUNT_FOLDER.code,
)
