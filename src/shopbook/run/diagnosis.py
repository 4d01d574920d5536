"""What is installed on this machine, and whether it fits together."""

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from shopbook.errors import ShopbookError
from shopbook.labels import Label, Lang
from shopbook.run.clock import shop_now
from shopbook.shipped import Shipped, shipped_folder

_OLDEST = (3, 11)
_NOTHING = Label(zh="", en="")
_AGAIN = Label(zh="请重新安装 shopbook", en="Install shopbook again")
_OPTIONAL = Label(zh="没有安装（可选）", en="not installed (optional)")
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*>=\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what, how it is, what to do; ``is_fine`` when nothing must be done."""

    what: Label
    state: Label
    advice: Label = _NOTHING
    is_fine: bool = True


def diagnose() -> list[Diagnosis]:
    """The program, Python, libraries, templates, the clock; then what is optional: live Excel and LibreOffice."""
    return [_program(), _python(), *_libraries(_requirements()), _templates(), _clock(), _excel(), _office()]


def _program() -> Diagnosis:
    version = _version("shopbook")
    return Diagnosis(
        _same("shopbook"), _same(version) if version else Label(zh="从源码运行，没有安装", en="run from source, not installed")
    )


def _python() -> Diagnosis:
    is_fine = sys.version_info >= _OLDEST
    advice = _NOTHING if is_fine else Label(zh="请安装 Python 3.11 或更新版本", en="Install Python 3.11 or newer")
    return Diagnosis(_same("Python"), _same(platform.python_version()), advice, is_fine)


def _requirements() -> Sequence[tuple[str, str]]:
    """The libraries that the product declares, with their oldest version; those of extras are left out."""
    try:
        declared = importlib.metadata.requires("shopbook") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [(found[1], found[2]) for each in declared if (found := _REQUIREMENT.fullmatch(each.strip()))]


def _libraries(needed: Sequence[tuple[str, str]]) -> list[Diagnosis]:
    """One line when all are there, else one for each that is not."""
    bad = [_unfit(name, oldest) for name, oldest in needed]
    if any(bad):
        return [found for found in bad if found]
    state = Label(zh="{count} 个，齐全", en="all {count} there").filled({"count": len(needed)})
    return [Diagnosis(Label(zh="程序库", en="Libraries"), state)]


def _unfit(name: str, oldest: str) -> Diagnosis | None:
    version = _version(name)
    if version is None:
        return Diagnosis(_same(name), Label(zh="没有安装", en="not installed"), _AGAIN, is_fine=False)
    if _numbers(version) >= _numbers(oldest):
        return None
    advice = Label(zh="需要 {oldest} 或更新：{again}", en="Needs {oldest} or newer: {again}").filled({"oldest": oldest, "again": _AGAIN})
    return Diagnosis(_same(name), _same(version), advice, is_fine=False)


def _templates() -> Diagnosis:
    what = Label(zh="工作簿模板", en="Templates")
    try:
        folder = shipped_folder(Shipped.TEMPLATES)
    except ShopbookError as error:
        return Diagnosis(what, error.label, _AGAIN, is_fine=False)
    found = {lang: {path.stem for path in (folder / lang).glob("*.xls*")} for lang in Lang}
    if not found[Lang.ZH] or found[Lang.ZH] != found[Lang.EN]:
        return Diagnosis(what, Label(zh="不完整", en="incomplete"), _AGAIN, is_fine=False)
    return Diagnosis(what, Label(zh="{count} 个，中英文齐全", en="{count}, in Chinese and English").filled({"count": len(found[Lang.ZH])}))


def _clock() -> Diagnosis:
    what = Label(zh="店铺时间", en="The shop's clock")
    zone = os.environ.get("SHOPBOOK_TIMEZONE", "Asia/Shanghai")
    try:
        return Diagnosis(what, _same(f"{shop_now():%Y-%m-%d %H:%M} {zone}"))
    except ShopbookError as error:
        advice = Label(zh="请改正环境变量 SHOPBOOK_TIMEZONE", en="Put the environment variable SHOPBOOK_TIMEZONE right")
        return Diagnosis(what, error.label, advice, is_fine=False)


def _excel() -> Diagnosis:
    what = Label(zh="在打开的 Excel 里运行", en="Work in an open Excel")
    if importlib.util.find_spec("xlwings") is None:
        return Diagnosis(
            what, _OPTIONAL, Label(zh="需要的话：pip install 'shopbook[excel]'", en="If wanted: pip install 'shopbook[excel]'")
        )
    version = _same(f"xlwings {_version('xlwings')}")
    if sys.platform in {"win32", "darwin"}:
        return Diagnosis(what, version)
    return Diagnosis(what, version, Label(zh="这台电脑不是 Windows 或 Mac，用不到", en="Of no use here: neither Windows nor Mac"))


def _office() -> Diagnosis:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    advice = _NOTHING if found else Label(zh="只在生成 PDF 时需要", en="Needed only to make PDF files")
    return Diagnosis(_same("LibreOffice"), _same(found) if found else _OPTIONAL, advice)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _same(text: str) -> Label:
    return Label(zh=text, en=text)
