"""What is said about count sheets that come back. Every notice about a file names it, and the cell where there is one."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

DAMAGED = Notice(
    "papers.unreadable",
    Severity.ERROR,
    Label(zh="“{file}”没有收：{why}", en="'{file}' was not collected: {why}"),
    Label(zh="传坏了的文件", en="a file damaged on its way"),
)
SAME_FILE = Notice(
    "papers.same-file",
    Severity.HINT,
    Label(zh="“{file}”和“{first}”一模一样，只算一次", en="'{file}' is the same as '{first}' and counts once"),
    Label(zh="同一个文件交了两次", en="one file handed in twice"),
)
NO_FILES = Notice(
    "papers.none",
    Severity.WARNING,
    Label(zh="没有收到盘点表：{why}", en="No count sheets to collect: {why}"),
    Label(zh="文件夹是空的", en="an empty folder"),
)
WRONG_PLAN = Notice(
    "papers.wrong-plan",
    Severity.ERROR,
    Label(
        zh="“{file}”是 {plan_no} 的盘点表 {sheet_no}，这本工作簿里没有；没有收",
        en="'{file}' is sheet {sheet_no} of count {plan_no}, which this workbook does not know: not collected",
    ),
    Label(zh="别的店的盘点表", en="a sheet of another shop"),
)
CLOSED_PLAN = Notice(
    "papers.closed-plan",
    Severity.ERROR,
    Label(
        zh="“{file}”属于 {plan_no}，它不在“盘点中”；没有收",
        en="'{file}' belongs to {plan_no}, whose state is not Counting: not collected",
    ),
    Label(zh="上个月的盘点表，计划已经完成", en="a sheet of last month's count, which is closed"),
)
NO_PLAN = Notice(
    "papers.no-plan",
    Severity.ERROR,
    Label(
        zh="“{file}”没有盘点表号，正在盘点的计划有 {count} 个，不知道是哪一个的；没有收",
        en="'{file}' names no sheet and {count} counts are going on, so it is not known whose it is: not collected",
    ),
    Label(zh="同时有两个盘点，手持机导出的文件", en="a handheld's file while two counts are going on"),
)
NOT_SIGNED = Notice(
    "papers.not-signed",
    Severity.ERROR,
    Label(
        zh="“{file}”没有写盘点人；数量已收，请补签名再收一次", en="'{file}' says not who counted; collected, but sign it and collect again"
    ),
    Label(zh="签名表是空的", en="blank signatures"),
)
NOT_CHECKED = Notice(
    "papers.not-checked",
    Severity.WARNING,
    Label(zh="“{file}”没有写复核人", en="'{file}' says not who checked"),
    Label(zh="复核人空着", en="Checked by is blank"),
)
SAME_PERSON = Notice(
    "papers.same-person",
    Severity.ERROR,
    Label(
        zh="“{file}”的盘点人和复核人都是 {name}；复核要换一个人",
        en="'{file}' was counted and checked by {name}: somebody else has to check",
    ),
    Label(zh="张三盘点，张三复核", en="counted and checked by Zhang"),
)
SAME_COUNTER = Notice(
    "papers.same-counter",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell}：{sku} 上一轮就是 {name} 盘的，复盘要换人；这一行没有收",
        en="'{file}' {cell}: {name} counted {sku} in the round before; a recount is somebody else's, so it was not collected",
    ),
    Label(zh="初盘、复盘都是张三", en="both rounds counted by Zhang"),
)
NO_ITEM = Notice(
    "papers.no-item",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell} 写了数量 {qty}，没有商品编码也没有条码；没有收",
        en="'{file}' {cell}: the quantity {qty} has neither SKU nor barcode and was not collected",
    ),
    Label(zh="只写了名称和数量", en="only a name and a quantity"),
)
UNKNOWN_ITEM = Notice(
    "papers.unknown-item",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell}：不认识“{code}”，数量 {qty} 没有收；请先在“商品库存”登记，或改正编码",
        en="'{file}' {cell}: '{code}' is not known, so the quantity {qty} was not collected: enter the item or correct the code",
    ),
    Label(zh="新到的货还没建档", en="goods that nobody has entered yet"),
)
UNCLEAR_BARCODE = Notice(
    "papers.unclear-barcode",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell}：条码 {code} 有几种商品在用（{skus}），数量 {qty} 没有收；请写商品编码",
        en="'{file}' {cell}: several items have the barcode {code} ({skus}), so the quantity {qty} was not collected: write the SKU",
    ),
    Label(zh="两个颜色用了同一个条码", en="two colours with one barcode"),
)
UNCLEAR_PLACE = Notice(
    "papers.unclear-place",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell}：{sku} 在几个库位都有（{places}），没写是哪一个，数量 {qty} 没有收",
        en="'{file}' {cell}: {sku} lies in several locations ({places}) and none is named, so the quantity {qty} was not collected",
    ),
    Label(zh="手持机文件没有库位", en="a handheld's file without locations"),
)
OUT_OF_SCOPE = Notice(
    "papers.out-of-scope",
    Severity.ERROR,
    Label(
        zh="“{file}”的 {cell}：{sku}（{place}）不在 {plan_no} 的范围里，数量 {qty} 没有收",
        en="'{file}' {cell}: {sku} ({place}) is not within {plan_no}, so the quantity {qty} was not collected",
    ),
    Label(zh="抽查A、B，写了C", en="C on the sheet of a spot count of A and B"),
)
NOT_TAKEN = Notice(
    "papers.bad-cell",
    Severity.ERROR,
    Label(zh="“{file}”的“{tab}” {cell}：{why}；这一格没有收", en="'{file}' {tab} {cell}: {why}; this cell was not collected"),
    Label(zh="数量写成“三箱”、-2 或 1.5", en="'three boxes', -2 or 1.5 as a quantity"),
)
TWO_ANSWERS = Notice(
    "papers.two-answers",
    Severity.ERROR,
    Label(
        zh="{sku}（{place}）数出了不同的数：{answers}；都没有采用，请核实后在“盘点表”填“更正数量”，或改好文件再收一次",
        en="{sku} ({place}) has different counts: {answers}; none was taken: look and type it under Corrected on Counts, "
        "or correct the files and collect again",
    ),
    Label(zh="同一份表交回两个版本，一个写 5，一个写 6", en="one sheet returned in two versions, 5 and 6"),
)
FOUND_ADDED = Notice(
    "papers.found",
    Severity.HINT,
    Label(
        zh="“{file}”的 {cell}：单上没有 {sku}（{place}），数到 {qty}，已加到“盘点表”",
        en="'{file}' {cell}: {sku} ({place}) was not listed; {qty} counted, added to Counts",
    ),
    Label(zh="放错货位的商品", en="an item in the wrong place"),
)
NOT_COUNTED = Notice(
    "counts.not-counted",
    Severity.WARNING,
    Label(
        zh="{plan_no} 还有 {count} 行没有数量（例如 {first}）；空着是没盘，不是 0。没法盘的写明“未盘说明”",
        en="{plan_no}: {count} {count|line has|lines have} no quantity (such as {first}); blank is not 0. Say why under Why not counted",
    ),
    Label(zh="漏盘一个货架", en="a shelf that was left out"),
)

PAPER_NOTICES = (
    DAMAGED,
    SAME_FILE,
    NO_FILES,
    WRONG_PLAN,
    CLOSED_PLAN,
    NO_PLAN,
    NOT_SIGNED,
    NOT_CHECKED,
    SAME_PERSON,
    SAME_COUNTER,
    NO_ITEM,
    UNKNOWN_ITEM,
    UNCLEAR_BARCODE,
    UNCLEAR_PLACE,
    OUT_OF_SCOPE,
    NOT_TAKEN,
    TWO_ANSWERS,
    FOUND_ADDED,
    NOT_COUNTED,
)
"""All of them, for the page of rules."""
