import io
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from oletools.olevba import VBA_Parser  # type: ignore[import-untyped]  # no stubs

from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.registry import BOOKS
from shopbook.build.addin import build_addin
from shopbook.build.generated import generated
from shopbook.build.macros import button_module, command, macro_name, ribbon
from shopbook.build.workbook import build_template
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book, Task
from tests.build.declared import ODD_BOOK, ORDER_BOOK, nothing
from tests.build.vba.compound_check import streams

RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
WORDS_OF_VBA = {"call", "case", "close", "date", "do", "get", "input", "let", "next", "open", "put", "set", "stop", "text", "time", "write"}


def task(code: str) -> Task:
    """A task of that code."""
    return Task(code, Label(zh="做", en="Do"), Label(zh="做 <一件> 事", en="Does <one> thing"), (), (), nothing)


def sources(workbook: bytes) -> dict[str, str]:
    """The source of every module, as olevba reads it from a workbook."""
    found = VBA_Parser("workbook.xlsm", data=workbook).extract_all_macros()
    return {stream.rpartition("/")[2]: source for _, stream, _, source in found}


def project(workbook: bytes) -> bytes:
    """The binary part."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read("xl/vbaProject.bin")


def test_a_sub_is_called_as_its_task_and_starts_it() -> None:
    lines = button_module([task("check-orders")]).splitlines()
    start = lines.index("Public Sub CheckOrders()")
    assert lines[start + 1 : start + 7] == [
        "    On Error GoTo Failed",
        """    RunPython "import shopbook.bridge as b;b.run('check-orders')\"""",
        "    Exit Sub",
        "Failed:",
        "    TellFailure Err.Description",
        "End Sub",
    ]


def test_a_task_that_two_books_share_has_one_sub() -> None:
    assert button_module([task("undo"), task("check-stock"), task("undo")]).count("Public Sub Undo()") == 1


def test_no_task_is_called_by_a_word_of_vba() -> None:
    names = [macro_name(each) for book in BOOKS for each in book.tasks]
    assert [name for name in names if name.lower() in WORDS_OF_VBA or not re.fullmatch(r"[A-Z][A-Za-z0-9]{0,30}", name)] == []


def test_a_command_needs_no_quoting_on_any_command_line() -> None:
    # xlwings hands it to cmd.exe between double quotes, and to a shell script on a Mac.
    assert [command(each) for book in BOOKS for each in book.tasks if re.search(r'["\\$`%&|<>^!]', command(each))] == []


@pytest.mark.parametrize("lang", Lang)
def test_a_workbooks_project_reads_back_as_its_source(root: Path, lang: Lang) -> None:
    workbook = build_template(ORDERS_BOOK, lang)
    found = sources(workbook)
    sheets = {f"Sheet{number}" for number in range(1, len(ORDERS_BOOK.sheets) + 2)}
    assert set(found) == {"ThisWorkbook", "Shopbook", "xlwings", "Dictionary"} | sheets
    assert found["Shopbook"] == button_module(ORDERS_BOOK.tasks).replace("\n", "\r\n")
    assert found["xlwings"] == (root / "macros" / "xlwings.bas").read_bytes().decode("ascii")
    assert found["Dictionary"].endswith(class_text(root / "macros" / "Dictionary.cls"))


def class_text(path: Path) -> str:
    """A class module's text from its first comment on: what stands above are attributes, which the project orders anew."""
    text = path.read_bytes().decode("ascii")
    return text[text.index("\r\n''\r\n") :]


def test_the_addin_holds_the_committed_source_and_every_task(root: Path) -> None:
    found = sources(build_addin(BOOKS))
    for name, file in {"Shopbook": "Shopbook.bas", "ShopbookRibbon": "ShopbookRibbon.bas", "xlwings": "xlwings_custom_addin.bas"}.items():
        assert found[name] == (root / "macros" / file).read_bytes().decode("ascii"), name


def test_what_a_workbook_starts_is_part_of_the_committed_source(root: Path) -> None:
    committed = (root / "macros" / "Shopbook.bas").read_text(encoding="ascii")
    subs = re.findall(r"Public Sub \w+\(\)\n.*?\nEnd Sub\n", button_module(ORDERS_BOOK.tasks), re.DOTALL)
    assert len(subs) == len(ORDERS_BOOK.tasks)
    assert [sub for sub in subs if sub not in committed] == []


