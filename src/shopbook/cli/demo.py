"""``shopbook demo``: a sample shop, its day run, and where to look."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import LangOption, QuietOption


def demo(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder for the sample shop.")] = Path("demo"),
    *,
    lang: LangOption,
    quiet: QuietOption = False,
) -> None:
    """Make a sample shop and run its day: import, check, review, allocate, chase.

    Example: shopbook demo shop
    """
    from shopbook.cli.asking import working
    from shopbook.run.demo import run_demo

    with working(1, quiet=quiet) as step:
        told = step(run_demo(folder, lang))
    typer.echo("\n".join(line[lang] for line in told))
