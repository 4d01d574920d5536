"""The files of a run's report: where they lie, and how they get there whole."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from shopbook.host.holding import open_elsewhere
from shopbook.host.replace import KeptAsideError, replace_file
from shopbook.labels import Lang
from shopbook.run.batch.entries import Account
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.reporting.plain import write_json, write_markdown
from shopbook.run.batch.reporting.sheets import Shown, quoted, write_workbook
from shopbook.run.batch.reporting.words import TITLE, plain_name

WORKBOOK, JSON, MARKDOWN = ".xlsx", ".json", ".md"


def stem_of(wanted: Path | None, shop: Path, lang: Lang) -> Path:
    """The report's place without an ending.

    Args:
        wanted: What somebody asked for: a folder, or a name with or without one of the endings; ``None`` is the shop's folder.
        shop: That folder.
        lang: The report's language, for its name.
    """
    place = shop if wanted is None else wanted
    if place.is_dir():
        return place / TITLE[lang]
    return place.with_suffix("") if place.suffix.lower() in {WORKBOOK, JSON, MARKDOWN} else place


def write_reports(account: Account, findings: Findings, stem: Path, lang: Lang, *, shown: Shown) -> Iterator[Path]:
    """Write the report three times over; what was there before is replaced in one step.

    Yields:
        The files written. One that somebody has open gets another name.

    Raises:
        UnwritableFileError: One could not be written.
    """
    writers: dict[str, Callable[[BinaryIO], None]] = {
        WORKBOOK: partial(_workbook, account, findings, lang, shown),
        JSON: partial(write_json, account, findings, lang),
        MARKDOWN: partial(write_markdown, account, lang),
    }
    for ending, write in writers.items():
        yield _written(stem.with_name(stem.name + ending), write, shown.now)


def link_from(folder: Path, shop: Path) -> Callable[[str], str]:
    """How a report in a folder links to the shop's files."""
    way = os.path.relpath(shop.resolve(), folder.resolve()).replace(os.sep, "/")

    def link(file: str) -> str:
        return quoted(plain_name(f"./{way}/{file}".replace("/./", "/")))

    return link


def _workbook(account: Account, findings: Findings, lang: Lang, shown: Shown, out: BinaryIO) -> None:
    write_workbook(account, findings, lang, out, shown=shown)


def _written(path: Path, write: Callable[[BinaryIO], None], now: dt.datetime) -> Path:
    if open_elsewhere(path) is not None:
        path = path.with_name(f"{path.stem} (shopbook {now:%Y%m%d-%H%M%S}){path.suffix}")
    try:
        replace_file(path, write, unchanged_since=None, now=now)
    except KeptAsideError as error:
        return error.kept
    return path
