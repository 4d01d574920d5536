"""What the shop decides about its printed documents."""

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_NONE = Label(zh="", en="")
NOTHING = "-"
"""What a parameter says that asks for nothing."""

PRINTING_PARAMETERS = (
    Parameter(
        "slips_per_page",
        Label(zh="一页几张出库单", en="Slips on a page"),
        Kind.CHOICE,
        "2",
        _NONE,
        "D3 flow 2",
        Label(
            zh="1：一页一张；2：一页两张，裁开是 A5；4：一页四张，裁开是 A6。一张放不下的自动续页",
            en="1: a page each; 2: two a page, A5 once cut; 4: four a page, A6 once cut. What does not fit goes on on the next",
        ),
        choices=(
            ("1", Label(zh="1 张", en="1")),
            ("2", Label(zh="2 张", en="2")),
            ("4", Label(zh="4 张", en="4")),
        ),
    ),
    Parameter(
        "report",
        Label(zh="打印哪一期", en="Report to print"),
        Kind.TEXT,
        NOTHING,
        _NONE,
        "D3 flow 2",
        Label(zh="写日期，例如 2026-03-10；写 - 打印最新一期", en="A day such as 2026-03-10; - prints the newest"),
    ),
    Parameter(
        "reprint",
        Label(zh="补打", en="Reprint"),
        Kind.TEXT,
        NOTHING,
        _NONE,
        "D3 flow 2",
        Label(
            zh="写“全部”，或出库单号、订单编号（几个用空格隔开），打印过的再打一份，标明补打第几次；打完改回 -",
            en="all, or slip or order numbers with spaces between: prints them again, marked with a count; then set it back to -",
        ),
    ),
)
