"""Small parts of a package as XML elements, looked at by local name, so that strict and transitional files read alike."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

Element = ET.Element

NOT_XML = (ET.ParseError, expat.ExpatError, LookupError, ValueError)
"""What expat raises for XML that is not well-formed, or whose declared encoding does not exist."""


def parse(raw: bytes) -> Element | None:
    """The root of a part; None when it is not well-formed XML."""
    try:
        return ET.fromstring(raw)  # noqa: S314 - the gate has refused every part that declares entities
    except NOT_XML:
        return None


def local_name(tag: str) -> str:
    """A tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """The direct children of this local name."""
    return (child for child in element if local_name(child.tag) == name)


def descendants(element: Element, name: str) -> Iterator[Element]:
    """All elements below of this local name, in the document's order."""
    return (found for found in element.iter() if local_name(found.tag) == name)


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local_name(key) == name), None)


def parse_number(text: str | None, otherwise: int) -> int:
    """A whole number of at most nine digits; ``otherwise`` for anything else."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004 - nine digits


def parse_flag(text: str | None) -> bool:
    """XML's truth values; absent is false."""
    return text in {"1", "true", "on"}
