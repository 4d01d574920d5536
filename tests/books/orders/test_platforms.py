import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from shopbook.books.orders.importing.platforms import (
    Lines,
    Profile,
    ProfileError,
    What,
    profile_from_text,
    profiles_from_rows,
    shipped_profiles,
)
from shopbook.books.orders.importing.recognising import recognise
from shopbook.books.orders.importing.sources import FEEDS, OPTIONS, source_column
from shopbook.books.orders.sheets import PLATFORM_TITLES
from shopbook.errors import UnknownNameError
from shopbook.labels import Lang
from shopbook.sheet.recognising import AmbiguousLayoutError, UnknownLayoutError, profile_named, recognise_as
from shopbook.sheet.spelling import title_key, word_key
from tests.books.orders.exports import found, grid, read, rows_of
from tests.books.tables import Cells, table

PROFILE_OF = {
    "taobao_orderlist_2016": "taobao-orders",
    "taobao_orderlist_2017": "taobao-orders",
    "taobao_orderlist_2018": "taobao-orders",
    "taobao_orderlist_2019": "taobao-orders",
    "taobao_orderlist_2020": "taobao-orders",
    "taobao_orderlist_2022": "taobao-orders",
    "qianniu_orderreport_2025_subset": "taobao-orders",
    "qianniu_order_headers": "taobao-orders",
    "taobao_detail_old": "taobao-items",
    "taobao_detail_2022": "taobao-items",
    "taobao_detail_2024": "taobao-items",
    "taobao_detail_2026": "taobao-items",
    "tmall_refund_old": "tmall-refunds",
    "tmall_refund_2026": "tmall-refunds",
    "jd_order_2016": "jd-orders",
    "jd_order_2017": "jd-orders",
    "jd_refund_min": "jd-refunds",
    "pdd_order_27": "pdd-orders",
    "pdd_order_full_2020": "pdd-orders",
    "pdd_order_full_2024": "pdd-orders",
    "douyin_order_headers": "douyin-orders",
    "douyin_order_75": "douyin-orders",
    "douyin_aftersale_50": "douyin-refunds",
    "ali1688_49": "1688-orders",
    "xiaohongshu_order_headers": "xiaohongshu-orders",
    "kuaishou_order_headers": "kuaishou-orders",
    "weixin_video_order_headers": "weixin-orders",
    "shopify_79": "shopify-orders",
    "amazon_all_orders_34": "amazon-orders",
    "amazon_unshipped": "amazon-orders",
    "amazon_india_kaggle_24": "amazon-india",
    "ebay_orders": "ebay-orders",
    "etsy_items": "etsy-items",
    "woocommerce_wt": "woocommerce-orders",
    "courier_yimi_81": "yimi-waybills",
}
"""Every layout of orders, items, refunds and waybills -> the profile that reads it. All others are not lists of orders."""

OWN = """
name = "own"
platform = { zh = "自有", en = "Own" }
title = { zh = "自有商城", en = "Own shop" }
what = "items"
lines = "first-line"
signs = [["流水", "品名", "合计"]]

[columns]
order_no = ["流水"]
title = ["品名"]
total = ["合计"]
status = ["情况"]

[words.status]
"走了" = "shipped"
"""


@pytest.fixture(scope="module")
def layouts(shared: Path) -> Mapping[str, Sequence[str]]:
    """Titles as platforms write them, by the layout's name."""
    told = json.loads((shared / "formats" / "layouts.json").read_text(encoding="utf-8"))
    return {name: layout["columns"] for name, layout in told.items()}


# The profiles that come with the program


def test_every_list_of_orders_items_or_refunds_is_recognised(layouts: Mapping[str, Sequence[str]]) -> None:
    seen = {name: recognise(grid(layouts[name]), shipped_profiles()).profile.name for name in PROFILE_OF}
    assert seen == PROFILE_OF


def test_no_other_list_is_taken_for_one_and_its_kind_is_named(layouts: Mapping[str, Sequence[str]]) -> None:
    others = {name: titles for name, titles in layouts.items() if name not in PROFILE_OF}
    assert len(others) == len(layouts) - len(PROFILE_OF) == 37
    for name, titles in others.items():
        with pytest.raises(UnknownLayoutError, match="it looks like") as refused:
            recognise(grid(titles), shipped_profiles())
        assert refused.value.nearest == "", name


