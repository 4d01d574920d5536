from openpyxl.worksheet.datavalidation import DataValidation

from shopbook.build.validation import restriction
from shopbook.labels import Lang
from shopbook.sheet.grid import column_letters
from tests.build.declared import ODD_BOOK, ODDITIES, ORDER_BOOK
from tests.build.opened import opened


def validations(tab_name: str = "李's 杂项") -> dict[str, DataValidation]:
    """Title of a column -> what its cells accept."""
    tab = opened(ODD_BOOK)[tab_name]
    titles = {column_letters(number): cell.value for number, cell in enumerate(tab[4], start=1)}
    return {str(titles[str(each.sqref).split(":")[0].rstrip("0123456789")]): each for each in tab.data_validations.dataValidation}


def test_what_a_cell_accepts_holds_to_the_end_of_the_sheet() -> None:
    assert {str(each.sqref).split(":")[1][1:] for each in validations().values()} == {"1048576"}


def test_everything_can_be_overruled() -> None:
    assert {each.errorStyle for each in validations().values() if each.type} == {"warning"}


def test_a_choice_is_a_drop_down_of_its_words() -> None:
    tab = opened(ORDER_BOOK)["待审"]
    assert '"通过,暂停"' in [each.formula1 for each in tab.data_validations.dataValidation if each.type == "list"]


def test_yes_and_no_are_a_drop_down() -> None:
    assert validations()["赠品"].formula1 == '"是,否"'


def test_a_long_list_and_one_with_commas_are_named() -> None:
    found = validations()
    assert (found["很多种"].formula1, found["逗号"].formula1) == ("list_oddities_many", "list_oddities_comma")


def test_numbers_keep_the_limits_of_their_column() -> None:
    found = validations()
    assert (found["件数"].type, found["件数"].formula1, found["件数"].formula2) == ("whole", "2", "9")
    assert (found["占比"].type, found["占比"].formula1, found["占比"].formula2) == ("decimal", "0", "1")
    assert (found["整数"].formula1, found["整数"].formula2) == ("-10000000000000", "10000000000000")


def test_days_are_those_of_this_century() -> None:
    found = validations()
    # 2000-01-01 is day 36526 of Excel's calendar, 2099-12-31 day 73050.
    assert [(found[title].type, found[title].formula1, found[title].formula2) for title in ("日子", "时间")] == [
        ("date", "36526", "73050")
    ] * 2
    assert (found["开门"].formula1, found["开门"].formula2) == ("0", "1")


def test_an_id_has_a_longest_length() -> None:
    found = validations()["编号"]
    assert (found.type, found.operator, found.formula1) == ("textLength", "lessThanOrEqual", "64")


def test_the_columns_help_is_shown_to_whoever_stands_on_its_cells_and_cut_where_excel_has_no_room() -> None:
    found = validations()
    assert (found["折扣?*~"].promptTitle, found["折扣?*~"].prompt) == ("折扣?*~", "可空")
    assert found["长说明"].prompt == "很" * 255


def test_a_column_that_a_task_fills_accepts_everything_and_explains_itself() -> None:
    found = validations()["结果"]
    assert found.type in (None, "none")
    assert found.prompt == "由程序填写"


def test_there_is_nothing_to_tell_about_free_text_without_help() -> None:
    assert restriction(ORDER_BOOK.sheet("orders").by_field["remark"], Lang.ZH) is None


def test_a_parameter_accepts_what_its_kind_does_in_its_own_cell() -> None:
    tab = opened(ORDER_BOOK)["参数"]
    rows = {row[0].value: f"C{row[0].row}" for row in tab.iter_rows(min_row=5)}
    found = {str(each.sqref): each for each in tab.data_validations.dataValidation}
    assert found[rows["split_orders"]].formula1 == '"跳过,排队,拆单"'
    assert found[rows["ship_hours"]].type == "whole"
    assert found[rows["far_from_list"]].type == "decimal"


def test_a_warning_says_what_was_expected() -> None:
    assert "整数，例如 3，不小于 2" in str(validations()["件数"].error)
    assert ODDITIES.by_field["few"].minimum == 2
