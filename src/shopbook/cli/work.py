"""Working through files: a progress bar on a terminal, and one file's failure never hides the others' results."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from shopbook.cli.speech import complain
from shopbook.errors import ShopbookError
from shopbook.labels import Lang
from shopbook.run.report import Report


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of it: the reports of the files that could be worked on, and the exit code of the worst."""

    reports: Sequence[Report]
    code: int


def work_through(jobs: Sequence[Callable[[], Report]], lang: Lang, *, quiet: bool = False) -> Worked:
    """Do one job a file; what fails is said on stderr, the rest goes on.

    Returns:
        Exit code 0 without findings of severity error, 1 with, and of failures the highest of theirs.
    """
    reports, code = [], 0
    with _progress(len(jobs), quiet=quiet) as advance:
        for job in jobs:
            try:
                report = job()
            except (ShopbookError, OSError) as error:
                code = max(code, complain(error, lang))
            else:
                reports.append(report)
                code = max(code, int(report.has_errors))
            advance()
    return Worked(reports, code)


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), *Progress.get_default_columns()[:2], TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("shopbook", total=total)
        yield lambda: bar.advance(task)
