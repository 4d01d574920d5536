"""A workbook as text, one fact a line, read from its XML parts; styles and strings looked up, so that a number of a style says nothing."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHAPE = "{urn:schemas-microsoft-com:vml}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ONE_LINE = {ord(char): "⏎" for char in "\n\r\t"}
_BUILT_IN = {"0": "General", "1": "0", "10": "0.00%", "49": "@"}
_PROTECTED = ("sheet", "sort", "autoFilter", "formatColumns", "formatRows", "insertRows", "password", "hashValue")


def dump(workbook: bytes) -> str:
    """Everything of a workbook that a person or a program would notice."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return "\n".join(_Dump(parts).lines()) + "\n"


class _Dump:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self._strings = [_runs(item) for item in self._root("xl/sharedStrings.xml")]
        self._styles = _Styles(self._root("xl/styles.xml"))

    def lines(self) -> Iterator[str]:
        """Properties, names, then sheet by sheet."""
        for element in self._root("docProps/core.xml"):
            yield f"property {_local(element.tag)} = {element.text or ''}"
        book = self._root("xl/workbook.xml")
        for name in book.iter(f"{_MAIN}definedName"):
            yield f"name {name.get('name')}{' hidden' if name.get('hidden') else ''} = {name.text}"
        targets = self._links("xl/workbook.xml")
        for sheet in book.iter(f"{_MAIN}sheet"):
            path = f"xl/{targets[sheet.get(_LINK, '')]}"
            yield ""
            yield f"sheet {sheet.get('name')} ({sheet.get('state', 'visible')})"
            yield from self._sheet(path)

    def _sheet(self, path: str) -> Iterator[str]:
        sheet = self._root(path)
        yield from _page(sheet)
        for column in sheet.iter(f"{_MAIN}col"):
            yield f"column {column.get('min')}-{column.get('max')} wide {column.get('width')}: {self._styles.cell(column.get('style'))}"
        for row in sheet.iter(f"{_MAIN}row"):
            yield f"row {row.get('r')} high {row.get('ht', 'as needed')}"
            yield from (self._cell(cell) for cell in row)
        for kind in ("dataValidation", "conditionalFormatting", "ignoredError"):
            for element in sheet.iter(f"{_MAIN}{kind}"):
                yield from self._over(element)
        for target in self._links(path).values():
            part = f"xl/{target.removeprefix('../')}"
            if part.startswith("xl/drawings/drawing"):
                yield from self._charts(part)
            else:
                yield from self._buttons(part) if part.endswith(".vml") else self._table(part)

    def _cell(self, cell: ET.Element) -> str:
        value, formula = cell.find(f"{_MAIN}v"), cell.find(f"{_MAIN}f")
        text = "" if value is None else value.text or ""
        shown = f"text {self._strings[int(text)]}" if cell.get("t") == "s" else f"{cell.get('t', 'number')} {text}" if text else "blank"
        worked = f" = {formula.text}" if formula is not None else ""
        return f"cell {cell.get('r')} {shown}{worked}: {self._styles.cell(cell.get('s'))}"

    def _over(self, element: ET.Element) -> Iterator[str]:
        kind, told = _local(element.tag), {name: value for name, value in element.attrib.items() if name != "sqref"}
        if kind != "conditionalFormatting":
            yield f"{kind} {element.get('sqref')} {_attributes(told)} {' .. '.join(part.text or '' for part in element)}".rstrip()
        for rule in element.iter(f"{_MAIN}cfRule"):
            formula = rule.find(f"{_MAIN}formula")
            assert formula is not None
            yield f"light {element.get('sqref')} #{rule.get('priority')} {formula.text}: {self._styles.difference(rule.get('dxfId'))}"

    def _table(self, path: str) -> Iterator[str]:
        table = self._root(path)
        yield f"table {table.get('name')} {table.get('ref')} named {table.get('displayName')}"
        for column in table.iter(f"{_MAIN}tableColumn"):
            formula = column.find(f"{_MAIN}calculatedColumnFormula")
            yield f"table column {column.get('id')} {column.get('name')}{'' if formula is None else f' = {formula.text}'}"

    def _buttons(self, path: str) -> Iterator[str]:
        for shape in self._root(path).iter(f"{_SHAPE}shape"):
            held = {_local(part.tag): part.text or "" for part in shape.iter()}
            anchor = " ".join(held["Anchor"].split())
            yield f"button {held['font']!r} starts {held['FmlaMacro']} at {anchor}, prints {held['PrintObject']}: {shape.get('alt')}"

    def _charts(self, path: str) -> Iterator[str]:
        told = zip(self._root(path), self._links(path).values(), strict=True)
        for anchor, target in told:
            place = " ".join(part.text or "" for part in anchor.iter() if _local(part.tag) in {"col", "row"})
            chart = self._root(f"xl/{target.removeprefix('../')}")
            words = [part.text or "" for part in chart.iter() if _local(part.tag) in {"t", "f", "formatCode"}]
            drawn = [_local(part.tag) for part in chart.iter() if _local(part.tag).endswith("Chart")]
            yield f"chart at {place} {anchor.get('editAs')}: {' + '.join(drawn)}: {' | '.join(words)}"

    def _links(self, path: str) -> dict[str, str]:
        folder, name = path.rsplit("/", 1)
        links = f"{folder}/_rels/{name}.rels"
        if links not in self._parts:
            return {}
        return {link.get("Id", ""): link.get("Target", "") for link in self._root(links)}

    def _root(self, path: str) -> ET.Element:
        return ET.fromstring(self._parts[path])


