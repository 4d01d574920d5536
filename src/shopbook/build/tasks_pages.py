"""The guide's pages of tasks, one a task and language: what it does, how to start it, what it reads, writes and goes by."""

from collections.abc import Iterator, Mapping, Sequence

from shopbook.build import dictionary, rules_page
from shopbook.build.markdown import GENERATED, code, one_table
from shopbook.build.prefill import parameter_column, shown
from shopbook.build.reach import Reach, reach
from shopbook.build.scenes import BEFORE_AFTER, Scene, command, picture_name
from shopbook.build.worked import sheet_of
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book, Night, Task
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.rules import Rule

_REFERENCE = "../../../reference"

_INDEX = Label(zh="每个任务一页", en="One page a task")
_INDEX_LEAD = Label(
    zh="任务就是按钮：点一下、在命令行运行，或让服务器每晚做，结果一样。",
    en="A task is a button: clicked, run on the command line, or done by a server every night, it comes to the same.",
)
_OTHER = {Lang.ZH: (Lang.EN, "English"), Lang.EN: (Lang.ZH, "中文")}

_TASK = Label(zh="任务", en="Task")
_CODE = Label(zh="代码", en="Code")
_DOES = Label(zh="做什么", en="What it does")
_HOW = Label(zh="怎样开始", en="How to start it")
_BY = Label(zh="方法", en="By")
_THERE = Label(zh="在哪里", en="Where")
_BUTTON = Label(zh="按钮", en="button")
_ON_SHEETS = Label(
    zh="“{name}”，在这些表的表头上方：{sheets}；没有按钮的工作簿用功能区“店铺”",
    en="**{name}** above the titles of {sheets}; else tab Shop of the ribbon",
)
_COMMAND = Label(zh="命令", en="command")
_COMMAND_TEXT = Label(
    zh="`{line}`；不写 `--in-place` 就只看结果，什么都不写", en="`{line}`; without `--in-place` it only tells, and writes nothing"
)
_NIGHT = Label(zh="无人值守", en="unattended")
_NIGHTS: Mapping[Night, Label] = {
    Night.NEVER: Label(zh="不会：要有人决定，或要印、要签", en="never: it wants somebody's decision, prints or signs"),
    Night.WORKS: Label(
        zh="会，读的内容有变化时；见[无人值守](../unattended.md)", en="yes, when what it reads has changed: [unattended](../unattended.md)"
    ),
    Night.CHECKS: Label(
        zh="会，放在最后，只写检查结果；见[无人值守](../unattended.md)",
        en="yes, last, and it writes findings only: [unattended](../unattended.md)",
    ),
}
_FOLDER = Label(zh="文件夹", en="folder")
_FOLDER_TEXT = Label(zh="{name}：{help}", en="{name}: {help}")
_AND = Label(zh="、", en=", ")

_READS = Label(zh="读什么", en="What it reads")
_WRITES = Label(zh="写什么", en="What it writes")
_SHEET = Label(zh="工作表", en="Sheet")
_FOR = Label(zh="是什么", en="What it is")
_FROM = Label(zh="{sheet}（工作簿：{book}）", en="{sheet} (workbook: {book})")
_WRITES_NOTHING = Label(zh="不改这本工作簿，只在文件夹里放文件。", en="Nothing in this workbook; it puts files into the folder.")

_PARAMETERS = Label(zh="按哪些参数", en="What it goes by")
_PARAMETER = Label(zh="参数", en="Parameter")
_DEFAULT = Label(zh="默认值", en="Default")
_MEANS = Label(zh="说明", en="What it decides")
_NO_PARAMETERS = Label(zh="没有参数。", en="No parameters.")
_CHANGED = Label(
    zh="在“参数”表里改，或用 `--set 代码=值` 只改这一次。", en="Set on the sheet Parameters, or for once by `--set CODE=VALUE`."
)

_RULES = Label(zh="用哪些规则", en="Rules it applies")
_NO_RULES = Label(
    zh="不用规则；操作中发现的情况见[规则页]({page})。", en="None; what it may report at work stands on the [page of rules]({page})."
)
_MANY = Label(zh="{count} 条，说明和例子见[规则页]({page})：", en="{count}, with sentences and examples on the [page of rules]({page}):")

_EXAMPLE = Label(zh="例子", en="Example")
_BEFORE = Label(zh="运行之前", en="Before")
_AFTER = Label(zh="运行之后", en="After")
_SEEN = Label(zh="“{sheet}”，{when}：", en="{sheet}, {when}:")

Scenes = Mapping[str, Mapping[str, Scene]]
"""Book -> task -> the workbook that shows it."""


def task_pages(books: Sequence[Book], scenes: Scenes) -> dict[str, str]:
    """Every page by its path below the folder of guides, with an index in each language."""
    pages = {f"{lang}/tasks/README.md": _index(books, lang) for lang in Lang}
    for book in books:
        for task in book.tasks:
            rests, scene = reach(task, book), scenes.get(book.code, {}).get(task.code)
            pages |= {f"{lang}/tasks/{name(book, task)}": _page(task, book, books, rests, scene, lang) for lang in Lang}
    return pages


def name(book: Book, task: Task) -> str:
    """The file of a task's page."""
    return f"{book.code}-{task.code}.md"


