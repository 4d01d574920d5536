"""Handing out: a form for everybody who has to rate, with the indicators of whoever is rated and with nobody's scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.appraisal.cycles.months import cycle_of
from shopbook.books.appraisal.cycles.sheets import CARD_LINES, CYCLES
from shopbook.books.appraisal.forms.form import ASKED, CARD_FORM, COLLEAGUES, FIGURES, LATE_REASON, PEER_FORM, RATED, WORDS
from shopbook.books.appraisal.forms.handouts import Handout, handouts, open_cycles
from shopbook.books.appraisal.forms.notices import NO_INDICATORS
from shopbook.books.appraisal.library.people import Staff, staff_of
from shopbook.books.appraisal.library.sheets import EMPLOYEES, LEAVES
from shopbook.books.appraisal.ratings.sheets import FORM_LOG, OUT, RETURNED
from shopbook.books.appraisal.vocabulary import PEER, RATERS, RATING, SELF, SUPERIOR
from shopbook.books.worklists import Record, additions, framed
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Inputs, Outcome, Paper, Source, Task
from shopbook.sheet.findings import together

FORMS_FOLDER = Source(
    "forms",
    Label(zh="考核表", en="appraisal forms"),
    Label(
        zh="发放的考核表放在这个文件夹，每月一个子文件夹；填好放回这里，“回收考核表”读里面的每个文件。",
        en="Forms are made in this folder, a folder within it per month, and put back into it when they are filled in; "
        "Collect forms reads every file of it.",
    ),
    Label(zh="考核表", en="Appraisal forms"),
    form=CARD_FORM.code,
    other_forms=(PEER_FORM.code,),
)

STEP_NAMES: Mapping[str, Label] = {option.code: option.label for option in RATERS}

_MADE = Label(
    zh="{months} 要填的考核表 {forms_due} 份，其中 {forms_in} 份已收回，这次准备 {forms_made} 份（{forms_locked} 份加密）。"
    "按文件名开头的姓名发给各人，填好放回原处，点“回收考核表”。",
    en="{forms_due} {forms_due|form is|forms are} due for {months}, {forms_in} of them back; {forms_made} prepared "
    "({forms_locked} locked). Hand them out by the names that their files begin with; put them back and click Collect forms.",
)
_NONE = Label(
    zh="没有进行中的月份。请先点“开始考核”，再发放考核表。",
    en="No month is going on: click Begin a month first, then hand out the forms.",
)
_SELF_HEADING = Label(
    zh="{cycle} {step}　　{about}（{about_no}）{post}　　{until}", en="{cycle} {step}    {about} ({about_no}) {post}    {until}"
)
_CARD_HEADING = Label(
    zh="{cycle} {step}　　被评人 {about}（{about_no}）{post}　　评价人 {rater}　　{until}",
    en="{cycle} {step}    About {about} ({about_no}) {post}    Rated by {rater}    {until}",
)
_PEER_HEADING = Label(
    zh="{cycle} {step}　　评价人 {rater}（{rater_no}）　　{until}", en="{cycle} {step}    Rated by {rater} ({rater_no})    {until}"
)
_HEADINGS = {SELF: _SELF_HEADING, SUPERIOR: _CARD_HEADING, PEER: _PEER_HEADING}
_UNTIL = Label(zh="{day} 前交回", en="Due back on {day}")


@dataclass(frozen=True, slots=True)
class _Office:
    """What forms are made of.

    Attributes:
        staff: The people.
        lines: (month, employee number) -> the indicators, in the order of 考核指标.
        lang: The language of the forms.
    """

    staff: Staff
    lines: Mapping[tuple[str, str], Sequence[Record]]
    lang: Lang


def make_forms(given: Inputs) -> Outcome:
    """Make the forms of every month that is going on, but for those that are back; a file that lies there already is left as it is."""
    office = _Office(staff_of(given.frame(EMPLOYEES.code), given.frame(LEAVES.code)), lines_by_person(given), given.lang)
    cycles = open_cycles(given)
    due = [form for cycle, window in cycles.items() for form in handouts(cycle, window, office.staff)]
    bare = sorted({(form.cycle, form.about[0]) for form in due if form.is_card and (form.cycle, form.about[0]) not in office.lines})
    usable = [form for form in due if not form.is_card or (form.cycle, form.about[0]) in office.lines]
    log = {row["form_no"]: row["state"] for row in given.frame(FORM_LOG.code).iter_rows(named=True)}
    waiting = [form for form in usable if log.get(form.form_no) != RETURNED]
    papers = tuple(_paper(form, office) for form in waiting)
    fresh = [_logged(form, office, given) for form in waiting if form.form_no not in log]
    figures = {
        "forms_due": len(due),
        "forms_in": len(usable) - len(waiting),
        "forms_made": len(papers),
        "forms_locked": sum(bool(paper.password) for paper in papers),
    }
    said = together([_without_indicators(cycle, number, office, given) for cycle, number in bare])
    note = _MADE.filled({**figures, "months": "、".join(cycles)}) if cycles else _NONE
    return Outcome(said, additions(FORM_LOG, fresh), figures, (note,), marks=(FORM_LOG.code,), papers=papers)


def lines_by_person(given: Inputs) -> dict[tuple[str, str], list[Record]]:
    """(month, employee number) -> the rows of 考核指标, in their order."""
    found: dict[tuple[str, str], list[Record]] = {}
    for row in given.frame(CARD_LINES.code).drop_nulls(["cycle", "employee_no", "code"]).iter_rows(named=True):
        found.setdefault((cycle_of(row["cycle"]) or row["cycle"], row["employee_no"]), []).append(row)
    return found


def file_stem(form: Handout, staff: Staff, lang: Lang) -> str:
    """What a form's file is called: first who fills it in, so that everybody's forms lie together."""
    about = f" {staff.name_of(form.about[0])} {form.about[0]}" if form.step == SUPERIOR else ""
    return f"{staff.name_of(form.rater)} {form.rater} {STEP_NAMES[form.step][lang]}{about}"


def _paper(form: Handout, office: _Office) -> Paper:
    rows = _card_rows(form, office) if form.is_card else _peer_rows(form, office)
    rater = office.staff.by_no.get(form.rater)
    return Paper(
        CARD_FORM.code if form.is_card else PEER_FORM.code,
        file_stem(form, office.staff, office.lang),
        {**rows, WORDS.code: framed(WORDS, _questions(form))},
        _heading(form, office),
        folder=form.cycle,
        password=(rater.password if rater else None) or "",
    )


def _card_rows(form: Handout, office: _Office) -> dict[str, pl.DataFrame]:
    """What people rate apart from what figures decide."""
    lines = [{**row, "score": None, "form_no": form.form_no} for row in office.lines[form.cycle, form.about[0]]]
    rated = [line for line in lines if line["method"] == RATING]
    figures = [line for line in lines if line["method"] != RATING]
    return {RATED.code: framed(RATED, rated), FIGURES.code: framed(FIGURES, figures)}


def _peer_rows(form: Handout, office: _Office) -> dict[str, pl.DataFrame]:
    people = [(number, office.staff.by_no[number]) for number in form.about]
    rows = [
        {"about_no": number, "name": person.name, "department": person.department, "post": person.post, "form_no": form.form_no}
        for number, person in people
    ]
    return {COLLEAGUES.code: framed(COLLEAGUES, rows)}


def _questions(form: Handout) -> Iterator[Record]:
    for code in (*ASKED[form.step], LATE_REASON):
        yield {"code": code, "form_no": form.form_no}


def _heading(form: Handout, office: _Office) -> str:
    staff, lang = office.staff, office.lang
    told: dict[str, object] = {
        "cycle": form.cycle,
        "step": STEP_NAMES[form.step],
        "rater": staff.name_of(form.rater),
        "rater_no": form.rater,
    }
    told["until"] = _UNTIL.filled({"day": form.closes_on}) if form.closes_on else ""
    if form.is_card:
        person = staff.by_no[form.about[0]]
        told |= {"about": staff.name_of(form.about[0]), "about_no": form.about[0], "post": person.post or ""}
    return _HEADINGS[form.step].filled(told)[lang].strip()


def _logged(form: Handout, office: _Office, given: Inputs) -> Record:
    about = form.about[0] if form.is_card else None
    return {
        "form_no": form.form_no,
        "cycle": form.cycle,
        "step": form.step,
        "rater_no": form.rater,
        "rater": office.staff.name_of(form.rater),
        "about_no": about,
        "about": office.staff.name_of(about) if about else None,
        "made_at": given.now.replace(microsecond=0),
        "state": OUT,
        "file": file_stem(form, office.staff, given.lang),
    }


def _without_indicators(cycle: str, number: str, office: _Office, given: Inputs) -> pl.DataFrame:
    table = given.tables[CARD_LINES.code]
    told = {"cycle": cycle, "name": office.staff.name_of(number)}
    return NO_INDICATORS.finding(told, given.lang, tab=table.grid.tab, key=f"{cycle} / {number}")


MAKE_FORMS = Task(
    "make-forms",
    Label(zh="发放考核表", en="Make forms"),
    Label(
        zh="给进行中的月份做自评表、上级评价表、互评表，每人只有自己要评的内容，没有任何人的得分；填了“表格密码”的加密。",
        en="Makes the forms of the months that are going on: self reviews, superiors' reviews, peer forms. Each holds what its reader is "
        "to rate and nobody's scores; it is locked where a form password is filled in.",
    ),
    reads=(CYCLES.code, CARD_LINES.code, EMPLOYEES.code, LEAVES.code, FORM_LOG.code),
    writes=(FORM_LOG.code,),
    decide=make_forms,
    folder=FORMS_FOLDER.code,
)
