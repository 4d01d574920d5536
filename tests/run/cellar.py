"""Books for tests of what lies around a workbook: one that reads the pantry, makes slips to fill in and collects them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from openpyxl import Workbook, load_workbook

from shopbook.books.every_book import EVERY_BOOK, SOURCES
from shopbook.build.workbook import build_template
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book, Inputs, Outcome, Paper, SetCells, Source, Task
from shopbook.sheet.columns import ROW, Qty, Row, Sheet, Text, TextId, column
from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, Value
from tests.run.pantry import PANTRY
from tests.run.shop import NOW

Rows = Sequence[Mapping[str, Value]]


class Shelf(Row):
    """A shelf of the cellar."""

    shelf: TextId = column("货架", "Shelf", key=True)
    counted: Qty | None = column("清点数量", "Counted")
    state: Text | None = column("状态", "State")


SHELVES = Sheet("shelves", Label("货架", "Shelves"), Shelf, Label("全部货架", "All shelves"))


class Line(Row):
    """A jar on a slip."""

    no: TextId = column("编号", "No.", key=True)
    qty: Qty | None = column("实点数量", "Counted quantity")


LINES = Sheet("lines", Label("清点", "Count"), Line, Label("数一数，填在右边", "Count and fill in"))
SLIP = Book("slip", 1, Label("清点单", "Slip"), Label("清点用", "For counting"), (LINES,), (), (), ())


def add_up(inputs: Inputs) -> Outcome:
    """The jars of the pantry."""
    frame = inputs.frame("pantry.jars")
    return Outcome(summary={"jars": frame.height, "pieces": frame["qty"].sum(), "absent": ",".join(inputs.absent)})


def hand_out(inputs: Inputs) -> Outcome:
    """A slip for each shelf, and a word beside it."""
    shelves = inputs.frame("shelves")
    jars = pl.DataFrame({"no": ["A1", "A2"], "qty": [None, None]}, schema={"no": pl.String, "qty": pl.Int64})
    papers = tuple(Paper("slip", shelf, {"lines": jars}) for shelf in shelves["shelf"])
    open_rows = shelves.filter(pl.col("state").is_null())[ROW]
    return Outcome(changes=(SetCells("shelves", "state", tuple(open_rows), ("已发",) * len(open_rows)),), papers=papers)


def collect(inputs: Inputs) -> Outcome:
    """What the slips say."""
    readable = [each for each in inputs.returned if each.fault is None]
    pieces = sum(each.tables["lines"].frame["qty"].sum() for each in readable)
    faults = tuple(Label(f"{each.name}：{each.fault.zh}", f"{each.name}: {each.fault.en}") for each in inputs.returned if each.fault)
    figures = {"files": len(inputs.returned), "readable": len(readable), "pieces": pieces, "absent": ",".join(inputs.absent)}
    return Outcome(summary={**figures, "copies": len(readable) - len({each.fingerprint for each in readable})}, notes=faults)


def task(code: str, decide: object, *reads: str, folder: str = "") -> Task:
    """A task on the shelves."""
    assert callable(decide)
    return Task(code, Label(code, code), Label(code, code), ("shelves", *reads), ("shelves",), decide, folder)


CELLAR = Book(
    "cellar",
    1,
    Label("地窖", "Cellar"),
    Label("货架", "Shelves"),
    (SHELVES, *EVERY_BOOK),
    (
        task("add-up", add_up, "pantry.jars"),
        task("hand-out", hand_out, folder="slips"),
        task("collect", collect, folder="slips"),
    ),
    (),
    (),
    sources=(
        Source(
            "pantry", Label("罐子", "jars"), Label("储藏室的罐子", "The pantry's jars"), Label("储藏室.xlsx", "Pantry.xlsx"), book="pantry"
        ),
        Source("slips", Label("清点单", "slips"), Label("清点单的文件夹", "Where slips lie"), Label("清点单", "Slips"), form="slip"),
    ),
)

BOOKS, FORMS = (PANTRY, CELLAR), (SLIP,)


def ship(folder: Path) -> Path:
    """The folder of a program that ships the templates of these books."""
    for book in (*BOOKS, *FORMS):
        for lang in Lang:
            path = folder / "_shipped" / "xlsx_templates" / lang / f"{book.code}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(build_template(book, lang, has_macros=False))
    return folder


def workbook(path: Path, book: Book, rows: Mapping[str, Rows], *, lang: Lang = Lang.ZH) -> Path:
    """A workbook of a book on disk, with rows below what its template says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(build_template(book, lang, has_macros=False))
    appends = tuple(
        TableAppend(book.sheet(code).label[lang], code, [[row.get(column.field) for column in book.sheet(code).columns] for row in lines])
        for code, lines in rows.items()
    )
    FileHost(path, target=path).apply(EditPlan(appends=appends), now=NOW)
    return path


def cellar(folder: Path, *shelves: str, lang: Lang = Lang.ZH, **places: str) -> Path:
    """A cellar whose sheet 来源 says where the others are: ``pantry="../x.xlsx"``; what is not named is as suggested."""
    rows = [{"shelf": shelf} for shelf in shelves or ("甲", "乙")]
    path = workbook(folder / "地窖.xlsx", CELLAR, {"shelves": rows}, lang=lang)
    for code, typed in places.items():
        say(path, code, typed, lang=lang)
    return path


def slip(path: Path, *counted: int, lang: Lang = Lang.ZH) -> Path:
    """A slip with a quantity for each of its jars."""
    return workbook(path, SLIP, {"lines": [{"no": f"J{number}", "qty": qty} for number, qty in enumerate(counted)]}, lang=lang)


def listed(path: Path, titles: Sequence[str], *lines: Sequence[Value], tab: str = "Sheet1") -> Path:
    """A list in a workbook of somebody else's; a second one goes onto another sheet."""
    book = load_workbook(path) if path.exists() else Workbook()
    sheet = book.create_sheet(tab) if path.exists() else book.active
    assert sheet is not None
    sheet.title = tab
    for line in (titles, *lines):
        sheet.append(list(line))
    book.save(path)
    return path


def say(path: Path, code: str, typed: str, *, tab: str = "", lang: Lang = Lang.ZH) -> None:
    """Type a place, and perhaps a sheet, into a row of the sheet 来源."""
    row = 5 + [source.code for source in CELLAR.sources].index(code)
    name = SOURCES.label[lang]
    FileHost(path, target=path).apply(
        EditPlan(writes=(ColumnWrite(name, "B", [row], [typed or None]), ColumnWrite(name, "C", [row], [tab or None]))), now=NOW
    )


def pantry(path: Path, *quantities: int, lang: Lang = Lang.ZH) -> Path:
    """A pantry with a jar for each quantity."""
    return workbook(path, PANTRY, {"jars": [{"no": f"J{number}", "qty": qty} for number, qty in enumerate(quantities)]}, lang=lang)
