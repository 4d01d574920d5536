"""Checking any file: a workbook of ours by its book, a platform's export by its profile. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.checking import check_orders
from shopbook.books.orders.importing import Export, read_export
from shopbook.books.orders.plain_sheets import recognise_plain
from shopbook.books.orders.platforms import Profile, profile_from_text, shipped_profiles
from shopbook.books.orders.recognising import Recognition, UnknownLayoutError, profile_named, recognise, recognise_as
from shopbook.books.orders.sheets import ORDERS
from shopbook.errors import UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.gathering import gather
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, Decision, book_of, report_of, run_task
from shopbook.sheet.books import Inputs
from shopbook.sheet.grid import Grid
from shopbook.sheet.parameters import Setting, settled

CHECK = "check"

_NO_TEXT = Label(zh="映射文件读不出来，请把它存成 UTF-8 编码的文本", en="the profile file can't be read: save it as text in UTF-8")
_EMPTY = Label(zh="文件里没有任何内容", en="there is nothing in the file")


@dataclass(frozen=True, slots=True)
class Found:
    """The sheet of a file that is a list of orders, and its layout."""

    grid: Grid
    recognition: Recognition


def check_file(path: Path, given: Circumstances, *, profile: str | None = None) -> Report:
    """Find everything that is wrong with a file.

    Args:
        path: A workbook of ours or a platform's export.
        given: The moment, the language, settings.
        profile: Which profile to read an export with: its name, or a TOML file; ``None`` recognises it.

    Raises:
        FileError: It can't be read, or is no list of orders that anybody has described.
    """
    host = FileHost(path)
    mark = host.mark()
    if mark is not None and profile is None:
        report = run_task(host, book_of(mark).tasks[0].code, replace(given, write=False))
        return replace(report, task=CHECK, workbook=str(path), notes=(*host.remarks, *report.notes))
    found = order_list(host, profiles_for(profile), asked=profile)
    export = read_export(found.grid, found.recognition, lang=given.lang, source=path.name)
    report = _checked(export, path, given)
    return replace(report, notes=(*host.remarks, said(export), *report.notes))


def load_file(path: Path, *, lang: Lang, profile: str | None = None) -> dict[str, pl.DataFrame]:
    """The typed frames of a workbook of ours by sheet code, or an export's lines as ``orders``."""
    host = FileHost(path)
    mark = host.mark()
    if mark is not None and profile is None:
        book = book_of(mark)
        tables = gather(host, book, [sheet.code for sheet in book.sheets], lang=lang)
        return {code: table.frame for code, table in tables.items()}
    found = order_list(host, profiles_for(profile), asked=profile)
    return {ORDERS.code: read_export(found.grid, found.recognition, lang=lang, source=path.name).table.frame}


def profiles_for(asked: str | None, own: Sequence[Profile] = ()) -> tuple[Profile, ...]:
    """The profiles to choose from: the shop's own first, and a file that was named.

    Raises:
        UnreadableFileError: The named file is not there, or no text.
        ProfileError: It is no profile.
    """
    if asked is not None and asked.endswith(".toml"):
        path = Path(asked)
        if not path.is_file():
            raise UnreadableFileError(path, Label(zh="没有这个映射文件", en="there is no such profile file"))
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableFileError(path, _NO_TEXT) from error
        return (profile_from_text(text, name=path.name),)
    return (*own, *shipped_profiles())


def order_list(host: FileHost, profiles: Sequence[Profile], *, asked: str | None) -> Found:
    """The first sheet of a file that is a list of orders.

    Raises:
        UnreadableFileError: There is none; says what the first sheet is nearest to.
        UnknownNameError: There is no profile of the name asked for.
    """
    refusals: list[UnknownLayoutError] = []
    for tab in host.tabs():
        grid = host.grid(tab)
        try:
            return Found(grid, _recognised(grid, profiles, asked))
        except UnknownLayoutError as error:
            refusals.append(error)
    raise UnreadableFileError(host.path, refusals[0].label if refusals else _EMPTY) from (refusals[0] if refusals else None)


def said(export: Export) -> Label:
    """What the file was taken for."""
    names = {"title": export.profile.title, "name": export.profile.name}
    return Label(zh="按“{title}”（{name}）读取", en="Read as '{title}' ({name})").filled(names)


def _recognised(grid: Grid, profiles: Sequence[Profile], asked: str | None) -> Recognition:
    if asked is not None:
        return recognise_as(grid, profiles[0] if asked.endswith(".toml") else profile_named(asked, profiles))
    try:
        return recognise(grid, profiles)
    except UnknownLayoutError as error:
        return recognise_plain(grid, error)


def _checked(export: Export, path: Path, given: Circumstances) -> Report:
    rules = [rule.code for rule in ORDERS_BOOK.rules]
    settings = [Setting(code, value) for code, value in given.settings.items()]
    parameters = settled(ORDERS_BOOK.parameters, rules, settings, on=given.now.date())
    inputs = Inputs({"orders": export.table}, parameters, given.now, given.lang, given.who)
    outcome = check_orders(inputs)
    decision = Decision({"orders": export.table}, replace(outcome, notes=(*export.notes, *outcome.notes)))
    return report_of(CHECK, str(path), ORDERS_BOOK, decision, given.lang)
