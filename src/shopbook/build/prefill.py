"""What a fresh workbook already says: its parameters with their defaults, where it looks for other files, its help, its first rows."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shopbook.books.every_book import HELP, PARAMETERS, SOURCES
from shopbook.build.guidance import help_lines
from shopbook.build.validation import FLAG_WORDS
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Column, ColumnNotes, Option, Sheet
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.parsing import CellValue


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a fresh workbook.

    Attributes:
        value: A text, or a number as Excel keeps it; ``None`` is blank.
        like: The column whose format and drop-down it has instead of its own column's.
    """

    value: str | float | None = None
    like: Column | None = None


_DAY_ZERO = dt.datetime(1899, 12, 30)  # what Excel counts days from

Entries = list[list[Entry]]


def entries(sheet: Sheet, book: Book, lang: Lang) -> Entries:
    """The first rows of a sheet, one entry per column; one blank row where there is nothing to say."""
    prefill = _PREFILLS.get(sheet.code)
    filled = prefill(book, lang) if prefill else _first_rows(sheet, book, lang)
    return [[row.get(column.field, Entry()) for column in sheet.columns] for row in filled or [{}]]


def shown(value: CellValue, column: Column, lang: Lang) -> str | float:
    """A value as a cell keeps it."""
    match value:
        case bool():
            return FLAG_WORDS[value][lang]
        case int():
            return value
        case Decimal():
            return float(value)
        case dt.timedelta():
            return value / dt.timedelta(days=1)
        case dt.datetime():
            return (value - _DAY_ZERO) / dt.timedelta(days=1)
        case dt.date():
            return (value - _DAY_ZERO.date()).days
        case str():
            return column.shown(lang).get(value, value)


def parameter_column(parameter: Parameter) -> Column:
    """A column that holds what the parameter may be."""
    options = tuple(Option(code, label) for code, label in parameter.choices)
    notes = ColumnNotes(label=parameter.label, options=options, help=parameter.help)
    return Column("value", parameter.kind, notes)


def _parameters(book: Book, lang: Lang) -> list[Mapping[str, Entry]]:
    return [_parameter(parameter, lang) for parameter in book.parameters]


def _parameter(parameter: Parameter, lang: Lang) -> Mapping[str, Entry]:
    column = parameter_column(parameter)
    return {
        "code": Entry(parameter.code),
        "name": Entry(parameter.label[lang]),
        "value": Entry(shown(parameter.default, column, lang), like=column),
        "unit": Entry(parameter.unit[lang] or None),
        "source": Entry(parameter.source or None),
        "help": Entry(parameter.help[lang]),
    }


def _sources(book: Book, lang: Lang) -> list[Mapping[str, Entry]]:
    return [
        {"code": Entry(source.code), "path": Entry(source.path[lang] or None), "help": Entry(source.help[lang])} for source in book.sources
    ]


def _first_rows(sheet: Sheet, book: Book, lang: Lang) -> list[Mapping[str, Entry]]:
    known = book.first_rows.get(sheet.code, ())
    return [{name: Entry(_told(value, sheet.by_field[name], lang)) for name, value in row.items()} for row in known]


def _told(value: CellValue | Label | None, column: Column, lang: Lang) -> str | float | None:
    if value is None:
        return None
    return value[lang] if isinstance(value, Label) else shown(value, column, lang)


def _help(book: Book, lang: Lang) -> list[Mapping[str, Entry]]:
    return [{"topic": Entry(topic[lang]), "text": Entry(text[lang])} for topic, text in help_lines(book)]


_PREFILLS: Mapping[str, Callable[[Book, Lang], list[Mapping[str, Entry]]]] = {
    PARAMETERS.code: _parameters,
    SOURCES.code: _sources,
    HELP.code: _help,
}
