"""What is installed on this machine, and whether it fits together."""

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
from dataclasses import dataclass

from shopbook.errors import ShopbookError
from shopbook.labels import Label
from shopbook.shipped import Shipped, shipped_folder

_OLDEST = (3, 11)
_NEEDED = ("polars", "fastexcel", "python-calamine", "XlsxWriter", "openpyxl", "isal", "pydantic")
_NOTHING = Label(zh="", en="")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what, how it is, what to do; ``is_fine`` when nothing must be done."""

    what: Label
    state: Label
    advice: Label
    is_fine: bool = True


def diagnose() -> list[Diagnosis]:
    """Python, libraries, templates, then what is optional: live Excel and LibreOffice."""
    return [_python(), *(_library(name) for name in _NEEDED), _templates(), _excel(), _office()]


def _python() -> Diagnosis:
    version = platform.python_version()
    is_fine = sys.version_info >= _OLDEST
    advice = _NOTHING if is_fine else Label(zh="请安装 Python 3.11 或更新版本", en="Install Python 3.11 or newer")
    return Diagnosis(_same("Python"), _same(version), advice, is_fine)


def _library(name: str) -> Diagnosis:
    try:
        return Diagnosis(_same(name), _same(importlib.metadata.version(name)), _NOTHING)
    except importlib.metadata.PackageNotFoundError:
        missing = Label(zh="没有安装", en="not installed")
        return Diagnosis(_same(name), missing, Label(zh="请重新安装 shopbook", en="Install shopbook again"), is_fine=False)


def _templates() -> Diagnosis:
    what = Label(zh="工作簿模板", en="Templates")
    try:
        found = sorted(path.stem for path in shipped_folder(Shipped.TEMPLATES).glob("zh/*.xls*"))
    except ShopbookError as error:
        return Diagnosis(what, error.label, Label(zh="请重新安装 shopbook", en="Install shopbook again"), is_fine=False)
    return Diagnosis(what, _same(", ".join(found)), _NOTHING)


def _excel() -> Diagnosis:
    what = Label(zh="在 Excel 里直接运行（xlwings）", en="Live Excel (xlwings)")
    if importlib.util.find_spec("xlwings") is None:
        state = Label(zh="没有安装（可选）", en="not installed (optional)")
        advice = Label(
            zh="要在打开的 Excel 里运行：pip install 'shopbook[excel]'", en="To work in an open Excel: pip install 'shopbook[excel]'"
        )
        return Diagnosis(what, state, advice)
    return Diagnosis(what, _same(importlib.metadata.version("xlwings")), _NOTHING)


def _office() -> Diagnosis:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    state = _same(found) if found else Label(zh="没有安装（可选）", en="not installed (optional)")
    advice = _NOTHING if found else Label(zh="只在生成 PDF 时需要", en="Needed only to make PDF files")
    return Diagnosis(Label(zh="LibreOffice", en="LibreOffice"), state, advice)


def _same(text: str) -> Label:
    return Label(zh=text, en=text)
