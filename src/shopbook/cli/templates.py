"""``shopbook templates``: rebuild what is generated from the declarations."""

from typing import Annotated

import typer

from shopbook.cli.speech import LangOption


def templates(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit 1 when something is out of date.")] = False,
    lang: LangOption,
) -> None:
    """Rebuild or compare what is made from the declarations. For developers: templates and reference pages.

    Example: shopbook templates --check
    """
    from shopbook.build.templates import check_all, write_all
    from shopbook.cli.printed import out_of_date, print_pages
    from shopbook.cli.speech import remark
    from shopbook.labels import Label

    pages = out_of_date() if check else print_pages()
    touched = [*(check_all() if check else write_all()), *(page.name for page in pages)]
    says = (
        Label(zh="与声明不一致：{name}", en="differs from its declaration: {name}") if check else Label(zh="已写 {name}", en="wrote {name}")
    )
    for name in touched:
        remark(says.filled({"name": name}), lang)
    raise typer.Exit(1 if check and touched else 0)
