"""Those who make and collect a month's forms; each is one function of a path."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.readers import Job


def openpyxl_forms(path: Path) -> None:
    """A copy of the template for each form, loaded and saved, with nothing written into it."""
    from openpyxl import load_workbook

    from bench.form_sheets import folder_of
    from shopbook.labels import Lang
    from shopbook.run.making import WITHOUT, template_of

    template = template_of("appraisal", Lang.ZH, ending=WITHOUT).with_name("card.xlsx")
    count = sum(1 for _ in folder_of(path).rglob("*.xlsx"))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for number in range(count):
            load_workbook(template).save(Path(folder) / f"{number}.xlsx")
    sys.stdout.write(f"{count}\n")


def make_forms(path: Path) -> None:
    """Every form of the month, made anew in a folder of its own."""
    from bench.form_sheets import BEGUN
    from shopbook.run.files import run_on_file

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        sys.stdout.write(f"{dict(run_on_file(copy, 'make-forms', BEGUN, target=copy).summary)}\n")


def collect_forms(path: Path) -> None:
    """Every form of the month, filled in and back."""
    from dataclasses import replace

    from bench.form_sheets import BEGUN, folder_of
    from shopbook.run.files import run_on_file

    given = replace(BEGUN, files=(folder_of(path) / "2026-03",))
    sys.stdout.write(f"{dict(run_on_file(path, 'collect-forms', given).summary)}\n")


FORM_FILLERS: Mapping[str, Job] = {
    "openpyxl, the template loaded and saved for each form": openpyxl_forms,
    "shopbook make-forms, a month": make_forms,
    "shopbook collect-forms, a month": collect_forms,
}
"""The first is what the others are compared with."""
