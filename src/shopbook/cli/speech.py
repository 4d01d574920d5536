"""In which language and form the command line speaks; imports nothing heavy."""

import locale
import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

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


def system_lang() -> Lang:
    """SHOPBOOK_LANG, else the system's language: Chinese for Chinese, English for all others."""
    named = os.environ.get("SHOPBOOK_LANG", "").lower()
    if named in tuple(Lang):
        return Lang(named)
    system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    return Lang.ZH if (system or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else Lang.EN


LangOption = Annotated[
    Lang, typer.Option("--lang", help="Language of messages / 消息语言.", default_factory=system_lang, show_default=False)
]
FormOption = Annotated[Form, typer.Option("--format", help="Form of the results on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Only the results, no remarks on stderr.")]


def remark(text: Label, lang: Lang, *, quiet: bool = False) -> None:
    """A sentence on stderr, which never mixes with results."""
    if not quiet:
        sys.stderr.write(text[lang] + "\n")