def test_every_layout_can_be_read_and_says_what_matters(layouts: Mapping[str, Sequence[str]]) -> None:
    for name, profile in PROFILE_OF.items():
        cells = [f"{number}" for number in range(len(layouts[name]))]
        export = read(grid(layouts[name], cells))
        assert {"order_no"} <= export.table.present, name
        assert not [code for _, code, _ in found(export) if code.startswith("header.")], name
        if profile_named(profile, shipped_profiles()).what is not What.REFUNDS:
            assert {"title", "qty"} & export.table.present or name == "qianniu_order_headers", name


def test_a_few_chosen_columns_are_enough() -> None:
    assert recognise(grid(["订单编号", "总金额", "买家实际支付金额"]), shipped_profiles()).profile.name == "taobao-orders"
    assert recognise(grid(["Name", "Total", "Created at", "Billing City"]), shipped_profiles()).profile.name == "shopify-orders"


def test_each_file_is_named_after_its_profile() -> None:
    folder = files("shopbook.books.orders").joinpath("profiles")
    names = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    assert names == {profile.name for profile in shipped_profiles()}
    assert len(names) == len(shipped_profiles()) == len(set(PROFILE_OF.values()) | {"distributor-orders"})


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_a_profile_reads_each_of_its_signs(profile: Profile) -> None:
    assert profile.platform.zh
    assert profile.platform.en.isascii()
    for sign in profile.signs:
        assert recognise(grid(sign), [profile]).has_sign


@pytest.mark.parametrize("profile", shipped_profiles(), ids=lambda profile: profile.name)
def test_a_profile_declares_only_words_that_are_not_known_already(profile: Profile) -> None:
    for field, words in profile.words.items():
        usual = source_column(field, "x", words={}, null_words=(), date_order="ymd").spelling().choices
        assert [word for word, code in words.items() if usual.get(word_key(word)) == code] == []


# Recognising


def test_a_list_that_nothing_fits_is_answered_with_the_nearest_and_what_it_lacks() -> None:
    with pytest.raises(UnknownLayoutError) as refused:
        recognise(grid(["订单编号", "总金额", "收货人姓名"]), shipped_profiles())
    assert refused.value.nearest == "taobao-orders"
    assert "缺少列 买家实际支付金额" in refused.value.sentence(Lang.ZH)


def test_a_sheet_without_any_known_title_is_refused_in_plain_words() -> None:
    with pytest.raises(UnknownLayoutError, match="none of its columns is known"):
        recognise(grid(["甲", "乙"], ["1", "2"]), shipped_profiles())
    with pytest.raises(UnknownLayoutError, match="none of its columns is known"):
        recognise(grid([""]), shipped_profiles())


def test_a_list_that_fits_two_profiles_equally_is_not_guessed() -> None:
    one = profile_from_text(OWN, name="one.toml")
    with pytest.raises(AmbiguousLayoutError, match=r"Own shop \(own\), Own shop \(other\)"):
        recognise(grid(["流水", "品名", "合计"]), [one, one.model_copy(update={"name": "other"})])


def test_the_header_may_stand_below_a_preamble() -> None:
    seen = recognise(
        grid(["订单编号", "总金额", "买家实际支付金额"], above=[["某店订单"], [None], ["导出时间：2026-03-10"]]), shipped_profiles()
    )
    assert (seen.profile.name, seen.row, seen.titles) == ("taobao-orders", 4, ("订单编号", "总金额", "买家实际支付金额"))


def test_somebody_may_say_which_profile_it_is() -> None:
    seen = recognise_as(grid(["订单编号", "收货人姓名"]), profile_named("taobao-orders", shipped_profiles()))
    assert (seen.has_sign, seen.titles) == (False, ("订单编号", "收货人姓名"))
    with pytest.raises(UnknownLayoutError, match="none of the columns of 'JD order list'"):
        recognise_as(grid(["甲"]), profile_named("jd-orders", shipped_profiles()))


def test_a_profile_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UnknownNameError, match=r"no export profile named 'jd'.*jd-orders"):
        profile_named("jd", shipped_profiles())


# The shop's own


def test_a_shop_adds_a_profile_as_a_file() -> None:
    own = profile_from_text(OWN, name="own.toml")
    export = read(rows_of({"流水": "1", "品名": "杯", "合计": "9", "情况": "走了"}), own)
    assert (own.lines, export.table.frame.select("order_no", "status").rows()) == (Lines.FIRST_LINE, [("1", "shipped")])


