"""Modules of a VBA project, as the editor exports them and as the project keeps them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a module is."""

    STANDARD = "standard"
    CLASS = "class"
    WORKBOOK = "workbook"
    SHEET = "sheet"


_BASES = {
    Kind.CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
    Kind.WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    Kind.SHEET: "0{00020820-0000-0000-C000-000000000046}",
}
"""What the class of such a module is derived from."""

_ATTRIBUTE = re.compile(r"Attribute (VB_\w+) = (.*)\n")
_EXPORT_HEADER = re.compile(r"VERSION .*?\nEND\n", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Module:
    """One module.

    Attributes:
        name: What the project calls it: a letter, then letters, digits and underscores, 31 characters at most.
        kind: What it is.
        body: Its source below the attributes at its top, ASCII, lines ended by LF.
        attributes: Those at its top apart from the name, as written.
    """

    name: str
    kind: Kind
    body: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(self.name)

    def source(self) -> bytes:
        """The text that the project keeps: every attribute in Office's order, lines ended by CRLF.

        Raises:
            UnicodeEncodeError: Something in it is not ASCII; what Office shows then would depend on the system's language.
        """
        head = "".join(f"Attribute {name} = {value}\n" for name, value in self._head().items())
        return (head + self.body).replace("\n", "\r\n").encode("ascii")

    def _head(self) -> dict[str, str]:
        name = {"VB_Name": f'"{self.name}"'}
        if self.kind is Kind.STANDARD:
            return {**name, **self.attributes}
        is_document = str(self.kind is not Kind.CLASS)
        return {
            **name,
            "VB_Base": f'"{_BASES[self.kind]}"',
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": is_document,
            "VB_Exposed": is_document,
            "VB_TemplateDerived": "False",
            "VB_Customizable": is_document,
            **self.attributes,
        }


def document(name: str, kind: Kind) -> Module:
    """The empty module that stands for a workbook or for one of its sheets."""
    return Module(name, kind)


def module_of(exported: str) -> Module:
    """A module from a .bas or .cls file, whatever its line ends.

    Raises:
        ValueError: It does not say its name.
    """
    text = exported.replace("\r\n", "\n")
    header = _EXPORT_HEADER.match(text)
    at = header.end() if header else 0
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(text, at):
        attributes[found[1]] = found[2]
        at = found.end()
    name = attributes.pop("VB_Name", "").strip('"')
    return Module(name, Kind.CLASS if header else Kind.STANDARD, text[at:], attributes)
