"""Code 128 barcodes, as pictures of black and white modules.

Source: ISO/IEC 15417, the table of symbol characters and the rule of the check character.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence

QUIET = 10
"""Modules left blank before and behind the bars; less, and scanners take what stands beside them for a bar."""

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 "
    "223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 "
    "311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS = re.findall(r"\d+", _TABLE)
"""Of each symbol character, by its value: the widths of bar, space, bar, space … in modules."""

_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
_CHECK = 103
_FIRST, _LAST = " ", "~"
_SHORTEST_RUN = 4
"""Digits that are worth a change to the set that packs two into one character."""


def is_encodable(text: str) -> bool:
    """Whether a text has a barcode: printable ASCII, and not empty."""
    return bool(text) and all(_FIRST <= char <= _LAST for char in text)


def modules(text: str) -> tuple[bool, ...]:
    """The modules of a text, true for black, the quiet zones included.

    Args:
        text: Printable ASCII, see :func:`is_encodable`.
    """
    symbols = list(_symbols(text))
    check = (symbols[0] + sum(place * value for place, value in enumerate(symbols))) % _CHECK
    widths = "".join(_WIDTHS[value] for value in (*symbols, check, _STOP))
    bars = [place % 2 == 0 for place, width in enumerate(widths) for _ in range(int(width))]
    blank = [False] * QUIET
    return (*blank, *bars, *blank)


def _symbols(text: str) -> Iterator[int]:
    """The start character and what follows it, in the set of pairs of digits where a run of digits is long enough."""
    is_pairs, at = _run(text, 0) >= _SHORTEST_RUN, 0
    yield _START_C if is_pairs else _START_B
    while at < len(text):
        run = _run(text, at)
        if is_pairs and run >= 2:  # noqa: PLR2004 - a pair
            yield int(text[at : at + 2])
            at += 2
        elif is_pairs:
            is_pairs = False
            yield _TO_B
        elif run >= _SHORTEST_RUN and run % 2 == 0:
            is_pairs = True
            yield _TO_C
        else:
            yield ord(text[at]) - ord(_FIRST)
            at += 1


def _run(text: str, at: int) -> int:
    """How many digits follow one another from a place on."""
    rest = text[at:]
    return len(rest) - len(rest.lstrip("0123456789"))


def picture(bars: Sequence[bool], *, across: int, down: int) -> bytes:
    """Modules as a PNG of black and white; the same bytes from every release of zlib.

    Args:
        bars: True for black.
        across: Pixels of one module.
        down: Pixels from top to bottom.
    """
    line = "".join(("0" if is_black else "1") * across for is_black in bars)
    size = len(line)
    packed = int(line.ljust(-(-size // 8) * 8, "1"), 2).to_bytes(-(-size // 8), "big")
    header = struct.pack(">IIBBBBB", size, down, 1, 0, 0, 0, 0)
    pixels = zlib.compress((b"\x00" + packed) * down, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
