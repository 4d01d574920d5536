import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from shopbook.books.daily.printing.picking import PICK, placed, way
from shopbook.books.daily.printing.printing import print_documents
from shopbook.books.daily.printing.sheets import PRINTS
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.orders.contents import contents, with_fingerprints
from shopbook.books.stock.ledger.sheets import BALANCES
from shopbook.errors import BadParameterError
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome
from shopbook.sheet.columns import ROW
from shopbook.sheet.documents import Block, Document
from tests.books.daily.builders import inputs, onward, paid, parameters, with_orders
from tests.books.tables import Cell, Cells, table

NOON = dt.datetime(2026, 3, 10, 15, 0)


def buyer(order_no: str, **cells: Cell) -> dict[str, Cell]:
    """An order with everything that a slip says of it."""
    told: dict[str, Cell] = {
        "receiver": "张三",
        "phone": "13800000001",
        "province": "上海市",
        "city": "上海市",
        "district": "浦东新区",
        "address": "世纪大道 100 号",
    }
    return {**paid(order_no), **told, "title": "保温杯", "spec": "500ml", **cells}


def reported(*orders: Cells, settings: Mapping[str, str] | None = None, balances: Sequence[Cells] = (), lang: Lang = Lang.ZH) -> Inputs:
    """A daily workbook with the report of 10 March made and every order reviewed, the log of prints, and balances of the stock workbook."""
    bare = inputs(orders=list(orders), settings=settings, lang=lang)
    seen = with_fingerprints(contents(bare.frame("orders.orders"))).select("order_no", "seen").rows(named=True)
    passed = [{**row, "decision": "pass", "reviewer": "李四"} for row in seen]
    given = inputs(orders=list(orders), reviews=passed, settings=settings, lang=lang)
    more = {PRINTS.code: table(PRINTS, (), lang=lang), "stock.balances": table(BALANCES, balances, lang=lang)}
    made = onward(given, daily_report(given))
    return replace(made, tables={**made.tables, **more})


def printed(given: Inputs, outcome: Outcome) -> Inputs:
    """The same workbook with the log of an outcome."""
    before = given.tables[PRINTS.code]
    added = [change.frame for change in outcome.changes if isinstance(change, AppendRows)]
    rows = pl.concat([before.frame.drop(ROW), *added]).with_row_index(ROW, 2).with_columns(pl.col(ROW).cast(before.frame.schema[ROW]))
    return replace(given, tables={**given.tables, PRINTS.code: replace(before, frame=rows)})


def asking(given: Inputs, **settings: str) -> Inputs:
    return replace(given, parameters=parameters(settings))


def documents(outcome: Outcome) -> dict[str, Document]:
    return {paper.code: paper for paper in outcome.papers if isinstance(paper, Document)}


def facts(block: Block) -> dict[str, str | None]:
    return {fact.label: fact.value for fact in block.facts if fact.value}


def rows(block: Block) -> tuple[tuple[str, ...], ...]:
    assert block.lines is not None
    return block.lines.rows


def said(outcome: Outcome) -> str:
    return " ".join(note.zh for note in outcome.notes)


# Slips


def test_a_slip_says_what_goes_where_to_whom_and_has_room_for_the_stamp() -> None:
    given = reported(
        buyer("T1", qty=2, courier="顺丰", warehouse="主仓", agent="小李", message="周末送", remark="送小样"),
        balances=[{"sku": "A-1", "location": "A-01", "good": 5}],
    )
    made = documents(print_documents(given))
    assert [document.name for document in made.values()] == [
        "出库单 2026-03-10 第1批",
        "拣货单 2026-03-10 第1批",
        "快递交接单 2026-03-10 第1批",
    ]
    [slip] = made["slips"].blocks
    assert (slip.title, slip.number, slip.code, slip.stamp, slip.total) == ("出库单", "20260310-0001", "T1", "发货专用章", "共 2 件")
    assert rows(slip) == (("A-01", "A-1", "保温杯 500ml", "2", "□"),)
    assert facts(slip) == {
        "收货人": "张三", "电话": "13800000001", "地址": "上海市 上海市 浦东新区 世纪大道 100 号",
        "快递公司": "顺丰", "仓库": "主仓", "客服": "小李", "买家留言": "周末送", "卖家备注": "送小样",
    }  # fmt: skip


