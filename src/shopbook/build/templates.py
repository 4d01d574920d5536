"""``shopbook templates``: the generated files of every book, written anew or compared."""

from pathlib import Path

from shopbook.books.registry import BOOKS, FORMS
from shopbook.build.generated import EXAMPLES, REFERENCE, Shown, differences, generated, write
from shopbook.build.scenes import load_scenes
from shopbook.build.worked import load
from shopbook.shipped import Shipped, shipped_folder


def write_all(root: Path | None = None) -> list[str]:
    """Write every generated file that is not up to date.

    Args:
        root: The project's folder; by default the one that the program runs from.

    Returns:
        The paths written or removed, below the folder.
    """
    folder = root or _root()
    return write(folder, _files(folder))


def check_all(root: Path | None = None) -> list[str]:
    """The paths, below the folder, of generated files that differ from what the declarations make; nothing is written."""
    folder = root or _root()
    return differences(folder, _files(folder))


def _root() -> Path:
    return shipped_folder(Shipped.TEMPLATES).parent


def _files(root: Path) -> dict[str, bytes]:
    folder = root / EXAMPLES
    shown = Shown(load(folder), load_scenes(folder / "tasks")) if (root / REFERENCE).is_dir() else None
    return generated(BOOKS, FORMS, examples=shown)
