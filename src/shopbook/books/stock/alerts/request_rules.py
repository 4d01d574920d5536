"""What can be wrong with requests for more: their numbers, the order of their states and dates, what came of them."""

import polars as pl

from shopbook.books.stock.alerts.words import OPEN, ORDERED
from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import Fact, Rule, now, parameter

_SUPPLY = "D0 三(一)3"
_STATE = pl.col("state")
_TODAY = now().dt.date()
_RECEIVED = pl.col("receipt.pieces").fill_null(0)
_DATES = ("ordered_on", "shipped_on", "arrived_on")
_ASKED = pl.col("request.asked")

REQUEST_FACTS: tuple[Fact, ...] = (
    Fact("request.asked", pl.coalesce("qty", "proposed_qty"), optional=("qty", "proposed_qty")),
    Fact("request.is_open", _STATE.is_in(OPEN).fill_null(value=False)),
    Fact("request.open_of_item", (pl.col("request.is_open") & pl.col("sku").is_not_null()).sum().over("sku")),
    Fact("request.last_day", pl.max_horizontal(_DATES), optional=_DATES),
)


def _dated(code: str, on: str, states: tuple[str, ...], says: Label, example: Label) -> Rule:
    """A state that is reached on a day, and the day is not written."""
    return Rule(code, on=on, where=_STATE.is_in(states) & pl.col(on).is_null(), says=says, source=_SUPPLY, example=example)


