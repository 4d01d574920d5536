"""What reading a sheet can say about its header and its rows, for the page of rules.

The sentences are those of ``sheet/reading.py`` and ``sheet/furniture.py``; a test reads sheets with each fault and compares.
"""

from dataclasses import dataclass

from shopbook.labels import Label
from shopbook.sheet.findings import Severity


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """One thing that reading a sheet reports."""

    code: str
    severity: Severity
    says: Label
    example: Label


READING_NOTES = (
    ReadingNote(
        "header.not-found",
        Severity.ERROR,
        Label(
            zh="前50行里找不到表头，应有这些列：{titles}", en="No header row among the first 50 rows; expected columns such as: {titles}"
        ),
        Label(zh="表头被删掉的表", en="a sheet whose titles were deleted"),
    ),
    ReadingNote(
        "header.missing",
        Severity.ERROR,
        Label(zh="缺少列“{title}”", en="Column '{title}' is missing"),
        Label(zh="必填列缺失是错误，其他列缺失是提示", en="an error for a required column, a hint for others"),
    ),
    ReadingNote(
        "header.doubled",
        Severity.ERROR,
        Label(
            zh="列“{title}”出现了不止一次，只读取第一个（{first}列）",
            en="Column '{title}' appears more than once; only the first ({first}) is read",
        ),
        Label(zh="两列都叫“备注”；在平台导出的文件里是警告", en="two columns named Remark; a warning in a platform's export"),
    ),
    ReadingNote(
        "header.near",
        Severity.WARNING,
        Label(zh="“{title}”是不是“{meant}”？请改成这个标题", en="Is '{title}' meant to be '{meant}'? Change the title"),
        Label(zh="订单编码", en="Ordr no."),
    ),
    ReadingNote(
        "header.extra",
        Severity.HINT,
        Label(zh="“{title}”不是本表的列，不会读取", en="'{title}' is not a column of this sheet and is not read"),
        Label(zh="自己加的列“今天打包”", en="a column of one's own, Packed today"),
    ),
    ReadingNote(
        "rows.repeated-header",
        Severity.HINT,
        Label(zh="这一行重复了表头，没有当作数据", en="This row repeats the header and is not read as data"),
        Label(zh="两份导出粘在一起", en="two exports pasted below one another"),
    ),
    ReadingNote(
        "rows.legend",
        Severity.HINT,
        Label(zh="这一行是表头的说明，没有当作数据", en="This row explains the header and is not read as data"),
        Label(zh="表头下面一行写着“必填，数字”", en="'required, a number' below a title"),
    ),
    ReadingNote(
        "rows.total",
        Severity.HINT,
        Label(zh="这一行是合计，没有当作数据", en="This row is a total and is not read as data"),
        Label(zh="合计", en="Total"),
    ),
    ReadingNote(
        "rows.trailer",
        Severity.HINT,
        Label(zh="这一行是表尾的说明，没有当作数据", en="This row is a note below the data and is not read as data"),
        Label(zh="导出时间：2026-03-01", en="Exported: 2026-03-01"),
    ),
)
