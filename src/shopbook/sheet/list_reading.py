"""From the cells of a list of another program to rows with fields of ours, by its profile."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.cells import read_column
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.feeds import Feed, Piece, feeds_of, source_column
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.grid import CellType, Grid
from shopbook.sheet.headers import Header
from shopbook.sheet.kinds import Kind
from shopbook.sheet.list_profiles import Beside, Fields, ListProfile
from shopbook.sheet.notices import HEADER_MISSING
from shopbook.sheet.reading import Manner, read_table
from shopbook.sheet.recognising import Recognition
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table

ListRecognition = Recognition[ListProfile]

_OUTSIDE = Label(
    zh="这一列有 {count} 个公式引用了别的文件，读的是保存时的值；拿不准就打开那个文件核对",
    en="{count} formulas of this column refer to other files; the values saved with them are read. If in doubt, look there",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as rows with fields of ours.

    Attributes:
        profile: Its layout.
        table: One row per line, with every field that its profile may feed; its findings and its header point into the list's own cells.
            ``_row`` is the list's row; the lines of one row share it.
        fed: The fields that the list has something for.
        rows: How many rows were read.
    """

    profile: ListProfile
    table: Table
    fed: frozenset[str]
    rows: int

    def without(self, rows: pl.Series) -> "Listing":
        """The list without some of its rows."""
        frame = self.table.frame.filter(~pl.col(ROW).is_in(rows.implode()))
        return replace(self, table=replace(self.table, frame=frame))


@dataclass(frozen=True, slots=True)
class _Line:
    """One of the lines that a row makes: where its fields come from, and what it says of itself."""

    feeds: tuple[Feed, ...]
    constants: Mapping[str, str]
    needed: str = ""


def read_list(grid: Grid, recognition: ListRecognition, fields: Fields, *, key: Sequence[str], lang: Lang) -> Listing:
    """Read a list.

    Args:
        grid: Its cells.
        recognition: Its layout.
        fields: What the book's profiles can feed.
        key: The fields that tell one line from another, shown in findings.
        lang: The language of messages.
    """
    profile, known = recognition.profile, fields[recognition.profile.feeds]
    feeds = tuple(feeds_of(recognition.titles, profile.columns, join=profile.join, added=profile.sum))
    lines = tuple(_lines(recognition, feeds))
    columns = _columns(profile, known, lines)
    named = {feed.field: feed.first for feed in lines[0].feeds}
    raw = read_table(
        _cut(grid, recognition, lines),
        columns,
        key=[named[name] for name in key if name in named][:1],
        manner=Manner(lang=lang, is_ours=False),
    )
    frame = pl.concat([_as_told(raw.frame, line, known) for line in lines]).sort(ROW, maintain_order=True)
    fed = frozenset(name for line in lines for name in (*(feed.field for feed in line.feeds), *line.constants))
    table = _located(raw, frame, known, lines, key)
    told = _once_a_column(raw, lang).with_columns(pl.col("field").replace(_field_of(lines)))
    found = [told, *_lacking(table, profile, fed, lang)]
    return Listing(profile, replace(table, findings=together(found)), fed, raw.frame.height)


def typed(texts: pl.Series, column: Column) -> pl.Series:
    """Texts as a column of ours holds them; what it cannot hold is null."""
    types = pl.select(pl.when(texts.is_null()).then(CellType.BLANK.value).otherwise(CellType.TEXT.value).cast(pl.UInt8)).to_series()
    return read_column(texts, types, replace(column, notes=replace(column.notes, key=False, required=False)), is_ours=False).values


def _lines(recognition: ListRecognition, feeds: tuple[Feed, ...]) -> Iterator[_Line]:
    """What one row makes: a line, or one for each of the columns beside one another."""
    profile = recognition.profile
    present = {title_key(title) for title in recognition.titles}
    several = [(field, each, _there(each, present)) for field, columns in profile.beside.items() for each in columns]
    several = [(field, each, names) for field, each, names in several if names]
    if not several:
        yield _Line(feeds, profile.constants)
    for number, (field, each, names) in enumerate(several):
        own = Feed(field, (Piece(names),))
        yield _Line((*feeds, own), {**profile.constants, **each.constants}, needed=field if number else "")


def _there(column: Beside, present: set[str]) -> tuple[str, ...]:
    return tuple(title for title in column.titles if title_key(title) in present)


def _cut(grid: Grid, recognition: ListRecognition, lines: Sequence[_Line]) -> Grid:
    """The cells without what the profile says is no part of their values."""
    kept = recognition.profile.kept
    wanted = {title_key(name): kept[feed.field] for line in lines for feed in line.feeds if feed.field in kept for name in feed.names}
    header = grid.text.row(recognition.row - grid.first_row, named=True)
    texts = [pl.col(letters).str.replace(wanted[key], "$1") for letters, cell in header.items() if (key := title_key(cell or "")) in wanted]
    return replace(grid, text=grid.text.with_columns(texts)) if texts else grid


