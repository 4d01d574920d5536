"""Small workbooks written by hand, so that a test says exactly which bytes it is about."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from shopbook.host.package import PatchReport, patch
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"><alignment wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
TEXTS = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><r><t>富</t></r><r><t>文本</t></r></si><si><t> 空 </t></si></sst>'


def sheet(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN, prefix: str = "") -> str:
    """A worksheet part; ``prefix`` (with its colon) goes before ``worksheet`` and ``sheetData`` only, rows bring their own."""
    declared = f'xmlns:{prefix[:-1]}="{namespace}"' if prefix else f'xmlns="{namespace}"'
    return f"<{prefix}worksheet {declared}>{before}<{prefix}sheetData>{rows}</{prefix}sheetData>{after}</{prefix}worksheet>"


def table(
    ref: str, columns: Sequence[str], *, name: str = "表1", marks: str = "", inside: str = "", formulas: Mapping[str, str] | None = None
) -> str:
    """A table part."""
    formula = {column: f"<calculatedColumnFormula>{text}</calculatedColumnFormula>" for column, text in (formulas or {}).items()}
    described = "".join(
        f'<tableColumn id="{number}" name="{column}">{formula.get(column, "")}</tableColumn>' for number, column in enumerate(columns, 1)
    )
    return (
        f'<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}" {marks}><autoFilter ref="{ref}"/>{inside}'
        f'<tableColumns count="{len(columns)}">{described}</tableColumns></table>'
    )


def book(
    path: Path, xml: str, *, tables: Sequence[str] = (), workbook: str = "", styles: str = STYLES, more: Mapping[str, str] | None = None
) -> Path:
    """A workbook with one sheet called 表; ``workbook`` goes behind its ``<sheets>``."""
    names = [f"tables/table{number}.xml" for number in range(1, len(tables) + 1)]
    parts = {
        "[Content_Types].xml": _types(names),
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>{workbook}</workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _links(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        ),
        "xl/worksheets/sheet1.xml": xml,
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": TEXTS,
        "xl/worksheets/_rels/sheet1.xml.rels": _links([("table", f"../{name}") for name in names]),
        **{f"xl/{name}": xml for name, xml in zip(names, tables, strict=True)},
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return path


def rows_of(path: Path) -> str:
    """What stands between the sheetData tags of the first sheet."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    return re.split(r"</?(?:\w+:)?sheetData>", xml)[1]


def write(column: str, cells: Mapping[int, Value], tab: str = "表") -> EditPlan:
    """A plan that writes some cells of one column."""
    return EditPlan(writes=(ColumnWrite(tab, column, list(cells), list(cells.values())),))


def patched(source: Path, plan: EditPlan) -> tuple[Path, PatchReport]:
    """The patched file, beside the source, and the report."""
    target = source.with_name("patched" + source.suffix)
    with target.open("w+b") as file:
        return target, patch(source, file, plan)


def _links(links: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _types(tables: Sequence[str]) -> str:
    kinds = {
        "workbook.xml": "sheet.main",
        "worksheets/sheet1.xml": "worksheet",
        "styles.xml": "styles",
        "sharedStrings.xml": "sharedStrings",
    }
    kinds |= dict.fromkeys(tables, "table")
    overrides = "".join(f'<Override PartName="/xl/{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in kinds.items())
    defaults = (
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'
