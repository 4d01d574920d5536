"""Forms that came back: which form each file is, and every answer on it with its cell; what can't be taken is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from shopbook.books.appraisal.forms import notices
from shopbook.books.appraisal.forms.desk import Desk
from shopbook.books.appraisal.forms.form import ASKED, COLLEAGUES, FIGURES, RATED, WORDS
from shopbook.books.appraisal.vocabulary import SUPERIOR
from shopbook.books.worklists import Record
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Returned
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice
from shopbook.sheet.tables import Table

_ANSWERS = {
    RATED.code: ("score", "remark"),
    FIGURES.code: ("remark",),
    COLLEAGUES.code: ("cooperation", "communication", "comment"),
    WORDS.code: ("answer",),
}
"""What is filled in on each sheet of a form; the other columns are as it was handed out."""

_KEYS = {RATED.code: "code", FIGURES.code: "code", COLLEAGUES.code: "about_no", WORDS.code: "code"}
_PRINTED = {RATED.code: ("indicator", "weight"), FIGURES.code: ("indicator", "weight", "method", "target")}
"""What stands on a form and never changes while it is out."""

_NO_TITLE = Label(
    zh="表头里找不到“{title}”，请把这一列的表头改回来再收",
    en="the titles do not say '{title}' any more; put that title back and collect again",
)


_NO_SHEET = Label(
    zh="文件里没有这张工作表，或者它的表头没有了；请从发出的表里补回来再收",
    en="the file has no such sheet, or its titles are gone; put it back from the form that was handed out, and collect again",
)
_ALL_OF_IT = Label(zh="整页", en="Everything")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell that somebody filled in.

    Attributes:
        item: What it is about: an indicator, a colleague's number, or the code of a question.
        field: Which of the item's columns.
        value: Points or words.
        file: The file it stands in.
    """

    item: str
    field: str
    value: object
    file: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One file that could be read and is a form that was handed out.

    Attributes:
        file: Its name.
        form_no: Which form.
        fingerprint: Of the file.
        answers: What is filled in.
    """

    file: str
    form_no: str
    fingerprint: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Pile:
    """All files of a run.

    Attributes:
        forms: Those that count, by file name.
        findings: What is wrong with any of them.
        figures: How many files, damaged, doubled and blank ones, and cells that were not taken.
    """

    forms: tuple[FilledForm, ...]
    findings: tuple[pl.DataFrame, ...]
    figures: Mapping[str, int]


def spoken(value: object) -> str:
    """A value as people write it: 90, not 90.00; nothing for a blank."""
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def read_pile(given: Inputs, desk: Desk) -> Pile:
    """Look through the files, by name, so that nothing depends on the order in which they came."""
    forms: list[FilledForm] = []
    findings: list[pl.DataFrame] = []
    first: dict[str, str] = {}
    figures = {"files": len(given.returned), "files_damaged": 0, "files_doubled": 0, "files_blank": 0}
    for file in sorted(given.returned, key=lambda each: (each.name, each.fingerprint)):
        if file.fault is not None:
            findings.append(_said(notices.DAMAGED, file.name, desk, why=file.fault))
            figures["files_damaged"] += 1
        elif first.setdefault(file.fingerprint, file.name) != file.name:
            findings.append(_said(notices.SAME_FILE, file.name, desk, first=first[file.fingerprint]))
            figures["files_doubled"] += 1
        elif not any(_is_filled(code, table) for code, table in file.tables.items()):
            figures["files_blank"] += 1
        else:
            found, form = _looked_into(file, desk)
            findings += found
            forms += [form] if form else []
    codes = (notices.NOT_TAKEN.code, notices.NOT_ASKED.code)
    left = sum(found.filter(pl.col("code").is_in(codes)).height for found in findings)
    return Pile(tuple(forms), tuple(findings), {**figures, "answers_left": left})


def _said(notice: Notice, file: str, desk: Desk, **values: object) -> pl.DataFrame:
    """A finding about a file, which stands where a column's title does elsewhere; a cell among the values is its place."""
    return notice.finding(
        {"file": file, **values}, desk.lang, column=file, cell=str(values.get("cell", "")), value=str(values.get("value", ""))
    )


