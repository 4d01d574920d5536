"""What a button calls: one task on the workbook whose button was clicked, and one message box that says how it went."""

import ctypes
import getpass
import logging
import os
import platform
import subprocess
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from shopbook.books.every_book import FINDINGS
from shopbook.books.registry import BOOKS
from shopbook.errors import ShopbookError
from shopbook.host.excel import ExcelHost, LiveHost, calling_book, live_workbook
from shopbook.host.excel_saved import SavedHost
from shopbook.host.excel_window import Com
from shopbook.labels import Label, Lang
from shopbook.run.clock import shop_now
from shopbook.run.language import named_lang, user_lang
from shopbook.run.masking import masked_text
from shopbook.run.report import Report, spoken
from shopbook.run.runner import Circumstances, book_of, mark_of, run_task, task_of
from shopbook.sheet.findings import Severity

LOGS = frozenset(sheet.code for book in BOOKS for sheet in book.sheets if sheet.is_log)
"""Tables that only tasks fill."""

_TITLE = Label(zh="shopbook 店铺助手", en="shopbook")
_DONE = Label(zh="{task}：完成。", en="{task}: done.")
_SOUND = Label(zh="没有发现问题。", en="No problems found.")
_WHERE = Label(
    zh="全部问题在工作表“{tab}”里，每行可以点击跳转；出错的单元格已经标色。",
    en="All of them are on the sheet {tab}, each with a link to its cell; the cells meant are coloured.",
)
_FIRST = Label(zh="最要紧的：", en="Most serious:")
_UNCHANGED = Label(zh="没有需要改动的内容。", en="There was nothing to change.")
_UNSAVED = Label(
    zh="结果已写入工作簿，还没有保存。请看过后按 Ctrl+S 保存。",
    en="The workbook has the results and is not saved yet: look at them, then save.",
)
_KEPT = Label(zh="结果已写入工作簿，并且保存了。", en="The workbook has the results and is saved.")
_NEVER_SAVED = Label(
    zh="结果已写入工作簿。这个工作簿还从未保存过，请用“另存为”保存。",
    en="The workbook has the results. It has never been saved: use Save As.",
)
_READ_ONLY = Label(
    zh="结果已写入这个窗口，但工作簿是以只读方式打开的，请用“另存为”保存。",
    en="This window has the results, but the workbook was opened read-only: use Save As.",
)
_NO_BOOK = Label(
    zh="没有找到点按钮的工作簿，什么也没有改动。请关闭别的 Excel 窗口后再试；如果用的是 WPS，请保存并关闭工作簿，"
    "再用命令 shopbook run 处理，结果完全一样。详情：{log}",
    en="The workbook whose button was clicked was not found; nothing was changed. Close other windows of Excel and try again. "
    "With WPS, save and close the workbook and use the command shopbook run: the result is the same. Details: {log}",
)
_NOT_ALLOWED = Label(
    zh="没有连上 Excel，什么也没有改动。请打开“系统设置 → 隐私与安全性 → 自动化”，在 Python（或“终端”）下面打开 Microsoft Excel，"
    "再点一次按钮。详情：{log}",
    en="Excel could not be reached; nothing was changed. Open System Settings, Privacy & Security, Automation, switch on Microsoft Excel "
    "below Python (or Terminal), and click again. Details: {log}",
)
_UNEXPECTED = Label(
    zh="程序出了意外，没有完成。如果工作簿里有一部分已经改动，请不保存关闭再打开。详情在这个文件里，请发给技术支持：{log}",
    en="Something unexpected happened and the task was not finished. If part of the workbook has changed, close it without saving. "
    "Details are in this file, please send it to whoever looks after shopbook: {log}",
)
_COMMA = Label(zh="，", en=", ")
_COLON = Label(zh="：", en=": ")
_NO_LOG = Label(zh="（无法写日志）", en="(no log could be written)")

_CHECK = "check-"  # how the codes of tasks begin that write the sheet of findings
_MOST_PLACES, _MOST_FIGURES, _MOST_NOTES = 3, 5, 3
_LONGEST_LINE, _LONGEST_TEXT = 90, 1_000
_MOST_LINES, _LONGEST_LOGGED = 300, 1_000
_LOG_BYTES, _LOGS_KEPT = 200_000, 3
_WARNING_SIGN = 0x30
_MAC_BOX = ("/usr/bin/osascript", "-e", "on run told", "-e", "display alert (item 1 of told) message (item 2 of told)", "-e", "end run")


@dataclass(slots=True)
class Click:
    """One click of a button, as far as it is known.

    Attributes:
        task: What was asked for.
        book: The workbook, once it is found.
        lang: The language of the message: SHOPBOOK_LANG, else the workbook's once that is known, else the system's.
    """

    task: str
    book: Com = None
    lang: Lang = Lang.ZH


