"""A run over a folder on the terminal: its progress, what became of each file, where the report lies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shopbook.cli.plain import one_line
from shopbook.cli.showing import show_list
from shopbook.cli.speech import Form, remark
from shopbook.labels import Label, Lang
from shopbook.run.batch.entries import Account, Fate
from shopbook.run.batch.onlooking import Watcher, interruptible
from shopbook.run.batch.reporting.words import COLUMNS, cells, heads, ordered

_SHOWN = 50
_STOPPING = Label(
    zh="收到中断：做完手上的文件就停。再按一次 Ctrl-C 立即停止。",
    en="Interrupted: the files at hand are finished, then it stops. Ctrl-C once more stops at once.",
)
_MORE = Label(zh="只显示最要紧的 {shown} 个文件，共 {all} 个。", en="The {shown} most important of {all} files are shown.")
_REPORTS = Label(zh="报告：{files}", en="Report: {files}")


@contextmanager
def looking_on(lang: Lang, *, quiet: bool) -> Iterator[Watcher]:
    """A progress bar on a terminal, and Ctrl-C as a wish to stop after the file at hand."""
    with interruptible(lambda: remark(_STOPPING, lang)) as stops:
        if quiet or not sys.stderr.isatty():
            yield Watcher(stops=stops)
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), *Progress.get_default_columns()[:3], TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("shopbook", total=None)
            yield Watcher(
                begins=lambda what, count: bar.reset(task, total=count, description=what[lang]),
                ends=lambda _file: bar.advance(task),
                stops=stops,
            )


def show_account(account: Account, form: Form, lang: Lang) -> None:
    """Write what became of the files; JSON is the report's own, complete."""
    match form:
        case Form.JSON:
            whole = next((Path(path) for path in account.reports if path.endswith(".json")), None)
            sys.stdout.write(whole.read_text(encoding="utf-8") if whole else "{}\n")
        case Form.CSV:
            show_list([cells(entry, lang) for entry in account.entries], COLUMNS, form, lang)
        case Form.TABLE | Form.MD:
            _show(account, form, lang)


def _show(account: Account, form: Form, lang: Lang) -> None:
    told = [entry for entry in ordered(account) if entry.fate is not Fate.UNCHANGED and entry.fate is not Fate.LEFT]
    if told:
        rows = [{**cells(entry, lang), "says": " ".join(why[lang] for why in entry.whys)} for entry in told[:_SHOWN]]
        show_list(rows, COLUMNS, form, lang)
        sys.stdout.write("\n")
    more = [_MORE.filled({"shown": _SHOWN, "all": len(told)})] if len(told) > _SHOWN else []
    reports = [_REPORTS.filled({"files": "  ".join(account.reports)})] if account.reports else []
    for sentence in (*more, *heads(account), *reports, *account.remarks):
        sys.stdout.write(("\n" if form is Form.MD else "") + one_line(sentence[lang]) + "\n")
