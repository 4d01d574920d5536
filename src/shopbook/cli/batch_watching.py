"""``shopbook batch --watch``: run after run, until somebody ends it."""

from collections.abc import Callable
from pathlib import Path

from shopbook.cli.speech import remark
from shopbook.errors import ShopbookError
from shopbook.labels import Label, Lang
from shopbook.run.batch.onlooking import interruptible
from shopbook.run.batch.reporting.files import stem_of
from shopbook.run.batch.running import FolderInUseError
from shopbook.run.batch.settings import settings_of
from shopbook.run.batch.watching import each_time

_WATCHING = Label(
    zh="正在看着“{shop}”，有文件保存就处理。按 Ctrl-C 结束。", en="Watching '{shop}': what is saved is seen to. Ctrl-C ends it."
)
_ENDING = Label(zh="收到中断，不再看着这个文件夹。", en="Interrupted: the folder is no longer watched.")


def run_each_time(run: Callable[[], int], shop: Path, report: Path | None, lang: Lang) -> int:
    """Run whenever something was saved.

    Args:
        run: One run, which returns its exit code.
        shop: The folder.
        report: Where the report goes, which calls for no run.
        lang: The language of what is said.

    Returns:
        The exit code of the last run.

    Raises:
        ShopbookError: Nothing can be done in this folder, from the first run on.
    """
    code = 0
    remark(_WATCHING.filled({"shop": shop}), lang)
    with interruptible(lambda: remark(_ENDING, lang)) as stops:
        for number, _ in enumerate(each_time(shop, settings_of(shop), stops, but=stem_of(report, shop, lang).name)):
            if stops():
                break
            try:
                code = run()
            except FolderInUseError as error:
                remark(error.label, lang)  # what the other run has left is seen to when the folder changes again
            except ShopbookError as error:
                if not number:
                    raise
                code = error.exit_code
                remark(error.label, lang)
    return code
