"""Declaring a sheet."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

import polars as pl
import pytest
from annotated_types import Ge, Le

from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Integer, Money, Row, Sheet, Text, TextId, column, rows
from shopbook.sheet.kinds import Kind
from tests.sheet.grids import LINES, Line, line, read


class Plain(Row):
    """Columns of which each declares one thing."""

    code: TextId = column("代码", "Code", key=True, width=30)
    name: Text = column("名称", "Name", required=True, help=Label(zh="全名", en="The full name"))
    price: Annotated[Money, Ge(0)] | None = column("单价", "Price", places=4, null_words=("面议",))
    share: Annotated[Integer | None, Ge(1), Le(10)] = column("份", "Share", aliases=("份数",))


PLAIN = Sheet("plain", Label(zh="简表", en="Plain"), Plain, Label(zh="例子", en="an example"))


def test_columns_come_in_the_order_they_are_declared_with_kind_and_limits() -> None:
    assert [(each.field, each.kind, each.minimum, each.maximum) for each in PLAIN.columns] == [
        ("code", Kind.TEXT_ID, None, None),
        ("name", Kind.TEXT, None, None),
        ("price", Kind.MONEY, Decimal(0), None),
        ("share", Kind.INTEGER, Decimal(1), Decimal(10)),
    ]


def test_keys_and_required_columns_must_be_filled() -> None:
    assert [each.is_required for each in PLAIN.columns] == [True, True, False, False]
    assert (PLAIN.key, [name for name, field in Plain.model_fields.items() if field.is_required()]) == (("code",), ["code", "name"])


def test_a_column_is_as_wide_as_declared_or_as_its_kind() -> None:
    assert [each.width for each in PLAIN.columns] == [30, 24, 12, 8]


def test_an_amount_is_stored_with_its_own_places() -> None:
    assert PLAIN.schema()["price"] == pl.Decimal(38, 4)
    assert PLAIN.by_field["price"].spelling().places == 4
    assert PLAIN.empty().columns == ["_row", "code", "name", "price", "share"]


def test_a_column_has_words_for_nothing_of_its_own() -> None:
    assert "面议" in PLAIN.by_field["price"].null_words
    assert "-" in PLAIN.by_field["price"].null_words


def test_a_column_answers_to_titles_in_both_languages_and_to_its_aliases() -> None:
    assert PLAIN.by_field["share"].titles == {"份", "share", "份数"}


def test_a_choice_column_expects_its_words_and_knows_them_by_code_label_and_alias() -> None:
    state = LINES.by_field["state"]
    assert state.expected() == Label(zh="待发货、交易成功", en="To ship, Done")
    assert state.shown(Lang.EN) == {"paid": "To ship", "done": "Done"}
    assert set(state.spelling().choices) == {"paid", "待发货", "toship", "买家已付款等待卖家发货", "done", "交易成功"}


def test_any_other_column_expects_what_its_kind_does() -> None:
    assert LINES.by_field["qty"].expected().en == "a whole number such as 3"


def test_a_sheet_with_the_column_for_findings_is_a_checked_one() -> None:
    assert (LINES.checked, PLAIN.checked) == (True, False)


def test_a_misspelled_note_of_a_column_is_refused() -> None:
    with pytest.raises(TypeError):
        column("代码", "Code", widht=30)


def test_rows_become_records_and_a_faulty_cell_a_blank_field() -> None:
    table = read(line("41", qty=0), line(None, qty="两"))
    first, second = rows(table.frame, Line)
    assert (first.order_no, first.qty, first.paid, first.paid_at) == ("41", 0, Decimal("12.50"), dt.datetime(2026, 3, 1, 9, 5))
    assert [getattr(second, name) for name in ("order_no", "qty")] == [None, None]


def test_a_record_that_is_built_by_hand_is_checked() -> None:
    assert Plain(code="1", name="x").price is None
    with pytest.raises(ValueError, match="price"):
        Plain(code="1", name="x", price=Decimal(-1))
