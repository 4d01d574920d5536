"""In which language people are spoken to who have asked for none in words."""

import locale
import os

from shopbook.labels import Lang


def named_lang() -> Lang | None:
    """The language that SHOPBOOK_LANG names, if it names one."""
    named = os.environ.get("SHOPBOOK_LANG", "").lower()
    return Lang(named) if named in tuple(Lang) else None


def user_lang() -> Lang:
    """That language, else the system's: Chinese where that is Chinese, English everywhere else."""
    system = (locale.getlocale()[0] or "").lower()
    return named_lang() or (Lang.ZH if system.startswith(("zh", "chinese")) else Lang.EN)
