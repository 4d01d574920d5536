"""Review of orders with messages, remarks or changed contents: nothing of them is allocated until a named person has passed them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from shopbook.books.every_book import CHANGES
from shopbook.books.orders.changes import log_entry, logged, read_log, row_keys, this_run
from shopbook.books.orders.contents import LOOKED_AT, changed_parts, contents, with_fingerprints
from shopbook.books.orders.sheets import ORDERS, REVIEWS
from shopbook.books.orders.whole_orders import SHIPPED, known_lines
from shopbook.books.worklists import as_lying, framed
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Inputs, Night, Outcome, SetCells, Task
from shopbook.sheet.columns import ROW
from shopbook.sheet.findings import Severity, together
from shopbook.sheet.rules import Given, Rule, check
from shopbook.sheet.tables import Table, without_rows

NO_REVIEWER = Rule(
    "reviews.no-reviewer",
    on="reviewer",
    where=pl.col("decision").is_not_null() & pl.col("reviewer").is_null(),
    says=Label(
        zh="审核结果填了“{decision}”，却没有写审核人；请写上谁审核的，否则不算数",
        en="Decided '{decision}' without a reviewer: write who decided, or it does not count",
    ),
    source="D3 3.1",
    example=Label(zh="审核结果：通过，审核人：空", en="Decision: Passed, reviewer: blank"),
)

_LABEL = Label(zh="列出待审", en="Review orders")
_MESSAGE = Label(zh="买家有留言", en="Message from the buyer")
_REMARK = Label(zh="有卖家备注", en="Remark by the shop")
_EDITED = Label(zh="改过{fields}", en="Changed: {fields}")
_REOPENED = Label(zh="审核后有变化：{parts}", en="Changed since the decision: {parts}")
_CHANGED = Label(zh="内容有变化：{parts}", en="Contents changed: {parts}")
_BY_HAND = Label(zh="手工列入", en="Listed by hand")
_TO_DO = Label(
    zh="新列入待审 {review_listed} 单，重新待审 {review_reopened} 单；现在还有 {review_waiting} 单等待审核，{review_unsigned} 单没有签名。"
    "请在“待审”里填审核结果和审核人，然后点“分配库存”。",
    en="{review_listed} {review_listed|order|orders} newly listed, {review_reopened} open again; {review_waiting} "
    "{review_waiting|waits|wait} for a decision, {review_unsigned} for a signature. "
    "Fill in decision and reviewer on Review, then run Allocate stock.",
)
_ALL_DONE = Label(zh="没有等待审核的订单，可以点“分配库存”。", en="No order waits for review; run Allocate stock.")
_RULE = "reviews.changed"

_SHOWN = ("message", "remark", "seen")
_TYPED = ("decision", "reviewer", "reviewed_at")
_NOW = [f"now.{name}" for name in _SHOWN]
_IS_REOPENED = (pl.col("is_decided") & pl.col("seen").is_not_null()).alias("is_reopened")
"""A row that somebody decided and that has other contents today; one without fingerprint was listed by hand and is seen first now."""

_UNLISTED = Label(
    zh="有留言、备注或改过内容，还没有列入“待审”，请先点“列出待审”",
    en="Has a message, a remark or changed contents: run Review orders first",
)
_WAITING = Label(zh="等待审核", en="Waiting for review")
_ON_HOLD = Label(zh="审核结果为“暂停”", en="Put on hold at review")
_NAMELESS = Label(zh="审核通过，但没有写审核人", en="Passed at review without a reviewer's name")
_OUTDATED = Label(zh="现在的内容与审核时不同，请再点一次“列出待审”", en="Contents differ from what was reviewed: run Review orders again")


@dataclass(frozen=True, slots=True)
class _Listing:
    """Orders of today beside the rows that review already has.

    Attributes:
        fresh: Orders that are not listed yet, with their contents and the fields ``edited``.
        stale: Rows of 待审 whose order has other contents than ``seen`` says; the contents of today in ``now.…``.
    """

    fresh: pl.DataFrame
    stale: pl.DataFrame


def review_orders(given: Inputs) -> Outcome:
    """Bring 待审 up to date: list what is new, open again what has changed since it was decided, leave the rest as it is."""
    listing = _listing(given)
    table = given.tables[REVIEWS.code]
    edits = _edits(listing.stale, table)
    fresh = _new_rows(listing.fresh, given)
    additions = (AppendRows(REVIEWS.code, fresh),) if not fresh.is_empty() else ()
    reopened = listing.stale.filter(_IS_REOPENED)
    figures = {**_standing(given, reopened), "review_listed": fresh.height, "review_reopened": reopened.height}
    figures["review_waiting"] += fresh.height + reopened.height
    log = log_entry([logged(edits, REVIEWS, this_run(given, _LABEL))])
    changes = (*additions, *_writes(listing.stale, edits, given), *log)
    return Outcome(_findings(table, reopened, given), changes, figures, _notes(figures))


def held_by_review(given: Inputs) -> dict[str, Label]:
    """Orders that may not be allocated -> what is missing: the decision, the reviewer's name, or a look at what has changed."""
    listing = _listing(given)
    held = dict.fromkeys(listing.fresh["order_no"].to_list(), _UNLISTED)
    outdated = set(listing.stale["order_no"])
    rows = given.frame(REVIEWS.code).drop_nulls("order_no").select("order_no", "decision", "reviewer")
    for order_no, decision, reviewer in rows.iter_rows():
        fault = _fault_of(decision, reviewer, is_outdated=order_no in outdated)
        if fault is not None:
            held.setdefault(order_no, fault)
    return held


