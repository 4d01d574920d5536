"""The template of an order workbook, and beside it how much there is on each of its sheets."""

import json
import zipfile
from pathlib import Path

from shopbook.books.registry import book_named
from shopbook.build.workbook import build_template
from shopbook.labels import Lang

_COUNTED = (b"<c r=", b"<dataValidation ", b"<cfRule ")


def write_template(path: Path, _rows: int) -> None:
    """The template, whatever number of rows is asked for, and of each sheet its cells, its drop-downs and its conditional formats."""
    path.write_bytes(build_template(book_named("orders"), Lang.ZH))
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    path.with_suffix(".json").write_text(json.dumps([[xml.count(tag) for tag in _COUNTED] for xml in parts]), encoding="utf-8")
