"""Profiles of lists whose rows are rows of one of our sheets: stock lists, reports of traffic and of advertising.

A profile is data, one TOML file each under ``books/<book>/profiles``; a shop names its own file when importing.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

import polars as pl
from pydantic import Field, ValidationError

from shopbook.errors import MisuseError
from shopbook.labels import Label
from shopbook.sheet.columns import Column
from shopbook.sheet.feeds import Joined, Told


class Beside(Told):
    """One of several columns that make a line each: pieces of an item in one warehouse and in another.

    Attributes:
        titles: Of the column; the first that is there.
        constants: Field -> what that line says there.
    """

    titles: tuple[str, ...]
    constants: Mapping[str, str] = Field(default_factory=dict)


class ListProfile(Told):
    """One layout.

    Attributes:
        name: Its name on the command line.
        book: The book that takes it in.
        platform: Whose list it is.
        title: What people call the list.
        feeds: What a row is, by the book's name for it: mostly the code of the sheet that it feeds.
        mode: What becomes of the rows: ``upsert`` (known keys are brought up to date), ``append`` (known keys are left alone),
            ``replace`` (they are all that there is), or a way of the book's own.
        signs: Groups of titles; a sheet with all titles of one group is of this layout.
        without: Titles that a sheet of this layout never has.
        columns: Field -> titles; where several are there, the first that has a value counts.
        join: Field -> columns that make it up together.
        sum: Field -> columns that are added up.
        beside: Field -> columns of which each makes a line of its own. A line without a value in a column after the first is none.
        constants: Field -> what every row says there, as it would be typed.
        needs: Fields without which a row can't be taken.
        words: Choice field -> their word -> our code, beside the words that everybody uses.
        null_words: Field -> texts that mean an empty cell.
        kept: Field -> a regular expression whose first group is what counts of a cell that it finds, such as a day without a batch's
            number behind it.
        date_order: ``ymd``, ``mdy`` or ``dmy``.
        notes: What a person should know about such a list.
        is_plain: It is looked for only where no other fits, such as a list with our own titles.
    """

    name: str
    book: str
    platform: Label
    title: Label
    feeds: str
    signs: tuple[tuple[str, ...], ...]
    mode: str = "upsert"
    without: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    join: Mapping[str, Joined] = Field(default_factory=dict)
    sum: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    beside: Mapping[str, tuple[Beside, ...]] = Field(default_factory=dict)
    constants: Mapping[str, str] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    null_words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    kept: Mapping[str, str] = Field(default_factory=dict)
    date_order: str = Field(default="ymd", pattern="^(ymd|mdy|dmy)$")
    notes: tuple[Label, ...] = ()
    is_plain: bool = False

    @property
    def is_own(self) -> bool:
        """The program's and the shop's are told apart by their names only."""
        return False

    def titles(self) -> tuple[str, ...]:
        """Every title that it reads."""
        plain = (title for titles in (*self.columns.values(), *self.sum.values()) for title in titles)
        joined = (title for told in self.join.values() for part in told.parts for title in part.titles)
        several = (title for columns in self.beside.values() for each in columns for title in each.titles)
        return (*plain, *joined, *several)

    def fields(self) -> frozenset[str]:
        """Every field that it feeds."""
        own = (name for columns in self.beside.values() for each in columns for name in each.constants)
        return frozenset((*self.columns, *self.join, *self.sum, *self.beside, *self.constants, *own))


class ListProfileError(MisuseError):
    """A profile cannot be used as it is written."""

    def __init__(self, name: str, why: Label) -> None:
        super().__init__(
            Label(zh="导入格式“{name}”写得不对：{why}", en="The profile '{name}' is wrong: {why}").filled({"name": name, "why": why})
        )
        self.name = name
        self.why = why


_BAD_TOML = Label(zh="不是合格的 TOML（{what}）", en="it is not valid TOML ({what})")
_BAD_KEY = Label(zh="“{key}”缺少、多余或取值不对", en="'{key}' is missing, unknown or has a wrong value")
_BAD_FIELD = Label(zh="没有“{field}”这一列", en="there is no column '{field}'")
_BAD_WORD = Label(zh="“{field}”没有“{word}”这个词", en="'{field}' has no word '{word}'")

Fields = Mapping[str, Mapping[str, Column]]
"""What a row may be, by the name that profiles use -> its fields."""


def list_profile(text: str, fields: Fields, *, name: str) -> ListProfile:
    """Read a profile.

    Args:
        text: TOML.
        fields: What the book's profiles can feed.
        name: What to call it in errors, such as its file's name.

    Raises:
        ListProfileError: It is no TOML, or says something that a profile of the book cannot say.
    """
    try:
        profile = ListProfile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ListProfileError(name, _BAD_TOML.filled({"what": str(error)})) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ListProfileError(name, _BAD_KEY.filled({"key": ".".join(str(part) for part in first["loc"])})) from error
    _check(profile, fields, name)
    return profile


def shipped_list_profiles(package: str, fields: Fields) -> tuple[ListProfile, ...]:
    """The profiles in the folder ``profiles`` of a package, by name."""
    folder = files(package).joinpath("profiles")
    texts = sorted((entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(list_profile(text, fields, name=name) for name, text in texts)


def _check(profile: ListProfile, fields: Fields, name: str) -> None:
    """Refuse a profile that names fields or words that do not exist."""
    if profile.feeds not in fields:
        raise ListProfileError(name, _BAD_KEY.filled({"key": "feeds"}))
    known = fields[profile.feeds]
    for field in (*profile.fields(), *profile.needs, *profile.words, *profile.null_words, *profile.kept):
        if field not in known:
            raise ListProfileError(name, _BAD_FIELD.filled({"field": field}))
    for field, pattern in profile.kept.items():
        if not _is_pattern(pattern):
            raise ListProfileError(name, _BAD_KEY.filled({"key": f"kept.{field}"}))
    for field, word in ((field, word) for field, words in profile.words.items() for word in words.values()):
        if word not in {option.code for option in known[field].notes.options}:
            raise ListProfileError(name, _BAD_WORD.filled({"field": field, "word": word}))


def _is_pattern(text: str) -> bool:
    """Whether it is a regular expression as frames read them, with a group."""
    try:
        pl.select(pl.lit("").str.replace(text, ""))
    except pl.exceptions.ComputeError:
        return False
    return "(" in text