MAPPED: list[Cells] = [
    {"profile": "微店", "field": "订单编号", "their_title": "流水"},
    {"profile": "微店", "field": "Item", "their_title": "品名"},
    {"profile": "微店", "field": "total", "their_title": "合计"},
    {"profile": "微店", "field": "订单状态", "their_title": "情况"},
    {"profile": "微店", "field": "订单状态", "their_word": "走了", "our_word": "已发货"},
    {"profile": "微店", "field": "订单状态", "their_word": "没走", "our_word": "To ship"},
]


def test_a_shop_adds_a_profile_as_rows_of_the_sheet_platform_titles() -> None:
    (own,) = profiles_from_rows(table(PLATFORM_TITLES, MAPPED).frame)
    rows = [{"流水": "1", "品名": "杯", "合计": "9", "情况": word} for word in ("走了", "没走")]
    export = read(rows_of(rows[0], {**rows[1], "流水": "2"}), own)
    assert (own.name, own.is_own) == ("微店", True)
    assert export.table.frame.select("order_no", "title", "status", "platform").rows() == [
        ("1", "杯", "shipped", "微店"),
        ("2", "杯", "paid", "微店"),
    ]


def test_the_shops_own_profile_goes_before_those_that_come_with_the_program() -> None:
    rows: list[Cells] = [
        {"profile": "我的淘宝", "field": field, "their_title": title}
        for field, title in (("订单编号", "订单编号"), ("总金额", "总金额"), ("实付金额", "买家实际支付金额"))
    ]
    own = profiles_from_rows(table(PLATFORM_TITLES, rows).frame)
    seen = recognise(grid(["订单编号", "总金额", "买家实际支付金额", "宝贝总数量"]), [*shipped_profiles(), *own])
    assert seen.profile.name == "我的淘宝"


def test_an_empty_sheet_of_platform_titles_adds_none() -> None:
    assert profiles_from_rows(table(PLATFORM_TITLES, []).frame) == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"profile": "微店", "field": "单号码", "their_title": "流水"}], "没有“单号码”这一列"),
        ([{"profile": "微店", "field": "总金额", "their_title": "合计"}], "没有说明哪一列是订单编号"),
        ([*MAPPED, {"profile": "微店", "field": "订单状态", "their_word": "飞", "our_word": "飞走"}], "“status”没有“飞走”这个词"),
    ],
)
def test_a_wrong_row_of_platform_titles_is_named(rows: list[Cells], says: str) -> None:
    with pytest.raises(ProfileError) as refused:
        profiles_from_rows(table(PLATFORM_TITLES, rows).frame)
    assert refused.value.sentence(Lang.ZH) == f"导出格式“微店”写得不对：{says}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "own"', "name = own", "it is not valid TOML"),
        ('name = "own"', "", "'name' is missing"),
        ('lines = "first-line"', 'lines = "upside-down"', "'lines' is missing, unknown or has a wrong value"),
        ('lines = "first-line"', 'lines = "one"\ncolour = "red"', "'colour' is missing, unknown"),
        ("total =", "price_tag =", "there is no column 'price_tag'"),
        ('"走了" = "shipped"', '"走了" = "gone"', "'status' has no word 'gone'"),
        ('order_no = ["流水"]', 'buyer = ["流水"]', "which column is the order number"),
        ('title = ["品名"]', 'title = ["合计"]', "the title '合计' feeds two columns of different kinds"),
    ],
)
def test_a_wrong_profile_file_is_refused_with_what_is_wrong(old: str, new: str, says: str) -> None:
    assert old in OWN
    with pytest.raises(ProfileError, match="own.toml.*" + says):
        profile_from_text(OWN.replace(old, new, 1), name="own.toml")


def test_every_field_that_an_export_can_feed_has_titles_of_its_own() -> None:
    spelled = [title_key(word) for column in FEEDS.values() for word in (column.label.zh, column.label.en)]
    assert len(spelled) == len(set(spelled))
    assert set(OPTIONS) <= set(FEEDS)


def test_rows_without_a_name_or_a_column_are_left_alone() -> None:
    rows = table(PLATFORM_TITLES, [*MAPPED, {"their_title": "随手写的"}]).frame
    assert len(profiles_from_rows(rows)) == 1
    assert rows.filter(pl.col("profile").is_null()).height == 1
