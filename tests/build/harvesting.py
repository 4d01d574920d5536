"""Worked examples of rules for the reference pages, taken from what the tests of the books try: ``make examples``.

While the tests run, whatever a task was given and found is kept; of every rule the smallest workbook that broke it loses row after row
and cell after cell, as long as the rule still finds something. What is left is what the rule looks at.
"""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.registry import BOOKS
from shopbook.build import worked
from shopbook.build.worked import Row, Worked
from shopbook.sheet.books import Book, Inputs, Outcome, Task
from shopbook.sheet.columns import CHECK, ROW

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "reference" / "examples"
MOST_TRIED = 4
"""Workbooks kept for each rule; the smallest may not show it when it is read anew."""

Decide = Callable[[Inputs], Outcome]
See = Callable[[Book, Task, Inputs, Outcome], None]


@contextmanager
def watched(see: See) -> Iterator[None]:
    """Let somebody see what every task is given and decides; begun before any test imports one."""
    every = [(book, task, task.decide) for book in BOOKS for task in book.tasks]
    with pytest.MonkeyPatch.context() as patch:
        for book, task, decide in every:
            seen = _seen(book, task, decide, see)
            module = sys.modules[decide.__module__]
            if getattr(module, decide.__name__, None) is decide:
                patch.setattr(module, decide.__name__, seen)
            _set(task, seen)
        yield
    for _, task, decide in every:
        _set(task, decide)


def _set(task: Task, decide: Decide) -> None:
    """Tests that start from the task call what it holds, which is frozen."""
    object.__setattr__(task, "decide", decide)


def _seen(book: Book, task: Task, decide: Decide, see: See) -> Decide:
    def deciding(given: Inputs) -> Outcome:
        outcome = decide(given)
        see(book, task, given, outcome)
        return outcome

    return deciding


@dataclass(frozen=True, slots=True)
class Harvest:
    """What tasks found while tests ran: book and rule -> the smallest workbooks, with their sizes."""

    found: dict[tuple[str, str], list[tuple[int, Worked]]] = field(default_factory=dict)

    def see(self, book: Book, task: Task, given: Inputs, outcome: Outcome) -> None:
        """Keep what breaks a rule."""
        for code in {rule.code for rule in book.rules} & set(outcome.findings["code"]):
            self._keep((book.code, code), given, book, task)

    def _keep(self, place: tuple[str, str], given: Inputs, book: Book, task: Task) -> None:
        size = sum(table.frame.height for table in given.tables.values())
        kept = self.found.setdefault(place, [])
        if len(kept) < MOST_TRIED or size < kept[-1][0]:
            kept.append((size, written(given, book, task)))
            kept.sort(key=lambda each: each[0])
            del kept[MOST_TRIED:]


def written(given: Inputs, book: Book, task: Task) -> Worked:
    """What a task was given, as plain data."""
    sheets = {name: rows for name, table in given.tables.items() if (rows := [_row(row) for row in table.frame.iter_rows(named=True)])}
    defaults = {parameter.code: parameter.default for parameter in book.parameters}
    settings = {code: _text(value) for code, value in given.parameters.items() if code in defaults and value != defaults[code]}
    return Worked(task.code, given.now, sheets, settings, tuple(given.absent))


def _row(row: dict[str, object]) -> Row:
    return {name: _text(value) for name, value in row.items() if name not in {ROW, CHECK} and value is not None}


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).upper()
        case dt.datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case dt.date():
            return value.strftime("%Y-%m-%d 00:00:00")
        case dt.timedelta():
            minutes = value // dt.timedelta(minutes=1)
            return f"{minutes // 60:02}:{minutes % 60:02}:00"
        case Decimal():
            plain = format(value, "f")
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case _:
            return str(value)


