"""One sheet each of some workbooks, as LibreOffice shows them: run by the Python that has uno, inside an X server of its own.

Arguments: an empty folder for LibreOffice's profile; the file that the X server keeps its screen in; as JSON the workbooks, each with the
name of a sheet and the number of the column, from 0, that is to be seen first behind those that stay in sight. Says as JSON where the
screens are.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.build.clicking import FIRST_ROW, OUT_OF_SIGHT, Desk, at_rest

Uno = Any  # objects of LibreOffice have whatever their service offers


def show(desk: Desk, workbook: Path, sheet: str, column: int) -> Uno:
    """A workbook with a sheet in front, without menus and bars, its first row of data at the top."""
    document = desk.open(workbook)
    controller = document.CurrentController
    controller.setFormDesignMode(False)
    controller.Frame.LayoutManager.setVisible(False)
    shown = document.Sheets.getByName(sheet)
    controller.setActiveSheet(shown)
    controller.select(shown.getCellRangeByName(OUT_OF_SIGHT))
    pane = controller.getByIndex(controller.Count - 1)
    pane.setFirstVisibleColumn(max(column, controller.SplitColumn))
    pane.setFirstVisibleRow(FIRST_ROW)
    return document


def main() -> None:
    """Show one after another, and print where each screen was kept."""
    profile, screen, asked = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    desk = Desk(profile)
    kept = []
    try:
        for number, (workbook, sheet, column) in enumerate(asked):
            document = show(desk, Path(workbook), sheet, column)
            kept.append(screen.with_name(f"{number:02}.xwd"))
            kept[-1].write_bytes(at_rest(screen))
            document.close(True)
    finally:
        desk.end()
    sys.stdout.write(json.dumps([str(path) for path in kept]))


if __name__ == "__main__":
    main()
