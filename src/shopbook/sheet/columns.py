"""Declaring a sheet: a pydantic model of one row whose field types say their kinds, and the sheet around it."""

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import polars as pl
from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from shopbook.labels import Label, Lang
from shopbook.sheet.kinds import KINDS, Kind, KindSpec
from shopbook.sheet.parsing import Spelling
from shopbook.sheet.spelling import title_key, word_key

TextId = Annotated[str, Kind.TEXT_ID]
Sku = Annotated[str, Kind.SKU]
Text = Annotated[str, Kind.TEXT]
Person = Annotated[str, Kind.PERSON]
Phone = Annotated[str, Kind.PHONE]
AddressPart = Annotated[str, Kind.ADDRESS]
Qty = Annotated[int, Kind.QTY]
Integer = Annotated[int, Kind.INTEGER]
Money = Annotated[Decimal, Kind.MONEY]
Number = Annotated[Decimal, Kind.NUMBER]
Ratio = Annotated[Decimal, Kind.RATIO]
Day = Annotated[dt.date, Kind.DATE]
Moment = Annotated[dt.datetime, Kind.DATETIME]
TimeOfDay = Annotated[dt.timedelta, Kind.TIME]
Choice = Annotated[str, Kind.CHOICE]
Flag = Annotated[bool, Kind.FLAG]
TrackingNo = Annotated[str, Kind.TRACKING]


RowT = TypeVar("RowT", bound="Row")


