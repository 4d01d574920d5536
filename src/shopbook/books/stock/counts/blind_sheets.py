"""Making count sheets: the snapshot is frozen, the lines are listed, and each area gets a paper that knows no book quantity."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from shopbook.books.stock.counts.form import BLANK_LINES, COUNT_FORM, FOUND_LINES, HEAD, LINES
from shopbook.books.stock.counts.parameters import sample_shares
from shopbook.books.stock.counts.rules import PLAN_RULES
from shopbook.books.stock.counts.scopes import scope_of, shelved, unknown_names
from shopbook.books.stock.counts.sheets import CANCELLED, CLOSED, COUNT_PLANS, COUNTING, COUNTS, LISTED
from shopbook.books.stock.ledger.ledger import DEFECTIVE, GOOD, balances, next_entry
from shopbook.books.stock.ledger.sheets import ITEMS, LEDGER, LOCATIONS
from shopbook.books.worklists import Record, additions, framed, rewritten
from shopbook.labels import Label
from shopbook.sheet.books import Inputs, Outcome, Paper, Source, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.notices import Notice
from shopbook.sheet.rules import Given, check

COUNT_FOLDER = Source(
    "count_sheets",
    Label(zh="盘点表", en="count sheets"),
    Label(
        zh="生成的盘点表放在这个文件夹，盘完交回来也放在这里；“回收盘点表”读里面的每个文件。",
        en="Count sheets are made in this folder and put back into it when they are filled in; Collect counts reads every file of it.",
    ),
    Label(zh="盘点表", en="Count sheets"),
    form=COUNT_FORM.code,
)

NOWHERE = Label(zh="未定库位", en="No location")
"""The area of goods that nobody has given a location."""

NOTHING_IN_SCOPE = Notice(
    "plans.nothing-in-scope",
    Severity.ERROR,
    Label(
        zh="{plan_no} 的范围里没有商品，没有生成盘点表；请核对盘点范围和范围内容",
        en="{plan_no} has no items in its scope, so no sheets were made: look at Scope and Of which",
    ),
    Label(zh="范围内容写了不存在的库位", en="a location that does not exist"),
)
UNKNOWN_IN_SCOPE = Notice(
    "plans.unknown-in-scope",
    Severity.WARNING,
    Label(zh="{plan_no} 的范围内容里有不认识的名称：{names}；它们没有列入", en="{plan_no} names what is not known: {names}; left out"),
    Label(zh="商品编码写错一个字母", en="a SKU with a wrong letter"),
)
UNKNOWN_PLAN = Notice(
    "plans.not-found",
    Severity.ERROR,
    Label(
        zh="参数“要开始的盘点”写的 {plan_no} 不在“盘点计划”里，或者已经完成",
        en="{plan_no}, named as the count to begin, is not on Count plans or is closed",
    ),
    Label(zh="--set count_plan=PD-2026-13-M", en="--set count_plan=PD-2026-13-M"),
)
SHEET_NOTICES = (NOTHING_IN_SCOPE, UNKNOWN_IN_SCOPE, UNKNOWN_PLAN)

_MADE = Label(
    zh="开始盘点 {plans_started} 次，列出 {lines_listed} 行；盘点表 {sheets_made} 份，打印或拷贝给盘点的人。"
    "盘完把文件放回原处，点“回收盘点表”。",
    en="{plans_started} {plans_started|count|counts} begun, {lines_listed} {lines_listed|line|lines} listed; "
    "{sheets_made} {sheets_made|sheet|sheets} to print or hand out. "
    "Put the filled-in files back and click Collect counts.",
)
_NONE = Label(
    zh="没有正在盘点的计划。请在“盘点计划”把要盘的那次改成“盘点中”，再点一次。",
    en="No count is going on: set the state of one to Counting on Count plans and click again.",
)
_HEADING = Label(
    zh="盘点表号 {sheet_no}　　区域 {area}　　盘点计划 {plan_no}　　第 {round} 轮",
    en="Sheet {sheet_no}    Area {area}    Count {plan_no}    Round {round}",
)
_NOT_BY = Label(zh="　　不能由 {not_by} 盘", en="    Not to be counted by {not_by}")
_PAPER_LINE = ("location", "sku", "title", "spec", "barcode", "quality", "unit", "sheet_no")


@dataclass(frozen=True, slots=True)
class _Start:
    """One plan that begins: its row, its lines, and what of its scope is not known."""

    plan: Record
    lines: pl.DataFrame
    unknown: list[str]


def make_count_sheets(given: Inputs) -> Outcome:
    """Freeze the snapshot of plans that begin, list what is to be counted, and make the papers of all that are going on."""
    plans = given.tables[COUNT_PLANS.code]
    rules = check(PLAN_RULES, plans, facts=(), frames={}, given=Given(given.parameters, given.now, given.lang)).findings
    read = together([plans.findings.filter(pl.col("severity") == Severity.ERROR.value), rules])
    wrong = set(read.filter(pl.col("severity") == Severity.ERROR.value)["row"])
    before = plans.frame.rows(named=True)
    going = [row for row in before if _is_going(row, given) and row[ROW] not in wrong]
    starts = _starts([row for row in going if row["snapshot_no"] is None], given)
    begun = {row.plan[ROW]: row for row in starts if not row.lines.is_empty()}
    now = [_frozen(begun[row[ROW]], given) if row[ROW] in begun else row for row in before]
    fresh = pl.concat([COUNTS.empty().drop(ROW), *(start.lines for start in begun.values())])
    lines = pl.concat([given.frame(COUNTS.code).drop(ROW), fresh])
    papers = tuple(_papers(lines, {row["plan_no"] for row in going}, given))
    figures = {"plans_started": len(begun), "lines_listed": fresh.height, "sheets_made": len(papers)}
    changes = (*rewritten(COUNT_PLANS, before, now), *additions(COUNTS, fresh.rows(named=True)))
    found = together([read, *_start_findings(starts, given), *_unknown_plan(before, given)])
    return Outcome(found, changes, figures, ((_MADE if going else _NONE).filled(figures),), marks=(COUNT_PLANS.code,), papers=papers)


def numbered(lines: pl.DataFrame, prefix: str, areas: pl.Expr, *, after: int = 0) -> pl.Expr:
    """The sheet that each line stands on: one per area, by name, those without one last.

    Args:
        lines: The lines.
        prefix: What the sheets' numbers begin with.
        areas: The area of each line.
        after: How many sheets with this prefix there are already.
    """
    names = lines.select(areas.alias("area")).unique().sort("area", nulls_last=True)["area"].to_list()
    numbers = {name: f"{prefix}{number:02}" for number, name in enumerate(names, after + 1) if name is not None}
    nowhere = f"{prefix}{after + len(names):02}"
    return areas.replace_strict(numbers, default=nowhere, return_dtype=pl.String)


def _is_going(row: Record, given: Inputs) -> bool:
    """Whether a plan is being counted, or is the one to begin."""
    is_asked = row["plan_no"] == given.parameters.text("count_plan") and row["state"] not in {CLOSED, CANCELLED}
    return row["scope"] is not None and row["plan_no"] is not None and (row["state"] == COUNTING or is_asked)


def _starts(plans: Sequence[Record], given: Inputs) -> list[_Start]:
    if not plans:
        return []
    items, locations = given.frame(ITEMS.code), given.frame(LOCATIONS.code)
    shelf = shelved(_shelf_lines(given), items, locations)
    shares = sample_shares(given.parameters)
    starts = []
    for plan in plans:
        scope = scope_of(plan, items, shares)
        lines = _lines(shelf.filter(scope.holds()), str(plan["plan_no"]), given)
        starts.append(_Start(plan, lines, unknown_names(scope, items, locations, shelf["location"].drop_nulls().unique())))
    return starts


def _shelf_lines(given: Inputs) -> pl.DataFrame:
    """Where each item lies or has lain by the ledger, good and defective pieces apart; an item that never moved lies nowhere.

    Where only defective pieces lie, nobody has to say that there are no good ones.
    """
    held = balances(given.frame(LEDGER.code))
    known = given.frame(ITEMS.code).drop_nulls("sku").select("sku").unique(maintain_order=True)
    never = known.join(held, on="sku", how="anti", maintain_order="left")
    place = {"location": pl.lit(None, dtype=pl.String), "quality": pl.lit(GOOD)}
    return pl.concat(
        [
            held.filter((pl.col("good") != 0) | (pl.col("defective") == 0)).select("sku", "location", quality=pl.lit(GOOD)),
            held.filter(pl.col("defective") != 0).select("sku", "location", quality=pl.lit(DEFECTIVE)),
            never.with_columns(**place),
        ]
    )


def _lines(shelf: pl.DataFrame, plan_no: str, given: Inputs) -> pl.DataFrame:
    """The lines of one plan, by location and item, those without a location last."""
    told = given.frame(ITEMS.code).drop_nulls("sku").unique("sku", keep="first", maintain_order=True)
    named = shelf.join(told.select("sku", "title", "spec", "barcode", "unit"), on="sku", how="left", maintain_order="left")
    sheet_no = numbered(named, f"{plan_no}-", pl.col("area"))
    numbers = named.with_columns(plan_no=pl.lit(plan_no), sheet_no=sheet_no, round=pl.lit(1), line_mark=pl.lit(LISTED))
    placed = numbers.sort("sheet_no", "location", "sku", "quality", descending=[False, False, False, True], nulls_last=True)
    absent = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in COUNTS.schema().items() if name not in placed.columns]
    return placed.with_columns(absent).select(pl.col(name).cast(dtype) for name, dtype in COUNTS.schema().items())


def _frozen(start: _Start, given: Inputs) -> Record:
    return {
        **start.plan,
        "state": COUNTING,
        "snapshot_no": next_entry(given.frame(LEDGER.code)) - 1,
        "snapshot_at": given.now.replace(microsecond=0),
        "lines": start.lines.height,
    }


def _papers(lines: pl.DataFrame, plans: Collection[object], given: Inputs) -> Iterator[Paper]:
    """A paper for each sheet of which nothing has come back yet."""
    ours = lines.filter(pl.col("plan_no").is_in(list(plans)), pl.col("sheet_no").is_not_null())
    areas = dict(given.frame(LOCATIONS.code).drop_nulls("location").select("location", "area").iter_rows())
    for (sheet_no,), part in ours.group_by("sheet_no", maintain_order=True):
        if part["source"].null_count() == part.height:
            yield _paper(str(sheet_no), part, ours, areas, given)


def _paper(sheet_no: str, part: pl.DataFrame, lines: pl.DataFrame, areas: Mapping[str, str | None], given: Inputs) -> Paper:
    plan_no, number, location = part.select("plan_no", "round", "location").row(0)
    area = (areas.get(location) or location) if location else NOWHERE[given.lang]
    head = {"sheet_no": sheet_no, "plan_no": plan_no, "round": number, "area": area, "not_by": _earlier_counters(part, lines)}
    shown = part.select(pl.when(pl.col("quality") == DEFECTIVE).then("quality").alias("quality"), *(set(_PAPER_LINE) - {"quality"}))
    blank = [{"number": each, "location": location if part["location"].n_unique() == 1 else None} for each in range(1, BLANK_LINES + 1)]
    rows = {
        HEAD.code: framed(HEAD, [head]),
        LINES.code: framed(LINES, shown.iter_rows(named=True)),
        FOUND_LINES.code: framed(FOUND_LINES, blank),
    }
    heading = _HEADING.filled(head)[given.lang] + (_NOT_BY.filled(head)[given.lang] if head["not_by"] else "")
    return Paper(COUNT_FORM.code, f"{sheet_no} {area}", rows, heading)


def _earlier_counters(part: pl.DataFrame, lines: pl.DataFrame) -> str | None:
    """Who counted these items in an earlier round, which somebody else has to do now."""
    before = lines.join(part, on=["plan_no", "location", "sku", "quality"], how="semi", nulls_equal=True)
    names = before.filter(pl.col("round") < part["round"][0])["counted_by"].drop_nulls()
    each = sorted({name for text in names for name in text.split("、")})
    return "、".join(each) or None


def _start_findings(starts: Sequence[_Start], given: Inputs) -> Iterator[pl.DataFrame]:
    table = given.tables[COUNT_PLANS.code]
    for start in starts:
        number = str(start.plan["plan_no"])
        place: dict[str, str | int | None] = {"tab": table.grid.tab, "row": int(str(start.plan[ROW])), "key": number}
        if start.unknown:
            yield UNKNOWN_IN_SCOPE.finding({"plan_no": number, "names": "、".join(start.unknown)}, given.lang, **place)
        if start.lines.is_empty():
            yield NOTHING_IN_SCOPE.finding({"plan_no": number}, given.lang, **place)


def _unknown_plan(before: Sequence[Record], given: Inputs) -> Iterator[pl.DataFrame]:
    asked = given.parameters.text("count_plan")
    if asked and not any(row["plan_no"] == asked and row["state"] not in {CLOSED, CANCELLED} for row in before):
        yield UNKNOWN_PLAN.finding({"plan_no": asked}, given.lang, key=asked)


MAKE_COUNT_SHEETS = Task(
    "make-count-sheets",
    Label(zh="生成盘点表", en="Make count sheets"),
    Label(
        zh="给“盘点中”的计划记下账面快照，列出要盘的商品，每个区域生成一份盘点表文件，可以打印；表里没有账面数量。",
        en="For plans whose state is Counting: notes the snapshot, lists what is to be counted, and makes a count sheet per area, "
        "a file of its own to print or fill in; no book quantity is in it.",
    ),
    reads=(COUNT_PLANS.code, COUNTS.code, LEDGER.code, ITEMS.code, LOCATIONS.code),
    writes=(COUNT_PLANS.code, COUNTS.code),
    decide=make_count_sheets,
    folder=COUNT_FOLDER.code,
)
