"""From the sheet of a platform's export to the lines of orders."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.orders.importing import lines
from shopbook.books.orders.importing.export_findings import export_findings, line_faults, no_order_no, repeat_faults
from shopbook.books.orders.importing.platforms import Lines, Profile, What
from shopbook.books.orders.importing.recognising import Recognition
from shopbook.books.orders.importing.sources import item_column, source_column
from shopbook.books.orders.importing.states import settled
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW, Column
from shopbook.sheet.faults import Fault
from shopbook.sheet.feeds import Feed, feeds_of
from shopbook.sheet.findings import no_findings, together
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import Header
from shopbook.sheet.reading import Manner, read_table
from shopbook.sheet.spelling import title_key
from shopbook.sheet.tables import Table

MADE = ("check", "line_no", "platform", "source", "line_type", "fingerprint")
"""Fields that importing makes itself; an export neither has nor lacks them."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export as lines of orders.

    Attributes:
        profile: Its layout.
        table: The lines, with every field of the order sheet; its findings and its header point into the export's own cells.
            Amounts of the whole order stand on its first line only. ``_row`` is the export's row; the items of one cell
            share it.
        rows: Every row read (``_row``) and its ``order_no``, those left out of the lines included.
        lacks: Fields that the export has no column for.
        figures: ``rows``, ``orders``, ``lines``, and the sum of every amount that it has.
        notes: What a person should know about it.
    """

    profile: Profile
    table: Table
    rows: pl.DataFrame
    lacks: tuple[str, ...]
    figures: Mapping[str, object]
    notes: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An export as it was read, before its lines become those of orders.

    Attributes:
        table: Its columns by title, typed.
        feeds: Which of them feed which field.
        sideways: Titles of items that stand in columns of their own.
        grid: Its cells.
    """

    table: Table
    feeds: tuple[Feed, ...]
    sideways: tuple[str, ...]
    grid: Grid

    def fed(self) -> pl.DataFrame:
        """One row per row read, with the fields that its columns feed."""
        return self.table.frame.select(ROW, *(feed.value() for feed in self.feeds), *self.sideways)


def read_export(grid: Grid, recognition: Recognition, *, lang: Lang, source: str = "") -> Export:
    """Read an export.

    Args:
        grid: Its cells.
        recognition: Its layout.
        lang: The language of messages and of the platform's name.
        source: What to write into the column 导入来源, such as the file's name.
    """
    profile = recognition.profile
    reading = _read(grid, recognition, lang)
    fed = settled(_numbered(_unescaped(reading.fed()), profile, grid), profile, words=_words(reading))
    numbered = _spread_out(fed, reading, profile)
    repeats = lines.without_repeats(numbered, _line_key(profile, numbered))
    frame = _whole_lines(_lines_of(repeats.kept, profile), profile, lang, source)
    table = _as_orders(reading, frame, numbered.columns)
    rows = numbered.select(ROW, "order_no").filter(pl.col(ROW).is_first_distinct())
    more = [*line_faults(repeats.kept, profile, reading.table.findings, lang), *repeat_faults(repeats, lang)]
    place = replace(table, frame=rows)
    found = export_findings(reading.table.findings, place, fields=_field_of(reading.feeds), more=more, lang=lang)
    if table.header is not None and "order_no" not in table.present:
        found = together([no_order_no(grid.tab, profile, lang), found.filter(pl.col("code") != Fault.REQUIRED.value)])
    lacks = tuple(name for name in table.columns if name not in table.present)
    return Export(profile, replace(table, findings=found), rows, lacks, _figures(reading, frame, table), _notes(profile, fed))


def _read(grid: Grid, recognition: Recognition, lang: Lang) -> Reading:
    profile = recognition.profile
    feeds, columns, sideways = _plan(recognition)
    key = next((feed.names for feed in feeds if feed.field == (profile.order_no_from or "order_no")), ())
    is_first_line = profile.lines is Lines.FIRST_LINE
    manner = Manner(lang=lang, is_ours=False, fill_down=key[:1] if is_first_line else ())
    return Reading(read_table(grid, columns, key=key[:1], manner=manner), feeds, sideways, grid)


