"""The faults that were planted in the sample shop: where each is, which rule finds it, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopbook.labels import Label
from shopbook.run.demo.shop import SampleShop
from shopbook.run.demo.texts import told


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault.

    Attributes:
        at: The desk, the platform or the paper where it is found.
        key: The row, as findings name it.
        code: The rule or notice that finds it.
        what: What was planted, in words.
    """

    at: str
    key: str
    code: str
    what: Label


_TITLE = Label(zh="示例店铺里故意放进去的问题", en="The faults that were planted in the sample shop")
_LEAD = Label(
    zh="共 {count} 处。每一处都应该查出来，查出来的也都应该在这里。",
    en="{count} in all. Each of them should be found, and nothing else.",
)
_HEADS = Label(zh="| 行 | 是什么 | 规则 |", en="| row | what it is | rule |")
_PLACES = {
    "douyin": Label(zh="导入抖店的 douyin_orders.csv 时", en="When Douyin's douyin_orders.csv is imported"),
    "taobao": Label(zh="导入淘宝的 taobao_orders.csv 时", en="When Taobao's taobao_orders.csv is imported"),
    "pdd": Label(zh="导入拼多多的 pdd_orders.csv 时", en="When Pinduoduo's pdd_orders.csv is imported"),
    "orders": Label(zh="订单工作簿", en="The order workbook"),
    "counts": Label(zh="收回盘点表时", en="When the count sheets are collected"),
    "stock": Label(zh="库存工作簿", en="The stock workbook"),
    "figures": Label(zh="检查经营数据时", en="When the day's figures are checked"),
    "daily": Label(zh="日报工作簿", en="The daily workbook"),
    "forms": Label(zh="收回考核表时", en="When the appraisal forms are collected"),
    "appraisal": Label(zh="考核工作簿", en="The appraisal workbook"),
}


def planted() -> list[Planted]:
    """Every fault, in the order of the day."""
    return [Planted(row["at"], row["key"], row["code"], Label(zh=row["zh"], en=row["en"])) for row in told("planted.csv")]


def write_answers(shop: SampleShop, faults: Sequence[Planted]) -> None:
    """Write the page that tells them, beside the workbooks."""
    lang = shop.lang
    lines = [f"# {_TITLE[lang]}", "", _LEAD.filled({"count": len(faults)})[lang]]
    for at, place in _PLACES.items():
        rows = [f"| {fault.key} | {fault.what[lang]} | `{fault.code}` |" for fault in faults if fault.at == at]
        lines += ["", f"## {place[lang]}", "", _HEADS[lang], "|---|---|---|", *rows]
    shop.answers.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
