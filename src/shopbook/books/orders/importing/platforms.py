"""Profiles of the layouts that platforms export: what each title feeds, and their words.

A profile is data, one TOML file each under ``profiles/``; a shop adds its own as a file or in the sheet 平台映射.
"""

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

import polars as pl
from pydantic import Field, ValidationError

from shopbook.books.orders.importing.sources import FEEDS, OPTIONS
from shopbook.errors import MisuseError
from shopbook.labels import Label
from shopbook.sheet.columns import Option
from shopbook.sheet.feeds import Joined, Told
from shopbook.sheet.kinds import Kind
from shopbook.sheet.spelling import title_key, word_key


class What(StrEnum):
    """What one row of an export is about."""

    ORDERS = "orders"
    ITEMS = "items"
    REFUNDS = "refunds"


class Lines(StrEnum):
    """How an order of several items is laid out.

    ``one`` row per order; the order's values ``repeated`` on each item's row; only on the ``first-line``; several items
    ``folded`` into one cell (``SKU*2;SKU2*1``); items ``sideways`` in columns of their own.
    """

    ONE = "one"
    REPEATED = "repeated"
    FIRST_LINE = "first-line"
    FOLDED = "folded"
    SIDEWAYS = "sideways"


class Profile(Told):
    """One layout.

    Attributes:
        name: Its name on the command line.
        platform: What stands in the column 平台.
        title: What people call the list.
        what: What one row is about.
        lines: How an order of several items is laid out.
        signs: Groups of titles; a sheet with all titles of one group is of this layout.
        without: Titles that a sheet of this layout never has.
        columns: Field -> titles; where several are there, the first that has a value counts.
        join: Field -> columns that make it up together.
        sum: Field -> columns that are added up.
        words: Choice field -> their word -> our code, beside the words that everybody uses.
        implied_refund: Word of the order status -> the refund status that it implies.
        null_words: Field -> texts that mean an empty cell.
        date_order: ``ymd``, ``mdy`` or ``dmy``.
        line_amounts: Amounts that are each line's own here; the order's is their sum.
        partial_amounts: Amounts that leave out a part of what the order cost, such as postage: they only fill what is blank or zero.
        negated: Amounts written with the other sign.
        paid_is_net: What was refunded is already taken off what was paid.
        paid_is_due: The amount paid (or the total, where there is none) is what is due: before its payment time nothing was paid.
        status_from_times: The list has no status; the times tell it.
        order_no_from: The field that tells orders apart in a list without order numbers.
        sideways: How the titles of items in columns of their own begin.
        is_own: The shop's own; goes before those that come with the program.
    """

    name: str
    platform: Label
    title: Label
    what: What
    lines: Lines
    signs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...] = ()
    join: Mapping[str, Joined] = Field(default_factory=dict)
    sum: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    implied_refund: Mapping[str, str] = Field(default_factory=dict)
    null_words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    date_order: str = Field(default="ymd", pattern="^(ymd|mdy|dmy)$")
    line_amounts: tuple[str, ...] = ()
    partial_amounts: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    paid_is_net: bool = False
    paid_is_due: bool = False
    status_from_times: bool = False
    order_no_from: str = ""
    sideways: str = ""
    is_own: bool = False

    def feeds(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every field and the titles that it reads."""
        joined = ((field, tuple(title for part in told.parts for title in part.titles)) for field, told in self.join.items())
        return (*self.columns.items(), *self.sum.items(), *joined)

    def titles(self) -> tuple[str, ...]:
        """Every title that it reads."""
        return tuple(title for _, titles in self.feeds() for title in titles)

    def fields(self) -> frozenset[str]:
        """Every field that it feeds."""
        return frozenset((*self.columns, *self.join, *self.sum))


class ProfileError(MisuseError):
    """A profile cannot be used as it is written."""

    def __init__(self, name: str, why: Label) -> None:
        super().__init__(
            Label(zh="导出格式“{name}”写得不对：{why}", en="The export profile '{name}' is wrong: {why}").filled({"name": name, "why": why})
        )
        self.name = name
        self.why = why


def profile_from_text(text: str, *, name: str) -> Profile:
    """Read a profile.

    Args:
        text: TOML.
        name: What to call it in errors, such as its file's name.

    Raises:
        ProfileError: It is no TOML, or says something that a profile cannot say.
    """
    try:
        profile = Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(name, _BAD_TOML.filled({"what": str(error)})) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ProfileError(name, _BAD_KEY.filled({"key": ".".join(str(part) for part in first["loc"])})) from error
    _check(profile, name)
    return profile


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program, by name."""
    folder = files("shopbook.books.orders").joinpath("profiles")
    texts = sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(profile_from_text(text, name=name) for name, text in texts)


def profiles_from_rows(frame: pl.DataFrame) -> tuple[Profile, ...]:
    """The shop's own profiles, from the rows of the sheet 平台映射.

    Args:
        frame: Rows of :data:`PLATFORM_TITLES`. A row with a title maps a column, one with a word maps a word; our columns and
            words may be written in either language or as codes.

    Raises:
        ProfileError: A row names a column or a word that does not exist, or a layout has no column for the order number.
    """
    named = frame.filter(pl.col("profile").is_not_null() & pl.col("field").is_not_null())
    parts = named.partition_by("profile", maintain_order=True, as_dict=True)
    return tuple(_own_profile(str(name), rows) for (name,), rows in parts.items())


_BAD_TOML = Label(zh="不是合格的 TOML（{what}）", en="it is not valid TOML ({what})")
_BAD_KEY = Label(zh="“{key}”缺少、多余或取值不对", en="'{key}' is missing, unknown or has a wrong value")
_BAD_FIELD = Label(zh="没有“{field}”这一列", en="there is no column '{field}'")
_BAD_WORD = Label(zh="“{field}”没有“{word}”这个词", en="'{field}' has no word '{word}'")
_TWICE = Label(zh="列名“{title}”不能既当一种内容又当另一种", en="the title '{title}' feeds two columns of different kinds")
_NO_ORDER_NO = Label(zh="没有说明哪一列是订单编号", en="it does not say which column is the order number")


def _check(profile: Profile, name: str) -> None:
    """Refuse a profile that names fields or words that do not exist."""
    named = (*profile.fields(), *profile.null_words, *profile.line_amounts, *profile.partial_amounts, *profile.negated)
    for field in named:
        if field not in FEEDS:
            raise ProfileError(name, _BAD_FIELD.filled({"field": field}))
    if "order_no" not in profile.fields() and not profile.order_no_from:
        raise ProfileError(name, _NO_ORDER_NO)
    _check_words(profile, name)
    _check_titles(profile, name)


def _check_words(profile: Profile, name: str) -> None:
    words = [(field, code) for field, told in profile.words.items() for code in told.values()]
    words += [("refund_status", code) for code in profile.implied_refund.values()]
    for field, code in words:
        if code not in {option.code for option in OPTIONS.get(field, ())}:
            raise ProfileError(name, _BAD_WORD.filled({"field": field, "word": code}))


def _check_titles(profile: Profile, name: str) -> None:
    kinds: dict[str, Kind] = {}
    for field, titles in profile.feeds():
        for title in titles:
            if kinds.setdefault(title_key(title), FEEDS[field].kind) is not FEEDS[field].kind:
                raise ProfileError(name, _TWICE.filled({"title": title}))


def _own_profile(name: str, rows: pl.DataFrame) -> Profile:
    columns: dict[str, tuple[str, ...]] = {}
    words: dict[str, dict[str, str]] = {}
    for row in rows.iter_rows(named=True):
        field = _field(name, row["field"])
        if row["their_title"]:
            columns[field] = (*columns.get(field, ()), row["their_title"])
        if row["their_word"] and row["our_word"]:
            words.setdefault(field, {})[row["their_word"]] = _code(name, field, row["our_word"])
    titles = tuple(title for several in columns.values() for title in several)
    label = Label(zh=name, en=name)
    is_folded = "items" in columns
    profile = Profile(
        name=name,
        platform=label,
        title=label,
        what=What.ITEMS,
        lines=Lines.FOLDED if is_folded else Lines.FIRST_LINE,
        signs=(titles,),
        columns=columns,
        words=words,
        is_own=True,
    )
    _check(profile, name)
    return profile


def _field(name: str, written: str) -> str:
    key = title_key(written)
    for field, column in FEEDS.items():
        if key in column.titles or written == field:
            return field
    raise ProfileError(name, _BAD_FIELD.filled({"field": written}))


def _code(name: str, field: str, written: str) -> str:
    options: Sequence[Option] = OPTIONS.get(field, ())
    for option in options:
        if word_key(written) in {word_key(word) for word in (option.code, option.label.zh, option.label.en, *option.aliases)}:
            return option.code
    raise ProfileError(name, _BAD_WORD.filled({"field": field, "word": written}))
