import io
import zipfile
from pathlib import Path

import pytest

from shopbook.build.generated import ADDIN, differences, generated, write
from tests.build.declared import ODD_BOOK, ORDER_BOOK

FILES = generated([ODD_BOOK])
PAGE = "docs/reference/rules.md"
TEMPLATE = "xlsx_templates/zh/odd.xlsm"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project whose generated files are up to date."""
    write(tmp_path, FILES)
    return tmp_path


def test_a_template_in_each_language_and_every_page_are_generated() -> None:
    names = set(FILES)
    assert {
        TEMPLATE,
        "xlsx_templates/en/odd.xlsx",
        ADDIN,
        "macros/Shopbook.bas",
        PAGE,
        "docs/reference/cells.md",
        "docs/reference/sheets/odd.md",
        "docs/reference/schema/odd/oddities.json",
    } <= names
    assert "docs/reference/schema/every_book/findings.json" in names


def test_an_installed_program_makes_only_templates_and_macros() -> None:
    assert {name.split("/")[0] for name in generated([ODD_BOOK], examples=None)} == {"xlsx_templates", "macros"}


def test_nothing_differs_from_what_was_just_written(tree: Path) -> None:
    assert differences(tree, FILES) == []
    assert write(tree, FILES) == []


def test_a_file_changed_by_hand_is_named_and_written_again(tree: Path) -> None:
    (tree / PAGE).write_text("by hand", encoding="utf-8")
    (tree / TEMPLATE).write_bytes((tree / "xlsx_templates/en/odd.xlsm").read_bytes())
    assert differences(tree, FILES) == [PAGE, TEMPLATE]
    assert write(tree, FILES) == [PAGE, TEMPLATE]
    assert (tree / PAGE).read_bytes() == FILES[PAGE]


def test_a_missing_file_is_named(tree: Path) -> None:
    (tree / TEMPLATE).unlink()
    assert differences(tree, FILES) == [TEMPLATE]


def test_a_template_that_is_no_zip_at_all_is_named(tree: Path) -> None:
    (tree / TEMPLATE).write_bytes(b"half a file")
    assert differences(tree, FILES) == [TEMPLATE]


def test_files_of_a_book_that_is_gone_are_named_and_removed_and_other_peoples_files_stay(tree: Path) -> None:
    former = generated([ORDER_BOOK])
    left = ["docs/reference/rules/orders.md", "docs/reference/schema/orders/orders.json", "xlsx_templates/zh/orders.xlsm"]
    for name in left:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(former[name])
    (tree / "xlsx_templates" / "README.md").write_text("about", encoding="utf-8")
    assert differences(tree, FILES) == left
    assert write(tree, FILES) == left
    assert not (tree / left[-1]).exists()
    assert (tree / "xlsx_templates" / "README.md").exists()


def test_a_template_packed_by_another_zlib_is_the_same(tree: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES[TEMPLATE])) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as other:
        for name in archive.namelist():
            other.writestr(name, archive.read(name))
    (tree / TEMPLATE).write_bytes(packed.getvalue())
    assert differences(tree, FILES) == []
