"""In which language and form the command line speaks; imports nothing heavy."""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from shopbook.cli.plain import one_line
from shopbook.cli.tongue import asked_tongue, system_tongue
from shopbook.errors import FileError, ShopbookError
from shopbook.labels import Label, Lang


class Form(StrEnum):
    """How results are written to stdout."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class Policy(StrEnum):
    """What an import does with rows that have errors."""

    ALL_OR_NOTHING = "all-or-nothing"
    SKIP_BAD = "skip-bad"
    CHECK = "check"


_OUR_FAULT = Label(
    zh="程序自己出错（{where}），没有做完；原来的文件没有写坏。请把这句话报告给管理员",
    en="shopbook itself failed ({where}) and did not finish; the files are whole. Report this sentence to whoever looks after it",
)


class LogLevel(StrEnum):
    """What is worth a line in a log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def system_lang() -> Lang:
    """SHOPBOOK_LANG, else the system's language: Chinese for Chinese, English for all others."""
    return Lang(system_tongue())


def asked_lang(arguments: list[str]) -> Lang:
    """The language asked for on the command line, for errors that come before it is parsed."""
    return Lang(asked_tongue(arguments))


LangOption = Annotated[
    Lang, typer.Option("--lang", help="Language of messages / 消息语言.", default_factory=system_lang, show_default=False)
]
FormOption = Annotated[Form, typer.Option("--format", help="Form of the results on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Only the results, no remarks on stderr.")]


_REFUSED = Label(zh="系统不允许这样读写{file}：{why}", en="The system does not allow to read or write {file}: {why}")


def complain(error: ShopbookError | OSError, lang: Lang) -> int:
    """Say on stderr, in one sentence without phone numbers, what could not be done; returns the exit code."""
    from shopbook.run.masking import masked_text

    if isinstance(error, OSError):
        file = Label(zh=f"“{error.filename}”", en=f"'{error.filename}'") if error.filename else Label(zh="文件", en="the file")
        sentence, code = _REFUSED.filled({"file": file, "why": error.strerror or error})[lang], FileError.exit_code
    else:
        sentence, code = error.sentence(lang), error.exit_code
    sys.stderr.write(one_line(masked_text(sentence, with_streets=False)) + "\n")
    return code


def confess(error: Exception, lang: Lang) -> int:
    """Say that the program itself is at fault and where, without any value; returns the exit code."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {last.filename.rpartition(os.sep)[2]}:{last.lineno}"
    sys.stderr.write(_OUR_FAULT.filled({"where": where})[lang] + "\n")
    return FileError.exit_code


def remark(text: Label, lang: Lang, *, quiet: bool = False) -> None:
    """A sentence on stderr, which never mixes with results."""
    if not quiet:
        sys.stderr.write(text[lang] + "\n")
