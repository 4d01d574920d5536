"""What the shop decides about the hand-over between shifts."""

import datetime as dt

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_NONE = Label(zh="", en="")

SHIFT_PARAMETERS = (
    Parameter(
        "overlap_starts",
        Label(zh="交接班开始", en="Hand-over from"),
        Kind.TIME,
        dt.timedelta(hours=16),
        _NONE,
        "D2 art. 15-1; T19",
        Label(zh="晚班到岗的时间；更早交接会提醒", en="When the late shift comes; an earlier hand-over is warned of"),
    ),
    Parameter(
        "overlap_ends",
        Label(zh="交接班结束", en="Hand-over until"),
        Kind.TIME,
        dt.timedelta(hours=17),
        _NONE,
        "D2 art. 15-1; T19",
        Label(zh="早班下班的时间；更晚交接会提醒", en="When the early shift goes; a later hand-over is warned of"),
    ),
    Parameter(
        "shift_day_starts",
        Label(zh="交接班换日", en="A shift's day begins"),
        Kind.TIME,
        dt.timedelta(hours=6),
        _NONE,
        "T19",
        Label(
            zh="晚班过了零点还算前一天，到这个时刻才换日",
            en="After midnight the late shift still belongs to the day before, until this time",
        ),
    ),
    Parameter(
        "parcel_days",
        Label(zh="包裹多久算超时", en="A parcel is overdue after"),
        Kind.INTEGER,
        7,
        Label(zh="天", en="days"),
        "D0 3(2); D3 3.3",
        Label(zh="发货后超过这些天还没有收货时间，就列入交接", en="Shipped longer ago without a time of receipt: it is handed over"),
    ),
)
