"""Why a change cannot be made exactly, in words for the person whose workbook it is."""

from shopbook.labels import Label


class Refusal(Exception):  # noqa: N818 - a decision, not a failure
    """The change cannot be made exactly; never leaves this package, ``patch`` names the file and raises ``PatchRefusedError``."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label


def at_cell(tab: str, cell: str, why: Label) -> Refusal:
    """The refusal of one cell or range: ``订单!B17：…``."""
    places = {"tab": tab, "cell": cell, "why": why}
    return Refusal(Label(zh="工作表“{tab}”的 {cell}：{why}", en="Sheet '{tab}', {cell}: {why}").filled(places))


def on_sheet(tab: str, why: Label) -> Refusal:
    """The refusal of something about one whole sheet."""
    return Refusal(Label(zh="工作表“{tab}”：{why}", en="Sheet '{tab}': {why}").filled({"tab": tab, "why": why}))


def in_table(table: str, why: Label) -> Refusal:
    """The refusal of something about one Excel table."""
    return Refusal(Label(zh="表格“{table}”：{why}", en="Table '{table}': {why}").filled({"table": table, "why": why}))


def in_part(part: str, why: Label) -> Refusal:
    """The refusal of a part of the package, named as it is named inside the file."""
    return Refusal(Label(zh="{why}（文件内部的 {part}）", en="{why} (in {part})").filled({"part": part, "why": why}))


_RESAVE_ZH = "请用 Excel 打开后另存为 .xlsx 或 .xlsm 再试"
_RESAVE_EN = "Open it in Excel, save it as .xlsx or .xlsm and try again"

# ------------------------------------------------------------------ the package
NOT_A_PACKAGE = Label(
    zh="不是可以直接写入的 Excel 工作簿。" + _RESAVE_ZH,
    en="this is not an Excel workbook that can be written into. " + _RESAVE_EN,
)
ENCRYPTED = Label(
    zh="文件设有打开密码，或是旧版 .xls 格式。请在 Excel 里去掉密码，另存为 .xlsx 或 .xlsm 再试",
    en="the file has a password or is an old .xls. Remove the password in Excel, save it as .xlsx or .xlsm and try again",
)
SIGNED = Label(
    zh="文件带有数字签名，写入会使签名失效。请先在 Excel 的“文件 > 信息”里删除签名",
    en="the file carries a digital signature, which any change breaks. Remove it first under File > Info in Excel",
)
DAMAGED = Label(zh="文件已损坏。" + _RESAVE_ZH, en="the file is damaged. " + _RESAVE_EN)
DOUBLED_PART = Label(zh="文件里有重名的内容。" + _RESAVE_ZH, en="the file holds two parts of one name. " + _RESAVE_EN)
MISSING_PART = Label(zh="文件缺少一部分内容。" + _RESAVE_ZH, en="a part of the file is missing. " + _RESAVE_EN)
UNKNOWN_COMPRESSION = Label(zh="文件用了不支持的压缩方式。" + _RESAVE_ZH, en="the file is compressed in an unsupported way. " + _RESAVE_EN)
TOO_LARGE = Label(zh="文件超过 4 GB，不能直接写入", en="the file is over 4 GB and cannot be written into")
NOT_UTF8 = Label(zh="文件内容不是 UTF-8 编码。" + _RESAVE_ZH, en="the file is not encoded in UTF-8. " + _RESAVE_EN)
HAS_DTD = Label(zh="文件内容带有 DTD 声明，不安全，不予写入", en="the file carries a DTD, which is unsafe")
UNUSUAL_XML = Label(
    zh="文件内容的写法不常见，写入后不能保证其余部分不变。" + _RESAVE_ZH,
    en="the file is written in an unusual way, so that nothing else changing cannot be promised. " + _RESAVE_EN,
)
NO_STYLES = Label(zh="文件没有样式，无法写入日期。" + _RESAVE_ZH, en="the file has no styles, so a date cannot be written. " + _RESAVE_EN)
NO_DATE_SYSTEM = Label(
    zh="文件使用 ISO 日期，无法写入日期。" + _RESAVE_ZH,
    en="the file keeps dates in ISO form, so a date cannot be written. " + _RESAVE_EN,
)

# ------------------------------------------------------------------ the sheet
NOT_A_WORKSHEET = Label(
    zh="这不是普通工作表（例如图表工作表），不能写入", en="this is no ordinary sheet (a chart sheet, for one) and cannot be written into"
)
ROWS_OUT_OF_ORDER = Label(zh="行没有按顺序存放。" + _RESAVE_ZH, en="its rows are stored out of order. " + _RESAVE_EN)
CELLS_OUT_OF_ORDER = Label(
    zh="这一行的单元格没有按顺序存放。" + _RESAVE_ZH, en="the cells of this row are stored out of order. " + _RESAVE_EN
)
OUTSIDE_THE_SHEET = Label(zh="超出了工作表的范围", en="this is outside of the sheet")
WRITTEN_TWICE = Label(zh="同一个单元格要写入两次", en="the same cell would be written twice")
INSIDE_A_MERGE = Label(
    zh="在合并单元格里面，写入的内容会看不见。请先取消合并", en="it lies inside merged cells, where a value is not seen. Unmerge them first"
)
TABLE_HEADER = Label(zh="是表格的标题，不能改", en="this is a table's header, which must not change")
TABLE_TOTALS = Label(zh="是表格的汇总行，不能改", en="this is a table's totals row, which must not change")
ARRAY_FORMULA = Label(
    zh="属于数组公式或模拟运算表，不能单独改其中一格",
    en="this belongs to an array formula or a data table, of which no single cell can be changed",
)
SHARED_FORMULA = Label(
    zh="是一组共享公式的第一格，改掉会影响其他格。请在 Excel 里把这一格改成普通公式或数值再试",
    en="this is the first cell of a shared formula that others depend on. Make it a plain formula or a value in Excel and try again",
)

# ------------------------------------------------------------------ values
TOO_MANY_DIGITS = Label(
    zh="{value} 超过 15 位，Excel 会丢掉后面的数字，请作为文本写入",
    en="{value} has more than 15 digits, of which Excel loses the last; write it as text",
)
NOT_A_NUMBER = Label(zh="{value} 不是 Excel 能存的数字", en="{value} is no number that Excel can hold")
TOO_LONG = Label(zh="文字超过 32767 个字，Excel 存不下", en="the text is longer than the 32,767 characters that Excel holds")
BROKEN_TEXT = Label(zh="文字里有不完整的字符", en="the text holds half a character")
TIME_ZONE = Label(zh="时间 {value} 带时区，请先换算成本地时间", en="the time {value} carries a zone; convert it to local time first")
TOO_EARLY = Label(zh="日期 {value} 早于 Excel 能准确表示的日期", en="the date {value} is before those that Excel counts right")
NOT_A_VALUE = Label(zh="单元格不能存 {value} 这类内容", en="a cell cannot hold a {value}")

# ------------------------------------------------------------------ tables
HAS_TOTALS = Label(
    zh="带有汇总行，不能自动加行或换行。请先关闭汇总行",
    en="it has a totals row, so rows cannot be added or exchanged. Switch the totals row off first",
)
CONTENT_BELOW = Label(
    zh="表格下面已有内容，加行会覆盖它。请先移走", en="there is something below the table that new rows would run into. Move it first"
)
TABLE_BELOW = Label(
    zh="表格下面是另一个表格“{other}”，加不下新行。请先移开",
    en="table '{other}' lies below, so there is no room for new rows. Move it first",
)
SHEET_FULL = Label(zh="工作表已满，加不下新行", en="the sheet is full, there is no room for new rows")
RELATIVE_FORMULA = Label(
    zh="“{column}”列的公式按单元格位置引用，无法准确延伸到新行。请改用表格列名引用，如 [@数量]",
    en="the formula of column '{column}' refers to cells by place, so new rows cannot take it exactly. Use column names, as in [@Quantity]",
)
ARRAY_COLUMN = Label(
    zh="“{column}”列用的是数组公式，不能延伸到新行", en="column '{column}' holds an array formula, which cannot be carried to new rows"
)