def test_pick_list_and_courier_list_name_no_buyer() -> None:
    made = documents(print_documents(reported(buyer("T1", courier="顺丰"))))
    said = repr((made["picks"], made["couriers"]))
    assert "张三" not in said
    assert "13800000001" not in said
    assert "世纪大道" not in said


def test_services_and_refunded_lines_do_not_go_out() -> None:
    given = reported(
        buyer("T1", line_no=1, sku="A-1"),
        buyer("T1", line_no=2, sku="S-1", line_type="service"),
        buyer("T1", line_no=3, sku="A-2", refund_status="refunded"),
        buyer("T1", line_no=4, sku="G-1", line_type="gift"),
    )
    [slip] = documents(print_documents(given))["slips"].blocks
    assert [row[1] for row in rows(slip)] == ["A-1", "G-1"]


def test_a_held_order_gets_no_slip() -> None:
    made = documents(print_documents(reported(buyer("T1", refund_status="pending"), buyer("T2"))))
    assert [block.code for block in made["slips"].blocks] == ["T2"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"refund_status": "pending"}, "退款处理中"),
        ({"status": "closed"}, "已关闭或已退款"),
        ({"refund_status": "refunded"}, "已关闭或已退款"),
        ({"paid_at": None, "paid": None}, "订单工作簿里不再是已付款的订单"),
    ],
)
def test_an_order_that_may_not_go_out_since_the_report_was_made_gets_no_slip(change: dict[str, Cell], why: str) -> None:
    given = with_orders(reported(buyer("T1"), buyer("T2")), [{**buyer("T1"), **change}, buyer("T2")])
    outcome = print_documents(given)
    assert [block.code for block in documents(outcome)["slips"].blocks] == ["T2"]
    assert outcome.findings.select("code", "severity", "key").rows() == [("daily.print-stopped", "warning", "T1")]
    assert why in outcome.findings["message"][0]
    assert outcome.summary["slips_stopped"] == 1


def test_an_order_of_which_a_part_has_gone_says_so_and_is_picked_by_its_slip() -> None:
    given = reported(buyer("T1", qty=5), buyer("T2"))
    table_before = given.tables["reports"]
    frame = table_before.frame.with_columns(pieces=pl.when(pl.col("order_no") == "T1").then(3).otherwise("pieces"))
    given = replace(given, tables={**given.tables, "reports": replace(table_before, frame=frame)})
    made = documents(print_documents(given))
    assert made["slips"].blocks[0].total == "订单共 5 件，这次只发还没发的 3 件"
    [picks] = made["picks"].blocks
    assert facts(picks)["另拣"] == "20260310-0001（3 件）"
    assert picks.total == "共 1 行 1 件"


@pytest.mark.parametrize(("asked", "per_page"), [("1", 1), ("2", 2), ("4", 4)])
def test_how_many_slips_share_a_page_is_the_shops_choice(asked: str, per_page: int) -> None:
    made = documents(print_documents(reported(buyer("T1"), settings={"slips_per_page": asked})))
    assert (made["slips"].per_page, made["picks"].per_page) == (per_page, 1)


# Once


def test_a_second_run_prints_nothing_and_says_so() -> None:
    given = reported(buyer("T1"), buyer("T2"))
    again = print_documents(printed(given, print_documents(given)))
    assert (again.papers, again.changes) == ((), ())
    assert "2 张出库单已经打印过（最近一次 2026-03-10 15:00），没有再打" in said(again)
    assert again.summary["slips_printed"] == 0


def test_what_becomes_printable_later_is_a_batch_of_its_own() -> None:
    given = reported(buyer("T1"), buyer("T2", refund_status="pending"))
    first = print_documents(given)
    released = with_orders(printed(given, first), [buyer("T1"), buyer("T2")])
    second = print_documents(printed(onward(released, daily_report(released)), first))
    assert [block.code for block in documents(second)["slips"].blocks] == ["T2"]
    assert documents(second)["picks"].name == "拣货单 2026-03-10 第2批"


