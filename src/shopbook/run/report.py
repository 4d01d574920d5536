"""What a run tells the person who asked for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.findings import count_by_severity, no_findings

SHOWN = 50
"""How many findings a table in a terminal or notebook shows."""

_JSON_COLUMNS = ("code", "severity", "tab", "cell", "key", "column", "value", "message", "fix")


@dataclass(frozen=True)
class Report:
    """The result of one task on one workbook.

    Attributes:
        task: The task's code; ``check`` for a check without writing.
        workbook: The path as given.
        summary: Figures by stable name.
        findings: Every finding, as a frame.
        written: Names of the files written.
        notes: Sentences for the person who asked.
        tables: The sheets that were read, by code, as frames.
        labels: What people call the figures of the summary.
        lang: The language of the findings.
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

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        return count_by_severity(self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything must be put right."""
        return self.counts["error"] > 0

    def as_dict(self) -> dict[str, object]:
        """The report as plain data; the shape is a contract for scripts. Nothing is left out."""
        shown = self.findings.select(_JSON_COLUMNS).rename({"tab": "sheet"})
        return {
            "task": self.task,
            "workbook": self.workbook,
            "summary": {name: plain(value) for name, value in self.summary.items()},
            "counts": self.counts,
            "findings": shown.to_dicts(),
            "written": list(self.written),
            "notes": [note[self.lang] for note in self.notes],
        }

    def as_json(self) -> str:
        """The report as JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    def _repr_html_(self) -> str:
        """How a notebook shows it: counts, figures, the first findings."""
        counts = " · ".join(f"{name} {count:,}" for name, count in self.counts.items())
        figures = "".join(
            f"<tr><td>{escape(self.labels[name][self.lang] if name in self.labels else name)}</td><td>{escape(str(value))}</td></tr>"
            for name, value in self.summary.items()
        )
        head = "".join(f"<th>{name}</th>" for name in _JSON_COLUMNS)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in self.findings.select(_JSON_COLUMNS).head(SHOWN).rows()
        )
        left = f"<p>{SHOWN} / {self.findings.height:,}</p>" if self.findings.height > SHOWN else ""
        return (
            f"<h4>{escape(self.task)} — {escape(self.workbook)}</h4><p>{counts}</p><table>{figures}</table>"
            f"<table><tr>{head}</tr>{body}</table>{left}"
        )


def plain(value: object) -> object:
    """A figure as JSON has it: an amount is a number with its cents, a Label its Chinese."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Label):
        return value.zh
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
