"""The sample shop made and its day run, desk by desk, and told as a tour."""

from pathlib import Path

from shopbook.errors import UnwritableFileError
from shopbook.labels import Label
from shopbook.run.demo.answers import planted, write_answers
from shopbook.run.demo.appraisal_desk import run_appraisal_desk
from shopbook.run.demo.daily_desk import run_daily_desk
from shopbook.run.demo.orders_desk import run_orders_desk
from shopbook.run.demo.shop import Desk, SampleShop
from shopbook.run.demo.tour import tour
from shopbook.run.demo.warehouse import run_warehouse

_NO_FOLDER = Label(
    zh="这里不能建文件夹：可能已有同名文件，或者没有写权限。请换一个位置",
    en="no folder can be made here: a file has this name, or writing is not allowed. Take another place",
)


def run_demo(shop: SampleShop) -> list[Label]:
    """Make the sample shop in a folder and run its day; in a folder that has one already, its day is run once more.

    Returns:
        The tour, line by line: what was made, what was found, where to look, what to do next.

    Raises:
        FileError: The folder can't be made, or a file in it can't be written.
    """
    _make(shop.folder)
    faults = planted()
    write_answers(shop, faults)
    return list(tour(shop, run_desks(shop), len(faults)))


def run_desks(shop: SampleShop) -> list[Desk]:
    """Run every desk of a shop whose folder is there, in the order of the day."""
    return [run_orders_desk(shop), run_warehouse(shop), run_daily_desk(shop), run_appraisal_desk(shop)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(folder, _NO_FOLDER) from error
