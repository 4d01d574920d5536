"""The pages of rules: everything that a check can say, with its code; an index, and one page a workbook."""

import re
from collections.abc import Mapping, Sequence

from shopbook.books.registry import BOOKS
from shopbook.build.guidance import POLICIES
from shopbook.build.markdown import both, code, codes, facts, page, table
from shopbook.build.place_names import PLACE_NAMES
from shopbook.build.worked import Row, Worked, sheet_of
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Column
from shopbook.sheet.faults import FAULTS
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import READING_NOTICES, Notice
from shopbook.sheet.rules import Rule

_PLACE = re.compile(r"\{([a-z_.]+)\}")

FOLDER = "rules"
"""Where the pages of books lie, beside the index."""

_MOST_ROWS = 6
_TITLE = Label(zh="规则", en="Rules")
_LEAD = Label(
    zh="代码不会改变。在“参数”表的“代码”里写规则代码，在“值”里写 关闭、提示、警告 或 错误，就能关闭或调整这条规则。\n"
    "〈〉里是检查时填进去的值。",
    en="Codes never change. On the sheet Parameters, a rule's code under Code and off, hint, warning or error under Value\n"
    "switches it off, up or down. What stands in 〈〉 is filled in by the check.",
)
_OF_BOOK = Label(zh="规则：{book}", en="Rules: {book}")
_SHOWN = Label(zh="最少写成这样就会报（现在是 {now}）", en="The least that breaks it (at {now})")
_SAID = Label(zh="**“{sheet}”第 {row} 行**：{says}", en="**{sheet}, row {row}**: {says}")
_CELLS = Label(zh="单元格", en="Cells")
_CELLS_LEAD = Label(
    zh="任何表、任何列都会查；哪些写法能读，见[单元格怎么读](cells.md)。",
    en="Looked for in every column of every sheet; [how cells are read](cells.md) lists what is understood.",
)
_READING = Label(zh="表头和行", en="Headers and rows")
_READING_LEAD = Label(zh="列按标题找，不看位置。", en="Columns are found by title, wherever they stand.")
_TASKS = Label(zh="导入、撤销等操作", en="Tasks")
_TASKS_LEAD = Label(zh="操作过程中发现的情况；不是规则，不能关闭。", en="Reported by tasks at work; no rules, so not to be switched off.")
_SEVERITY = Label(zh="级别", en="Severity")
_COLUMN = Label(zh="列", en="Column")
_SOURCE = Label(zh="出处", en="Source")
_PARAMETERS = Label(zh="参数", en="Parameters")
_EXAMPLE = Label(zh="例", en="Example")
_CODE = Label(zh="代码", en="Code")
_SAYS = Label(zh="说明", en="What it says")


def rules_page(books: Sequence[Book]) -> str:
    """Every rule of every book by its code, then what is looked for in every cell, header and row."""
    parts = [part for book in books if book.rules for part in (f"## {both(book.label)}", _index(book, f"{FOLDER}/{book.code}.md"))]
    cells = [_general(fault.value, note.severity, note.says, code(note.example) if note.example else "") for fault, note in FAULTS.items()]
    reading = [_noticed(notice, {}) for notice in READING_NOTICES]
    general = [*_chapter(_CELLS, _CELLS_LEAD), table(_GENERAL, cells), *_chapter(_READING, _READING_LEAD), table(_GENERAL, reading)]
    return page(_TITLE, _LEAD, POLICIES.zh, POLICIES.en, *parts, *general)


def book_rules_page(book: Book, examples: Mapping[str, Worked]) -> str:
    """The rules of one book: what each says, where it comes from, what breaks it; then what its tasks report."""
    named = _names(book)
    rules = [part for rule in book.rules for part in (*_rule(rule, book, named), *_shown(rule, book, examples))]
    tasks = [*_chapter(_TASKS, _TASKS_LEAD), table(_GENERAL, [_noticed(notice, named) for notice in book.notices])] if book.notices else []
    title = _OF_BOOK.filled({"book": book.label})
    return page(title, _LEAD, POLICIES.zh, POLICIES.en, _index(book, ""), *rules, *tasks)


def _index(book: Book, target: str) -> str:
    """A table of the rules of a book, each leading to its entry on a page."""
    named = _names(book)
    rows = [(f"[{code(rule.code)}]({target}#{anchor(rule.code)})", both(rule.severity.label), _on(rule, named)) for rule in book.rules]
    return table((_CODE, _SEVERITY, _COLUMN), rows)


