"""What one cell's text means, kind by kind: the one place that decides, in plain Python.

The fast readers of ``kinds.py`` are short cuts for the usual spellings and must agree with these functions.
Each returns the value, or the fault that says why there is none. Days and times are in ``dates.py``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from shopbook.sheet.faults import Fault
from shopbook.sheet.spelling import compact, half_width, line, trimmed, word_key

CellValue = str | int | bool | Decimal | dt.datetime | dt.date | dt.timedelta


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a column declares about how its cells are written.

    Attributes:
        places: Decimal places that an amount is rounded to, half up.
        choices: Of a choice column, every accepted spelling (``word_key``) -> the choice's code.
        listed: Of a choice column, every word just as sheets show it -> what ``choices`` says of it.
        blanks: Texts that mean an empty cell.
        date_order: ``ymd``, ``mdy`` or ``dmy``; never guessed from a cell.
        zone: Times with an offset are converted to this zone.
        is_1904: Serial numbers count from 1904.
    """

    places: int = 2
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
    listed: Mapping[str, str] = dataclass_field(default_factory=dict)
    blanks: tuple[str, ...] = ()
    date_order: str = "ymd"
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    is_1904: bool = False


LARGEST = Decimal(10) ** 13
RATIO_PLACES = 6

_CURRENCY = r"(?:rmb|cny|hk\$|us\$|[¥$€£]) ?"
_FIGURES = r"(?P<figures>[\d.,][\d., ]*)(?P<after> ?\))?"


def _form(figures: str, unit: str) -> re.Pattern[str]:
    return re.compile(rf"{figures}(?: ?(?P<unit>{unit}))?", re.IGNORECASE | re.ASCII)


_AMOUNT = _form(rf"(?:{_CURRENCY})?(?:(?P<before>[-+−(]) ?(?:{_CURRENCY})?)?{_FIGURES}", "元|圆|rmb|cny")
_COUNT = _form(rf"(?:(?P<before>[-+−(]) ?)?{_FIGURES}", "[件个双只套条盒瓶包袋张台本箱份支把块片]装?")
_POINTS = _form(rf"(?:(?P<before>[-+−(]) ?)?{_FIGURES}", "[分点次天]")
_SHARE = _form(rf"(?:(?P<before>[-+−(]) ?)?{_FIGURES}", "[%‰]")
_PLAIN = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d*)?", re.ASCII)
_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)


def parse_number(text: str, _: Spelling) -> Decimal | Fault:
    """A decimal number, exactly as written: ``１,２３４.５``, ``¥12``, ``(3.00)`` for −3; never ``1e5``, ``nan`` or ``1_000``."""
    return _number(_AMOUNT.fullmatch(line(half_width(text))))


def parse_money(text: str, spelling: Spelling) -> Decimal | Fault:
    """An amount in the sheet's currency, rounded half up to the column's places."""
    return _rounded(parse_number(text, spelling), spelling.places)


def parse_decimal(text: str, spelling: Spelling) -> Decimal | Fault:
    """A score, a weight or a measure, rounded half up to the column's places; ``88 分`` is 88, ``88元`` and ``88%`` are faults."""
    return _rounded(_number(_POINTS.fullmatch(line(half_width(text)))), spelling.places)


def parse_whole(text: str, _: Spelling) -> int | Fault:
    """A whole number; ``3.0`` and ``3件`` are 3, ``2.5`` and ``3元`` are faults."""
    number = _number(_COUNT.fullmatch(line(half_width(text))))
    if isinstance(number, Fault):
        return number
    return int(number) if number == number.to_integral_value() else Fault.NOT_WHOLE


def parse_ratio(text: str, _: Spelling) -> Decimal | Fault:
    """A share of 1: ``3.21%`` and ``0.0321`` are the same; kept to six places, half up."""
    seen = _SHARE.fullmatch(line(half_width(text)))
    shift = {"%": 2, "‰": 3}.get(seen["unit"] or "", 0) if seen else 0
    number = _rounded(_number(seen), RATIO_PLACES - shift)
    return number if isinstance(number, Fault) else number.scaleb(-shift)


def shown_number(text: str) -> str:
    """A number cell's text to the 15 digits that Excel calculates with: ``0.30000000000000004`` is 0.3."""
    return format(_SHOWN.create_decimal(text), "f") if _PLAIN.fullmatch(text.removeprefix("-")) else text


def number_money(text: str, spelling: Spelling) -> Decimal | Fault:
    """An amount in a cell that holds a number."""
    return parse_money(shown_number(text), spelling)


def number_decimal(text: str, spelling: Spelling) -> Decimal | Fault:
    """A score, a weight or a measure in a cell that holds a number."""
    return parse_decimal(shown_number(text), spelling)


def number_whole(text: str, spelling: Spelling) -> int | Fault:
    """A whole number in a cell that holds a number."""
    return parse_whole(shown_number(text), spelling)


def number_ratio(text: str, spelling: Spelling) -> Decimal | Fault:
    """A share of 1 in a cell that holds a number."""
    return parse_ratio(shown_number(text), spelling)


_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2,}", re.ASCII)


def parse_text_id(text: str, _: Spelling) -> str | Fault:
    """An order number or other id, as text. ``4.27E+18`` is what Excel leaves of one: a fault, never repaired."""
    plain = compact(text)
    return Fault.DIGITS_LOST if _SCIENTIFIC.fullmatch(plain) else plain


