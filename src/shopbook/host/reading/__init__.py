"""From an admitted file to grids."""

from shopbook.host.reading.container import Container, Kind, Tab, Visibility
from shopbook.host.reading.read import list_tabs, read_grids
from shopbook.host.reading.xlsx import Books

__all__ = ["Books", "Container", "Kind", "Tab", "Visibility", "list_tabs", "read_grids"]
