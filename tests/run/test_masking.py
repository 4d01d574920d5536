"""Personal data does not leave the workbook, however it was typed."""

import re
from pathlib import Path

import polars as pl
import pytest

import shopbook
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.labels import Label, Lang
from shopbook.run.masking import masked_findings, masked_text
from shopbook.sheet.findings import Severity, one_finding
from tests.run import shop

MOBILES = (
    "13800138000", "１３８００１３８０００", "138 0013 8000", "138-0013-8000", "138—0013—8000",
    "1 3 8 0 0 1 3 8 0 0 0", "+86 138 0013 8000",
    "8613800138000", "138.0013.8000", "１３８　００１３　８０００",
)  # fmt: skip
HARMLESS = (
    "6920000000104729137", "1234567890123456789", "下单 2026-02-15 10:00，付款 2026-02-14 10:00", "2026-02-13 18:00", "1380013800.00",
    "合计 1,380,013,800 件", "快递送到菜鸟驿站", "不要放在路边", "YT7600000012345",
)  # fmt: skip


@pytest.mark.parametrize("typed", MOBILES)
@pytest.mark.parametrize("around", ["{}", "请打{}谢谢", "电话：{}，晚上", "x {} y"])
def test_a_mobile_keeps_three_and_four_digits_however_it_is_typed(typed: str, around: str) -> None:
    masked = masked_text(around.format(typed))

    assert re.sub(r"\D", "", masked).translate(str.maketrans("０１２３４５６７８９", "0123456789")) == "1388000"


def test_two_mobiles_side_by_side_are_both_masked() -> None:
    assert masked_text("13800138000,13900139000 13700137000") == "138****8000,139****9000 137****7000"


def test_a_landline_loses_its_number() -> None:
    assert masked_text("打 021-12345678 或 0755-1234567") == "打 021**** 或 0755****"


@pytest.mark.parametrize("text", HARMLESS)
def test_order_numbers_amounts_and_times_stay(text: str) -> None:
    assert masked_text(text) == text


@pytest.mark.parametrize(
    "text", ["改寄到上海市浦东新区世纪大道100号", "送北京市朝阳区建国路八十八号3栋", "请送科技园路 8 号", "世纪大道１００号"]
)
def test_a_street_with_a_number_is_masked(text: str) -> None:
    masked = masked_text(text)

    assert "**" in masked
    assert re.search("大道|建国路|科技园路|号", masked) is None


@pytest.mark.parametrize("rule", ORDERS_BOOK.rules, ids=lambda rule: str(rule.code))
def test_no_sentence_of_ours_looks_like_an_address(rule: object) -> None:
    says = next(each.says for each in ORDERS_BOOK.rules if each is rule)
    for lang in Lang:
        spoken = re.sub(r"\{[a-z_.]+\}", "12", says[lang])
        assert masked_text(spoken) == spoken


def test_a_file_named_after_a_street_keeps_its_name_in_errors() -> None:
    assert masked_text("中山路店6月 13800138000.xlsx", with_streets=False) == "中山路店6月 138****8000.xlsx"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("三月/张小三", "三月/张**"),
        ("三月/张小三 / 2", "三月/张** / 2"),
        ("Sheet1/John Smith", "Sheet1/J**"),
        ("6920000000104729137", "6920000000104729137"),
        ("A-1 / 主仓", "A-1 / 主仓"),
        ("2026/0017", "2026/0017"),
    ],
)
def test_an_order_numbered_by_its_customer_does_not_name_him(key: str, shown: str) -> None:
    says = Label(zh=f"订单 {key} 有问题", en=f"Order {key} is wrong")
    found = one_finding("x", Severity.HINT, says, Lang.ZH, key=key, field="order_no", value=key)

    masked = masked_findings(found, ORDERS_BOOK.sheet("orders").by_field)

    assert masked.select("key", "value", "message").row(0) == (shown, shown, f"订单 {shown} 有问题")


def test_columns_are_masked_as_sentences_are() -> None:
    texts = [*MOBILES, *HARMLESS, "改寄到上海市浦东新区世纪大道100号", "021-12345678"]
    found = pl.concat([one_finding("x", Severity.HINT, Label(text, text), Lang.ZH, field="message", value=text) for text in texts])

    masked = masked_findings(found, ORDERS_BOOK.sheet("orders").by_field)

    assert masked["value"].to_list() == [masked_text(text) for text in texts]
    assert masked["message"].to_list() == [masked_text(text) for text in texts]


def test_an_order_number_that_looks_like_a_mobile_is_left_alone_in_its_column() -> None:
    found = one_finding("x", Severity.HINT, Label("", ""), Lang.ZH, field="order_no", value="13800138000", fix="13800138000")

    masked = masked_findings(found, ORDERS_BOOK.sheet("orders").by_field)

    assert masked["value"].to_list() == masked["fix"].to_list() == ["13800138000"]


@pytest.mark.parametrize("phone", ["13912345678", "１３９１２３４５６７８", "139 1234 5678", "139-1234-5678", "+86 13912345678x"])
def test_no_report_of_an_export_tells_a_seeded_phone_or_address(tmp_path: Path, phone: str) -> None:
    secret = {
        "订单状态": "买家已付款,等待卖家发货",
        "联系手机": phone,
        "收货地址": "上海市 火星市 浦东新区 秘密大道777号",
        "收货人姓名": "欧阳小花花13912345678",
    }
    hidden = {
        "订单状态": "买家已付款,等待卖家发货",
        "买家留言": f"请改地址：浙江省杭州市秘密大道 777 号，电话{phone}",
        "订单备注": f"要发票 {phone}",
        "买家会员名": phone,
    }
    path = shop.export(tmp_path / "a.csv", secret, hidden, {**secret, **hidden}, {**secret, "订单编号": ""})

    report = shopbook.check(path, now=shop.NOW)

    told = report.as_json() + report._repr_html_()
    digits = re.sub(r"[\s\-]", "", told.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    assert report.findings.height > 4
    assert "39123456" not in digits
    assert "秘密大道" not in told
    assert "小花花" not in told


def test_a_phone_that_lacks_a_digit_is_masked_in_its_column(tmp_path: Path) -> None:
    report = shopbook.check(shop.export(tmp_path / "a.csv", {"联系手机": "1391234567"}), now=shop.NOW)

    assert report.findings.filter(code="cell.phone")["value"].to_list() == ["139****4567"]
    assert "1391234567" not in report.as_json()


def test_a_very_long_text_without_spaces_is_masked_at_once() -> None:
    remark = "路" * 100_000 + "号" + "1380013" * 5_000 + " 13812345678"

    assert "13812345678" not in masked_text(remark)


def test_the_shortest_landline_loses_its_number_where_streets_are_kept() -> None:
    assert masked_text("打 010-1234567，人民路1号", with_streets=False) == "打 010****，人民路1号"
