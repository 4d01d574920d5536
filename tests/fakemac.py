"""A pretended Excel on a Mac, as far as a click needs it: a workbook whose file it has open, saves, closes and opens again."""

import sys
import types
from dataclasses import dataclass, field
from pathlib import Path


class CommandError(Exception):
    """What appscript raises."""

    def __init__(self, errormessage: str) -> None:
        super().__init__(f"Command failed:\n\t\tOSERROR: -1743\n\t\tMESSAGE: {errormessage}")
        self.errormessage = errormessage


@dataclass
class MacBook:
    """What xlwings offers of an open workbook on a Mac; it is its own ``app``, ``books`` and ``api``.

    Attributes:
        place: Where Excel says that it lies.
        events: What was asked of Excel, in order; a message box with its text.
        fails: Which request is refused, with Excel's sentence.
    """

    place: str
    is_read_only: bool = False
    events: list[str] = field(default_factory=list)
    fails: dict[str, str] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.place).name

    @property
    def fullname(self) -> str:
        """Where it lies; of one that was never saved its name alone, of one in the cloud an address."""
        return self.place

    @property
    def app(self) -> "MacBook":
        """Excel."""
        return self

    @property
    def books(self) -> "MacBook":
        """Its workbooks."""
        return self

    @property
    def api(self) -> types.SimpleNamespace:
        """What appscript offers."""
        return types.SimpleNamespace(read_only=types.SimpleNamespace(get=lambda: self.is_read_only))

    def save(self) -> None:
        """Save it under its name."""
        self._do("save")

    def close(self) -> None:
        """Close it without asking; Excel's owner file goes."""
        self._do("close")
        self.owner.unlink(missing_ok=True)

    def open(self, path: str) -> None:
        """Open it again."""
        self._do("open")
        assert path == self.place
        self.own()

    def alert(self, text: str, *, title: str, mode: str) -> None:
        """A message box."""
        self._do("alert")
        assert title
        assert mode
        self.boxes.append(text)

    @property
    def owner(self) -> Path:
        """The file by which Excel says that it has the workbook open."""
        return Path(self.place).with_name(f"~${self.name}")

    def own(self) -> "MacBook":
        """Have it open."""
        self.owner.write_bytes(bytes(165))
        return self

    def _do(self, what: str) -> None:
        self.events.append(what)
        if what in self.fails:
            raise CommandError(self.fails[what])


def pretend_appscript() -> None:
    """Let the package that xlwings uses on Macs seem to be loaded."""
    module = types.ModuleType("appscript.reference")
    vars(module)["CommandError"] = CommandError
    sys.modules["appscript.reference"] = module
