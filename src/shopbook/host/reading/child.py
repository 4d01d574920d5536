"""Runs as a process of its own, with limits, since readers of old formats can crash, hang or take all memory on a bad file.

Started by ``limited.py`` as a script: it imports nothing of shopbook, so that it starts quickly.
It looks into a file (``probe``) or reads cells (``cells``) and writes one JSON file. Passwords to try come as a JSON list on its standard
input, where no list of processes shows them.
"""

import datetime as dt
import io
import json
import posixpath
import re
import struct
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - Excel's own, known to everybody: files locked with it open without asking

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_EPOCH: Final = dt.timedelta()
_ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
_ODS_ERRORS: Final = frozenset(_ERRORS.values())
_BLANK, _NUMBER, _TEXT, _BOOL, _ERROR = "01234"

_BIFF_FORMULA, _BIFF_DATE_MODE, _BIFF_SHEET, _BIFF_ERROR, _BIFF_ROW = 0x0006, 0x0022, 0x0085, 0x0205, 0x0208
_BIFF_EOF, _BIFF_FILE_PASS = 0x000A, 0x002F
# Kinds of two bytes keep the mark of their first byte.
_XLSB_ROW, _XLSB_ERROR, _XLSB_FORMULA_ERROR, _XLSB_BOOK, _XLSB_SHEET = 0, 3, 11, 0x0199, 0x019C
_RELATION: Final = re.compile(r"""<Relationship\b(?=[^>]*\bId="([^"]*)")(?=[^>]*\bTarget="([^"]*)")""")

_LED_ASTRAY: Final = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, struct.error)
"""What readers of such containers raise where a damaged structure leads them; anything else ends the process, which is noticed."""

Report = dict[str, object]
Places = dict[tuple[int, int], str]


def main(arguments: Sequence[str]) -> None:
    """``probe FILE OUT`` or ``cells FILE OUT SHEET…``."""
    job, source, target, *sheets = arguments
    path = Path(source)
    report = probe(path, Path(target + ".open"), json.loads(sys.stdin.read() or "[]")) if job == "probe" else cells(path, sheets)
    Path(target).write_text(json.dumps(report), encoding="utf-8", errors="surrogatepass")


def probe(path: Path, opened: Path, passwords: Sequence[str] = ()) -> Report:
    """What kind of file, its sheets; a locked file that one of these passwords or Excel's default opens is written to ``opened``."""
    raw = path.read_bytes()
    if not raw.startswith(_OLE):
        return {"status": "ok", **_sheets(path)}
    names = _stream_names(raw)
    if names is None:
        return {"status": "damaged"}
    if not names & {"encryptedpackage", "workbook", "book"}:
        return {"status": "document" if names & {"worddocument", "powerpoint document"} else "other"}
    has_macros = "_vba_project_cur" in names
    if "encryptedpackage" not in names and not _is_locked_biff(path):
        return {"status": "ok", "macros": has_macros, **_sheets(path)}
    tried = enumerate((*passwords, DEFAULT_PASSWORD))
    at, plain = next(((at, plain) for at, password in tried if (plain := _unlock(raw, password)) is not None), (0, None))
    if plain is None:
        return {"status": "password"}
    opened.write_bytes(plain)
    found = {"status": "ok", "macros": has_macros, **_sheets(opened)} if plain.startswith(_OLE) else {"status": "package"}
    return {**found, "opened_by": at}


def _stream_names(raw: bytes) -> set[str] | None:
    """What the container holds at its top, in lower case."""
    import olefile  # type: ignore[import-untyped] # noqa: PLC0415 - without types; only files in an OLE container need it

    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as ole:
            return {entry[0].lower() for entry in ole.listdir(streams=True, storages=True)}
    except _LED_ASTRAY:
        return None


def _is_locked_biff(path: Path) -> bool:
    return any(kind == _BIFF_FILE_PASS for kind, _ in _biff_records(_biff_stream(path), 0))


def _unlock(raw: bytes, password: str) -> bytes | None:
    """The content of a locked file when a password opens it."""
    import msoffcrypto  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import, and without types
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError  # type: ignore[import-untyped] # noqa: PLC0415 - same

    plain = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(raw))
        office.load_key(password=password)
        office.decrypt(plain)
    except (*_LED_ASTRAY, FileFormatError, ParseError, DecryptionError):
        return None
    # Some ways of locking cannot tell a wrong password; then what comes out is no container.
    return plain.getvalue() if plain.getvalue().startswith((_OLE, _ZIP)) else None


