"""What a click starts: one ``Sub`` and one button of the ribbon per task, each of which only calls Python."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from shopbook.build.vba import Kind, Module, document, module_of
from shopbook.labels import Label, Lang
from shopbook.sheet.books import Book, Task
from shopbook.shipped import Shipped, shipped_folder

FAILED_NAME = "shopbook_failed"
"""The defined name of the cell that holds what to say when a click fails before Python is there: VBA source has no text."""

_MODULE = "Shopbook"
_HEAD = """Option Explicit

' Made by "shopbook templates" from the declarations of the tasks.
' Every rule and every text is elsewhere: a Sub starts Python and says so if that fails.
"""
_SUB = """
Public Sub {name}()
    On Error GoTo Failed
    RunPython "{command}"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub
"""
_TELL = """
Public Sub TellFailure(ByVal Cause As String)
    MsgBox ThisWorkbook.Names("{failed}").RefersToRange.Value & vbLf & vbLf & Cause, vbExclamation
End Sub
"""

_RIBBON = """<?xml version="1.0" encoding="UTF-8"?>
<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">
  <ribbon>
    <tabs>
{tabs}    </tabs>
  </ribbon>
</customUI>
"""
_TAB = """      <tab id="{lang}" tag="{lang}" label="{label}" insertAfterMso="TabHome" getVisible="ShopbookIsSpoken">
{groups}      </tab>
"""
_GROUP = """        <group id={id} label={label}>
{buttons}        </group>
"""
_BUTTON = """          <button id={id} tag={tag} label={label} supertip={help} imageMso="{image}" size="large" onAction="ShopbookRun"/>\n"""
_TAB_LABEL = Label(zh="店铺", en="Shop")
_IMAGES = {
    "check": "DataValidation",
    "tidy": "FormatPainter",
    "review": "ReviewNewComment",
    "allocate": "PivotTableInsert",
    "chase": "AccountingFormat",
    "undo": "Undo",
    "clear": "ClearFormats",
}
"""Pictures of Office's own, by the first word of a task's code."""
_OTHER_IMAGE = "MacroPlay"


def macro_name(task: Task) -> str:
    """The name of a task's ``Sub``: ``check-orders`` is ``CheckOrders``."""
    return "".join(word.capitalize() for word in task.code.split("-"))


def command(task: Task) -> str:
    """What Python is told to do."""
    return f"import shopbook.bridge as b;b.run('{task.code}')"


def button_module(tasks: Iterable[Task]) -> str:
    """The VBA module of these tasks as the editor would export it, lines ended by LF; a task that several books share is there once."""
    subs = [_SUB.format(name=macro_name(task), command=command(task)) for task in {task.code: task for task in tasks}.values()]
    return "".join([f'Attribute VB_Name = "{_MODULE}"\n', _HEAD, *subs, _TELL.format(failed=FAILED_NAME)])


def ribbon(books: Sequence[Book]) -> str:
    """A tab of the ribbon in each language, with a group per book; Office shows the one whose language it speaks."""
    tabs = [
        _TAB.format(
            lang=lang, label=_TAB_LABEL[lang], groups="".join(_group(number, book, lang) for number, book in enumerate(books) if book.tasks)
        )
        for lang in Lang
    ]
    return _RIBBON.format(tabs="".join(tabs))


def _group(number: int, book: Book, lang: Lang) -> str:
    buttons = [
        _BUTTON.format(
            id=quoteattr(f"{lang}{number}{macro_name(task)}"),
            tag=quoteattr(task.code),
            label=quoteattr(task.label[lang]),
            help=quoteattr(task.help[lang]),
            image=_IMAGES.get(task.code.split("-")[0], _OTHER_IMAGE),
        )
        for task in book.tasks
    ]
    return _GROUP.format(id=quoteattr(f"{lang}{number}"), label=quoteattr(book.label[lang]), buttons="".join(buttons))


def workbook_modules(book: Book, sheets: int) -> list[Module]:
    """The modules of a book's workbook: one for it and for each of its sheets, its buttons, and what starts Python."""
    return [*_documents(sheets), module_of(button_module(book.tasks)), *_read("xlwings.bas", "Dictionary.cls")]


def addin_modules(books: Sequence[Book], sheets: int) -> list[Module]:
    """The modules of the add-in: the ribbon's, and what starts Python for the workbook in front."""
    buttons = module_of(button_module(task for book in books for task in book.tasks))
    return [*_documents(sheets), buttons, *_read("ShopbookRibbon.bas", "xlwings_custom_addin.bas", "Dictionary.cls")]


def _documents(sheets: int) -> list[Module]:
    return [document("ThisWorkbook", Kind.WORKBOOK), *(document(f"Sheet{number}", Kind.SHEET) for number in range(1, sheets + 1))]


def _read(*names: str) -> list[Module]:
    folder = shipped_folder(Shipped.MACROS)
    return [module_of((folder / name).read_text(encoding="ascii")) for name in names]
