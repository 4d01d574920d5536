"""How the parts of a package point at each other."""

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from shopbook.host.reading.archive import Archive
from shopbook.host.reading.elements import children, parse


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow from a part.

    Attributes:
        key: Its id within the part.
        kind: The last word of its type: ``worksheet``, ``styles`` …
        target: The member it points at as the zip spells it, the address as written when it is outside, empty when it is not there.
        is_outside: It points out of the package.
    """

    key: str
    kind: str
    target: str
    is_outside: bool


def relations(archive: Archive, part: str) -> list[Relation]:
    """Where a part points, ``""`` being the package itself; empty when it points nowhere.

    Raises:
        UnreadableFileError: The part that lists them is damaged.
    """
    folder, name = posixpath.split(part)
    member = archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    root = parse(archive.read(member)) if member else None
    if root is None:
        return []
    found = []
    for element in children(root, "Relationship"):
        target, is_outside = element.get("Target", ""), element.get("TargetMode") == "External"
        kind = element.get("Type", "").rpartition("/")[2]
        found.append(Relation(element.get("Id", ""), kind, target if is_outside else _member(archive, folder, target), is_outside))
    return found


def _member(archive: Archive, folder: str, target: str) -> str:
    """The member a target means; ``..`` cannot leave the package, since only names of members count."""
    found = (archive.find(path) for path in _paths(folder, target))
    return next((member for member in found if member), "")


@lru_cache(maxsize=4096)
def _paths(folder: str, target: str) -> tuple[str, ...]:
    """Where a target may lie, as it is written and with its escapes resolved; workbooks are much alike in this."""
    return tuple(posixpath.normpath(posixpath.join("/", folder, spelled)).lstrip("/") for spelled in (target, unquote(target)))
