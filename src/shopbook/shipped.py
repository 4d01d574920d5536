"""Folders that come with shopbook but hold no Python: templates, macros, the sample shop."""

from enum import StrEnum
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.labels import Label

_PACKAGE = Path(__file__).parent


class Shipped(StrEnum):
    """A folder at the top of the source tree; the wheel carries a copy inside the package."""

    EXAMPLES = "examples"
    MACROS = "macros"
    TEMPLATES = "xlsx_templates"


def shipped_folder(which: Shipped) -> Path:
    """Where a shipped folder lies, in an installed wheel as in a checkout.

    Raises:
        UnreadableFileError: The installation is incomplete.
    """
    for place in (_PACKAGE / "_shipped" / which, _PACKAGE.parent.parent / which):
        if place.is_dir():
            return place
    raise UnreadableFileError(
        Path(which),
        Label(
            zh="shopbook 安装不完整，缺少这个文件夹，请重新安装",
            en="shopbook is not completely installed, this folder is missing: install it again",
        ),
    )
