"""What a run tells the person who asked for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.run.notebook import html_of
from shopbook.sheet.findings import Severity, count_by_severity, no_findings

SHOWN = 50
"""How many findings a table in a terminal or notebook shows."""

ROW_NAMES = ("code", "severity", "sheet", "cell", "key", "column", "value", "message", "fix")
"""The columns of findings that scripts rely on."""

_LACKING = Label(
    zh="文件里没有这些列或工作表（或还是空的），因此有 {count} 条规则没有运行：{titles}",
    en="The file has none of these columns or sheets, or they are empty, so {count} {count|rule|rules} did not run: {titles}",
)


@dataclass(frozen=True)
class Report:
    """The result of one task on one workbook.

    Attributes:
        task: The task's code; ``check`` for a check without writing.
        workbook: The path as given.
        summary: Figures by stable name.
        findings: Every finding, as a frame; personal data is masked.
        written: Names of the files written.
        notes: Sentences for the person who asked.
        tables: The sheets that were read, by code, as frames.
        labels: What people call the figures of the summary.
        lang: The language of the findings.
        not_run: Rules that could not run, each with the titles of the columns or sheets that are not there.
        is_check: Whether the run looked for problems, so that finding none says something.
    """

    task: str
    workbook: str
    summary: Mapping[str, object] = field(default_factory=dict)
    findings: pl.DataFrame = field(default_factory=no_findings)
    written: tuple[str, ...] = ()
    notes: tuple[Label, ...] = ()
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    lang: Lang = Lang.ZH
    not_run: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    is_check: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        return count_by_severity(self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything must be put right."""
        return self.counts["error"] > 0

    @property
    def rows(self) -> pl.DataFrame:
        """The findings with the columns of :data:`ROW_NAMES`."""
        return self.findings.rename({"tab": "sheet"}).select(ROW_NAMES)

    def first(self, count: int) -> pl.DataFrame:
        """The most serious findings, each severity in the order of the sheets."""
        rank = pl.col("severity").replace_strict({severity.value: index for index, severity in enumerate(Severity)})
        return self.rows.sort(rank, maintain_order=True).head(count)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The notes, and in one sentence which columns are not there for how many rules."""
        lacking = [self._lacking()[self.lang]] if self.not_run else []
        return (*(note[self.lang] for note in self.notes), *lacking)

    def name_of(self, figure: str) -> str:
        """What people call a figure of the summary."""
        return self.labels[figure][self.lang] if figure in self.labels else figure

    def as_dict(self) -> dict[str, object]:
        """The report as plain data; the shape is a contract for scripts. Nothing is left out."""
        return {
            "task": self.task,
            "workbook": self.workbook,
            "summary": {name: plain(value, self.lang) for name, value in self.summary.items()},
            "counts": self.counts,
            "findings": self.rows.to_dicts(),
            "written": list(self.written),
            "notes": [note[self.lang] for note in self.notes],
            "not_run": {code: [title[self.lang] for title in titles] for code, titles in self.not_run.items()},
        }

    def as_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    def _lacking(self) -> Label:
        titles = sorted({title for lacking in self.not_run.values() for title in lacking}, key=lambda title: title.zh)
        listed = Label(zh="、".join(title.zh for title in titles), en=", ".join(title.en for title in titles))
        return _LACKING.filled({"count": len(self.not_run), "titles": listed})

    def _repr_html_(self) -> str:
        """How a notebook shows it: counts, figures, the first findings, notes."""
        counts = " · ".join(f"{severity.label[self.lang]} {self.counts[severity.value]:,}" for severity in Severity)
        figures = {self.name_of(name): spoken(value) for name, value in self.summary.items()}
        first = self.first(SHOWN)
        left = f"{first.height:,} / {self.findings.height:,}" if self.findings.height > SHOWN else ""
        return html_of(f"{self.task} — {self.workbook}", [counts, *self.sentences, left], figures, first)


def spoken(value: object) -> str:
    """A figure as people read it: thousands apart, an amount with its cents, a dash for what is not known."""
    match value:
        case None:
            return "—"
        case bool():
            return str(value)
        case int():
            return f"{value:,}"
        case Decimal():
            return f"{value:,.2f}"
        case _:
            return str(value)


def plain(value: object, lang: Lang) -> object:
    """A figure as JSON has it: an amount is a number with its cents, a Label its text."""
    match value:
        case Decimal():
            return float(value)
        case Label():
            return value[lang]
        case Mapping():
            return {str(name): plain(each, lang) for name, each in value.items()}
        case list() | tuple():
            return [plain(each, lang) for each in value]
        case None | str() | int() | float() | bool():
            return value
        case _:
            return str(value)