REQUEST_RULES: tuple[Rule, ...] = (
    Rule(
        "replenishments.doubled",
        on="request_no",
        where=pl.col("request_no").is_not_null() & pl.col("request_no").is_duplicated(),
        says=Label(
            zh="补货单号 {request_no} 用了不止一次，收货对不上；请改成不同的单号",
            en="Request no. {request_no} is used more than once, so receipts can't be told apart: give each its own",
        ),
        source=_SUPPLY,
        example=Label(zh="BH20260310-001 写了两次", en="BH20260310-001 twice"),
    ),
    Rule(
        "replenishments.second-open",
        on="sku",
        where=pl.col("request.is_open") & (pl.col("request.open_of_item") > 1),
        says=Label(
            zh="商品 {sku} 有 {request.open_of_item} 张没有到货的补货单，只能有一张；请合并，其余的填“取消”",
            en="{sku} has {request.open_of_item} open requests, one is allowed: put them together and cancel the rest",
        ),
        source=_SUPPLY,
        example=Label(zh="A-1 一张“提出”、一张“在途”", en="A-1 once proposed, once on the way"),
    ),
    Rule(
        "replenishments.item-unknown",
        on="sku",
        where=pl.col("sku").is_not_null() & ~pl.col("item.is_known"),
        says=Label(zh="“商品库存”里没有 {sku}，请核对编码", en="There is no {sku} on Items: check the SKU"),
        source=_SUPPLY,
        example=Label(zh="A-11（应为 A-1）", en="A-11 instead of A-1"),
    ),
    Rule(
        "replenishments.qty-missing",
        on="qty",
        where=_STATE.is_not_null() & (_STATE != "cancelled") & _ASKED.is_null(),
        says=Label(zh="没有订货数量，也没有建议数量，请填上", en="Neither a quantity nor a proposed one: fill it in"),
        source=_SUPPLY,
        example=Label(zh="手工加的一行没有数量", en="a typed line without quantity"),
    ),
    _dated(
        "replenishments.ordered-undated",
        "ordered_on",
        ("ordered", "on_the_way", "arrived"),
        Label(zh="状态是“{state}”，没有下单日期，请补上", en="The state is '{state}' without a day of ordering: fill it in"),
        Label(zh="已下单，下单日期空着", en="ordered, no day"),
    ),
    _dated(
        "replenishments.sent-undated",
        "shipped_on",
        ("on_the_way",),
        Label(zh="状态是“{state}”，没有发出日期，请补上", en="The state is '{state}' without a day of sending: fill it in"),
        Label(zh="在途，发出日期空着", en="on the way, no day"),
    ),
    _dated(
        "replenishments.arrived-undated",
        "arrived_on",
        ("arrived",),
        Label(zh="状态是“{state}”，没有到货日期，请补上", en="The state is '{state}' without a day of arrival: fill it in"),
        Label(zh="到货，到货日期空着", en="arrived, no day"),
    ),
    Rule(
        "replenishments.state-behind",
        on="state",
        where=(_STATE.is_in(OPEN) & pl.col("arrived_on").is_not_null())
        | (_STATE.is_in(["proposed", "ordered"]) & pl.col("shipped_on").is_not_null())
        | ((_STATE == "proposed") & pl.col("ordered_on").is_not_null()),
        severity=Severity.WARNING,
        says=Label(
            zh="日期已经写到 {request.last_day}，状态还是“{state}”，请更新状态",
            en="The dates go on to {request.last_day}, but the state is still '{state}': bring it up to date",
        ),
        needs=("request.last_day",),
        source=_SUPPLY,
        example=Label(zh="提出，下单日期 2026-03-01", en="proposed, ordered on 2026-03-01"),
    ),
    Rule(
        "replenishments.dates-backwards",
        on="ordered_on",
        where=(pl.col("ordered_on") < pl.col("proposed_at").dt.date()).fill_null(value=False)
        | (pl.col("shipped_on") < pl.col("ordered_on")).fill_null(value=False)
        | (pl.col("arrived_on") < pl.col("shipped_on")).fill_null(value=False)
        | (pl.col("arrived_on") < pl.col("ordered_on")).fill_null(value=False),
        optional=("proposed_at", "shipped_on", "arrived_on"),
        says=Label(
            zh="日期先后不对：提出 {proposed_at}，下单 {ordered_on}，发出 {shipped_on}，到货 {arrived_on}，请核对",
            en="The dates run backwards: proposed {proposed_at}, ordered {ordered_on}, sent {shipped_on}, arrived {arrived_on}: check them",
        ),
        source=_SUPPLY,
        example=Label(zh="下单 2026-03-10，到货 2026-03-01", en="ordered 2026-03-10, arrived 2026-03-01"),
    ),
    Rule(
        "replenishments.future-date",
        on="arrived_on",
        where=pl.col("request.last_day") > _TODAY,
        needs=("request.last_day",),
        says=Label(
            zh="下单、发出、到货日期写到了 {request.last_day}，还没有到；预计的日子请填在“预计到货”",
            en="Ordered, sent or arrived on {request.last_day}, a day to come: what is expected belongs under Expected on",
        ),
        source=_SUPPLY,
        example=Label(zh="到货日期是下个月", en="arrived next month"),
    ),
    Rule(
        "replenishments.nobody",
        on="handler",
        where=_STATE.is_in(["ordered", "on_the_way", "arrived"]) & pl.col("handler").is_null(),
        severity=Severity.WARNING,
        says=Label(zh="已经下单，没有写经办人，请写上姓名", en="Ordered by nobody: write the name"),
        source=_SUPPLY,
        example=Label(zh="已下单，经办人空着", en="ordered, no handler"),
    ),
    Rule(
        "replenishments.expected-missing",
        on="expected_on",
        where=_STATE.is_in(ORDERED) & pl.col("expected_on").is_null(),
        severity=Severity.WARNING,
        says=Label(zh="已经下单，没有预计到货的日子，看不出会不会断货；请问供应商", en="Ordered, but no day is expected: ask the supplier"),
        source=_SUPPLY,
        example=Label(zh="已下单，预计到货空着", en="ordered, no day expected"),
    ),
    Rule(
        "replenishments.expected-too-late",
        on="expected_on",
        where=_STATE.is_in(OPEN) & (pl.col("expected_on") > pl.col("need_by")),
        severity=Severity.WARNING,
        says=Label(
            zh="预计 {expected_on} 到货，库存 {need_by} 就卖完；请催货，或先把页面数量调低",
            en="Expected on {expected_on}, sold out by {need_by}: hurry the supplier or list fewer until then",
        ),
        source=_SUPPLY,
        example=Label(zh="预计到货 03-20，需要到货 03-15", en="expected 20 March, needed by 15 March"),
    ),
    Rule(
        "replenishments.overdue",
        on="expected_on",
        where=_STATE.is_in(ORDERED) & (pl.col("expected_on") < _TODAY),
        severity=Severity.WARNING,
        says=Label(
            zh="预计 {expected_on} 到货，已经过了，还是“{state}”；请问供应商，改日期或状态",
            en="Expected on {expected_on}, which is past, and still '{state}': ask the supplier, then change day or state",
        ),
        source=_SUPPLY,
        example=Label(zh="在途，预计到货是昨天", en="on the way, expected yesterday"),
    ),
    Rule(
        "replenishments.waiting",
        on="state",
        where=(_STATE == "proposed") & (pl.col("proposed_at") < now() - pl.duration(days=1) * parameter("request_days")),
        severity=Severity.WARNING,
        says=Label(
            zh="{proposed_at} 提出，过了 {request_days} 天还没有下单；请下单，不补就填“取消”",
            en="Proposed on {proposed_at} and not ordered for more than {request_days} days: order, or cancel it",
        ),
        source=_SUPPLY,
        example=Label(zh="五天前提出", en="proposed five days ago"),
    ),
    Rule(
        "replenishments.not-received",
        on="state",
        where=(_STATE == "arrived") & (_RECEIVED == 0),
        needs=("receipt.pieces",),
        says=Label(
            zh="写了到货，“入库单”里却没有来源单号是 {request_no} 的行；请登记入库",
            en="Arrived, but no line of Receipts names {request_no} behind it: enter the receipt",
        ),
        source=_SUPPLY,
        example=Label(zh="到货，没有入库单", en="arrived, no receipt"),
    ),
    Rule(
        "replenishments.part-received",
        on="qty",
        where=(_STATE == "arrived") & (_RECEIVED > 0) & (_RECEIVED < _ASKED),
        severity=Severity.WARNING,
        says=Label(
            zh="订了 {request.asked} 件，只入库 {receipt.pieces} 件；还会来的把状态改回“在途”，不来了在备注里写明",
            en="{request.asked} asked for, {receipt.pieces} received: if more is to come put the state back, else say so in a note",
        ),
        source=_SUPPLY,
        example=Label(zh="订 50，入库 30，到货", en="50 asked, 30 received, arrived"),
    ),
    Rule(
        "replenishments.over-received",
        on="qty",
        where=_RECEIVED > _ASKED,
        severity=Severity.WARNING,
        says=Label(
            zh="订了 {request.asked} 件，入库 {receipt.pieces} 件，多了；请核对入库单",
            en="{request.asked} asked for, {receipt.pieces} received, which is more: check the receipts",
        ),
        source=_SUPPLY,
        example=Label(zh="订 50，入库 60", en="50 asked, 60 received"),
    ),
    Rule(
        "replenishments.received-but-open",
        on="state",
        where=_STATE.is_in(OPEN) & (_RECEIVED > 0) & (_RECEIVED >= _ASKED),
        severity=Severity.WARNING,
        says=Label(
            zh="{receipt.pieces} 件都入库了，状态还是“{state}”，请改成“到货”",
            en="All {receipt.pieces} are received and the state is still '{state}': put it to arrived",
        ),
        source=_SUPPLY,
        example=Label(zh="在途，已全部入库", en="on the way, all received"),
    ),
    Rule(
        "replenishments.cancelled-without-note",
        on="note",
        where=(_STATE == "cancelled") & pl.col("note").is_null(),
        severity=Severity.HINT,
        says=Label(zh="取消了，请在备注里写明为什么", en="Cancelled: say why under Note"),
        source=_SUPPLY,
        example=Label(zh="取消，备注空着", en="cancelled, no note"),
    ),
)