@pytest.mark.parametrize("made", [build_template(ORDER_BOOK, Lang.ZH), build_addin(BOOKS)], ids=["workbook", "addin"])
def test_a_project_keeps_to_the_file_format(made: bytes) -> None:
    assert {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"} <= set(streams(project(made)))


def test_workbook_and_sheets_are_called_as_their_modules() -> None:
    workbook = build_template(ORDER_BOOK, Lang.ZH)
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    named = {name: found[1] for name, text in parts.items() if (found := re.search(r'codeName="(\w+)"', text))}
    sheets = {f"xl/worksheets/sheet{number}.xml": f"Sheet{number}" for number in range(1, len(ORDER_BOOK.sheets) + 2)}
    assert named == {"xl/workbook.xml": "ThisWorkbook", **sheets}


def test_a_workbook_without_macros_differs_by_nothing_but_buttons_and_settings() -> None:
    with_macros, without = (zipfile.ZipFile(io.BytesIO(build_template(ORDER_BOOK, Lang.ZH, has_macros=each))) for each in (True, False))
    extra = set(with_macros.namelist()) - set(without.namelist())
    assert {name.rpartition(".")[2] for name in extra} == {"bin", "vml", "xml"}
    assert set(without.namelist()) < set(with_macros.namelist())
    assert b"macroEnabled" in with_macros.read("[Content_Types].xml")
    assert not re.search(rb"macroEnabled|vba|vml", without.read("[Content_Types].xml"))
    assert b"xlwings.conf" not in without.read("xl/workbook.xml")
    tables = [name for name in without.namelist() if name.startswith("xl/tables/")]
    assert tables
    assert all(with_macros.read(name) == without.read(name) for name in tables)


def test_the_ribbon_has_a_tab_per_language_and_a_group_per_book_that_has_tasks() -> None:
    tabs = list(ET.fromstring(ribbon([ODD_BOOK, ORDERS_BOOK])).iter(f"{RIBBON}tab"))
    assert [(tab.get("tag"), tab.get("label"), tab.get("getVisible")) for tab in tabs] == [
        ("zh", "店铺", "ShopbookIsSpoken"),
        ("en", "Shop", "ShopbookIsSpoken"),
    ]
    assert [[group.get("label") for group in tab] for tab in tabs] == [["订单"], ["Orders"]]


@pytest.mark.parametrize("lang", Lang)
def test_every_button_of_the_ribbon_names_its_task_to_the_one_that_runs_them_all(root: Path, lang: Lang) -> None:
    [tab] = [tab for tab in ET.fromstring(ribbon(BOOKS)).iter(f"{RIBBON}tab") if tab.get("tag") == lang]
    told = [(button.get("tag"), button.get("label"), button.get("supertip")) for button in tab.iter(f"{RIBBON}button")]
    assert told == [(each.code, each.label[lang], each.help[lang]) for book in BOOKS for each in book.tasks]
    [called] = {button.get("onAction") for button in tab.iter(f"{RIBBON}button")}
    source = (root / "macros" / "ShopbookRibbon.bas").read_text(encoding="ascii")
    assert f"Public Sub {called}(Control As IRibbonControl)" in source
    assert "Public Sub ShopbookIsSpoken(Control As IRibbonControl, ByRef IsSpoken)" in source


def test_no_two_things_on_the_ribbon_have_one_id() -> None:
    ids = [element.get("id") for element in ET.fromstring(ribbon([ORDERS_BOOK, ORDER_BOOK])).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 4


def test_words_with_brackets_and_quotes_stay_words_on_the_ribbon() -> None:
    book = Book("b", 1, Label(zh='"甲"&乙', en='"A" & <B>'), Label(zh="做", en="Do"), (), (task("do-it"),), (), ())
    groups = list(ET.fromstring(ribbon([book])).iter(f"{RIBBON}group"))
    assert [(group.get("label"), group[0].get("supertip")) for group in groups] == [
        ('"甲"&乙', "做 <一件> 事"),
        ('"A" & <B>', "Does <one> thing"),
    ]


def test_the_addin_is_one_and_links_to_its_ribbon() -> None:
    with zipfile.ZipFile(io.BytesIO(build_addin(BOOKS))) as archive:
        assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in archive.read("[Content_Types].xml")
        assert archive.read("customUI/customUI14.xml").decode() == ribbon(BOOKS)
        links = ET.fromstring(archive.read("_rels/.rels"))
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    [link] = [link for link in links if link.get("Type", "").endswith("/ui/extensibility")]
    assert link.get("Target") == "customUI/customUI14.xml"
    assert build_addin(BOOKS) == build_addin(BOOKS)


def test_generated_source_is_ascii_with_crlf() -> None:
    source = generated(BOOKS, examples=None)["macros/Shopbook.bas"]
    assert source.isascii()
    assert source.count(b"\r\n") == source.count(b"\n") > 20


@pytest.mark.parametrize(
    ("file", "theirs"),
    [("xlwings.bas", "xlwings.bas"), ("xlwings_custom_addin.bas", "xlwings_custom_addin.bas"), ("Dictionary.cls", "addin/Dictionary.cls")],
)
def test_files_by_others_are_as_the_installed_release_brings_them(root: Path, file: str, theirs: str) -> None:
    installed = find_spec("xlwings")
    assert installed
    assert installed.origin
    assert (root / "macros" / file).read_bytes() == (Path(installed.origin).parent / theirs).read_bytes()


def test_files_by_others_are_of_the_release_that_is_pinned(root: Path) -> None:
    pinned = re.search(r"^xlwings==(.*)$", (root / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    for file in ("xlwings.bas", "xlwings_custom_addin.bas"):
        assert f'XLWINGS_VERSION As String = "{pinned[1]}"' in (root / "macros" / file).read_text(encoding="ascii")
