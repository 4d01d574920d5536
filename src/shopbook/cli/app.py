"""The program: one command a module; errors are caught once, here."""

import contextlib
import os
import sys

import typer

from shopbook.cli import addin, catalogue, check, demo, doctor, importing, new, running, templates
from shopbook.cli.speech import complain, system_lang
from shopbook.errors import ShopbookError
from shopbook.labels import Lang

app = typer.Typer(
    name="shopbook",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="An online shop's back office in office workbooks / 网店运营办公工作簿.",
)
app.command("demo")(demo.demo)
app.command("new")(new.new)
app.command("import")(importing.import_)
app.command("check")(check.check)
app.command("run")(running.run)
app.command("tasks")(catalogue.tasks)
app.command("books")(catalogue.books)
app.command("profiles")(catalogue.profiles)
app.command("templates")(templates.templates)
app.command("addin")(addin.addin)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line; every error of ours ends in one sentence on stderr and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # replaced streams may lack it
    try:
        app()
    except BrokenPipeError:
        # The reader (head, less) went away: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (ShopbookError, OSError) as error:
        sys.exit(complain(error, asked_lang(sys.argv)))
    except KeyboardInterrupt:
        sys.exit(130)


def asked_lang(arguments: list[str]) -> Lang:
    """The language asked for on the command line, for errors that come before it is parsed."""
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] or (arguments[index + 1] if index + 1 < len(arguments) else "")
        if argument.split("=")[0] == "--lang" and value in tuple(Lang):
            return Lang(value)
    return system_lang()
