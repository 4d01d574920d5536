"""Every text that a person reads, in the shop's languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """A language that sheets, messages and pages are written in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Label:
    """One text in all languages; ``{name}`` marks a place for a value, ``{name|row is|rows are}`` words that go with one and with many."""

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        match lang:
            case Lang.ZH:
                return self.zh
            case Lang.EN:
                return self.en

    def filled(self, values: Mapping[str, object]) -> "Label":
        """The same text with its places filled; a value that is a Label speaks each language."""
        return Label(zh=_fill(self.zh, values, Lang.ZH), en=_fill(self.en, values, Lang.EN))


_COUNTED = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")


def _fill(text: str, values: Mapping[str, object], lang: Lang) -> str:
    spoken = {name: value[lang] if isinstance(value, Label) else value for name, value in values.items()}
    counted = _COUNTED.sub(lambda found: found[2] if str(spoken[found[1]]) == "1" else found[3], text)
    return counted.format_map(spoken)
