"""The hidden name in a workbook that says which book it is: recognised however the file is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shopbook.labels import Lang

NAME = "shopbook_mark"
"""The defined name; its value is a text constant such as ``"orders|1|zh"``."""

_WRITTEN = re.compile(r'="?([a-z][a-z0-9_-]*)\|([0-9]{1,6})\|([a-z]{2})"?', re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which workbook this is.

    Attributes:
        book: The book's code.
        version: Of its layout.
        lang: The language its titles are in.
    """

    book: str
    version: int
    lang: Lang

    def formula(self) -> str:
        """What the defined name refers to, without ``=``."""
        return f'"{self.book}|{self.version}|{self.lang}"'


def parse(defined_names: Mapping[str, str]) -> Mark | None:
    """The mark among a workbook's defined names, each with what it refers to; ``None`` for a workbook of somebody else's."""
    for name, refers_to in defined_names.items():
        found = _WRITTEN.fullmatch("=" + refers_to.strip().removeprefix("="))
        if name.casefold() == NAME and found and found[3] in tuple(Lang):
            return Mark(found[1], int(found[2]), Lang(found[3]))
    return None