# ---------------------------------------------------------------- which form it is


def _is_filled(code: str, table: Table) -> bool:
    """Whether somebody has written something into it, readable or not."""
    fields = _ANSWERS[code]
    return any(table.frame[name].null_count() < table.frame.height for name in fields) or not _wrong(table, fields).is_empty()


def _wrong(table: Table, fields: Sequence[str]) -> pl.DataFrame:
    """Cells of some columns that hold something else than they should."""
    return table.findings.filter(pl.col("severity") == Severity.ERROR.value, pl.col("field").is_in(fields))


def _looked_into(file: Returned, desk: Desk) -> tuple[list[pl.DataFrame], FilledForm | None]:
    numbers = sorted({number for table in file.tables.values() for number in table.frame["form_no"].drop_nulls()})
    refusal = _refusal(file, numbers, desk)
    if refusal is not None:
        return [refusal], None
    [form_no] = numbers
    pages = [_Page(code, table, file.name, form_no, desk) for code, table in file.tables.items() if table.header is not None]
    found = [finding for page in pages for finding in page.findings()]
    answers = tuple(answer for page in pages for answer in page.answers())
    doubts = [*_misnamed(file, desk.log[form_no], desk), *_unlocked(file, desk.log[form_no], desk), *_lost_words(file, form_no, desk)]
    return [*doubts, *found], FilledForm(file.name, form_no, file.fingerprint, answers)


def _refusal(file: Returned, numbers: Sequence[str], desk: Desk) -> pl.DataFrame | None:
    """Why nothing of a file is taken."""
    if not numbers:
        return _said(notices.NO_NUMBER, file.name, desk)
    if len(numbers) > 1:
        return _said(notices.TWO_NUMBERS, file.name, desk, numbers="、".join(numbers))
    log = desk.log.get(numbers[0])
    if log is None:
        return _said(notices.NOT_OURS, file.name, desk, form_no=numbers[0])
    if log["cycle"] not in desk.cycles:
        return _said(notices.OTHER_MONTH, file.name, desk, cycle=log["cycle"], going="、".join(desk.cycles) or "—")
    if (log["cycle"], log["about_no"]) in desk.archived:
        return _said(notices.ARCHIVED_ALREADY, file.name, desk, name=log["about"], cycle=log["cycle"])
    strange = next((heading for table in file.tables.values() if (heading := _heading(table)) and not _is_of(log, heading, desk)), None)
    if strange is not None:
        told = {"form_no": numbers[0], "rater": log["rater"], "step": desk.step_name(log), "heading": strange[:_LONGEST_HEADING]}
        return _said(notices.OTHER_HEADING, file.name, desk, **told)
    return None


def _heading(table: Table) -> str:
    """What stands above the titles: whose form it is, as it was handed out; empty where that row is gone."""
    at = table.header.row - 1 - table.grid.first_row if table.header else -1
    return " ".join((table.grid.text["A"][at] or "").split()) if at >= 0 else ""


def _is_of(log: Record, heading: str, desk: Desk) -> bool:
    """Whether a heading is that of a form: its month, the number of whom it is about or who rates; of a superior's card the name too."""
    number = re.escape(str(log["about_no"] or log["rater_no"]))
    names = ("",) if log["step"] != SUPERIOR else (str(log["rater"]), desk.staff.name_of(str(log["rater_no"])))
    is_about = re.search(rf"[（(]{number}[）)]", heading) is not None
    return str(log["cycle"]) in heading and is_about and any(name in heading for name in names)


def _misnamed(file: Returned, log: Record, desk: Desk) -> Iterator[pl.DataFrame]:
    """A file that bears the name of another form of the same month."""
    stem = file.name.rpartition("/")[2].rpartition(".")[0]
    other = desk.by_stem.get((str(log["cycle"]), stem))
    if other is not None and other != log["form_no"]:
        yield _said(notices.OTHER_NAME, file.name, desk, rater=log["rater"], step=desk.step_name(log))


