"""A book: the sheets that make one workbook, and the tasks that work on it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Sheet
from shopbook.sheet.findings import no_findings
from shopbook.sheet.notices import Notice
from shopbook.sheet.parameters import Parameter, Parameters
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


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a task is given.

    Attributes:
        tables: The sheets it reads, by code; one that the workbook lacks is an empty table.
        parameters: The values that hold on the day of the run.
        now: The shop's clock at the run, naive.
        lang: The language of what it writes.
        who: Who runs it, for logs; empty if unknown.
    """

    tables: Mapping[str, Table]
    parameters: Parameters
    now: dt.datetime
    lang: Lang
    who: str = ""

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
    """

    findings: pl.DataFrame = field(default_factory=no_findings)
    changes: tuple[Change, ...] = ()
    summary: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Label, ...] = ()
    marks: tuple[str, ...] = ()
    not_run: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a person can ask for: a button, a command, a step of the night.

    Attributes:
        code: Its name on the command line.
        label: Its name on a button.
        help: One sentence on what it does and what it writes.
        reads: Codes of the sheets it reads; the first must be in the workbook.
        writes: Codes of the sheets it may change.
        decide: From inputs to outcome; knows no clock, disk, program or terminal.
    """

    code: str
    label: Label
    help: Label
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    decide: Callable[[Inputs], Outcome]


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

    def sheet(self, code: str) -> Sheet:
        """The sheet of this code."""
        return next(sheet for sheet in self.sheets if sheet.code == code)
