"""What the help sheet of a workbook says."""

from shopbook.books.every_book import HELP
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.findings import Severity

Line = tuple[Label, Label]
"""What it is about, and what there is to say."""


def help_lines(book: Book) -> list[Line]:
    """What the book is for, its sheets, its tasks, what the colours mean, and how it is used safely."""
    sheets = [(_SHEET.filled({"name": sheet.label}), sheet.help) for sheet in book.sheets if sheet.code != HELP.code]
    tasks = [(_TASK.filled({"name": task.label}), _TASK_TEXT.filled({"says": task.help, "code": task.code})) for task in book.tasks]
    return [(_PURPOSE, book.help), *sheets, *tasks, *_COLOURS, *_SAFE_USE]


_PURPOSE = Label(zh="这本工作簿做什么", en="What it is for")
_SHEET = Label(zh="工作表 · {name}", en="Sheet · {name}")
_TASK = Label(zh="操作 · {name}", en="Task · {name}")
_TASK_TEXT = Label(
    zh="{says}\n命令行：shopbook run {code} 文件名 --in-place", en="{says}\nCommand line: shopbook run {code} FILE --in-place"
)

POLICIES = Label(
    zh="D0 是运营部制度，D1 是人员分工方案，D2 是淘宝店管理制度，D3 是电子商务部制度和流程图，后面是条款。\n"
    "AMB 开头的，是制度没有写明、由店铺自己定的地方；写着的值只是默认值。",
    en="D0 is the policy of the operations department, D1 the division of labour, D2 the policy of a Taobao shop, D3 policy and "
    "flow charts of an e-commerce department; the article follows.\n"
    "AMB marks what the policies leave open and the shop decides; the value given is only where it starts.",
)
"""What a source stands for, wherever one is named."""

_COLOURS: tuple[Line, ...] = (
    (
        Label(zh="表头颜色", en="Colours of titles"),
        Label(
            zh="深蓝白字：每一行都必须填。浅蓝：有就填，没有就空着。灰色细字：由程序填写，请不要改。",
            en="Dark blue: must be filled in every row. Light blue: filled where there is something. "
            "Grey, in light letters: a task fills it, leave it.",
        ),
    ),
    (
        Label(zh="单元格颜色", en="Colours of cells"),
        Label(
            zh="红色实线框是{error}：必须改正。黄色虚线框是{warning}：请看一下。浅蓝点线框是{hint}：可以不理。\n"
            "原因写在同一行的“校验”列；改好后再检查一次，颜色就会消失。",
            en="Red in a solid frame is an {error}: must be put right. Yellow, dashed, is a {warning}: look at it. "
            "Pale blue, dotted, is a {hint}: may be left.\n"
            "The reason stands in the column Check of the same row; put it right, check again, and the colour goes.",
        ).filled({severity.value: severity.label for severity in Severity}),
    ),
)

_SAFE_USE: tuple[Line, ...] = (
    (
        Label(zh="按钮在哪里", en="Where the buttons are"),
        Label(
            zh="在 Excel 里，.xlsm 文件的表头上方有按钮；第一次打开时请点“启用内容”。\n"
            ".xlsx 文件没有按钮，装好加载项后用功能区里的“店铺”。WPS 和 LibreOffice 请用命令行。",
            en="In Excel an .xlsm file has them above the titles; choose Enable Content when it is opened for the first time.\n"
            "An .xlsx file has none: install the add-in and use the ribbon tab Shop. In WPS and LibreOffice use the command line.",
        ),
    ),
    (
        Label(zh="检查会改我的数据吗", en="Are my entries changed"),
        Label(
            zh="不会。检查只写“校验”列、“校验结果”和“校验汇总”。\n会改数据的操作都把原值和新值记在“修改记录”里，可以撤销。",
            en="Not by a check: it writes the column Check and the two sheets of findings.\n"
            "Tasks that do change entries log old and new value under Changes and can be undone.",
        ),
    ),
    (
        Label(zh="编号末尾变成了0", en="Ids that end in zeros"),
        Label(
            zh="Excel 只保留15位数字，所以订单编号、快递单号、条码等列都是文本格式。\n"
            "平台导出的文件请用“导入”，不要先用 Excel 打开再另存。",
            en="Excel keeps 15 digits, so the columns of order, tracking and bar code numbers hold text.\n"
            "Import a platform's file as it is rather than opening and saving it in Excel first.",
        ),
    ),
    (
        Label(zh="“参数”里的出处", en="Sources on Parameters"),
        POLICIES,
    ),
    (
        Label(zh="可以改什么", en="What may be changed"),
        Label(
            zh="可以移动列、调整列宽、隐藏列、改文件名、换文件夹；自己加的列不会被读取，也不会被改动。\n请不要改表头文字和工作表名称。",
            en="Columns may be moved, resized and hidden, the file renamed and moved; columns of your own are neither read nor changed.\n"
            "Please keep titles and sheet names.",
        ),
    ),
    (
        Label(zh="有的表打不了字", en="Sheets that are locked"),
        Label(
            zh="只由程序填写的表设了保护（没有密码），免得误改；筛选和调整列宽不受影响。\n确实需要手改时，在“审阅”里点“撤销工作表保护”。",
            en="Sheets that only tasks fill are protected, without a password, against slips; filters and column widths still work.\n"
            "If you must, choose Unprotect Sheet under Review.",
        ),
    ),
    (
        Label(zh="从命令行运行之前", en="Before a command"),
        Label(
            zh="请先保存并关闭本工作簿。有人打开着的文件不会被写入，程序会说明是谁打开的。",
            en="Save and close this workbook first. A file that somebody has open is not written; you are told who.",
        ),
    ),
    (
        Label(zh="客户信息", en="Buyers' details"),
        Label(
            zh="姓名、电话、地址是客户的隐私：本工作簿不要发到店外；需要对外发送时，先删除这些列。",
            en="Names, phones and addresses are private: keep this workbook inside the shop; remove those columns before sending it out.",
        ),
    ),
)
