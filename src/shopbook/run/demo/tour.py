"""The tour of the sample shop: what was made and found at each desk in the order of the day, where to look, and what to do next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shopbook.labels import Label
from shopbook.run.demo.month import DAYS, SALE_DAY
from shopbook.run.demo.shop import NOW, Desk, SampleShop

_MADE = Label(
    zh="示例店铺“{folder}”：到 {day} 为止的 {days} 天，三个平台 {orders} 单，六名员工。店名、人名、地址、电话、单号全是编的。",
    en="The sample shop '{folder}': {days} days up to {day}, {orders} orders on three platforms, six people. "
    "All names, addresses, phones and numbers are invented.",
)
_SECTION = Label(zh="{number}. {title}", en="{number}. {title}")
_LINE = Label(zh="   {line}", en="   {line}")
_FOUND = Label(
    zh="查出错误 {error} 处，警告 {warning} 处，提示 {hint} 处",
    en="Found: {error} {error|error|errors}, {warning} {warning|warning|warnings}, {hint} {hint|hint|hints}",
)
_OPEN = Label(zh="→ 打开 {path}：{look}", en="→ Open {path}: {look}")


@dataclass(frozen=True, slots=True)
class _Stop:
    """A section of the tour.

    Attributes:
        title: Where, and when.
        lines: The task whose figures a sentence names, and the sentence.
        check: The task that counts what was found.
        look: What to look at first.
    """

    title: Label
    lines: Sequence[tuple[str, Label]]
    check: str
    look: Label


_IMPORTED = Label(
    zh="{what}：新增 {new_orders} 单，没有变化 {unchanged_orders} 单；有错误的 {refused_rows} 行另存，没有导入",
    en="{what}: {new_orders} new orders, {unchanged_orders} unchanged; {refused_rows} {refused_rows|row|rows} with errors set aside",
)

_STOPS = (
    _Stop(
        Label(zh="上午，客服：三个平台的导出进一本订单", en="Morning, the order desk: three platforms' exports in one workbook"),
        (
            *((code, _IMPORTED) for code in ("douyin", "taobao", "pdd")),
            (
                "review-orders",
                Label(
                    zh="有留言、备注要人看的 {review_waiting} 单，看过才发货",
                    en="{review_waiting} orders with a message or remark wait for review",
                ),
            ),
            (
                "allocate-orders",
                Label(
                    zh="待发货 {orders_pending} 单：分到库存 {orders_allocated} 单，缺货 {orders_short} 单，暂不分配 {orders_held} 单",
                    en="{orders_pending} orders to ship: {orders_allocated} allocated, {orders_short} short, {orders_held} held",
                ),
            ),
        ),
        "check-orders",
        Label(
            zh="“校验结果”一条一行，点“跳转”就到那个单元格；“待审”“分配”“缺货”“未付款”是今天要做的事。",
            en="Findings has a line for each; the arrow jumps to the cell. Review, Allocation, Shortages and Unpaid are today's work.",
        ),
    ),
    _Stop(
        Label(zh="库房：出入库，盘到一半的月度盘点", en="The warehouse: goods in and out, a count half done"),
        (
            (
                "post-documents",
                Label(
                    zh="单据过账 {posted_lines} 行；写错的 {left_lines} 行留着没过",
                    en="{posted_lines} lines posted; {left_lines} wrong lines left",
                ),
            ),
            ("stock-alerts", Label(zh="库存预警 {alerts_open} 种", en="{alerts_open} stock alerts")),
            (
                "propose-replenishment",
                Label(zh="建议补货 {requests_open} 条", en="{requests_open} proposals to order more"),
            ),
            (
                "collect-counts",
                Label(
                    zh="盘点表 {files} 张：{files_blank} 张还没盘，{quantities_left} 处写的不是数字",
                    en="{files} count sheets: {files_blank} not begun, {quantities_left} quantity that is no number",
                ),
            ),
            (
                "reconcile-counts",
                Label(
                    zh="盘点差异 {differences_open} 项：盘盈 {surplus_value} 元，盘亏 {loss_value} 元，等人写原因、批准",
                    en="{differences_open} differences, surplus {surplus_value}, loss {loss_value}, wait for reason and approval",
                ),
            ),
        ),
        "check-stock",
        Label(
            zh="“预警”“补货”“盘点差异”等人处理；盘点表在旁边的文件夹里。",
            en="Alerts, Replenishment and Differences wait for somebody; the count sheets lie in the folder beside it.",
        ),
    ),
    _Stop(
        Label(zh="14:00，日报：每个已付款的订单正好算一次", en="14:00, the day's report: every paid order counts exactly once"),
        (
            (
                "daily-report",
                Label(
                    zh="各期合计 {reported_orders} 单 {reported_amount} 元，未到时刻 {waiting_orders} 单；"
                    "与订单相差 {gap_orders} 单 {gap_amount} 元",
                    en="All reports {reported_orders} orders, {reported_amount}; {waiting_orders} not due yet; "
                    "apart from the orders by {gap_orders}, {gap_amount}",
                ),
            ),
            ("print-documents", Label(zh="新打印出库单 {slips_printed} 张", en="{slips_printed} new outbound slips")),
            ("check-daily", Label(zh="三方签过、锁定的日报 {locked_reports} 期", en="{locked_reports} reports signed by three and locked")),
            ("roll-up", Label(zh="本月实付 {month_paid} 元", en="Paid this month: {month_paid}")),
        ),
        "check-daily",
        Label(
            zh="“日报汇总”是上面这笔账，“交接”等签字；“经营摘要”“经营看板”和各张图可以直接给老板看。单据、日报表在旁边的文件夹里，可以打印。",
            en="Report days has that proof, Hand-over waits for signatures; Summary, Board and the charts are for the manager. "
            "Slips and report sheets lie in the folders beside it, ready to print.",
        ),
    ),
    _Stop(
        Label(zh="傍晚，人事：五月的考核差几步", en="Evening, HR: the appraisal of May is nearly done"),
        (
            (
                "score-appraisal",
                Label(
                    zh="{people_scored} 人有得分，{people_with_gaps} 人的评分还有缺项",
                    en="{people_scored} people have a score, of {people_with_gaps} something is missing",
                ),
            ),
            (
                "print-cards",
                Label(zh="评分卡 {cards_printed} 张，其中草稿 {cards_draft} 张", en="{cards_printed} cards, {cards_draft} of them drafts"),
            ),
            (
                "check-appraisal",
                Label(
                    zh="还差 {steps_missing} 步，其中过了期限 {steps_late} 步：没交的表，没谈的话，没答复的异议",
                    en="{steps_missing} steps are missing, {steps_late} of them late: forms, a talk, an answer to an objection",
                ),
            ),
        ),
        "check-appraisal",
        Label(
            zh="“未完成”写着等谁；“综合评定”“反馈”里接着评定、面谈。填过的考核表在文件夹“考核表”里，打开看看。",
            en="Who is missing says whom everything waits for; go on with Composite and Feedback. "
            "The forms lie in the folder Appraisal forms.",
        ),
    ),
)

_NEXT = Label(zh="接下来", en="What next")
_LINES_NEXT = (
    Label(
        zh="{answers} 列出故意放进去的 {planted} 处问题，在哪里，是哪条规则：看看是不是都查出来了",
        en="{answers} lists the {planted} faults that were planted, where, and by which rule they are found: were they all?",
    ),
    Label(
        zh='改好一处，再查一次：shopbook check {orders} --date "{now}"',
        en='Put one right and check again: shopbook check {orders} --date "{now}"',
    ),
    Label(
        zh="换成自己的店：shopbook new orders -o 我的订单.xlsm，再 shopbook import 平台导出的文件 --into 我的订单.xlsm",
        en="Your own shop: shopbook new orders -o my-orders.xlsm, then shopbook import EXPORT --into my-orders.xlsm",
    ),
    Label(
        zh='让它自己跑完一天：shopbook batch {folder} --date "{now}"',
        en='Let all of it run by itself: shopbook batch {folder} --date "{now}"',
    ),
)


def tour(shop: SampleShop, desks: Sequence[Desk], planted: int) -> Iterator[Label]:
    """What is told at the end, line by line.

    Args:
        shop: The sample shop.
        desks: What was done, in the order of the day.
        planted: How many faults were planted.
    """
    orders = desks[0].reports["check-orders"].summary["orders"]
    yield _MADE.filled({"folder": shop.folder, "day": SALE_DAY, "days": DAYS, "orders": orders})
    for number, (stop, desk) in enumerate(zip(_STOPS, desks, strict=True), 1):
        yield _SECTION.filled({"number": number, "title": stop.title})
        yield from _indented(_of_stop(stop, desk))
    yield _SECTION.filled({"number": len(_STOPS) + 1, "title": _NEXT})
    now = f"{NOW:%Y-%m-%d %H:%M}"
    places = {"answers": shop.answers, "planted": planted, "orders": shop.workbook("orders"), "folder": shop.folder, "now": now}
    yield from _indented(line.filled(places) for line in _LINES_NEXT)


def _of_stop(stop: _Stop, desk: Desk) -> Iterator[Label]:
    for task, line in stop.lines:
        yield line.filled({"what": desk.names.get(task, ""), **desk.reports[task].summary})
    yield _FOUND.filled(desk.reports[stop.check].counts)
    yield _OPEN.filled({"path": desk.workbook, "look": stop.look})


def _indented(lines: Iterable[Label]) -> Iterator[Label]:
    return (_LINE.filled({"line": line}) for line in lines)
