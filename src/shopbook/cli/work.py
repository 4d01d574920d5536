"""Working through files: a progress bar on a terminal, and one file's failure never hides the others' results."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from shopbook.cli.speech import complain
from shopbook.errors import ShopbookError
from shopbook.labels import Lang
from shopbook.run.papers import Progress
from shopbook.run.report import Report


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of it: the reports of the files that could be worked on, and the exit code of the worst."""

    reports: Sequence[Report]
    code: int


class Meter:
    """What somebody at a terminal sees of a run: how many files are done, and of the one at work how many forms.

    Args:
        quiet: Nothing is shown.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._is_seen = not quiet and sys.stderr.isatty()
        self._show: Progress | None = None

    def step(self, done: int, whole: int) -> None:
        """Show how many forms of the file at work are done."""
        if self._show:
            self._show(done, whole)

    @contextmanager
    def over(self, total: int) -> Iterator[Callable[[], None]]:
        """Show so many files; what comes of it is to be called after each."""
        if not self._is_seen:
            yield lambda: None
            return
        from rich import progress as rich
        from rich.console import Console

        columns = (rich.SpinnerColumn(), *rich.Progress.get_default_columns()[:2], rich.MofNCompleteColumn(), rich.TimeElapsedColumn())
        with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            files, forms = bar.add_task("shopbook", total=total), bar.add_task("", visible=False)
            self._show = lambda done, whole: bar.update(forms, completed=done, total=whole, visible=done < whole)
            yield lambda: bar.advance(files)


def work_through(jobs: Sequence[Callable[[], Report]], lang: Lang, meter: Meter) -> Worked:
    """Do one job a file; what fails is said on stderr, the rest goes on.

    Args:
        jobs: One a file.
        lang: Of what is said.
        meter: Shows how far it is.

    Returns:
        Exit code 0 without findings of severity error, 1 with, and of failures the highest of theirs.
    """
    reports, code = [], 0
    with meter.over(len(jobs)) as advance:
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