def _fault_of(decision: str | None, reviewer: str | None, *, is_outdated: bool) -> Label | None:
    if decision is None:
        return _WAITING
    if decision != "pass":
        return _ON_HOLD
    if reviewer is None:
        return _NAMELESS
    return _OUTDATED if is_outdated else None


def _listing(given: Inputs) -> _Listing:
    lines = known_lines(given.frame(ORDERS.code), "status")
    waiting = lines.filter(~pl.col("status").is_in(SHIPPED).fill_null(value=False))
    reviews = given.frame(REVIEWS.code).filter(pl.col("order_no").is_not_null())
    edited = _edited(given)
    told = pl.col("message").is_not_null() | pl.col("remark").is_not_null()
    wanted = pl.concat([waiting.filter(told).select("order_no"), edited.select("order_no"), reviews.select("order_no")]).unique()
    today = with_fingerprints(contents(waiting.join(wanted, on="order_no", how="semi", maintain_order="left")))
    fresh = today.join(reviews, on="order_no", how="anti", maintain_order="left").join(
        edited, on="order_no", how="left", maintain_order="left"
    )
    beside = reviews.join(today.rename(lambda name: name if name == "order_no" else f"now.{name}"), on="order_no", maintain_order="left")
    typed = as_lying(given.tables[REVIEWS.code]).select(ROW, is_decided=pl.col("decision").is_not_null())
    stale = beside.filter(pl.col("seen").ne_missing(pl.col("now.seen"))).join(typed, on=ROW, how="left", maintain_order="left")
    return _Listing(fresh.sort("order_no"), stale)


def _edited(given: Inputs) -> pl.DataFrame:
    """Orders whose contents were changed by a task, and not only tidied, as the log says: ``order_no`` and the titles ``edited``."""
    columns = [ORDERS.by_field[name] for name in LOOKED_AT]
    titles = {title: column.label[given.lang] for column in columns for title in (column.label.zh, column.label.en)}
    tabs = [ORDERS.label.zh, ORDERS.label.en]
    is_edit = pl.col("tab").is_in(tabs) & pl.col("field").is_in(titles.keys()) & ~pl.col("rule").fill_null("").str.starts_with("cell.")
    standing = read_log(given.tables[CHANGES.code]).filter(is_edit, ~pl.col("undone"))
    number = pl.col("key").str.split(" / ").list.first().str.replace(r" \(\d+\)$", "").alias("order_no")
    joint = "、" if given.lang is Lang.ZH else ", "
    names = pl.col("field").replace(titles).unique().sort().str.join(joint).alias("edited")
    return standing.group_by(number, maintain_order=True).agg(names)


