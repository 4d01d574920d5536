"""What can be wrong with any line of a receipt or an issue: its number, its day, its item, its place, its entry in the ledger."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.rules import PARAMETER, Fact, Rule, now, parameter

_PAPERS = "D2 art.8-3"
_LEDGER = "D2 art.8-3, 9-1"
_FUTURE = PARAMETER + "future_minutes"


def _kinds_of(field: str) -> pl.Expr:
    """How many different values the lines of a document have; blanks agree with everything."""
    return pl.col(field).drop_nulls().n_unique()


DOCUMENT_FACTS: tuple[Fact, ...] = (
    Fact("line.times", pl.len().over("doc_no", "line_no")),
    Fact("document.lines", pl.len(), per="doc_no"),
    Fact("document.kinds", _kinds_of("kind"), per="doc_no"),
    Fact("document.handlers", _kinds_of("handler"), per="doc_no", optional=("handler",)),
    Fact("line.day", pl.col("moved_at").dt.date()),
    Fact("document.days", _kinds_of("line.day"), per="doc_no"),
    Fact("line.is_waiting", pl.col("entry.entry_no").is_null() & pl.col("posted_at").is_null(), optional=("posted_at",)),
)

DOCUMENT_RULES: tuple[Rule, ...] = (
    Rule(
        "documents.doubled",
        on="doc_no",
        where=pl.col("doc_no").is_not_null() & pl.col("line_no").is_not_null() & (pl.col("line.times") > 1),
        says=Label(
            zh="单号 {doc_no} 的第 {line_no} 行出现了不止一次，请改成不同的单号或行号，或删掉多余的行",
            en="Line {line_no} of document {doc_no} is there more than once: give it another number or delete the copy",
        ),
        source=_PAPERS,
        example=Label(zh="RK001 第 1 行写了两次", en="RK001, line 1, twice"),
    ),
    Rule(
        "documents.line-no-missing",
        on="line_no",
        where=(pl.col("document.lines") > 1) & pl.col("line_no").is_null(),
        says=Label(
            zh="单号 {doc_no} 有好几行，每行都要写行号：1、2、3……；不是同一张单的，请改单号",
            en="Document {doc_no} has several lines: number them 1, 2, 3; if they are different documents, change a number",
        ),
        source=_PAPERS,
        example=Label(zh="RK001 有两行，行号都空着", en="RK001 with two lines and no line numbers"),
    ),
    Rule(
        "documents.both-sheets",
        on="doc_no",
        where=pl.col("other.is_used"),
        says=Label(
            zh="单号 {doc_no} 在入库单和出库单里都有，请改成不同的单号",
            en="Document number {doc_no} is on Receipts and on Issues: change one of them",
        ),
        source=_PAPERS,
        example=Label(zh="入库单和出库单都有 D001", en="D001 on both sheets"),
    ),
    Rule(
        "documents.differing-kind",
        on="kind",
        where=pl.col("document.kinds") > 1,
        says=Label(
            zh="单号 {doc_no} 的各行类型不同，一张单只能是一种，请分开写",
            en="The lines of document {doc_no} are of different kinds: write a document for each",
        ),
        source=_PAPERS,
        example=Label(zh="同一张单，一行采购入库、一行退货入库", en="one document, a purchase and a customer's return"),
    ),
    Rule(
        "documents.differing-day",
        on="moved_at",
        where=pl.col("document.days") > 1,
        says=Label(
            zh="单号 {doc_no} 的各行日期不同，一张单只能是一天，请核对",
            en="The lines of document {doc_no} have different days: a document is of one day, check them",
        ),
        source=_PAPERS,
        example=Label(zh="同一张单，6 月 1 日和 6 月 2 日", en="one document, 1 June and 2 June"),
    ),
    Rule(
        "documents.differing-handler",
        on="handler",
        where=pl.col("document.handlers") > 1,
        severity=Severity.WARNING,
        says=Label(
            zh="单号 {doc_no} 的各行经手人不同，请写成同一个人，或分开写单",
            en="The lines of document {doc_no} have different handlers: name one, or write a document for each",
        ),
        source=_PAPERS,
        example=Label(zh="同一张单，一行张三、一行李四", en="one document, two handlers"),
    ),
    Rule(
        "documents.future-time",
        on="moved_at",
        where=pl.col("moved_at") > now() + pl.duration(minutes=parameter("future_minutes")),
        says=Label(zh="时间 {moved_at} 还没到，请核对", en="{moved_at} is still to come: check it"),
        source=_PAPERS,
        example=Label(zh="明天的日期", en="tomorrow's date"),
    ),
    Rule(
        "documents.item-unknown",
        on="sku",
        where=pl.col("sku").is_not_null() & pl.col("item.is_known").is_null(),
        says=Label(
            zh="“商品库存”里没有 {sku}，请核对编码，或先在“商品库存”里加上", en="{sku} is not on the sheet Items: check it, or add it there"
        ),
        source=_LEDGER,
        example=Label(zh="A-9999", en="A-9999"),
    ),
    Rule(
        "documents.location-unknown",
        on="location",
        where=pl.col("location").is_not_null() & pl.col("place.is_known").is_null(),
        says=Label(
            zh="“库位”里没有 {location}，请核对，或先在“库位”里加上",
            en="{location} is not on the sheet Locations: check it, or add it there",
        ),
        source="D2 art.9-3",
        example=Label(zh="Z-99", en="Z-99"),
    ),
    Rule(
        "documents.month-closed",
        on="moved_at",
        where=pl.col("line.is_waiting") & pl.col("month.is_closed"),
        optional=("posted_at",),
        says=Label(
            zh="{moved_at} 所在的月份已经结账，不能再过账；请改成本月的日期，并在备注里说明",
            en="The month of {moved_at} is closed and takes no more entries: date it in the current month and say so in the note",
        ),
        source="D2 art.8-3, 8-5",
        example=Label(zh="5 月已结账，入库时间 5 月 30 日", en="May is closed, received on 30 May"),
    ),
    Rule(
        "documents.changed-after-posting",
        on="doc_no",
        where=pl.col("line.field") != "",
        says=Label(
            zh="这一行过账后改过（{line.field}），和明细账不一致；请改回去，真的错了就在“冲销人”填姓名后点“冲销”",
            en="Changed since it was posted ({line.field}), so it differs from the ledger: change it back, or have it reversed",
        ),
        source=_LEDGER,
        example=Label(zh="过账时数量 5，现在是 6", en="posted with quantity 5, now 6"),
    ),
    Rule(
        "documents.entry-gone",
        on="posted_at",
        where=pl.col("posted_at").is_not_null() & pl.col("entry.entry_no").is_null(),
        says=Label(
            zh="写着 {posted_at} 过了账，明细账里却没有这一笔；如果过账时间是手工填的，请清空；否则请恢复明细账",
            en="Posted at {posted_at}, it says, but the ledger has no such entry: clear the time if it was typed, else restore the ledger",
        ),
        source=_LEDGER,
        example=Label(zh="明细账被删掉一行", en="a row of the ledger was deleted"),
    ),
    Rule(
        "documents.reversal-unposted",
        on="reversed_by",
        where=pl.col("reversed_by").is_not_null() & pl.col("line.is_waiting"),
        optional=("posted_at",),
        says=Label(
            zh="这一行还没有过账，没有可冲销的；请清空冲销人，直接改对或删掉这一行",
            en="This line is not posted, so there is nothing to reverse: clear the name, and correct or delete the line",
        ),
        source=_LEDGER,
        example=Label(zh="没过账的行填了冲销人", en="a name under Reversed by on an unposted line"),
    ),
)
