"""The add-in: a tab of the ribbon for every workbook of ours that is open in Excel, one without macros too."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

from shopbook.build.macros import addin_modules, ribbon
from shopbook.build.settings import add_settings
from shopbook.build.vba import vba_project
from shopbook.build.workbook import MADE_ON
from shopbook.labels import Lang
from shopbook.sheet.books import Book
from shopbook.sheet.starting import ADDIN_TAB

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_LINK = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON_PART}"/></Relationships>'
)
_WORKBOOK, _ADDIN = b"application/vnd.ms-excel.sheet.macroEnabled", b"application/vnd.ms-excel.addin.macroEnabled"


def build_addin(books: Sequence[Book]) -> bytes:
    """The add-in for these books, in all languages; the same declarations give the same bytes."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "shopbook", "created": MADE_ON})
        # Nobody sees a sheet of an add-in, but a workbook without a visible one is damaged to Excel.
        add_settings(workbook, ADDIN_TAB, *Lang)
        workbook.add_vba_project(BytesIO(vba_project(addin_modules(books, 1))), is_stream=True)
    return _packed(_with_ribbon(target.getvalue(), ribbon(books)))


def _with_ribbon(workbook: bytes, tabs: str) -> Iterator[tuple[str, bytes]]:
    """The parts of an add-in from those of a workbook."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(_WORKBOOK, _ADDIN)
            elif name == "_rels/.rels":
                content = content.replace(b"</Relationships>", _RIBBON_LINK.encode())
            yield name, content
    yield _RIBBON_PART, tabs.encode()


def _packed(parts: Iterator[tuple[str, bytes]]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _NO_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
