"""Workbooks written by hand, part by part, so that a test says exactly what its file holds."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from shopbook.host.gate import admit
from shopbook.host.reading import read_grids
from shopbook.sheet.grid import CellType, Grid

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_PART = "xl/worksheets/sheet1.xml"

# 0 general, 1 a date, 2 hours that run on, 3 two decimals, 4 a code of the shop's own with a year.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/>'
    '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="165"/></cellXfs>'
    "</styleSheet>"
)


def worksheet(rows: str, *, after: str = "", namespace: str = MAIN) -> str:
    """A sheet part without prefix."""
    return f'<?xml version="1.0"?>\n<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(rows: str = "", *, after: str = "", shared: str = "", workbook: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet 订单; ``shared`` are its ``<si>`` elements, ``workbook`` goes before its sheets."""
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": links(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{workbook}<sheets><sheet name="订单" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": links(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"), ("rId3", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        SHEET_PART: worksheet(rows, after=after),
    }


def links(*arrows: tuple[str, str, str]) -> str:
    """A part that lists arrows of id, kind and target."""
    found = "".join(f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{target}"/>' for key, kind, target in arrows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def pack(path: Path, members: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", packing) as package:
        for name, body in members.items():
            package.writestr(name, body)
    return path


def book(folder: Path, rows: str, *, after: str = "", shared: str = "", workbook: str = "") -> Path:
    """A workbook with one sheet 订单 of these ``<row>`` elements."""
    return pack(folder / "book.xlsx", parts(rows, after=after, shared=shared, workbook=workbook))


def row(number: int, *cells: str) -> str:
    """A row whose cells hold ``@`` where their references go."""
    return f'<row r="{number}">{"".join(cells)}</row>'.replace("@", str(number))


def read(path: Path) -> Grid:
    """The only sheet of a file."""
    (grid,) = read_grids(admit(path))
    return grid


def cell(grid: Grid, reference: str) -> tuple[str | None, CellType]:
    """The text and type of one cell such as ``B17``."""
    letters = reference.rstrip("0123456789")
    index = int(reference[len(letters) :]) - grid.first_row
    return grid.text[letters][index], CellType(grid.types[letters][index])
