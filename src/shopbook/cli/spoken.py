"""The command line's own help and complaints, in Chinese where that is asked for; typer writes English."""

import re
import sys

import typer
from typer._click.core import Command, Context  # typer keeps its parser to itself and hands these out nowhere else
from typer._click.exceptions import ClickException, UsageError
from typer.core import TyperCommand, TyperGroup

from shopbook.cli.speech import asked_lang
from shopbook.cli.words import COMPLAINTS, FURNITURE, HELP
from shopbook.labels import Label, Lang

_EXAMPLE = "\n\nExample: "
_LOOK = Label(zh="写法请看 {command} --help", en="See {command} --help")


class SpokenCommand(TyperCommand):
    """A command whose help is in the language asked for."""

    def get_help(self, ctx: Context) -> str:
        """Its page of help."""
        lang = asked_lang(sys.argv)
        _translate(self, lang)
        return _framed(super().get_help(ctx), lang)

    def get_usage(self, ctx: Context) -> str:
        """How it is written, in one line."""
        return _framed(super().get_usage(ctx), asked_lang(sys.argv))


class SpokenGroup(TyperGroup):
    """The program, whose help lists its commands."""

    def get_help(self, ctx: Context) -> str:
        """Its page of help."""
        return program_page(self, ctx, asked_lang(sys.argv))

    def get_usage(self, ctx: Context) -> str:
        """How it is written, in one line."""
        return _framed(super().get_usage(ctx), asked_lang(sys.argv))


def program_page(program: TyperGroup, ctx: Context, lang: Lang) -> str:
    """The program's page of help in a language."""
    for command in (program, *program.commands.values()):
        _translate(command, lang)
    return _framed(TyperGroup.get_help(program, ctx), lang)


def obey(app: typer.Typer) -> int:
    """Do what the command line says; the exit code, after a sentence on stderr where it cannot be understood."""
    try:
        return int(app(prog_name=app.info.name, standalone_mode=False) or 0)
    except ClickException as error:
        sys.stderr.write(_complaint(error) + "\n")
        return error.exit_code


def _complaint(error: ClickException) -> str:
    """What is wrong with a command line, and where to look; the page of help where only the program was named."""
    lang, message = asked_lang(sys.argv), error.format_message()
    said = _in_chinese(message) if lang is Lang.ZH else message.replace("Value error, ", "")
    context = error.ctx if isinstance(error, UsageError) else None
    if context is None or message == context.get_help():
        return said
    return f"{context.get_usage()}\n{said}\n{_LOOK.filled({'command': context.command_path})[lang]}"


def _in_chinese(message: str) -> str:
    for pattern, chinese in COMPLAINTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(chinese)
    return message


def _translate(command: Command, lang: Lang) -> None:
    """Exchange the texts of a command, which typer makes anew at each run; what nobody has translated stays."""
    if lang is not Lang.ZH:
        return
    command.help = _told(command.help)
    command.short_help = (command.help or "").split("。")[0]
    for each in command.params:
        if "help" in vars(each):
            vars(each)["help"] = _told(vars(each)["help"])


def _told(text: str | None) -> str | None:
    says, sign, example = (text or "").partition(_EXAMPLE)
    return HELP.get(says, says) + sign + example if text else text


def _framed(text: str, lang: Lang) -> str:
    if lang is Lang.ZH:
        for pattern, chinese in FURNITURE:
            text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text
