"""Lists brought into an order workbook, one after the other."""

from shopbook.books.orders.importing.intake import Intake, Wish, import_orders
from shopbook.books.orders.importing.platforms import shipped_profiles
from shopbook.books.orders.importing.recognising import recognise
from shopbook.books.orders.rules.every_rule import RULES
from shopbook.books.orders.rules.facts import FACTS
from shopbook.sheet.books import Inputs, Outcome
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Policy
from tests.books.orders.builders import after
from tests.books.orders.exports import Value
from tests.books.tables import written

LIST: dict[str, Value] = {
    "订单编号": "T1001",
    "买家会员名": "买家甲",
    "买家应付货款": "50.00",
    "总金额": "55.00",
    "买家实际支付金额": "55.00",
    "订单状态": "买家已付款，等待卖家发货",
    "收货人姓名": "收件甲",
    "联系手机": "13800138000",
    "订单创建时间": "2026-03-10 08:00:00",
    "订单付款时间": "2026-03-10 08:05:00",
    "宝贝标题": "保温杯",
    "宝贝总数量": "1",
    "订单备注": None,
    "退款金额": "0.00",
}
ITEM: dict[str, Value] = {
    "子订单编号": "S1",
    "主订单编号": "T1001",
    "商品标题": "保温杯",
    "商品价格": "50.00",
    "购买数量": "1",
    "外部系统编号": "A-1",
    "订单状态": "买家已付款，等待卖家发货",
    "买家实付金额": "50.00",
    "退款状态": "没有申请退款",
    "退款金额": "无退款申请",
}
REFUND: dict[str, Value] = {"退款编号": "R1", "订单编号": "T1001", "退款状态": "退款成功", "买家退款金额": "20.00", "宝贝标题": "保温杯"}


def bring(sheet: Grid, into: Inputs, policy: Policy = Policy.ALL_OR_NOTHING) -> Intake:
    wish = Wish(recognise(sheet, shipped_profiles()), policy, source="list.csv", rules=RULES, facts=FACTS)
    return import_orders(sheet, into, wish)


def then(sheet: Grid, into: Inputs, policy: Policy = Policy.ALL_OR_NOTHING) -> Inputs:
    """The workbook after an import."""
    return after(into, bring(sheet, into, policy).outcome)


def counts(intake: Intake, *names: str) -> tuple[object, ...]:
    return tuple(intake.outcome.summary[name] for name in names)


def lines(book: Inputs, *fields: str) -> list[tuple[object, ...]]:
    return book.frame("orders").select(fields).rows()


def cells(outcome: Outcome) -> dict[tuple[str, int], object]:
    """What an import changes in orders, the fingerprints aside."""
    return {(field, row): value for (field, row), value in written(outcome, "orders").items() if field != "fingerprint"}
