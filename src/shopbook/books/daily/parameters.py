"""Every figure and switch of the daily reports."""

import datetime as dt

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

_NONE = Label(zh="", en="")

REPORT_PARAMETERS = (
    Parameter(
        "report_hour",
        Label(zh="日报截止时刻", en="Hour of the report"),
        Kind.TIME,
        dt.timedelta(hours=14),
        _NONE,
        "D3 flow 2",
        Label(
            zh="每天到这个时刻为一期日报；改动只影响以后的日报",
            en="Each day's report ends at this time; a change is about later reports only",
        ),
    ),
    Parameter(
        "report_end",
        Label(zh="正好在截止时刻付款", en="Paid exactly at that time"),
        Kind.CHOICE,
        "inclusive",
        _NONE,
        "AMB-04",
        Label(
            zh="计入：算当天的日报（导出只到分钟时，14:00 这一分钟都算当天）；不计入：算下一期",
            en="counts: it belongs to that day, and with exports by the minute so does all of 14:00; does not count: to the next report",
        ),
        choices=(
            ("inclusive", Label(zh="计入", en="counts")),
            ("exclusive", Label(zh="不计入", en="does not count")),
        ),
    ),
    Parameter(
        "rest_weekdays",
        Label(zh="每周不做日报", en="Weekdays without a report"),
        Kind.CHOICE,
        "none",
        _NONE,
        "AMB-04",
        Label(
            zh="没有：每天都做；这几天的订单并入下一个工作日的日报",
            en="none: a report every day; the orders of these days go into the next working day's report",
        ),
        choices=(
            ("none", Label(zh="没有", en="none")),
            ("sunday", Label(zh="星期日", en="Sunday")),
            ("weekend", Label(zh="星期六和星期日", en="Saturday and Sunday")),
        ),
    ),
    Parameter(
        "rest_dates",
        Label(zh="放假不做日报", en="Holidays without a report"),
        Kind.TEXT,
        "-",
        _NONE,
        "AMB-04",
        Label(
            zh="写日期，用空格隔开，连续几天用 ~，例如 2026-02-16~2026-02-22 2026-05-01；没有就写 -",
            en="Dates with spaces between, several days with ~, such as 2026-02-16~2026-02-22 2026-05-01; none: -",
        ),
    ),
    Parameter(
        "history_days",
        Label(zh="第一次往前补几天", en="Days back at first"),
        Kind.INTEGER,
        366,
        Label(zh="天", en="days"),
        "D3 flow 2",
        Label(
            zh="第一次生成日报时，最多从这么多天以前开始；更早付款的订单补报在最新一期",
            en="The first run makes reports from this many days back; orders paid earlier are entered late into the newest one",
        ),
    ),
    Parameter(
        "totals_reports",
        Label(zh="合计最近几期", en="Reports added up"),
        Kind.INTEGER,
        7,
        Label(zh="期", en="reports"),
        "D3 flow 2",
        Label(zh="“日报合计”里有最近几期", en="How many of the newest reports stand in Report totals"),
    ),
)