class _Styles:
    def __init__(self, root: ET.Element) -> None:
        self._formats = {node.get("numFmtId"): node.get("formatCode") for node in root.iter(f"{_MAIN}numFmt")}
        self._fonts, self._fills, self._borders = ([*_child(root, name)] for name in ("fonts", "fills", "borders"))
        self._cells, self._differences = [*_child(root, "cellXfs")], [*_child(root, "dxfs")]

    def cell(self, index: str | None) -> str:
        """What a cell of this style looks like: format, font, fill, line, side."""
        look = self._cells[int(index or 0)]
        number = look.get("numFmtId") or "0"
        fill, border = (self._fills[int(look.get("fillId", 0))], self._borders[int(look.get("borderId", 0))])
        parts = [self._formats.get(number) or _BUILT_IN[number], _font(self._fonts[int(look.get("fontId", 0))])]
        parts += [f"fill {colour}" for colour in _colours(fill)[:1]] + [f"lines {colour}" for colour in _colours(border)[:1]]
        return ", ".join([*parts, *(_attributes(part.attrib) for part in look)])

    def difference(self, index: str | None) -> str:
        """What a conditional format changes."""
        return _flat(self._differences[int(index or 0)])


def _page(sheet: ET.Element) -> Iterator[str]:
    for kind in ("tabColor", "pane", "sheetFormatPr", "printOptions", "pageMargins", "pageSetup"):
        for element in sheet.iter(f"{_MAIN}{kind}"):
            yield f"{kind} {_attributes(element.attrib)}"
    for element in sheet.iter(f"{_MAIN}sheetProtection"):
        yield f"protected {_attributes({name: element.get(name, 'default') for name in _PROTECTED})}"
    for element in sheet.iter(f"{_MAIN}headerFooter"):
        yield from (f"{_local(part.tag)} {part.text}" for part in element)


def _runs(item: ET.Element) -> str:
    """A text; of a rich one, every piece with its look."""
    runs = item.findall(f"{_MAIN}r")
    if not runs:
        return repr("".join(item.itertext()))
    return " + ".join(
        f"{''.join(run.itertext())!r} ({_font(look) if (look := run.find(f'{_MAIN}rPr')) is not None else 'plain'})" for run in runs
    )


def _font(font: ET.Element) -> str:
    """A font's name, size, colour and whether it is bold, italic or underlined."""
    values = {_local(part.tag): part.get("val") or part.get("rgb") or "" for part in font}
    marks = [name for name in ("b", "i", "u") if name in values]
    return " ".join([values.get("name") or values.get("rFont") or "", values.get("sz", ""), values.get("color", "")[2:], *marks]).strip()


def _colours(element: ET.Element) -> list[str]:
    return [colour for part in element.iter() if (colour := part.get("rgb", "")[2:])]


def _flat(element: ET.Element) -> str:
    """An element and all within it on one line."""
    nodes = [(_local(node.tag), _attributes(node.attrib)) for node in element.iter() if node is not element]
    return ", ".join(f"{name} {told}".strip() for name, told in nodes if told or name in {"b", "i", "u"})


def _attributes(told: dict[str, str]) -> str:
    return " ".join(f"{_local(name)}={value.translate(_ONE_LINE)}" for name, value in told.items())


def _child(root: ET.Element, name: str) -> ET.Element:
    found = root.find(f"{_MAIN}{name}")
    return ET.Element(name) if found is None else found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
