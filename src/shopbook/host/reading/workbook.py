"""What an OOXML package says about its workbook: sheets, date system, names, macros, links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.errors import UnreadableFileError
from shopbook.host.reading.archive import Archive
from shopbook.host.reading.container import Kind, Tab, Visibility
from shopbook.host.reading.elements import Element, attribute, children, descendants, parse, parse_flag
from shopbook.host.reading.relations import Relation, relations
from shopbook.labels import Label


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """See :class:`~shopbook.host.reading.container.Container`, whose fields these become."""

    kind: Kind
    tabs: tuple[Tab, ...]
    is_1904: bool
    names: Mapping[str, str]
    has_macros: bool
    links: tuple[str, ...]


def find_workbook(archive: Archive) -> str:
    """The part that is the workbook; empty when the package holds none."""
    main = next((relation.target for relation in relations(archive, "") if relation.kind == "officeDocument"), "")
    return main or archive.find("xl/workbook.xml") or archive.find("xl/workbook.bin") or ""


def read_facts(path: Path, archive: Archive, part: str) -> WorkbookFacts:
    """Read the workbook part and what it points at.

    Raises:
        UnreadableFileError: It is damaged, has no sheets, or is another kind of document.
    """
    content_type = _content_type(archive, part)
    if "wordprocessingml" in content_type or "presentationml" in content_type:
        raise UnreadableFileError(path, _OTHER_DOCUMENT)
    arrows = relations(archive, part)
    if part.lower().endswith(".bin"):
        return WorkbookFacts(Kind.XLSB, (), is_1904=False, names={}, has_macros=_has_macros(archive, arrows), links=_links(archive, arrows))
    root = parse(archive.read(part))
    if root is None:
        raise UnreadableFileError(path, _DAMAGED.filled({"part": part}))
    return WorkbookFacts(
        kind=Kind.XLSM if "macroenabled" in content_type else Kind.XLSX,
        tabs=_tabs(path, root, arrows),
        is_1904=any(parse_flag(attribute(found, "date1904")) for found in children(root, "workbookPr")),
        names={found.get("name", ""): (found.text or "").strip() for found in descendants(root, "definedName")},
        has_macros=_has_macros(archive, arrows),
        links=_links(archive, arrows),
    )


def _content_type(archive: Archive, part: str) -> str:
    """The declared type of a part, in lower case; empty when it has none."""
    member = archive.find("[Content_Types].xml")
    root = parse(archive.read(member)) if member else None
    if root is None:
        return ""
    by_part = {found.get("PartName", "").lower(): found.get("ContentType", "").lower() for found in children(root, "Override")}
    by_ending = {found.get("Extension", "").lower(): found.get("ContentType", "").lower() for found in children(root, "Default")}
    return by_part.get(f"/{part}".lower()) or by_ending.get(part.rpartition(".")[2].lower(), "")


def _tabs(path: Path, root: Element, arrows: Sequence[Relation]) -> tuple[Tab, ...]:
    by_key = {arrow.key: arrow for arrow in arrows}
    tabs = tuple(_tab(path, sheet, by_key.get(attribute(sheet, "id") or "")) for sheet in descendants(root, "sheet"))
    if not tabs:
        raise UnreadableFileError(path, _NO_SHEETS)
    return tuple(tab for tab in tabs if tab is not None)


def _tab(path: Path, sheet: Element, arrow: Relation | None) -> Tab | None:
    """The sheet, None for a chart or macro sheet, and for one that points nowhere by intention."""
    name = sheet.get("name", "")
    if not attribute(sheet, "id"):
        return None
    if arrow is not None and arrow.kind != "worksheet" and arrow.target:
        return None
    if arrow is None or not arrow.target or arrow.is_outside:
        raise UnreadableFileError(path, _LOST_SHEET.filled({"tab": name}))
    state = sheet.get("state", "")
    return Tab(name, arrow.target, Visibility(state) if state in set(Visibility) else Visibility.VISIBLE)


def _has_macros(archive: Archive, arrows: Sequence[Relation]) -> bool:
    """VBA, or the macro sheets of Excel 4 (``xlMacrosheet``, ``xlIntlMacrosheet``)."""
    has_project = any(name.lower().endswith("vbaproject.bin") for name in archive.names)
    return has_project or any(arrow.kind.lower().endswith("macrosheet") for arrow in arrows)


def _links(archive: Archive, arrows: Sequence[Relation]) -> tuple[str, ...]:
    found = (link for arrow in arrows if arrow.kind == "externalLink" and arrow.target for link in _link_targets(archive, arrow.target))
    return tuple(dict.fromkeys(found))


def _link_targets(archive: Archive, part: str) -> Iterator[str]:
    """Another workbook's address, or ``service|topic`` of a program."""
    yield from (arrow.target for arrow in relations(archive, part) if arrow.is_outside)
    root = parse(archive.read(part))
    if root is not None:
        yield from (f"{found.get('ddeService', '')}|{found.get('ddeTopic', '')}" for found in descendants(root, "ddeLink"))


_DAMAGED = Label(
    zh="文件已损坏（内部部件“{part}”读不出来）。请重新下载或从备份恢复",
    en="the file is damaged (its part '{part}' cannot be read); download it again or restore it from a backup",
)
_OTHER_DOCUMENT = Label(
    zh="这是 Word 或 PowerPoint 文件，不是表格。请选择表格文件",
    en="this is a Word or PowerPoint document, not a workbook; choose a workbook",
)
_NO_SHEETS = Label(zh="工作簿里没有任何工作表，文件可能已损坏", en="the workbook has no sheets; it may be damaged")
_LOST_SHEET = Label(
    zh="文件已损坏：工作表“{tab}”的内容不见了。请重新下载或从备份恢复",
    en="the file is damaged: the content of sheet '{tab}' is missing; download it again or restore it from a backup",
)
