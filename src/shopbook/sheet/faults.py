"""What can be wrong with one cell, whatever the column is about."""

from dataclasses import dataclass
from enum import StrEnum

from shopbook.labels import Label
from shopbook.sheet.findings import Severity


class Fault(StrEnum):
    """A fault of one cell; the value is its code, which never changes."""

    ERROR_VALUE = "cell.error-value"
    NOT_CALCULATED = "cell.not-calculated"
    FORMULA_OUTSIDE = "cell.formula-outside"
    REQUIRED = "cell.required"
    DIGITS_LOST = "cell.digits-lost"
    ID_AS_NUMBER = "cell.id-as-number"
    ID_AS_DATE = "cell.id-as-date"
    NOT_A_NUMBER = "cell.not-a-number"
    SEPARATORS = "cell.separators"
    NOT_WHOLE = "cell.not-whole"
    TOO_LARGE = "cell.too-large"
    BELOW_MINIMUM = "cell.below-minimum"
    ABOVE_MAXIMUM = "cell.above-maximum"
    NOT_A_DATE = "cell.not-a-date"
    NOT_A_TIME = "cell.not-a-time"
    UNKNOWN_CHOICE = "cell.unknown-choice"
    NOT_A_FLAG = "cell.not-a-flag"
    PHONE = "cell.phone"
    COVERED = "cell.covered-by-merge"
    NUMBER_AS_TEXT = "cell.number-as-text"
    DATE_AS_TEXT = "cell.date-as-text"
    UNTIDY = "cell.untidy"


@dataclass(frozen=True, slots=True)
class FaultNote:
    """What the shop reads about a fault. Places: ``{value}`` as it stands in the cell, ``{expected}``, ``{limit}``."""

    severity: Severity
    says: Label
    example: str


FAULTS: dict[Fault, FaultNote] = {
    Fault.ERROR_VALUE: FaultNote(
        Severity.ERROR,
        Label(
            zh="单元格是错误值 {value}，请改正公式或填入真实的值",
            en="The cell shows the error {value}: correct the formula or type the real value",
        ),
        "#REF!",
    ),
    Fault.NOT_CALCULATED: FaultNote(
        Severity.ERROR,
        Label(
            zh="公式还没有算出结果，请用 Excel 或 WPS 打开并保存后再检查",
            en="The formula has no result yet: open and save the file in Excel or WPS, then check again",
        ),
        "=B2*C2",
    ),
    Fault.FORMULA_OUTSIDE: FaultNote(
        Severity.WARNING,
        Label(
            zh="公式引用了工作簿以外的内容，可能来自别人发来的文件，请改为普通的值",
            en="The formula reaches outside this workbook, perhaps from a file somebody sent: replace it by a plain value",
        ),
        '=WEBSERVICE("…")',
    ),
    Fault.REQUIRED: FaultNote(Severity.ERROR, Label(zh="必填，不能为空", en="Must be filled in"), ""),
    Fault.DIGITS_LOST: FaultNote(
        Severity.ERROR,
        Label(
            zh="超过15位的编号被存成了数字，末尾几位已经丢失，请按文本重新导入（不会替您猜测）",
            en="More than 15 digits stored as a number: the last digits are lost. Import again as text; nothing is guessed",
        ),
        "4.10012345678901E+18",
    ),
    Fault.ID_AS_NUMBER: FaultNote(
        Severity.WARNING,
        Label(
            zh="编号存成了数字，再长一点就会丢失末尾几位，请把这一列设为文本格式",
            en="The number is stored as a figure and would lose digits if it were longer: format the column as text",
        ),
        "410012345678901",
    ),
    Fault.ID_AS_DATE: FaultNote(
        Severity.ERROR,
        Label(
            zh="编号被 Excel 变成了日期，请把这一列设为文本格式，再按原来的编号重新填写",
            en="Excel made a date of this number: format the column as text and type the original again",
        ),
        "3-12 → 2026-03-12",
    ),
    Fault.NOT_A_NUMBER: FaultNote(Severity.ERROR, Label(zh="不是数字，应为{expected}", en="Not a number: {expected} expected"), "十二"),
    Fault.SEPARATORS: FaultNote(
        Severity.ERROR,
        Label(zh="逗号和小数点的写法不明确，请写成 1234.5 这样的形式", en="Comma and point are ambiguous: write it like 1234.5"),
        "1.234,5",
    ),
    Fault.NOT_WHOLE: FaultNote(Severity.ERROR, Label(zh="应为整数", en="Must be a whole number"), "2.5"),
    Fault.TOO_LARGE: FaultNote(Severity.ERROR, Label(zh="数字太大，不合理", en="The number is too large to be right"), "1e20"),
    Fault.BELOW_MINIMUM: FaultNote(Severity.ERROR, Label(zh="不能小于 {limit}", en="Must not be less than {limit}"), "0"),
    Fault.ABOVE_MAXIMUM: FaultNote(Severity.ERROR, Label(zh="不能大于 {limit}", en="Must not be more than {limit}"), "101%"),
    Fault.NOT_A_DATE: FaultNote(
        Severity.ERROR,
        Label(zh="看不出是哪一天，请写成 2026-03-01 或 2026-03-01 14:00", en="Not a date: write it like 2026-03-01 or 2026-03-01 14:00"),
        "三月初",
    ),
    Fault.NOT_A_TIME: FaultNote(
        Severity.ERROR, Label(zh="看不出是几点，请写成 08:30", en="Not a time of day: write it like 08:30"), "早上"
    ),
    Fault.UNKNOWN_CHOICE: FaultNote(Severity.ERROR, Label(zh="只能是：{expected}", en="Must be one of: {expected}"), "发货了"),
    Fault.NOT_A_FLAG: FaultNote(Severity.ERROR, Label(zh="请填“是”或“否”", en="Write yes or no"), "也许"),
    Fault.PHONE: FaultNote(
        Severity.ERROR,
        Label(
            zh="电话号码不对，应为11位手机号、带区号的座机、400电话、虚拟号（带分机）或平台隐藏号",
            en="Not a phone number: a mobile of 11 digits, a landline with area code, a 400 number, one with an extension or a masked one",
        ),
        "1380013800",
    ),
    Fault.COVERED: FaultNote(
        Severity.WARNING,
        Label(
            zh="合并单元格下面还压着一个看不见的值，请取消合并后核对",
            en="A value is hidden under a merged cell: unmerge the cells and look",
        ),
        "",
    ),
    Fault.NUMBER_AS_TEXT: FaultNote(
        Severity.HINT,
        Label(
            zh="数字存成了文本，已按数字读取；Excel 求和时会漏掉它",
            en="A number stored as text; read as a number here, but Excel's sums leave it out",
        ),
        "'12.5",
    ),
    Fault.DATE_AS_TEXT: FaultNote(
        Severity.HINT,
        Label(
            zh="日期存成了文本，已按日期读取；Excel 排序筛选会出错",
            en="A date stored as text; read as a date here, but Excel sorts and filters it wrongly",
        ),
        "2026年3月1日",
    ),
    Fault.UNTIDY: FaultNote(
        Severity.HINT,
        Label(
            zh="有多余的空格、全角字符或不规范的写法，可用“整理订单”自动改正",
            en="Stray spaces, full-width characters or an odd form; tidying puts it right",
        ),
        "１３８ ００１３ ８０００",
    ),
}
