"""The shared strings of a workbook, as one column."""

import re
from collections.abc import Iterable
from xml.parsers import expat

import polars as pl

from shopbook.host.reading.escapes import unescape, unescape_each, unescape_hex, unescape_xml

_PREFIX = re.compile(rb"<(\w+):sst\b")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh\s*>", re.DOTALL)
_TEXT = re.compile(r"<t(?:\s[^>]*)?(?:/>|>([^<]*)</t\s*>)")
_PLAIN = r"^(?:<si>)?<t(?: xml:space=\"preserve\")?>([^<]*)</t>$"
_ESCAPED = r"[&\r]|_x[0-9A-Fa-f]{4}_"
_PLAIN_ITEM = re.compile(_PLAIN)
_SHORT_BYTES = 1 << 17
"""So few strings are sooner looked at one by one."""

_ODD = (b"<!", b"<?", b"</si ", b"<si ")


def rich_text(inner: str) -> str:
    """The text of an ``si`` or ``is`` element's content: all its runs, without the readings of Chinese and Japanese words."""
    runs = _TEXT.findall(_PHONETIC.sub("", inner))
    return unescape_hex("".join(unescape_xml(run) for run in runs))


def read_shared_strings(raw: bytes) -> pl.Series | None:
    """One String per ``si``, in order; None when the part is in an unusual shape and must be read patiently.

    Raises:
        UnicodeDecodeError: The bytes are not UTF-8.
    """
    prefix = _PREFIX.search(raw[:4096])
    if prefix:
        raw = raw.replace(b"<" + prefix[1] + b":", b"<").replace(b"</" + prefix[1] + b":", b"</")
    begin = raw.find(b"<si")
    if begin < 0:
        return pl.Series(dtype=pl.String)
    end = raw.rfind(b"</sst")
    body = raw[begin:end].replace(b"<si/>", b"<si></si>")
    if end < begin or any(odd in body for odd in _ODD):
        return None
    if len(body) <= _SHORT_BYTES:
        return pl.Series([_item_to_text(item) for item in body.decode().split("</si>")[:-1]], dtype=pl.String)
    items = pl.Series([body.decode()]).str.split("</si>").explode()
    return _items_to_text(items.head(-1))


def _item_to_text(item: str) -> str:
    """The text of one ``<si>…`` without its end tag."""
    stripped = item.lstrip(" \t\r\n").removeprefix("<si>")
    plain = _PLAIN_ITEM.fullmatch(stripped)
    return rich_text(stripped) if plain is None else unescape(plain[1])


def _items_to_text(items: pl.Series) -> pl.Series:
    """The same for many."""
    stripped = items.str.strip_chars_start(" \t\r\n").str.strip_prefix("<si>")
    plain = stripped.str.extract(_PLAIN)
    is_rich = plain.is_null()
    is_escaped = plain.str.contains(_ESCAPED).fill_null(value=False)
    texts = plain.scatter(is_escaped.arg_true(), unescape_each(plain.filter(is_escaped), unescape)) if is_escaped.any() else plain
    if not is_rich.any():
        return texts
    rich = pl.Series([rich_text(item) for item in stripped.filter(is_rich)], dtype=pl.String)
    return texts.clone().scatter(is_rich.arg_true(), rich)


def walk_shared_strings(pieces: Iterable[bytes]) -> pl.Series:
    """The same from any well-formed XML.

    Raises:
        expat.ExpatError: The XML is not well-formed, or in an encoding that XML parsers need not know.
    """
    walker = _StringWalker()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return pl.Series(walker.items, dtype=pl.String)


class _StringWalker:
    """Collects the text of ``t`` elements that stand in no ``rPh``."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self._runs: list[str] = []
        self._readings = self._depth = 0

    def start(self, name: str, _attributes: object) -> None:
        match name.rpartition(":")[2]:
            case "si":
                self._runs = []
            case "rPh":
                self._readings += 1
            case "t":
                self._depth += 1
            case _:
                pass

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "si":
                self.items.append(unescape_hex("".join(self._runs)))
            case "rPh":
                self._readings -= 1
            case "t":
                self._depth -= 1
            case _:
                pass

    def text(self, piece: str) -> None:
        if self._depth and not self._readings:
            self._runs.append(piece)
