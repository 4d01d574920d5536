"""A year of appraisal through files, as a shop does it: earlier scores imported, the year worked out, cards printed."""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from shopbook.books.registry import book_named
from shopbook.host.file import FileHost
from shopbook.host.package import patch
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.files import run_on_file
from shopbook.run.gathering import gather
from shopbook.run.importing import Wanted, import_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import AppendRows, Outcome

NOW = dt.datetime(2027, 1, 8, 9, 0)
BOOK = book_named("appraisal")


def typed(path: Path, lang: Lang, **sheets: Sequence[Mapping[str, object]]) -> None:
    """A workbook with rows typed below those that are there."""
    tables = gather(FileHost(path), BOOK, tuple(sheets), lang=lang)
    changes = []
    for code, records in sheets.items():
        full = [{name: record.get(name) for name in BOOK.sheet(code).by_field} for record in records]
        changes.append(AppendRows(code, pl.DataFrame(full, schema=BOOK.sheet(code).schema())))
    target = BytesIO()
    patch(path, target, plan_of(Outcome(changes=tuple(changes)), BOOK, Writing(tables, lang)))
    path.write_bytes(target.getvalue())


def shop(folder: Path, lang: Lang = Lang.ZH, ending: str = ".xlsx") -> Path:
    """Two people with scores from July on."""
    path = new_workbook("appraisal", folder / f"考核{ending}", lang, now=NOW)
    people = [("E01", "张敏", 90), ("E02", "李强", 80)]
    employees = [{"employee_no": number, "name": name, "department": "运营", "post": "运营专员"} for number, name, _ in people]
    composites = [
        {"cycle": f"2026-{month:02}", "employee_no": number, "name": name, "department": "运营", "score": Decimal(score)}
        for month in range(7, 13)
        for number, name, score in people
    ]
    typed(path, lang, employees=employees, composites=composites)
    return path


def earlier(folder: Path) -> Path:
    """What the two had in the first half of the year, as a list of another program."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "1月", "2月", "3月", "4月", "5月", "6月"], ["张敏", 84, 84, None, 84, 84, 84], ["李强", 70, 70, 70, 70, 70, 70]):
        sheet.append(row)
    path = folder / "2026年上半年成绩.xlsx"
    book.save(path)
    return path


def run(path: Path, task: str, **settings: str) -> Report:
    return run_on_file(path, task, Circumstances(now=NOW, settings=settings), target=path)


def rows(path: Path, sheet: str, lang: Lang = Lang.ZH) -> pl.DataFrame:
    return gather(FileHost(path), BOOK, (sheet,), lang=lang)[sheet].frame


def charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [name for name in archive.namelist() if name.startswith("xl/charts/chart")]


@pytest.mark.parametrize(("lang", "ending"), [(Lang.ZH, ".xlsx"), (Lang.EN, ".xlsm")])
def test_a_year_of_imported_and_own_months_is_worked_out_and_printed(tmp_path: Path, lang: Lang, ending: str) -> None:
    path = shop(tmp_path, lang, ending)
    import_file(Wanted(earlier(tmp_path), path), Circumstances(now=NOW))
    worked = run(path, "annual-appraisal")
    # 张敏: 5 months of 84 and 6 of 90 are 960 of 11; 李强: 6 of 70 and 6 of 80 are 900 of 12.
    told = rows(path, "years", lang).select("employee_no", "counted", "mean", "grade", "rank").rows()
    assert told == [("E01", 11, Decimal("87.27"), "B", 1), ("E02", 12, Decimal("75.00"), "C", 2)]
    assert rows(path, "awards", lang)["employee_no"].to_list() == ["E01"]
    assert worked.summary["awards_proposed"] == 1
    printed = run(path, "print-year")
    cards = [Path(each) for each in printed.written]
    assert [charts(each) for each in cards] == [["xl/charts/chart1.xml"]] * 2
    assert {each.parent.name for each in cards} == {"年度卡" if lang is Lang.ZH else "Year cards"}


def everything(path: Path, listed: Path) -> tuple[str, ...]:
    """The files written by an import, the year and its cards."""
    imported = import_file(Wanted(listed, path), Circumstances(now=NOW))
    return (*imported.written, *run(path, "annual-appraisal").written, *run(path, "print-year").written)


def test_a_second_run_of_everything_writes_nothing(tmp_path: Path) -> None:
    path, listed = shop(tmp_path), earlier(tmp_path)
    assert everything(path, listed) != ()
    assert everything(path, listed) == ()


def test_a_list_of_scores_makes_the_workbook_that_it_belongs_to(tmp_path: Path) -> None:
    import_file(Wanted(earlier(tmp_path), tmp_path / "新考核.xlsx"), Circumstances(now=NOW))
    sums = rows(tmp_path / "新考核.xlsx", "earlier_sums").select("name", "year", "scores", "total", "mean").rows()
    assert sums == [("张敏", "2026", 5, Decimal(420), Decimal(84)), ("李强", "2026", 6, Decimal(420), Decimal(70))]


def test_a_real_list_of_quarters_is_added_up_as_it_was_published(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "考核.xlsx"
    import_file(Wanted(shared / "data" / "KPI_quarters_in.xlsx", path), Circumstances(now=NOW))
    sums = rows(path, "earlier_sums").select("name", "item", "total", "mean").rows()
    assert sorted(sums) == [
        ("Amy", "Social", Decimal(22), Decimal("5.5")),
        ("Amy", "Work", Decimal(12), Decimal(4)),
        ("Donna", "Social", Decimal(11), Decimal("5.5")),
        ("Rory", "Work", Decimal(3), Decimal(3)),
    ]


def test_the_check_says_of_a_year_what_the_annual_appraisal_says(tmp_path: Path) -> None:
    path = shop(tmp_path)
    run(path, "annual-appraisal")
    typed(path, Lang.ZH, awards=[{"period": "2026", "employee_no": "E02", "state": "approved"}])
    found = [run(path, task).findings.filter(pl.col("code").str.starts_with("awards.")) for task in ("annual-appraisal", "check-appraisal")]
    assert found[0]["code"].to_list() == ["awards.twice", "awards.twice", "awards.without-name"]
    assert found[0].equals(found[1])