def _new_rows(fresh: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    lang = given.lang
    edited = pl.format(_EDITED[lang].replace("{fields}", "{}"), "edited")
    parts = [
        pl.when(pl.col("message").is_not_null()).then(pl.lit(_MESSAGE[lang])),
        pl.when(pl.col("remark").is_not_null()).then(pl.lit(_REMARK[lang])),
        pl.when(pl.col("edited").is_not_null()).then(edited),
    ]
    reason = pl.concat_str(parts, separator="；" if lang is Lang.ZH else "; ", ignore_nulls=True)
    told = fresh.select("order_no", "message", "remark", "seen", reason=reason, found_at=pl.lit(given.now.replace(microsecond=0)))
    return framed(REVIEWS, told.iter_rows(named=True))


def _edits(stale: pl.DataFrame, table: Table) -> pl.DataFrame:
    """What changes in rows whose order has changed: the contents shown, and the decision that no longer holds."""
    lying = as_lying(table).join(stale.select(ROW, _IS_REOPENED, *_NOW), on=ROW, maintain_order="right")
    keyed = lying.join(row_keys(table, REVIEWS), on=ROW, how="left", maintain_order="left")
    parts = [_edit(keyed, name, pl.col(f"now.{name}")) for name in _SHOWN]
    parts += [_edit(keyed.filter("is_reopened"), name, pl.lit(None, dtype=pl.String)) for name in _TYPED]
    return pl.concat(parts)


def _edit(keyed: pl.DataFrame, field: str, new: pl.Expr) -> pl.DataFrame:
    edits = keyed.select(
        ROW, "key", pl.lit(field).alias("field"), pl.col(field).alias("old"), new.alias("new"), pl.lit(_RULE).alias("rule")
    )
    return edits.filter(pl.col("old").ne_missing(pl.col("new")))


def _writes(stale: pl.DataFrame, edits: pl.DataFrame, given: Inputs) -> tuple[SetCells, ...]:
    """The edits, and what is told about them without being logged: the reason, and the moment of a row that somebody listed by hand."""
    if stale.is_empty():
        return ()
    logged_cells = [_set(str(field), part[ROW], part["new"]) for (field,), part in edits.group_by("field", maintain_order=True)]
    undated = stale.filter(pl.col("found_at").is_null()).with_columns(found_at=pl.lit(given.now.replace(microsecond=0)))
    dates = [_set("found_at", undated[ROW], undated["found_at"])] if not undated.is_empty() else []
    return (*logged_cells, *dates, _set("reason", stale[ROW], _reasons_of_change(stale, given.lang)))


def _set(field: str, rows: pl.Series, values: pl.Series) -> SetCells:
    return SetCells(REVIEWS.code, field, tuple(rows), tuple(values))


def _reasons_of_change(stale: pl.DataFrame, lang: Lang) -> pl.Series:
    reasons = []
    for old, new, is_reopened, reason in stale.select("seen", "now.seen", _IS_REOPENED, "reason").iter_rows():
        says = _REOPENED if is_reopened else _CHANGED
        changed = says.filled({"parts": changed_parts(old or "", new, lang)})[lang]
        reasons.append(changed if old else reason or _BY_HAND[lang])
    return pl.Series("reason", reasons, dtype=pl.String)


def _findings(table: Table, reopened: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Decisions that cannot be read and decisions that nobody signed; not of rows that are open again anyway."""
    standing = replace(table, frame=without_rows(table.frame, reopened[ROW].to_list()))
    unsigned = check((NO_REVIEWER,), standing, facts=(), frames={}, given=Given(given.parameters, given.now, given.lang)).findings
    return together([table.findings.filter(pl.col("severity") == Severity.ERROR.value), unsigned])


def _standing(given: Inputs, reopened: pl.DataFrame) -> dict[str, int]:
    """Rows by decision, those left out that are open again."""
    rows = without_rows(given.frame(REVIEWS.code), reopened[ROW].to_list())
    decision, is_signed = pl.col("decision"), pl.col("reviewer").is_not_null()
    return {
        "review_waiting": rows.filter(decision.is_null()).height,
        "review_passed": rows.filter(decision == "pass", is_signed).height,
        "review_on_hold": rows.filter(decision == "hold").height,
        "review_unsigned": rows.filter(decision.is_not_null(), ~is_signed).height,
    }


def _notes(figures: Mapping[str, int]) -> tuple[Label, ...]:
    if figures["review_waiting"] + figures["review_unsigned"] == 0:
        return (_ALL_DONE.filled(figures),)
    return (_TO_DO.filled(figures),)


REVIEW_ORDERS = Task(
    "review-orders",
    _LABEL,
    Label(
        zh="把有留言、备注、或地址电话商品有变化的未发货订单列到“待审”；审核人填“通过”并写上名字之前，这些订单不分配库存。",
        en="Lists unshipped orders with messages, remarks or changed address, phone or items in Review; "
        "they get no stock until somebody passes them and signs.",
    ),
    reads=(ORDERS.code, REVIEWS.code, CHANGES.code),
    writes=(REVIEWS.code, CHANGES.code),
    decide=review_orders,
    night=Night.WORKS,
)
