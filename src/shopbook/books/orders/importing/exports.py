"""What the order workbook takes in: the exports of platforms, and order sheets with our own titles."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from shopbook.books.every_book import CHANGES, PARAMETERS
from shopbook.books.orders.checking import check_orders
from shopbook.books.orders.importing.importing import Export, read_export
from shopbook.books.orders.importing.intake import SUMMARY, Wish, import_orders
from shopbook.books.orders.importing.plain_sheets import recognise_plain
from shopbook.books.orders.importing.platforms import profile_from_text, profiles_from_rows, shipped_profiles
from shopbook.books.orders.importing.recognising import Recognition, recognise
from shopbook.books.orders.rules.facts import FACTS
from shopbook.books.orders.sheets import ORDERS, PLATFORM_TITLES
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Checked, Importer, Inputs, Intake
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, ListLayout
from shopbook.sheet.recognising import UnknownLayoutError, profile_named, recognise_as
from shopbook.sheet.rules import Rule
from shopbook.sheet.tables import Table


def order_importer(rules: Sequence[Rule]) -> Importer:
    """The importer of the order workbook.

    Args:
        rules: Those of its order sheet, to say which of them an export has no columns for.
    """

    def decide(grid: Grid, inputs: Inputs, asked: Asked) -> Intake:
        wish = Wish(recognise_export(grid, asked, inputs.tables), asked.policy, asked.source, rules, FACTS)
        intake = import_orders(grid, inputs, wish)
        return Intake(intake.outcome, intake.refused, {ORDERS.code: intake.export.table})

    reads = (ORDERS.code, PLATFORM_TITLES.code, CHANGES.code, PARAMETERS.code)
    return Importer(recognise_export, decide, check_export, load_export, _layouts, reads, SUMMARY)


def recognise_export(grid: Grid, asked: Asked, tables: Mapping[str, Table]) -> Recognition:
    """The layout of an export; the shop's own layouts stand on the workbook's sheet 平台映射."""
    if asked.text is not None:
        return recognise_as(grid, profile_from_text(asked.text, name=asked.profile or ""))
    own = profiles_from_rows(tables[PLATFORM_TITLES.code].frame) if PLATFORM_TITLES.code in tables else ()
    profiles = (*own, *shipped_profiles())
    if asked.profile is not None:
        return recognise_as(grid, profile_named(asked.profile, profiles))
    try:
        return recognise(grid, profiles)
    except UnknownLayoutError as error:
        return recognise_plain(grid, error)


def check_export(grid: Grid, inputs: Inputs, asked: Asked) -> Checked:
    """Everything that is wrong with an export, its cells and its orders."""
    export = read_export(grid, recognise_export(grid, asked, {}), lang=inputs.lang, source=asked.source)
    outcome = check_orders(replace(inputs, tables={ORDERS.code: export.table}))
    return Checked(replace(outcome, notes=(_said(export), *export.notes, *outcome.notes)), {ORDERS.code: export.table})


def load_export(grid: Grid, asked: Asked, lang: Lang) -> dict[str, pl.DataFrame]:
    """An export's lines as ``orders``."""
    return {ORDERS.code: read_export(grid, recognise_export(grid, asked, {}), lang=lang, source=asked.source).table.frame}


def _layouts() -> tuple[ListLayout, ...]:
    return tuple(ListLayout(each.name, each.platform, each.title) for each in shipped_profiles())


def _said(export: Export) -> Label:
    """What the file was taken for."""
    names = {"title": export.profile.title, "name": export.profile.name}
    return Label(zh="按“{title}”（{name}）读取", en="Read as '{title}' ({name})").filled(names)
