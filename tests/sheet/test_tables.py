"""Where findings are."""

import polars as pl

from shopbook.labels import Lang
from shopbook.sheet.findings import SCHEMA
from shopbook.sheet.reading import read_sheet
from shopbook.sheet.tables import without_rows
from tests.sheet.grids import LINES, TITLES, grid, line, read


def found(*rows: int, field: str = "qty") -> pl.DataFrame:
    """Findings that say only what ``Table.locate`` needs."""
    return pl.DataFrame(
        {
            "code": "x.y",
            "severity": "error",
            "row": pl.Series(rows, dtype=pl.Int64),
            "field": field,
            "message": "m",
            "fix": "",
        }
    )


def test_a_finding_is_given_its_cell_key_title_and_value() -> None:
    table = read(line("41", qty=2), line("42", qty=5), titles=[title if title != "数量" else " Quantity\n" for title in TITLES])
    placed = table.locate(found(3, 2), Lang.ZH)
    assert placed.schema == pl.Schema(SCHEMA)
    assert placed.select("tab", "row", "cell", "key", "column", "value").rows() == [
        ("订单", 3, "E3", "42", "Quantity", "5"),
        ("订单", 2, "E2", "41", "Quantity", "2"),
    ]


def test_a_field_without_a_column_has_a_title_and_no_cell() -> None:
    table = read(["41", 1], titles=["订单编号", "数量"])
    assert table.locate(found(2, field="paid"), Lang.EN).select("cell", "key", "column", "value").row(0) == ("", "41", "Paid", "")
    assert table.locate(found(2, field="order.goods"), Lang.EN).select("cell", "key", "column").row(0) == ("", "41", "")


def test_rows_that_are_not_in_the_sheet_have_neither_cell_nor_key() -> None:
    table = read_sheet(grid(TITLES, line("41"), first_row=5), LINES, lang=Lang.ZH)
    placed = table.locate(found(0, 1, 4, 6, 7, 2_000_000), Lang.ZH)
    assert placed.select("cell", "key", "value").rows() == [
        ("", "", ""),
        ("", "", ""),
        ("", "", ""),
        ("E6", "41", "3"),
        ("", "", ""),
        ("", "", ""),
    ]


def test_a_finding_about_the_sheet_as_a_whole_has_neither_cell_nor_key() -> None:
    assert read(line("41")).locate(found(0), Lang.ZH).select("cell", "key", "column", "value").row(0) == ("", "", "数量", "")


def test_a_row_that_was_put_aside_has_a_cell_and_no_key() -> None:
    table = read(line("41"), TITLES)
    assert table.locate(found(3), Lang.ZH).select("cell", "key", "value").row(0) == ("E3", "", "数量")


def test_several_findings_of_one_row_keep_their_order_and_number() -> None:
    table = read(line("41"))
    both = pl.concat([found(2, 2), found(2, field="paid")])
    assert table.locate(both, Lang.ZH)["cell"].to_list() == ["E2", "E2", "F2"]


def test_findings_without_a_header_have_no_cells() -> None:
    table = read_sheet(grid(["x"]), LINES, lang=Lang.EN)
    assert table.locate(found(1), Lang.EN).select("cell", "key", "column").row(0) == ("", "", "Quantity")


def test_nothing_found_is_an_empty_frame_of_findings() -> None:
    assert read(line("41")).locate(found(), Lang.ZH).schema == pl.Schema(SCHEMA)


def test_a_key_of_several_fields_is_shown_with_all_that_are_there() -> None:
    table = read(line("41"), line("42", buyer=None))
    keyed = type(table)(
        table.frame, table.findings, table.grid, table.header, table.columns, ("order_no", "buyer", "absent"), table.last_row
    )
    assert keyed.locate(found(2, 3), Lang.ZH)["key"].to_list() == ["41 / 小王", "42"]


def test_rows_are_left_out_by_their_number() -> None:
    assert without_rows(read(line("41"), line("42")).frame, [2])["order_no"].to_list() == ["42"]
