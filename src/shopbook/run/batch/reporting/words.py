"""What the report of a run says, whatever it is written in."""

from collections.abc import Mapping

from shopbook.books.registry import BOOKS, FORMS
from shopbook.labels import Label, Lang
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.steps import CHECK, IMPORT
from shopbook.run.report import spoken
from shopbook.sheet.findings import Severity

TITLE = Label(zh="运行报告", en="Run report")
FINDINGS = Label(zh="问题", en="Findings")

COLUMNS: Mapping[str, Label] = {
    "file": Label(zh="文件", en="File"),
    "fate": Label(zh="结果", en="Result"),
    "book": Label(zh="工作簿", en="Book"),
    "tasks": Label(zh="任务", en="Tasks"),
    "error": Severity.ERROR.label,
    "warning": Severity.WARNING.label,
    "hint": Severity.HINT.label,
    "seconds": Label(zh="秒", en="Seconds"),
    "says": Label(zh="说明", en="Remarks"),
}
"""The columns of the list of files."""

FINDING_COLUMNS: Mapping[str, Label] = {
    "file": Label(zh="文件", en="File"),
    "severity": Label(zh="级别", en="Severity"),
    "sheet": Label(zh="工作表", en="Sheet"),
    "cell": Label(zh="单元格", en="Cell"),
    "key": Label(zh="行键", en="Row key"),
    "column": Label(zh="列名", en="Column"),
    "value": Label(zh="现值", en="Value"),
    "message": Label(zh="说明", en="What is wrong"),
    "fix": Label(zh="建议", en="Suggested value"),
    "code": Label(zh="规则代码", en="Rule"),
    "task": Label(zh="任务", en="Task"),
}
"""The columns of the list of findings."""

FIGURES = Label(zh="数字", en="Figures")
FIGURE_COLUMNS: Mapping[str, Label] = {
    "file": Label(zh="文件", en="File"),
    "name": Label(zh="项目", en="Figure"),
    "value": Label(zh="数值", en="Value"),
}
"""The columns of the list of figures."""

ALSO_DONE = {IMPORT: Label(zh="导入", en="Import"), CHECK: Label(zh="检查", en="Check")}

_RUN = Label(zh="第 {run} 次运行，店铺时间 {at}", en="Run {run}, the shop's time {at}")
_COUNTS = Label(
    zh="文件 {files} 个：已处理 {done}，没有变化 {unchanged}，下次再处理 {waiting}，没有完成 {failed}，不归它处理 {left}",
    en="{files} {files|file|files}: {done} done, {unchanged} unchanged, {waiting} left for the next run, {failed} failed, {left} not its",
)
_FOUND = Label(zh="问题：错误 {error} 处，警告 {warning} 处，提示 {hint} 处", en="Found: {error} errors, {warning} warnings, {hint} hints")
_UNDONE = Label(zh="运行被中断，还有 {count} 个文件没有处理：{files}", en="The run was interrupted; {count} files were not done: {files}")
CAPPED = Label(
    zh="这里只列出最前面的 {shown} 条，共 {all} 条；全部在同名的 .json 文件和各工作簿的“校验结果”里",
    en="The first {shown} of {all} are listed; all are in the .json file of the same name and on the sheet Findings of each workbook",
)
_MOST_NAMED = 10


def heads(account: Account) -> list[Label]:
    """What a run came to, in a few sentences."""
    counts = {fate.value: count for fate, count in account.fates.items()}
    said = [
        _RUN.filled({"run": account.run, "at": account.at}),
        _COUNTS.filled({"files": len({entry.file for entry in account.entries}), **counts}),
        _FOUND.filled({name: f"{count:,}" for name, count in account.counts.items()}),
    ]
    if account.undone:
        shown = [plain_name(name) for name in account.undone[:_MOST_NAMED]]
        more = "…" if len(account.undone) > _MOST_NAMED else ""
        names = Label(zh="、".join(shown) + more, en=", ".join(shown) + more)
        said.append(_UNDONE.filled({"count": len(account.undone), "files": names}))
    return said


def cells(entry: Entry, lang: Lang) -> dict[str, str]:
    """One file's line, under the names of :data:`COLUMNS`."""
    counts = {name: str(entry.counts[name]) if entry.counts else "" for name in ("error", "warning", "hint")}
    return {
        "file": plain_name(entry.file),
        "fate": entry.fate.label[lang],
        "book": book_name(entry.book, lang),
        "tasks": ("、" if lang is Lang.ZH else ", ").join(task_name(entry.book, task, lang) for task in entry.tasks),
        **counts,
        "seconds": f"{entry.seconds:.1f}" if entry.seconds else "",
        "says": "\n".join(entry.sentences(lang)),
    }


def figures(entry: Entry) -> list[tuple[str, str]]:
    """The figures of a file's tasks, each with what people call it."""
    return [(name, spoken(value)) for part in entry.parts for name, value in part.summary.items()]


def book_name(code: str, lang: Lang) -> str:
    """What people call a book."""
    return next((book.label[lang] for book in (*BOOKS, *FORMS) if book.code == code), code)


def task_name(book: str, code: str, lang: Lang) -> str:
    """What people call a task."""
    if code in ALSO_DONE:
        return ALSO_DONE[code][lang]
    return next((task.label[lang] for each in BOOKS if each.code == book for task in each.tasks if task.code == code), code)


def plain_name(path: str) -> str:
    """A path that can be shown and written anywhere, also one that is no Unicode on disk."""
    whole = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in whole)


def ordered(account: Account) -> list[Entry]:
    """What needs somebody first: files by what became of them, those of one kind by path."""
    rank = list(Fate)
    return sorted(account.entries, key=lambda entry: (rank.index(entry.fate), entry.file))
