"""Workbooks that a task makes: where they go, what they are called, and what is never done."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from shopbook.errors import FileError, MisuseError, UnreadableFileError
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.papers import NowherePapersError, make, sheaf_of
from shopbook.run.report import Report
from shopbook.run.runner import run_task
from shopbook.sheet.books import Paper
from shopbook.sheet.mark import Mark
from tests.run import cellar, shop, workbooks
from tests.run.test_files import digest, names

WORD = "马到成功"
"""A password."""

pytestmark = pytest.mark.usefixtures("cellar_books")


def handed_out(workbook: Path) -> Report:
    return run_on_file(workbook, "hand-out", shop.GIVEN, target=workbook)


def papers(*wanted: str) -> list[Paper]:
    jars = pl.DataFrame({"no": ["A1"]}, schema={"no": pl.String})
    return [Paper("slip", name, {"lines": jars}) for name in wanted]


def test_a_paper_for_each_is_made_in_the_folder_that_is_named(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)

    report = handed_out(workbook)

    made = [tmp_path / "清点单" / f"{shelf}.xlsx" for shelf in "甲乙"]
    assert report.written == (*map(str, made), str(workbook))
    assert [note[Lang.ZH] for note in report.notes] == [f"生成了 2 个文件，放在“{tmp_path / '清点单'}”：甲.xlsx、乙.xlsx"]
    assert names(tmp_path) == {"地窖.xlsx", "清点单"}


@pytest.mark.parametrize("lang", Lang)
def test_a_paper_is_a_form_in_the_language_of_the_workbook_with_its_rows(tmp_path: Path, lang: Lang) -> None:
    handed_out(cellar.cellar(tmp_path, lang=lang, slips="out"))

    form = FileHost(tmp_path / "out" / "甲.xlsx")
    grid = form.grid(cellar.LINES.label[lang])
    assert form.mark() == Mark("slip", 1, lang)
    assert grid.text.rows()[-3:] == [(cellar.LINES.columns[0].label[lang], cellar.LINES.columns[1].label[lang]), ("A1", None), ("A2", None)]


def test_a_second_run_makes_nothing_and_touches_nothing(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    handed_out(workbook)
    before = {path: (digest(path), path.stat().st_mtime_ns) for path in tmp_path.rglob("*.xlsx")}

    report = handed_out(workbook)

    assert report.written == ()
    assert [note[Lang.ZH] for note in report.notes] == [f"“{tmp_path / '清点单'}”里已经有 2 个同名文件，没有改动：甲.xlsx、乙.xlsx"]
    assert {path: (digest(path), path.stat().st_mtime_ns) for path in tmp_path.rglob("*.xlsx")} == before


def test_a_file_that_is_there_is_left_as_it_is_and_the_others_are_made(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    (tmp_path / "清点单").mkdir()
    (tmp_path / "清点单" / "甲.xlsx").write_bytes(b"filled in")

    report = handed_out(workbook)

    assert (tmp_path / "清点单" / "甲.xlsx").read_bytes() == b"filled in"
    assert report.written == (str(tmp_path / "清点单" / "乙.xlsx"), str(workbook))


def test_a_preview_makes_nothing_and_says_what_it_would(tmp_path: Path) -> None:
    report = run_on_file(cellar.cellar(tmp_path), "hand-out", shop.GIVEN)

    assert report.written == ()
    assert report.notes[0][Lang.EN] == f"Would make 2 files in '{tmp_path / '清点单'}': 甲.xlsx, 乙.xlsx"
    assert names(tmp_path) == {"地窖.xlsx"}


def test_more_than_a_few_are_counted_rather_than_listed(tmp_path: Path) -> None:
    report = handed_out(cellar.cellar(tmp_path, *"甲乙丙丁戊己"))

    assert report.notes[0][Lang.ZH].endswith("甲.xlsx、乙.xlsx、丙.xlsx、丁.xlsx、戊.xlsx等 6 个")
    assert report.notes[0][Lang.EN].endswith("and 1 more")


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        handed_out(cellar.cellar(tmp_path / folder))

    assert digest(tmp_path / "a" / "清点单" / "甲.xlsx") == digest(tmp_path / "b" / "清点单" / "甲.xlsx")


# Names


def test_every_paper_gets_a_file_of_its_own_in_the_folder_whatever_it_is_called(tmp_path: Path) -> None:
    wanted = papers("../../x", "..\\..\\x", "CON", "a/b", "a:b", "A_B", "长" * 300, "长" * 299, "", "~$甲", "甲", ".甲")

    made = make(sheaf_of(wanted, tmp_path / "out", tmp_path), Lang.ZH, now=shop.NOW)

    assert {Path(path).parent for path in made} == {tmp_path / "out"}
    assert [Path(path).name for path in made] == [
        "_.._x.xlsx", "_.._x 2.xlsx", "_CON.xlsx", "a_b.xlsx", "a_b 2.xlsx", "A_B 3.xlsx",
        "长" * 38 + ".xlsx", "长" * 37 + " 2.xlsx", "slip.xlsx", "甲.xlsx", "甲 2.xlsx", "甲 3.xlsx",
    ]  # fmt: skip
    assert names(tmp_path / "out") == {Path(path).name for path in made}
    assert sheaf_of(wanted, tmp_path / "out", tmp_path).wanted == {}


# Places


@pytest.mark.parametrize("typed", ["../清点", "..\\清点", "../店/清点", "清点/六月/甲库"])
def test_a_folder_inside_or_beside_that_of_the_workbook_is_made(tmp_path: Path, typed: str) -> None:
    report = handed_out(cellar.cellar(tmp_path / "店", slips=typed))

    assert (tmp_path / "店" / typed.replace("\\", "/") / "甲.xlsx").is_file()
    assert len(report.written) == 3


@pytest.mark.parametrize("typed", ["../../清点", "../" * 300 + "清点", "/清点", "店/../../../清点"])
def test_nothing_is_written_further_away(tmp_path: Path, typed: str) -> None:
    workbook = cellar.cellar(tmp_path / "一" / "店", slips=typed)
    before = digest(workbook)

    with pytest.raises(NowherePapersError) as caught:
        handed_out(workbook)

    assert "不会往那里写文件" in caught.value.sentence(Lang.ZH)
    assert digest(workbook) == before
    assert names(tmp_path) == {"一"}


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_does_not_lead_further_away(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path / "一" / "店")
    (tmp_path / "别处").mkdir()
    (tmp_path / "一" / "店" / "清点单").symlink_to(tmp_path / "别处")

    with pytest.raises(NowherePapersError):
        handed_out(workbook)

    assert names(tmp_path / "别处") == set()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_that_leads_nowhere_counts_as_a_file_that_is_there(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    (tmp_path / "清点单").mkdir()
    (tmp_path / "清点单" / "甲.xlsx").symlink_to(tmp_path / "别处.xlsx")

    handed_out(workbook)

    assert names(tmp_path) == {"地窖.xlsx", "清点单"}


@pytest.mark.parametrize("typed", ["https://shop.example.com/x", "\\\\nas\\x", "CON"])
def test_a_place_that_is_no_folder_of_this_computer_is_refused(tmp_path: Path, typed: str) -> None:
    with pytest.raises(NowherePapersError):
        handed_out(cellar.cellar(tmp_path, slips=typed))

    assert names(tmp_path) == {"地窖.xlsx"}


def test_a_workbook_that_was_never_saved_has_no_place_for_papers() -> None:
    host = workbooks.workbook(cellar.CELLAR, {"shelves": [{"shelf": "甲"}]})

    with pytest.raises(MisuseError) as caught:
        run_task(host, "hand-out", shop.GIVEN)

    assert "从未保存过" in caught.value.sentence(Lang.ZH)


# Folders within, and passwords


def test_a_paper_may_go_into_a_folder_within(tmp_path: Path) -> None:
    wanted = [replace(paper, folder="2026-06") for paper in papers("甲", "甲")]

    made = make(sheaf_of(wanted, tmp_path / "out", tmp_path), Lang.ZH, now=shop.NOW)

    assert [Path(path).relative_to(tmp_path / "out").as_posix() for path in made] == ["2026-06/甲.xlsx", "2026-06/甲 2.xlsx"]
    assert sheaf_of(wanted, tmp_path / "out", tmp_path).wanted == {}


@pytest.mark.parametrize("typed", ["../..", "..\\..", "/etc", "CON", "a/b"])
def test_a_folder_within_is_never_elsewhere(tmp_path: Path, typed: str) -> None:
    wanted = [replace(paper, folder=typed) for paper in papers("甲")]

    [made] = make(sheaf_of(wanted, tmp_path / "out", tmp_path), Lang.ZH, now=shop.NOW)

    assert Path(made).parent.parent == tmp_path / "out"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_folder_within_that_is_a_link_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "一" / "店" / "out").mkdir(parents=True)
    (tmp_path / "一" / "店" / "out" / "六月").symlink_to(tmp_path)

    with pytest.raises(NowherePapersError):
        sheaf_of([replace(paper, folder="六月") for paper in papers("甲")], tmp_path / "一" / "店" / "out", tmp_path / "一" / "店")


def test_a_paper_with_a_password_opens_with_it_alone(tmp_path: Path) -> None:
    [made] = make(sheaf_of([replace(paper, password=WORD) for paper in papers("甲")], tmp_path / "out", tmp_path), Lang.ZH, now=shop.NOW)

    with pytest.raises(UnreadableFileError):
        FileHost(Path(made))
    grid = FileHost(Path(made), passwords=("别的", WORD)).grid(cellar.LINES.label[Lang.ZH])
    assert grid.text.rows()[-1] == ("A1", None)


def test_who_watches_is_told_of_every_paper(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    make(
        sheaf_of(papers("甲", "乙"), tmp_path / "out", tmp_path),
        Lang.ZH,
        now=shop.NOW,
        progress=lambda done, whole: told.append((done, whole)),
    )

    assert told == [(1, 2), (2, 2)]


# Failures


def test_when_a_paper_can_not_be_made_the_workbook_is_not_written(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    (tmp_path / "清点单").write_bytes(b"a file")
    before = digest(workbook)

    with pytest.raises(FileError) as caught:
        handed_out(workbook)

    assert caught.value.sentence(Lang.ZH) == "清点单：这里不是文件夹，放不了生成的文件"
    assert digest(workbook) == before


def test_what_was_made_before_a_failure_is_completed_by_the_next_run(tmp_path: Path, program: Path) -> None:
    workbook = cellar.cellar(tmp_path)
    template = program / "_shipped" / "xlsx_templates" / "zh" / "slip.xlsx"
    aside = Path(shutil.move(template, tmp_path / "aside.xlsx"))
    try:
        with pytest.raises(FileError):
            handed_out(workbook)
    finally:
        shutil.move(aside, template)

    assert len(handed_out(workbook).written) == 3
