"""``shopbook check``: findings of any workbook of ours or platform export; nothing is written."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import Form, FormOption, LangOption, QuietOption


def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks of ours or platform exports.")],
    *,
    date: Annotated[str | None, typer.Option("--date", help="The day or moment that counts as now.")] = None,
    profile: Annotated[str | None, typer.Option("--as", help="Read an export as this profile (name or file).")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of a parameter, or RULE=off.")] = None,
    lang: LangOption,
    form: FormOption = Form.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Find every problem of workbooks or exports. Nothing is written.

    Example: shopbook check orders.xlsx export.csv --format json
    """
    from shopbook.cli.asking import circumstances
    from shopbook.cli.showing import show_reports
    from shopbook.cli.work import Meter, work_through
    from shopbook.run.checking import check_file

    given = circumstances(date, settings, lang, write=False)
    worked = work_through([partial(check_file, path, given, profile=profile) for path in files], lang, Meter(quiet=quiet))
    show_reports(worked.reports, form, lang, is_list=len(files) > 1)
    raise typer.Exit(worked.code)
