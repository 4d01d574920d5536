"""Cell styles, of which a date needs one that shows a date."""

import re
from enum import IntEnum

from shopbook.host.package.markup import attributes, element, opening, require_plain, tags, with_attribute
from shopbook.host.package.refusals import NO_STYLES, Refusal


class DateKind(IntEnum):
    """What a date or time is, as the number of the built-in format that shows it."""

    DAY = 14
    MOMENT = 22
    TIME = 21


_PLAIN = b'<%bxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
_XF = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)xf(?=[\s/>])(?:[^>]*/>|[^>]*>.*?</(?P=p)xf\s*>)", re.DOTALL)
# Numbers of built-in formats that show a day, and those that show a time; 27-36 and 50-58 are the East Asian ones.
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58})
_TIMES = frozenset({18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56})
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Styles:
    """The styles of one workbook; styles are only ever added, behind those that are there."""

    def __init__(self, xml: bytes | None) -> None:
        self._xml = xml
        self._table: re.Match[bytes] | None = None
        self._xfs: list[bytes] | None = None
        self._formats: dict[int, str] = {}
        self._added: list[bytes] = []
        self._known: dict[tuple[int, DateKind], int] = {}

    def suits(self, style: int, kind: DateKind) -> bool:
        """Whether cells of that style show such a value as a date or time."""
        xfs = self._read()
        if style >= len(xfs):
            return False
        number = int(attributes(xfs[style].partition(b">")[0]).get("numFmtId", "0"))
        if number in self._formats:
            return _code_suits(self._formats[number], kind)
        return number in (_TIMES if kind is DateKind.TIME else _DAYS)

    def dressed(self, style: int, kind: DateKind) -> int:
        """A style like that one which shows such a value; added if there is none.

        Raises:
            Refusal: The workbook has no styles to add to.
        """
        if (style, kind) not in self._known:
            self._known[style, kind] = style if self.suits(style, kind) else self._add(style, kind)
        return self._known[style, kind]

    def result(self) -> bytes | None:
        """The part with the added styles; None when none was added."""
        if not self._added or self._xml is None or self._table is None:
            return None
        head, end = self._table[1], self._table.end(3)
        counted = with_attribute(head, "count", str(len(self._xfs or ()))) if b"count" in head else head
        start = self._table.start(1)
        return self._xml[:start] + counted + self._xml[start + len(head) : end] + b"".join(self._added) + self._xml[end:]

    def _read(self) -> list[bytes]:
        if self._xfs is None:
            self._xfs = self._parsed()
        return self._xfs

    def _parsed(self) -> list[bytes]:
        if self._xml is None:
            raise Refusal(NO_STYLES)
        require_plain(self._xml)
        self._table = element("cellXfs").search(self._xml)
        if self._table is None:
            raise Refusal(NO_STYLES)
        formats = element("numFmts").search(self._xml)
        for _, marks in tags(formats[3] if formats else b"", "numFmt"):
            self._formats[int(marks["numFmtId"])] = marks.get("formatCode", "")
        return [found[0] for found in _XF.finditer(self._table[3])]

    def _add(self, style: int, kind: DateKind) -> int:
        xfs = self._read()
        like = xfs[style] if style < len(xfs) else _PLAIN % (self._table[2] if self._table else b"")
        head = opening("xf").match(like)
        tag = head[0] if head else like
        dressed = with_attribute(with_attribute(tag, "numFmtId", str(int(kind))), "applyNumberFormat", "1")
        added = dressed + like[len(tag) :]
        xfs.append(added)
        self._added.append(added)
        return len(xfs) - 1


def _code_suits(code: str, kind: DateKind) -> bool:
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if "general" in shown:
        return False
    return bool(re.search("[hs]" if kind is DateKind.TIME else "[yd]", shown))
