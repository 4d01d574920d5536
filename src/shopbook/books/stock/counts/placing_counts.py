"""Which line of which count a quantity belongs to: by item or barcode, by location, within the scope of the count."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.counts import notices
from shopbook.books.stock.counts.returned_papers import CountedPaper, Reading
from shopbook.books.stock.counts.scopes import Scope, name_key, scope_of, shelved
from shopbook.books.stock.counts.sheets import ALL, COUNT_PLANS, COUNTS, LISTED, SAMPLE, SKUS
from shopbook.books.stock.ledger.ledger import GOOD
from shopbook.books.stock.ledger.sheets import ITEMS, LOCATIONS
from shopbook.labels import Label
from shopbook.sheet.books import Inputs
from shopbook.sheet.notices import Notice

Key = tuple[str, int, str | None, str, str]
"""A line of 盘点表: plan, round, location, item, quality."""

NO_PLACE = Label(zh="未定库位", en="no location")


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity with the line it belongs to."""

    key: Key
    paper: CountedPaper
    reading: Reading

    @property
    def place(self) -> str:
        """Where it was written, for people."""
        return f"{self.paper.file} {self.reading.cell}"


@dataclass(frozen=True, slots=True)
class Refused:
    """A quantity that belongs nowhere, and why."""

    paper: CountedPaper
    reading: Reading
    notice: Notice
    told: Mapping[str, object]

    def finding(self, given: Inputs) -> pl.DataFrame:
        """What is said about it."""
        values = {"file": self.paper.file, "cell": self.reading.cell, "qty": self.reading.qty, **self.told}
        return self.notice.finding(values, given.lang, column=self.paper.file, cell=self.reading.cell, value=str(self.reading.qty))


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the workbook knows, for finding the line of a quantity.

    Attributes:
        items: The item codes of 商品库存 and of the lines.
        barcodes: Barcode -> the items that have it.
        rounds: Plan -> item and quality -> location -> the rounds that there are lines of.
        sheets: Sheet number -> the locations on it.
        places: What all spellings of a location have in common -> its name.
        scopes: Plan -> its scope.
        given: The inputs of the run.
    """

    items: frozenset[str]
    barcodes: Mapping[str, Sequence[str]]
    rounds: Mapping[str, Mapping[tuple[str, str], Mapping[str | None, Sequence[int]]]]
    sheets: Mapping[str, Sequence[str | None]]
    places: Mapping[str, str]
    scopes: Mapping[str, Scope]
    given: Inputs


def placed(papers: Sequence[CountedPaper], given: Inputs) -> tuple[list[Placed], list[Refused]]:
    """Give every quantity its line.

    Returns:
        Those that have one, also a line that is not there yet but lies within the scope; and those that are refused.
    """
    shelves = _shelves(given)
    outcomes = [_placed(paper, reading, shelves) for paper in papers for reading in paper.readings]
    known = [each for each in outcomes if isinstance(each, Placed)]
    refused = [each for each in outcomes if isinstance(each, Refused)]
    outside = set(_outside([each for each in known if not _is_line(each.key, shelves)], shelves))
    strays = [Refused(each.paper, each.reading, notices.OUT_OF_SCOPE, _stray(each)) for each in known if each.key in outside]
    return [each for each in known if each.key not in outside], [*refused, *strays]


def place_name(location: str | None) -> object:
    """A location as sentences name it."""
    return location or NO_PLACE


def _stray(each: Placed) -> dict[str, object]:
    plan_no, _, location, sku, _ = each.key
    return {"sku": sku, "place": place_name(location), "plan_no": plan_no}


def _shelves(given: Inputs) -> Shelves:
    lines = given.frame(COUNTS.code).drop_nulls(["plan_no", "sku"])
    items = given.frame(ITEMS.code).drop_nulls("sku")
    told = pl.concat([items.select("sku", "barcode"), lines.select("sku", "barcode")]).unique().sort("sku", "barcode")
    barcodes: dict[str, list[str]] = defaultdict(list)
    for sku, barcode in told.drop_nulls("barcode").iter_rows():
        barcodes[barcode].append(sku)
    sheets = lines.group_by("sheet_no").agg(pl.col("location").unique().sort())
    known = [*given.frame(LOCATIONS.code)["location"].drop_nulls(), *lines["location"].drop_nulls()]
    places = {name_key(name): name for name in reversed(known)}
    return Shelves(frozenset(told["sku"]), barcodes, _rounds(lines), dict(sheets.iter_rows()), places, _scopes(lines, given), given)


def _rounds(lines: pl.DataFrame) -> dict[str, dict[tuple[str, str], dict[str | None, list[int]]]]:
    known: dict[str, dict[tuple[str, str], dict[str | None, list[int]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for plan_no, sku, quality, location, number in lines.select("plan_no", "sku", "quality", "location", "round").iter_rows():
        known[plan_no][sku, quality or GOOD][location].append(number or 1)
    return known


def _scopes(lines: pl.DataFrame, given: Inputs) -> dict[str, Scope]:
    """The scope of each plan; a sample is what was drawn when it began, whatever items there are by now."""
    scopes = {}
    for plan in given.frame(COUNT_PLANS.code).drop_nulls("plan_no").iter_rows(named=True):
        if plan["scope"] == SAMPLE:
            listed = lines.filter(pl.col("plan_no") == plan["plan_no"], pl.col("line_mark") == LISTED)
            scopes[plan["plan_no"]] = Scope(SKUS, frozenset(map(name_key, listed["sku"])))
        else:
            scopes[plan["plan_no"]] = scope_of(plan, given.frame(ITEMS.code), {})
    return scopes


def _placed(paper: CountedPaper, reading: Reading, shelves: Shelves) -> Placed | Refused:
    sku = _item(paper, reading, shelves)
    if isinstance(sku, Refused):
        return sku
    quality = reading.quality or GOOD
    there = shelves.rounds.get(paper.plan_no, {}).get((sku, quality), {})
    places = _candidates(paper, reading, list(there), shelves)
    if len(places) != 1:
        names = "、".join(sorted(str(place_name(place)) if place else NO_PLACE[shelves.given.lang] for place in places))
        return Refused(paper, reading, notices.UNCLEAR_PLACE, {"sku": sku, "places": names})
    number = paper.round or max(there.get(places[0], [1]))
    return Placed((paper.plan_no, number, places[0], sku, quality), paper, reading)


def _item(paper: CountedPaper, reading: Reading, shelves: Shelves) -> str | Refused:
    """The item of a reading; a barcode in the column of item codes is taken for what it is."""
    code = reading.sku or reading.barcode
    if code is None:
        return Refused(paper, reading, notices.NO_ITEM, {})
    if reading.sku in shelves.items:
        return str(reading.sku)
    skus = shelves.barcodes.get(code, ())
    if not skus:
        return Refused(paper, reading, notices.UNKNOWN_ITEM, {"code": code})
    if len(skus) > 1:
        return Refused(paper, reading, notices.UNCLEAR_BARCODE, {"code": code, "skus": "、".join(skus)})
    return skus[0]


def _candidates(paper: CountedPaper, reading: Reading, there: Sequence[str | None], shelves: Shelves) -> Sequence[str | None]:
    """Where a reading may belong: where it says, else where its sheet is, else wherever the count has the item."""
    if reading.location is not None:
        return [shelves.places.get(name_key(reading.location), reading.location)]
    if paper.sheet_no is not None and not reading.is_extra:
        return [None]
    on_sheet = shelves.sheets.get(paper.sheet_no or "", ())
    close = [place for place in there if place in on_sheet]
    if len(close) == 1:
        return close
    if len(on_sheet) == 1:
        return on_sheet
    return there or [None]


def _is_line(key: Key, shelves: Shelves) -> bool:
    plan_no, number, location, sku, quality = key
    return number in shelves.rounds.get(plan_no, {}).get((sku, quality), {}).get(location, ())


def _outside(extras: Sequence[Placed], shelves: Shelves) -> Iterator[Key]:
    """The lines that a count would touch beyond its scope."""
    given = shelves.given
    keys = sorted({each.key for each in extras}, key=repr)
    for plan_no in sorted({key[0] for key in keys}):
        scope = shelves.scopes.get(plan_no, Scope(ALL, frozenset()))
        ours = [key for key in keys if key[0] == plan_no]
        rows = pl.DataFrame({"sku": [key[3] for key in ours], "location": pl.Series([key[2] for key in ours], dtype=pl.String)})
        near = shelved(rows, given.frame(ITEMS.code), given.frame(LOCATIONS.code))
        inside = near.with_columns(scope.holds().alias("is_inside"))["is_inside"]
        yield from (key for key, is_inside in zip(ours, inside, strict=True) if not is_inside)
