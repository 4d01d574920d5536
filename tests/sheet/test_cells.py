"""One column of cells: its values and every fault of every cell."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopbook.labels import Label, Lang
from shopbook.sheet.cells import fault_rows, outside_finding, read_column
from shopbook.sheet.columns import Column, ColumnNotes
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.grid import CellType
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.spelling import ERROR_WORDS, nothing
from tests.sheet.grids import REF, STATES, UNCALCULATED, Cell, Raw, number, raw
from tests.sheet.test_kinds import TEXTS

NUMBERS = pl.Series(range(2, 100), dtype=pl.Int64)


def declared(kind: Kind, *, least: str | None = None, most: str | None = None, required: bool = False) -> Column:
    options = STATES if kind is Kind.CHOICE else ()
    limits = [None if limit is None else Decimal(limit) for limit in (least, most)]
    return Column("field", kind, ColumnNotes(Label(zh="列", en="Column"), options=options, required=required), *limits)


def read(
    column: Column, *cells: Cell, is_ours: bool = True, is_1904: bool = False
) -> tuple[list[object], list[tuple[int, str, str | None]]]:
    """The values, and index, code and fix of each fault."""
    known = [raw(cell) for cell in cells]
    texts = pl.Series([cell.text for cell in known], dtype=pl.String)
    types = pl.Series([cell.type for cell in known], dtype=pl.UInt8)
    got = read_column(texts, types, column, is_1904=is_1904, is_ours=is_ours)
    return got.values.to_list(), got.faults.select("at", "code", "fix").rows()


# Blank


@pytest.mark.parametrize("kind", list(Kind))
def test_what_shows_nothing_is_blank_and_no_fault(kind: Kind) -> None:
    assert read(declared(kind), None, "", "\t", " \u3000", "\u200b", "'", '=""', "null") == ([None] * 8, [])


def test_a_number_that_means_nothing_in_a_column_is_blank_there() -> None:
    column = Column("field", Kind.QTY, ColumnNotes(Label(zh="列", en="Column"), null_words=("-1",)))
    assert read(column, 3, -1, 2) == ([3, None, 2], [])
    assert read(column, 3, 2) == ([3, 2], [])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_required_cell_that_shows_nothing_is_reported(kind: Kind) -> None:
    assert read(declared(kind, required=True), None, "\t") == ([None, None], [(0, "cell.required", None), (1, "cell.required", None)])


def test_a_text_that_tidying_leaves_nothing_of_is_blank() -> None:
    assert read(declared(Kind.TEXT_ID, required=True), "＇", '=""""""') == (
        [None, None],
        [(0, "cell.required", None), (1, "cell.required", None)],
    )


def test_blank_is_never_zero_and_zero_never_blank() -> None:
    assert read(declared(Kind.MONEY), None, 0, "-", Decimal("0.00")) == ([None, Decimal(0), None, Decimal(0)], [])


def test_a_dash_is_blank_in_a_column_of_figures_and_text_in_a_remark() -> None:
    assert read(declared(Kind.QTY), "—") == ([None], [])
    assert read(declared(Kind.TEXT), "—") == (["—"], [])


# Errors and formulas


@pytest.mark.parametrize("kind", list(Kind))
def test_a_column_of_errors_has_no_values_and_an_error_a_cell(kind: Kind) -> None:
    assert read(declared(kind, required=True), REF, Raw("#N/A", CellType.ERROR)) == (
        [None, None],
        [(0, "cell.error-value", None), (1, "cell.error-value", None)],
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_an_error_that_a_text_file_carries_is_an_error(kind: Kind) -> None:
    assert read(declared(kind), "#DIV/0!") == ([None], [(0, "cell.error-value", None)])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_formula_without_result_is_reported_and_not_taken_for_blank(kind: Kind) -> None:
    assert read(declared(kind, required=True), UNCALCULATED) == ([None], [(0, "cell.not-calculated", None)])


# Ids


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("123456789012", "123456789012", None),
        ("1234567890123", "1234567890123", "cell.id-as-number"),
        ("123456789012345", "123456789012345", "cell.id-as-number"),
        ("1234567890123456", None, "cell.digits-lost"),
        ("4100123456789012000", None, "cell.digits-lost"),
        ("12.5", "12.5", None),
    ],
)
@pytest.mark.parametrize("kind", [Kind.TEXT_ID, Kind.TRACKING])
def test_an_id_typed_as_a_number_of_many_digits_has_lost_some(kind: Kind, text: str, value: str | None, code: str | None) -> None:
    assert read(declared(kind), number(text)) == ([value], [(0, code, None)] if code else [])


def test_an_id_of_many_digits_that_is_text_is_whole() -> None:
    assert read(declared(Kind.TEXT_ID), "4100123456789012345") == (["4100123456789012345"], [])


def test_what_excel_leaves_of_an_id_is_never_repaired() -> None:
    assert read(declared(Kind.TEXT_ID), "4.10012E+18") == ([None], [(0, "cell.digits-lost", None)])


@pytest.mark.parametrize("kind", [Kind.TEXT_ID, Kind.SKU, Kind.TRACKING, Kind.PHONE])
def test_a_code_that_excel_made_a_date_of_is_refused(kind: Kind) -> None:
    assert read(declared(kind), dt.datetime(2026, 3, 12), number("08:30:00")) == (
        [None, None],
        [(0, "cell.id-as-date", None), (1, "cell.id-as-date", None)],
    )


def test_leading_zeros_and_codes_like_powers_of_ten_stay() -> None:
    assert read(declared(Kind.SKU), "00123", "1E5") == (["00123", "1E5"], [])


# Numbers, limits


def test_a_number_cell_and_the_same_number_as_text_have_one_value() -> None:
    values, faults = read(declared(Kind.QTY), 3, "3", "３件", Decimal("3.0"))
    assert values == [3, 3, 3, 3]
    assert faults == [(1, "cell.number-as-text", "3"), (2, "cell.number-as-text", "3")]


def test_numbers_and_dates_stored_as_text_are_normal_in_an_export() -> None:
    assert read(declared(Kind.QTY), "3", is_ours=False) == ([3], [])
    assert read(declared(Kind.DATE), "2026-03-01", is_ours=False) == ([dt.date(2026, 3, 1)], [])
    assert read(declared(Kind.TEXT_ID), " 41", is_ours=False) == (["41"], [])


def test_a_percent_sign_in_a_column_of_money_is_a_fault() -> None:
    assert read(declared(Kind.MONEY), "3%") == ([None], [(0, "cell.not-a-number", None)])


def test_negative_zero_is_zero() -> None:
    assert [str(value) for value in read(declared(Kind.MONEY), "-0.00", number("-0.001"))[0]] == ["0.00", "0.00"]


def test_a_number_that_cannot_be_right_is_refused_and_not_stored() -> None:
    assert read(declared(Kind.MONEY), number("1" + "0" * 30)) == ([None], [(0, "cell.too-large", None)])
    assert read(declared(Kind.QTY), number("9223372036854775808")) == ([None], [(0, "cell.too-large", None)])


def test_a_truth_value_is_no_quantity() -> None:
    assert read(declared(Kind.QTY), True) == ([None], [(0, "cell.not-a-number", None)])


@pytest.mark.parametrize(("least", "most"), [("1", "10"), ("0.5", "10.5")])
def test_values_beyond_their_limits_are_reported_and_kept(least: str, most: str) -> None:
    values, faults = read(declared(Kind.QTY, least=least, most=most), 0, 1, 10, 11, None)
    assert values == [0, 1, 10, 11, None]
    assert faults == [(0, "cell.below-minimum", None), (3, "cell.above-maximum", None)]


def test_one_cell_has_one_fault_the_gravest() -> None:
    assert read(declared(Kind.QTY, least="1", required=True), "0") == ([0], [(0, "cell.below-minimum", None)])


# Days and times


def test_a_serial_number_and_a_date_text_are_the_same_day() -> None:
    column = declared(Kind.DATE)
    assert read(column, number("46082"), dt.date(2026, 3, 1), "2026年3月1日", number("20260301")) == (
        [dt.date(2026, 3, 1)] * 4,
        [(2, "cell.date-as-text", "2026-03-01")],
    )


def test_a_serial_number_counts_from_1904_where_the_workbook_says_so() -> None:
    assert read(declared(Kind.DATETIME), number("1.5"), is_1904=True) == ([dt.datetime(1904, 1, 2, 12)], [])


def test_a_number_as_text_is_no_serial_number() -> None:
    assert read(declared(Kind.DATE), "46082") == ([None], [(0, "cell.not-a-date", None)])


@pytest.mark.parametrize(("text", "fix"), [("8:30", "08:30"), ("8:30:15", "08:30:15"), ("24:00", "24:00"), ("00:00", "00:00")])
def test_a_time_as_text_is_put_right_without_losing_its_seconds(text: str, fix: str) -> None:
    assert read(declared(Kind.TIME), text)[1] == [(0, "cell.date-as-text", fix)]


def test_a_moment_as_text_is_put_right_with_its_seconds() -> None:
    assert read(declared(Kind.DATETIME), "2026/3/1 9:05:07")[1] == [(0, "cell.date-as-text", "2026-03-01 09:05:07")]


# Text, choices, flags


def test_untidy_text_is_read_tidy_and_reported() -> None:
    assert read(declared(Kind.TEXT), "好 ", "好", "a\nb") == (["好", "好", "a\nb"], [(0, "cell.untidy", "好")])
    assert read(declared(Kind.PHONE), "138-0013-8000", "0755-88888888") == (
        ["13800138000", "0755-88888888"],
        [(0, "cell.untidy", "13800138000")],
    )


def test_a_column_that_an_export_wraps_whole_is_read() -> None:
    cells = ['="41001"', "\t41002", "'41003", "41004\t", "\ufeff41005", "'\t41006"]
    assert read(declared(Kind.TEXT_ID), *cells, is_ours=False) == ([f"4100{each}" for each in range(1, 7)], [])


def test_an_apostrophe_stays_in_free_text_and_goes_from_codes() -> None:
    assert read(declared(Kind.TEXT), " 'n tuan", is_ours=False)[0] == ["'n tuan"]
    assert read(declared(Kind.SKU), " 'n tuan", is_ours=False)[0] == ["n tuan"]


@pytest.mark.parametrize(
    ("text", "fix"), [("待发货 ", "待发货"), ("买家已付款，等待卖家发货", "待发货"), ("to ship", "To ship"), ("paid", "To ship")]
)
def test_a_choice_in_other_words_is_understood_and_put_right_in_its_own_language(text: str, fix: str) -> None:
    assert read(declared(Kind.CHOICE), text) == (["paid"], [(0, "cell.untidy", fix)])


@pytest.mark.parametrize("text", ["待发货", "To ship"])
def test_a_choice_in_its_own_word_is_right_in_either_language(text: str) -> None:
    assert read(declared(Kind.CHOICE), text) == (["paid"], [])


def test_a_flag_may_be_a_truth_value_or_a_word() -> None:
    assert read(declared(Kind.FLAG), True, False, "是", "×", "也许") == ([True, False, True, False, None], [(4, "cell.not-a-flag", None)])


def test_the_longest_text_of_a_cell_is_read() -> None:
    long = "长" * 32_767
    for kind in (Kind.TEXT, Kind.ADDRESS, Kind.PERSON, Kind.TEXT_ID, Kind.SKU):
        assert read(declared(kind), long) == ([long], [])
    for kind in (Kind.MONEY, Kind.PHONE, Kind.DATETIME, Kind.CHOICE, Kind.FLAG):
        assert read(declared(kind), long)[0] == [None]


# Whatever comes


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=40)
@given(cells=st.lists(st.tuples(st.none() | TEXTS, st.sampled_from(CellType)), max_size=12), is_1904=st.booleans())
def test_any_cells_are_read_and_every_text_becomes_a_value_or_a_fault(
    kind: Kind, cells: list[tuple[str | None, CellType]], *, is_1904: bool
) -> None:
    column = declared(kind)
    values, faults = read(column, *(Raw(*cell) for cell in cells), is_1904=is_1904)
    assert len(values) == len(cells)
    assert len({at for at, *_ in faults}) == len(faults)
    faulty = {at for at, code, _ in faults if FAULTS[Fault(code)].severity == "error"}
    blank = pl.Series([text or "" for text, _ in cells], dtype=pl.String).str.contains(nothing(column.null_words))
    for at, ((text, type_), value) in enumerate(zip(cells, values, strict=True)):
        assert (value is None) == (at in faulty or text is None or blank[at] or KINDS[kind].parse(text, column.spelling()) == "")
        assert type_ not in {CellType.ERROR, CellType.UNCALCULATED} or value is None


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=40)
@given(texts=st.lists(TEXTS, max_size=12))
def test_a_text_cell_means_what_parse_says_of_it(kind: Kind, texts: list[str]) -> None:
    column = declared(kind)
    values, _ = read(column, *texts)
    shows_nothing = pl.Series(texts, dtype=pl.String).str.contains(nothing(column.null_words))
    for text, value, is_nothing in zip(texts, values, shows_nothing, strict=True):
        meant = column.spec.parse(text, column.spelling())
        is_blank = isinstance(meant, Fault) or meant == "" or is_nothing or text in ERROR_WORDS
        assert value is None if is_blank else value == meant


# What is said


def test_a_sentence_names_the_value_the_limit_and_what_is_expected() -> None:
    column = declared(Kind.QTY, least="1", most="10")
    cells = pl.Series(["{value} $1", "0", "11", "x"])
    types = pl.Series([CellType.ERROR, CellType.NUMBER, CellType.NUMBER, CellType.NUMBER], dtype=pl.UInt8)
    got = fault_rows(read_column(cells, types, column), NUMBERS, column, lang=Lang.EN, is_ours=True)
    assert got["message"].to_list() == [
        "The cell shows the error {value} $1: correct the formula or type the real value",
        "Must not be less than 1",
        "Must not be more than 10",
        "Not a number: a whole number such as 3 expected",
    ]
    assert got["row"].to_list() == [2, 3, 4, 5]


def test_faults_of_form_are_not_said_of_an_export() -> None:
    column = declared(Kind.QTY)
    got = read_column(pl.Series(["3", "x"]), pl.Series([2, 2], dtype=pl.UInt8), column)
    assert fault_rows(got, NUMBERS, column, lang=Lang.ZH, is_ours=False)["code"].to_list() == ["cell.not-a-number"]
    assert fault_rows(got, NUMBERS, column, lang=Lang.ZH, is_ours=True)["fix"].to_list() == ["3", ""]


def test_a_formula_that_reaches_outside_is_shown_with_its_cell() -> None:
    found = outside_finding("订单", "AB17", '=WEBSERVICE("x")', Lang.EN)
    assert found.select("code", "severity", "tab", "row", "cell", "value").row(0) == (
        "cell.formula-outside", "warning", "订单", 17, "AB17", '=WEBSERVICE("x")',
    )  # fmt: skip


def test_every_fault_is_explained_in_both_languages_with_known_places() -> None:
    assert set(FAULTS) == set(Fault)
    for note in FAULTS.values():
        for lang in Lang:
            assert note.says.filled({"value": "v", "expected": "e", "limit": "l"})[lang]
