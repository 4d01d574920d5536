"""An appraisal workbook whose month has begun, with its forms out, and beside it the same forms filled in."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl

from shopbook.books.appraisal.library.sheets import EMPLOYEES
from shopbook.books.registry import book_named
from shopbook.books.worklists import framed
from shopbook.host.file import FileHost
from shopbook.labels import Lang
from shopbook.run.applying import Writing, plan_of
from shopbook.run.files import run_on_file
from shopbook.run.gathering import gather
from shopbook.run.making import new_workbook
from shopbook.run.papers import make, sheaf_of
from shopbook.run.runner import Circumstances, decide, task_of
from shopbook.sheet.books import AppendRows, Outcome, Paper

BEGUN = Circumstances(dt.datetime(2026, 4, 1, 9, 0))
MOST_ROWS_OF_FORMS = 10_000
_ROWS_PER_PERSON = 50
_TEAM = 10
"""One in so many leads the others of his team; everybody rates three colleagues."""


def folder_of(path: Path) -> Path:
    """Where the filled-in forms of a workbook lie."""
    return path.with_suffix("") / "filled"


def write_form(path: Path, rows: int) -> None:
    """A workbook of so many people as there are fifties of rows, March begun and every form handed out; beside it the forms, filled in.

    More rows than anybody is measured on are not made.
    """
    if rows > MOST_ROWS_OF_FORMS:
        return
    new_workbook("appraisal", path, Lang.ZH, now=BEGUN.now)
    book = book_named("appraisal")
    tables = gather(FileHost(path), book, (EMPLOYEES.code, "indicators"), lang=Lang.ZH)
    posts = tables["indicators"].frame["post"].unique(maintain_order=True).to_list()
    people = framed(EMPLOYEES, [_person(number, posts, rows // _ROWS_PER_PERSON) for number in range(rows // _ROWS_PER_PERSON)])
    plan = plan_of(Outcome(changes=(AppendRows(EMPLOYEES.code, people),)), book, Writing(tables, Lang.ZH))
    FileHost(path, target=path).apply(plan, now=BEGUN.now)
    run_on_file(path, "open-cycle", BEGUN, target=path)
    making = decide(FileHost(path), book, task_of(book, "make-forms"), BEGUN, Lang.ZH)
    run_on_file(path, "make-forms", BEGUN, target=path)
    filled = [_filled(paper) for paper in making.outcome.papers if isinstance(paper, Paper)]
    make(sheaf_of(filled, folder_of(path), path.parent), Lang.ZH, now=BEGUN.now)


def _person(number: int, posts: list[str], people: int) -> dict[str, object]:
    team = number // _TEAM * _TEAM
    others = [f"E{team + at:04d}" for at in range(_TEAM) if team + at not in {number, team} and team + at < people]
    return {
        "employee_no": f"E{number:04d}",
        "name": f"员工{number:04d}",
        "department": f"部门{team // _TEAM:03d}",
        "post": posts[number % len(posts)],
        "superior": None if number == team else f"E{team:04d}",
        "peers": "、".join(others[number % 5 :][:3] or others[:3]),
    }


def _filled(paper: Paper) -> Paper:
    """The form with points for all that is asked, and words."""
    points = [name for name in ("score", "cooperation", "communication") for frame in paper.rows.values() if name in frame.columns]
    rows = {
        code: frame.with_columns(
            *(pl.lit(85).cast(frame.schema[name]).alias(name) for name in dict.fromkeys(points) if name in frame.columns),
            *([pl.lit("上架三百二十款，没有差错。").alias("answer")] if "answer" in frame.columns else []),
        )
        for code, frame in paper.rows.items()
    }
    return replace(paper, rows=rows)
