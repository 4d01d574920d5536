"""The same from Python: what ``import shopbook`` offers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from shopbook.labels import Lang
from shopbook.run.checking import check_file, load_file
from shopbook.run.clock import shop_now
from shopbook.run.files import run_on_file
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances


def check(
    path: str | Path,
    *,
    profile: str | None = None,
    now: dt.datetime | None = None,
    lang: Lang | str = Lang.ZH,
    settings: Mapping[str, str] | None = None,
) -> Report:
    """Find everything that is wrong with a workbook of ours or a platform's export; nothing is written.

    Args:
        path: The file.
        profile: Which profile to read an export with (a name or a TOML file); recognised when not given.
        now: The moment that counts as now, the shop's clock; the real one when not given.
        lang: The language of the sentences, ``zh`` or ``en``.
        settings: Parameters and rule switches for this run: ``{"ship_hours": "24", "orders.overdue": "off"}``.

    Raises:
        ShopbookError: The file can't be read, or is no list of orders; ``sentence(lang)`` says why.
    """
    given = Circumstances(now=now or shop_now(), lang=Lang(lang), settings=settings or {}, write=False)
    return check_file(Path(path), given, profile=profile)


def run(  # noqa: PLR0913 - people who type it want every choice named
    task: str,
    path: str | Path,
    *,
    output: str | Path | None = None,
    in_place: bool = False,
    now: dt.datetime | None = None,
    lang: Lang | str = Lang.ZH,
    settings: Mapping[str, str] | None = None,
    files: Sequence[str | Path] = (),
    who: str = "",
) -> Report:
    """Run a task on a workbook of ours; without ``output`` or ``in_place`` nothing is written.

    Args:
        task: Its name, as ``shopbook tasks`` lists them.
        path: The workbook.
        output: Where a changed copy goes.
        in_place: Write into the workbook itself.
        now: The moment that counts as now, the shop's clock; the real one when not given.
        lang: The language of the sentences; the workbook is written in its own.
        settings: Parameters and rule switches for this run.
        files: Files and folders of filled-in forms to collect, instead of the folder that the workbook names.
        who: Who runs it, for the change log.

    Raises:
        ShopbookError: It could not be done; the workbook is as it was.
    """
    target = Path(path) if in_place else Path(output) if output is not None else None
    given = Circumstances(
        now=now or shop_now(),
        lang=Lang(lang),
        settings=settings or {},
        who=who,
        write=target is not None,
        files=tuple(Path(file) for file in files),
    )
    return run_on_file(Path(path), task, given, target=target)


def load(path: str | Path, *, profile: str | None = None, lang: Lang | str = Lang.ZH) -> dict[str, pl.DataFrame]:
    """The typed frames of a workbook of ours, by sheet; of a platform's export its lines as ``orders``.

    A cell that could not be read is null; ``check`` says which and why. ``_row`` is the row in the file.

    Raises:
        ShopbookError: The file can't be read, or is no list of orders.
    """
    return load_file(Path(path), lang=Lang(lang), profile=profile)
