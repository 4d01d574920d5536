"""How the columns of a list feed fields of ours: one column, the first of several with a value, several joined or added up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import polars as pl
from pydantic import BaseModel, ConfigDict

from shopbook.labels import Label
from shopbook.sheet.columns import Column, Option
from shopbook.sheet.spelling import title_key, word_key


class Told(BaseModel):
    """What a profile says, which is nothing but what is declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(Told):
    """One piece of a field that several columns make up: the first of its titles that has a value, and a text before it."""

    titles: tuple[str, ...]
    before: str = ""


class Joined(Told):
    """A field made of several columns."""

    parts: tuple[Part, ...]
    between: str = " "


@dataclass(frozen=True, slots=True)
class Piece:
    """Columns of which the first with a value counts, and a text before that value."""

    names: tuple[str, ...]
    before: str = ""

    def value(self) -> pl.Expr:
        """Its value in each row."""
        found = pl.coalesce(self.names)
        return pl.lit(self.before) + found.cast(pl.String) if self.before else found


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a field comes from: one piece, several joined by ``between``, or several added up."""

    field: str
    pieces: tuple[Piece, ...]
    between: str = ""
    is_sum: bool = False

    @property
    def first(self) -> str:
        """The column that findings about the field point to."""
        return self.pieces[0].names[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Every column it looks at."""
        return tuple(name for piece in self.pieces for name in piece.names)

    def value(self) -> pl.Expr:
        """The field in each row, null where no column has a value."""
        values = [piece.value() for piece in self.pieces]
        if self.is_sum:
            added = reduce(add, [value.fill_null(0) for value in values])
            return pl.when(pl.any_horizontal(value.is_not_null() for value in values)).then(added).alias(self.field)
        if len(values) > 1:
            joined = pl.concat_str([value.cast(pl.String) for value in values], separator=self.between, ignore_nulls=True)
            return pl.when(joined != "").then(joined).alias(self.field)
        return values[0].alias(self.field)


def feeds_of(
    titles: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    *,
    join: Mapping[str, Joined],
    added: Mapping[str, Sequence[str]],
) -> Iterator[Feed]:
    """The fields that the titles which are there feed.

    Args:
        titles: Of the list.
        columns: Field -> titles, of which the first that has a value counts.
        join: Field -> columns that make it up together.
        added: Field -> columns that are added up.
    """
    present = {title_key(title) for title in titles}
    pieces = {field: [(tuple(names), "")] for field, names in columns.items()}
    pieces |= {field: [(part.titles, part.before) for part in joined.parts] for field, joined in join.items()}
    pieces |= {field: [((title,), "") for title in names] for field, names in added.items()}
    for field, wanted in pieces.items():
        there = [(tuple(name for name in names if title_key(name) in present), before) for names, before in wanted]
        found = tuple(Piece(names, before) for names, before in there if names)
        if found:
            yield Feed(field, found, join[field].between if field in join else "", is_sum=field in added)


def source_column(model: Column, title: str, *, words: Mapping[str, str], null_words: Sequence[str], date_order: str) -> Column:
    """The column of one title, read as the field that it feeds is declared; its field is the title.

    Args:
        model: What it feeds.
        title: Its title.
        words: Their words -> our codes, beside the usual ones.
        null_words: Texts that mean an empty cell, beside the usual ones.
        date_order: Of its days.
    """
    notes = replace(
        model.notes,
        label=Label(zh=title, en=title),
        aliases=(),
        key=False,
        required=False,
        options=_with_words(model.notes.options, words),
        null_words=(*model.notes.null_words, *null_words),
        date_order=date_order,
    )
    return replace(model, field=title, notes=notes)


def _with_words(options: tuple[Option, ...], words: Mapping[str, str]) -> tuple[Option, ...]:
    """The options with a layout's own words, which go before what a word means elsewhere."""
    taken = {word_key(word) for word in words}
    found = []
    for option in options:
        usual = tuple(word for word in option.aliases if word_key(word) not in taken)
        found.append(replace(option, aliases=(*usual, *(word for word, code in words.items() if code == option.code))))
    return tuple(found)
