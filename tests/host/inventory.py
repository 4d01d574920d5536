"""What is in a workbook file, told by lxml alone: parts, cells, and everything around the cells."""

import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell: its type, the text of its value (shared strings looked up), its style and its formula."""

    form: str
    text: str | None
    style: str
    formula: str | None


def parts(path: Path) -> dict[str, bytes]:
    """Every member, unpacked, in the order of the zip."""
    with zipfile.ZipFile(path) as package:
        return {member.filename: package.read(member) for member in sorted(package.infolist(), key=lambda member: member.header_offset)}


def packed(path: Path, name: str) -> bytes:
    """A member's bytes as they lie in the zip."""
    with zipfile.ZipFile(path) as package, path.open("rb") as file:
        member = package.getinfo(name)
        file.seek(member.header_offset + 26)
        sizes = file.read(4)
        file.seek(int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little"), 1)
        return file.read(member.compress_size)


def tabs(path: Path) -> dict[str, str]:
    """The part of every worksheet by the sheet's name."""
    contents = parts(path)
    book = next(target for kind, target in _relations(contents, "").values() if kind == "officeDocument")
    links = _relations(contents, book)
    found = {}
    for sheet in etree.fromstring(contents[book], PARSER).iter("{*}sheet"):
        link = next(value for name, value in sheet.attrib.items() if str(name).endswith("}id"))
        kind, target = links.get(str(link), ("", ""))
        if kind == "worksheet":
            found[sheet.get("name", "")] = target
    return found


def cells(path: Path, tab: str) -> dict[str, Seen]:
    """Every cell that is written down in the sheet, by its name, in the order of the file."""
    contents = parts(path)
    texts = [
        _text(item)
        for name, xml in contents.items()
        if name.casefold().endswith("sharedstrings.xml")
        for item in etree.fromstring(xml, PARSER)
    ]
    found: dict[str, Seen] = {}
    row_number = 0
    for row in etree.fromstring(contents[tabs(path)[tab]], PARSER).iter("{*}row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iterchildren("{*}c"):
            name = cell.get("r") or f"{_letters(column + 1)}{row_number}"
            column = _number(name.rstrip("0123456789"))
            assert name not in found, f"{name} twice"
            found[name] = _seen(cell, texts)
    return found


def around(xml: bytes) -> bytes:
    """A sheet part without its rows and its dimension, in canonical form."""
    tree = etree.fromstring(xml, PARSER)
    for found in [*tree.iter("{*}sheetData"), *tree.iter("{*}dimension")]:
        for child in list(found):
            found.remove(child)
        found.attrib.clear()
        found.text = None
    return bytes(etree.tostring(tree, method="c14n"))


def is_ascending(xml: bytes) -> bool:
    """Whether rows, and cells within rows, ascend."""
    rows = [
        (int(row.get("r", "0")), [_number(name.rstrip("0123456789")) for cell in row.iterchildren("{*}c") if (name := cell.get("r"))])
        for row in etree.fromstring(xml, PARSER).iter("{*}row")
        if row.get("r")
    ]
    return _ascends([number for number, _ in rows]) and all(_ascends(columns) for _, columns in rows)


def _ascends(numbers: list[int]) -> bool:
    return numbers == sorted(set(numbers))


def _seen(cell: etree._Element, texts: list[str]) -> Seen:
    form, value, formula = cell.get("t", "n"), cell.find("{*}v"), cell.find("{*}f")
    text = value.text if value is not None else None
    if form == "s" and text is not None and 0 <= int(text) < len(texts):
        form, text = "text", texts[int(text)]
    elif form == "inlineStr":
        form, text = "text", _text(cell)
    return Seen(
        form, text, cell.get("s", "0"), None if formula is None else etree.tostring(formula, method="c14n", with_tail=False).decode()
    )


def _text(item: etree._Element) -> str:
    return "".join(run.text or "" for run in item.iter("{*}t") if not any(True for _ in run.iterancestors("{*}rPh")))


def _relations(contents: dict[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    xml = contents.get(posixpath.join(folder, "_rels", name + ".rels"))
    links: Iterable[etree._Element] = [] if xml is None else etree.fromstring(xml, PARSER)
    spelled = {name.casefold(): name for name in contents}
    found = {}
    for link in links:
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], spelled.get(target.casefold(), target))
    return found


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    return number
