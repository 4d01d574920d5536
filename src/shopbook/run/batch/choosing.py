"""Which tasks a run does: those that may be run while nobody is there, or those that somebody named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopbook.books import registry
from shopbook.errors import UnknownNameError
from shopbook.labels import Label
from shopbook.run.batch.ordering import Order, order_of
from shopbook.run.batch.steps import CHECK, IMPORT
from shopbook.run.runner import Circumstances
from shopbook.sheet.books import Book, Night, Task
from shopbook.sheet.parameters import Setting, settled


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run does.

    Attributes:
        tasks: With the book of each, in the order of their declaration.
        order: The order in which they are best run.
        is_importing: Whether lists are taken in.
        is_checking: Whether lists that are not taken in are checked.
    """

    tasks: tuple[tuple[Book, Task], ...]
    order: Order
    is_importing: bool
    is_checking: bool


def chosen(named: Sequence[str]) -> Choice:
    """What somebody named; what is run at night where nothing was.

    Args:
        named: Codes of tasks, ``import`` and ``check`` for lists of other programs.

    Raises:
        UnknownNameError: One is none of these.
    """
    every = [(book, task) for book in registry.BOOKS for task in book.tasks]
    known = [IMPORT, CHECK, *dict.fromkeys(task.code for _, task in every)]
    unknown = next((name for name in named if name not in known), None)
    if unknown is not None:
        raise UnknownNameError(Label(zh="任务", en="task"), unknown, known)
    tasks = tuple((book, task) for book, task in every if (task.code in named if named else task.night is not Night.NEVER))
    return Choice(tasks, order_of(tasks), not named or IMPORT in named, not named or CHECK in named)


def settings_by_book(given: Circumstances) -> Mapping[str, Mapping[str, str]]:
    """The parameters and rule switches that each book knows, by its code.

    Raises:
        UnknownNameError: No book knows one.
        BadParameterError: A value does not fit.
    """
    known = {book.code: {*(each.code for each in book.parameters), *(rule.code for rule in book.rules)} for book in registry.BOOKS}
    unknown = next((name for name in given.settings if not any(name in names for names in known.values())), None)
    if unknown is not None:
        raise UnknownNameError(Label(zh="参数", en="parameter"), unknown, sorted(set().union(*known.values())))
    found = {code: {name: value for name, value in given.settings.items() if name in names} for code, names in known.items()}
    for book in registry.BOOKS:
        rules = [rule.code for rule in book.rules]
        settled(book.parameters, rules, [Setting(*pair) for pair in found[book.code].items()], on=given.now.date())
    return found