def _once_a_column(raw: Table, lang: Lang) -> pl.DataFrame:
    """The findings of reading, formulas that reach outside as one a column: a list is not ours to mend."""
    is_outside = pl.col("code") == Fault.FORMULA_OUTSIDE.value
    letters = pl.col("cell").str.strip_chars_end("0123456789")
    counted = raw.findings.filter(is_outside).group_by(letters.alias("letters"), maintain_order=True)
    first = counted.agg(pl.all().sort_by("row").first(), count=pl.len())
    says = pl.format(_OUTSIDE[lang].replace("{count}", "{}"), "count")
    return pl.concat([raw.findings.filter(~is_outside), first.with_columns(message=says).select(raw.findings.columns)])


def _columns(profile: ListProfile, known: Mapping[str, Column], lines: Sequence[_Line]) -> list[Column]:
    """The columns to read, each once. One that alone feeds a field which every row needs must be filled."""
    columns: dict[str, Column] = {}
    for feed in (feed for line in lines for feed in line.feeds):
        words, nulls = profile.words.get(feed.field, {}), profile.null_words.get(feed.field, ())
        is_needed = feed.field in profile.needs and len(feed.names) == 1 and feed in lines[0].feeds
        for title in feed.names:
            column = source_column(known[feed.field], title, words=words, null_words=nulls, date_order=profile.date_order)
            columns.setdefault(title, replace(column, notes=replace(column.notes, required=is_needed)))
    return list(columns.values())


def _as_told(read: pl.DataFrame, line: _Line, known: Mapping[str, Column]) -> pl.DataFrame:
    """The lines of one sort, with every field that there may be."""
    fed = read.select(ROW, *(feed.value() for feed in line.feeds))
    texts = [feed.field for feed in line.feeds if len(feed.pieces) > 1 and known[feed.field].kind is not Kind.TEXT]
    fed = fed.with_columns(typed(fed[name], known[name]).alias(name) for name in texts if fed[name].dtype == pl.String)
    said = {name: typed(pl.Series([text]), known[name])[0] for name, text in line.constants.items()}
    fed = fed.with_columns(
        pl.coalesce(name, pl.lit(value, dtype=known[name].dtype)).alias(name)
        if name in fed.columns
        else pl.lit(value, dtype=known[name].dtype).alias(name)
        for name, value in said.items()
    )
    blank = [pl.lit(None, dtype=column.dtype).alias(name) for name, column in known.items() if name not in fed.columns]
    whole = fed.with_columns(blank).select(ROW, *(pl.col(name).cast(column.dtype) for name, column in known.items()))
    return whole.filter(pl.col(line.needed).is_not_null()) if line.needed else whole


def _located(raw: Table, frame: pl.DataFrame, known: Mapping[str, Column], lines: Sequence[_Line], key: Sequence[str]) -> Table:
    """The lines as a table whose header says where in the list each field stands."""
    if raw.header is None:
        return Table(frame, raw.findings, raw.grid, None, known, tuple(key), raw.last_row)
    places = {feed.field: feed.first for line in reversed(lines) for feed in line.feeds}
    letters = {name: raw.header.letters[title] for name, title in places.items() if title in raw.header.letters}
    titles = {name: raw.header.titles[places[name]].strip() for name in letters}
    missing = tuple(name for name in known if name not in letters)
    header = Header(raw.header.row, letters, titles, missing, {}, raw.header.extra, {})
    return Table(frame, raw.findings, raw.grid, header, known, tuple(key), raw.last_row)


def _field_of(lines: Sequence[_Line]) -> dict[str, str]:
    """Title -> the field that it feeds."""
    found: dict[str, str] = {}
    for feed in (feed for line in lines for feed in line.feeds):
        for name in feed.names:
            found.setdefault(name, feed.field)
    return found


def _lacking(table: Table, profile: ListProfile, fed: frozenset[str], lang: Lang) -> Iterator[pl.DataFrame]:
    """What every row needs and does not have: no column at all, or several of which none is filled."""
    told = table.findings.filter(pl.col("severity") == Severity.ERROR.value)["row"]
    for name in profile.needs:
        title: Label = table.columns[name].label
        if name not in fed:
            place: dict[str, str | int | None] = {"tab": table.grid.tab, "row": 0, "field": name, "column": title[lang]}
            yield HEADER_MISSING.finding({"title": title[lang]}, lang, **place)
            continue
        blank = table.frame.filter(pl.col(name).is_null() & ~pl.col(ROW).is_in(told.implode()))
        note = FAULTS[Fault.REQUIRED]
        told_of = {"code": Fault.REQUIRED.value, "severity": note.severity.value, "field": name, "message": note.says[lang], "fix": ""}
        rows = blank.select(pl.col(ROW).alias("row"), *(pl.lit(text).alias(field) for field, text in told_of.items()))
        yield table.locate(rows, lang)
