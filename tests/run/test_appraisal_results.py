"""A month of appraisal through files, its second half: scored, talked over, confirmed, archived, printed, part of a year."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.books.registry import book_or_form
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import SetCells
from shopbook.sheet.plan import Value
from tests.cli.terminal import Terminal
from tests.run.test_appraisal_forms import IN_TIME, NAMES, begun
from tests.run.test_counts import changed, rows

TALKED, CONFIRMED, ARCHIVED = dt.date(2026, 7, 7), dt.date(2026, 7, 8), dt.datetime(2026, 7, 9, 10, 0)
CLERKS = ("E02", "E03", "E04")
"""Those whom Zhang, E01, leads; nobody leads Zhang himself in this department."""


def rated(folder: Path, lang: Lang = Lang.ZH) -> Path:
    """June with every rating typed: self 90, superior 80, colleagues 85 and 75 (T25)."""
    path = begun(folder, lang)
    book = book_or_form("appraisal")
    june = {"cycle": "2026-06"}
    own = [{**june, "employee_no": f"E0{number}", "score": Decimal(90)} for number in range(1, 5)]
    superior = [{**june, "employee_no": clerk, "superior": "张三", "score": Decimal(80), "opinion": "做得不错"} for clerk in CLERKS]
    peers = [
        {**june, "employee_no": clerk, "peer_no": peer, "cooperation": Decimal(points), "communication": Decimal(points)}
        for clerk in CLERKS
        for peer, points in zip((each for each in CLERKS if each != clerk), (85, 75), strict=True)
    ]
    sheets = (("self_reviews", own), ("superior_reviews", superior), ("peer_reviews", peers))
    changed(path, "appraisal", [rows(book.sheet(code), *records) for code, records in sheets], lang)
    return path


def type_in(path: Path, sheet: str, who: Sequence[str], cells: Mapping[str, Value], lang: Lang = Lang.ZH) -> None:
    """Type the same into the rows of several people of June."""
    frame = shopbook.load(path)[sheet].with_row_index("at", 5)
    at = tuple(frame.filter(pl.col("employee_no").is_in(list(who)), pl.col("cycle") == "2026-06")["at"])
    changed(path, "appraisal", [SetCells(sheet, field, at, (value,) * len(at)) for field, value in cells.items()], lang)


def run(path: Path, task: str, now: dt.datetime = IN_TIME) -> Report:
    return run_on_file(path, task, Circumstances(now=now, who="王人事"), target=path)


def decided(path: Path, lang: Lang = Lang.ZH) -> None:
    """Score the month, decide, talk."""
    run(path, "score-appraisal")
    type_in(path, "composites", CLERKS, {"decided_by": "张三", "decided_on": IN_TIME.date()}, lang)
    type_in(path, "composites", ("E01",), {"decided_by": "老板", "decided_on": IN_TIME.date()}, lang)
    type_in(path, "feedback", ("E01", *CLERKS), {"talked_on": TALKED, "talked_by": "老板", "goals": "转化率 3%"}, lang)


def confirm(path: Path, lang: Lang = Lang.ZH) -> None:
    """Everybody confirms his own."""
    for number, name in enumerate(NAMES, 1):
        type_in(path, "feedback", (f"E0{number}",), {"confirmed_on": CONFIRMED, "confirmed_by": name}, lang)


@pytest.mark.parametrize("lang", Lang)
def test_a_month_goes_from_ratings_to_the_archive_and_into_the_year(tmp_path: Path, lang: Lang) -> None:
    path = rated(tmp_path, lang)
    decided(path, lang)

    early = run(path, "archive-cards", ARCHIVED)
    assert early.summary["cards_archived"] == 0
    assert early.findings["code"].to_list() == ["archive.not-ready"] * 4

    confirm(path, lang)
    run(path, "score-appraisal", ARCHIVED)
    report = run(path, "archive-cards", ARCHIVED)
    assert report.summary == {"cards_archived": 4, "cards_waiting": 0, "months_closed": 1}
    sheets = shopbook.load(path)
    kept = sheets["archive"].select("employee_no", "peer_score", "computed", "score", "grade", "archived_by").rows()
    assert kept == [
        ("E01", None, Decimal(90), Decimal(90), "A", "王人事"),
        *((clerk, Decimal(80), Decimal(82), Decimal(82), "B", "王人事") for clerk in CLERKS),
    ]
    assert sheets["cycles"].select("cycle", "state").rows() == [("2026-06", "closed")]

    run(path, "annual-appraisal", dt.datetime(2027, 1, 5, 9, 0))
    year = shopbook.load(path)["years"].select("year", "employee_no", "m06", "counted", "grade").rows()
    assert year == [("2026", "E01", Decimal(90), 1, None), *(("2026", clerk, Decimal(82), 1, None) for clerk in CLERKS)]


def test_after_the_archive_every_task_of_the_month_writes_nothing(tmp_path: Path) -> None:
    path = rated(tmp_path)
    decided(path)
    confirm(path)
    for task in ("score-appraisal", "archive-cards", "check-appraisal"):
        run(path, task, ARCHIVED)
    before = path.read_bytes()

    for task in ("score-appraisal", "archive-cards", "fill-measures", "check-appraisal"):
        run(path, task, ARCHIVED)

    assert path.read_bytes() == before


def test_an_archived_score_that_somebody_changed_is_found_by_the_check(tmp_path: Path) -> None:
    path = rated(tmp_path)
    decided(path)
    confirm(path)
    run(path, "archive-cards", ARCHIVED)
    assert "archive.changed" not in set(run(path, "check-appraisal", ARCHIVED).findings["code"])

    type_in(path, "archive", ("E02",), {"score": Decimal(95)})

    found = run(path, "check-appraisal", ARCHIVED).findings.filter(pl.col("code") == "archive.changed")
    assert found.select("tab", "key").rows() == [("档案", "2026-06 / E02")]


def test_the_command_line_scores_and_prints_a_card_for_each_and_prints_none_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, terminal = rated(tmp_path), Terminal(monkeypatch, capsys)

    scored = terminal("run", "score-appraisal", path, "--in-place", "--date", "2026-07-05", "--lang", "zh")
    printed = terminal("run", "print-cards", path, "--in-place", "--date", "2026-07-05", "--lang", "en")
    again = terminal("run", "print-cards", path, "--in-place", "--date", "2026-07-06", "--lang", "zh")

    assert (scored.code, printed.code, again.code) == (0, 0, 0)
    assert "有得分的人 4" in " ".join(scored.out.split())
    assert "2026-06: 4 cards made. 4 of them are drafts" in " ".join(printed.out.split())
    assert "没有改动" in again.out
    assert len(list((tmp_path / "评分卡").glob("评分卡 2026-06 E0? * 草稿 *.xlsx"))) == 4


@pytest.mark.office
def test_cards_come_as_pdf_too(tmp_path: Path) -> None:
    path = rated(tmp_path)
    run(path, "score-appraisal")

    report = run_on_file(path, "print-cards", Circumstances(now=IN_TIME, settings={"card_people": "E02"}, has_pdf=True), target=path)

    [paper, pdf] = [Path(name) for name in report.written]
    assert (paper.suffix, pdf.suffix) == (".xlsx", ".pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
