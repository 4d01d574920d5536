"""``shopbook new``: a fresh workbook."""

from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import LangOption, QuietOption


def new(
    book: Annotated[str, typer.Argument(help="Which book; shopbook books lists them.")],
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to; default: the book's name in this folder.")] = None,
    lang: LangOption,
    quiet: QuietOption = False,
) -> None:
    """Make a fresh workbook; an existing file is never overwritten.

    Example: shopbook new orders -o orders.xlsx
    """
    from shopbook.cli.speech import remark
    from shopbook.labels import Label
    from shopbook.run.clock import shop_now
    from shopbook.run.making import new_workbook

    made = new_workbook(book, output, lang, now=shop_now())
    remark(Label(zh="已新建 {path}", en="Made {path}").filled({"path": made}), lang, quiet=quiet)
