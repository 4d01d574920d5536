"""Reports and lists on stdout: table, JSON, CSV or Markdown."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from shopbook.cli.layout import filled_columns, table
from shopbook.cli.plain import clipped, one_line
from shopbook.cli.speech import Form
from shopbook.labels import Label, Lang
from shopbook.run.report import ROW_NAMES, SHOWN, Report, spoken
from shopbook.sheet.findings import Severity

_FIGURE = Label(zh="项目", en="Figure")
_VALUE = Label(zh="数值", en="Value")
_NOTHING = Label(zh="没有发现问题。", en="No problems found.")
_MORE = Label(
    zh="只显示最要紧的 {shown} 条，共 {all} 条；要看全部请加 --format json。",
    en="The {shown} most serious of {all} are shown; --format json gives all of them.",
)
_WRITTEN = Label(zh="已写入：{files}", en="Written: {files}")
_MANY_WRITTEN = Label(zh="已写入 {count} 个文件，最后是 {last}", en="{count} files written, the last of them {last}")
_MOST_NAMED = 20
_COLUMNS = {
    "severity": Label(zh="级别", en="Severity"),
    "place": Label(zh="位置", en="Place"),
    "key": Label(zh="行键", en="Row key"),
    "column": Label(zh="列名", en="Column"),
    "value": Label(zh="现值", en="Value"),
    "message": Label(zh="说明", en="What is wrong"),
    "fix": Label(zh="建议", en="Suggested"),
    "code": Label(zh="规则", en="Rule"),
}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")


def show_reports(reports: Sequence[Report], form: Form, lang: Lang, *, is_list: bool) -> None:
    """Write the results of one or several runs.

    Args:
        reports: Of the workbooks that could be worked on.
        form: How.
        lang: The language.
        is_list: Whether several workbooks were asked for: JSON is a list then, else one object.
    """
    match form:
        case Form.JSON:
            plain = [report.as_dict() for report in reports]
            for each in [plain] if is_list else plain:
                _out(json.dumps(each, ensure_ascii=False, indent=1))
        case Form.CSV:
            found = [[report.workbook, *row] for report in reports for row in report.rows.iter_rows()]
            _csv(["workbook", *ROW_NAMES], found)
        case Form.TABLE | Form.MD:
            for report in reports:
                _show(report, form, lang)


def show_list(rows: Sequence[Mapping[str, str]], titles: Mapping[str, Label], form: Form, lang: Lang) -> None:
    """Write a list of things that there are (tasks, books, profiles); its last column holds what is longest."""
    body = [[row[name] for name in titles] for row in rows]
    match form:
        case Form.JSON:
            _out(json.dumps(list(rows), ensure_ascii=False, indent=1))
        case Form.CSV:
            _csv(list(titles), body)
        case Form.TABLE | Form.MD:
            head, body = filled_columns([title[lang] for title in titles.values()], body)
            _out(table(head, body, form, wrapped=len(head) - 1))


def _show(report: Report, form: Form, lang: Lang) -> None:
    counts = [f"{severity.label[lang]} {report.counts[severity.value]:,}" for severity in Severity]
    title = "  ".join([one_line(report.workbook), report.task, *counts])
    _out(f"### {title}\n" if form is Form.MD else f"\n{title}\n")
    if report.summary:
        figures = [[report.name_of(name), spoken(value)] for name, value in report.summary.items()]
        _out(table([_FIGURE[lang], _VALUE[lang]], figures, form, right=[1]) + "\n")
    found = _findings(report, form, lang)
    if found:
        _out(found)
    for sentence in (*report.sentences, *_written(report.written, lang)):
        _out(("\n" if form is Form.MD else "") + one_line(sentence))


def _written(files: Sequence[str], lang: Lang) -> list[str]:
    """The files that were written; a folder full of forms is counted."""
    if len(files) > _MOST_NAMED:
        return [_MANY_WRITTEN.filled({"count": len(files), "last": files[-1]})[lang]]
    return [_WRITTEN.filled({"files": "  ".join(files)})[lang]] if files else []


def _findings(report: Report, form: Form, lang: Lang) -> str:
    if report.findings.is_empty():
        return _NOTHING[lang] + "\n" if report.is_check else ""
    first = report.first(SHOWN)
    is_one_sheet = first["sheet"].n_unique() == 1
    rows = []
    for found in first.iter_rows(named=True):
        place = found["cell"] if is_one_sheet and found["cell"] else "!".join(part for part in (found["sheet"], found["cell"]) if part)
        word = Severity(found["severity"]).label[lang]
        quoted = {name: clipped(found[name]) for name in ("key", "value", "fix")}
        shown = {**found, **quoted, "severity": word, "place": place}
        rows.append([shown[name] for name in _COLUMNS])
    titles = [label[lang] for label in _COLUMNS.values()]
    head, body = filled_columns(titles, rows)
    lines = table(head, body, form, wrapped=head.index(_COLUMNS["message"][lang]))
    left = _MORE.filled({"shown": SHOWN, "all": f"{report.findings.height:,}"})[lang]
    return lines + "\n" + (f"\n{left}\n" if report.findings.height > SHOWN else "")


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe; a number is left alone."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")