def _index(books: Sequence[Book], lang: Lang) -> str:
    parts = [f"# {_INDEX[lang]}", _other("README.md", lang), GENERATED, _INDEX_LEAD[lang]]
    for book in books:
        rows = [(f"[{task.label[lang]}]({name(book, task)})", code(task.code), task.help[lang]) for task in book.tasks]
        parts += [f"## {book.label[lang]}", _table((_TASK, _CODE, _DOES), rows, lang)]
    return "\n\n".join(parts) + "\n"


def _page(task: Task, book: Book, books: Sequence[Book], rests: Reach, scene: Scene | None, lang: Lang) -> str:  # noqa: PLR0913, PLR0917 a page is put together once
    parts = [
        f"# {book.label[lang]} · {task.label[lang]}",
        _other(name(book, task), lang),
        GENERATED,
        task.help[lang],
        *_chapter(_HOW, [_table((_BY, _THERE), [*_ways(task, book, lang)], lang)], lang),
        *_chapter(_READS, [_sheets(task.reads, book, books, lang)], lang),
        *_chapter(_WRITES, [_sheets(task.writes, book, books, lang)] if task.writes else [_WRITES_NOTHING[lang]], lang),
        *_chapter(_PARAMETERS, _parameters(rests.parameters, lang), lang),
        *_chapter(_RULES, _rules(rests.rules, book, lang), lang),
        *(_chapter(_EXAMPLE, _example(scene, task, book, lang), lang) if scene else []),
    ]
    return "\n\n".join(parts) + "\n"


def _other(page: str, lang: Lang) -> str:
    other, told = _OTHER[lang]
    return f"[{told}](../../{other}/tasks/{page})"


def _chapter(title: Label, parts: Sequence[str], lang: Lang) -> list[str]:
    return [f"## {title[lang]}", *parts]


def _table(titles: Sequence[Label], rows: Sequence[Sequence[str]], lang: Lang) -> str:
    return one_table([title[lang] for title in titles], rows)


def _ways(task: Task, book: Book, lang: Lang) -> Iterator[tuple[str, str]]:
    on = [sheet.label[lang] for sheet in book.sheets if sheet is book.sheets[0] or sheet.code in task.writes]
    yield _BUTTON[lang], _ON_SHEETS[lang].format(name=task.label[lang], sheets=_AND[lang].join(on))
    yield _COMMAND[lang], _COMMAND_TEXT[lang].format(line=command(task.code, book, lang))
    yield _NIGHT[lang], _NIGHTS[task.night][lang]
    for source in book.sources:
        if source.code == task.folder:
            yield _FOLDER[lang], _FOLDER_TEXT[lang].format(name=source.label[lang], help=source.help[lang])


def _sheets(names: Sequence[str], book: Book, books: Sequence[Book], lang: Lang) -> str:
    return _table((_SHEET, _FOR), [_sheet(each, book, books, lang) for each in names], lang)


def _sheet(name: str, book: Book, books: Sequence[Book], lang: Lang) -> tuple[str, str]:
    sheet = sheet_of(name, book, books)
    owner = next((each for each in books if sheet in each.sheets), book) if "." in name else book
    folder = dictionary.COMMON if dictionary.is_common(sheet) else owner.code
    label = sheet.label[lang] if owner is book else _FROM[lang].format(sheet=sheet.label[lang], book=owner.label[lang])
    return f"[{label}]({_REFERENCE}/{dictionary.FOLDER}/{folder}.md#{sheet.code})", sheet.help[lang]


def _parameters(parameters: Sequence[Parameter], lang: Lang) -> list[str]:
    if not parameters:
        return [_NO_PARAMETERS[lang]]
    return [_CHANGED[lang], _table((_PARAMETER, _CODE, _DEFAULT, _MEANS), [_parameter(each, lang) for each in parameters], lang)]


def _parameter(parameter: Parameter, lang: Lang) -> tuple[str, ...]:
    default = (
        shown(parameter.default, parameter_column(parameter), lang) if isinstance(parameter.default, bool | str) else parameter.default
    )
    link = f"[{code(parameter.code)}]({_REFERENCE}/parameters.md#{parameter.code})"
    return parameter.label[lang], link, f"{default} {parameter.unit[lang]}".strip(), parameter.help[lang]


def _rules(rules: Sequence[Rule], book: Book, lang: Lang) -> list[str]:
    page = f"{_REFERENCE}/{rules_page.FOLDER}/{book.code}.md"
    if not rules:
        return [_NO_RULES[lang].format(page=page if book.rules else f"{_REFERENCE}/rules.md")]
    links = [f"[{code(rule.code)}]({page}#{rules_page.anchor(rule.code)})" for rule in rules]
    return [_MANY[lang].format(count=len(rules), page=page), " ".join(links)]


def _example(scene: Scene, task: Task, book: Book, lang: Lang) -> list[str]:
    before = [f"$ {command(each, book, lang, scene)}\n…" for each in scene.first]
    parts = ["\n".join(["```text", *before, f"$ {command(task.code, book, lang, scene)}", scene.shown[lang], "```"])]
    if scene.sheet:
        sheet = book.sheet(scene.sheet).label[lang]
        for when, word in zip(BEFORE_AFTER, (_BEFORE, _AFTER), strict=True):
            told = _SEEN[lang].format(sheet=sheet, when=word[lang] if lang is Lang.ZH else word[lang].lower())
            parts += [told, f"![{told.rstrip(':：')}](pictures/{picture_name(book, task, when)})"]
    return parts
