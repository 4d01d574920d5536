"""The computer that a shop works on, as far as it matters whether buttons work there."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

WINDOWS, MAC = "win32", "darwin"

_PROGRAMS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
_MAC_PROGRAMS = Path("/Applications")


def registered(key: str, name: str) -> str | None:
    """A value of the Windows registry, the user's own before the computer's; ``None`` where there is none, or no Windows."""
    if sys.platform == "win32":  # spelt out: type checkers know the registry by it
        import winreg  # noqa: PLC0415 - only Windows has it

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            with suppress(OSError), winreg.OpenKey(root, key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
    return None


@dataclass(frozen=True, slots=True)
class Office:
    """A program for workbooks, and how each system finds it."""

    name: str
    windows: str
    mac: str
    others: tuple[str, ...]


EXCEL = Office("Excel", "excel.exe", "Microsoft Excel.app", ())
WPS = Office("WPS", "et.exe", "wpsoffice.app", ("et",))
LIBREOFFICE = Office("LibreOffice", "soffice.exe", "LibreOffice.app", ("soffice", "libreoffice"))


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer.

    Attributes:
        system: As ``sys.platform`` says it.
        environment: The variables of the user's session.
        registered: A value of the Windows registry by key and name.
        which: Where a program lies that can be called by its name.
        exists: Whether there is such a file or folder.
    """

    system: str = sys.platform
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    registered: Callable[[str, str], str | None] = registered
    which: Callable[[str], str | None] = shutil.which
    exists: Callable[[Path], bool] = Path.exists

    @property
    def has_buttons(self) -> bool:
        """Whether Excel runs on this system."""
        return self.system in {WINDOWS, MAC}

    @property
    def has_excel(self) -> bool:
        """Whether it is found here."""
        return self.has_buttons and self.place_of(EXCEL) is not None

    def place_of(self, office: Office) -> str | None:
        """Where a program lies; ``None`` if it is not here."""
        return next((place for place in self._places(office) if place), None)

    def _places(self, office: Office) -> Iterable[str | None]:
        match self.system:
            case "win32":
                yield self.registered(rf"{_PROGRAMS}\{office.windows}", "")
            case "darwin":
                place = _MAC_PROGRAMS / office.mac
                yield str(place) if self.exists(place) else None
            case _:
                yield from (self.which(name) for name in office.others)

    def macro_setting(self) -> int | None:
        """What Excel for Windows does with macros: 1 runs all, 2 asks, 3 runs signed ones, 4 runs none; ``None`` if nobody has set it."""
        with suppress(TypeError, ValueError):
            return int(self.registered(r"SOFTWARE\Microsoft\Office\16.0\Excel\Security", "VBAWarnings") or "")
        return None

    def script_folder(self) -> Path:
        """Where Excel on a Mac looks for the script that starts Python."""
        return Path(self.environment.get("HOME", "~")) / "Library/Application Scripts/com.microsoft.Excel"
