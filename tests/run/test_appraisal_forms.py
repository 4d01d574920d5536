"""A month of appraisal through files, its first half: the month begun, forms handed out, filled in, handed back, collected."""

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import msoffcrypto  # type: ignore[import-untyped]  # without types
import openpyxl
import pytest

import shopbook
from shopbook.books.registry import book_or_form
from shopbook.errors import FileError
from shopbook.host.file import FileHost
from shopbook.host.locking import locked
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.making import new_workbook
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import SetCells
from shopbook.sheet.plan import Value
from tests.cli.terminal import Terminal
from tests.run.test_counts import changed, rows

BEGUN, IN_TIME, TOO_LATE = dt.datetime(2026, 7, 1, 9, 0), dt.datetime(2026, 7, 5, 9, 0), dt.datetime(2026, 7, 11, 9, 0)
NAMES = ("张三", "李四", "王五", "赵六")
WORD = "马到成功2026"
"""The password of Wang's forms."""

SECRETS = ("83.77", "61.53", "47.91")
"""Scores that the workbook knows: numbers that stand nowhere by chance."""

Rated = Mapping[str, Mapping[str, Value]]
SELF_RATED: Rated = {f"{letter}{number}": {"score": 90} for letter in "AT" for number in range(1, 5)}
WORDS: Rated = {name: {"answer": f"{name} 已写"} for name in ("achievements", "shortcomings", "improvements", "opinion")}


def begun(folder: Path, lang: Lang = Lang.ZH) -> Path:
    """A department of four of which Zhang leads the others, with June begun and scores of May that nobody should see."""
    book = book_or_form("appraisal")
    path = new_workbook("appraisal", folder / "考核.xlsx", lang, now=BEGUN)
    posts = shopbook.load(path)["indicators"]["post"].unique(maintain_order=True).to_list()
    people = [
        {
            "employee_no": f"E0{number}",
            "name": name,
            "department": "运营",
            "post": posts[number - 1],
            "superior": None if number == 1 else "E01",
            "password": WORD if number == 3 else None,
        }
        for number, name in enumerate(NAMES, 1)
    ]
    secret = [
        rows(book.sheet("self_reviews"), {"cycle": "2026-05", "employee_no": "E04", "score": Decimal(SECRETS[0])}),
        rows(book.sheet("superior_reviews"), {"cycle": "2026-05", "employee_no": "E03", "score": Decimal(SECRETS[1])}),
        rows(book.sheet("peer_reviews"), {"cycle": "2026-05", "employee_no": "E02", "peer_no": "E03", "cooperation": Decimal(SECRETS[2])}),
    ]
    changed(path, "appraisal", [rows(book.sheet("employees"), *people), *secret], lang)
    run(path, "open-cycle", BEGUN)
    return path


def run(path: Path, task: str, now: dt.datetime = IN_TIME, *files: Path) -> Report:
    return run_on_file(path, task, Circumstances(now=now, files=files), target=path)


def handed_out(folder: Path, lang: Lang = Lang.ZH) -> tuple[Path, dict[str, Path]]:
    """The workbook and its forms, by their names without the ending."""
    path = begun(folder, lang)
    run(path, "make-forms", BEGUN)
    return path, {form.stem: form for form in sorted(folder.glob("*/2026-06/*.xlsx"))}


def opened(form: Path, word: str) -> bytes:
    """What is in a locked file."""
    plain = io.BytesIO()
    with form.open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password=word)
        office.decrypt(plain)
    return plain.getvalue()


def fill_in(form: Path, answers: Rated, lang: Lang = Lang.ZH) -> None:
    """Write answers into the open cells of a form, by what their rows are about."""
    host = FileHost(form)
    mark = host.mark()
    assert mark is not None
    for sheet in book_or_form(mark.book).sheets:
        key, *_ = sheet.key
        tab = host.grid(sheet.label[lang])
        words = {word: code for code, word in sheet.by_field[key].shown(lang).items()}
        items = {at + tab.first_row: words.get(text, text) for at, text in enumerate(tab.text["A"]) if text}
        for field in (column.field for column in sheet.columns if not column.notes.computed):
            cells = [(row, answers[item][field]) for row, item in sorted(items.items()) if field in answers.get(item, {})]
            if cells:
                changed(form, mark.book, [SetCells(sheet.code, field, *map(tuple, zip(*cells, strict=True)))], lang)


# ---------------------------------------------------------------- what is handed out


@pytest.mark.parametrize("lang", Lang)
def test_no_byte_of_any_form_knows_a_score_or_who_else_is_rated(tmp_path: Path, lang: Lang) -> None:
    _, forms = handed_out(tmp_path, lang)

    assert len(forms) == 10
    for name, form in forms.items():
        content = opened(form, WORD) if name.startswith("王五") else form.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {part: package.read(part).decode("utf-8", "replace") for part in package.namelist()}
        whole = "".join(parts.values())
        assert not [secret for secret in SECRETS if secret in whole], name
        others = [other for other in NAMES if other not in name]
        assert not [other for other in others if "form_ratings" in whole and other in whole], name
        assert not [part for part in parts if "external" in part.lower() or "vba" in part.lower() or "custom" in part.lower()]


