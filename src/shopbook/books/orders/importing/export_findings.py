"""What is wrong with an export: the faults of its cells, and what only shows when its lines become those of orders."""

from collections.abc import Mapping, Sequence

import polars as pl

from shopbook.books.orders.importing import lines
from shopbook.books.orders.importing.platforms import Lines, Profile
from shopbook.books.orders.notices import AMOUNT_DIFFERS, ORDER_TWICE, SAME_ROW, UNKNOWN_WORD
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import ROW
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.findings import Severity, one_finding, together
from shopbook.sheet.notices import Notice
from shopbook.sheet.tables import Table

_NO_ORDER_NO = Label(
    zh="没有订单编号（应有列“{title}”），无法导入", en="There are no order numbers (column '{title}'), so nothing can be imported"
)


def export_findings(
    found: pl.DataFrame, table: Table, *, fields: Mapping[str, str], more: Sequence[pl.DataFrame], lang: Lang
) -> pl.DataFrame:
    """All findings of reading an export.

    Args:
        found: What reading its cells found; ``field`` is the column's title.
        table: Its lines.
        fields: Title -> the field that it feeds.
        more: Further faults, for ``Table.locate``.
        lang: Of the sentences.
    """
    named = found.with_columns(pl.col("field").replace(dict(fields)))
    is_unknown = pl.col("code") == Fault.UNKNOWN_CHOICE
    located = [table.locate(part, lang).unique(maintain_order=True) for part in more if not part.is_empty()]
    return together([named.filter(~is_unknown), _once_a_word(named.filter(is_unknown), lang), *located])


def line_faults(frame: pl.DataFrame, profile: Profile, found: pl.DataFrame, lang: Lang) -> list[pl.DataFrame]:
    """What is wrong with lines: no order number, a quantity below 1, an order's amount that differs between its rows.

    Args:
        frame: Lines with the fields that the export feeds.
        profile: Its layout.
        found: What reading its cells found, so that nothing is said twice.
        lang: Of the sentences.
    """
    faults = [_faults(_unnamed(frame, found), "order_no", Fault.REQUIRED.value, Severity.ERROR, FAULTS[Fault.REQUIRED].says[lang])]
    if "qty" in frame.columns:
        is_open = pl.col("status").fill_null("") != "closed" if "status" in frame.columns else pl.lit(value=True)
        says = FAULTS[Fault.BELOW_MINIMUM].says.filled({"limit": 1})
        few = frame.filter((pl.col("qty") < 1) & is_open)
        faults.append(_faults(few[ROW], "qty", Fault.BELOW_MINIMUM.value, Severity.ERROR, says[lang]))
    differing = (
        lines.differing(frame, profile.line_amounts) if profile.lines is not Lines.ONE else frame.clear().select(row=ROW, field=pl.lit(""))
    )
    for (field,), rows in differing.group_by("field", maintain_order=True):
        faults.append(_noticed(rows["row"], str(field), AMOUNT_DIFFERS, lang))
    return faults


def no_order_no(tab: str, profile: Profile, lang: Lang) -> pl.DataFrame:
    """The finding that no column tells the order number."""
    title = profile.columns.get("order_no", (profile.order_no_from,))[0]
    return one_finding(
        "header.missing", Severity.ERROR, _NO_ORDER_NO.filled({"title": title}), lang, tab=tab, field="order_no", column=title
    )


def _unnamed(frame: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    """Rows without an order number, but for those that have an error already."""
    told = found.filter(pl.col("severity") == Severity.ERROR.value)["row"]
    return frame.filter(pl.col("order_no").is_null() & ~pl.col(ROW).is_in(told.implode()))[ROW]


def repeat_faults(repeats: lines.Repeats, lang: Lang) -> list[pl.DataFrame]:
    """Rows that came before, alike or not."""
    return [
        _noticed(repeats.same, "order_no", SAME_ROW, lang),
        _noticed(repeats.differing, "order_no", ORDER_TWICE, lang),
    ]


def _once_a_word(found: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    counted = found.group_by("field", "value", maintain_order=True).agg(pl.exclude("field", "value").first(), pl.len().alias("count"))
    says = UNKNOWN_WORD.says[lang].replace("{value}", "{}").replace("{count}", "{}")
    return counted.with_columns(
        code=pl.lit(UNKNOWN_WORD.code), severity=pl.lit(UNKNOWN_WORD.severity.value), message=pl.format(says, "value", "count")
    ).select(found.columns)


def _noticed(rows: pl.Series, field: str, notice: Notice, lang: Lang) -> pl.DataFrame:
    return _faults(rows, field, notice.code, notice.severity, notice.says[lang])


def _faults(rows: pl.Series, field: str, code: str, severity: Severity, message: str) -> pl.DataFrame:
    told = {"code": code, "severity": severity.value, "field": field, "message": message, "fix": ""}
    return pl.DataFrame({"row": rows}).with_columns(**{name: pl.lit(text) for name, text in told.items()})
