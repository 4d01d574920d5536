"""Which encoding a text file is in: by its mark, else by what it can only be."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.labels import Label

# The mark of UTF-32 begins like that of UTF-16, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text: as UTF-8 without mark, and the encoding it was in."""

    raw: bytes
    encoding: str


def decode(path: Path, raw: bytes) -> Decoded:
    """Try, strictly and in this order: the mark at the beginning, UTF-16 without mark (its NULs show it), UTF-8, GB18030.

    GB18030 comes last since it accepts most bytes; files of other encodings may pass as it with wrong characters, so whoever
    reads must know the titles.

    Raises:
        UnreadableFileError: It is in none of them.
    """
    for encoding in _candidates(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(raw if encoding == "utf-8" else text.encode(errors="replace"), encoding)
    raise UnreadableFileError(path, _UNKNOWN)


def _candidates(raw: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return (encoding,)
    wide = _wide_encoding(raw[:_SAMPLE_BYTES])
    return (wide,) if wide else ("utf-8", "gb18030")


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without mark shows in the NULs of its ASCII characters: all of them on one side."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 10 < len(sample):
        return ""
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""


_UNKNOWN = Label(
    zh="看不出文字编码（不是 UTF-8、UTF-16，也不是 GB18030）。请用 Excel 打开后另存为“CSV UTF-8”再试",
    en="its text encoding is unknown (not UTF-8, UTF-16 or GB18030); open it in Excel, save it as 'CSV UTF-8' and try again",
)
