"""What the shop decides about roll-ups."""

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

CALENDAR_PARAMETERS = (
    Parameter(
        "week_month",
        Label(zh="周属于哪个月", en="The month of a week"),
        Kind.CHOICE,
        "thursday",
        Label(zh="", en=""),
        "AMB-32",
        Label(zh="星期四所在的月（ISO 的算法）；或星期一所在的月", en="that of its Thursday, as ISO counts; or that of its Monday"),
        choices=(
            ("thursday", Label(zh="星期四所在的月", en="of its Thursday")),
            ("monday", Label(zh="星期一所在的月", en="of its Monday")),
        ),
    ),
)