def test_all_that_was_printed_is_printed_again_on_demand_and_marked() -> None:
    given = reported(buyer("T1"), buyer("T2"))
    once = printed(given, print_documents(given))
    outcome = print_documents(asking(once, reprint="全部"))
    made = documents(outcome)
    assert made["slips"].name == "出库单 2026-03-10 第2批 补打"
    assert [facts(block)["补打"] for block in made["slips"].blocks] == ["第 1 次", "第 1 次"]
    assert made["picks"].blocks[0].title == "拣货单（补打）"
    third = documents(print_documents(asking(printed(once, outcome), reprint="all")))
    assert [facts(block)["补打"] for block in third["slips"].blocks] == ["第 2 次", "第 2 次"]


@pytest.mark.parametrize("word", ["20260310-0002", "T2"])
def test_a_single_slip_is_reprinted_by_its_number_or_its_orders_without_the_lists(word: str) -> None:
    given = reported(buyer("T1"), buyer("T2"))
    outcome = print_documents(asking(printed(given, print_documents(given)), reprint=word))
    made = documents(outcome)
    assert set(made) == {"slips"}
    assert [block.code for block in made["slips"].blocks] == ["T2"]
    assert outcome.summary["slips_reprinted"] == 1


def test_what_was_never_printed_can_not_be_reprinted() -> None:
    with pytest.raises(BadParameterError):
        print_documents(asking(reported(buyer("T1")), reprint="T1"))


def test_the_log_says_which_slip_was_printed_when_by_whom() -> None:
    [change] = print_documents(reported(buyer("T1"))).changes
    assert isinstance(change, AppendRows)
    assert change.frame.rows(named=True) == [
        {
            "report": dt.date(2026, 3, 10), "slip_no": "20260310-0001", "order_no": "T1", "copy_no": 1, "batch": 1,
            "printed_at": NOON, "printed_by": "王店长", "file": "出库单 2026-03-10 第1批",
        }
    ]  # fmt: skip


# Which report


def test_the_newest_report_is_printed_unless_another_is_asked_for() -> None:
    given = reported(buyer("T1"), buyer("T2", paid_at=NOON - dt.timedelta(days=1, hours=5)))
    assert [block.code for block in documents(print_documents(given))["slips"].blocks] == ["T1"]
    earlier = documents(print_documents(asking(given, report="2026-03-09")))
    assert [block.code for block in earlier["slips"].blocks] == ["T2"]


@pytest.mark.parametrize("wanted", ["2026-03-01", "yesterday", "2026-13-40", "2026-03"])
def test_a_report_that_is_not_there_is_refused(wanted: str) -> None:
    with pytest.raises(BadParameterError):
        print_documents(asking(reported(buyer("T1")), report=wanted))


def test_without_a_report_or_a_printable_order_it_says_what_to_do() -> None:
    bare = reported(buyer("T1"))
    early = replace(bare, now=NOON - dt.timedelta(days=9))
    assert "请先点“生成日报”" in said(print_documents(early))
    assert "没有可打印的订单" in said(print_documents(reported(buyer("T1", refund_status="pending"))))


def test_without_the_order_workbook_nothing_is_printed() -> None:
    outcome = print_documents(replace(reported(buyer("T1")), absent={"orders": Label(zh="没有", en="none")}))
    assert outcome.papers == ()
    assert outcome.findings["code"].to_list() == ["daily.no-orders"]


# Picking


def balance(location: str, good: int, sku: str = "A-1") -> dict[str, Cell]:
    return {"sku": sku, "location": location, "good": good}


def test_the_pick_list_follows_the_way_through_the_warehouse() -> None:
    given = reported(
        buyer("T1", sku="A-1"), buyer("T2", sku="A-2"), buyer("T3", sku="A-2", qty=2), buyer("T4", sku="A-3"),
        balances=[balance("A-10", 9), balance("A-2", 9, "A-2")],
    )  # fmt: skip
    [picks] = documents(print_documents(given))["picks"].blocks
    assert rows(picks) == (
        ("A-2", "A-2", "保温杯 500ml", "2", "3", ""),
        ("A-10", "A-1", "保温杯 500ml", "1", "1", ""),
        ("", "A-3", "保温杯 500ml", "1", "1", ""),
    )
    assert picks.total == "共 3 行 5 件"


