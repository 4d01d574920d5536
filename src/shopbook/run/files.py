"""Tasks and checks on files: which host, which book, which profile."""

from dataclasses import replace
from pathlib import Path

from shopbook.host.file import open_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances, run_task


def run_on_file(path: Path, task: str, given: Circumstances, *, target: Path | None = None) -> Report:
    """Run one task on one workbook.

    Args:
        path: The workbook.
        task: The task's code.
        given: The moment, the language, settings.
        target: Where the result goes: the workbook itself, or a copy; ``None`` writes nothing.

    Raises:
        MisuseError: The workbook is none of ours, or its book has no such task.
        FileError: It can't be read or written; nothing was changed.
    """
    with open_workbook(path, target=target) as host:
        report = run_task(host, task, replace(given, write=given.write and target is not None))
        return replace(report, workbook=str(path), notes=(*host.remarks, *report.notes))
