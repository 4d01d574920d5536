"""Those who make the template of an order workbook; each is one function of a path."""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.readers import Job


def xlsxwriter_alone(path: Path) -> None:
    """XlsxWriter with as many sheets, cells, drop-downs and highlights as the template has, and nothing thought about."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed

    with tempfile.TemporaryDirectory(dir=path.parent) as folder, Workbook(str(Path(folder) / "made.xlsx")) as workbook:
        formats = [workbook.add_format({"font_size": size, "text_wrap": True}) for size in range(8, 20)]
        for cells, choices, highlights in json.loads(path.with_suffix(".json").read_text(encoding="utf-8")):
            worksheet = workbook.add_worksheet()
            for number in range(cells):
                worksheet.write_string(number // 20, number % 20, f"单元格 {number}", formats[number % len(formats)])
            for number in range(choices):
                worksheet.data_validation(5, number, 1_000, number, {"validate": "list", "source": ["是", "否"]})
            for number in range(highlights):
                rule = {"type": "formula", "criteria": f'=ISNUMBER(FIND("{number}",$A6))', "format": formats[0]}
                worksheet.conditional_format(5, number, 1_000, number, rule)


def build_template(path: Path) -> None:
    """The template from its declarations, with its macros."""
    from shopbook.books.registry import book_named
    from shopbook.build.workbook import build_template as build
    from shopbook.labels import Lang

    sys.stdout.write(f"{path.name}: {len(build(book_named('orders'), Lang.ZH))}\n")


def every_template(path: Path) -> None:
    """The whole command ``shopbook templates --check``: every book in both languages, the add-in, macros, reference pages."""
    from shopbook.cli.app import main

    sys.argv = ["shopbook", "templates", "--check"]
    sys.stdout.write(f"{path.name}\n")
    main()


def openpyxl_again(path: Path) -> None:
    """What people do who have a template: load it, save it, with openpyxl."""
    from openpyxl import load_workbook

    workbook = load_workbook(path, keep_vba=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        workbook.save(Path(folder) / "again.xlsm")


BUILDERS: Mapping[str, Job] = {
    "XlsxWriter alone, as many cells, drop-downs, highlights": xlsxwriter_alone,
    "shopbook, one template": build_template,
    "openpyxl, the template loaded and saved": openpyxl_again,
    "shopbook templates --check, all of them": every_template,
}
"""The first is what the others are compared with."""
