"""From the cells of a grid to a typed frame."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.labels import Lang
from shopbook.sheet.columns import ROW
from shopbook.sheet.faults import Fault
from shopbook.sheet.grid import CellType, column_letters
from shopbook.sheet.parsing import CellValue, Spelling, parse_person, parse_text
from shopbook.sheet.reading import Manner, read_sheet, read_table
from tests.sheet.grids import FIRST, LINES, REF, TITLES, Cell, Raw, grid, line, read, said
from tests.sheet.test_kinds import TEXTS


def test_a_row_is_read_into_typed_fields() -> None:
    table = read(line("41", share="3.2%", gift="是", remark="急"))
    assert table.frame.row(0, named=True) == {
        "_row": 2,
        "check": None,
        "order_no": "41",
        "buyer": "小王",
        "phone": "13800138000",
        "qty": 3,
        "paid": Decimal("12.50"),
        "paid_at": FIRST,
        "state": "paid",
        "share": Decimal("0.032000"),
        "gift": True,
        "remark": "急",
    }
    assert table.frame.schema == LINES.empty().schema


def test_the_frame_has_the_same_columns_when_the_sheet_lacks_some() -> None:
    table = read(["41", 2], titles=["订单编号", "数量"])
    assert table.frame.schema == LINES.empty().schema
    assert table.present == {"order_no", "qty"}


def test_findings_come_by_place_with_key_column_and_value() -> None:
    table = read(line("41", qty=0, paid=REF), line("42", phone="1380013800"))
    assert table.findings.select("cell", "key", "field", "column", "value", "severity").rows() == [
        ("E2", "41", "qty", "数量", "0", "error"),
        ("F2", "41", "paid", "实付金额", "#REF!", "error"),
        ("D3", "42", "phone", "手机", "1380013800", "error"),
    ]


def test_messages_are_in_the_language_asked_for() -> None:
    chinese, english = (read(line(None), lang=lang).findings["message"].item() for lang in (Lang.ZH, Lang.EN))
    assert (chinese, english) == ("必填，不能为空", "Must be filled in")


def test_of_an_export_only_missing_required_columns_and_real_faults_are_said() -> None:
    cells = grid(["买家", "订单编号", "订单号", "平台自己的列", "数量"], [" 小王", "41", "41", "x", "２"], ["小李", "42", "42", "x", "两"])
    table = read_table(cells, LINES.columns, key=("order_no",), manner=Manner(Lang.EN, is_ours=False))
    assert said(table) == [("header.doubled", "C1"), ("cell.not-a-number", "E3")]
    assert table.findings["severity"].to_list() == ["warning", "error"]
    assert said(read_table(grid(["买家", "数量"]), LINES.columns, key=(), manner=Manner(Lang.EN, is_ours=False))) == [
        ("header.missing", "0")
    ]


def test_in_a_text_file_numbers_and_dates_are_text_and_that_is_no_fault() -> None:
    cells = replace(grid(TITLES, line("41", qty="3", paid_at="2026-03-01 09:05")), encoding="utf-8")
    assert said(read_sheet(cells, LINES, lang=Lang.EN)) == []


def test_hidden_rows_are_read_and_counted() -> None:
    table = read_sheet(replace(grid(TITLES, line("41")), hidden_rows=7), LINES, lang=Lang.EN)
    assert table.frame.height == 1
    assert table.findings.select("code", "severity", "message").row(0) == (
        "rows.hidden",
        "hint",
        "Hidden or filtered away: 7 of the rows. They are read and checked all the same",
    )


def test_formulas_that_reach_outside_are_said_even_beside_the_columns() -> None:
    cells = replace(grid(TITLES, line("41")), outside={"Z9": '=HYPERLINK("x")', "A1": '=WEBSERVICE("x")'})
    assert said(read_sheet(cells, LINES, lang=Lang.EN)) == [("cell.formula-outside", "A1"), ("cell.formula-outside", "Z9")]


def test_the_calendar_of_1904_is_the_workbooks() -> None:
    table = read_sheet(grid(TITLES, line("41", paid_at=43538), is_1904=True), LINES, lang=Lang.EN)
    assert table.frame["paid_at"].item() == dt.datetime(2023, 3, 15)


def test_a_column_whose_cells_are_all_errors_is_no_blank_column() -> None:
    table = read(line("41", paid=REF), line("42", paid=REF))
    assert table.frame["paid"].null_count() == 2
    assert said(table) == [("cell.error-value", "F2"), ("cell.error-value", "F3")]


ROWS = st.lists(
    st.lists(st.tuples(st.none() | TEXTS | st.sampled_from(TITLES), st.sampled_from(CellType)), max_size=len(TITLES)),
    min_size=1,
    max_size=12,
)
RANGES = st.lists(st.builds("{}{}:{}{}".format, st.sampled_from("ABCK"), st.integers(0, 15), st.sampled_from("ABCKZ"), st.integers(0, 15)))


@settings(max_examples=80)
@given(rows=ROWS, merges=RANGES, has_header=st.booleans(), first_row=st.integers(1, 3), down=st.booleans(), is_ours=st.booleans())
def test_any_sheet_is_read_without_an_error(
    rows: list[list[tuple[str | None, CellType]]], merges: list[str], first_row: int, *, has_header: bool, down: bool, is_ours: bool
) -> None:
    header: list[list[Cell]] = [list(TITLES)] if has_header else []
    cells = grid(*header, *([Raw(*cell) for cell in row] for row in rows), first_row=first_row, merges=merges)
    manner = Manner(Lang.EN, is_ours=is_ours, fill_down=("order_no", "remark") if down else ())
    table = read_table(cells, LINES.columns, key=LINES.key, manner=manner)
    assert table.frame.schema == LINES.empty().schema
    assert set(table.findings["row"]) <= {0, *range(first_row, first_row + cells.text.height)}
    assert table.findings.null_count().sum_horizontal().item() == 0


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_rows_but_in_their_row_numbers(chance: random.Random) -> None:
    rows = [line("41", qty=0), line("42", phone="1"), line("43", paid="1,2"), line("44"), line("45", remark=" x"), line("46", state="发了")]
    one = read(*rows)
    chance.shuffle(rows)
    other = read(*rows)
    about = ["code", "severity", "key", "field", "value", "message", "fix"]
    assert one.findings.select(about).sort("key").equals(other.findings.select(about).sort("key"))
    assert one.frame.drop(ROW).sort("order_no").equals(other.frame.drop(ROW).sort("order_no"))


def tidy(parse: Callable[[str, Spelling], str | Fault]) -> st.SearchStrategy[str | None]:
    """Texts that a reader of this kind leaves as they are, or none."""
    texts = st.text(max_size=12).map(lambda text: str(parse(text, Spelling())))
    words = {word for column in LINES.columns for word in column.null_words}
    return st.none() | texts.filter(lambda text: text != "" and text not in words and not text.startswith("#"))


MONEY = st.decimals(-(10**9), 10**9, places=2)
RECORDS = st.fixed_dictionaries(
    {
        "order_no": st.integers(0, 10**20).map(str),
        "buyer": tidy(parse_person),
        "phone": st.none() | st.integers(13 * 10**9, 14 * 10**9 - 1).map(str),
        "qty": st.none() | st.integers(1, 10**6),
        "paid": st.none() | MONEY,
        "paid_at": st.none()
        | st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(lambda when: when.replace(microsecond=0)),
        "state": st.none() | st.sampled_from(["paid", "done"]),
        "share": st.none() | st.decimals(0, 1, places=6),
        "gift": st.none() | st.booleans(),
        "remark": tidy(parse_text),
    }
)


@settings(max_examples=60)
@given(records=st.lists(RECORDS, max_size=6))
def test_records_written_into_cells_are_read_as_they_were(records: list[dict[str, CellValue | None]]) -> None:
    shown = LINES.by_field["state"].shown(Lang.ZH)
    fields = [column.field for column in LINES.columns if column.field != "check"]
    rows: list[list[Cell]] = [
        [None, *(shown[str(value)] if field == "state" and value else value for field, value in ((name, record[name]) for name in fields))]
        for record in records
    ]
    table = read(*rows)
    assert table.frame.drop(ROW, "check").to_dicts() == records
    assert said(table) == []


def test_a_sheet_of_many_rows_is_read_in_time() -> None:
    height = 200_000
    numbers = pl.Series(range(height)).cast(pl.String)
    texts: dict[str, tuple[pl.Series, CellType]] = {
        "订单编号": ("41" + numbers, CellType.TEXT),
        "手机": ("13" + numbers.str.zfill(9), CellType.TEXT),
        "数量": (pl.Series(["3"]).new_from_index(0, height), CellType.NUMBER),
        "实付金额": (numbers + ".5", CellType.NUMBER),
        "付款时间": (pl.Series(["2026-03-01 09:05:00"]).new_from_index(0, height), CellType.NUMBER),
        "状态": (pl.Series(["待发货"]).new_from_index(0, height), CellType.TEXT),
    }
    header = grid(list(texts))
    letters = [column_letters(each + 1) for each in range(len(texts))]
    text = pl.DataFrame({name: cells for name, (cells, _) in zip(letters, texts.values(), strict=True)})
    types = pl.DataFrame(
        {
            name: pl.Series([int(kind)], dtype=pl.UInt8).new_from_index(0, height)
            for name, (_, kind) in zip(letters, texts.values(), strict=True)
        }
    )
    big = replace(header, text=header.text.vstack(text), types=header.types.vstack(types))
    table = read_sheet(big, LINES, lang=Lang.EN)
    assert (table.frame.height, table.frame["paid"].sum()) == (height, Decimal(height * (height - 1) // 2) + Decimal(height) / 2)
    assert set(table.findings["code"]) == {"header.missing"}
