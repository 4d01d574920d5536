"""The task print-documents: outbound slips, pick list and courier hand-over lists of a report, each slip once."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import polars as pl

from shopbook.books.daily.printing.courier_lists import COURIER_LIST, courier_lists
from shopbook.books.daily.printing.notices import STOPPED
from shopbook.books.daily.printing.parameters import NOTHING
from shopbook.books.daily.printing.picking import pick_list, placed
from shopbook.books.daily.printing.sheets import PRINTS
from shopbook.books.daily.printing.slip_pages import SLIP, is_partial, slip
from shopbook.books.daily.reports.entries import is_valid
from shopbook.books.daily.reports.holding import READS, held_orders, sheet_of
from shopbook.books.daily.reports.paid_orders import paid_orders
from shopbook.books.daily.reports.reporting import missing_orders
from shopbook.books.daily.reports.sheets import REPORT_DAYS, REPORTS
from shopbook.books.orders.contents import contents
from shopbook.books.orders.sheets import ORDERS
from shopbook.books.orders.whole_orders import first_of
from shopbook.errors import BadParameterError
from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Inputs, Outcome, Source, Task
from shopbook.sheet.documents import Block, Document, PerPage
from shopbook.sheet.findings import together

_BALANCES = "stock.balances"

STOCK_SOURCE = Source(
    "stock",
    Label(zh="库存", en="stock"),
    Label(
        zh="库存工作簿：打印单据时从“库位结存”读商品放在哪个库位；没有它，单据上不写库位。",
        en="The stock workbook: where items lie is read from its balances for printed documents; without it they name no location.",
    ),
    Label(zh="库存.xlsm", en="Stock.xlsm"),
    book="stock",
)
DOCUMENTS_FOLDER = Source(
    "documents",
    Label(zh="单据", en="documents"),
    Label(
        zh="“打印单据”把出库单、拣货单、快递交接单放在这个文件夹。",
        en="Print documents puts outbound slips, pick list and courier lists into this folder.",
    ),
    Label(zh="单据", en="Documents"),
)

_ALL = ("all", "全部")
_EXPECTED_REPORT = Label(zh="一期日报的日期，例如 2026-03-10，或 -", en="the day of a report such as 2026-03-10, or -")
_EXPECTED_REPRINT = Label(zh="全部、这一期打印过的出库单号或订单编号，或 -", en="all, slip or order numbers printed in this report, or -")
_PICK_LIST = Label(zh="拣货单", en="Pick list")
_NAME = Label(zh="{what} {report} 第{batch}批", en="{what} {report} batch {batch}")
_NAME_AGAIN = Label(zh="{what} {report} 第{batch}批 补打", en="{what} {report} batch {batch} reprint")
_REPRINTS = Label(zh="（补打）", en=" (reprint)")
_NONE = Label(zh="还没有到这个时刻的日报，请先点“生成日报”。", en="There is no report up to this moment: click Make reports first.")
_EMPTY = Label(zh="{report} 日报没有可打印的订单。", en="The report of {report} has no order to print.")
_PRINTED = Label(
    zh="{report} 日报第 {batch} 批：出库单 {slips} 张。请打印“单据”文件夹里的文件。",
    en="Report of {report}, batch {batch}: {slips} {slips|slip|slips}. Print the files in the folder Documents.",
)
_PRINTED_AGAIN = Label(
    zh="{report} 日报：补打出库单 {slips} 张，已标明补打第几次。打完请把参数“补打”改回 -。",
    en="Report of {report}: {slips} {slips|slip|slips} reprinted and marked so. Set the parameter Reprint back to - afterwards.",
)
_ALREADY = Label(
    zh="{report} 日报的 {count} 张出库单已经打印过（最近一次 {when}），没有再打；要补打，把参数“补打”写成 全部 或出库单号。",
    en="{count} {count|slip|slips} of the report of {report} {count|was|were} already printed, last at {when}, and not printed again: "
    "for a reprint set the parameter Reprint to all or to slip numbers.",
)


@dataclass(frozen=True, slots=True)
class Batch:
    """The slips of one print.

    Attributes:
        report: The day.
        number: Batches of a report are counted from 1.
        entries: Rows of 日报 by slip number, with ``copy_no``, and with what the order workbook says of the receiver.
        is_again: All of them were printed before.
        is_whole: Pick list and courier lists belong to it.
    """

    report: dt.date
    number: int
    entries: pl.DataFrame
    is_again: bool
    is_whole: bool

    def name(self, what: Label, lang: Lang) -> str:
        """What a file of the batch is called."""
        told = {"what": what, "report": self.report, "batch": self.number}
        return (_NAME_AGAIN if self.is_again else _NAME).filled(told)[lang]


def print_documents(given: Inputs) -> Outcome:
    """Make the documents of a report for those of its slips that were not printed yet, or that are to be printed again."""
    missing = missing_orders(given)
    if missing is not None:
        return Outcome(missing)
    report = _report(given)
    if report is None:
        return Outcome(notes=(_NONE,))
    entries = given.frame(REPORTS.code).filter(
        is_valid(), pl.col("report") == report, pl.col("state") == "printable", pl.col("slip_no").is_not_null()
    )
    stopped = _stopped(entries, given)
    free = entries.join(stopped, on="order_no", how="anti").sort("slip_no")
    findings = together([STOPPED.finding(row, given.lang, key=str(row["order_no"])) for row in stopped.iter_rows(named=True)])
    if free.is_empty():
        return Outcome(findings, notes=(_EMPTY.filled({"report": report}),), summary=_figures(0, 0, stopped.height))
    batch = _batch(free, report, given)
    figures = _figures(0 if batch.is_again else batch.entries.height, batch.entries.height if batch.is_again else 0, stopped.height)
    notes = _notes(batch, free, given)
    if batch.entries.is_empty():
        return Outcome(findings, notes=notes, summary=figures)
    return Outcome(findings, (AppendRows(PRINTS.code, _log(batch, given)),), figures, notes, papers=_papers(batch, given))


def _figures(printed: int, again: int, stopped: int) -> Mapping[str, object]:
    return {"slips_printed": printed, "slips_reprinted": again, "slips_stopped": stopped}


def _report(given: Inputs) -> dt.date | None:
    """The report that the parameter names, else the newest that has ended by now."""
    days = given.frame(REPORT_DAYS.code).drop_nulls(["report", "ends"])
    wanted = given.parameters.text("report").strip()
    if wanted in {NOTHING, ""}:
        ended: dt.date | None = days.filter(pl.col("ends") <= given.now)["report"].max()  # type: ignore[assignment]  # of days
        return ended
    try:
        day = dt.date(*map(int, re.split(r"[-/.]", wanted)))
    except (TypeError, ValueError) as error:
        raise BadParameterError("report", wanted, _EXPECTED_REPORT) from error
    if day not in days["report"]:
        raise BadParameterError("report", wanted, _EXPECTED_REPORT)
    return day


def _stopped(entries: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """Orders that may not go out by what the order workbook says now: ``order_no``, ``why``, by number."""
    mine = entries.select("order_no").unique()
    lines = given.frame(sheet_of(ORDERS.code)).join(mine, on="order_no", how="semi")
    paid = paid_orders(lines)
    held = held_orders(given).join(mine, on="order_no", how="semi").select("order_no", why="held")
    over = paid.filter("is_over").select("order_no", why=pl.lit(_OVER[given.lang]))
    gone = mine.join(paid, on="order_no", how="anti").select("order_no", why=pl.lit(_GONE[given.lang]))
    # What is on its way already must be on paper, whatever holds it now.
    held = held.join(paid.filter("is_sent"), on="order_no", how="anti")
    return pl.concat([held, over, gone]).unique("order_no", keep="first", maintain_order=True).sort("order_no")


_OVER = Label(zh="已关闭或已退款", en="closed or refunded")
_GONE = Label(zh="订单工作簿里不再是已付款的订单", en="no longer a paid order in the order workbook")


def _batch(free: pl.DataFrame, report: dt.date, given: Inputs) -> Batch:
    """The slips to print now."""
    log = given.frame(PRINTS.code).filter(pl.col("report") == report)
    copies = log.group_by("slip_no").agg(pl.col("copy_no").max())
    counted = free.join(copies, on="slip_no", how="left", maintain_order="left")
    last = log["batch"].max()
    number = 1 + (last if isinstance(last, int) else 0)
    asked = given.parameters.text("reprint").strip()
    if asked in {NOTHING, ""}:
        chosen, is_whole = counted.filter(pl.col("copy_no").is_null()), True
    else:
        chosen, is_whole = _again(counted.filter(pl.col("copy_no").is_not_null()), asked), asked.casefold() in _ALL
    entries = _with_receivers(chosen.with_columns(copy_no=pl.col("copy_no").fill_null(0) + 1), given)
    return Batch(report, number, entries, asked not in {NOTHING, ""}, is_whole)


def _again(printed: pl.DataFrame, asked: str) -> pl.DataFrame:
    """Of the slips that were printed, those that are asked for."""
    if asked.casefold() in _ALL:
        return printed
    words = [word for word in re.split(r"[\s,，、;；]+", asked) if word]
    known = {*printed["slip_no"], *printed["order_no"]}
    unknown = next((word for word in words if word not in known), None)
    if unknown is not None:
        raise BadParameterError("reprint", unknown, _EXPECTED_REPRINT)
    return printed.filter(pl.col("slip_no").is_in(words) | pl.col("order_no").is_in(words))


def _with_receivers(entries: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    lines = given.frame(sheet_of(ORDERS.code)).join(entries, on="order_no", how="semi", maintain_order="left")
    places = lines.group_by("order_no").agg(first_of("province"), first_of("city"))
    place = pl.concat_str("province", "city", separator=" ", ignore_nulls=True)
    whom = contents(lines).select("order_no", "receiver", "phone", "address", "message", "remark")
    beside = whom.join(places.select("order_no", place=place), on="order_no")
    return entries.join(beside, on="order_no", how="left", maintain_order="left")


def _papers(batch: Batch, given: Inputs) -> tuple[Document, ...]:
    lang = given.lang
    picks = placed(_items(batch.entries, given), given.frame(_BALANCES))
    by_slip = {key[0]: rows for key, rows in picks.group_by("slip_no", maintain_order=True)}
    nothing = picks.clear()
    rows = batch.entries.rows(named=True)
    slips = tuple(slip(row, by_slip.get(row["slip_no"], nothing), lang) for row in rows)
    documents = [Document("slips", batch.name(SLIP, lang), batch.name(SLIP, lang), slips, _per_page(given))]
    if batch.is_whole:
        told = {"report": batch.report, "batch": batch.number, "mark": _REPRINTS[lang] if batch.is_again else ""}
        partial = [row["slip_no"] for row in rows if is_partial(row, by_slip.get(row["slip_no"], nothing))]
        lists = _pick_lists(batch.entries, picks, partial, told=told, lang=lang)
        couriers = courier_lists(batch.entries, told=told, lang=lang)
        documents.append(Document("picks", batch.name(_PICK_LIST, lang), batch.name(_PICK_LIST, lang), tuple(lists)))
        documents.append(Document("couriers", batch.name(COURIER_LIST, lang), batch.name(COURIER_LIST, lang), couriers))
    return tuple(documents)


def _per_page(given: Inputs) -> PerPage:
    asked = given.parameters.text("slips_per_page")
    return next(number for number in get_args(PerPage) if str(number) == asked)


def _items(entries: pl.DataFrame, given: Inputs) -> pl.DataFrame:
    """What goes out with each slip, line by line."""
    lines = given.frame(sheet_of(ORDERS.code))
    goes_out = pl.col("line_type").ne_missing("service") & pl.col("refund_status").ne_missing("refunded")
    mine = entries.select("order_no", "slip_no").join(lines.filter(goes_out), on="order_no", maintain_order="left_right")
    return mine.filter(pl.any_horizontal(pl.col("sku", "title").is_not_null())).sort(
        "slip_no", "line_no", "sku", "title", "spec", nulls_last=True, maintain_order=True
    )


def _pick_lists(
    entries: pl.DataFrame, picks: pl.DataFrame, partial: Sequence[str], *, told: Mapping[str, object], lang: Lang
) -> list[Block]:
    """A list for each warehouse; those of no named one last."""
    is_apart = pl.col("slip_no").is_in(list(partial))
    of = entries.select("slip_no", "warehouse", "pieces")
    lists = []
    for warehouse in sorted(of["warehouse"].unique(), key=lambda name: (name is None, name or "")):
        here = of.filter(pl.col("warehouse").eq_missing(pl.lit(warehouse)))
        mine = picks.filter(~is_apart).join(here, on="slip_no", how="semi")
        lists.append(pick_list(mine, here.filter(is_apart), told={**told, "warehouse": warehouse}, lang=lang))
    return lists


def _log(batch: Batch, given: Inputs) -> pl.DataFrame:
    rows = batch.entries.with_columns(
        batch=pl.lit(batch.number),
        printed_at=pl.lit(given.now.replace(microsecond=0)),
        printed_by=pl.lit(given.who or None),
        file=pl.lit(batch.name(SLIP, given.lang)),
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in PRINTS.schema().items())


def _notes(batch: Batch, free: pl.DataFrame, given: Inputs) -> tuple[Label, ...]:
    told = {"report": batch.report, "batch": batch.number, "slips": batch.entries.height}
    if batch.is_again:
        return (_PRINTED_AGAIN.filled(told),)
    made = (_PRINTED.filled(told),) if batch.entries.height else ()
    log = given.frame(PRINTS.code).join(free, on=["report", "slip_no"], how="semi")
    if log.is_empty():
        return made
    when = log["printed_at"].max()
    shown = when.strftime("%Y-%m-%d %H:%M") if isinstance(when, dt.datetime) else "-"
    return (*made, _ALREADY.filled({"report": batch.report, "count": log["slip_no"].n_unique(), "when": shown}))


PRINT_DOCUMENTS = Task(
    "print-documents",
    Label(zh="打印单据", en="Print documents"),
    Label(
        zh="给最新一期日报里可打印的订单做出库单、拣货单、快递交接单，放进“单据”文件夹，打印用；打印过的不再打，暂缓的不打。",
        en="Makes outbound slips, pick list and courier lists for the printable orders of the newest report, in the folder Documents; "
        "no slip is printed twice, and none for a held order.",
    ),
    reads=(REPORTS.code, REPORT_DAYS.code, PRINTS.code, *READS, _BALANCES),
    writes=(PRINTS.code,),
    decide=print_documents,
    folder=DOCUMENTS_FOLDER.code,
)
