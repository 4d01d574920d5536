"""How the parts of a workbook hang together: its sheets, their tables, and the small parts that a change of values touches."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopbook.host.package.areas import Growth, moved_formula
from shopbook.host.package.container import Container
from shopbook.host.package.markup import (
    attributes,
    element,
    escaped,
    is_true,
    opening,
    require_plain,
    tags,
    unescaped,
    with_attribute,
)
from shopbook.host.package.refusals import MISSING_PART, NOT_A_PACKAGE, SIGNED, Refusal, in_part
from shopbook.host.package.values import Calendar

CONTENT_TYPES = "[Content_Types].xml"

_WHOLE_RANGES = frozenset({"_xlnm._FilterDatabase", "_xlnm.Print_Area"})
_CHART_TYPES = ("drawingml.chart+xml", "ms-office.chartex+xml")
# calcPr comes right behind these in a workbook part.
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type, and the part it leads to."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet: its name, its number inside the file, its part; ``is_worksheet`` is False for chart sheets and the like."""

    name: str
    number: str
    part: str
    is_worksheet: bool


class Workbook:
    """The workbook part and what it leads to.

    Raises:
        Refusal: It is no workbook, or signed.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        starts = relations(container, "")
        if any(relation.kind == "origin" for relation in starts.values()):
            raise Refusal(SIGNED)
        self.part = next((relation.part for relation in starts.values() if relation.kind == "officeDocument"), "")
        if container.name_of(self.part) is None or self.part.endswith(".bin"):
            raise Refusal(NOT_A_PACKAGE)
        self.xml = read_plain(container, self.part)
        self._relations = relations(container, self.part)
        self.tabs = list(self._tabs())

    @property
    def calendar(self) -> Calendar:
        """How its dates are counted."""
        marks = next((marks for _, marks in tags(self.xml, "workbookPr")), {})
        compatible = marks.get("dateCompatibility")
        return Calendar(is_1904=is_true(marks.get("date1904")), is_iso=compatible is not None and not is_true(compatible))

    def part_of(self, kind: str) -> str | None:
        """The part of that kind (``styles``, ``sharedStrings``, ``calcChain``), as the zip spells it."""
        part = next((relation.part for relation in self._relations.values() if relation.kind == kind), None)
        return self._container.name_of(part) if part else None

    def recalculated(self, growths: Sequence[Growth]) -> bytes:
        """The workbook part asking Excel to calculate everything when it opens, its names following the tables."""
        named = element("definedName").sub(lambda found: _moved_name(found, growths), self.xml) if growths else self.xml
        found = opening("calcPr").search(named)
        if found:
            if is_true(attributes(found[0]).get("fullCalcOnLoad")):
                return named
            return named[: found.start()] + with_attribute(found[0], "fullCalcOnLoad", "1") + named[found.end() :]
        place = max(_ends(named), default=None)
        if place is None:
            raise in_part(self.part, NOT_A_PACKAGE)
        at, prefix = place
        return named[:at] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix + named[at:]

    def without_chain(self, chain: str) -> dict[str, bytes]:
        """The parts that speak of the calculation chain, without it: Excel makes a new one."""
        rels = relations_part(self.part)
        types = read_plain(self._container, CONTENT_TYPES)
        links = read_plain(self._container, rels)
        return {
            self._container.name_of(CONTENT_TYPES) or CONTENT_TYPES: _without(types, "Override", "PartName", chain),
            self._container.name_of(rels) or rels: _without(links, "Relationship", "Type", "calcChain"),
        }

    def charts(self) -> list[str]:
        """Every chart part."""
        types = read_plain(self._container, CONTENT_TYPES)
        if b"chart" not in types:  # nearly always
            return []
        parts = (marks.get("PartName", "") for _, marks in tags(types, "Override") if marks.get("ContentType", "").endswith(_CHART_TYPES))
        return [name for part in parts if (name := self._container.name_of(part.lstrip("/")))]

    def _tabs(self) -> Iterator[Tab]:
        for _, marks in tags(self.xml, "sheet"):
            link = next((value for name, value in marks.items() if name.endswith(":id")), "")
            relation = self._relations.get(link)
            if relation:
                part = self._container.name_of(relation.part)
                yield Tab(marks.get("name", ""), marks.get("sheetId", ""), part or relation.part, relation.kind == "worksheet")


def relations(container: Container, part: str) -> dict[str, Relation]:
    """The relationships of a part by their ids; the package's own for an empty name. Those that lead outside are left out."""
    name = relations_part(part)
    if container.name_of(name) is None:
        return {}
    found = {}
    for _, marks in tags(read_plain(container, name), "Relationship"):
        if marks.get("TargetMode") != "External" and "Target" in marks:
            found[marks.get("Id", "")] = Relation(marks.get("Type", "").rpartition("/")[2], _target(part, marks["Target"]))
    return found


@lru_cache(maxsize=1024)
def _target(part: str, target: str) -> str:
    """The part that another leads to; of a thousand workbooks all have the same few."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def relations_part(part: str) -> str:
    """Where the relationships of a part are kept."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def read_plain(container: Container, part: str) -> bytes:
    """A part that byte patterns read right.

    Raises:
        Refusal: It is missing, or written in a way that they could misread.
    """
    if container.name_of(part) is None:
        raise in_part(part, MISSING_PART)
    xml = container.read(part)
    try:
        require_plain(xml)
    except Refusal as refusal:
        raise in_part(part, refusal.label) from refusal
    return xml


def moved_chart(xml: bytes, growths: Sequence[Growth]) -> bytes:
    """A chart whose series follow the tables that they covered exactly."""
    return element("f").sub(lambda found: _moved_text(found, growths, whole=False), xml)


def _moved_name(found: re.Match[bytes], growths: Sequence[Growth]) -> bytes:
    return _moved_text(found, growths, whole=attributes(found[1]).get("name") in _WHOLE_RANGES)


def _moved_text(found: re.Match[bytes], growths: Sequence[Growth], *, whole: bool) -> bytes:
    before = unescaped(found[3])
    after = moved_formula(before, growths, whole=whole)
    start, end = found.start(3) - found.start(), found.end(3) - found.start()
    return found[0] if after == before else found[0][:start] + escaped(after) + found[0][end:]


def _ends(xml: bytes) -> Iterator[tuple[int, bytes]]:
    for name in _BEFORE_CALCULATION:
        for found in element(name).finditer(xml):
            yield found.end(), found[2]
        for found in opening(name).finditer(xml):
            if found[0].endswith(b"/>"):
                yield found.end(), found[1]


def _without(xml: bytes, name: str, attribute: str, ending: str) -> bytes:
    for tag, marks in tags(xml, name):
        if marks.get(attribute, "").casefold().endswith("/" + ending.casefold()):
            whole = re.compile(re.escape(tag) + (b"" if tag.endswith(b"/>") else rb"\s*</(?:[\w.-]+:)?%b\s*>" % name.encode()))
            xml = whole.sub(b"", xml, count=1)
    return xml
