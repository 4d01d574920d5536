"""A book: the sheets that make one workbook, and the tasks that work on it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.charts import Chart
from shopbook.sheet.columns import Sheet
from shopbook.sheet.documents import Document
from shopbook.sheet.findings import no_findings
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, ListLayout, Refused
from shopbook.sheet.notices import Notice
from shopbook.sheet.parameters import Parameter, Parameters
from shopbook.sheet.parsing import CellValue
from shopbook.sheet.plan import Value
from shopbook.sheet.rules import Rule
from shopbook.sheet.tables import Table


@dataclass(frozen=True, slots=True)
class SetCells:
    """New values for cells of one field, by the sheet's row numbers."""

    sheet: str
    field: str
    rows: tuple[int, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Rows below a sheet's last one; columns are fields, typed as the sheet declares (a choice is its code)."""

    sheet: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class ReplaceRows:
    """All rows of a sheet exchanged."""

    sheet: str
    frame: pl.DataFrame


Change = SetCells | AppendRows | ReplaceRows

FirstRow = Mapping[str, CellValue | Label | None]
"""A row that a fresh workbook already has, by field; a text that people read is a Label, a choice its code."""


@dataclass(frozen=True, slots=True)
class Source:
    """Another place that a book reads or fills, named on its sheet 来源.

    Attributes:
        code: Its name on that sheet, and before the dot in ``Task.reads``.
        label: What people call it.
        help: What is read there and what is missing without it.
        path: What a fresh workbook suggests, relative to it.
        book: The book whose sheets are read there; empty for a folder.
        form: Of a folder, the book whose filled-in copies lie there; empty for a workbook, and for a folder of documents to print.
        other_forms: Of a folder, further books whose filled-in copies lie there.
    """

    code: str
    label: Label
    help: Label
    path: Label
    book: str = ""
    form: str = ""
    other_forms: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The books whose filled-in copies lie in the folder."""
        return (self.form, *self.other_forms) if self.form else ()


@dataclass(frozen=True, slots=True)
class Returned:
    """One file of a folder of forms: what stands in it, or why it can't be read.

    Attributes:
        name: The file's name.
        fingerprint: SHA-256 of its bytes, in hexadecimal.
        tables: The form's sheets by code; empty for a file that is no such form.
        fault: Why it can't be read; ``None`` when it could.
        password: What opened it; empty for a file that anybody may open.
    """

    name: str
    fingerprint: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    fault: Label | None = None
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """A workbook that a task makes for somebody to fill in, and to be read again.

    Attributes:
        form: The book it is a copy of.
        name: Its file's name without an ending; what no file system takes is replaced.
        rows: What stands on its sheets, by code.
        heading: What stands above the table of each of these sheets, on every page, so that a loose page says whose it is; may be empty.
        folder: The folder within the task's that it is put into; empty for that itself.
        password: What opens it; empty for a file that anybody may open.
    """

    form: str
    name: str
    rows: Mapping[str, pl.DataFrame]
    heading: str = ""
    folder: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a task is given.

    Attributes:
        tables: The sheets it reads, by code; one that the workbook lacks is an empty table. A sheet of another workbook stands under
            ``source.sheet``.
        parameters: The values that hold on the day of the run.
        now: The shop's clock at the run, naive.
        lang: The language of what it writes.
        who: Who runs it, for logs; empty if unknown.
        returned: The files of the folder that the task collects, by name.
        absent: Sources that the task reads and that are not there, each with the reason.
    """

    tables: Mapping[str, Table]
    parameters: Parameters
    now: dt.datetime
    lang: Lang
    who: str = ""
    returned: tuple[Returned, ...] = ()
    absent: Mapping[str, Label] = field(default_factory=dict)

    def frame(self, sheet: str) -> pl.DataFrame:
        """A sheet's rows."""
        return self.tables[sheet].frame


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task decided.

    Attributes:
        findings: Faults in the data, complete (see ``findings.SCHEMA``).
        changes: What to write, by sheet and field.
        summary: Figures for the person who asked, by a stable name; amounts as Decimal.
        notes: Sentences for the person who asked.
        marks: The sheets whose column 校验 and whose part of 校验结果 the findings replace.
        not_run: Rules that could not run: their codes, each with the titles of the columns or sheets that are not there.
        papers: Forms and documents to make in the folder that the task names.
    """

    findings: pl.DataFrame = field(default_factory=no_findings)
    changes: tuple[Change, ...] = ()
    summary: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Label, ...] = ()
    marks: tuple[str, ...] = ()
    not_run: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    papers: tuple[Paper | Document, ...] = ()


class Night(StrEnum):
    """What a run does with a task while nobody is there.

    ``never``: it makes papers, signs, undoes, empties, or needs somebody's choice. ``works``: it brings sheets up to date.
    ``checks``: all that it writes is what it found, so no other task waits for it.
    """

    NEVER = "never"
    WORKS = "works"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Intray:
    """What a workbook knows of the folder that a task collects from, before any file of it is opened.

    Attributes:
        passwords: A word that a file's name may have in it -> what opens such a file; the others are tried after those.
        finished: Names of folders within it that are not looked into any more.
    """

    passwords: Mapping[str, str] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a person can ask for: a button, a command, a step of the night.

    Attributes:
        code: Its name on the command line.
        label: Its name on a button.
        help: One sentence on what it does and what it writes.
        reads: Codes of the sheets it reads; the first must be in the workbook. ``source.sheet`` is a sheet of another workbook.
        writes: Codes of the sheets it may change.
        decide: From inputs to outcome; knows no clock, disk, program or terminal.
        folder: The source whose folder it puts papers into, or collects them from; empty if it does neither.
        night: Whether it is run while nobody is there.
        intray: What its sheets, by code, say of the files it collects; ``None`` if they say nothing.
    """

    code: str
    label: Label
    help: Label
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    decide: Callable[[Inputs], Outcome]
    folder: str = ""
    night: Night = Night.NEVER
    intray: Callable[[Mapping[str, Table]], Intray] | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What importing a list came to.

    Attributes:
        outcome: What to write and to say.
        refused: Its rows that were left out.
        tables: The list as it was read, by the code of the sheet that it feeds.
    """

    outcome: Outcome
    refused: Refused
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a list, and its figures.

    Attributes:
        outcome: Findings, figures, sentences.
        tables: The list as it was read, by the code of the sheet that it feeds.
    """

    outcome: Outcome
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Importer:
    """How a book takes in lists of other programs.

    All but the last three raise ``UnknownLayoutError`` for a sheet that is none of its lists, and ``UnknownNameError`` or ``MisuseError``
    for a profile that is not there or wrong.

    Attributes:
        recognise: Nothing for a sheet that is one of its lists, the workbook's sheets given, of which there may be none.
        decide: What a list changes in the workbook.
        check: What is wrong with a list, without any workbook.
        load: A list as typed frames, by the code of the sheet that it feeds.
        layouts: The lists that it understands.
        reads: Codes of the sheets that ``decide`` reads or writes; the first must be in the workbook.
        summary: Name of each figure of an import -> what people call it.
    """

    recognise: Callable[[Grid, Asked, Mapping[str, Table]], object]
    decide: Callable[[Grid, Inputs, Asked], Intake]
    check: Callable[[Grid, Inputs, Asked], Checked]
    load: Callable[[Grid, Asked, Lang], Mapping[str, pl.DataFrame]]
    layouts: Callable[[], tuple[ListLayout, ...]]
    reads: tuple[str, ...]
    summary: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of ours.

    Attributes:
        code: Its name on the command line, and in the workbook's hidden mark.
        version: Of its layout; written into the mark.
        label: The name of its file.
        help: Who uses it for what.
        sheets: In the order of the tabs, the common ones (findings, parameters, sources, help) included.
        tasks: In the order of the buttons.
        rules: Everything it checks; the reference page is generated from them.
        parameters: Everything it lets the shop decide.
        notices: What its tasks report otherwise than by rules.
        summary: Name of each figure of a summary -> what people call it.
        sources: The other workbooks and folders it reads.
        charts: What stands beside the tables of sheets that tasks fill.
        importer: How it takes in lists of other programs; ``None`` if it takes in none.
        first_rows: What a fresh workbook already says on its sheets, by sheet code, for people to change.
    """

    code: str
    version: int
    label: Label
    help: Label
    sheets: tuple[Sheet, ...]
    tasks: tuple[Task, ...]
    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]
    summary: Mapping[str, Label] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    sources: tuple[Source, ...] = ()
    charts: tuple[Chart, ...] = ()
    importer: Importer | None = None
    first_rows: Mapping[str, tuple[FirstRow, ...]] = field(default_factory=dict)

    def sheet(self, code: str) -> Sheet:
        """The sheet of this code."""
        return next(sheet for sheet in self.sheets if sheet.code == code)