def _unlocked(file: Returned, log: Record, desk: Desk) -> Iterator[pl.DataFrame]:
    """A file that is not locked with the password of whoever it is from."""
    rater = desk.staff.by_no.get(str(log["rater_no"]))
    if rater is not None and rater.password and file.password != rater.password:
        yield _said(notices.OTHER_LOCK, file.name, desk, rater=log["rater"], step=desk.step_name(log))


def _lost_words(file: Returned, form_no: str, desk: Desk) -> Iterator[pl.DataFrame]:
    """The sheet of questions, where the form asks any and it is gone."""
    table = file.tables.get(WORDS.code)
    if ASKED[str(desk.log[form_no]["step"])] and (table is None or table.header is None):
        told = {"file": file.name, "tab": WORDS.label, "cell": _ALL_OF_IT, "why": _NO_SHEET}
        yield notices.NOT_TAKEN.finding(told, desk.lang, column=file.name)


# ---------------------------------------------------------------- what stands on it


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet of a form."""

    code: str
    table: Table
    file: str
    form_no: str
    desk: Desk

    @property
    def key(self) -> str:
        """The field that says what a row is about."""
        return _KEYS[self.code]

    @property
    def fields(self) -> Sequence[str]:
        """What is filled in."""
        return _ANSWERS[self.code]

    def answers(self) -> Iterator[Answer]:
        """Every answer that could be read and was asked for."""
        for field in self.fields:
            wrong = _wrong(self.table, (field,))["row"]
            rows = self.table.frame.drop_nulls([field, self.key]).filter(~pl.col(ROW).is_in(wrong.implode()))
            for item, value in rows.select(self.key, field).iter_rows():
                if self.desk.asks(self.form_no, item, field):
                    yield Answer(item, field, value, self.file)

    def findings(self) -> Iterator[pl.DataFrame]:
        """What is wrong with it, by cell."""
        wrong = _wrong(self.table, (*self.fields, self.key))
        for tab, cell, value, message in wrong.select("tab", "cell", "value", "message").iter_rows():
            yield _said(notices.NOT_TAKEN, self.file, self.desk, tab=tab, cell=cell, value=value, why=message.rstrip("。."))
        yield from self._lost_columns()
        for row in self.table.frame.drop_nulls(self.key).iter_rows(named=True):
            strange = [name for name in self.fields if row[name] is not None and not self.desk.asks(self.form_no, row[self.key], name)]
            if strange:
                yield self._about(notices.NOT_ASKED, row, strange[0], item=row[self.key])
            else:
                yield from self._edits(row)

    def _lost_columns(self) -> Iterator[pl.DataFrame]:
        """Columns to fill in whose title somebody has changed, so that nobody can know what stands below it."""
        titles = f"A{self.table.header.row}" if self.table.header else ""
        for field in (name for name in self.fields if name not in self.table.present):
            why = _NO_TITLE.filled({"title": self.table.columns[field].label})
            yield _said(notices.NOT_TAKEN, self.file, self.desk, tab=self.table.grid.tab, cell=titles, why=why)

    def _edits(self, row: Record) -> Iterator[pl.DataFrame]:
        """Cells that are locked and are not as they were handed out."""
        line = self.desk.line(self.form_no, str(row[self.key]))
        if line is None:
            return
        for field in _PRINTED.get(self.code, ()):
            if field in self.table.present and row[field] != line[field]:
                yield self._about(notices.EDITED, row, field, value=self._shown(field, row), was=self._shown(field, line))

    def _shown(self, field: str, row: Record) -> str:
        return self.table.columns[field].shown(self.desk.lang).get(str(row[field]), spoken(row[field]))

    def _about(self, notice: Notice, row: Record, field: str, **values: object) -> pl.DataFrame:
        """A finding about a cell."""
        letters = self.table.header.letters.get(field, "") if self.table.header else ""
        return _said(notice, self.file, self.desk, tab=self.table.grid.tab, cell=f"{letters}{row[ROW]}", **values)
