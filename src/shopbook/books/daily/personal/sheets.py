"""The sheet of personal sales: what each agent sold on each day."""

from typing import Annotated

from annotated_types import Ge

from shopbook.labels import Label
from shopbook.sheet.columns import Day, Integer, Money, Person, Ratio, Row, Sheet, Text, check_column, column

UNATTRIBUTED = Label(zh="未归属", en="Unattributed")
"""Who stands for orders without an agent."""

_OF_SHOP = Label(zh="当天全店付款的订单；各人加未归属等于它", en="All orders paid that day; the agents and the unattributed make it up")


class PersonalDay(Row):
    """What one agent sold on one day."""

    check: Text | None = check_column()
    day: Day = column("日期", "Day", key=True, width=12, help=Label(zh="付款日期", en="The day of payment"))
    agent: Person = column(
        "客服", "Agent", key=True, width=12, help=Label(zh="订单没有写客服的算“未归属”", en="Orders without an agent are Unattributed")
    )
    enquiries: Annotated[Integer, Ge(0)] | None = column(
        "询单人数", "Enquiries", width=10, help=Label(zh="当天接待的询单人数，手填", en="People who asked that day, typed")
    )
    orders: Integer | None = column("付款单数", "Orders", width=9, computed=True)
    pieces: Integer | None = column("件数", "Pieces", width=8, computed=True)
    paid: Money | None = column(
        "付款金额", "Paid", width=12, computed=True, help=Label(zh="实付金额，未扣退款", en="Refunds not taken off")
    )
    average: Money | None = column(
        "笔单价", "Paid per order", width=10, computed=True, help=Label(zh="付款金额 ÷ 付款单数", en="Paid ÷ orders")
    )
    rank: Integer | None = column(
        "排名", "Rank", width=7, computed=True, help=Label(zh="当天按付款金额，未归属不排", en="Of the day by amount paid, agents only")
    )
    share: Ratio | None = column("占全店", "Share of shop", width=9, computed=True)
    conversion: Ratio | None = column(
        "转化率", "Conversion", width=9, computed=True, help=Label(zh="付款单数 ÷ 询单人数", en="Orders ÷ enquiries")
    )
    shop_orders: Integer | None = column("全店单数", "Shop's orders", width=9, computed=True, help=_OF_SHOP)
    shop_paid: Money | None = column("全店金额", "Shop's paid", width=13, computed=True, help=_OF_SHOP)


PERSONAL_DAYS = Sheet(
    "personal_days",
    Label(zh="个人日报", en="Personal days"),
    PersonalDay,
    Label(
        zh="每天每个客服一行，由“个人日报”按订单的“客服”列算；询单人数手填。各人加未归属等于全店。",
        en="A line per day and agent by the orders' column Agent; enquiries are typed. Agents and unattributed make up the shop.",
    ),
)
