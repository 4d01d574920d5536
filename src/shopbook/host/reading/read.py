"""Which reader reads which kind of file."""

from collections.abc import Sequence

from shopbook.errors import TabNotFoundError
from shopbook.host.reading.container import Container, Kind, Tab
from shopbook.host.reading.delimited import read_delimited
from shopbook.host.reading.html import read_html
from shopbook.host.reading.legacy import read_legacy
from shopbook.host.reading.xlsx import Books, read_xlsx
from shopbook.host.reading.xml2003 import read_xml2003
from shopbook.sheet.grid import Grid

_ONE_SHEET = frozenset({Kind.CSV, Kind.HTML})


def list_tabs(container: Container) -> tuple[Tab, ...]:
    """The sheets with cells, hidden ones among them, without reading the cells. A text file is one sheet of its own name."""
    return (Tab(container.path.stem),) if container.kind in _ONE_SHEET else container.tabs


def read_grids(container: Container, tabs: Sequence[str] | None = None, books: Books | None = None) -> list[Grid]:
    """The cells of the sheets named, in that order; of all sheets when ``tabs`` is None.

    Args:
        container: The file.
        tabs: The sheets' names.
        books: What all sheets of a workbook refer to, kept by whoever reads them one after the other.

    Raises:
        TabNotFoundError: There is no sheet of that name.
        UnreadableFileError: A sheet cannot be read.
    """
    chosen = _choose(container, tabs)
    match container.kind:
        case Kind.XLSX | Kind.XLSM:
            return read_xlsx(container, chosen, {} if books is None else books)
        case Kind.XLS | Kind.XLSB | Kind.ODS:
            return read_legacy(container, chosen)
        case Kind.CSV:
            return [read_delimited(container)]
        case Kind.HTML:
            return [read_html(container)]
        case Kind.XML2003:
            return read_xml2003(container, chosen)


def _choose(container: Container, tabs: Sequence[str] | None) -> list[Tab]:
    present = list_tabs(container)
    if tabs is None:
        return list(present)
    by_name = {tab.name: tab for tab in reversed(present)}
    for name in tabs:
        if name not in by_name:
            raise TabNotFoundError(container.path.name, name, [tab.name for tab in present])
    return [by_name[name] for name in tabs]
