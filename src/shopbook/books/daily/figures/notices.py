"""What importing and working out the day's figures reports otherwise than by rules."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

LINE_TWICE = Notice(
    "import.day-twice",
    Severity.ERROR,
    Label(
        zh="同一天同一名称在这张表里出现不止一次，数字又不一样，没法知道该加还是该换。请按天、按名称导出（只选一种统计口径）",
        en="This name stands more than once for one day with different figures, and whether to add or to replace them nobody can tell. "
        "Export by day and name, with one way of counting",
    ),
    Label(zh="同一个关键词按匹配方式分了两行", en="one keyword in two lines by kind of match"),
)
FIGURES_OUT_OF_DATE = Notice(
    "figures.out-of-date",
    Severity.WARNING,
    Label(
        zh="经营数据有变化，比率和看板还是旧的；请点“经营日数据”",
        en="Figures have changed and the ratios and the board have not: click Day's figures",
    ),
    Label(zh="导入更正过的报表以后没有再算", en="a corrected report was imported and nothing worked out since"),
)

FIGURE_NOTICES = (LINE_TWICE, FIGURES_OUT_OF_DATE)
"""All of them, for the page of rules."""
