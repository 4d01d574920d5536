"""The hidden sheet of settings that says which Python a click starts; xlwings reads it, so names and places are its own."""

from dataclasses import dataclass

from shopbook.sheet.plan import ColumnWrite, EditPlan

WORKBOOK_TAB = "xlwings.conf"
ADDIN_TAB = "myaddin.conf"
"""What xlwings calls it in a workbook, and in an add-in."""

_INTERPRETERS = {"win32": "Interpreter_Win", "darwin": "Interpreter_Mac"}
"""By system. Excel runs on these two; what is made elsewhere names no Python, and xlwings looks for one by itself."""

SETTINGS = {**dict.fromkeys(_INTERPRETERS.values(), ""), "ADD_WORKBOOK_TO_PYTHONPATH": "False", "UDF MODULES": "shopbook.udf"}
"""What every workbook begins with: name and value, row by row. A module that lies beside a workbook is never taken for one of ours."""


@dataclass(frozen=True, slots=True)
class Python:
    """A Python that a click can start.

    Attributes:
        system: Where it runs, as ``sys.platform`` says it.
        program: The full path of the interpreter.
    """

    system: str
    program: str

    def plan(self, tab: str) -> EditPlan:
        """What names it on a settings sheet; nothing where Excel does not run."""
        setting = _INTERPRETERS.get(self.system)
        if setting is None:
            return EditPlan()
        return EditPlan(writes=(ColumnWrite(tab, "B", [list(SETTINGS).index(setting) + 1], [self.program]),))
