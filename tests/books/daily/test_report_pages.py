import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl

from shopbook.books.daily.reports.front_page import front_page
from shopbook.books.daily.reports.pages import print_report
from shopbook.books.daily.reports.reporting import daily_report
from shopbook.books.daily.reports.sheets import REPORT_TOTALS
from shopbook.labels import Lang
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.documents import Block, Document
from tests.books.daily.builders import NOW, inputs, onward, paid


def made(outcome: Outcome) -> Document:
    """The one document that was made."""
    [paper] = outcome.papers
    assert isinstance(paper, Document)
    return paper


def facts(block: Block) -> dict[str, str | None]:
    """What a block says beside its list, without what it leaves blank."""
    return {fact.label: fact.value for fact in block.facts if fact.value}


def rows(block: Block) -> tuple[tuple[str, ...], ...]:
    """The lines of a block."""
    assert block.lines is not None
    return block.lines.rows


def a_day(*, lang: Lang = Lang.ZH) -> Inputs:
    """10 March with its reports made: three orders of the day, of which one is held, and one of 8 March."""
    orders = [
        paid("T1", refund_status="pending"),
        paid("T2", hour=12, title="杯子", qty=2, courier="中通"),
        paid("T3", hour=9, title="伞", qty=1, courier="圆通"),
        paid("T4", day=8),
    ]
    given = inputs(orders=orders, lang=lang)
    return onward(given, daily_report(given))


def test_the_front_page_says_what_the_report_adds_up_to_and_proves_it() -> None:
    front, _ = made(print_report(a_day())).blocks
    assert (front.title, front.number, front.signed, front.stamp) == ("日报表", "2026-03-10", ("开单员", "仓管", "部门经理"), "发货专用章")
    assert facts(front) == {
        "付款时间": "2026-03-09 14:00 以后，到 2026-03-10 14:00（含）为止",
        "新付款": "3 单 150.00 元",
        "补报更正": "0 单 0.00 元",
        "本期合计": "3 单 150.00 元",
        "出库单": "2",
        "暂缓": "1",
        "结转": "0",
        "核对": "各期累计 4 单 200.00 元，已付款订单 4 单 200.00 元，相差 0 单 0.00 元",
        "制表时间": "2026-03-10 15:00",
    }


def test_the_front_page_has_the_totals_of_its_own_report_only() -> None:
    front, _ = made(print_report(a_day())).blocks
    couriers = [row for row in rows(front) if row[0] == "快递公司"]
    assert couriers == [
        ("快递公司", "中通", "1", "2", "50.00", "1"),
        ("快递公司", "圆通", "1", "1", "50.00", "1"),
        ("快递公司", "没有写", "1", "1", "50.00", "0"),
    ]


def test_what_goes_out_stands_before_what_does_not_and_why() -> None:
    _, listed = made(print_report(a_day())).blocks
    assert rows(listed) == (
        ("20260310-0001", "T3", "可打印", "50.00", "伞×1", "1", ""),
        ("20260310-0002", "T2", "可打印", "50.00", "杯子×2", "2", ""),
        ("", "T1", "暂缓", "50.00", "退款处理中", "1", ""),
    )
    assert listed.total == "共 3 行，出库 3 件，实发 0 件"


def test_a_long_name_is_cut_to_a_line_so_that_a_page_holds_many_orders() -> None:
    orders = [paid("T1", title="夏季新款透气舒适短袖衬衫", qty=1), paid("T2", hour=11, title="Cotton shirt, short sleeves", qty=1)]
    given = inputs(orders=orders)
    _, listed = made(print_report(onward(given, daily_report(given)))).blocks
    # Eight characters and a half fit, or fourteen letters.
    assert [row[4] for row in rows(listed)] == ["夏季新款透气舒…", "Cotton shirt,…"]


def test_pages_of_which_nothing_changed_have_the_name_that_they_had() -> None:
    given = a_day()
    later = replace(given, now=NOW + dt.timedelta(hours=1))
    assert made(print_report(later)).name == made(print_report(given)).name


def test_pages_that_say_something_else_have_another_name() -> None:
    given = a_day()
    table = given.tables["reports"]
    told = replace(table, frame=table.frame.with_columns(reason=pl.lit("附件缺失")))
    changed = replace(given, tables={**given.tables, "reports": told})
    assert made(print_report(changed)).name != made(print_report(given)).name
    assert rows(made(print_report(changed)).blocks[1])[0][4] == "附件缺失"


def test_who_has_signed_and_the_fingerprint_stand_on_the_front_page() -> None:
    given = a_day()
    table = given.tables["handovers"]
    is_today = pl.col("report") == dt.date(2026, 3, 10)
    signed = table.frame.with_columns(
        clerk=pl.when(is_today).then(pl.lit("林")),
        clerk_at=pl.when(is_today).then(pl.lit(NOW)),
        keeper=pl.when(is_today).then(pl.lit("周")),
        fingerprint=pl.when(is_today).then(pl.lit("12ab")),
    )
    front, _ = made(print_report(replace(given, tables={**given.tables, "handovers": replace(table, frame=signed)}))).blocks
    # The keeper has written a name, which counts from the moment when it was entered.
    assert facts(front)["已签字"] == "开单员 林 2026-03-10 15:00"
    assert facts(front)["指纹"] == "12ab"


def test_many_names_are_shown_as_the_largest_and_all_others_together() -> None:
    day = {
        "report": dt.date(2026, 3, 10), "starts": NOW, "ends": NOW, "is_inclusive": False, "new_orders": 20, "new_amount": Decimal(210),
        "corrected_orders": 0, "corrected_amount": Decimal(0), "orders": 20, "amount": Decimal(210), "carried": 0, "held": 0, "slips": 20,
        "sum_orders": 20, "sum_amount": Decimal(210), "paid_orders": 20, "paid_amount": Decimal(210), "gap_orders": 0,
        "gap_amount": Decimal(0), "says": None,
    }  # fmt: skip
    names = [{"report": day["report"], "dimension": "item", "value": f"商品{n}", "orders": 1, "pieces": 2, "amount": Decimal(n), "slips": 1}
             for n in range(20, 0, -1)]  # fmt: skip
    totals = pl.DataFrame(names, schema=REPORT_TOTALS.schema())
    front = front_page(day, totals, {}, Lang.ZH)
    # 20 to 10 by name; 9 + 8 + … + 1 = 45 together.
    assert [row[1] for row in rows(front)][:2] == ["商品20", "商品19"]
    assert rows(front)[-1] == ("商品", "其余 9 种", "", "18", "45.00", "")
    assert len(rows(front)) == 12
    assert facts(front)["付款时间"] == "从 2026-03-10 15:00（含）起，到 2026-03-10 15:00 以前"


def test_another_day_is_printed_by_running_on_it() -> None:
    given = inputs(orders=[paid("T1"), paid("T2", day=9)], lang=Lang.EN)
    earlier = replace(onward(given, daily_report(given)), now=NOW - dt.timedelta(days=1))
    pages = made(print_report(earlier))
    assert pages.name.startswith("Report 2026-03-09 ")
    assert [row[1] for row in rows(pages.blocks[1])] == ["T2"]


def test_before_the_first_report_there_is_nothing_to_print() -> None:
    outcome = print_report(inputs())
    assert outcome.papers == ()
    assert "请先点“生成日报”" in outcome.notes[0].zh
