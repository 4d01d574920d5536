"""Formats that only a native reader knows, in a process of their own."""

from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import Kind, list_tabs, read_grids
from shopbook.host.reading.container import Container, Visibility
from shopbook.host.reading.limited import Limits, run_child
from shopbook.sheet.grid import CellType
from tests.host.reading.workbooks import cell, pack

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(folder: Path, cells: str, *, kind: str = TYPE, manifest: str = "<manifest/>") -> Path:
    content = (
        f'<office:document-content {NAMES} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="订单">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return pack(folder / "a.ods", {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


ROWS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>编号</text:p></table:table-cell></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="float" office:value="2.5"/>'
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    '<table:table-cell office:value-type="date" office:date-value="2026-02-06T13:21:20"/>'
    '<table:table-cell office:value-type="string"><text:p>#REF!</text:p></table:table-cell></table:table-row>'
)


def test_an_open_document_is_read_with_types(tmp_path: Path) -> None:
    container = admit(ods(tmp_path, ROWS))

    (grid,) = read_grids(container)

    assert (container.kind, grid.tab) == (Kind.ODS, "订单")
    assert grid.text.rows() == [("编号", None, None, None), ("2.5", "TRUE", "2026-02-06 13:21:20", "#REF!")]
    assert grid.types.row(1) == (CellType.NUMBER, CellType.BOOL, CellType.NUMBER, CellType.ERROR)


@pytest.mark.parametrize(
    ("kind", "manifest", "named"),
    [
        (TYPE, "<manifest><encryption-data/></manifest>", "protected with a password"),
        (TYPE.replace("spreadsheet", "text"), "<manifest/>", "no spreadsheet"),
    ],
)
def test_an_open_document_that_cannot_be_read_says_why(tmp_path: Path, kind: str, manifest: str, named: str) -> None:
    with pytest.raises(UnreadableFileError, match=named):
        admit(ods(tmp_path, ROWS, kind=kind, manifest=manifest))


@pytest.mark.parametrize(
    ("limits", "named"), [(Limits(start_seconds=0.001), "took more than 0 seconds"), (Limits(memory_bytes=8 << 20), "cannot be read")]
)
def test_a_reader_that_takes_too_much_is_stopped_with_a_sentence(tmp_path: Path, limits: Limits, named: str) -> None:
    container = Container(ods(tmp_path, ROWS), Kind.ODS)

    with pytest.raises(UnreadableFileError, match=named):
        run_child("cells", container, ["订单"], limits)


def test_a_reader_that_dies_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    path.write_bytes(b"PK\x03\x04 nothing behind it")

    with pytest.raises(UnreadableFileError, match="cannot be read"):
        run_child("cells", Container(path, Kind.XLSB), ["Sheet1"])


@pytest.mark.corpus
def test_the_sheets_of_an_old_workbook_are_listed_with_their_visibility(shared: Path) -> None:
    for name in ("calamine__any_sheets.xls", "calamine__any_sheets.xlsb"):
        tabs = list_tabs(admit(shared / "corpus" / name))
        assert [(tab.name, tab.visibility) for tab in tabs] == [
            ("Visible", Visibility.VISIBLE),
            ("Hidden", Visibility.HIDDEN),
            ("VeryHidden", Visibility.VERY_HIDDEN),
        ]


@pytest.mark.corpus
def test_error_cells_of_an_old_workbook_are_errors_and_not_blank(shared: Path) -> None:
    grid = read_grids(admit(shared / "corpus" / "test_files__metadata_2019.xls"))[0]

    errors = sum(int((grid.types[name] == CellType.ERROR).sum()) for name in grid.types.columns)

    assert errors == 8
    assert cell(grid, "A2") == ("#VALUE!", CellType.ERROR)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "kind", "cells"),
    [("oletools__dde-test-encrypt-standardpassword.xlsm", Kind.XLSM, 5), ("oletools__autostart-encrypt-standardpassword.xls", Kind.XLS, 2)],
)
def test_a_workbook_locked_with_excels_own_password_opens_as_in_excel(shared: Path, name: str, kind: Kind, cells: int) -> None:
    container = admit(shared / "corpus" / name)

    (grid,) = read_grids(container)

    assert container.kind is kind
    assert sum(int((grid.types[letters] != CellType.BLANK).sum()) for letters in grid.types.columns) == cells


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["poi__protected_passtika.xlsx", "poi__protected_sha512.xlsx", "poi__xor-encryption-abc.xls"])
def test_a_workbook_with_a_password_of_its_own_is_refused_by_that_reason(shared: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError, match="protected with a password"):
        admit(shared / "corpus" / name)