def _plan(recognition: Recognition) -> tuple[tuple[Feed, ...], tuple[Column, ...], tuple[str, ...]]:
    """Which fields the titles that are there feed, and the columns to read."""
    profile = recognition.profile
    feeds = tuple(feeds_of(recognition.titles, profile.columns, join=profile.join, added=profile.sum))
    columns: dict[str, Column] = {}
    for feed in feeds:
        for name in feed.names:
            columns.setdefault(name, _column(profile, feed.field, name))
    prefix = title_key(profile.sideways) if profile.sideways else "\0"
    sideways = tuple(title for title in recognition.unread if title_key(title).startswith(prefix))
    return feeds, (*columns.values(), *(item_column(title) for title in sideways)), sideways


def _column(profile: Profile, field: str, title: str) -> Column:
    null_words = profile.null_words.get(field, ())
    return source_column(field, title, words=profile.words.get(field, {}), null_words=null_words, date_order=profile.date_order)


def _words(reading: Reading) -> dict[str, pl.Series]:
    """The texts of state columns as they stand in the cells, one per row read."""
    if reading.table.header is None:
        return {}
    index = reading.table.frame[ROW] - reading.grid.first_row
    letters = {
        feed.field: reading.table.header.letters.get(feed.first) for feed in reading.feeds if feed.field in ("status", "refund_status")
    }
    return {field: reading.grid.text[letter].gather(index) for field, letter in letters.items() if letter is not None}


_TEXTS = ("buyer", "title", "spec", "receiver", "address", "message", "remark")
_ENTITY = r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});"


