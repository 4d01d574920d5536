"""What a task rests on: the rules it applies and the parameters it asks for, found by following its code from name to name."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import CodeType, FunctionType, ModuleType

import polars as pl

from shopbook.sheet.books import Book, Task
from shopbook.sheet.parameters import Parameter
from shopbook.sheet.rules import PARAMETER, Fact, Rule

_OURS = "shopbook.books"
_ASKING = frozenset({"parameters", "whole", "amount", "text"})
"""Code that has to do with parameters uses one of these names; the texts of other code are none of theirs."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a task rests on, in the order of the book."""

    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]


def reach(task: Task, book: Book) -> Reach:
    """The rules and parameters that a task may look at.

    A parameter counts when some code on the way names it, so that a task which shares code with another may be said to ask for more than it
    does, never for less.
    """
    found = list(_reached(task.decide))
    rules = {each.code for each in found if isinstance(each, Rule)}
    applied = tuple(rule for rule in book.rules if rule.code in rules)
    named = {each for each in found if isinstance(each, str)} | {name for rule in applied for name in (*rule.parameters, *rule.places)}
    named |= {each.code for each in found if isinstance(each, Parameter)}
    begun = tuple(each for each in named if each.endswith("_"))  # one of several alike, named by what follows
    asked = [each for each in book.parameters if each.code in named or (begun and each.code.startswith(begun))]
    return Reach(applied, tuple(asked))


def _reached(start: object) -> Iterator[object]:
    """Every function, constant, rule and column name that can be come to, each once."""
    waiting, seen = [start], set[int]()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, str):
            yield thing
        elif id(thing) not in seen:
            seen.add(id(thing))
            yield thing
            waiting += _next(thing)


def _next(thing: object) -> list[object]:
    match thing:
        case FunctionType():
            return _of_function(thing) if thing.__module__.startswith(_OURS) else []
        case CodeType():
            is_asking = not _ASKING.isdisjoint(name for code in _codes(thing) for name in (*code.co_names, *code.co_varnames))
            return [each for each in thing.co_consts if isinstance(each, str | CodeType | tuple)] if is_asking else []
        case type():
            return [each for each in vars(thing).values() if isinstance(each, FunctionType)] if thing.__module__.startswith(_OURS) else []
        case pl.Expr():
            return [name.removeprefix(PARAMETER) for name in thing.meta.root_names() if name.startswith(PARAMETER)]
        case Mapping():
            return [*thing.values()]
        case tuple() | list() | frozenset() | set():
            return [*thing]
        case Rule() | Fact():
            return [getattr(thing, each.name) for each in fields(thing) if each.name in {"where", "value", "fix"}]
        case _:
            return _held(thing)


def _held(thing: object) -> list[object]:
    """What a bound method or one of our records holds on to."""
    if hasattr(thing, "func") and hasattr(thing, "args"):
        return [thing.func, *thing.args]
    if is_dataclass(thing) and type(thing).__module__.startswith(_OURS):
        return [getattr(thing, each.name) for each in fields(thing)]
    return []


def _of_function(function: FunctionType) -> list[object]:
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    globals_ = function.__globals__
    known = [globals_[name] for name in names if name in globals_]
    inside = [
        getattr(each, name) for each in known if isinstance(each, ModuleType) and _is_ours(each) for name in names if hasattr(each, name)
    ]
    closed = [cell.cell_contents for cell in function.__closure__ or ()]
    return [
        function.__code__,
        *(each for each in known if not isinstance(each, ModuleType)),
        *inside,
        *closed,
        *(function.__defaults__ or ()),
    ]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if inspect.iscode(each):
            yield from _codes(each)


def _is_ours(module: ModuleType) -> bool:
    return module.__name__.startswith(_OURS)


def unreached(book: Book) -> Sequence[str]:
    """The parameters that no task of a book asks for."""
    asked = {parameter.code for task in book.tasks for parameter in reach(task, book).parameters}
    return [parameter.code for parameter in book.parameters if parameter.code not in asked]
