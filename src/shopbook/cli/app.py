"""The program: one command a module; errors are caught once, here."""

import contextlib
import os
import sys

import typer

from shopbook.cli import addin, batch, catalogue, check, demo, doctor, importing, new, running, templates
from shopbook.cli.speech import asked_lang, complain, confess
from shopbook.cli.spoken import SpokenCommand, SpokenGroup, obey
from shopbook.errors import ShopbookError

app = typer.Typer(
    name="shopbook",
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="An online shop's back office in office workbooks / 网店运营办公工作簿.",
)
app.command("demo", cls=SpokenCommand)(demo.demo)
app.command("new", cls=SpokenCommand)(new.new)
app.command("import", cls=SpokenCommand)(importing.import_)
app.command("check", cls=SpokenCommand)(check.check)
app.command("run", cls=SpokenCommand)(running.run)
app.command("batch", cls=SpokenCommand)(batch.batch)
app.command("tasks", cls=SpokenCommand)(catalogue.tasks)
app.command("books", cls=SpokenCommand)(catalogue.books)
app.command("profiles", cls=SpokenCommand)(catalogue.profiles)
app.command("templates", cls=SpokenCommand)(templates.templates)
app.command("addin", cls=SpokenCommand)(addin.addin)
app.command("doctor", cls=SpokenCommand)(doctor.doctor)


def main() -> None:
    """Run the command line; every error ends in one sentence on stderr and its exit code, faults of our own too."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # replaced streams may lack it
    try:
        sys.exit(obey(app))
    except BrokenPipeError:
        # The reader (head, less) went away: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (ShopbookError, OSError) as error:
        sys.exit(complain(error, asked_lang(sys.argv)))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m shopbook …
            raise
        sys.exit(confess(error, asked_lang(sys.argv)))
