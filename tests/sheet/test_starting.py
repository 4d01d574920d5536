import pytest

from shopbook.sheet.plan import ColumnWrite, EditPlan
from shopbook.sheet.starting import SETTINGS, Python


@pytest.mark.parametrize(("system", "row"), [("win32", 1), ("darwin", 2)])
def test_a_python_is_named_in_the_row_of_its_system(system: str, row: int) -> None:
    plan = Python(system, "C:\\Python 311\\python.exe").plan("xlwings.conf")
    assert plan == EditPlan(writes=(ColumnWrite("xlwings.conf", "B", [row], ["C:\\Python 311\\python.exe"]),))


def test_where_excel_does_not_run_nothing_is_named() -> None:
    assert not Python("linux", "/usr/bin/python3").plan("xlwings.conf")


def test_settings_are_called_as_xlwings_calls_them_and_keep_the_workbooks_folder_out() -> None:
    assert SETTINGS == {
        "Interpreter_Win": "",
        "Interpreter_Mac": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "UDF MODULES": "shopbook.udf",
    }
