"""Collecting forms: any number of files in any order become ratings and reviews; what can't be merged is said."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CLOSED, CYCLES
from shopbook.books.appraisal.forms import notices
from shopbook.books.appraisal.forms.desk import Desk, desk_of
from shopbook.books.appraisal.forms.making import FORMS_FOLDER
from shopbook.books.appraisal.forms.merging import Word, merged, said, unanswered
from shopbook.books.appraisal.forms.returned_forms import read_pile
from shopbook.books.appraisal.forms.reviews import REVIEW_SHEETS, reviewed
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, OUT, PARTLY, RATINGS, RETURNED
from shopbook.books.appraisal.results.sheets import ARCHIVE
from shopbook.books.appraisal.vocabulary import PEER
from shopbook.books.worklists import Record, framed, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Change, Inputs, Intray, Outcome, ReplaceRows, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import together
from shopbook.sheet.tables import Table

_DONE = Label(
    zh="收到 {files} 个文件（读不了 {files_damaged}，重复 {files_doubled}，还没填 {files_blank}），收下考核表 {forms_taken} 份，"
    "其中没填完 {forms_partly} 份，没有收 {answers_left} 处；还有 {forms_out} 份没有交回。请看“校验结果”。",
    en="{files} {files|file|files} ({files_damaged} unreadable, {files_doubled} twice, {files_blank} not filled in): {forms_taken} "
    "{forms_taken|form|forms} collected, {forms_partly} of them partly filled in, {answers_left} {answers_left|answer|answers} not "
    "collected; {forms_out} still out. Look at Findings.",
)
_EMPTY = Label(zh="文件夹里没有文件", en="the folder has no files")
_FINGERPRINT = 16
"""Hexadecimal digits that tell any two files of a shop apart."""

FORM_SUMMARY: Mapping[str, Label] = {
    "forms_due": Label(zh="要填的表", en="Forms due"),
    "forms_in": Label(zh="已收回的表", en="Forms back"),
    "forms_made": Label(zh="准备的表", en="Forms prepared"),
    "forms_locked": Label(zh="加密的表", en="Forms locked"),
    "files": Label(zh="收到的文件", en="Files"),
    "files_damaged": Label(zh="读不了的文件", en="Unreadable files"),
    "files_doubled": Label(zh="重复的文件", en="Files handed in twice"),
    "files_blank": Label(zh="还没填的文件", en="Files not filled in"),
    "forms_taken": Label(zh="收下的表", en="Forms collected"),
    "forms_partly": Label(zh="没填完的表", en="Forms partly filled in"),
    "forms_out": Label(zh="没有交回的表", en="Forms still out"),
    "answers_left": Label(zh="没有收的答案", en="Answers not collected"),
}


def collect_forms(given: Inputs) -> Outcome:
    """Merge the files that came back into 评分明细, 自评, 上级评价 and 互评; a form that did not come back leaves everything as it is."""
    desk = desk_of(given)
    pile = read_pile(given, desk)
    words = merged(pile.forms, desk)
    reviews = reviewed(words, desk, given)
    before = given.frame(FORM_LOG.code).rows(named=True)
    by_number = {word.form_no: word for word in words}
    now = [_logged(row, by_number.get(str(row["form_no"])), desk, given) for row in before]
    figures = {
        **pile.figures,
        "forms_taken": len(words),
        "forms_partly": sum(bool(unanswered(word, desk)) for word in words),
        "forms_out": sum(row["state"] == OUT and row["cycle"] in desk.cycles for row in now),
    }
    changes: tuple[Change, ...] = (*_ratings(words, desk, given), *reviews.changes, *rewritten(FORM_LOG, before, now))
    found = [*pile.findings, *(finding for word in words for finding in said(word, desk)), *reviews.findings, *_none(given)]
    return Outcome(together(found), changes, figures, (_DONE.filled(figures),), marks=(FORM_LOG.code,))


def _none(given: Inputs) -> Iterator[pl.DataFrame]:
    if not given.returned:
        yield notices.NO_FILES.finding({"why": given.absent.get(FORMS_FOLDER.code, _EMPTY)}, given.lang)


def _logged(row: Record, word: Word | None, desk: Desk, given: Inputs) -> Record:
    """A form's row once its file is back; the time is that of the file that counts now."""
    if word is None:
        return row
    fingerprint = word.fingerprint[:_FINGERPRINT]
    is_same = row["fingerprint"] == fingerprint
    returned_at = row["returned_at"] if is_same else given.now.replace(microsecond=0)
    return {**row, "state": PARTLY if unanswered(word, desk) else RETURNED, "fingerprint": fingerprint, "returned_at": returned_at}


# ---------------------------------------------------------------- ratings


def _ratings(words: Sequence[Word], desk: Desk, given: Inputs) -> tuple[Change, ...]:
    """评分明细 with the ratings of these cards in the place of what they said before, in one order however they came."""
    cards = [word for word in words if word.log["step"] != PEER]
    if not cards:
        return ()
    again = {_about(word.log) for word in cards}
    kept = [
        row for row in given.frame(RATINGS.code).drop(ROW).rows(named=True) if (row["cycle"], row["rater"], row["employee_no"]) not in again
    ]
    fresh = [row for word in cards for row in _rating_rows(word, desk)]
    ordered = sorted([*kept, *fresh], key=lambda row: tuple(str(row[name] or "") for name in ("cycle", "employee_no", "rater", "code")))
    return (ReplaceRows(RATINGS.code, framed(RATINGS, ordered)),)


def _about(log: Record) -> tuple[object, object, object]:
    return log["cycle"], log["step"], log["about_no"]


def _rating_rows(word: Word, desk: Desk) -> Iterator[Record]:
    """One row per indicator about which the form says anything."""
    cycle, step, about = _about(word.log)
    for item in sorted({item for item, field in word.values if field != "answer"}):
        line = desk.line(word.form_no, item)
        yield {
            "cycle": cycle,
            "employee_no": about,
            "name": desk.staff.name_of(str(about)),
            "rater": step,
            "code": item,
            "indicator": line["indicator"] if line else None,
            "score": word.values.get((item, "score")),
            "remark": word.values.get((item, "remark")),
            "file": word.file,
        }


# ---------------------------------------------------------------- what opens them


def forms_intray(tables: Mapping[str, Table]) -> Intray:
    """The passwords of 员工 by name and number, and the folders of months that are done."""
    people = tables[EMPLOYEES.code].frame.drop_nulls("password").select("employee_no", "name", "password")
    passwords = {word: password for *words, password in people.iter_rows() for word in words if word}
    closed = tables[CYCLES.code].frame.filter(pl.col("state") == CLOSED)["cycle"]
    return Intray(passwords, frozenset(cycle_of(cycle) or "" for cycle in closed) - {""})


COLLECT_FORMS = Task(
    "collect-forms",
    Label(zh="回收考核表", en="Collect forms"),
    Label(
        zh="读“考核表”文件夹里交回的每个文件，填入评分明细、自评、上级评价、互评；没填完、交重、交错、改过的都写明是哪个文件，改好后可以再收一次。",
        en="Reads every file in the folder of forms and fills in ratings and reviews; what is unfinished, handed in twice, misplaced or "
        "changed is said with its file; collect again once it is put right.",
    ),
    reads=(FORM_LOG.code, CYCLES.code, CARD_LINES.code, EMPLOYEES.code, LEAVES.code, ARCHIVE.code),
    writes=(RATINGS.code, *(sheet.code for sheet in REVIEW_SHEETS.values()), FORM_LOG.code),
    decide=collect_forms,
    folder=FORMS_FOLDER.code,
    intray=forms_intray,
)