def _unescaped(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts without HTML entities (``Tom &amp; Ann&#39;s``)."""
    changed = []
    for name in (name for name in _TEXTS if name in frame.columns):
        escaped = frame[name].filter(frame[name].str.contains(_ENTITY)).unique().to_list()
        if escaped:
            changed.append(pl.col(name).replace({text: html.unescape(text) for text in escaped}))
    return frame.with_columns(changed)


def _spread_out(frame: pl.DataFrame, reading: Reading, profile: Profile) -> pl.DataFrame:
    """One row per item, whatever the layout."""
    if "items" in frame.columns:
        frame = lines.unfolded(frame)
    if reading.sideways:
        frame = lines.unpivoted(frame, reading.sideways)
    if profile.what != "refunds":
        frame = lines.typed_lines(frame)
    if "gift_title" in frame.columns:
        frame = lines.with_gifts(frame)
    if profile.lines is Lines.FIRST_LINE and "refund_status" in frame.columns:
        frame = lines.filled_within_orders(frame, ("refund_status",))
    return frame


def _numbered(frame: pl.DataFrame, profile: Profile, grid: Grid) -> pl.DataFrame:
    """Lines with an order number, made from another field where the layout has none, and the order's values on all of them."""
    if profile.order_no_from in frame.columns:
        frame = frame.with_columns(order_no=pl.concat_str(pl.lit(grid.tab), profile.order_no_from, separator="/"))
    if "order_no" not in frame.columns:
        frame = frame.with_columns(order_no=pl.lit(None, dtype=pl.String))
    return lines.filled_within_orders(frame, lines.shared_fields(frame)) if profile.lines is Lines.FIRST_LINE else frame


def _line_key(profile: Profile, frame: pl.DataFrame) -> tuple[str, ...]:
    """What tells one line of this layout from another; none where only its place does."""
    if profile.what is What.REFUNDS:
        return ()
    if profile.lines is Lines.ONE and "gift_title" not in frame.columns:
        return ("order_no",)
    return ("order_no", "suborder_no") if "suborder_no" in frame.columns else ()


def _lines_of(frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    if profile.what is What.REFUNDS:
        return lines.on_first_lines(lines.refunds_by_line(frame), ("refund",))
    return lines.on_first_lines(frame, profile.line_amounts)


def _whole_lines(frame: pl.DataFrame, profile: Profile, lang: Lang, source: str) -> pl.DataFrame:
    """Exactly the fields of the order sheet."""
    platform = pl.lit(profile.platform[lang] or None, dtype=pl.String)
    known = pl.coalesce("platform", platform) if "platform" in frame.columns else platform
    made = frame.with_columns(platform=known, source=pl.lit(source or None, dtype=pl.String))
    fields = [
        pl.col(name).cast(dtype) if name in made.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in ORDERS.schema().items()
    ]
    return made.select(ROW, *fields)


_DERIVED: dict[str, tuple[str, ...]] = {
    "full_address": ("province", "city", "district", "address", "receiver", "phone"),
    "region": ("province", "city", "district"),
    "courier_and_number": ("courier", "tracking_no"),
    "payment": ("status", "refund_status"),
    "fulfilment": ("status",),
    "items": ("sku", "qty"),
    "total": ("paid",),
    "shipped_at": ("status",),
    "buyer": ("order_no",),
    "status": ("refund_status",),
}
"""Fields that another column is taken apart into: findings about them point to it."""


def _as_orders(reading: Reading, frame: pl.DataFrame, fed: Sequence[str]) -> Table:
    """The lines as a table whose header says where in the export each field stands."""
    raw = reading.table
    columns: dict[str, Column] = {name: column for name, column in ORDERS.by_field.items() if name not in MADE}
    if raw.header is None:
        return Table(frame, no_findings(), reading.grid, None, columns, ("order_no",), raw.last_row)
    places = {feed.field: feed.first for feed in reading.feeds}
    sources = {**_DERIVED, **({"items": ("sku", "title", "qty", "amount")} if reading.sideways else {})}
    starts = {**places, **({"items": reading.sideways[0]} if reading.sideways else {})}
    for source, derived in sources.items():
        if source in starts:
            places |= {name: starts[source] for name in derived if name not in places and name in fed}
    known = {name: title for name, title in places.items() if name in columns}
    letters = {name: raw.header.letters[title] for name, title in known.items()}
    titles = {name: raw.header.titles[title].strip() for name, title in known.items()}
    missing = tuple(name for name in columns if name not in letters)
    header = Header(raw.header.row, letters, titles, missing, {}, raw.header.extra, {})
    return Table(frame, no_findings(), reading.grid, header, columns, ("order_no",), raw.last_row)


def _field_of(feeds: Sequence[Feed]) -> dict[str, str]:
    """Title -> the field of an order that it feeds."""
    found: dict[str, str] = {}
    for feed in feeds:
        for name in feed.names:
            found.setdefault(name, feed.field)
    return found


def _figures(reading: Reading, frame: pl.DataFrame, table: Table) -> dict[str, object]:
    figures: dict[str, object] = {
        "rows": reading.table.frame.height,
        "orders": frame["order_no"].n_unique() - int(frame["order_no"].has_nulls()),
        "lines": frame.height,
    }
    return figures | {name: frame[name].sum() for name in (*lines.ORDER_AMOUNTS, "qty", "amount") if name in table.present}


_NET = Label(zh="这种导出的实付金额已经扣掉了退款", en="In this export the amount paid is already without what was refunded")
_MADE_UP = Label(zh="这张表没有订单编号，用“工作表/客户”代替", en="This list has no order numbers; sheet and customer stand for them")
_CURRENCY = Label(
    zh="金额的币种是 {currencies}，按原数导入，没有换算", en="The amounts are in {currencies}; they are imported as they are, not converted"
)


def _notes(profile: Profile, frame: pl.DataFrame) -> tuple[Label, ...]:
    notes = [_NET] if profile.paid_is_net and {"paid", "refund"} <= set(frame.columns) else []
    if profile.order_no_from:
        notes.append(_MADE_UP)
    currencies = sorted(frame["currency"].drop_nulls().unique().to_list()) if "currency" in frame.columns else []
    if currencies not in ([], ["CNY"]):
        notes.append(_CURRENCY.filled({"currencies": ", ".join(currencies)}))
    return tuple(notes)
