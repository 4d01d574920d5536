"""Every file that is made from the declarations, by its path below the project."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shopbook.build.addin import build_addin
from shopbook.build.macros import button_module, ribbon
from shopbook.build.reference import reference_pages
from shopbook.build.tasks_pages import Scenes, task_pages
from shopbook.build.workbook import build_template
from shopbook.build.worked import Examples
from shopbook.labels import Lang
from shopbook.sheet.books import Book

TEMPLATES = "xlsx_templates"
ADDIN = f"{TEMPLATES}/shopbook.xlam"
MACROS = "macros"
REFERENCE = "docs/reference"
GUIDE = "docs/guide"
EXAMPLES = f"{REFERENCE}/examples"
"""Examples of rules, and below it of tasks, which the pages show and nothing here makes."""

_PACKED = frozenset({".xlsx", ".xlsm", ".xlam"})
_OURS_ALONE = (
    *(f"{TEMPLATES}/*/*{ending}" for ending in sorted(_PACKED)),
    f"{REFERENCE}/schema/*/*.json",
    f"{REFERENCE}/*/*.md",
    f"{GUIDE}/*/tasks/*.md",
)
"""Where nothing lies but what is generated: a file that no declaration makes is left over from a former one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages show by example: rules and tasks, by book."""

    rules: Examples
    tasks: Scenes


NOTHING = Shown({}, {})


def generated(books: Sequence[Book], forms: Sequence[Book] = (), *, examples: Shown | None = NOTHING) -> dict[str, bytes]:
    """The files and their contents.

    Args:
        books: What to make them of.
        forms: What tasks make copies of: templates without macros, and no button or task.
        examples: What the pages show; ``None`` for an installed program, which carries no pages.
    """
    templates = {
        f"{TEMPLATES}/{lang}/{book.code}{ending}": build_template(book, lang, has_macros=has_macros)
        for book in books
        for lang in Lang
        for ending, has_macros in ((".xlsm", True), (".xlsx", False))
    }
    templates |= {f"{TEMPLATES}/{lang}/{form.code}.xlsx": build_template(form, lang, has_macros=False) for form in forms for lang in Lang}
    files = {**templates, ADDIN: build_addin(books), **_macros(books)}
    if examples is None:
        return files
    pages = {f"{REFERENCE}/{name}": text for name, text in reference_pages([*books, *forms], examples.rules).items()}
    pages |= {f"{GUIDE}/{name}": text for name, text in task_pages(books, examples.tasks).items()}
    return files | {name: text.encode() for name, text in pages.items()}


def _macros(books: Sequence[Book]) -> dict[str, bytes]:
    """The source of what the add-in holds, to read; a workbook holds the part of its own tasks."""
    module = button_module(task for book in books for task in book.tasks)
    return {f"{MACROS}/Shopbook.bas": module.replace("\n", "\r\n").encode("ascii"), f"{MACROS}/ribbon.xml": ribbon(books).encode()}


def differences(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Paths, sorted, of files that are missing, differ, or are left over."""
    changed = [name for name, content in files.items() if not _is_same(root / name, content)]
    return sorted([*changed, *_left_over(root, files)])


def write(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write what differs and remove what is left over; the paths concerned, sorted. What is up to date is not touched."""
    changed = differences(root, files)
    for name in changed:
        path = root / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        else:
            path.unlink()
    return changed


def _is_same(path: Path, content: bytes) -> bool:
    """Whether the file holds exactly that; of a workbook, whether every part inside does.

    The same parts are packed into other bytes by another release of zlib, which is no difference to anybody.
    """
    if not path.is_file():
        return False
    there = path.read_bytes()
    return there == content or (path.suffix in _PACKED and zipfile.is_zipfile(path) and _parts(there) == _parts(content))


def _parts(workbook: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _left_over(root: Path, files: Mapping[str, bytes]) -> list[str]:
    there = [path.relative_to(root).as_posix() for pattern in _OURS_ALONE for path in root.glob(pattern)]
    return [name for name in there if name not in files]
