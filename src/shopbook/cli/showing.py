"""Reports and lists on stdout: table, JSON, CSV or Markdown."""

import json
import sys
from collections.abc import Sequence

from tabulate import tabulate

from shopbook.cli.speech import Form
from shopbook.labels import Label, Lang
from shopbook.run.report import SHOWN, Report
from shopbook.sheet.findings import Severity

_FIGURE = Label(zh="项目", en="Figure")
_VALUE = Label(zh="数值", en="Value")
_NOTHING = Label(zh="没有发现问题。", en="Nothing was found.")
_MORE = Label(
    zh="只显示前 {shown} 条，共 {all} 条；全部内容见 --format json 或工作簿里的“校验结果”。",
    en="Showing the first {shown} of {all}; all of them with --format json or on the sheet Findings.",
)
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
_WIDTHS = [8, 16, 22, 12, 20, 44, 14, 24]


def show_reports(reports: Sequence[Report], form: Form, lang: Lang) -> None:
    """Write the results of one or several runs; JSON of a single run is one object, of several a list."""
    match form:
        case Form.JSON:
            plain = [report.as_dict() for report in reports]
            if plain:
                _out(json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=1))
        case Form.CSV:
            for report in reports:
                _out(report.findings.rename({"tab": "sheet"}).write_csv().rstrip("\n"))
        case Form.TABLE | Form.MD:
            for report in reports:
                _show(report, form, lang)


def show_list(rows: Sequence[dict[str, str]], titles: dict[str, Label], form: Form, lang: Lang) -> None:
    """Write a list of things that there are (tasks, books, profiles)."""
    if form is Form.JSON:
        _out(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return
    head = [title[lang] for title in titles.values()]
    body = [[row[name] for name in titles] for row in rows]
    if form is Form.CSV:
        import csv

        csv.writer(sys.stdout, lineterminator="\n").writerows([list(titles), *body])
        return
    _out(tabulate(body, headers=head, tablefmt=_style(form), disable_numparse=True))


def _show(report: Report, form: Form, lang: Lang) -> None:
    counts = [f"{severity.label[lang]} {report.counts[severity.value]:,}" for severity in Severity]
    title = "  ".join([report.workbook, report.task, *counts])
    _out(f"### {title}\n" if form is Form.MD else f"\n{title}\n")
    if report.summary:
        figures = [[report.labels[name][lang] if name in report.labels else name, _figure(value)] for name, value in report.summary.items()]
        _out(
            tabulate(
                figures, headers=[_FIGURE[lang], _VALUE[lang]], tablefmt=_style(form), disable_numparse=True, colalign=("left", "right")
            )
            + "\n"
        )
    _out(_findings(report, form, lang))
    for note in report.notes:
        _out(note[lang])


def _findings(report: Report, form: Form, lang: Lang) -> str:
    if report.findings.is_empty():
        return _NOTHING[lang]
    rows = []
    for found in report.findings.head(SHOWN).iter_rows(named=True):
        place = f"{found['tab']}!{found['cell']}" if found["cell"] else found["tab"]
        word = Severity(found["severity"]).label[lang]
        rows.append(
            [word, place, found["key"], found["column"], _clip(found["value"]), found["message"], _clip(found["fix"]), found["code"]]
        )
    widths = None if form is Form.MD else _WIDTHS
    table = tabulate(
        rows, headers=[label[lang] for label in _COLUMNS.values()], tablefmt=_style(form), maxcolwidths=widths, disable_numparse=True
    )
    left = _MORE.filled({"shown": SHOWN, "all": f"{report.findings.height:,}"})[lang]
    return table + (f"\n{left}" if report.findings.height > SHOWN else "")


def _style(form: Form) -> str:
    return "github" if form is Form.MD else "simple"


def _figure(value: object) -> str:
    return (
        f"{value:,}"
        if isinstance(value, int) and not isinstance(value, bool)
        else f"{value:,.2f}"
        if hasattr(value, "quantize")
        else str(value)
    )


def _clip(text: str) -> str:
    longest = 60
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")
