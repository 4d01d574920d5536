"""What a cell accepts while somebody types, by kind, and what it says to whoever stands on it.

Every refusal is a warning that can be overruled: exports are pasted as they come, and the check reads spellings that no drop-down knows.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parsing import LARGEST

Restriction = Mapping[str, object]
"""Options of XlsxWriter's ``data_validation``."""

FLAG_WORDS = {True: Label(zh="是", en="Yes"), False: Label(zh="否", en="No")}

LONGEST_ID = 64
"""Characters of the longest order number, SKU or tracking number of any platform, with room to spare."""

_LONGEST_LIST = 255
_LONGEST_TITLE = 32
_LONGEST_MESSAGE = 255
_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
_INSIST = Label(
    zh="这里应填：{expected}。\n确实要这样填，请按“是”；检查时会再提醒。",
    en="Expected here: {expected}.\nPress Yes to keep it all the same; the check will say it again.",
)


def restriction(column: Column, lang: Lang, *, listed: str = "") -> Restriction | None:
    """What Excel is told about a column's cells; ``None`` when there is nothing to tell.

    Args:
        column: The column.
        lang: The language of the messages.
        listed: The defined name of its words, where they are too many for the cell's own list.
    """
    told = _told(column, lang)
    allowed = None if column.notes.computed else _allowed(column, lang, listed)
    if allowed is None:
        return {"validate": "any", **told} if told else None
    insist = _INSIST.filled({"expected": _expected(column)})[lang]
    return {
        **allowed,
        **told,
        "error_type": "warning",
        "error_title": column.label[lang][:_LONGEST_TITLE],
        "error_message": insist[:_LONGEST_MESSAGE],
    }


def long_lists(book: Book, lang: Lang) -> dict[str, tuple[str, ...]]:
    """The drop-downs that do not fit into a cell: defined name -> words. They live on a sheet that nobody sees."""
    columns = [(sheet, column) for sheet in book.sheets for column in sheet.columns]
    words = {list_name(sheet, column): words_of(column, lang) for sheet, column in columns}
    return {name: listed for name, listed in words.items() if listed and not _fits(listed)}


def list_name(sheet: Sheet, column: Column) -> str:
    """The defined name of a long drop-down."""
    return f"list_{sheet.code}_{column.field}"


def words_of(column: Column, lang: Lang) -> tuple[str, ...]:
    """The words of a drop-down; none if the column has no such thing."""
    if column.kind is Kind.FLAG:
        return tuple(word[lang] for word in FLAG_WORDS.values())
    return tuple(option.label[lang] for option in column.notes.options)


def _fits(words: tuple[str, ...]) -> bool:
    return len(",".join(words)) <= _LONGEST_LIST and not any("," in word for word in words)


def _told(column: Column, lang: Lang) -> Restriction:
    if column.notes.help is None:
        return {}
    return {"input_title": column.label[lang][:_LONGEST_TITLE], "input_message": column.notes.help[lang][:_LONGEST_MESSAGE]}


def _allowed(column: Column, lang: Lang, listed: str) -> Restriction | None:
    match column.kind:
        case Kind.CHOICE | Kind.FLAG:
            words = words_of(column, lang)
            return {"validate": "list", "source": f"={listed}" if listed else list(words)} if words else None
        case Kind.QTY | Kind.INTEGER:
            return _between("integer", column, -LARGEST, LARGEST)
        case Kind.MONEY | Kind.NUMBER:
            return _between("decimal", column, -LARGEST, LARGEST)
        case Kind.RATIO | Kind.TIME:
            return _between("decimal", column, Decimal(0), Decimal(1))
        case Kind.DATE | Kind.DATETIME:
            return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        case Kind.TEXT_ID | Kind.SKU | Kind.TRACKING:
            return {"validate": "length", "criteria": "<=", "value": LONGEST_ID}
        case Kind.TEXT | Kind.PERSON | Kind.PHONE | Kind.ADDRESS:
            return None


def _between(what: str, column: Column, least: Decimal, most: Decimal) -> Restriction:
    """Numbers from the column's minimum to its maximum; one without a limit takes the kind's."""
    minimum = least if column.minimum is None else column.minimum
    maximum = most if column.maximum is None else column.maximum
    return {"validate": what, "criteria": "between", "minimum": _figure(minimum), "maximum": _figure(maximum)}


def _figure(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _expected(column: Column) -> Label:
    if column.kind in (Kind.TEXT_ID, Kind.SKU, Kind.TRACKING):
        return Label(zh=f"不超过{LONGEST_ID}个字符", en=f"{LONGEST_ID} characters at most")
    if column.minimum is None:
        return column.expected()
    limit = {"what": column.expected(), "least": _figure(column.minimum)}
    return Label(zh="{what}，不小于 {least}", en="{what}, not less than {least}").filled(limit)
