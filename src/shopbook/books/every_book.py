"""The sheets that every book carries: findings, parameters, sources, change log, help."""

from shopbook.labels import Label
from shopbook.sheet.columns import Choice, Day, Flag, Integer, Moment, Option, Person, Row, Sheet, Text, TextId, column
from shopbook.sheet.findings import Severity

SEVERITIES = tuple(Option(severity.value, severity.label) for severity in Severity)


class FindingRow(Row):
    """One fault that a check found."""

    severity: Choice | None = column("级别", "Severity", options=SEVERITIES, width=8, computed=True)
    tab: Text | None = column("工作表", "Sheet", width=15, computed=True)
    cell: Text | None = column("单元格", "Cell", width=8, computed=True)
    link: Text | None = column("跳转", "Go to", width=9, computed=True, help=Label(zh="点一下就到那个单元格", en="Click to go to the cell"))
    key: TextId | None = column("行键", "Row key", width=22, computed=True)
    title: Text | None = column("列名", "Column", width=16, computed=True)
    value: Text | None = column("现值", "Value", width=21, computed=True)
    message: Text | None = column("说明", "What is wrong", width=84, computed=True)
    fix: Text | None = column("建议", "Suggested value", width=16, computed=True)
    code: Text | None = column("规则代码", "Rule", width=26, computed=True)


FINDINGS = Sheet(
    "findings",
    Label(zh="校验结果", en="Findings"),
    FindingRow,
    Label(
        zh="检查找到的全部问题，每行一条；再次检查时整表更新。",
        en="Everything the last check found, one row each; replaced by the next check.",
    ),
    is_log=True,
)


class RuleCountRow(Row):
    """How many findings a rule has, and where the first are."""

    severity: Choice | None = column("级别", "Severity", options=SEVERITIES, width=8, computed=True)
    code: Text | None = column("规则代码", "Rule", width=26, computed=True)
    says: Text | None = column("问题", "Problem", width=84, computed=True)
    count: Integer | None = column("条数", "Count", width=8, computed=True)
    first_cells: Text | None = column("前几处", "First places", width=30, computed=True)


SUMMARY = Sheet(
    "summary",
    Label(zh="校验汇总", en="Findings by rule"),
    RuleCountRow,
    Label(zh="按规则汇总的问题数量；再次检查时整表更新。", en="Findings counted by rule; replaced by the next check."),
    is_log=True,
)


class ParameterRow(Row):
    """One parameter, or one rule switched off or down."""

    code: TextId | None = column("代码", "Code", width=26, required=False)
    name: Text | None = column("名称", "Name", width=26)
    value: Text | None = column("值", "Value", width=14)
    unit: Text | None = column("单位", "Unit", width=10)
    valid_from: Day | None = column(
        "生效日期", "Valid from", width=12, help=Label(zh="空着表示一直有效；到这一天才生效", en="Empty: always; else from this day on")
    )
    source: Text | None = column("出处", "Source", width=22)
    help: Text | None = column("说明", "Explanation", width=60, wrapped=True)


PARAMETERS = Sheet(
    "parameters",
    Label(zh="参数", en="Parameters"),
    ParameterRow,
    Label(
        zh="制度里的数字都在这里改。要关闭或降级某条规则，在“代码”填规则代码，在“值”填 关闭、提示、警告 或 错误。",
        en="Every figure of the policies is set here. To switch a rule off or down, "
        "put its code under Code and off, hint, warning or error under Value.",
    ),
)


class SourceRow(Row):
    """Where another workbook is that this one reads."""

    code: TextId | None = column("代码", "Code", width=14)
    path: Text | None = column(
        "文件",
        "File",
        width=50,
        help=Label(zh="相对本工作簿的路径，例如 ../仓库/库存.xlsx", en="Path relative to this workbook, such as ../stock/stock.xlsx"),
    )
    tab: Text | None = column("工作表", "Sheet", width=16)
    help: Text | None = column("说明", "Explanation", width=50, wrapped=True)


SOURCES = Sheet(
    "sources",
    Label(zh="来源", en="Sources"),
    SourceRow,
    Label(zh="本工作簿要读取的其他工作簿在哪里。", en="Where the other workbooks are that this one reads."),
)


class ChangeRow(Row):
    """One cell that a task changed: old value, new value, rule, time."""

    changed_at: Moment | None = column("时间", "Time", computed=True)
    run: TextId | None = column(
        "批次", "Run", width=18, computed=True, help=Label(zh="同一次操作的批号，用于撤销", en="The run it belongs to, for undo")
    )
    task: Text | None = column("操作", "Task", width=14, computed=True)
    tab: Text | None = column("工作表", "Sheet", width=15, computed=True)
    key: TextId | None = column("行键", "Row key", width=26, computed=True)
    field: Text | None = column("列名", "Column", width=14, computed=True)
    old: Text | None = column("原值", "Old value", width=24, computed=True)
    new: Text | None = column("新值", "New value", width=24, computed=True)
    rule: Text | None = column("规则代码", "Rule", width=22, computed=True)
    who: Person | None = column("操作人", "By", width=10, computed=True)
    undone: Flag | None = column("已撤销", "Undone", width=8, computed=True)


CHANGES = Sheet(
    "changes",
    Label(zh="修改记录", en="Changes"),
    ChangeRow,
    Label(zh="每一处自动修改的原值和新值；“撤销”按它恢复。", en="Old and new value of everything a task changed; undo goes by it."),
    is_log=True,
)


class HelpRow(Row):
    """One line of the help sheet."""

    topic: Text | None = column("内容", "Topic", width=24, computed=True)
    text: Text | None = column("说明", "Explanation", width=100, computed=True, wrapped=True)


HELP = Sheet(
    "help",
    Label(zh="说明", en="Help"),
    HelpRow,
    Label(zh="这本工作簿怎么用。", en="How this workbook is used."),
    is_log=True,
)

EVERY_BOOK = (FINDINGS, SUMMARY, CHANGES, PARAMETERS, SOURCES, HELP)
"""In the order of the tabs, behind a book's own sheets."""
