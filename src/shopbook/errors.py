"""What can go wrong around the shop's data: misuse of shopbook and failures of files and programs.

Faults *in* the shop's data are findings (``sheet/findings.py``), never exceptions.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from shopbook.labels import Label, Lang


class ShopbookError(Exception):
    """Root of the tree; ``label`` is the sentence for a person, ``str()`` its English for logs."""

    exit_code: ClassVar[int] = 2

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label

    def sentence(self, lang: Lang) -> str:
        """The sentence that a person reads."""
        return self.label[lang]


class MisuseError(ShopbookError):
    """Asked for something that does not exist or does not fit: exit code 2."""


class UnknownNameError(MisuseError):
    """A book, task, profile or parameter of this name does not exist."""

    def __init__(self, what: Label, name: str, known: Sequence[str]) -> None:
        places = {"what": what, "name": name, "known": _listed(known)}
        super().__init__(
            Label(
                zh="没有名为“{name}”的{what}。可用的有：{known}",
                en="There is no {what} named '{name}'. Known: {known}",
            ).filled(places)
        )
        self.name = name
        self.known = tuple(known)


class BadParameterError(MisuseError):
    """A parameter was given a value that it cannot take."""

    def __init__(self, name: str, value: str, expected: Label) -> None:
        places = {"name": name, "value": value, "expected": expected}
        super().__init__(
            Label(
                zh="参数“{name}”不能取“{value}”，应为{expected}",
                en="Parameter '{name}' cannot be '{value}': expected {expected}",
            ).filled(places)
        )
        self.name = name
        self.value = value


class TabNotFoundError(MisuseError):
    """A task needs a sheet that the workbook lacks."""

    def __init__(self, workbook: str, tab: str, present: Sequence[str]) -> None:
        places = {"workbook": workbook, "tab": tab, "present": _listed(present)}
        super().__init__(
            Label(
                zh="工作簿“{workbook}”里没有工作表“{tab}”。现有：{present}",
                en="Workbook '{workbook}' has no sheet '{tab}'. It has: {present}",
            ).filled(places)
        )
        self.tab = tab
        self.present = tuple(present)


class FileError(ShopbookError):
    """A file could not be read or written: exit code 3."""

    exit_code: ClassVar[int] = 3

    def __init__(self, path: Path, why: Label) -> None:
        super().__init__(Label(zh="{path}：{why}", en="{path}: {why}").filled({"path": path.name, "why": why}))
        self.path = path
        self.why = why


class UnreadableFileError(FileError):
    """The file is damaged, locked with a password, too large, or no workbook at all."""


class UnwritableFileError(FileError):
    """The file could not be replaced; what was there before is still there."""


class WorkbookInUseError(UnwritableFileError):
    """Somebody has the workbook open; it is left alone."""


class PatchRefusedError(UnwritableFileError):
    """The change could not be made exactly, so nothing was changed."""


def _listed(names: Sequence[str]) -> Label:
    return Label(zh="、".join(names), en=", ".join(names))
