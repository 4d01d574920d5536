"""One table of what a column can hold: how its cells are read, stored, formatted and checked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from shopbook.labels import Label
from shopbook.sheet import dates, parsing
from shopbook.sheet.faults import Fault
from shopbook.sheet.parsing import CellValue, Spelling
from shopbook.sheet.spelling import ERROR_WORDS, UNTIDY_ID, UNTIDY_LINE, UNTIDY_TEXT, WIDE, wordless

Parse = Callable[[str, Spelling], CellValue | Fault]
Fast = Callable[[pl.Expr, Spelling], pl.Expr]


class Kind(StrEnum):
    """What a column holds."""

    TEXT_ID = "text_id"
    SKU = "sku"
    TEXT = "text"
    PERSON = "person"
    PHONE = "phone"
    ADDRESS = "address"
    QTY = "qty"
    INTEGER = "integer"
    MONEY = "money"
    NUMBER = "number"
    RATIO = "ratio"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    CHOICE = "choice"
    FLAG = "flag"
    TRACKING = "tracking"


@dataclass(frozen=True, slots=True)
class KindSpec:
    """Everything that a kind decides.

    Attributes:
        label: Its name in the data dictionary.
        dtype: How a frame stores it.
        parse: What a cell's text means; decides every case.
        fast: Short cuts on whole columns for the plain spellings, null where they are not sure; each is tried only if those before
            it leave something. They agree with ``parse``, and know no text that stands for no value in the column. Empty for kinds
            with few different texts, all of which go through ``parse``.
        parse_number: What a cell means that holds a number; where it has no answer, ``parse`` decides.
        number_format: Of new cells; ``@`` is text.
        width: Of new columns, in characters.
        null_words: Texts that mean the same as an empty cell.
        expected: Says what to write, in findings.
    """

    label: Label
    dtype: pl.DataType
    parse: Parse
    fast: tuple[Fast, ...]
    number_format: str
    width: int
    expected: Label
    parse_number: Parse | None = None
    null_words: tuple[str, ...] = ("null", "NULL", "Null", "-", "--", "—", "——")

    @property
    def is_text(self) -> bool:
        """Whether its cells are stored as text, whatever they look like."""
        return self.number_format == "@"


def _unless(untidy: str) -> Fast:
    """Text as it stands, where a pattern does not find anything to tidy."""
    return lambda raw, spelling: pl.when(~raw.str.contains(f"{untidy}|{wordless(spelling.blanks)}")).then(raw)


def _when(plain: str) -> Fast:
    """Text as it stands, where it has the plain form."""
    return lambda raw, spelling: _plain(raw, plain, spelling)


def _plain(raw: pl.Expr, plain: str, spelling: Spelling) -> pl.Expr:
    """The texts of a plain form, which nothing stands around, but for words that have the form and stand for no value."""
    words = [word for word in (*spelling.blanks, *ERROR_WORDS) if re.search(plain, word)]
    is_plain = raw.str.contains(plain)
    return pl.when(is_plain & ~raw.is_in(words) if words else is_plain).then(raw)


# No more than the 15 digits that a number cell is read to.
_PLAIN_NUMBER = r"^-?(?:[0-9]{1,12}(?:\.[0-9]{1,3})?|[0-9]{1,6}\.[0-9]{1,9})$"


def _fast_money(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    exact = _plain(raw, _PLAIN_NUMBER, spelling).cast(pl.Decimal(38, 9), strict=False)
    return exact.round(spelling.places, mode="half_away_from_zero").cast(pl.Decimal(38, spelling.places))


def _fast_ratio(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    return _fast_money(raw, replace(spelling, places=parsing.RATIO_PLACES))


def _fast_whole(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    return _plain(raw, r"^-?[0-9]{1,12}$", spelling).cast(pl.Int64, strict=False)


_ISO_MOMENT = "^(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-5][0-9]:[0-5][0-9]$"
_PLAIN_DAY = "(?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}"
_TO_THE_MINUTE = f"^{_PLAIN_DAY} [0-9]{{1,2}}:[0-5][0-9]$"
_TO_THE_SECOND = f"^{_PLAIN_DAY} [0-9]{{1,2}}:[0-5][0-9]:[0-5][0-9]$"


def _fast_iso_moment(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    return _moment(_plain(raw, _ISO_MOMENT, spelling), "%Y-%m-%d %H:%M:%S")


def _fast_moment(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    """The other spellings of nearly all files; each only where it fits, for trying one in vain costs more than reading it."""
    return pl.coalesce(
        _moment(_dashed(_plain(raw, _TO_THE_SECOND, spelling)), "%Y-%m-%d %H:%M:%S"),
        _moment(_dashed(_plain(raw, _TO_THE_MINUTE, spelling)), "%Y-%m-%d %H:%M"),
    )


def _moment(raw: pl.Expr, form: str) -> pl.Expr:
    return raw.str.to_datetime(form, strict=False, time_unit="us")


def _fast_iso_date(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    return _fast_iso_moment(raw, spelling).dt.date()


def _fast_date(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    day = _dashed(_plain(raw, f"^{_PLAIN_DAY}$", spelling)).str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(day, _fast_moment(raw, spelling).dt.date())


def _dashed(raw: pl.Expr) -> pl.Expr:
    return raw.str.replace_all("/", "-", literal=True)


def _fast_choice(raw: pl.Expr, spelling: Spelling) -> pl.Expr:
    """The codes of words that stand exactly as they are listed."""
    return looked_up(raw, {word: code for word, code in spelling.listed.items() if not re.search(wordless(spelling.blanks), word)})


def looked_up(raw: pl.Expr, known: Mapping[str, str]) -> pl.Expr:
    """What stands for each text, null for those that are not known; takes a fraction of what ``replace_strict`` does."""
    place = raw.cast(pl.Enum(list(known)), strict=False).to_physical()
    return pl.lit(pl.Series(known.values(), dtype=pl.String)).gather(place)


_TEXT = pl.String()
_WHOLE = Label(zh="整数，例如 3", en="a whole number such as 3")
_AMOUNT = Label(zh="金额，例如 12.50", en="an amount such as 12.50")
_FIGURE = Label(zh="数，例如 87.5", en="a number such as 87.5")
_WORDS = Label(zh="文字", en="text")
_DAY = Label(zh="日期，例如 2026-03-01", en="a date such as 2026-03-01")
_MOMENT = Label(zh="日期和时间，例如 2026-03-01 14:00", en="a date and time such as 2026-03-01 14:00")
_FEW_NULLS = ("null", "NULL", "Null")

KINDS: dict[Kind, KindSpec] = {
    Kind.TEXT_ID: KindSpec(
        Label(zh="编号（文本）", en="id (text)"), _TEXT, parsing.parse_text_id, (_unless(UNTIDY_ID + "|[0-9][eE]"),), "@", 22, _WORDS
    ),
    Kind.SKU: KindSpec(
        Label(zh="商品编码（文本）", en="SKU (text)"), _TEXT, parsing.parse_sku, (_unless(f"{UNTIDY_LINE}|{WIDE}"),), "@", 16, _WORDS
    ),
    Kind.TEXT: KindSpec(
        Label(zh="文字", en="text"), _TEXT, parsing.parse_text, (_unless(UNTIDY_TEXT),), "@", 24, _WORDS, null_words=_FEW_NULLS
    ),
    Kind.PERSON: KindSpec(Label(zh="人名", en="person"), _TEXT, parsing.parse_person, (_unless(UNTIDY_LINE),), "@", 12, _WORDS),
    Kind.PHONE: KindSpec(Label(zh="电话", en="phone"), _TEXT, parsing.parse_phone, (_when("^1[3-9][0-9]{9}$"),), "@", 16, _WORDS),
    Kind.ADDRESS: KindSpec(Label(zh="地址", en="address part"), _TEXT, parsing.parse_address, (_unless(UNTIDY_LINE),), "@", 14, _WORDS),
    Kind.QTY: KindSpec(
        Label(zh="数量", en="quantity"), pl.Int64(), parsing.parse_whole, (_fast_whole,), "0", 8, _WHOLE, parsing.number_whole
    ),
    Kind.INTEGER: KindSpec(
        Label(zh="整数", en="whole number"), pl.Int64(), parsing.parse_whole, (_fast_whole,), "0", 8, _WHOLE, parsing.number_whole
    ),
    Kind.MONEY: KindSpec(
        Label(zh="金额", en="money"), pl.Decimal(38, 2), parsing.parse_money, (_fast_money,), "#,##0.00", 12, _AMOUNT, parsing.number_money
    ),
    Kind.NUMBER: KindSpec(
        Label(zh="数值", en="number"),
        pl.Decimal(38, 2),
        parsing.parse_decimal,
        (_fast_money,),
        "General",
        10,
        _FIGURE,
        parsing.number_decimal,
    ),
    Kind.RATIO: KindSpec(
        Label(zh="比率", en="ratio"),
        pl.Decimal(38, 6),
        parsing.parse_ratio,
        (_fast_ratio,),
        "0.00%",
        10,
        Label(zh="百分比，例如 3.2%", en="a share such as 3.2%"),
        parsing.number_ratio,
    ),
    Kind.DATE: KindSpec(
        Label(zh="日期", en="date"),
        pl.Date(),
        dates.parse_date,
        (_fast_iso_date, _fast_date),
        "yyyy-mm-dd",
        12,
        _DAY,
        parse_number=dates.serial_date,
    ),
    Kind.DATETIME: KindSpec(
        Label(zh="日期时间", en="date and time"),
        pl.Datetime("us"),
        dates.parse_datetime,
        (_fast_iso_moment, _fast_moment),
        "yyyy-mm-dd hh:mm",
        17,
        _MOMENT,
        parse_number=dates.serial_datetime,
    ),
    Kind.TIME: KindSpec(
        Label(zh="时刻", en="time of day"),
        pl.Duration("us"),
        dates.parse_time,
        (),
        "hh:mm",
        8,
        Label(zh="时刻，例如 08:30", en="a time such as 08:30"),
        parse_number=dates.serial_time,
    ),
    Kind.CHOICE: KindSpec(Label(zh="选项", en="choice"), _TEXT, parsing.parse_choice, (_fast_choice,), "@", 12, _WORDS),
    Kind.FLAG: KindSpec(
        Label(zh="是否", en="yes or no"),
        pl.Boolean(),
        parsing.parse_flag,
        (),
        "@",
        8,
        Label(zh="是 或 否", en="yes or no"),
    ),
    Kind.TRACKING: KindSpec(
        Label(zh="快递单号", en="tracking number"),
        _TEXT,
        parsing.parse_tracking,
        (_when("^(?:[0-9A-DF-Z]+|[A-Z][0-9A-Z]*)$"),),
        "@",
        20,
        _WORDS,
    ),
}
