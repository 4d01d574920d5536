"""The workbook's shared strings, read only when a cell that points at one is compared with a new text."""

import re
from array import array

from shopbook.host.package.container import Container
from shopbook.host.package.refusals import DAMAGED, Refusal, in_part

_ITEM = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</(?P=p)si\s*>)", re.DOTALL)


class SharedTexts:
    """The items of the shared strings part by number, unparsed."""

    def __init__(self, container: Container, part: str | None) -> None:
        self._container = container
        self._part = part
        self._xml = b""
        self._places: array[int] | None = None

    def __getitem__(self, index: int) -> bytes:
        """What is inside one ``<si>``.

        Raises:
            Refusal: There is no text of that number.
        """
        places = self._places if self._places is not None else self._read()
        if not 0 <= index < len(places) // 2:
            raise in_part(self._part or "sharedStrings.xml", DAMAGED)
        return self._xml[places[2 * index] : places[2 * index + 1]]

    def _read(self) -> "array[int]":
        if self._part is None:
            raise Refusal(DAMAGED)
        self._xml = self._container.read(self._part)
        self._places = array("Q")
        for found in _ITEM.finditer(self._xml):
            start, end = found.span(2) if found[2] is not None else (found.end(), found.end())
            self._places.extend((start, end))
        return self._places
