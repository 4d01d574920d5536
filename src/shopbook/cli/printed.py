"""The page of help as it lies ready, made of the commands: written anew or compared."""

from pathlib import Path

import typer

from shopbook.cli.commands import app
from shopbook.cli.first_page import WIDTH, page_file
from shopbook.cli.spoken import program_page
from shopbook.labels import Lang

_MARGIN = 2  # that a page of help leaves at the right


def printed_page(lang: Lang) -> str:
    """What ``shopbook --help`` says in a terminal that is wide enough."""
    program = typer.main.get_group(app)
    context = program.make_context(app.info.name, [], resilient_parsing=True, terminal_width=WIDTH - _MARGIN)
    return program_page(program, context, lang) + "\n"


def out_of_date() -> list[Path]:
    """The pages that differ from what the commands say."""
    return [path for lang in Lang if not (path := Path(page_file(lang))).is_file() or path.read_text("utf-8") != printed_page(lang)]


def print_pages() -> list[Path]:
    """Write the pages that are out of date; returns them."""
    touched = out_of_date()
    for lang in Lang:
        path = Path(page_file(lang))
        if path in touched:
            path.write_text(printed_page(lang), "utf-8", newline="\n")
    return touched
