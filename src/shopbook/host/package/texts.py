"""The workbook's shared strings, read only when a cell that points at one is compared with a new text."""

import re
from array import array

from shopbook.host.package.container import Container
from shopbook.host.package.refusals import DAMAGED, UNUSUAL_XML, Refusal, in_part

_ROOT = re.compile(rb"<((?:[\w.-]+:)?)sst[\s/>]")


class SharedTexts:
    """The items of the shared strings part by number, unparsed."""

    def __init__(self, container: Container, part: str | None) -> None:
        self._container = container
        self._part = part
        self._xml = b""
        self._close = b""
        self._starts: array[int] | None = None

    def __getitem__(self, index: int) -> bytes:
        """What is inside one ``<si>``.

        Raises:
            Refusal: There is no text of that number.
        """
        starts = self._starts if self._starts is not None else self._read()
        if not 0 <= index < len(starts):
            raise in_part(self._part or "sharedStrings.xml", DAMAGED)
        inside = self._xml.index(b">", starts[index]) + 1
        return b"" if self._xml.startswith(b"/", inside - 2) else self._xml[inside : self._xml.index(self._close, inside)]

    def _read(self) -> "array[int]":
        if self._part is None:
            raise Refusal(DAMAGED)
        xml = self._container.read(self._part)
        root = _ROOT.search(xml)
        if root is None or b"<!--" in xml:
            raise in_part(self._part, UNUSUAL_XML)
        # No other element of this part begins with these letters, and a plain search is ten times as fast as a pattern.
        self._xml, self._close = xml, b"</%bsi" % root[1]
        self._starts = array("Q", (found.start() for found in re.finditer(re.escape(b"<%bsi" % root[1]), xml)))
        return self._starts