def anchor(rule: str) -> str:
    """What the heading of a rule is called in links, here and in plain repository views."""
    return rule.replace(".", "")


def _shown(rule: Rule, book: Book, examples: Mapping[str, Worked]) -> list[str]:
    """The fewest cells that break a rule, and what is said about them."""
    if rule.code not in examples:
        return []
    worked = examples[rule.code]
    lead = _SHOWN.filled({"now": worked.now.isoformat(" ", "minutes")})
    sheets = [_cells(name, rows, rule.on if name == worked.on else "", book) for name, rows in worked.sheets.items()]
    set_to = [f"{code(name)} = {code(value)}" for name, value in worked.settings.items()]
    place = {"row": str(worked.row), "sheet": book.sheet(worked.on).label}
    said = _SAID.filled({**place, "says": worked.says})
    return [both(lead), *set_to, *sheets, f"> {said.zh}  \n> {said.en}"]


def _cells(name: str, rows: Sequence[Row], on: str, book: Book) -> str:
    """Rows of a sheet with the columns that have something in them, and the one that the rule is about."""
    sheet = sheet_of(name, book, BOOKS)
    columns = [column for column in sheet.columns if column.field == on or any(column.field in row for row in rows)]
    lines = [(str(number), *(_cell(row.get(column.field, ""), column) for column in columns)) for number, row in enumerate(rows, start=2)]
    kept = lines if len(lines) <= _MOST_ROWS else [*lines[:2], ("…", *[""] * len(columns)), lines[-1]]
    return table((sheet.label, *(column.label for column in columns)), kept)


def _cell(text: str, column: Column) -> str:
    options = {option.code: both(option.label) for option in column.notes.options}
    return options.get(text) or (code(text.removesuffix(" 00:00:00").removesuffix(":00")) if text else "")


_GENERAL = (_CODE, _SEVERITY, _SAYS, _EXAMPLE)


def _chapter(title: Label, lead: Label) -> tuple[str, ...]:
    return (f"## {both(title)}", lead.zh, lead.en)


def _noticed(notice: Notice, named: Mapping[str, Label]) -> tuple[str, ...]:
    return _general(notice.code, notice.severity, _spoken(notice.says, named), both(notice.example))


def _general(name: str, severity: Severity, says: Label, example: str) -> tuple[str, ...]:
    spoken = _spoken(says, {})
    return (code(name), both(severity.label), f"{spoken.zh}\n{spoken.en}", example)


def _rule(rule: Rule, book: Book, named: Mapping[str, Label]) -> tuple[str, ...]:
    says = _spoken(rule.says, named)
    known = {parameter.code for parameter in book.parameters}
    places = set(_PLACE.findall(rule.says.zh)) & known
    links = [f"[{code(name)}](../parameters.md#{name})" for name in sorted({*rule.parameters, *places})]
    told = [
        (_SEVERITY, both(rule.severity.label)),
        (_COLUMN, _on(rule, named)),
        (_SOURCE, rule.source),
        (_PARAMETERS, " ".join(links)),
        (_EXAMPLE, both(rule.example) if rule.example else ""),
    ]
    return f"### {code(rule.code)}", says.zh, says.en, facts(told)


def _on(rule: Rule, named: Mapping[str, Label]) -> str:
    return both(named[rule.on]) if rule.on in named else codes([rule.on]) if rule.on else ""


def _names(book: Book) -> dict[str, Label]:
    """What people call the fields and parameters that sentences name; the sheets first in the book decide."""
    columns = [column for sheet in reversed(book.sheets) for column in sheet.columns]
    return {parameter.code: parameter.label for parameter in book.parameters} | {column.field: column.label for column in columns}


def _spoken(says: Label, named: Mapping[str, Label]) -> Label:
    """A sentence with the names of its values in 〈〉."""
    shown = {place: _name(place, named) for place in _PLACE.findall(says.zh)}
    return Label(
        zh=_PLACE.sub(lambda found: f"〈{shown[found[1]].zh}〉", says.zh),
        en=_PLACE.sub(lambda found: f"〈{shown[found[1]].en}〉", says.en),
    )


def _name(place: str, named: Mapping[str, Label]) -> Label:
    """What people call a value; a fact such as ``order.paid`` or ``order.first_shipped`` goes by the field it is about."""
    word = place.rpartition(".")[2]
    moment = word.removeprefix("first_").removeprefix("last_") + "_at"
    known = [named[name] for name in (place, word, moment) if name in named]
    return known[0] if known else PLACE_NAMES.get(place, Label(zh=place, en=place))
