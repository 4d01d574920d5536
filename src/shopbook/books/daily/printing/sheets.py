"""The sheet 打印记录: which outbound slip was printed when, in which batch, and how often."""

from shopbook.labels import Label
from shopbook.sheet.columns import Day, Integer, Moment, Person, Row, Sheet, Text, TextId, column


class Print(Row):
    """One outbound slip printed once."""

    report: Day = column("日报", "Report", key=True, width=12, computed=True)
    slip_no: TextId = column("出库单号", "Slip no.", key=True, width=16, computed=True)
    order_no: TextId | None = column("订单编号", "Order no.", width=24, computed=True)
    copy_no: Integer = column(
        "第几次",
        "Copy",
        key=True,
        width=8,
        computed=True,
        help=Label(zh="1 是第一次打印，2 起是补打", en="1 is the first print, from 2 on reprints"),
    )
    batch: Integer | None = column("批次", "Batch", width=8, computed=True)
    printed_at: Moment | None = column("打印时间", "Printed at", width=18, computed=True)
    printed_by: Person | None = column("打印人", "Printed by", width=12, computed=True)
    file: Text | None = column("文件", "File", width=34, computed=True)


PRINTS = Sheet(
    "prints",
    Label(zh="打印记录", en="Prints"),
    Print,
    Label(
        zh="打印过的出库单，每打印一次一行；打印过的不会再打，要补打用参数“补打”。",
        en="A line each time an outbound slip was printed; none is printed again unless the parameter Reprint asks for it.",
    ),
    is_log=True,
)