def _sheets(path: Path) -> Report:
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415 - where it crashes, the report must not be lost

    with CalamineWorkbook.from_path(str(path)) as workbook:
        found = [
            [sheet.name, str(sheet.visible).rpartition(".")[2]]
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    return {"tabs": found, "is_1904": _extras(path).is_1904}


def cells(path: Path, sheets: Sequence[str]) -> Report:
    """The cells of the sheets: per column the texts, and the types as one digit each."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - same

    extras = _extras(path)
    is_ods = path.suffix == ".ods"
    found = []
    with CalamineWorkbook.from_path(str(path)) as workbook:
        for name in sheets:
            sheet = workbook.get_sheet_by_name(name)
            index = workbook.sheet_names.index(name)
            merges = sheet.merged_cell_ranges or []
            grid = _Grid(sheet.start or (0, 0), extras.errors.get(index, {}), is_ods=is_ods)
            for row in sheet.to_python(skip_empty_area=True) if sheet.start else ():
                grid.add(row)
            found.append({**grid.report(), "merges": merges, "hidden": extras.hidden.get(index, 0)})
    return {"status": "ok", "sheets": found}


class _Grid:
    """Collects rows into columns of texts and types, from the sheet's first used cell on."""

    def __init__(self, start: tuple[int, int], errors: Places, *, is_ods: bool) -> None:
        self._start = start
        self._errors = errors
        self._is_ods = is_ods
        self._texts: list[list[str | None]] = []
        self._types: list[list[str]] = []
        self._height = 0

    def add(self, row: Sequence[object]) -> None:
        while len(self._texts) < len(row):
            self._texts.append([None] * self._height)
            self._types.append([_BLANK] * self._height)
        for column, value in enumerate(row):
            place = (self._start[0] + self._height, self._start[1] + column)
            text, kind = (self._errors[place], _ERROR) if place in self._errors else _written(value)
            self._texts[column].append(text)
            self._types[column].append(_ERROR if self._is_ods and text in _ODS_ERRORS else kind)
        self._height += 1

    def report(self) -> Report:
        row, column = self._start
        return {"row": row + 1, "column": column + 1, "texts": self._texts, "types": ["".join(types) for types in self._types]}


def _written(value: object) -> tuple[str | None, str]:
    """A value's text and type; numbers are spelled out by whoever reads the report."""
    match value:
        case "" | None:
            return None, _BLANK
        case str():
            return value, _TEXT
        case bool():
            return ("TRUE" if value else "FALSE"), _BOOL
        case dt.datetime():
            return _whole_second(value).isoformat(" "), _NUMBER
        case dt.date():
            return f"{value.isoformat()} 00:00:00", _NUMBER
        case dt.time():
            return _whole_second(dt.datetime.combine(dt.date(2000, 1, 1), value)).isoformat(" ")[11:], _NUMBER
        case dt.timedelta():
            return _clock(round(value / dt.timedelta(seconds=1))), _NUMBER
        case _:
            return repr(value), _NUMBER


def _whole_second(moment: dt.datetime) -> dt.datetime:
    up = moment.microsecond >= 500_000  # noqa: PLR2004 - half a second
    return moment.replace(microsecond=0) + (dt.timedelta(seconds=1) if up else _EPOCH)


def _clock(seconds: int) -> str:
    minutes, second = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes // 60:02}:{minutes % 60:02}:{second:02}"


class _Extras:
    """What the cell reader does not tell: error cells and hidden rows by the sheet's index, and the date system."""

    def __init__(self) -> None:
        self.errors: dict[int, Places] = {}
        self.hidden: dict[int, int] = {}
        self.is_1904 = False


def _extras(path: Path) -> _Extras:
    with path.open("rb") as stream:
        head = stream.read(8)
    extras = _Extras()
    if head.startswith(_OLE):
        _read_biff(path, extras)
    elif path.suffix == ".xlsb":
        _read_binary_parts(path, extras)
    return extras


def _read_biff(path: Path, extras: _Extras) -> None:
    """Source: [MS-XLS] 2.4 (BoolErr, BoundSheet8, Date1904, Formula, Row)."""
    raw = _biff_stream(path)
    starts: list[int] = []
    for kind, body in _biff_records(raw, 0):
        if kind == _BIFF_SHEET and len(body) >= 6:  # noqa: PLR2004 - a position and two bytes
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _BIFF_DATE_MODE:
            extras.is_1904 = body[:1] == b"\x01"
    for index, start in enumerate(starts):
        errors = extras.errors.setdefault(index, {})
        for kind, body in _biff_records(raw, start):
            _note_biff(kind, body, errors)
            extras.hidden[index] = extras.hidden.get(index, 0) + (_is_hidden_row(kind, body))


def _is_hidden_row(kind: int, body: bytes) -> bool:
    return kind == _BIFF_ROW and len(body) > 12 and bool(body[12] & 0x20)  # noqa: PLR2004 - the row's flags


def _biff_stream(path: Path) -> bytes:
    import olefile  # noqa: PLC0415 - same

    with olefile.OleFileIO(str(path)) as ole:
        name = "Workbook" if ole.exists("Workbook") else "Book"
        stream: bytes = ole.openstream(name).read()
        return stream


def _note_biff(kind: int, body: bytes, errors: Places) -> None:
    is_error = kind == _BIFF_ERROR and len(body) >= 8 and body[7] == 1  # noqa: PLR2004 - row, column, format, value, flag
    is_formula_error = kind == _BIFF_FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2  # noqa: PLR2004 - same
    if is_error or is_formula_error:
        code = body[6] if is_error else body[8]
        errors[struct.unpack_from("<HH", body)] = _ERRORS.get(code, "#N/A")


def _biff_records(raw: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, nested ones (charts) included."""
    depth = 0
    while position + 4 <= len(raw):
        kind, length = struct.unpack_from("<HH", raw, position)
        yield kind, raw[position + 4 : position + 4 + length]
        position += 4 + length
        depth += (kind & 0xFF == 0x09) - (kind == _BIFF_EOF)  # noqa: PLR2004 - BOF, of whatever version
        if depth <= 0:
            return


def _read_binary_parts(path: Path, extras: _Extras) -> None:
    """Source: [MS-XLSB] 2.4 (BrtBundleSh, BrtCellError, BrtFmlaError, BrtRowHdr, BrtWbProp)."""
    with zipfile.ZipFile(path) as package:
        names = {name.lower(): name for name in package.namelist()}
        book = package.read(names["xl/workbook.bin"])
        targets = dict(_RELATION.findall(package.read(names["xl/_rels/workbook.bin.rels"]).decode()))
        keys = []
        for kind, body in _binary_records(book):
            if kind == _XLSB_SHEET:
                length = struct.unpack_from("<I", body, 8)[0]
                keys.append(body[12 : 12 + 2 * length].decode("utf-16-le"))
            elif kind == _XLSB_BOOK:
                extras.is_1904 = bool(body[0] & 1)
        for index, key in enumerate(keys):
            part = names.get(posixpath.normpath(posixpath.join("xl", targets.get(key, ""))).lower())
            if part:
                _note_binary_sheet(package.read(part), extras.errors.setdefault(index, {}), extras, index)


def _note_binary_sheet(raw: bytes, errors: Places, extras: _Extras, index: int) -> None:
    row = 0
    for kind, body in _binary_records(raw):
        if kind == _XLSB_ROW:
            row = struct.unpack_from("<I", body)[0]
            extras.hidden[index] = extras.hidden.get(index, 0) + bool(body[11] & 0x10)
        elif kind in {_XLSB_ERROR, _XLSB_FORMULA_ERROR}:
            errors[row, struct.unpack_from("<I", body)[0]] = _ERRORS.get(body[8], "#N/A")


def _binary_records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbers of a record's kind and length are written seven bits a byte, lowest first."""
    position = 0
    while position < len(raw):
        kind = raw[position]
        position += 1
        if kind & 0x80:
            kind |= raw[position] << 8
            position += 1
        length = shift = 0
        while True:
            octet = raw[position]
            position += 1
            length |= (octet & 0x7F) << shift
            shift += 7
            if not octet & 0x80:
                break
        yield kind, raw[position : position + length]
        position += length


if __name__ == "__main__":
    main(sys.argv[1:])
