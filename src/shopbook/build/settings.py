"""The settings sheet of a workbook or add-in, and what a click says when Python does not start."""

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from shopbook.build.macros import FAILED_NAME
from shopbook.labels import Label, Lang
from shopbook.sheet.starting import SETTINGS

FAILED = Label(
    zh="没有运行成功。\n"
    "请确认这台电脑上已安装 Python 和 shopbook；在命令行运行 shopbook doctor 可以查原因。\n"
    "用 WPS 或 LibreOffice 时，请先保存并关闭文件，再用命令行 shopbook run 运行。",
    en="This did not run.\n"
    "Check that Python and shopbook are installed on this computer; the command shopbook doctor finds the reason.\n"
    "In WPS or LibreOffice save and close the file, then use the command shopbook run.",
)


def add_settings(workbook: Workbook, tab: str, *langs: Lang) -> Worksheet:
    """Add the sheet: names in the first column, values in the second, last the sentence of a click that fails, in these languages."""
    worksheet = workbook.add_worksheet(tab)
    for row, (name, value) in enumerate(SETTINGS.items()):
        worksheet.write_string(row, 0, name)
        if value:
            worksheet.write_string(row, 1, value)
    row = len(SETTINGS)
    worksheet.write_string(row, 0, FAILED_NAME)
    worksheet.write_string(row, 1, "\n\n".join(FAILED[lang] for lang in langs))
    workbook.define_name(FAILED_NAME, f"='{tab}'!$B${row + 1}")
    hide_name(workbook)
    return worksheet


def hide_name(workbook: Workbook) -> None:
    """Hide the defined name that was added last; the writer keeps that for itself."""
    # The last field of a name says whether it is hidden.
    workbook.defined_names[-1][-1] = True
