"""What the gate found out about a file: its kind, its sheets, and what a reader should know before it opens them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from shopbook.host.reading.archive import Contents
from shopbook.labels import Label


class Kind(StrEnum):
    """What a file really is, whatever its name says."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    XML2003 = "xml2003"
    CSV = "csv"


class Visibility(StrEnum):
    """Whether the shop's people see a sheet's tab; ``VERY_HIDDEN`` ones only a macro can show."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of a workbook; ``part`` is its member of the zip, empty where there is no zip."""

    name: str
    part: str = ""
    visibility: Visibility = Visibility.VISIBLE


@dataclass(frozen=True, slots=True)
class Container:
    """A file that passed the gate.

    Attributes:
        path: Where it lies.
        kind: What its content is.
        mismatch: A sentence to report when the name's ending says something else, else None.
        tabs: The sheets with cells, in the workbook's order. Charts and macro sheets are not among them.
        is_1904: Serial dates count from 1904.
        names: Defined names of the workbook -> what they stand for, as written.
        has_macros: It carries VBA or old macro sheets. Nothing here runs them.
        links: Other workbooks and programs that its formulas reach, as written.
        body: The bytes to read instead of the file's own: decrypted with Excel's default password, or taken out of a zip.
        password: Which of those that were tried opened it; empty where none was needed.
        contents: Of an OOXML workbook, what the gate found in its zip.
    """

    path: Path
    kind: Kind
    mismatch: Label | None = None
    tabs: tuple[Tab, ...] = ()
    is_1904: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    has_macros: bool = False
    links: tuple[str, ...] = ()
    body: bytes | None = None
    password: str = field(default="", repr=False)
    contents: Contents | None = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """The content as a stream of bytes, from its beginning."""
        return self.path.open("rb") if self.body is None else io.BytesIO(self.body)
