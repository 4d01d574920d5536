"""Forms that came back: any number, under any name, some of them damaged."""

import hashlib
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from shopbook.errors import MisuseError, UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.host.locking import locked
from shopbook.labels import Label, Lang
from shopbook.run import python
from shopbook.run.checking import check_file
from shopbook.run.files import run_on_file
from shopbook.run.report import Report
from shopbook.run.returned import LARGEST_BYTES, MOST_FILES, Opener, arrivals_in, read_returned
from shopbook.run.runner import Circumstances
from shopbook.run.sources import Shelf
from tests.cli.terminal import Terminal
from tests.run import cellar, shop
from tests.run.test_files import names

pytestmark = pytest.mark.usefixtures("cellar_books")

NOTHING = {"files": 0, "readable": 0, "pieces": 0, "absent": "", "copies": 0}


def collected(workbook: Path, *files: Path) -> Report:
    return run_on_file(workbook, "collect", Circumstances(now=shop.NOW, files=files))


def notes(report: Report) -> list[str]:
    return [note[Lang.ZH] for note in report.notes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the slips of the cellar lie."""
    (tmp_path / "清点单").mkdir()
    return tmp_path / "清点单"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The cellar."""
    return cellar.cellar(tmp_path)


# What is read


def test_forms_are_read_whatever_they_are_called(workbook: Path, folder: Path) -> None:
    cellar.slip(folder / "a.xlsx", 3, 4)
    cellar.slip(folder / "新建 Microsoft Excel 工作表 (2).XLSX", 5, lang=Lang.EN)
    cellar.slip(folder / "宏.xlsm", 6)
    cellar.slip(folder / "甲库" / "b.xlsx", 7)

    report = collected(workbook)

    assert report.summary == NOTHING | {"files": 4, "readable": 4, "pieces": 25}
    assert notes(report) == []


def test_a_form_that_was_saved_as_text_is_known_by_its_titles(workbook: Path, folder: Path) -> None:
    (folder / "a.csv").write_text("编号,实点数量\nJ1,3\n", encoding="gb18030")

    assert collected(workbook).summary["pieces"] == 3


def test_files_come_in_the_order_of_their_names_with_what_tells_copies_apart(workbook: Path, folder: Path) -> None:
    first = cellar.slip(folder / "b.xlsx", 3)
    shutil.copy(first, folder / "a.xlsx")
    cellar.slip(folder / "0" / "c.xlsx", 4)

    found = [read_returned(each, Opener((cellar.SLIP,), Shelf(), Lang.ZH)) for each in arrivals_in(folder)]

    assert [each.name for each in found] == ["0/c.xlsx", "a.xlsx", "b.xlsx"]
    assert found[1].fingerprint == found[2].fingerprint == hashlib.sha256(first.read_bytes()).hexdigest()
    assert collected(workbook).summary["copies"] == 1


def test_what_is_no_form_to_collect_is_left_out(workbook: Path, folder: Path) -> None:
    for name in ("~$a.xlsx", ".~lock.a.xlsx#", ".a.xlsx", "a.tmp", "Thumbs.db", "desktop.ini", "a.xlsx.crdownload"):
        (folder / name).write_bytes(b"x")
    cellar.slip(folder / "一" / "二" / "a.xlsx", 3)

    assert collected(workbook).summary == NOTHING


def test_the_workbook_that_collects_is_none_of_the_files(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path, slips=".")
    cellar.slip(tmp_path / "a.xlsx", 3)

    assert collected(workbook).summary == NOTHING | {"files": 1, "readable": 1, "pieces": 3}


def test_an_empty_folder_is_nothing_to_collect(workbook: Path, folder: Path) -> None:
    assert collected(workbook).summary == NOTHING
    assert names(folder) == set()


def test_a_folder_that_is_not_there_is_a_sentence(workbook: Path) -> None:
    report = collected(workbook)

    assert report.summary == NOTHING | {"absent": "slips"}
    assert notes(report) == ["来源“slips”（清点单）没有用上：没有这个文件夹。这次没有用到“清点单”；位置在“来源”表里改"]


@pytest.mark.parametrize("typed", ["地窖.xlsx", "https://shop.example.com/", "\\\\nas\\x", "/dev/zero", "环", "CON", "长" * 3_000])
def test_a_place_that_is_no_folder_is_a_sentence(tmp_path: Path, typed: str) -> None:
    (tmp_path / "环").symlink_to(tmp_path / "环")

    report = collected(cellar.cellar(tmp_path, slips=typed))

    assert report.summary == NOTHING | {"absent": "slips"}
    assert len(report.notes) == 1


# What can not be read


def test_whatever_lies_among_them_the_others_are_read(workbook: Path, folder: Path) -> None:
    cellar.slip(folder / "a.xlsx", 3)
    whole = cellar.slip(folder / "b.xlsx", 4).read_bytes()
    (folder / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    shutil.copy(workbook, folder / "c.xlsx")
    cellar.listed(folder / "d.xlsx", ("编号", "体重", "身高"), ("1", 2, 3))
    (folder / "e.jpg").write_bytes(b"\xff\xd8")
    (folder / "f.xlsx").touch()
    os.mkfifo(folder / "g.xlsx")
    (folder / "h.xlsx").symlink_to(folder / "h.xlsx")
    (folder / "i.xlsx").symlink_to("/dev/zero")
    (folder / "j.csv").write_text("备注\n没有\n", encoding="utf-8")
    cellar.slip(folder / "z.xlsx", 5)

    report = collected(workbook)

    assert report.summary == NOTHING | {"files": 11, "readable": 2, "pieces": 8}
    said = {note.partition("：")[0]: note.partition("：")[2] for note in notes(report)}
    assert list(said) == ["b.xlsx", "c.xlsx", "d.xlsx", "e.jpg", "f.xlsx", "g.xlsx", "h.xlsx", "i.xlsx", "j.csv"]
    assert said["c.xlsx"] == "这个文件是“地窖”工作簿，不是“清点单”"
    assert said["d.xlsx"].startswith("工作表“Sheet1”里没有“清点”的表头")
    assert said["e.jpg"] == "不是表格文件，没有读"
    assert said["g.xlsx"] == said["i.xlsx"] == "这不是普通文件，无法读取。请选择一个工作簿"


def test_a_file_made_to_harm_is_one_sentence_among_forms(workbook: Path, folder: Path) -> None:
    cellar.slip(folder / "a.xlsx", 3)
    with zipfile.ZipFile(cellar.slip(folder / "b.xlsx", 4)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(folder / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content + b" " * (64 << 20) if name == "xl/worksheets/sheet1.xml" else content)

    report = collected(workbook)

    assert report.summary == NOTHING | {"files": 2, "readable": 1, "pieces": 3}
    assert len(report.notes) == 1


def test_ten_thousand_files_are_refused_at_once(workbook: Path, folder: Path) -> None:
    for number in range(10_000):
        (folder / f"{number}.xlsx").touch()

    report = collected(workbook)

    assert report.summary == NOTHING | {"absent": "slips"}
    assert f"文件超过 {MOST_FILES:,} 个" in notes(report)[0]


def test_a_file_too_large_to_be_filled_in_by_hand_is_not_opened(workbook: Path, folder: Path) -> None:
    with (folder / "a.xlsx").open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)

    [note] = notes(collected(workbook))

    assert note.startswith("a.xlsx：文件有 32 MB，超过 32 MB")


# Files that somebody names


def test_files_that_are_named_are_collected_instead_of_the_folder(workbook: Path, folder: Path, tmp_path: Path) -> None:
    cellar.slip(folder / "a.xlsx", 100)
    one = cellar.slip(tmp_path / "b.xlsx", 3)
    cellar.slip(tmp_path / "更多" / "c.xlsx", 4)

    report = collected(workbook, one, tmp_path / "更多", one)

    assert report.summary == NOTHING | {"files": 2, "readable": 2, "pieces": 7}


def test_files_can_be_named_in_a_folder_that_the_workbook_does_not_know(workbook: Path, tmp_path: Path) -> None:
    report = collected(workbook, cellar.slip(tmp_path / "b.xlsx", 3))

    assert report.summary["absent"] == ""
    assert notes(report) == []


def test_a_file_that_is_named_and_not_there_stops_the_run(workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        collected(workbook, tmp_path / "没有.xlsx")

    assert caught.value.sentence(Lang.ZH) == "没有.xlsx：找不到这个文件或文件夹。请检查名字和位置"


def test_a_task_that_collects_nothing_takes_no_files(workbook: Path, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="collects no forms"):
        run_on_file(workbook, "add-up", Circumstances(now=shop.NOW, files=(tmp_path,)))


def test_the_same_from_python(workbook: Path, tmp_path: Path) -> None:
    slip = cellar.slip(tmp_path / "b.xlsx", 3)

    assert python.run("collect", str(workbook), files=[str(slip)], now=shop.NOW).summary["pieces"] == 3


def test_the_same_from_the_command_line(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = cellar.slip(tmp_path / "b.xlsx", 3), cellar.slip(tmp_path / "c.xlsx", 4)

    said = Terminal(monkeypatch, capsys)("run", "collect", workbook, "--with", one, "--with", two, "--format", "json", "--lang", "zh")

    assert said.code == 0
    assert '"pieces": 7' in said.out


def test_a_check_of_a_form_says_what_is_filled_in_wrongly(tmp_path: Path) -> None:
    form = cellar.workbook(tmp_path / "a.xlsx", cellar.SLIP, {"lines": [{"no": "J1", "qty": "五个"}, {"no": None, "qty": 2}]})

    report = check_file(form, shop.GIVEN)

    assert [(row["cell"], row["severity"]) for row in report.rows.iter_rows(named=True)] == [("B5", "error"), ("A6", "error")]
    assert notes(report) == ["这是要填写的“清点单”：这里只检查填法，内容由收回它的任务核对"]
    assert report.has_errors


def test_a_check_of_a_form_that_is_filled_in_rightly_finds_nothing(tmp_path: Path) -> None:
    report = check_file(cellar.slip(tmp_path / "a.xlsx", 3), shop.GIVEN)

    assert report.is_check
    assert not report.has_errors


def test_forms_are_read_as_they_lie_and_never_changed(workbook: Path, folder: Path) -> None:
    slip = cellar.slip(folder / "a.xlsx", 3)
    slip.chmod(0o444)
    before = slip.read_bytes()

    run_on_file(workbook, "collect", shop.GIVEN, target=workbook)

    assert slip.read_bytes() == before
    assert FileHost(slip).mark() is not None
    assert names(folder) == {"a.xlsx"}


# Several forms, and passwords


def test_of_several_forms_a_file_is_the_one_that_its_mark_names_or_whose_titles_fit(folder: Path) -> None:
    cellar.slip(folder / "a.xlsx", 3)
    (folder / "b.csv").write_text("编号,实点数量\nJ1,3\n", encoding="gb18030")
    other = replace(cellar.SLIP, code="other", sheets=(replace(cellar.LINES, code="others", label=Label("别的", "Others")),))

    found = [read_returned(each, Opener((other, cellar.SLIP), Shelf(), Lang.ZH)) for each in arrivals_in(folder)]

    assert [each.fault for each in found] == [None, None]
    assert [list(each.tables) for each in found] == [["lines"], ["others"]]


def test_folders_that_are_done_are_not_looked_into(folder: Path) -> None:
    cellar.slip(folder / "2026-05" / "a.xlsx", 3)
    cellar.slip(folder / "2026-06" / "b.xlsx", 3)

    assert [each.name for each in arrivals_in(folder, finished={"2026-05"})] == ["2026-06/b.xlsx"]


def test_the_password_of_a_word_in_the_name_is_tried_first() -> None:
    opener = Opener((), Shelf(), Lang.ZH, {"张三": "一", "E02": "二", "李四": "二", "张三丰": "三"})

    assert opener.passwords_for("张三丰 自评.xlsx") == ["三", "一", "二"]
    assert opener.passwords_for("新建.xlsx") == ["二", "三", "一"]


def test_a_locked_form_is_read_with_its_password(folder: Path) -> None:
    path = cellar.slip(folder / "a.xlsx", 3)
    path.write_bytes(locked(path.read_bytes(), "马到成功"))
    [arrival] = arrivals_in(folder)

    found = read_returned(arrival, Opener((cellar.SLIP,), Shelf(), Lang.ZH, {"乙": "别的", "甲": "马到成功"}))

    assert found.fault is None
    assert found.tables["lines"].frame["qty"].to_list() == [3]
    assert found.fingerprint == hashlib.sha256(path.read_bytes()).hexdigest()
