"""What the appraisal workbook takes in: lists of scores given before, by quarter, by month, or a score on each row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from shopbook.books.appraisal.year.earlier import dated_period, earlier_key, earlier_sums, years_in
from shopbook.books.appraisal.year.score_lists import FIELDS, SCORES, score_profiles
from shopbook.books.appraisal.year.sheets import EARLIER, EARLIER_SUMS
from shopbook.books.worklists import Record, additions, framed, unreadable
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Change, Checked, Importer, Inputs, Intake, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked
from shopbook.sheet.list_importing import COUNTS, Lists, Taken, list_importer
from shopbook.sheet.list_reading import Listing
from shopbook.sheet.notices import Notice
from shopbook.sheet.tables import Table

DIFFERENT = Notice(
    "earlier.list-different",
    Severity.ERROR,
    Label(
        zh="同一个人、同一项目、同一期间在这张表里有不一样的得分，都没有采用；请只留对的一个",
        en="The list has different scores for one person, category and period, and none is taken: keep the right one",
    ),
    Label(zh="张三的 Q1 写了两行，一行 5，一行 6", en="two rows for one person's Q1, 5 and 6"),
)

EARLIER_FIGURES: Mapping[str, Label] = {
    **COUNTS,
    "score_people": Label(zh="人数", en="People"),
    "score_count": Label(zh="得分个数", en="Scores"),
}
"""The figures of importing a list of scores."""

_UNDATED = Label(
    zh="表里和文件名都没有写年份，期间记成“{period}”这样，不计入年度；要计入就在文件名里写上年份再导入，或者直接改“期间”。",
    en="Neither the list nor its file's name says which year, so periods stand as '{period}' and count in none: "
    "put the year into the file's name and import again, or change the periods.",
)
_NEXT = Label(
    zh="合计和平均在“历史汇总”；再点一次“年度考核”，按月的总分会计入年度。",
    en="Totals and means are on Earlier totals; run Annual appraisal once more, and whole months' scores count in the year.",
)


def _take(listing: Listing, inputs: Inputs, *, source: str) -> Taken:
    """Scores that are known are brought up to date, others are added; a blank is none."""
    year = _the_year(listing, source)
    scores = [row for row in listing.table.frame.iter_rows(named=True) if row["score"] is not None]
    lines = [{**row, "period": dated_period(row["period"], row["year"] or year)} for row in scores if row["name"] and row["period"]]
    once, different = _once(lines)
    changes, counts, rows = _placed(once, inputs, source)
    undated = [row["period"] for row in once if not years_in(str(row["period"]))]
    notes = (_UNDATED.filled({"period": undated[0]}),) if undated else ()
    sums = framed(EARLIER_SUMS, earlier_sums(rows))
    found = _refused(listing, different, inputs.lang)
    return Taken((*changes, ReplaceRows(EARLIER_SUMS.code, sums)), counts, found, notes, (_NEXT,) if changes else ())


def _the_year(listing: Listing, source: str) -> str | None:
    """The year that the lines above the titles name, or else the file's name; ``None`` where there is none, or several."""
    header, grid = listing.table.header, listing.table.grid
    above = grid.text.head(header.row - grid.first_row if header else 0)
    for texts in ([cell for row in above.iter_rows() for cell in row if cell], [source]):
        years = set[str]().union(*(years_in(text) for text in texts))
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _once(lines: Sequence[Record]) -> tuple[list[Record], list[int]]:
    """Each score once, and the list's rows of those that it gives in different ways."""
    by_key: dict[object, list[Record]] = {}
    for row in lines:
        by_key.setdefault(earlier_key(row), []).append(row)
    once = [rows[0] for rows in by_key.values() if _is_one(rows)]
    return once, sorted({int(str(row[ROW])) for rows in by_key.values() if not _is_one(rows) for row in rows})


def _is_one(rows: Sequence[Record]) -> bool:
    return len({row["score"] for row in rows}) == 1


def _placed(lines: Sequence[Record], inputs: Inputs, source: str) -> tuple[tuple[Change, ...], dict[str, int], list[Record]]:
    """What to write, how many rows are new, changed and known, and the rows of the sheet as they will be."""
    table = inputs.tables[EARLIER.code]
    there = {earlier_key(row): row for row in reversed(table.frame.rows(named=True))}
    kept = unreadable(table, "score")
    met = [(there[key], row["score"]) for row in lines if (key := earlier_key(row)) in there]
    edits = sorted((old[ROW], score) for old, score in met if old["score"] != score and old[ROW] not in kept)
    new = [{**row, "file": source or None} for row in lines if earlier_key(row) not in there]
    changed = dict(edits)
    rows = [{**row, "score": changed.get(row[ROW], row["score"])} for row in table.frame.iter_rows(named=True)]
    counts = {"new_rows": len(new), "changed_rows": len(edits), "known_rows": len(met) - len(edits)}
    return (*_edited(edits), *additions(EARLIER, new)), counts, [*rows, *new]


def _edited(edits: Sequence[tuple[int, object]]) -> Iterator[Change]:
    if edits:
        rows, scores = zip(*edits, strict=True)
        yield SetCells(EARLIER.code, "score", rows, scores)


def _refused(listing: Listing, rows: Sequence[int], lang: Lang) -> pl.DataFrame:
    if not rows:
        return no_findings()
    told = {"code": DIFFERENT.code, "severity": DIFFERENT.severity.value, "field": "score", "message": DIFFERENT.says[lang], "fix": ""}
    return listing.table.locate(pl.DataFrame({"row": rows}).with_columns(pl.lit(text).alias(name) for name, text in told.items()), lang)


def _figures(listing: Listing) -> Mapping[str, object]:
    scored = listing.table.frame.drop_nulls(["name", "score"])
    return {"score_people": scored["name"].n_unique(), "score_count": scored.height}


def _reader(source: str) -> Importer:
    """The importer of one file; its name may say which year the list is of."""
    reads = (EARLIER.code, EARLIER_SUMS.code)
    takes = {SCORES: partial(_take, source=source)}
    keys = {SCORES: ("name", "item", "period")}
    return list_importer(Lists(score_profiles, {SCORES: FIELDS}, keys, takes, _figures, reads, EARLIER_FIGURES))


def _importer() -> Importer:
    def recognise(grid: Grid, asked: Asked, tables: Mapping[str, Table]) -> object:
        return _reader(asked.source).recognise(grid, asked, tables)

    def decide(grid: Grid, inputs: Inputs, asked: Asked) -> Intake:
        return _reader(asked.source).decide(grid, inputs, asked)

    def check(grid: Grid, inputs: Inputs, asked: Asked) -> Checked:
        return _reader(asked.source).check(grid, inputs, asked)

    def load(grid: Grid, asked: Asked, lang: Lang) -> Mapping[str, pl.DataFrame]:
        return _reader(asked.source).load(grid, asked, lang)

    return replace(_reader(""), recognise=recognise, decide=decide, check=check, load=load)


SCORE_IMPORTER = _importer()
"""Lists of scores: known scores are brought up to date, so the same list a second time changes nothing."""