def test_each_warehouse_has_a_list_of_its_own() -> None:
    given = reported(buyer("T1", warehouse="南仓"), buyer("T2", warehouse="北仓"), buyer("T3"))
    lists = documents(print_documents(given))["picks"].blocks
    assert [facts(block).get("仓库") for block in lists] == ["北仓", "南仓", None]


def lines(*quantities: int | None) -> pl.DataFrame:
    records = [{"slip_no": f"S{at}", "sku": "A-1", "title": None, "spec": None, "qty": qty} for at, qty in enumerate(quantities)]
    return pl.DataFrame(records, schema={name: dtype for name, dtype in PICK.items() if name != "location"})


def shelves(*stock: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [balance(location, good) for location, good in stock], schema={"sku": pl.String, "location": pl.String, "good": pl.Int64}
    )


def test_a_line_is_split_where_one_location_has_too_little() -> None:
    picks = placed(lines(3, 2), shelves(("B-1", 9), ("A-1", 4)))
    assert picks.select("slip_no", "location", "qty").rows() == [("S0", "A-1", 3), ("S1", "A-1", 1), ("S1", "B-1", 1)]


def test_a_line_without_quantity_is_pointed_to_the_first_location() -> None:
    assert placed(lines(None), shelves(("B-1", 9), ("A-1", 4))).select("location", "qty").rows() == [("A-1", None)]


@given_that(
    st.lists(st.integers(1, 9), max_size=12), st.lists(st.tuples(st.sampled_from(["A-1", "A-2", "B-10"]), st.integers(-2, 9)), max_size=6)
)
def test_every_piece_is_picked_once_and_no_location_gives_more_than_it_has(wanted: list[int], stock: list[tuple[str, int]]) -> None:
    picks = placed(lines(*wanted), shelves(*stock))
    assert picks.group_by("slip_no").agg(pl.col("qty").sum()).sort("slip_no").rows() == sorted(
        (f"S{at}", qty) for at, qty in enumerate(wanted)
    )
    there = {location: sum(good for name, good in stock if name == location and good > 0) for location, _ in stock}
    given = picks.drop_nulls("location").group_by("location").agg(pl.col("qty").sum())
    assert all(qty <= there[location] for location, qty in given.rows())
    missing = picks.filter(pl.col("location").is_null())["qty"].sum()
    assert missing == max(0, sum(wanted) - sum(there.values()))


def test_locations_are_in_the_order_of_their_numbers() -> None:
    assert sorted(["A-10", "A-9", "甲2", None, "B", "A-²"], key=way) == ["A-9", "A-10", "A-²", "B", "甲2", None]


# Couriers


def test_each_courier_has_a_list_to_sign_and_what_has_none_comes_last() -> None:
    given = reported(buyer("T1", courier="顺丰", qty=2, tracking_no="SF1000000000012"), buyer("T2"), buyer("T3", courier="中通"))
    made = documents(print_documents(given))["couriers"].blocks
    assert [block.number for block in made] == ["中通", "顺丰", "未定快递"]
    assert rows(made[1]) == (("1", "20260310-0001", "T1", "SF1000000000012", "上海市 上海市", "2"),)
    assert made[1].total == "共 1 单 2 件"
    assert made[1].signed == ("交件人", "快递员", "取件时间")


def test_in_an_english_workbook_everything_is_english() -> None:
    made = documents(print_documents(reported(buyer("T1"), lang=Lang.EN)))
    assert [document.name for document in made.values()] == [
        "Outbound slip 2026-03-10 batch 1", "Pick list 2026-03-10 batch 1", "Courier hand-over 2026-03-10 batch 1",
    ]  # fmt: skip
    assert made["slips"].blocks[0].total == "1 piece"
    assert made["couriers"].blocks[0].number == "no courier yet"
