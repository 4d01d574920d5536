"""What one cell's text means, kind by kind: the one place that decides, in plain Python.

The fast readers of ``kinds.py`` are short cuts for the usual spellings and must agree with these functions.
Each returns the value, or the fault that says why there is none.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from shopbook.sheet.faults import Fault
from shopbook.sheet.spelling import compact, half_width, one_line, trimmed, word_key

CellValue = str | int | bool | Decimal | dt.datetime | dt.date | dt.timedelta


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a column declares about how its cells are written.

    Attributes:
        places: Decimal places that an amount is rounded to, half up.
        choices: Of a choice column, every accepted spelling (``word_key``) -> the choice's code.
        date_order: ``ymd``, ``mdy`` or ``dmy``; never guessed from a cell.
        zone: Times with an offset are converted to this zone.
        is_1904: Serial numbers count from 1904.
    """

    places: int = 2
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
    date_order: str = "ymd"
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    is_1904: bool = False


LARGEST = Decimal(10) ** 13

_CURRENCY = re.compile(r"(?i)^(?:rmb|cny|hk\$|us\$|[¥$€£])|(?:元|圆|rmb|cny)$")
_COUNT_WORD = re.compile(r"[件个双只套条盒瓶包袋张台本箱份支把块片](?:装)?$")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_BRACKETED = re.compile(r"\((.+)\)")


def parse_number(text: str, _: Spelling) -> Decimal | Fault:
    """A decimal number, exactly as written: ``１,２３４.５``, ``¥12``, ``(3.00)`` for −3; never ``1e5``, ``nan`` or ``1_000``."""
    plain = compact(text)
    negative = _BRACKETED.fullmatch(plain)
    plain = _CURRENCY.sub("", _CURRENCY.sub("", negative[1] if negative else plain))
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        return Fault.SEPARATORS if re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*", plain, re.ASCII) else Fault.NOT_A_NUMBER
    number = Decimal(plain)
    if abs(number) >= LARGEST:
        return Fault.TOO_LARGE
    return -number if negative else number


def parse_money(text: str, spelling: Spelling) -> Decimal | Fault:
    """An amount in the sheet's currency, rounded half up to the column's places."""
    number = parse_number(text, spelling)
    if isinstance(number, Fault):
        return number
    return number.quantize(Decimal(1).scaleb(-spelling.places), rounding=ROUND_HALF_UP)


def parse_whole(text: str, spelling: Spelling) -> int | Fault:
    """A whole number; ``3.0`` and ``3件`` are 3, ``2.5`` is a fault."""
    number = parse_number(_COUNT_WORD.sub("", compact(text)), spelling)
    if isinstance(number, Fault):
        return number
    return int(number) if number == number.to_integral_value() else Fault.NOT_WHOLE


def parse_ratio(text: str, spelling: Spelling) -> Decimal | Fault:
    """A share of 1: ``3.21%`` and ``0.0321`` are the same; kept to six places, half up."""
    plain = compact(text)
    percent = plain.endswith(("%", "‰"))
    number = parse_number(plain[:-1] if percent else plain, spelling)
    if isinstance(number, Fault):
        return number
    divisor = 1000 if plain.endswith("‰") else 100 if percent else 1
    return (number / divisor).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)


_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2,}", re.ASCII)


def parse_text_id(text: str, _: Spelling) -> str | Fault:
    """An order number or other id, as text. ``4.27E+18`` is what Excel leaves of one: a fault, never repaired."""
    plain = compact(text)
    return Fault.DIGITS_LOST if _SCIENTIFIC.fullmatch(plain) else plain


def parse_sku(text: str, _: Spelling) -> str | Fault:
    """A stock keeping unit: kept to the letter apart from width and stray spaces (``00123`` and ``1E5`` are what they are)."""
    return one_line(half_width(compact_wrapping(text)))


def compact_wrapping(text: str) -> str:
    """Text without the ``="…"`` or the apostrophe around it, its inner spaces kept."""
    return trimmed(text).removeprefix("'")


def parse_tracking(text: str, spelling: Spelling) -> str | Fault:
    """A tracking number: letters in upper case, without spaces."""
    plain = parse_text_id(text, spelling)
    return plain if isinstance(plain, Fault) else plain.upper()


def parse_text(text: str, _: Spelling) -> str | Fault:
    """Free text: only invisible characters and the space around it go."""
    return trimmed(text)


def parse_person(text: str, _: Spelling) -> str | Fault:
    """A name: one line, single spaces."""
    return one_line(text)


def parse_address(text: str, _: Spelling) -> str | Fault:
    """A part of an address: one line, single spaces."""
    return one_line(compact_wrapping(text))


def parse_choice(text: str, spelling: Spelling) -> str | Fault:
    """The code of a listed word; punctuation, width and spaces do not count."""
    return spelling.choices.get(word_key(text), Fault.UNKNOWN_CHOICE)


_YES = frozenset(word_key(word) for word in ("是", "有", "对", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑"))
_NO = frozenset(word_key(word) for word in ("否", "无", "没有", "不是", "n", "no", "false", "f", "0", "×", "x", "✗", "✘", "☐"))


def parse_flag(text: str, _: Spelling) -> bool | Fault:
    """Yes or no, in any of the usual words and ticks."""
    word = word_key(text)
    if word in _YES:
        return True
    return False if word in _NO else Fault.NOT_A_FLAG


_MASK = r"[*＊xX•●]"
_PHONES = (
    re.compile(r"1[3-9]\d{9}", re.ASCII),
    re.compile(r"1[3-9]\d{9}(?:-|转|,|#)\d{1,6}", re.ASCII),
    re.compile(rf"1\d{{2}}{_MASK}{{4,5}}\d{{3,4}}(?:-[\d*]{{1,6}})?", re.ASCII),
    re.compile(rf"1[3-9]\d{{9}}-{_MASK}{{1,6}}", re.ASCII),
    re.compile(rf"\d?{_MASK}{{3,}}\d*", re.ASCII),
    re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?", re.ASCII),
    re.compile(r"[48]00-?\d{3}-?\d{4}(?:(?:-|转)\d{1,6})?", re.ASCII),
    re.compile(r"95\d{3,4}", re.ASCII),
    re.compile(r"(?:##|\$\$|~).+"),
)
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}(?:(?:x|ext\.?)\d{1,6})?", re.ASCII | re.IGNORECASE)
_CHINA = re.compile(r"^(?:\+|00)?86-?(?=1[3-9][\d-]{9,}|0\d{2,3}-?\d{7,8}$)", re.ASCII)


def parse_phone(text: str, _: Spelling) -> str | Fault:
    """A phone number in one spelling: mobile, landline, 400, virtual with extension, masked by the platform, or foreign with ``+``.

    Source: forms seen in platform and courier exports; a masked or virtual number is normal, not wrong.
    """
    plain = re.sub(r"[()]", "-", compact(text)).strip("-").replace("--", "-")
    plain = _CHINA.sub("", plain)
    digits = plain.replace("-", "")
    if _PHONES[0].fullmatch(digits):
        return digits
    if any(form.fullmatch(plain) for form in _PHONES):
        return plain
    abroad = re.sub(r"[-.]", "", plain.lower().replace("ext.", "x").replace("ext", "x"))
    return abroad if _ABROAD.fullmatch(abroad) else Fault.PHONE
