"""Sheets of other workbooks: where they are looked for, what may lie there, and what happens when they are not there."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shopbook.errors import MisuseError
from shopbook.host.file import FileHost
from shopbook.host.memory import MemoryHost
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.report import Report
from shopbook.run.runner import Desk, run_task, task_of
from shopbook.run.sources import NotThereError, located
from shopbook.sheet.books import Book
from shopbook.sheet.mark import Mark
from tests.run import cellar, pantry, shop, workbooks
from tests.run.test_files import NOBODY

pytestmark = pytest.mark.usefixtures("cellar_books")

JAR_TITLES = ("编号", "数量", "单价", "状态")


def added_up(workbook: Path) -> Report:
    return run_on_file(workbook, "add-up", shop.GIVEN)


def told(report: Report) -> str:
    """The one note, and that nothing was read and the run went on."""
    assert report.summary == {"jars": 0, "pieces": 0, "absent": "pantry"}
    assert not report.has_errors
    [note] = report.notes
    assert note.zh.endswith("这次没有用到“罐子”；位置在“来源”表里改")
    return note.zh


def in_memory(folder: Path | None, *, path: str | None, tab: str | None = None, **tabs: workbooks.Rows) -> MemoryHost:
    """A cellar in memory that says where the pantry is, with sheets of jars of its own by their names."""
    rows = [{"code": "pantry", "path": path, "tab": tab}]
    sheets: dict[str, workbooks.Rows] = {"shelves": [{"shelf": "甲"}], "sources": rows}
    own = {sheet.label.zh: workbooks.tab_of(sheet, sheets.get(sheet.code, ()), Lang.ZH) for sheet in cellar.CELLAR.sheets}
    jars = {name: workbooks.tab_of(pantry.JARS, lines, Lang.ZH) for name, lines in tabs.items()}
    return MemoryHost({**own, **jars}, mark=Mark("cellar", 1, Lang.ZH), folder=folder)


# Where it is looked for


@pytest.mark.parametrize(("lang", "name"), [(Lang.ZH, "储藏室.xlsx"), (Lang.EN, "Pantry.xlsx")])
def test_the_workbook_that_is_suggested_is_read(tmp_path: Path, lang: Lang, name: str) -> None:
    cellar.pantry(tmp_path / name, 3, 4)

    report = added_up(cellar.cellar(tmp_path, lang=lang))

    assert report.summary == {"jars": 2, "pieces": 7, "absent": ""}
    assert report.notes == ()


@pytest.mark.parametrize(
    "typed", ["../仓库/罐子.xlsx", "..\\仓库\\罐子.xlsx", '"..\\仓库\\罐子.xlsx"', " ../仓库/./罐子.xlsx ", "../仓库/罐子.xlsm"]
)
def test_a_path_is_taken_from_the_folder_of_the_workbook(tmp_path: Path, typed: str) -> None:
    cellar.pantry(tmp_path / "仓库" / "罐子.xlsx", 5)

    assert added_up(cellar.cellar(tmp_path / "店", pantry=typed)).summary["pieces"] == 5


@pytest.mark.parametrize("typed", ["Jars.xlsx", "JARS.XLSX", "Jars.xlsm"])
def test_capitals_of_a_name_do_not_matter_where_one_file_has_it(tmp_path: Path, typed: str) -> None:
    cellar.pantry(tmp_path / "jars.xlsx", 5)

    assert added_up(cellar.cellar(tmp_path, pantry=typed)).summary["pieces"] == 5


@pytest.mark.skipif(Path(__file__.upper()).exists(), reason="this file system does not tell capitals")
def test_of_names_that_differ_by_capitals_the_one_that_was_typed_is_read(tmp_path: Path) -> None:
    for name, pieces in (("jars.xlsx", 5), ("JARS.xlsx", 7)):
        cellar.pantry(tmp_path / name, pieces)

    assert added_up(cellar.cellar(tmp_path, pantry="JARS.xlsx")).summary["pieces"] == 7
    assert "没有用上" in told(added_up(cellar.cellar(tmp_path / "店", pantry="../Jars.xlsx")))


def test_a_whole_path_is_taken_as_it_is(tmp_path: Path) -> None:
    path = cellar.pantry(tmp_path / "a" / "罐子.xlsx", 5)

    assert added_up(cellar.cellar(tmp_path / "b", pantry=str(path))).summary["pieces"] == 5


def test_a_source_without_a_row_is_where_a_fresh_workbook_suggests(tmp_path: Path) -> None:
    cellar.pantry(tmp_path / "储藏室.xlsx", 5)
    host = workbooks.workbook(cellar.CELLAR, {"shelves": [{"shelf": "甲"}]})
    there = MemoryHost(host._tabs, mark=host.mark(), folder=tmp_path)

    assert run_task(there, "add-up", shop.GIVEN).summary["pieces"] == 5


def test_the_sheet_of_sources_says_where_a_fresh_workbook_looks(tmp_path: Path) -> None:
    sheet = load_workbook(cellar.cellar(tmp_path))["来源"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows(5)] == [
        ["pantry", "储藏室.xlsx", None, "储藏室的罐子"],
        ["slips", "清点单", None, "清点单的文件夹"],
    ]


@pytest.mark.parametrize(("path", "tab"), [(None, None), (None, "罐子"), ("罐子", None)])
def test_without_a_path_the_sheet_is_looked_for_in_the_workbook_itself(path: str | None, tab: str | None) -> None:
    host = in_memory(None, path=path, tab=tab, 罐子=[{"no": "J1", "qty": 8}])

    assert run_task(host, "add-up", shop.GIVEN).summary == {"jars": 1, "pieces": 8, "absent": ""}


def test_in_the_workbook_itself_a_sheet_of_another_name_will_do_when_its_titles_fit() -> None:
    host = in_memory(None, path=None, 六月的罐子=[{"no": "J1", "qty": 8}])

    assert run_task(host, "add-up", shop.GIVEN).summary["pieces"] == 8


def test_a_path_to_the_workbook_itself_is_the_workbook_itself(tmp_path: Path) -> None:
    assert "“罐子”" in told(added_up(cellar.cellar(tmp_path, pantry="./地窖.xlsx")))


# What may lie there


def test_a_sheet_that_was_renamed_is_known_by_its_table(tmp_path: Path) -> None:
    path = cellar.pantry(tmp_path / "储藏室.xlsx", 3, 4)
    book = load_workbook(path)
    book["罐子"].title = "我的罐子"
    book.save(path)

    assert added_up(cellar.cellar(tmp_path)).summary["pieces"] == 7


def test_a_workbook_of_somebody_else_will_do_when_its_titles_fit(tmp_path: Path) -> None:
    cellar.listed(tmp_path / "储藏室.xlsx", ("说明",), ("无",))
    cellar.listed(tmp_path / "储藏室.xlsx", JAR_TITLES, ("J1", 6, 1, "未开"), tab="清单")

    assert added_up(cellar.cellar(tmp_path)).summary == {"jars": 1, "pieces": 6, "absent": ""}


def test_a_text_file_will_do_when_its_titles_fit(tmp_path: Path) -> None:
    (tmp_path / "罐子.csv").write_text("编号,数量,单价,状态\nJ1,6,1,未开\n", encoding="utf-8-sig")

    assert added_up(cellar.cellar(tmp_path, pantry="罐子.csv")).summary["pieces"] == 6


def test_two_words_that_stand_on_every_list_are_not_enough(tmp_path: Path) -> None:
    cellar.listed(tmp_path / "储藏室.xlsx", ("编号", "数量", "体重", "身高"), ("J1", 6, 1, 2))

    assert "没有“罐子”的表头" in told(added_up(cellar.cellar(tmp_path)))


def test_the_sheet_that_is_named_is_taken_of_several_that_fit(tmp_path: Path) -> None:
    for month, qty in (("五月", 5), ("六月", 6)):
        cellar.listed(tmp_path / "储藏室.xlsx", JAR_TITLES, ("J1", qty, 1, "未开"), tab=month)
    workbook = cellar.cellar(tmp_path)
    cellar.say(workbook, "pantry", "储藏室.xlsx", tab="六月")

    assert added_up(workbook).summary["pieces"] == 6


def test_a_sheet_that_is_named_and_not_there_is_said(tmp_path: Path) -> None:
    cellar.pantry(tmp_path / "储藏室.xlsx", 5)
    workbook = cellar.cellar(tmp_path)
    cellar.say(workbook, "pantry", "储藏室.xlsx", tab="七月")

    assert "文件里没有工作表“七月”" in told(added_up(workbook))


def test_another_workbook_of_ours_is_said_to_be_what_it_is(tmp_path: Path) -> None:
    cellar.slip(tmp_path / "储藏室.xlsx", 5)

    assert "这个文件是“清点单”工作簿，不是“储藏室”" in told(added_up(cellar.cellar(tmp_path)))


def test_a_workbook_that_only_a_newer_program_knows_is_said_by_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = Book("attic", 1, pantry.PANTRY.label, pantry.PANTRY.help, pantry.PANTRY.sheets, (), (), ())
    monkeypatch.setattr("shopbook.books.registry.BOOKS", cellar.BOOKS)
    cellar.workbook(tmp_path / "储藏室.xlsx", newer, {})

    assert "这个文件是“attic”工作簿" in told(added_up(cellar.cellar(tmp_path)))


def test_a_column_that_is_required_must_be_there(tmp_path: Path) -> None:
    path = cellar.pantry(tmp_path / "储藏室.xlsx", 5)
    book = load_workbook(path)
    book["罐子"]["B4"] = "别的"
    book.save(path)

    assert "缺少必填的列" in told(added_up(cellar.cellar(tmp_path)))


def test_what_is_wrong_in_the_cells_of_a_source_does_not_stop_its_other_rows(tmp_path: Path) -> None:
    cellar.workbook(tmp_path / "储藏室.xlsx", pantry.PANTRY, {"jars": [{"no": "J1", "qty": "五"}, {"no": "J2", "qty": 2}]})

    report = added_up(cellar.cellar(tmp_path))

    assert report.summary == {"jars": 2, "pieces": 2, "absent": ""}
    assert report.findings.is_empty()


def test_a_source_is_opened_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    there = cellar.pantry(tmp_path / "储藏室.xlsx", 5)
    desk = Desk(FileHost(cellar.cellar(tmp_path)), cellar.CELLAR, Lang.ZH, shop.GIVEN)
    task = task_of(cellar.CELLAR, "add-up")
    first = desk.decide(task, Lang.ZH)

    there.unlink()

    assert desk.decide(task, Lang.EN).outcome.summary == first.outcome.summary == {"jars": 1, "pieces": 5, "absent": ""}


def test_of_a_source_only_the_sheets_that_are_asked_for_are_read(tmp_path: Path) -> None:
    cellar.pantry(tmp_path / "储藏室.xlsx", 5)
    desk = Desk(FileHost(cellar.cellar(tmp_path)), cellar.CELLAR, Lang.ZH, shop.GIVEN)

    desk.decide(task_of(cellar.CELLAR, "add-up"), Lang.ZH)

    [host] = desk.shelf.hosts.values()
    assert set(host._grids) == {"罐子"}


# What is not there, and what means harm


def test_a_source_that_is_not_there_is_a_sentence_and_an_empty_table(tmp_path: Path) -> None:
    assert told(added_up(cellar.cellar(tmp_path))) == (
        "来源“pantry”（储藏室.xlsx）没有用上：找不到这个文件。请检查名字和位置。这次没有用到“罐子”；位置在“来源”表里改"
    )


def test_the_sentence_is_said_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)

    [note] = run_on_file(workbook, "add-up", shop.GIVEN).notes

    assert note[Lang.EN] == (
        "Source 'pantry' (储藏室.xlsx) could not be used: there is no such file; check its name and place. "
        "This time jars was left out; its place is set on the sheet Sources"
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("https://shop.example.com/储藏室.xlsx", "网址"),
        ("file:///etc/passwd", "网址"),
        ("smb://nas/储藏室.xlsx", "网址"),
        ("\\\\nas\\shop\\储藏室.xlsx", "网络位置"),
        ("//nas/shop/储藏室.xlsx", "网络位置"),
        ("\\\\.\\PhysicalDrive0", "网络位置"),
        ("\\\\?\\C:\\储藏室.xlsx", "网络位置"),
        ("CON", "不能用的字符或名字"),
        ("a/nul.xlsx", "不能用的字符或名字"),
        ("COM1 .xlsx", "不能用的字符或名字"),
        ("储藏室.xlsx:stream", "不能用的字符或名字"),
        ("D:\\仓库\\没有.xlsx", "找不到这个文件"),
        ("~/储藏室.xlsx", "找不到这个文件"),
        ("$HOME/储藏室.xlsx", "找不到这个文件"),
        ("*.xlsx", "找不到这个文件"),
        ("|cat /etc/passwd", "找不到这个文件"),
        ("../" * 300 + "没有.xlsx", "找不到这个文件"),
        ("长" * 3_000 + ".xlsx", "读不了"),
        (".", "这是文件夹"),
        ("..", "这是文件夹"),
        ("/dev/zero", "不是普通文件"),
        ("管道.xlsx", "不是普通文件"),
        ("环.xlsx", "系统报错"),
        ("损坏.xlsx", "没有用上"),
        ("空.xlsx", "空的"),
        ("~$储藏室.xlsx", "占用标记"),
    ],
)
def test_whatever_is_typed_the_run_goes_on_without_it(tmp_path: Path, typed: str, says: str) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "环.xlsx").symlink_to("环2.xlsx")
    (tmp_path / "环2.xlsx").symlink_to("环.xlsx")
    (tmp_path / "损坏.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 99)
    (tmp_path / "空.xlsx").touch()
    (tmp_path / "~$储藏室.xlsx").write_bytes(b"x")

    note = told(run_task(in_memory(tmp_path, path=typed), "add-up", shop.GIVEN))

    assert says in note
    assert len(note) < 300


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40).filter(str.strip))
def test_any_text_at_all_is_a_sentence(typed: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = run_task(in_memory(Path(folder), path=typed), "add-up", shop.GIVEN)

    assert report.summary["absent"] == "pantry"


@given(typed=st.text(st.characters(codec="utf-8")))
def test_no_text_leads_to_another_machine(typed: str) -> None:
    for before in ("//", "\\\\", "/\\", "http://", "ftp:"):
        with pytest.raises(NotThereError):
            located(before + typed, Path("/shop"))


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize(("closed", "why"), [("家/储藏室.xlsx", "没有权限读取这个文件"), ("家", "没有权限打开它所在的文件夹")])
def test_what_may_not_be_read_is_a_sentence(tmp_path: Path, closed: str, why: str) -> None:
    (tmp_path / "家").mkdir()
    cellar.pantry(tmp_path / "家/储藏室.xlsx", 5)
    (tmp_path / closed).chmod(0)
    host = in_memory(tmp_path, path="家/储藏室.xlsx")
    is_root = os.geteuid() == 0
    if is_root:
        for folder in (tmp_path, *tmp_path.parents[:3]):
            folder.chmod(folder.stat().st_mode | 0o055)  # pytest keeps its own folders to itself
        os.seteuid(NOBODY)
    try:
        note = told(run_task(host, "add-up", shop.GIVEN))
    finally:
        if is_root:
            os.seteuid(0)
        (tmp_path / closed).chmod(0o755)

    assert why in note


def test_a_workbook_that_was_never_saved_lies_beside_nothing() -> None:
    assert "从未保存过" in told(run_task(in_memory(None, path="储藏室.xlsx"), "add-up", shop.GIVEN))


def test_one_source_is_told_once_however_many_of_its_sheets_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = cellar.task("add-up", cellar.add_up, "pantry.jars", "pantry.parameters")
    book = Book("cellar", 1, cellar.CELLAR.label, cellar.CELLAR.help, cellar.CELLAR.sheets, (both,), (), (), sources=cellar.CELLAR.sources)
    monkeypatch.setattr("shopbook.books.registry.BOOKS", (pantry.PANTRY, book))

    told(run_task(in_memory(tmp_path, path="x.xlsx"), "add-up", shop.GIVEN))


def test_a_form_has_no_tasks_and_says_so(tmp_path: Path) -> None:
    path = cellar.slip(tmp_path / "清点.xlsx", 5)

    with pytest.raises(MisuseError) as caught:
        run_on_file(path, "collect", shop.GIVEN)

    assert caught.value.sentence(Lang.ZH) == "“清点.xlsx”是要填写的“清点单”，没有任务；填好放回原来的文件夹，在发出它的工作簿里收回"