def parse_sku(text: str, _: Spelling) -> str | Fault:
    """A stock keeping unit: kept to the letter apart from width and stray spaces (``00123`` and ``1E5`` are what they are)."""
    return line(half_width(text))


def parse_tracking(text: str, spelling: Spelling) -> str | Fault:
    """A tracking number: letters in upper case, without spaces."""
    plain = parse_text_id(text, spelling)
    return plain if isinstance(plain, Fault) else plain.upper()


def parse_text(text: str, _: Spelling) -> str | Fault:
    """Free text: only invisible characters and the space around it go."""
    return trimmed(text)


def parse_person(text: str, _: Spelling) -> str | Fault:
    """A name: one line, single spaces."""
    return line(text)


def parse_address(text: str, _: Spelling) -> str | Fault:
    """A part of an address: one line, single spaces."""
    return line(text)


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


_MASK = "*＊xX•●"
_MOBILE = r"1[3-9]\d{9}"
_EXTENSION = r"(?:-(?P<extension>\d{1,6}))?"
_AREA = r"0(?:10|2\d|[3-9]\d\d)"
_HOME = (
    re.compile(rf"0?(?P<number>{_MOBILE}){_EXTENSION}", re.ASCII),
    re.compile(rf"(?P<area>{_AREA})-?(?P<number>[2-9]\d{{2,3}}-?\d{{4}}){_EXTENSION}", re.ASCII),
    re.compile(rf"(?P<number>[48]00(?:-?\d){{7}}){_EXTENSION}", re.ASCII),
    re.compile(r"(?P<number>95\d{3,4})(?P<extension>)", re.ASCII),
)
_HIDDEN = (
    re.compile(rf"{_MOBILE}-[{_MASK}]{{1,6}}", re.ASCII),
    re.compile(rf"\d{{0,4}}-?\d{{0,4}}[{_MASK}]{{2,}}\d{{0,4}}(?:-[\d*]{{1,6}})?", re.ASCII),
    re.compile(r"(?:##|\$\$|~).+", re.DOTALL),
)
_CALLED_EXTENSION = re.compile(r"-?(?:转|分机|[,#]|ext\.?):?(?=\d{1,6}$)", re.ASCII | re.IGNORECASE)
_CHINA = re.compile(rf"(?:\+|00)?86-?(?:(?=1[3-9][\d{_MASK}]|0\d|[48]00)|(?=(?P<short>(?:10|2\d|[3-9]\d\d)-?[2-9][\d-]{{6,}}$)))", re.ASCII)
_ABROAD = re.compile(
    r"(?:\+|00)(?!86)(?P<number>[1-9][\d.-]{5,22}\d)(?:-?(?:x|ext\.?|转|[,#]):?(?P<extension>\d{1,6}))?", re.ASCII | re.IGNORECASE
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def parse_phone(text: str, _: Spelling) -> str | Fault:
    """A phone number in one spelling: mobile, landline, 400, virtual with extension, masked by the platform, or foreign with ``+``.

    ``138-0013-8000`` is ``13800138000``, ``(0755)88888888转12`` is ``0755-88888888-12``. A masked or virtual number is normal, not wrong.

    Source: forms seen in platform and courier exports.
    """
    plain = re.sub("-{2,}", "-", re.sub(r"[()/−—]", "-", compact(text))).strip("-")
    home = _CHINA.match(plain)
    if home:
        plain = ("0" if home["short"] else "") + plain[home.end() :]
    return _home_phone(_CALLED_EXTENSION.sub("-", plain)) or _phone_abroad(plain) or Fault.PHONE


def _home_phone(plain: str) -> str | None:
    digits = plain.replace("-", "")
    if re.fullmatch(_MOBILE, digits, re.ASCII):
        return digits
    for form in _HOME:
        seen = form.fullmatch(plain)
        if seen:
            parts = seen.groupdict()
            return "-".join(part for part in (parts.get("area"), parts["number"].replace("-", ""), parts["extension"]) if part)
    return plain if any(form.fullmatch(plain) for form in _HIDDEN) else None


def _phone_abroad(plain: str) -> str | None:
    seen = _ABROAD.fullmatch(plain)
    digits = re.sub("[.-]", "", seen["number"]) if seen else ""
    if seen is None or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    return f"+{digits}x{seen['extension']}" if seen["extension"] else f"+{digits}"


def _number(seen: re.Match[str] | None) -> Decimal | Fault:
    """The number of a matched form; brackets around it mean less than zero."""
    if seen is None or (seen["before"] == "(") != bool(seen["after"]):
        return Fault.NOT_A_NUMBER
    figures = seen["figures"].rstrip(" ")
    if _GROUPED.fullmatch(figures):
        figures = figures.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(figures):
        return Fault.SEPARATORS if any(char.isdigit() for char in figures) and " " not in figures else Fault.NOT_A_NUMBER
    number = Decimal(figures)
    if number >= LARGEST:
        return Fault.TOO_LARGE
    return number.copy_negate() if seen["before"] in ("-", "−", "(") and number else number


def _rounded(number: Decimal | Fault, places: int) -> Decimal | Fault:
    """A number rounded half up; what rounds to zero has no sign."""
    if isinstance(number, Fault):
        return number
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) or Decimal(0).scaleb(-places)