class Row(BaseModel):
    """One row of a sheet; subclasses declare its columns."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


@dataclass(frozen=True, slots=True)
class Option:
    """One word of a choice column: the code stored in frames, the label in sheets, and other words that mean it."""

    code: str
    label: Label
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnNotes:
    """What ``column(...)`` declares beyond the type."""

    label: Label
    aliases: tuple[str, ...] = ()
    key: bool = False
    required: bool = False
    width: int | None = None
    help: Label | None = None
    options: tuple[Option, ...] = ()
    null_words: tuple[str, ...] = ()
    places: int = 2
    date_order: str = "ymd"
    computed: bool = False
    wrapped: bool = False
    leads_to: str = ""
    counted: tuple[Label, ...] = ()


def column(zh: str, en: str, **notes: Any) -> Any:  # noqa: ANN401 - passes for a field of every type; ColumnNotes checks the notes
    """Declare a column of a :class:`Row`.

    Args:
        zh: Its title in Chinese.
        en: Its title in English.
        notes: Any of :class:`ColumnNotes` but the label. ``required`` and ``key`` columns must be filled on every row;
            ``computed`` ones are written by tasks and protected in templates. ``wrapped`` ones break long text into lines; not
            for texts that tasks write, since rows added to a file keep their height. One that ``leads_to`` another field is a link,
            made by the table itself, to the place that stands there; no task writes it. An amount whose unit stands beside it, in the
            field ``unit``, is shown without decimals where that is one of those ``counted``.
    """
    told = ColumnNotes(label=Label(zh=zh, en=en), **notes)
    is_required = told.required or told.key
    field = FieldInfo.from_field(PydanticUndefined if is_required else None, title=zh, description=told.help.en if told.help else en)
    field.metadata.append(told)
    return field


@dataclass(frozen=True)
class Column:
    """One declared column."""

    field: str
    kind: Kind
    notes: ColumnNotes
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    def __hash__(self) -> int:
        """Of its name alone: what is kept for a column is asked for so often that hashing all that is declared would cost more."""
        return hash(self.field)

    @property
    def spec(self) -> KindSpec:
        """What its kind decides."""
        return KINDS[self.kind]

    @property
    def label(self) -> Label:
        """Its title."""
        return self.notes.label

    @property
    def is_required(self) -> bool:
        """Whether it must be filled on every row."""
        return self.notes.key or self.notes.required

    @property
    def width(self) -> int:
        """Its width in characters."""
        return self.notes.width or self.spec.width

    @property
    def dtype(self) -> pl.DataType:
        """How frames store it."""
        return pl.Decimal(38, self.notes.places) if self.kind in {Kind.MONEY, Kind.NUMBER} else self.spec.dtype

    @property
    def null_words(self) -> tuple[str, ...]:
        """Texts that mean an empty cell here."""
        return self.spec.null_words + self.notes.null_words

    @cached_property
    def titles(self) -> frozenset[str]:
        """Every spelling of its title, as :func:`title_key` sees it."""
        return frozenset(title_key(title) for title in (self.label.zh, self.label.en, *self.notes.aliases))

    def spelling(self, *, is_1904: bool = False) -> Spelling:
        """How its cells are written."""
        words = {
            word_key(word): option.code
            for option in self.notes.options
            for word in (option.code, option.label.zh, option.label.en, *option.aliases)
        }
        listed = {word: words[word_key(word)] for option in self.notes.options for word in (option.label.zh, option.label.en)}
        return Spelling(self.notes.places, words, listed, self.null_words, self.notes.date_order, is_1904=is_1904)

    def expected(self) -> Label:
        """What should be written in it."""
        if not self.notes.options:
            return self.spec.expected
        labels = [option.label for option in self.notes.options]
        return Label(zh="、".join(label.zh for label in labels), en=", ".join(label.en for label in labels))

    def shown(self, lang: Lang) -> dict[str, str]:
        """Of a choice column, every code -> its word."""
        return {option.code: option.label[lang] for option in self.notes.options}


@dataclass(frozen=True, slots=True)
class Form:
    """How a sheet is laid out that people carry about, print and write into.

    Its computed columns are protected, the others open; rows are added by the task that makes it, not by people.

    Attributes:
        row_height: Points of a row, room for a pen.
        signatures: What is signed at the foot of each page.
        scanned: The fields of a text file that will do instead, as a handheld writes it; empty if none will.
    """

    row_height: int
    signatures: tuple[Label, ...] = ()
    scanned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet of a book.

    Attributes:
        code: Its name in programs; also the name of its Excel table.
        label: The name on its tab.
        row: The model of its rows.
        help: What it is for and who fills it in.
        is_log: Written by tasks only; people read it.
        form: Its layout if it is a form to fill in; ``None`` for a list that grows.
        checked: It has a column ``check`` (校验) that tasks write each row's findings into.
    """

    code: str
    label: Label
    row: type[Row]
    help: Label
    is_log: bool = False
    form: Form | None = None

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in the order of the template."""
        hints = get_type_hints(self.row, include_extras=True)
        return tuple(_column(name, hints[name], self.row) for name in self.row.model_fields)

    @cached_property
    def by_field(self) -> Mapping[str, Column]:
        """Its columns by field name."""
        return {column.field: column for column in self.columns}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The fields that together tell one row from another."""
        return tuple(column.field for column in self.columns if column.notes.key)

    @property
    def checked(self) -> bool:
        """Whether tasks write each row's findings beside it."""
        return CHECK in self.by_field

    def schema(self) -> dict[str, pl.DataType]:
        """The frame's columns and their types, without the row number."""
        return {column.field: column.dtype for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """A frame of no rows."""
        return no_rows(self.columns)


ROW = "_row"
"""The frame column that holds the sheet's row number."""

CHECK = "check"
"""The field that a task writes each row's findings into."""


def check_column() -> Any:  # noqa: ANN401 - as for column()
    """The column 校验, the same in every checked sheet."""
    return column(
        "校验",
        "Check",
        width=28,
        computed=True,
        help=Label(
            zh="由“检查”按钮填写：这一行的问题，没有问题则为空。可按此列筛选。",
            en="Filled by the check: this row's findings, empty if none. Filter by it.",
        ),
    )


def no_rows(columns: tuple[Column, ...]) -> pl.DataFrame:
    """The frame of a sheet with these columns and no rows."""
    return _no_rows(columns).clone()


# Most sheets of most workbooks are empty, and making a frame of many columns takes long.
@lru_cache(maxsize=256)
def _no_rows(columns: tuple[Column, ...]) -> pl.DataFrame:
    return pl.DataFrame(schema={ROW: pl.Int64(), **{column.field: column.dtype for column in columns}})


def rows(frame: pl.DataFrame, model: type[RowT]) -> list[RowT]:
    """The frame's rows as records; for small sheets whose rows have states.

    Nothing is checked again: the frame is typed by the sheet, a cell without a value it could hold is ``None``, and its fault is a finding.
    """
    named = ({name: row[name] for name in model.model_fields} for row in frame.iter_rows(named=True))
    return [cast("RowT", model.model_construct(**fields)) for fields in named]  # the checker's plugin forgets which model it is


def _column(name: str, hint: object, model: type[Row]) -> Column:
    notes = next(mark for mark in model.model_fields[name].metadata if isinstance(mark, ColumnNotes))
    marks = _marks(hint)
    kind = next(mark for mark in marks if isinstance(mark, Kind))
    least = next((Decimal(str(mark.ge)) for mark in marks if isinstance(mark, Ge)), None)
    most = next((Decimal(str(mark.le)) for mark in marks if isinstance(mark, Le)), None)
    return Column(name, kind, notes, least, most)


def _marks(hint: object) -> Sequence[object]:
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return [*_marks(inner), *marks]
    if get_origin(hint) in (Union, types.UnionType):
        return [mark for part in get_args(hint) for mark in _marks(part)]
    return []
