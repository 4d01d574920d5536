"""``shopbook batch``: a shop's folder worked through while nobody is there."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import Form, FormOption, LangOption, QuietOption


def batch(
    shop: Annotated[Path, typer.Argument(help="The shop's folder.")],
    *,
    tasks: Annotated[str | None, typer.Option("--tasks", help="Only these tasks, with commas between them.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, max=256, help="How many processes; 0 works in this one.")] = 1,
    report: Annotated[Path | None, typer.Option("--report", help="Where the report goes; default: the shop's folder.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The day or moment that counts as now.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of a parameter, or RULE=off.")] = None,
    lang: LangOption,
    form: FormOption = Form.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Work through a shop's folder: import, check, bring up to date what is new, and report.

    Example: shopbook batch shop --workers 2
    """
    from shopbook.cli.batch_asking import batch_wish
    from shopbook.cli.batch_showing import looking_on, show_account
    from shopbook.run.batch.crew import processes
    from shopbook.run.batch.running import run_batch

    wish = batch_wish(shop, tasks, report, date=date, pairs=settings, lang=lang)
    with looking_on(lang, quiet=quiet) as watcher:
        account = run_batch(wish, processes(workers, memory_mb=wish.settings.limits.memory_mb), watcher)
    show_account(account, form, lang)
    raise typer.Exit(account.code)
