"""``shopbook demo``: a sample shop, its day run, and a tour."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import LangOption


def demo(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder for the sample shop.")] = Path("demo"),
    *,
    orders: Annotated[int, typer.Option(min=0, max=2000, help="Orders of a usual day; fewer are made sooner.")] = 300,
    seed: Annotated[int, typer.Option(min=0, help="Another number makes other orders.")] = 618,
    lang: LangOption,
) -> None:
    """Make a sample shop and run its day. It ends by showing round: what was found, where to look first, what to do next.

    Example: shopbook demo shop
    """
    from shopbook.run.demo import SampleShop, run_demo

    for line in run_demo(SampleShop(folder, lang, seed, orders)):
        typer.echo(line[lang])
