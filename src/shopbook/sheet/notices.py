"""What is found otherwise than by a rule: in headers and rows while a sheet is read, and by tasks at work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.findings import Severity, one_finding


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that is reported, for the reader and for the page of rules.

    Attributes:
        code: Never changes.
        severity: How bad it is as a rule; where it depends, ``example`` says on what.
        says: What is wrong and what to do, with places for values.
        example: What it looks like.
    """

    code: str
    severity: Severity
    says: Label
    example: Label

    def as_severe_as(self, severity: Severity) -> "Notice":
        """The same where it is more or less bad than as a rule."""
        return replace(self, severity=severity)

    def finding(self, values: Mapping[str, object], lang: Lang, **place: str | int | None) -> pl.DataFrame:
        """One finding of it.

        Args:
            values: What is filled into the sentence.
            lang: Its language.
            place: Further columns of ``findings.SCHEMA``.
        """
        return one_finding(self.code, self.severity, self.says.filled(values), lang, **place)


HEADER_NOT_FOUND = Notice(
    "header.not-found",
    Severity.ERROR,
    Label(zh="前50行里找不到表头，应有这些列：{titles}", en="No header row among the first 50 rows; expected columns such as: {titles}"),
    Label(zh="表头被删掉的表", en="a sheet whose titles were deleted"),
)
HEADER_MISSING = Notice(
    "header.missing",
    Severity.ERROR,
    Label(zh="缺少列“{title}”", en="Column '{title}' is missing"),
    Label(zh="必填列缺失是错误，其他列缺失是提示", en="an error for a required column, a hint for others"),
)
HEADER_DOUBLED = Notice(
    "header.doubled",
    Severity.ERROR,
    Label(
        zh="列“{title}”出现了不止一次，只读取第一个（{first}列）",
        en="Column '{title}' appears more than once; only the first ({first}) is read",
    ),
    Label(zh="两列都叫“备注”；在平台导出的文件里是警告", en="two columns named Remark; a warning in a platform's export"),
)
HEADER_NEAR = Notice(
    "header.near",
    Severity.WARNING,
    Label(zh="“{title}”是不是“{meant}”？请改成这个标题", en="Is '{title}' meant to be '{meant}'? Change the title"),
    Label(zh="订单编码", en="Ordr no."),
)
HEADER_EXTRA = Notice(
    "header.extra",
    Severity.HINT,
    Label(zh="“{title}”不是本表的列，不会读取", en="'{title}' is not a column of this sheet and is not read"),
    Label(zh="自己加的列“今天打包”", en="a column of one's own, Packed today"),
)
ROWS_HIDDEN = Notice(
    "rows.hidden",
    Severity.HINT,
    Label(
        zh="有 {count} 行被隐藏或筛选掉了，也一并读取和检查",
        en="Hidden or filtered away: {count} of the rows. They are read and checked all the same",
    ),
    Label(zh="筛选后没有清除筛选的表", en="a sheet left filtered"),
)
REPEATED_HEADER = Notice(
    "rows.repeated-header",
    Severity.HINT,
    Label(zh="这一行重复了表头，没有当作数据", en="This row repeats the header and is not read as data"),
    Label(zh="两份导出粘在一起", en="two exports pasted below one another"),
)
OTHER_HEADER = Notice(
    "rows.other-header",
    Severity.ERROR,
    Label(
        zh="从这一行起换了另一种表头，下面的行没有读取，请把它们放到另一张工作表",
        en="Another header begins here, and the rows below it are not read: move them to a sheet of their own",
    ),
    Label(zh="订单下面又粘了一份退款列表", en="a list of refunds pasted below the orders"),
)
LEGEND = Notice(
    "rows.legend",
    Severity.HINT,
    Label(zh="这一行是表头的说明，没有当作数据", en="This row explains the header and is not read as data"),
    Label(zh="表头下面一行写着“必填，数字”", en="'required, a number' below a title"),
)
TOTAL = Notice(
    "rows.total",
    Severity.HINT,
    Label(zh="这一行是合计，没有当作数据", en="This row is a total and is not read as data"),
    Label(zh="合计", en="Total"),
)
TRAILER = Notice(
    "rows.trailer",
    Severity.HINT,
    Label(zh="这一行是表尾的说明，没有当作数据", en="This row is a note below the data and is not read as data"),
    Label(zh="导出时间：2026-03-01", en="Exported: 2026-03-01"),
)

ROW_NOTICES = {notice.code: notice for notice in (REPEATED_HEADER, OTHER_HEADER, LEGEND, TOTAL, TRAILER)}
"""About rows that are no data, by code."""

READING_NOTICES = (
    HEADER_NOT_FOUND,
    HEADER_MISSING,
    HEADER_DOUBLED,
    HEADER_NEAR,
    HEADER_EXTRA,
    ROWS_HIDDEN,
    *ROW_NOTICES.values(),
)
"""Everything that reading a sheet says about its header and rows."""
