"""Every command of the program, one module each."""

import typer

from shopbook.cli import addin, batch, catalogue, check, demo, doctor, importing, new, running, templates
from shopbook.cli.spoken import SpokenCommand, SpokenGroup

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
