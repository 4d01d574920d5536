"""``shopbook import``: a list of another program into a workbook of ours."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import Form, FormOption, LangOption, Policy, QuietOption


def import_(
    export: Annotated[Path, typer.Argument(help="The platform's file, as it was downloaded.")],
    *,
    into: Annotated[Path, typer.Option("--into", help="The workbook (orders, stock); made when it is not there.")],
    profile: Annotated[str | None, typer.Option("--as", help="The profile (name or file) when it is not recognised by itself.")] = None,
    policy: Annotated[Policy, typer.Option("--policy", help="What to do with rows that have errors.")] = Policy.ALL_OR_NOTHING,
    date: Annotated[str | None, typer.Option("--date", help="The day or moment that counts as now.")] = None,
    lang: LangOption,
    form: FormOption = Form.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Bring a platform's export or a stock list into its workbook. The same file twice adds nothing.

    Example: shopbook import ExportOrderList.csv --into orders.xlsx --policy skip-bad
    """
    from shopbook.cli.asking import circumstances
    from shopbook.cli.showing import show_reports
    from shopbook.cli.work import Meter, work_through
    from shopbook.run.importing import Wanted, import_file
    from shopbook.sheet import importers

    given = circumstances(date, None, lang, write=policy is not Policy.CHECK)
    wanted = Wanted(export, into, profile, importers.Policy(policy))
    worked = work_through([partial(import_file, wanted, given)], lang, Meter(quiet=quiet))
    show_reports(worked.reports, form, lang, is_list=False)
    raise typer.Exit(worked.code)