def run(task: str) -> None:
    """Run a task on the workbook whose button was clicked, and say how it went; it never raises.

    The workbook is changed as it is open, and is not saved: whether it has been saved before, is read-only, has unsaved changes or lies
    at a web address makes no difference. Only on a Mac it is saved first and its file changed.

    Args:
        task: The task's code, as ``shopbook tasks`` lists them.
    """
    click = Click(task, lang=user_lang())
    is_fine = False
    try:
        click.book = calling_book()
        text, is_fine = _worked(click), True
    except ShopbookError as error:
        text = masked_text(error.sentence(click.lang))
    except Exception as error:  # noqa: BLE001 - whatever it is, people see a sentence instead of a traceback
        text = _failure(click).filled({"log": _logged(error, click) or _NO_LOG})[click.lang]
    _show(text, click, is_fine=is_fine)


def _failure(click: Click) -> Label:
    if click.book is not None:
        return _UNEXPECTED
    return _NOT_ALLOWED if platform.system() == "Darwin" else _NO_BOOK


def _worked(click: Click) -> str:
    with live_workbook(click.book, lang=click.lang, logs=LOGS) as host:
        mark = mark_of(host)
        click.lang = named_lang() or mark.lang
        if isinstance(host, ExcelHost):
            host.lang = click.lang
        label = task_of(book_of(mark), click.task).label
        report = run_task(host, click.task, Circumstances(now=shop_now(), lang=click.lang, who=_who()))
        return told(report, label, FINDINGS.label[mark.lang], _saving(host) if _is_changed(host, report) else _UNCHANGED)


def _is_changed(host: LiveHost, report: Report) -> bool:
    """Whether the workbook itself was written, and not only what the task makes beside it."""
    return host.name in {Path(written).name for written in report.written}


def told(report: Report, task: Label, tab: str, last: Label) -> str:
    """The text of the message box.

    Args:
        report: What the run found and did, personal data masked.
        task: What the button says.
        tab: The sheet with all findings.
        last: What became of the workbook.
    """
    lang = report.lang
    figures = [f"{report.name_of(name)}{_COLON[lang]}{spoken(value)}" for name, value in report.summary.items()][:_MOST_FIGURES]
    notes = list(report.sentences)[:_MOST_NOTES]
    parts = [_DONE.filled({"task": task})[lang], "\n".join(_found(report, tab)), "\n".join([*figures, *notes]), last[lang]]
    text = "\n\n".join(part for part in parts if part)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _found(report: Report, tab: str) -> list[str]:
    """How many problems of each sort, the first few, and where all of them are: only a check writes them down."""
    lang, is_check = report.lang, report.task.startswith(_CHECK)
    if report.findings.is_empty():
        return [_SOUND[lang]] if is_check else []
    counts = _COMMA[lang].join(f"{severity.label[lang]} {report.counts[severity.value]:,}" for severity in Severity)
    where = [_WHERE.filled({"tab": tab})[lang]] if is_check else []
    return [counts, *where, _FIRST[lang], *(_place(row) for row in report.first(_MOST_PLACES).iter_rows(named=True))]


def _place(finding: Mapping[str, str]) -> str:
    cell = "!".join(part for part in (finding["sheet"], finding["cell"]) if part)
    return _short(" ".join(part for part in (cell, finding["column"] and f"[{finding['column']}]", finding["message"]) if part))


def _short(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


def _saving(host: LiveHost) -> Label:
    if isinstance(host, SavedHost):
        return _KEPT
    with suppress(ShopbookError):  # what is written stays written, whatever Excel answers now
        if host.is_read_only:
            return _READ_ONLY
        if not host.is_saved_somewhere:
            return _NEVER_SAVED
    return _UNSAVED


def _show(text: str, click: Click, *, is_fine: bool) -> None:
    """A message box of Excel's; one of the system's where Excel has none to offer."""
    title = _TITLE[click.lang]
    try:
        click.book.app.alert(text, title=title, mode="info" if is_fine else "critical")
    except Exception as error:  # noqa: BLE001 - Excel may be gone, or never was there
        _logged(error, click)
        _show_without_excel(text, title)


def _show_without_excel(text: str, title: str) -> None:
    library = getattr(ctypes, "windll", None)
    if library is not None:
        library.user32.MessageBoxW(None, text, title, _WARNING_SIGN)
    elif platform.system() == "Darwin":
        with suppress(OSError):
            subprocess.run([*_MAC_BOX, title, text], check=False)  # noqa: S603 - the texts are arguments, and run nothing


def _logged(error: Exception, click: Click) -> Path | None:
    """Write what happened, without personal data, to the log; ``None`` where that is impossible."""
    lines = "".join(traceback.format_exception(error)).splitlines()[-_MOST_LINES:]
    said = "\n".join(masked_text(line[:_LONGEST_LOGGED]) for line in lines)
    for folder in (log_folder(), Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "shopbook.log"
            _append(path, f"{click.task}\n{said}")
            return path
    return None


def _append(path: Path, text: str) -> None:
    handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8")
    log = logging.Logger("shopbook.bridge")  # noqa: LOG001 - of this one line; nothing is changed for the whole program
    log.addHandler(handler)
    try:
        log.error("%s %s %s", shop_now().isoformat(sep=" "), platform.platform(), text)
    finally:
        handler.close()


def log_folder() -> Path:
    """Where details go that are too long for a message box: the user's own folder for such files."""
    local = os.environ.get("LOCALAPPDATA")
    return Path(local) / "shopbook" / "logs" if local else Path.home() / ".local" / "state" / "shopbook" / "logs"


def _who() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
