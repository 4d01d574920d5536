"""``shopbook run``: one task on workbooks of ours."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import Form, FormOption, LangOption, QuietOption


def run(
    task: Annotated[str, typer.Argument(help="Which task; shopbook tasks lists them.")],
    workbooks: Annotated[list[Path], typer.Argument(help="Workbooks of ours.")],
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the result here; the workbook stays as it is.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write into the workbook itself.")] = False,
    date: Annotated[str | None, typer.Option("--date", help="The day or moment that counts as now.")] = None,
    files: Annotated[list[Path] | None, typer.Option("--with", help="Collect this file or folder of forms; may be repeated.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Make PDF files beside the papers too; needs LibreOffice.")] = False,
    settings: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE of a parameter, or RULE=off.")] = None,
    lang: LangOption,
    form: FormOption = Form.TABLE,
    quiet: QuietOption = False,
) -> None:
    """Run a task on workbooks. Without -o or --in-place it only says what it would do.

    Example: shopbook run check-orders orders.xlsx --in-place
    """
    from shopbook.cli.asking import circumstances, outputs, unwritten
    from shopbook.cli.showing import show_reports
    from shopbook.cli.work import Meter, work_through
    from shopbook.run.files import run_on_file

    targets, meter = outputs(workbooks, output, in_place=in_place), Meter(quiet=quiet)
    given = circumstances(date, settings, lang, write=any(targets))
    given = replace(given, files=tuple(files or ()), has_pdf=pdf, progress=meter.step)
    jobs = [partial(run_on_file, path, task, given, target=target) for path, target in zip(workbooks, targets, strict=True)]
    worked = work_through(jobs, lang, meter)
    show_reports(worked.reports, form, lang, is_list=len(workbooks) > 1)
    if worked.reports:
        unwritten(targets, lang, quiet=quiet)
    raise typer.Exit(worked.code)
