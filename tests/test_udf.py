"""Functions for cells: blocks in, blocks out."""

import platform
import subprocess
import sys

import pytest

from shopbook import udf
from shopbook.host.excel import worksheet_function


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "zh")


def test_phones_are_written_in_one_spelling_and_others_stay_as_they_are() -> None:
    cells: udf.Block = [["+86 138-0013-8000", 13800138000.0], [None, "1234"]]

    assert udf.shop_phone(cells) == [["13800138000", "13800138000"], ["", "1234"]]


def test_a_wrong_phone_is_said_a_right_one_and_a_blank_are_not() -> None:
    [[wrong, right, blank]] = udf.shop_phone_fault([["1234", "13800138000", None]])

    assert wrong.startswith("电话号码不对")
    assert (right, blank) == ("", "")


@pytest.mark.parametrize("cell", [1234567890123456.0, "4.27E+18"])
def test_an_order_number_that_has_lost_digits_is_said(cell: object) -> None:
    assert "丢失" in udf.shop_order_no_fault([[cell]])[0][0]


@pytest.mark.parametrize("cell", ["1234567890123456789", "T1001", 123456.0, None, True])
def test_an_order_number_with_all_its_digits_is_fine(cell: object) -> None:
    assert udf.shop_order_no_fault([[cell]]) == [[""]]


def test_all_couriers_that_a_number_may_be_of_are_named() -> None:
    assert udf.shop_couriers([["SF1234567890123", "?", None]]) == [["顺丰", "不符合任何已知快递的单号格式", ""]]


def test_couriers_are_named_in_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "en")

    assert udf.shop_couriers([["SF1234567890123"]]) == [["SF"]]


def test_a_tax_number_is_checked_to_its_last_character() -> None:
    [[right, slip, short, blank]] = udf.shop_tax_no_fault([["91350100M000100Y43", "91350100M000100Y44", "123", ""]])

    assert (right, blank) == ("", "")
    assert "校验位" in slip
    assert "位数" in short


def test_an_order_sums_to_goods_less_discount_plus_freight() -> None:
    assert udf.shop_order_sum([[0.1], [100.0], [None]], [[None], ["¥5.50"], [1.0]], [[0.2], [8.0], [1.0]]) == [[0.3], [102.5], [""]]


def test_one_freight_holds_for_all_orders() -> None:
    assert udf.shop_order_sum([[10.0], [20.0]], [[0.0]], [[6.0]]) == [[16.0], [26.0]]


def test_what_is_no_amount_is_said_instead_of_a_sum() -> None:
    assert "金额" in str(udf.shop_order_sum([["十元"]], [[0.0]], [[0.0]])[0][0])


def test_blocks_of_different_heights_are_refused() -> None:
    with pytest.raises(udf.UnequalBlocksError):
        udf.shop_order_sum([[1.0], [2.0], [3.0]], [[0.0], [0.0]], [[0.0]])


def test_an_address_is_taken_apart_into_four_columns() -> None:
    cells: udf.Block = [["浙江省 杭州市 西湖区 文三路1号"], [None], ["某地"]]

    assert udf.shop_address(cells) == [["浙江省", "杭州市", "西湖区", "文三路1号"], ["", "", "", ""], ["", "", "", "某地"]]


def test_a_function_offered_to_excel_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")

    offered = worksheet_function(udf.shop_phone)

    assert offered is not udf.shop_phone
    assert offered([["138-0013-8000"]]) == [["13800138000"]]


def test_the_functions_work_without_xlwings() -> None:
    code = "import sys; sys.modules['xlwings'] = None; import shopbook.udf as u; print(u.shop_phone([['13800138000']]))"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert told.stdout.strip() == "[['13800138000']]"