def test_cells_to_fill_in_are_open_and_the_others_are_locked(tmp_path: Path) -> None:
    _, forms = handed_out(tmp_path)

    with zipfile.ZipFile(forms["李四 E02 自评"]) as package:
        sheet = ET.fromstring(package.read("xl/worksheets/sheet1.xml"))
        styles = ET.fromstring(package.read("xl/styles.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    looks = styles.findall(f"{main}cellXfs/{main}xf")
    is_open = [any(part.get("locked") == "0" for part in look.iter(f"{main}protection")) for look in looks]
    cells = {cell.get("r", ""): is_open[int(cell.get("s", "0"))] for cell in sheet.iter(f"{main}c")}
    protection = sheet.find(f"{main}sheetProtection")
    assert protection is not None
    assert protection.get("sheet") == "1"
    assert {letter: cells[f"{letter}5"] for letter in "ABCDEFG"} == {
        "A": False, "B": False, "C": False, "D": False, "E": True, "F": True, "G": False,
    }  # fmt: skip


def test_a_locked_form_opens_with_its_password_alone(tmp_path: Path) -> None:
    _, forms = handed_out(tmp_path)
    form = forms["王五 E03 自评"]

    with pytest.raises(FileError, match="password"):
        FileHost(form)
    with pytest.raises(FileError, match="password"):
        FileHost(form, passwords=["something else"])

    assert FileHost(form, passwords=["something else", WORD]).tabs() == ["评分", "业绩数据", "小结"]
    assert WORD.encode() not in form.read_bytes()


def test_forms_that_are_filled_in_are_not_made_again_and_a_second_run_makes_none(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    before = {name: form.read_bytes() for name, form in forms.items()}

    again = run(path, "make-forms")

    assert again.written == ()
    assert {name: form.read_bytes() for name, form in forms.items()} == before


# ---------------------------------------------------------------- what comes back


@pytest.mark.parametrize("lang", Lang)
def test_a_months_forms_come_back_in_any_state_and_each_is_answered(tmp_path: Path, lang: Lang) -> None:
    path, forms = handed_out(tmp_path, lang)
    of = {(form.stem[:2], form.stem.split(" ", 2)[2]): form for form in forms.values()}
    own = "自评" if lang is Lang.ZH else "Self"
    peer = "互评" if lang is Lang.ZH else "Peer"
    fill_in(of["张三", own], {**SELF_RATED, **WORDS}, lang)
    fill_in(of["李四", own], {**dict(list(SELF_RATED.items())[:3]), **WORDS}, lang)
    fill_in(of["李四", peer], {"E03": {"cooperation": 80, "communication": "很好"}, "E04": {"cooperation": 0, "communication": 70}}, lang)
    of["张三", own].rename(tmp_path / of["张三", own].parent.parent / "交上来的.xlsx")
    shutil.copy(of["李四", own], of["李四", own].with_name("又一份.xlsx"))
    of["赵六", own].write_bytes(of["赵六", own].read_bytes()[:700])

    report = run(path, "collect-forms")

    summary = report.summary
    assert (summary["files"], summary["files_damaged"], summary["files_doubled"], summary["forms_taken"]) == (11, 1, 1, 3)
    sheets = shopbook.load(path)
    assert sheets["self_reviews"].filter(cycle="2026-06")["employee_no"].to_list() == ["E01", "E02"]
    assert sheets["ratings"].filter(employee_no="E01", rater="self")["score"].to_list() == [Decimal(90)] * 8
    rated = sheets["peer_reviews"].filter(cycle="2026-06").select("employee_no", "cooperation", "communication").rows()
    assert rated == [("E03", Decimal(80), None), ("E04", Decimal(0), Decimal(70))]
    found = set(report.findings["code"])
    assert found == {"forms.unreadable", "forms.same-file", "forms.unfinished", "forms.not-taken"}
    assert run(path, "collect-forms", TOO_LATE).written == ()


def test_a_locked_form_is_collected_under_any_name_and_one_locked_otherwise_is_said(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    form = forms["王五 E03 自评"]
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(opened(form, WORD))
    fill_in(plain, {**SELF_RATED, **WORDS})
    form.with_name("没有名字.xlsx").write_bytes(locked(plain.read_bytes(), WORD))
    form.write_bytes(locked(plain.read_bytes(), "another word"))

    report = run(path, "collect-forms")

    assert report.summary["forms_taken"] == 1
    assert shopbook.load(path)["self_reviews"].filter(cycle="2026-06")["employee_no"].to_list() == ["E03"]
    [said] = report.findings.filter(code="forms.unreadable")["message"]
    assert "王五 E03 自评.xlsx" in said
    assert "密码" in said


def test_a_column_whose_title_was_changed_is_said_and_the_others_are_taken(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    form = forms["李四 E02 互评"]
    fill_in(form, {"E03": {"cooperation": 80, "communication": 90}})
    book = openpyxl.load_workbook(form)
    book["互评"]["E4"] = "配合"
    book.save(form)

    report = run(path, "collect-forms")

    rated = shopbook.load(path)["peer_reviews"].filter(cycle="2026-06").select("employee_no", "cooperation", "communication").rows()
    assert rated == [("E03", None, Decimal(90))]
    [said] = report.findings.filter(code="forms.not-taken")["message"]
    assert said == "“2026-06/李四 E02 互评.xlsx”的“互评”A4没有收：表头里找不到“协作”，请把这一列的表头改回来再收"


@pytest.mark.parametrize("lang", Lang)
def test_a_form_with_a_colleagues_number_is_not_taken_as_the_colleagues(tmp_path: Path, lang: Lang) -> None:
    path, forms = handed_out(tmp_path, lang)
    form = next(form for name, form in forms.items() if name.startswith("李四 E02") and ("自评" in name or "Self" in name))
    fill_in(form, {**SELF_RATED, **WORDS}, lang)
    book = openpyxl.load_workbook(form)
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        cell.value = "ZP-2026-06-E04" if cell.value == "ZP-2026-06-E02" else cell.value
    book.save(form.with_name("我的.xlsx"))
    form.unlink()

    report = run(path, "collect-forms")

    assert report.summary["forms_taken"] == 0
    [said] = report.findings.filter(code="forms.other-heading")["message"]
    assert "的表号是 ZP-2026-06-E04（赵六 的自评），表头上写的却是“2026-06 " in said
    assert "E02" in said


def test_a_form_without_its_lock_is_taken_and_its_owner_should_be_asked(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    form = forms["王五 E03 自评"]
    plain = tmp_path / "plain.xlsx"
    plain.write_bytes(opened(form, WORD))
    fill_in(plain, {**SELF_RATED, **WORDS})
    form.write_bytes(plain.read_bytes())

    report = run(path, "collect-forms")

    assert report.summary["forms_taken"] == 1
    [said] = report.findings.filter(code="forms.other-lock")["message"]
    assert said == "“2026-06/王五 E03 自评.xlsx”是 王五 的自评，却没有用他的表格密码加密；收了，请问一下本人是不是他填的"
    form.write_bytes(locked(plain.read_bytes(), WORD))
    assert run(path, "collect-forms").findings.filter(code="forms.other-lock").is_empty()


def test_a_sheet_that_was_deleted_from_a_form_is_said(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    for name, sheet, answers in (
        ("李四 E02 互评", "互评", {"E03": {"cooperation": 80, "communication": 90}}),
        ("赵六 E04 自评", "小结", {**SELF_RATED, **WORDS}),
    ):
        fill_in(forms[name], answers)
        book = openpyxl.load_workbook(forms[name])
        del book[sheet]
        book.save(forms[name])

    report = run(path, "collect-forms")

    said = dict(report.findings.select("code", "message").iter_rows())
    assert said["forms.unreadable"] == "“2026-06/李四 E02 互评.xlsx”没有收：文件里没有工作表“互评”"
    assert said["forms.not-taken"].startswith("“2026-06/赵六 E04 自评.xlsx”的“小结”整页没有收：文件里没有这张工作表")
    assert report.summary["forms_taken"] == 1


def test_last_months_folder_is_not_looked_into_once_the_month_is_done(tmp_path: Path) -> None:
    path, forms = handed_out(tmp_path)
    fill_in(forms["李四 E02 自评"], {**SELF_RATED, **WORDS})
    changed(path, "appraisal", [SetCells("cycles", "state", (5,), ("closed",))])

    assert run(path, "collect-forms").summary["files"] == 0
    late = run(path, "collect-forms", IN_TIME, forms["李四 E02 自评"])
    assert set(late.findings["code"]) == {"forms.other-month"}


def test_making_and_collecting_tell_how_far_they_are(tmp_path: Path) -> None:
    path, told = begun(tmp_path), list[tuple[int, int]]()

    def seen(done: int, whole: int) -> None:
        told.append((done, whole))

    run_on_file(path, "make-forms", Circumstances(now=BEGUN, progress=seen), target=path)
    assert told == [(number, 10) for number in range(1, 11)]
    told.clear()
    run_on_file(path, "collect-forms", Circumstances(now=IN_TIME, progress=seen), target=path)
    assert told == [(number, 10) for number in range(1, 11)]


def test_the_command_line_hands_out_and_collects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, terminal = begun(tmp_path), Terminal(monkeypatch, capsys)

    made = terminal("run", "make-forms", path, "--in-place", "--date", "2026-07-01", "--lang", "zh")
    kept = terminal("run", "collect-forms", path, "--in-place", "--date", "2026-07-05", "--lang", "en")

    assert (made.code, kept.code) == (0, 0)
    assert "要填的考核表 10 份" in made.out
    assert "10 not filled in" in kept.out
