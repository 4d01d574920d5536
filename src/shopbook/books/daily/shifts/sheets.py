"""The sheets of the hand-over between shifts: who hands over to whom, and what is open."""

from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Flag, Integer, Moment, Option, Person, Row, Sheet, Text, TextId, check_column, column

CASES = (
    Option("unpaid", Label(zh="待付款", en="Unpaid"), ("未付款",)),
    Option("shortage", Label(zh="缺货", en="Short")),
    Option("message", Label(zh="留言待回", en="Message to answer"), ("待审",)),
    Option("refund", Label(zh="退款处理中", en="Refund pending")),
    Option("parcel", Label(zh="异常包裹", en="Abnormal parcel"), ("异常快递",)),
)
"""What one shift leaves to the next, in the order of the list. Source: D2 art. 15-1, catalogue 45."""

CASE_STATES = (
    Option("open", Label(zh="待接手", en="To accept")),
    Option("accepted", Label(zh="已接手", en="Accepted")),
    Option("solved", Label(zh="已处理完", en="Solved")),
)
SHIFT_STATES = (
    Option("open", Label(zh="待签字", en="To sign")),
    Option("signed", Label(zh="已交接", en="Handed over")),
)


class Shift(Row):
    """One hand-over from the early to the late shift."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12)
    handed_by: Person | None = column("交班人", "Handed over by", width=12)
    taken_by: Person | None = column("接班人", "Taken over by", width=12)
    handed_at: Moment | None = column(
        "交接时间",
        "Handed over at",
        width=16,
        help=Label(zh="两人签名后点“交接班”写上；也可以手填", en="Entered by Shift hand-over once both have signed, or typed"),
    )
    items: Integer | None = column("事项数", "Items", width=8, computed=True)
    open_items: Integer | None = column("待接手", "To accept", width=8, computed=True)
    state: Choice | None = column("进度", "Progress", options=SHIFT_STATES, width=10, computed=True)
    note: Text | None = column("备注", "Note", width=30)


SHIFTS = Sheet(
    "shifts",
    Label(zh="交接班", en="Shifts"),
    Shift,
    Label(
        zh="每天一行：点“交接班”列出事项，逐条接手，交班人、接班人都签名，再点一次。",
        en="A line a day: click Shift hand-over, accept the items one by one, both sign, click again.",
    ),
)


class ShiftItem(Row):
    """One open case that the next shift takes over."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12)
    kind: Choice = column("事项", "Case", key=True, options=CASES, width=19)
    ref: TextId = column("订单编号", "Order no.", key=True, width=22)
    what: Text | None = column("内容", "What is open", width=48, computed=True)
    since: Moment | None = column("从何时起", "Since", width=16, computed=True)
    owner: Person | None = column("接手人", "Next owner", width=10)
    accepted: Flag | None = column(
        "接手", "Accepted", width=8, help=Label(zh="看过、接下来由我跟进，填“是”", en="Yes: seen, and mine from now on")
    )
    state: Choice | None = column("状态", "State", options=CASE_STATES, width=10, computed=True)
    note: Text | None = column("备注", "Note", width=26)


SHIFT_ITEMS = Sheet(
    "shift_items",
    Label(zh="交接事项", en="Shift items"),
    ShiftItem,
    Label(
        zh="由“交接班”从订单工作簿列出：待付款、缺货、留言待回、退款、异常包裹；接手人逐条填“是”。",
        en="Listed from the order workbook: unpaid, short, messages, refunds, abnormal parcels; the next owner accepts each.",
    ),
)
