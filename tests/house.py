"""What the house rules look for in source text; tests/test_house.py turns it on the whole tree."""

import ast
import re
import string
from collections.abc import Iterator

VAGUE = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "managers", "core", "base", "misc", "stuff"})
CLOCK_NAMES = frozenset({"now", "today", "utcnow"})
CLOCK_CLASSES = frozenset({"date", "datetime"})
CLOCK_MODULES = frozenset({"time", "random", "secrets", "uuid"})

# A comment that switches a checker off, and what it says after its codes.
SWITCHED_OFF = re.compile(
    r"#\s*(?:type:\s*ignore(?P<ignored>\[[\w, -]+\])?|noqa(?P<unheard>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?)(?P<reason>.*)$"
)
ADDRESS = re.compile(r"pypi\.org|python[h]osted|(?:extra-)?index[-]url|find[-]links|trusted[-]host|simple/?\s*#sha256", re.IGNORECASE)
MACHINE_PATH = re.compile(r"""(?<![\w.$}~-])/(?:root|work|home/\w+|opt/\w+)/|\b[A-Z]:\\+Users\\+\w""")


def vague_words(name: str) -> list[str]:
    """Words of a file's or folder's name that say nothing about what is in it."""
    return [word for word in name.lower().split("_") if word in VAGUE]


def clock_reads(tree: ast.AST) -> Iterator[int]:
    """Lines where a module could learn the time, or chance, by itself."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=owner, attr=name) if name in CLOCK_NAMES and ast.unparse(owner).split(".")[-1] in CLOCK_CLASSES:
                yield node.lineno
            case ast.Import(names=names) if any(name.name.split(".")[0] in CLOCK_MODULES for name in names):
                yield node.lineno
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in CLOCK_MODULES:
                yield node.lineno
            case _:
                pass


def terminal_writes(tree: ast.AST) -> Iterator[int]:
    """Lines that print or take hold of the process's own output."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield node.lineno
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
                yield node.lineno
            case _:
                pass


def catch_alls(tree: ast.AST) -> Iterator[int]:
    """Lines of handlers for every error; ``BaseException``, for cleaning up, is the linter's to ask a reason for."""
    for handler in (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)):
        if handler.type is None or any(isinstance(node, ast.Name) and node.id == "Exception" for node in ast.walk(handler.type)):
            yield handler.lineno


def deferred_annotations(tree: ast.AST) -> Iterator[int]:
    """Lines that hide an import cycle: annotations as text, imports for the type checker only."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="__future__"):
                yield node.lineno
            case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
                yield node.lineno
            case _:
                pass


def empty_functions(tree: ast.AST) -> Iterator[int]:
    """Lines of functions that do nothing, outside of a Protocol."""
    protocols = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_protocol(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and id(node) not in protocols and _does_nothing(node):
            yield node.lineno


def _is_protocol(node: ast.ClassDef) -> bool:
    return any("Protocol" in ast.unparse(base) for base in node.bases)


def _does_nothing(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    body = [statement for statement in node.body if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))]
    is_unwritten = len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.unparse(body[0])
    return is_unwritten or all(isinstance(statement, ast.Pass) for statement in body)


def label_faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines of labels that do not say the same in both languages, and what is wrong with them."""
    # An example is what stands in a cell, which is the same whoever reads about it.
    examples = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "example"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label" and id(node) not in examples:
            spoken = {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
            zh, en = spoken.get("zh"), spoken.get("en")
            if zh is not None and en is not None:
                yield from ((node.lineno, fault) for fault in _text_faults(str(zh), str(en)))


def _text_faults(zh: str, en: str) -> Iterator[str]:
    if bool(zh.strip()) != bool(en.strip()):
        yield "one language is empty"
    if places(zh) != places(en):
        yield f"places differ: {sorted(places(zh) ^ places(en))}"
    if zh == en and re.search(r"[\u4e00-\u9fff]", en):
        yield "not translated"
    if re.search(r"[\u4e00-\u9fff][,:?!]", zh):
        yield "half-width punctuation in the Chinese text"


def places(text: str) -> set[str]:
    """Names of the places that a sentence leaves for values."""
    return {name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def unexplained(line: str) -> bool:
    """Whether a line switches a checker off without naming what and why."""
    found = SWITCHED_OFF.search(line)
    if found is None:
        return False
    is_named = found["ignored"] or found["unheard"]
    return not is_named or not re.search(r"\w{3}", found["reason"])


def imported_modules(tree: ast.AST) -> set[str]:
    """Top-level names of everything imported, anywhere in a module."""
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {name.name.split(".")[0] for name in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.split(".")[0])
            case _:
                pass
    return found


def long_functions(tree: ast.AST, most: int = 40) -> Iterator[int]:
    """Functions of so many lines or more, their docstrings counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 >= most:
            yield node.lineno
