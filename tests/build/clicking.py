"""A person with a mouse in LibreOffice: run by the Python that has uno, inside an X server of its own; says as JSON what happened.

Arguments: ``press-all`` for a workbook whose macros write into a cell what they would start, ``complaint`` for one whose macros
fail, or ``portray`` for a look at every sheet; an empty folder for LibreOffice's profile; the workbook.
"""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import uno  # type: ignore[import-not-found]  # only the system's Python has it

WRITTEN = "AZ1"
"""The cell of the first sheet that a command is written into."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/SpellChecking">
<prop oor:name="IsSpellAuto" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
CLICKS = 3
"""As often is a button pressed: a window that is still being drawn may miss the first."""

REST = 4
"""So many looks at the screen must be the same for it to be at rest."""

SMALLER = 62
"""Percent; so small is shown a sheet with a chart, which would stand outside the window otherwise."""

OUT_OF_SIGHT = "ZZ3"
"""Where the cursor is put: it would lie upon what is to be seen."""

FIRST_ROW, BEFORE = 4, 2
"""The first row of data, counted from 0, and so many rows are shown above the first that says something."""

_PIPE = "shopbookclicks"
_LOADING = {"MacroExecutionMode": 4}
"""Macros run without a question."""

_DIALOGS = {1, 12}
"""Roles of windows that tell and ask: AccessibleRole.ALERT and DIALOG."""

_T = TypeVar("_T")
Uno = Any  # objects of LibreOffice have whatever their service offers


def until(look: Callable[[], _T], *, seconds: float = 30) -> _T:
    """Look again and again until there is something; what was seen last otherwise."""
    pause = threading.Event()
    for _ in range(int(seconds * 20)):
        try:
            if seen := look():
                return seen
        except Exception:  # noqa: BLE001, S110 - a window that is being built answers with all kinds of errors
            pass
        pause.wait(0.05)
    return look()


class Desk:
    """LibreOffice on a screen."""

    def __init__(self, profile: Path) -> None:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        where = [f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={_PIPE}{os.getpid()};urp;"]
        self._command = ["soffice", *where, "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        self._start()
        local = uno.getComponentContext()
        self._resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self.context: Uno = until(self._connected, seconds=120)
        self.services: Uno = self.context.ServiceManager

    def _start(self) -> None:
        self.program = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def _connected(self) -> Uno:
        # With a new profile it may end at once and ask to be started again.
        if self.program.poll() is not None:
            self._start()
        return self._resolver.resolve(f"uno:pipe,name={_PIPE}{os.getpid()};urp;StarOffice.ComponentContext")

    def service(self, name: str) -> Uno:
        """An object of LibreOffice's."""
        return self.services.createInstanceWithContext(name, self.context)

    def open(self, path: Path) -> Uno:
        """A workbook in a window that fills the screen, its macros let in."""
        loading = tuple(uno.createUnoStruct("com.sun.star.beans.PropertyValue", name, 0, value, 0) for name, value in _LOADING.items())
        document = self.service("com.sun.star.frame.Desktop").loadComponentFromURL(path.as_uri(), "_blank", 0, loading)
        window = document.CurrentController.Frame.ContainerWindow
        until(window.isVisible)
        window.setPosSize(0, 0, 1900, 1000, 15)
        return document

    def said(self) -> str:
        """Every text in a window that is not a document's."""
        toolkit = self.service("com.sun.star.awt.Toolkit")
        windows = [toolkit.getTopWindow(number) for number in range(toolkit.getTopWindowCount())]
        return "\n".join(text for window in windows for text in _texts(window.AccessibleContext, is_dialog=False))

    def end(self) -> None:
        """Close everything, whatever is still shown."""
        os.killpg(self.program.pid, signal.SIGKILL)


def _texts(element: Uno, *, is_dialog: bool) -> list[str]:
    if not is_dialog and element.getAccessibleRole() not in _DIALOGS:
        return []
    below = [element.getAccessibleChild(number).AccessibleContext for number in range(min(element.getAccessibleChildCount(), 50))]
    return [element.getAccessibleName(), *(text for each in below for text in _texts(each, is_dialog=True))]


def xdo(*words: object) -> None:
    """Move the mouse, press a key."""
    subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True)


def buttons(document: Uno, sheet: Uno) -> list[Uno]:
    """The buttons of the sheet in front, as they are on the screen."""
    page = sheet.DrawPage
    models = [getattr(page.getByIndex(number), "Control", None) for number in range(page.Count)]
    return [document.CurrentController.getControl(model) for model in models if model is not None]


def click(button: Uno) -> None:
    """Press it with the mouse, in its middle, once it has come to rest."""
    seen = [(0, 0)]

    def rests() -> bool:
        seen.append(middle(button))
        return seen[-1] == seen[-2]

    until(rests)
    xdo("mousemove", *seen[-1], "click", 1)


