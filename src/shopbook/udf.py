"""Functions for cells: ``=shop_phone(B5:B99)``. Each takes blocks of cells and gives a block of the same height.

On Windows xlwings offers them to Excel; anywhere else they are plain functions on rows of values.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import zip_longest

import polars as pl

from shopbook.books.orders.addresses import PARTS, split_addresses
from shopbook.books.orders.rules.couriers import COURIERS, possible_couriers
from shopbook.books.orders.rules.tax import TaxFault, tax_fault
from shopbook.errors import MisuseError
from shopbook.host.excel import worksheet_function
from shopbook.host.reading.numerals import number_text
from shopbook.labels import Label, Lang
from shopbook.run.language import user_lang
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.parsing import Spelling, parse_money, parse_phone, parse_text_id

Cell = None | str | float | bool
"""What xlwings hands over of a cell; an error value comes as ``None``."""

Block = Sequence[Sequence[object]]
"""Rows of cells."""

_FIRST_LOST = 10**15
_JOINT = Label(zh="、", en=", ")
_NONE_FITS = Label(zh="不符合任何已知快递的单号格式", en="Fits no courier whose numbers are known")
_TAX = {
    TaxFault.FORM: Label(
        zh="税号的位数或字母不对：统一社会信用代码18位，老税号15或20位",
        en="A social credit code has 18 characters, an old tax number 15 or 20",
    ),
    TaxFault.CHECK: Label(zh="税号的校验位不对，有一位输错了", en="The check character is wrong: some character is a slip"),
}


class UnequalBlocksError(MisuseError):
    """Cells that belong together were given as blocks of different heights."""

    def __init__(self, heights: Sequence[int]) -> None:
        super().__init__(
            Label(
                zh="几个区域的行数要相同，或者只有一个单元格，现在是 {heights} 行",
                en="The ranges must have as many rows as one another, or be one cell; they have {heights}",
            ).filled({"heights": ", ".join(map(str, heights))})
        )


@worksheet_function
def shop_phone_fault(phones: Block) -> list[list[str]]:
    """What is wrong with phone numbers; empty where nothing is."""
    return _each(phones, lambda text: _fault(parse_phone(text, Spelling()), text, Kind.PHONE))


@worksheet_function
def shop_phone(phones: Block) -> list[list[str]]:
    """Phone numbers in one spelling; what is none stays as it is."""
    return _each(phones, _phone)


@worksheet_function
def shop_order_no_fault(order_nos: Block) -> list[list[str]]:
    """What is wrong with order numbers: above all digits that Excel has lost; empty where nothing is."""
    return [[_order_no_fault(cell) for cell in row] for row in order_nos]


@worksheet_function
def shop_couriers(tracking_nos: Block) -> list[list[str]]:
    """The couriers that tracking numbers may be of, often several."""
    return _each(tracking_nos, _couriers)


@worksheet_function
def shop_tax_no_fault(tax_nos: Block) -> list[list[str]]:
    """What is wrong with tax numbers; empty where nothing is."""
    return _each(tax_nos, lambda text: _TAX[found][user_lang()] if (found := tax_fault(text)) else "")


@worksheet_function
def shop_order_sum(goods: Block, discount: Block, freight: Block) -> list[list[float | str]]:
    """What orders should sum to: goods less discount plus freight, exact to the cent.

    A blank discount or freight is none; where the goods are blank, so is the sum. What is no amount is said instead of a sum.

    Raises:
        UnequalBlocksError: The blocks have different heights and are more than one cell.
    """
    columns = [[row[0] for row in block] for block in (goods, discount, freight)]
    height = max(map(len, columns))
    if any(len(column) not in {1, height} for column in columns):
        raise UnequalBlocksError([len(column) for column in columns])
    rows = zip_longest(*(column * height if len(column) == 1 else column for column in columns))
    return [[_sum(*row)] for row in rows]


@worksheet_function
def shop_address(addresses: Block) -> list[list[str]]:
    """Chinese addresses taken apart: province, city, district and the rest, in four columns."""
    whole = pl.Series([_text(row[0]) for row in addresses], dtype=pl.String)
    parts = split_addresses(whole).with_columns(pl.all().fill_null(""))
    return [list(row) for row in parts.select(PARTS).iter_rows()]


def _each(block: Block, told: Callable[[str], str]) -> list[list[str]]:
    """A function on every cell that holds something."""
    return [[told(text) if (text := _text(cell)) else "" for cell in row] for row in block]


def _text(cell: object) -> str:
    """What stands in a cell; every number comes from Excel as a float."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case int() | float():
            return number_text(repr(cell)) or ""
        case _:
            return str(cell).strip()


def _fault(found: object, text: str, kind: Kind) -> str:
    if not isinstance(found, Fault):
        return ""
    places = {"value": text, "expected": KINDS[kind].expected, "limit": ""}
    return FAULTS[found].says.filled(places)[user_lang()]


def _phone(text: str) -> str:
    found = parse_phone(text, Spelling())
    return text if isinstance(found, Fault) else found


def _order_no_fault(cell: object) -> str:
    text = _text(cell)
    is_lost = isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= _FIRST_LOST
    return _fault(Fault.DIGITS_LOST if is_lost else parse_text_id(text, Spelling()), text, Kind.TEXT_ID)


def _couriers(text: str) -> str:
    lang = user_lang()
    names = {courier.code: courier.names[0] if lang is Lang.ZH else courier.code for courier in COURIERS}
    return _JOINT[lang].join(names[code] for code in possible_couriers(text)) or _NONE_FITS[lang]


def _sum(goods: object, discount: object, freight: object) -> float | str:
    if not _text(goods):
        return ""
    amounts = [parse_money(_text(cell) or "0", Spelling()) for cell in (goods, discount, freight)]
    for amount, cell in zip(amounts, (goods, discount, freight), strict=True):
        if isinstance(amount, Fault):
            return _fault(amount, _text(cell), Kind.MONEY)
    sound = [amount for amount in amounts if isinstance(amount, Decimal)]
    return float(sound[0] - sound[1] + sound[2])
