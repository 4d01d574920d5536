"""From command line words to what a run is given."""

import getpass
from collections.abc import Sequence
from pathlib import Path

from shopbook.cli.speech import remark
from shopbook.errors import BadParameterError, MisuseError
from shopbook.labels import Label, Lang
from shopbook.run.clock import moment_of, shop_now
from shopbook.run.runner import Circumstances

_NAME_VALUE = Label(zh="名称=值，例如 ship_hours=24", en="NAME=VALUE such as ship_hours=24")
_UNWRITTEN = Label(
    zh="以上只是预览，文件没有改动。加 --in-place 写回原文件，或加 -o 文件名 另存。",
    en="This was a preview: nothing was written. Add --in-place to write into the file, or -o FILE to write a copy.",
)


def circumstances(date: str | None, settings: Sequence[str] | None, lang: Lang, *, write: bool, zone: str = "") -> Circumstances:
    """What a run is given: the clock or ``--date``, the ``--set`` pairs, the language."""
    pairs = dict(_pair(setting) for setting in settings or ())
    now = moment_of(date) if date else shop_now(zone)
    return Circumstances(now=now, lang=lang, settings=pairs, who=_who(), write=write)


def outputs(workbooks: Sequence[Path], output: Path | None, *, in_place: bool) -> list[Path | None]:
    """Where each workbook's result goes; ``None`` for a preview.

    Raises:
        MisuseError: Both ways were asked for, or one file for several workbooks.
    """
    if output is not None and in_place:
        raise MisuseError(Label(zh="-o 和 --in-place 只能用一个", en="Use either -o or --in-place, not both"))
    if output is not None and len(workbooks) > 1 and not output.is_dir():
        raise MisuseError(Label(zh="有多个工作簿时，-o 必须是一个已有的文件夹", en="With several workbooks -o must be an existing folder"))
    if output is None:
        return [path if in_place else None for path in workbooks]
    return [output / path.name if output.is_dir() else output for path in workbooks]


def unwritten(targets: Sequence[Path | None], lang: Lang, *, quiet: bool) -> None:
    """Say so when nothing was written."""
    if not any(targets):
        remark(_UNWRITTEN, lang, quiet=quiet)


def _pair(setting: str) -> tuple[str, str]:
    name, sign, value = setting.partition("=")
    if not sign or not name.strip():
        raise BadParameterError("--set", setting, _NAME_VALUE)
    return name.strip(), value.strip()


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container's user may have no name.
        return ""
