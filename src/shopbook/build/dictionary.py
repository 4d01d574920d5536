"""The data dictionary: an index of the sheets and one page a book, column by column; and the page of parameters."""

from collections.abc import Sequence

from shopbook.books.every_book import EVERY_BOOK
from shopbook.build.guidance import POLICIES
from shopbook.build.markdown import both, code, codes, facts, page, table
from shopbook.build.prefill import parameter_column, shown
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Column, Sheet
from shopbook.sheet.parameters import Parameter

FOLDER = "sheets"
"""Where the pages of books lie, beside the index."""

COMMON = "every_book"
"""What the sheets of every book are filed under."""

_SHEETS = Label(zh="数据字典", en="Data dictionary")
_SHEETS_LEAD = Label(
    zh="每张表有哪些列、怎么读、由谁填写。标题和别名不分全角半角、大小写和空格。",
    en="What columns each sheet has, how they are read and who fills them in. Width, case and spaces of titles and aliases do not count.",
)
_EVERY_BOOK = Label(zh="每本工作簿都有的表", en="Sheets of every workbook")
_OF_BOOK = Label(zh="数据字典：{book}", en="Data dictionary: {book}")
_SHEET = Label(zh="工作表", en="Sheet")
_FOR = Label(zh="做什么用", en="What it is for")
_CALLED = Label(zh="代码", en="Code")
_READ_BY = Label(zh="读它的任务", en="Tasks that read it")
_WRITTEN_BY = Label(zh="写它的任务", en="Tasks that write it")
_COLUMN = Label(zh="列", en="Column")
_FIELD = Label(zh="字段", en="Field")
_KIND = Label(zh="类型", en="Kind")
_FILLED = Label(zh="填写", en="Filled")
_ALIASES = Label(zh="别名", en="Aliases")
_NOTES = Label(zh="说明", en="Notes")
_KEY = Label(zh="必填，行键", en="required, row key")
_REQUIRED = Label(zh="必填", en="required")
_OPTIONAL = Label(zh="选填", en="optional")
_COMPUTED = Label(zh="程序填写", en="by a task")

_PARAMETERS = Label(zh="参数", en="Parameters")
_PARAMETERS_LEAD = Label(
    zh="制度里的数字和开关，在工作簿的“参数”表里改，或在命令行用 `--set 代码=值`。",
    en="Figures and switches of the policies: set on the sheet Parameters of a workbook, or by `--set CODE=VALUE` on the command line.",
)
_DEFAULT = Label(zh="默认值", en="Default")
_UNIT = Label(zh="单位", en="Unit")
_SOURCE = Label(zh="出处", en="Source")
_CHOICES = Label(zh="可选", en="Choices")
_USED_BY = Label(zh="用到它的规则", en="Rules that use it")


def sheets_page(books: Sequence[Book]) -> str:
    """Every sheet of every book, and where its columns are listed."""
    parts = [part for book in books for part in (f"## {both(book.label)}", book.help.zh, book.help.en, _index(_own(book), book.code))]
    return page(_SHEETS, _SHEETS_LEAD, *parts, f"## {both(_EVERY_BOOK)}", _index(EVERY_BOOK, COMMON))


def book_sheets_page(book: Book) -> str:
    """The columns of one book's own sheets."""
    return page(_OF_BOOK.filled({"book": book.label}), _SHEETS_LEAD, *_sheets(_own(book), book))


def common_sheets_page() -> str:
    """The columns of the sheets that every book has."""
    return page(_OF_BOOK.filled({"book": _EVERY_BOOK}), _SHEETS_LEAD, *_sheets(EVERY_BOOK, None))


def parameters_page(books: Sequence[Book]) -> str:
    """Every parameter of every book."""
    parts = [part for book in books if book.parameters for part in (f"## {both(book.label)}", *_parameters(book))]
    return page(_PARAMETERS, _PARAMETERS_LEAD, POLICIES.zh, POLICIES.en, *parts)


def is_common(sheet: Sheet) -> bool:
    """Whether a sheet is one that every book has."""
    return sheet.code in {each.code for each in EVERY_BOOK}


def _own(book: Book) -> list[Sheet]:
    return [sheet for sheet in book.sheets if not is_common(sheet)]


def _index(sheets: Sequence[Sheet], folder: str) -> str:
    rows = [(f"[{both(sheet.label)}]({FOLDER}/{folder}.md#{sheet.code})", f"{sheet.help.zh}\n{sheet.help.en}") for sheet in sheets]
    return table((_SHEET, _FOR), rows)


def _sheets(sheets: Sequence[Sheet], book: Book | None) -> list[str]:
    titles = (_COLUMN, _FIELD, _KIND, _FILLED, _ALIASES, _NOTES)
    parts = []
    for sheet in sheets:
        parts += [f'## <a id="{sheet.code}"></a>{both(sheet.label)}', sheet.help.zh, sheet.help.en]
        parts += [facts(_use(sheet, book)), table(titles, [_column(column) for column in sheet.columns])]
    return parts


def _use(sheet: Sheet, book: Book | None) -> list[tuple[Label, str]]:
    """What the sheet is called in programs, and which tasks have to do with it."""
    tasks = book.tasks if book else ()
    schema = f"../schema/{book.code if book else COMMON}/{sheet.code}.json"
    return [
        (_CALLED, f"{code(sheet.code)} ([JSON Schema]({schema}))"),
        (_READ_BY, codes(task.code for task in tasks if sheet.code in task.reads)),
        (_WRITTEN_BY, codes(task.code for task in tasks if sheet.code in task.writes)),
    ]


def _column(column: Column) -> tuple[str, ...]:
    kind = f"[{both(column.spec.label)}](../cells.md#{column.kind})"
    return both(column.label), code(column.field), kind, both(_filled(column)), codes(column.notes.aliases), "\n".join(_notes(column))


def _filled(column: Column) -> Label:
    if column.notes.key:
        return _KEY
    return _REQUIRED if column.is_required else _COMPUTED if column.notes.computed else _OPTIONAL


def _notes(column: Column) -> list[str]:
    limits = [f"≥ {column.minimum}"] if column.minimum is not None else []
    limits += [f"≤ {column.maximum}"] if column.maximum is not None else []
    words = [both(option.label) for option in column.notes.options]
    told = column.notes.help
    return [*([told.zh, told.en] if told else []), *limits, *([" / ".join(words)] if words else [])]


def _parameters(book: Book) -> list[str]:
    used = {parameter.code: [rule.code for rule in book.rules if parameter.code in rule.parameters] for parameter in book.parameters}
    return [part for parameter in book.parameters for part in _parameter(parameter, used[parameter.code])]


def _parameter(parameter: Parameter, rules: Sequence[str]) -> tuple[str, ...]:
    told = [
        (_KIND, f"[{both(parameter_column(parameter).spec.label)}](cells.md#{parameter.kind})"),
        (_DEFAULT, code(_default(parameter))),
        (_UNIT, both(parameter.unit)),
        (_CHOICES, " / ".join(f"{code(name)} {both(label)}" for name, label in parameter.choices)),
        (_SOURCE, parameter.source),
        (_USED_BY, codes(rules)),
    ]
    return f"### {parameter.code}", f"**{both(parameter.label)}**", parameter.help.zh, parameter.help.en, facts(told)


def _default(parameter: Parameter) -> str:
    """As it is written on the command line."""
    if isinstance(parameter.default, bool):
        return str(shown(parameter.default, parameter_column(parameter), Lang.EN))
    return str(parameter.default)
