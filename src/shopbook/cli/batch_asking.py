"""From command line words to what is wanted of a shop's folder."""

from collections.abc import Sequence
from pathlib import Path

from shopbook.cli.asking import circumstances
from shopbook.labels import Lang
from shopbook.run.batch.running import Wish
from shopbook.run.batch.settings import settings_of


def batch_wish(shop: Path, tasks: str | None, report: Path | None, *, date: str | None, pairs: Sequence[str] | None, lang: Lang) -> Wish:
    """What is wanted of a folder, with what its keeper decided; the shop's clock is that of the zone named there."""
    settings = settings_of(shop)
    given = circumstances(date, pairs, lang, write=True, zone=settings.timezone)
    return Wish(shop, given, settings, tuple(name.strip() for name in (tasks or "").split(",") if name.strip()), report)