def middle(button: Uno) -> tuple[int, int]:
    """Its middle on the screen."""
    element = button.AccessibleContext
    place, size = element.getLocationOnScreen(), element.getSize()
    return place.X + size.Width // 2, place.Y + size.Height // 2


def clicked(document: Uno) -> list[dict[str, str]]:
    """Every button of every sheet pressed: its sheet, its caption, what its macro wrote."""
    cell = document.Sheets.getByIndex(0).getCellRangeByName(WRITTEN)
    found = []
    for number in range(document.Sheets.Count):
        sheet = document.Sheets.getByIndex(number)
        if sheet.DrawPage.Count == 0:
            continue
        document.CurrentController.setActiveSheet(sheet)
        for button in buttons(document, sheet):
            written = ""
            cell.String = ""
            for _ in range(CLICKS):
                click(button)
                if written := until(lambda: cell.String, seconds=3):
                    break
            found.append({"sheet": sheet.Name, "caption": button.Model.Label, "started": written})
    return found


def called(document: Uno) -> dict[str, str]:
    """Every macro called by its name instead: what it wrote."""
    cell = document.Sheets.getByIndex(0).getCellRangeByName(WRITTEN)
    source = document.BasicLibraries.getByName("VBAProject").getByName("Shopbook")
    found = {}
    for name in re.findall(r"^Public Sub (\w+)\(\)", source, re.MULTILINE):
        cell.String = ""
        address = f"vnd.sun.star.script:VBAProject.Shopbook.{name}?language=Basic&location=document"
        document.getScriptProvider().getScript(address).invoke((), (), ())
        found[name] = cell.String
    return found


def press_all(desk: Desk, path: Path) -> dict[str, object]:
    """What a workbook's macros wrote, called by name and started by its buttons."""
    document = desk.open(path)
    return {"called": called(document), "clicked": clicked(document)}


def complaint(desk: Desk, path: Path) -> dict[str, object]:
    """What is shown after a click that cannot do its work."""
    document = desk.open(path)
    [button, *_] = buttons(document, document.Sheets.getByIndex(0))
    said = ""
    for _ in range(CLICKS):
        click(button)
        if said := until(desk.said, seconds=6):
            break
    return {"said": said}


def portray(desk: Desk, path: Path) -> dict[str, object]:
    """Every sheet that is not hidden, as it stands on the screen: copies of what the X server keeps beside the workbook."""
    document = desk.open(path)
    controller = document.CurrentController
    controller.setFormDesignMode(False)
    controller.Frame.LayoutManager.setVisible(False)
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
    sheets = [sheet for sheet in sheets if sheet.IsVisible]
    zooms = [zoom(controller, sheet) for sheet in sheets]
    screen = path.with_name("Xvfb_screen0")
    screens = []
    for number, sheet in enumerate(sheets):
        controller.setActiveSheet(sheet)
        controller.select(sheet.getCellRangeByName(OUT_OF_SIGHT))
        controller.ZoomValue = SMALLER if sheet.Charts.Count else zooms[number]
        pane = controller.getByIndex(controller.Count - 1)
        pane.setFirstVisibleColumn(controller.SplitColumn)
        pane.setFirstVisibleRow(first_told(sheet))
        screens.append(path.with_name(f"{number:02}.xwd"))
        screens[-1].write_bytes(at_rest(screen))
    return {"screens": [str(each) for each in screens]}


def zoom(controller: Uno, sheet: Uno) -> int:
    """Percent at which the workbook shows a sheet."""
    controller.setActiveSheet(sheet)
    return int(controller.ZoomValue)


def first_told(sheet: Uno) -> int:
    """The row, from 0, at which the sheet's first column begins to say something: of orders the first with a finding, or nearly so."""
    cells = sheet.getCellRangeByName(f"A{FIRST_ROW + 1}:A{FIRST_ROW + 200}").getDataArray()
    told = next((number for number, (text,) in enumerate(cells) if text), 0)
    return FIRST_ROW + max(0, told - BEFORE)


def at_rest(screen: Path) -> bytes:
    """What the screen shows once nothing moves on it any more."""
    pause = threading.Event()
    seen = [b""]
    while len(seen) < REST or len(set(seen[-REST:])) > 1:
        pause.wait(0.3)
        seen.append(screen.read_bytes())
    return seen[-1]


def main() -> None:
    """Do one thing with one workbook, and print what came of it."""
    what, profile, workbook = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    desk = Desk(profile)
    try:
        told = {"press-all": press_all, "complaint": complaint, "portray": portray}[what](desk, workbook)
    finally:
        desk.end()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
