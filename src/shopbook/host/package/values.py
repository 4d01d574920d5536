"""One value as the bytes of a cell, and whether a cell already holds it."""

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Protocol

from shopbook.host.package.markup import attributes, escaped, unescaped
from shopbook.host.package.refusals import (
    BROKEN_TEXT,
    NO_DATE_SYSTEM,
    NOT_A_NUMBER,
    NOT_A_VALUE,
    TIME_ZONE,
    TOO_EARLY,
    TOO_LONG,
    TOO_MANY_DIGITS,
    Refusal,
)
from shopbook.host.package.styles import DateKind, Styles
from shopbook.labels import Label
from shopbook.sheet.plan import Value

_LONGEST_TEXT = 32_767
_FIRST_LOST = 10**15
_SAME_MOMENT: Final = 1e-8  # of a day: just under a millisecond, which is as fine as Excel shows

# Excel hides what XML cannot hold, and a text that looks like that, behind _xHHHH_.
_TO_HIDE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HIDDEN = re.compile("_x([0-9A-Fa-f]{4})_")
_FORM = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_TEXT_RUN = re.compile(rb"<(?:[\w.-]+:)?t(?:\s([^>]*))?>([^<]*)</|<(?:[\w.-]+:)?t\s*/>")
_PHONETIC = re.compile(rb"<((?:[\w.-]+:)?rPh)[\s>].*?</\1\s*>", re.DOTALL)
_FIRST_TRUE_DAY = 61  # 1900-03-01: before it Excel counts a day that never was
_XML_SPACE = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculated column's cell: its formula, escaped as the table keeps it, and what it shows until Excel calculates."""

    text: bytes
    shows: Value


Content = Value | Formula

Figure = bool | float | Decimal | dt.date | dt.time
"""What stands in a cell as a number."""


class Texts(Protocol):
    """The workbook's shared strings."""

    def __getitem__(self, index: int) -> bytes:
        """The ``<si>`` element of one text, what is inside it."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the workbook counts days."""

    is_1904: bool = False
    is_iso: bool = False

    def serial(self, value: dt.date | dt.time) -> float:
        """Days since the workbook's first, with the time as a fraction.

        Raises:
            Refusal: The value carries a zone or is before the first day that Excel counts right.
        """
        if self.is_iso:
            raise Refusal(NO_DATE_SYSTEM)
        if isinstance(value, (dt.datetime, dt.time)) and value.tzinfo:
            raise Refusal(TIME_ZONE.filled({"value": value}))
        if isinstance(value, dt.time):
            return _fraction(value)
        first = dt.date(1904, 1, 1) if self.is_1904 else dt.date(1899, 12, 30)
        day = value.date() if isinstance(value, dt.datetime) else value
        days = (day - first).days
        if days < (0 if self.is_1904 else _FIRST_TRUE_DAY):
            raise Refusal(TOO_EARLY.filled({"value": value}))
        return days + (_fraction(value.time()) if isinstance(value, dt.datetime) else 0)


@dataclass(frozen=True, slots=True)
class CellWriter:
    """Writes and compares cells of one sheet.

    Attributes:
        prefix: Of the sheet's elements, with its colon; mostly empty.
    """

    prefix: bytes
    styles: Styles
    calendar: Calendar
    texts: Texts

    def cell(self, name: bytes, style: int, content: Content) -> bytes:
        """The ``<c>`` element.

        Raises:
            Refusal: Excel cannot hold the value.
        """
        if isinstance(content, str):  # nearly always
            return self._text_cell(name, b' s="%d"' % style if style else b"", content)
        kind = date_kind(content)
        style = self.styles.dressed(style, kind) if kind else style
        worn = b' s="%d"' % style if style else b""
        p = self.prefix
        form, inside = self._form(content)
        if not inside:
            return b'<%bc r="%b"%b/>' % (p, name, worn)
        return b'<%bc r="%b"%b%b>%b</%bc>' % (p, name, worn, form, inside, p)

    def holds(self, cell: bytes, content: Content) -> bool:
        """Whether the cell already holds that content, type and all; a date also has to look like one."""
        if content is not None and b"t" not in cell and cell.endswith(b"/>"):  # nothing but a style: nearly always
            return False
        head, _, inside = cell.partition(b">")
        formula = _inside(inside, self.prefix, b"f")
        if isinstance(content, Formula):
            return formula == content.text and self._shows(head, inside, "" if content.shows is None else content.shows)
        return formula is None and b"<%bf" % self.prefix not in inside and self._shows(head, inside, content)

    def is_empty(self, cell: bytes) -> bool:
        """Whether the cell holds neither value nor formula."""
        return self.holds(cell, None)

    def _text_cell(self, name: bytes, worn: bytes, text: str) -> bytes:
        p = self.prefix
        space = b' xml:space="preserve"' if text != text.strip(_XML_SPACE) or "\n" in text else b""
        return b'<%bc r="%b"%b t="inlineStr"><%bis><%bt%b>%b</%bt></%bis></%bc>' % (p, name, worn, p, p, space, hidden(text), p, p, p)

    def _form(self, content: Formula | Figure | None) -> tuple[bytes, bytes]:
        p = self.prefix
        match content:
            case None:
                return b"", b""
            case Formula():
                form, value = self._shown(content.shows)
                return form, b"<%bf>%b</%bf>%b" % (p, content.text, p, value)
            case _:
                return b' t="b"' if isinstance(content, bool) else b"", b"<%bv>%b</%bv>" % (p, self._number(content), p)

    def _shown(self, shows: Value) -> tuple[bytes, bytes]:
        if shows is None or isinstance(shows, str):
            return b' t="str"', b"<%bv>%b</%bv>" % (self.prefix, hidden(shows or ""), self.prefix)
        return self._form(shows)

    def _number(self, value: Figure) -> bytes:
        if isinstance(value, (dt.date, dt.time)):
            return number_text(self.calendar.serial(value))
        return number_text(value)

    def _shows(self, head: bytes, inside: bytes, content: Value) -> bool:
        if content is None:
            return not _has_content(inside)
        found = _FORM.search(head)
        form = found[1] if found else b"n"
        if isinstance(content, str):
            return self._text(form, inside) == content
        raw = _inside(inside, self.prefix, b"v")
        if raw is None or isinstance(content, bool):
            return raw is not None and form == b"b" and raw.strip() == (b"1" if content else b"0")
        return form == b"n" and self._counts(head, raw, content)

    def _counts(self, head: bytes, raw: bytes, content: float | Decimal | dt.date | dt.time) -> bool:
        kind = date_kind(content)
        if kind is None:
            return not isinstance(content, (dt.date, dt.time)) and _decimal(raw) == Decimal(number_text(content).decode())
        there = _decimal(raw)
        assert isinstance(content, (dt.date, dt.time))  # noqa: S101 - what has a date kind is one of these
        near = there is not None and abs(float(there) - self.calendar.serial(content)) < _SAME_MOMENT
        return near and self.styles.suits(int(attributes(head).get("s", "0")), kind)

    def _text(self, form: bytes, inside: bytes) -> str | None:
        if form == b"inlineStr":
            return string_text(inside)
        raw = _inside(inside, self.prefix, b"v")
        if form == b"str":
            return shown_text(raw or b"")
        return string_text(self.texts[int(raw)]) if form == b"s" and raw else None