def breaks(example: Worked, code: str, book: Book) -> bool:
    """Whether a rule finds something in an example; an example that no task can do with breaks nothing."""
    try:
        return worked.is_broken(example, code, book, BOOKS)
    except (pl.exceptions.PolarsError, ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
        return False


def smallest(example: Worked, code: str, book: Book) -> Worked:
    """The example without any row or cell that the rule does without; what every row must have stays, and what the sentence names."""
    for name in [*example.sheets]:
        example = _without_rows(example, name, code, book)
    rule = next(rule for rule in book.rules if rule.code == code)
    kept = {name: _required(name, book) | set(rule.places) for name in example.sheets}
    likely = {each.rpartition(".")[2] for each in (*rule.fields, *rule.places)}
    example = _if_broken(example, _with_cells(example, {name: fields | likely for name, fields in kept.items()}), code, book)
    for name, fields in kept.items():
        for at, cell in [(at, cell) for at, row in enumerate(example.sheets[name]) for cell in row if cell not in fields]:
            rows = [{**row} for row in example.sheets[name]]
            del rows[at][cell]
            example = _if_broken(example, _with_rows(example, name, rows), code, book)
    return example


def _with_cells(example: Worked, kept: Mapping[str, set[str]]) -> Worked:
    """Only these fields of each sheet."""
    sheets = {name: [{field: row[field] for field in row if field in kept[name]} for row in rows] for name, rows in example.sheets.items()}
    return replace(example, sheets=sheets)


def _without_rows(example: Worked, name: str, code: str, book: Book) -> Worked:
    """Fewer rows of a sheet: by halves, by quarters, … then one by one."""
    size = len(example.sheets[name])
    while size:
        at = len(example.sheets.get(name, ()))
        while at > 0:
            rows = example.sheets[name]
            at -= size
            example = _if_broken(example, _with_rows(example, name, [*rows[: max(0, at)], *rows[at + size :]]), code, book)
        size //= 2
        if name not in example.sheets:
            break
    return example


def _if_broken(example: Worked, fewer: Worked, code: str, book: Book) -> Worked:
    return fewer if breaks(fewer, code, book) else example


def _with_rows(example: Worked, name: str, rows: Sequence[Row]) -> Worked:
    others = {each: there for each, there in example.sheets.items() if each != name}
    return replace(example, sheets={**others, **({name: rows} if rows else {})})


def _required(name: str, book: Book) -> set[str]:
    sheet = worked.sheet_of(name, book, BOOKS)
    return {column.field for column in sheet.columns if column.is_required}


def shown() -> Iterator[tuple[Book, str, Worked]]:
    """The examples that there are, as far as they still break their rules, each with what is said of it today."""
    there = worked.load(EXAMPLES)
    for book in BOOKS:
        for rule in book.rules:
            example = there.get(book.code, {}).get(rule.code)
            today = worked.told(example, rule.code, book, BOOKS) if example else None
            if today:
                yield book, rule.code, today


def gathered(wanted: Sequence[tuple[Book, str]], harvest: Harvest) -> Iterator[tuple[Book, str, Worked]]:
    """The smallest example of each rule that some test has shown."""
    for book, code in wanted:
        tried = [each for _, each in harvest.found.get((book.code, code), []) if breaks(each, code, book)]
        today = worked.told(smallest(tried[0], code, book), code, book, BOOKS) if tried else None
        if today:
            yield book, code, today


def write(examples: Sequence[tuple[Book, str, Worked]]) -> None:
    """Write the files of examples, in the order of the rules."""
    EXAMPLES.mkdir(parents=True, exist_ok=True)
    for book in BOOKS:
        known = {code: example for each, code, example in examples if each is book}
        ordered = {rule.code: known[rule.code] for rule in book.rules if rule.code in known}
        (EXAMPLES / f"{book.code}.json").write_text(worked.dump(ordered), encoding="utf-8")


def renew(tests: Sequence[str]) -> list[str]:
    """Write the examples anew; the rules that still have none.

    Args:
        tests: Where to look for those that are missing.
    """
    every = [(book, rule.code) for book in BOOKS for rule in book.rules]
    kept = list(shown())
    there = {(book.code, code) for book, code, _ in kept}
    missing = [(book, code) for book, code in every if (book.code, code) not in there]
    harvest = Harvest()
    if missing:
        with watched(harvest.see):
            pytest.main([*tests, "-q", "-p", "no:cacheprovider"])
    found = list(gathered(missing, harvest))
    write([*kept, *found])
    return sorted({code for _, code in missing} - {code for _, code, _ in found})


if __name__ == "__main__":
    sys.stdout.writelines(f"no example yet: {code}\n" for code in renew(sys.argv[1:] or [str(ROOT / "tests" / "books")]))
