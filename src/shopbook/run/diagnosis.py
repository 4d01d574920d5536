"""What is installed on this machine, and whether it fits together."""

import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from shopbook.errors import ShopbookError
from shopbook.labels import Label, Lang
from shopbook.run import addin
from shopbook.run.clock import shop_now
from shopbook.run.machine import EXCEL, LIBREOFFICE, MAC, WPS, Machine, Office
from shopbook.run.making import THIS_PYTHON
from shopbook.shipped import Shipped, shipped_folder

_OLDEST = (3, 11)
_NOTHING = Label(zh="", en="")
_AGAIN = Label(zh="请重新安装 shopbook", en="Install shopbook again")
_OPTIONAL = Label(zh="没有安装（可选）", en="not installed (optional)")
_MISSING = Label(zh="没有安装", en="not installed")
_ABSENT = Label(zh="没有找到", en="not found")
_PIP = Label(zh="要用按钮的话，请运行 pip install {what}", en="For buttons run pip install {what}")
_NO_BUTTONS = Label(
    zh="这里不能用按钮，请用命令 shopbook run，结果一样", en="No buttons here: use the command shopbook run, with the same result"
)
_LET_IN = Label(
    zh="请在 Excel 里打开 文件 → 选项 → 信任中心 → 信任中心设置 → 宏设置，选“禁用所有宏，并发出通知”",
    en="In Excel open File, Options, Trust Center, Trust Center Settings, Macro Settings: 'Disable VBA macros with notification'",
)
_ASKS = Label(
    zh="请点“启用内容”；收到的文件先右键 → 属性 → 解除锁定",
    en="Choose Enable Content; right-click a file that was sent to you, Properties, Unblock first",
)
_BLOCKING = {3, 4}
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*>=\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what, how it is, what to do; ``is_fine`` when nothing must be done."""

    what: Label
    state: Label
    advice: Label = _NOTHING
    is_fine: bool = True


def diagnose() -> list[Diagnosis]:
    """The program, Python, libraries, templates, the clock; then what buttons need, and which programs for workbooks there are."""
    machine = Machine()
    return [_program(), _python(), *_libraries(_requirements()), _templates(), _clock(), *desk(machine)]


def desk(machine: Machine) -> list[Diagnosis]:
    """What buttons need on a computer, and which programs for workbooks there are."""
    return [_link(machine), *_script(machine), *_addin(machine), *_offices(machine), *_macros(machine)]


def _program() -> Diagnosis:
    version = _version("shopbook")
    return Diagnosis(
        _same("shopbook"), _same(version) if version else Label(zh="从源码运行，没有安装", en="run from source, not installed")
    )


def _python() -> Diagnosis:
    is_fine = sys.version_info >= _OLDEST
    advice = _NOTHING if is_fine else Label(zh="请安装 Python 3.11 或更新版本", en="Install Python 3.11 or newer")
    state = Label(zh="{version}，在 {place}", en="{version} at {place}").filled(
        {"version": platform.python_version(), "place": sys.executable}
    )
    return Diagnosis(_same("Python"), state, advice, is_fine)


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
        return Diagnosis(_same(name), _MISSING, _AGAIN, is_fine=False)
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


def _link(machine: Machine) -> Diagnosis:
    """xlwings, whose release must be the one that the workbooks' macros are of."""
    what, needed = Label(zh="与 Excel 的连接", en="Link to Excel"), _macros_release()
    version = _version("xlwings")
    if version is None:
        state = _MISSING if machine.has_excel else _OPTIONAL
        return Diagnosis(what, state, _PIP.filled({"what": "'shopbook[excel]'"}), is_fine=not machine.has_excel)
    if version != needed:
        return Diagnosis(what, _same(f"xlwings {version}"), _PIP.filled({"what": f"xlwings=={needed}"}), is_fine=not machine.has_excel)
    return Diagnosis(what, _same(f"xlwings {version}"), _NOTHING if machine.has_buttons else _NO_BUTTONS)


def _macros_release() -> str:
    text = (shipped_folder(Shipped.MACROS) / "xlwings.bas").read_text(encoding="ascii")
    found = re.search(r'XLWINGS_VERSION As String = "([\d.]+)"', text)
    return found[1] if found else ""


def _script(machine: Machine) -> list[Diagnosis]:
    """The script by which Excel on a Mac starts Python; it must be of the macros' release, too."""
    if machine.system != MAC:
        return []
    what, name = Label(zh="启动 Python 的脚本", en="Script that starts Python"), f"xlwings-{_macros_release()}.applescript"
    if machine.exists(machine.script_folder() / name):
        return [Diagnosis(what, _same(name))]
    advice = Label(zh="请运行 xlwings runpython install", en="Run xlwings runpython install")
    return [Diagnosis(what, Label(zh="没有 {name}", en="no {name}").filled({"name": name}), advice, is_fine=not machine.has_excel)]


def _addin(machine: Machine) -> list[Diagnosis]:
    """The ribbon tab, which is optional, but must not be of another release."""
    if not machine.has_buttons:
        return []
    what, advice = (
        Label(zh="功能区里的“店铺”", en="Ribbon tab Shop"),
        Label(zh="请运行 shopbook addin install", en="Run shopbook addin install"),
    )
    try:
        standing = addin.standing(addin.startup_folder(machine.system, machine.environment), THIS_PYTHON)
    except ShopbookError as error:
        return [Diagnosis(what, error.label, advice, is_fine=False)]
    match standing:
        case addin.Standing.CURRENT:
            return [Diagnosis(what, Label(zh="已安装，与本程序一致", en="installed, and fits this program"))]
        case addin.Standing.OTHER:
            return [
                Diagnosis(what, Label(zh="属于另一个版本或另一个 Python", en="of another release or another Python"), advice, is_fine=False)
            ]
        case addin.Standing.ABSENT:
            return [Diagnosis(what, _OPTIONAL, Label(zh="需要的话：shopbook addin install", en="If wanted: shopbook addin install"))]


def _offices(machine: Machine) -> list[Diagnosis]:
    """Which programs for workbooks there are, and what each is good for."""
    uses = {EXCEL: _NO_BUTTONS, WPS: _NO_BUTTONS, LIBREOFFICE: Label(zh="只在生成 PDF 时需要", en="Needed only to make PDF files")}
    found = {office: machine.place_of(office) for office in uses}
    return [
        Diagnosis(_same(office.name), _same(place) if place else _ABSENT, _use(office, place, uses[office], machine))
        for office, place in found.items()
        if place or office is not WPS
    ]


def _use(office: Office, place: str | None, without: Label, machine: Machine) -> Label:
    if office is WPS:
        return _NO_BUTTONS
    if place:
        return _NOTHING
    return without if office is not EXCEL or machine.has_buttons else _NOTHING


def _macros(machine: Machine) -> list[Diagnosis]:
    """Whether Excel lets macros in, as far as this can be seen."""
    if not machine.has_buttons:
        return []
    what, setting = Label(zh="宏", en="Macros"), machine.macro_setting()
    if setting in _BLOCKING:
        return [Diagnosis(what, Label(zh="Excel 不让宏运行", en="Excel lets none run"), _LET_IN, is_fine=False)]
    state = Label(zh="Excel 打开文件时会询问", en="Excel asks when a file is opened")
    return [Diagnosis(what, state, _ASKS)]


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _same(text: str) -> Label:
    return Label(zh=text, en=text)