def date_kind(content: Content) -> DateKind | None:
    """What format a value needs to be seen as the date or time that it is; None for everything else."""
    if content is None or isinstance(content, str):  # nearly always
        return None
    if isinstance(content, Formula):
        return date_kind(content.shows)
    if isinstance(content, dt.datetime):
        return DateKind.MOMENT if content.time() != dt.time() else DateKind.DAY
    if isinstance(content, dt.date):
        return DateKind.DAY
    return DateKind.TIME if isinstance(content, dt.time) else None


def number_text(value: Value) -> bytes:
    """A number (or truth value) as a cell keeps it: a Decimal by its exact text, a float by its shortest.

    Raises:
        Refusal: Excel would lose digits of it, or it is no number.
    """
    match value:
        case float():
            _require(NOT_A_NUMBER, value, is_met=math.isfinite(value))
            return repr(float(value)).removesuffix(".0").encode()
        case Decimal():
            _require(NOT_A_NUMBER, value, is_met=value.is_finite())
            _require(TOO_MANY_DIGITS, value, is_met=abs(value) < _FIRST_LOST)
            return str(value).encode()
        case int():
            _require(TOO_MANY_DIGITS, value, is_met=abs(value) < _FIRST_LOST)
            return b"%d" % value
        case _:
            raise Refusal(NOT_A_VALUE.filled({"value": type(value).__name__}))


def hidden(text: str) -> bytes:
    """A text as it stands in a cell, with what XML cannot hold hidden as Excel does.

    Raises:
        Refusal: It is too long for a cell, or half of a surrogate pair.
    """
    if 2 * len(text) > _LONGEST_TEXT and len(text.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST_TEXT:
        raise Refusal(TOO_LONG)
    is_usual = text.isprintable() and "_x" not in text
    try:
        return escaped(text if is_usual else _TO_HIDE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    except UnicodeEncodeError as error:
        raise Refusal(BROKEN_TEXT) from error


def shown_text(raw: bytes) -> str:
    """What a person sees of a text as it stands in a cell."""
    return _HIDDEN.sub(lambda found: chr(int(found[1], 16)), unescaped(raw))


def string_text(inside: bytes) -> str | None:
    """The text of an ``<is>`` or ``<si>``: its runs joined, without their pronunciation.

    None when readers would not agree on it (spaces at the ends that nothing preserves, CDATA, comments).
    """
    if b"<!" in inside:
        return None
    parts = []
    for marks, raw in _TEXT_RUN.findall(_PHONETIC.sub(b"", inside) if b"rPh" in inside else inside):
        text = shown_text(raw)
        if b"preserve" not in marks and raw != raw.strip():
            return None
        parts.append(text)
    return "".join(parts)


def _require(label: Label, value: object, *, is_met: bool) -> None:
    if not is_met:
        raise Refusal(label.filled({"value": value}))


def _fraction(time: dt.time) -> float:
    seconds = time.hour * 3600 + time.minute * 60 + time.second
    return (seconds + time.microsecond / 1e6) / 86400


def _decimal(raw: bytes) -> Decimal | None:
    try:
        return Decimal(raw.decode().strip())
    except InvalidOperation:
        return None


def _has_content(inside: bytes) -> bool:
    return bool(re.search(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s/>]", inside)) and not re.fullmatch(
        rb"\s*<(?:[\w.-]+:)?v\s*(?:/>|></(?:[\w.-]+:)?v>)\s*</(?:[\w.-]+:)?c>", inside
    )


def _inside(xml: bytes, prefix: bytes, name: bytes) -> bytes | None:
    """What is inside the plain element; None when it is absent, or is a formula that is more than its text."""
    opened = b"<%b%b>" % (prefix, name)
    start = xml.find(opened)
    if start < 0:
        return _spaced(xml, prefix, name) if name == b"v" else None
    end = xml.find(b"</", start)
    return xml[start + len(opened) : end]


def _spaced(xml: bytes, prefix: bytes, name: bytes) -> bytes | None:
    found = re.search(rb"<%b%b\s[^>]*[^/]>([^<]*)</" % (re.escape(prefix), name), xml)
    return found[1] if found else None
