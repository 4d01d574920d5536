"""Which language is asked for, without importing anything: the page of help must not wait for it."""

import os

LANGS = ("zh", "en")
"""The values of ``labels.Lang``."""


def asked_tongue(arguments: list[str]) -> str:
    """The language asked for on the command line, else the system's."""
    for index, argument in enumerate(arguments):
        value = argument.partition("=")[2] or (arguments[index + 1] if index + 1 < len(arguments) else "")
        if argument.split("=")[0] == "--lang" and value in LANGS:
            return value
    return system_tongue()


def system_tongue() -> str:
    """SHOPBOOK_LANG, else the system's language: Chinese for Chinese, English for all others."""
    named = os.environ.get("SHOPBOOK_LANG", "").lower()
    if named in LANGS:
        return named
    system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    return "zh" if (system or _told_by_system()).lower().startswith(("zh", "chinese")) else "en"


def _told_by_system() -> str:
    import locale

    return locale.getlocale()[0] or ""
