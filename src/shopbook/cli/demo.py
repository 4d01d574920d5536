"""``shopbook demo``: a sample shop, its day run, and where to look."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import LangOption


def demo(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder for the sample shop.")] = Path("demo"),
    *,
    lang: LangOption,
) -> None:
    """Make a sample shop and run its day. It ends by saying what was found and which file to open.

    Example: shopbook demo shop
    """
    from shopbook.run.demo import run_demo

    for line in run_demo(folder, lang):
        typer.echo(line[lang])
