"""``shopbook addin``: the ribbon tab for Excel, installed, removed, looked at."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shopbook.cli.speech import LangOption, QuietOption
from shopbook.labels import Label


class Action(StrEnum):
    """What is done with the add-in."""

    INSTALL = "install"
    REMOVE = "remove"
    STATUS = "status"


_INSTALLED = Label(
    zh="已安装 {path}；重新打开 Excel 后，功能区里有“店铺”", en="Installed {path}; start Excel again for the ribbon tab Shop"
)
_REMOVED = Label(zh="已删除 {path}；重新打开 Excel 后生效", en="Removed {path}; gone when Excel is started again")
_ABSENT = Label(zh="没有安装：{path}", en="Not installed: {path}")
_CURRENT = Label(zh="已安装，与本程序一致：{path}", en="Installed, and fits this program: {path}")
_OTHER = Label(
    zh="已安装，但属于另一个版本或另一个 Python，请运行 shopbook addin install：{path}",
    en="Installed, but of another release or for another Python, so run shopbook addin install: {path}",
)


def addin(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    *,
    folder: Annotated[
        Path | None, typer.Option("--folder", envvar="SHOPBOOK_ADDIN_FOLDER", help="Where Excel looks for it; default: its own folder.")
    ] = None,
    lang: LangOption,
    quiet: QuietOption = False,
) -> None:
    """Put shopbook's tab into Excel's ribbon, for workbooks without buttons too.

    Example: shopbook addin install
    """
    from shopbook.cli.speech import remark

    place, told, code = _done(action, folder)
    if action is Action.STATUS:
        typer.echo(told.filled({"path": place})[lang])
    else:
        remark(told.filled({"path": place}), lang, quiet=quiet)
    raise typer.Exit(code)


def _done(action: Action, given: Path | None) -> tuple[Path, Label, int]:
    """Where it lies, what is said, and the exit code."""
    import os
    import sys

    from shopbook.run import addin as kept
    from shopbook.run.clock import shop_now
    from shopbook.run.making import THIS_PYTHON

    folder = given or kept.startup_folder(sys.platform, os.environ)
    match action:
        case Action.INSTALL:
            return kept.install(folder, THIS_PYTHON, now=shop_now()), _INSTALLED, 0
        case Action.REMOVE:
            return folder / kept.NAME, _REMOVED if kept.remove(folder) else _ABSENT, 0
        case Action.STATUS:
            standing = kept.standing(folder, THIS_PYTHON)
            told = {kept.Standing.ABSENT: _ABSENT, kept.Standing.CURRENT: _CURRENT, kept.Standing.OTHER: _OTHER}[standing]
            return folder / kept.NAME, told, 0 if standing is kept.Standing.CURRENT else 1
