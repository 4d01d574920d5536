"""``shopbook batch``: a shop's folder worked through while nobody is there."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import Form, FormOption, LangOption, LogLevel, QuietOption


def batch(
    shop: Annotated[Path, typer.Argument(help="The shop's folder.")],
    *,
    tasks: Annotated[str | None, typer.Option("--tasks", help="Only these tasks, with commas between them.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, max=256, help="How many processes; 0 works in this one.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="The address of a Dask scheduler, whose workers do it instead.", metavar="ADDRESS")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and run again whenever something was saved; Ctrl-C ends it.")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="Where the report goes; default: the shop's folder.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="The day or moment that counts as now.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of a parameter, or RULE=off.")] = None,
    log_level: Annotated[LogLevel, typer.Option("--log-level", help="What is worth a line in the log in .shopbook.")] = LogLevel.INFO,
    lang: LangOption,
    form: FormOption = Form.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Work through a shop's folder: import, check, bring up to date what is new, and report.

    Example: shopbook batch shop --workers 2
    """
    from shopbook.cli.batch_asking import batch_wish, crew_of
    from shopbook.cli.batch_showing import looking_on, show_account
    from shopbook.run.batch.discovering import STATE
    from shopbook.run.batch.logbook import logged
    from shopbook.run.batch.running import run_batch

    def run() -> int:
        wish = batch_wish(shop, tasks, report, date=date, pairs=settings, lang=lang)
        with crew_of(wish, workers, scheduler) as hands, looking_on(lang, quiet=quiet) as watcher, logged(shop / STATE, log_level):
            account = run_batch(wish, hands, watcher)
        show_account(account, form, lang)
        return account.code

    if not watch:
        raise typer.Exit(run())
    from shopbook.cli.batch_watching import run_each_time

    raise typer.Exit(run_each_time(run, shop, report, lang))
