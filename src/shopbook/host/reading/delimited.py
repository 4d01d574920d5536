"""CSV and TSV files as grids: encoding, delimiter, quotes; what the cells mean is not decided here."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.container import Container
from shopbook.host.reading.encodings import decode
from shopbook.labels import Label
from shopbook.sheet.grid import CellType, Grid, column_letters

DELIMITERS = "\t,;|"
MAX_COLUMNS = 16_384
_SAMPLE_LINES = 50
_IDLE_TAB = re.compile(r"\t(?=[,;|])|(?<=[,;|])\t")
"""A tab beside another delimiter: Pinduoduo ends each value with one, Douyin begins its ids with one, lest Excel makes numbers of them."""
_SAMPLE_BYTES = 1 << 20
_MAX_FIELD = 1 << 30
_QUOTE, _NEWLINE = ord('"'), ord("\n")


def read_delimited(container: Container) -> Grid:
    """The one sheet of a text file.

    Raises:
        UnreadableFileError: Its encoding is unknown, a quote is never closed, or it holds NUL characters; the line is named.
    """
    with container.open() as stream:
        text = decode(container.path, stream.read())
    raw = text.raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _refuse_nul(container.path, raw)
    frame = _read_rows(container.path, raw, guess_delimiter(raw))
    return _to_grid(container.path.stem, frame, text.encoding)


def guess_delimiter(raw: bytes) -> str:
    """The delimiter that splits the first lines most evenly; a comma when none does.

    Args:
        raw: UTF-8 with line feeds.
    """
    sample = _IDLE_TAB.sub("", _outside_quotes(raw[:_SAMPLE_BYTES].decode(errors="ignore")))
    lines = [line for line in sample.split("\n")[:_SAMPLE_LINES] if line.strip()]
    scores = {delimiter: _evenness([line.count(delimiter) for line in lines]) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 0) else ","


def _outside_quotes(text: str) -> str:
    """The text without what stands between quotes."""
    return "".join(text.split('"')[::2])


def _evenness(counts: Sequence[int]) -> tuple[float, int]:
    """How many of the lines have the commonest number of delimiters, and that number."""
    common = Counter(count for count in counts if count).most_common(1)
    if not common:
        return 0, 0
    count, lines = common[0]
    return round(lines / len(counts), 1), count


def _refuse_nul(path: Path, raw: bytes) -> None:
    place = raw.find(b"\0")
    if place >= 0:
        raise UnreadableFileError(path, _NUL.filled({"line": raw.count(b"\n", 0, place) + 1}))


@dataclass(frozen=True, slots=True)
class _Layout:
    """What must come out of a quick reading: rows, and cells of the longest one."""

    height: int
    width: int
    has_quotes: bool


def _read_rows(path: Path, raw: bytes, delimiter: str) -> pl.DataFrame:
    layout = _layout(raw, delimiter)
    if layout is not None:
        frame = _read_quickly(raw, delimiter, layout)
        if frame is not None:
            return frame
    return _read_carefully(path, raw, delimiter)


def _layout(raw: bytes, delimiter: str) -> _Layout | None:
    """The size of the table; None when quotes stand where only the careful reader understands them."""
    octets = np.frombuffer(raw, np.uint8)
    if not len(octets):
        return _Layout(0, 0, has_quotes=False)
    quotes = np.flatnonzero(octets == _QUOTE)
    separators = np.flatnonzero((octets == ord(delimiter)) | (octets == _NEWLINE))
    if len(quotes):
        if not _quotes_are_usual(octets, quotes, delimiter):
            return None
        separators = separators[np.searchsorted(quotes, separators) % 2 == 0]
    ends = np.flatnonzero(octets[separators] == _NEWLINE)
    if not raw.endswith(b"\n"):
        ends = np.append(ends, len(separators))
    width = int(np.diff(ends, prepend=-1).max()) if len(ends) else 0
    return _Layout(len(ends), width, has_quotes=bool(len(quotes)))


def _quotes_are_usual(octets: np.typing.NDArray[np.uint8], quotes: np.typing.NDArray[np.int64], delimiter: str) -> bool:
    """Every quoted field begins behind a delimiter and ends before one, with doubled quotes inside."""
    if len(quotes) % 2:
        return False
    edges = np.zeros(256, np.bool_)
    edges[[ord(delimiter), _NEWLINE, _QUOTE]] = True
    padded = np.concatenate(([_NEWLINE], octets, [_NEWLINE]))
    before, after = padded[quotes[::2]], padded[quotes[1::2] + 2]
    return bool(edges[before].all() and edges[after].all())


def _read_quickly(raw: bytes, delimiter: str, layout: _Layout) -> pl.DataFrame | None:
    """Read with polars; None when the outcome does not have the size it must have."""
    if layout.height == 0 or layout.width > MAX_COLUMNS:
        return None
    try:
        frame = pl.read_csv(
            raw,
            has_header=False,
            schema={column_letters(number): pl.String for number in range(1, layout.width + 1)},
            separator=delimiter,
            quote_char='"' if layout.has_quotes else None,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == layout.height else None


def _read_carefully(path: Path, raw: bytes, delimiter: str) -> pl.DataFrame:
    csv.field_size_limit(_MAX_FIELD)
    rows = list(_records(path, raw.decode(), delimiter))
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise UnreadableFileError(path, _TOO_WIDE.filled({"columns": width}))
    columns = {
        column_letters(number + 1): pl.Series([row[number] if number < len(row) else None for row in rows], dtype=pl.String)
        for number in range(width)
    }
    return pl.DataFrame(columns)


def _records(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows; a line behind the last one tells whether a quote was left open."""
    lines = io.StringIO(text if text.endswith("\n") else text + "\n", newline="\n")
    reader = csv.reader(_with_sentinel(lines), delimiter=delimiter)
    begin = 1
    for row in reader:
        if row and row[-1].endswith(_SENTINEL):
            if row != [_SENTINEL]:
                raise UnreadableFileError(path, _OPEN_QUOTE.filled({"line": begin}))
            return
        yield row
        begin = reader.line_num + 1


_SENTINEL = "\0"
"""No row is this character alone: files that hold it are refused before."""


def _with_sentinel(lines: Iterator[str]) -> Iterator[str]:
    yield from lines
    yield _SENTINEL


def _to_grid(tab: str, frame: pl.DataFrame, encoding: str) -> Grid:
    """Without blank rows at the end and blank columns at the right; every cell of a text file is text."""
    texts = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in frame.columns)
    occupied = texts.select(pl.all().is_not_null().arg_true().last()).row(0) if texts.width else ()
    last_row = max((place for place in occupied if place is not None), default=-1)
    last_column = max((number for number, place in enumerate(occupied) if place is not None), default=-1)
    texts = texts[: last_row + 1, : last_column + 1]
    types = texts.select(pl.all().is_not_null().cast(pl.UInt8) * int(CellType.TEXT))
    return Grid(tab=tab, text=texts, types=types, encoding=encoding)


_NUL = Label(
    zh="第 {line} 行含有空字符（NUL），文件可能已损坏。请重新导出",
    en="line {line} holds a NUL character, so the file may be damaged; export it again",
)
_OPEN_QUOTE = Label(
    zh="第 {line} 行的引号没有配对，后面的内容无法分列。请在文本编辑器里改好这一行，或重新导出",
    en="a quote in line {line} is never closed, so what follows cannot be split; correct that line or export the file again",
)
_TOO_WIDE = Label(
    zh="有一行分成了 {columns} 列，超过表格的上限 16384 列。请检查分隔符",
    en="a line has {columns} columns, more than the 16384 of a sheet; check the delimiter",
)
