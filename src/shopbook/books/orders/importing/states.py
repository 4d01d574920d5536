"""What an export says in its own way, said in the fields of an order: states, payments, parcels, addresses."""

from collections.abc import Mapping

import polars as pl

from shopbook.books.orders.addresses import split_addresses, split_contacts
from shopbook.books.orders.importing.platforms import Profile
from shopbook.sheet.spelling import word_key

_CLOSED, _NO_REFUND = "closed", "none"
_NO_WORD = r"^[\s\-—]*$"


def settled(frame: pl.DataFrame, profile: Profile, *, words: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Lines whose export-only columns have become fields of an order.

    Args:
        frame: Lines with the fields that the export feeds.
        profile: Its layout.
        words: The texts of the columns ``status`` and ``refund_status`` as they stand in the cells, where it has them.
    """
    frame = _with_refund_status(_with_status(frame, profile), profile, words)
    frame = frame.with_columns(-pl.col(name) for name in profile.negated if name in frame.columns)
    return _with_places(_with_parcel(_with_payment(frame, profile)))


def _with_status(frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    has = frame.columns
    if "payment" in has or "fulfilment" in has:
        paid = pl.col("payment") if "payment" in has else pl.lit(None, dtype=pl.String)
        sent = pl.col("fulfilment") if "fulfilment" in has else pl.lit(None, dtype=pl.String)
        cancelled = pl.col("cancelled_at").is_not_null() if "cancelled_at" in has else pl.lit(value=False)
        is_said = paid.is_not_null() | sent.is_not_null()
        closed = cancelled | (paid == _CLOSED).fill_null(value=False)
        open_state = pl.when(paid == "unpaid").then(pl.lit("unpaid")).otherwise(sent.fill_null("paid"))
        return frame.with_columns(status=pl.when(closed).then(pl.lit(_CLOSED)).when(is_said).then(open_state))
    if profile.status_from_times and {"paid_at", "shipped_at"} <= set(has):
        shipped, paid = pl.col("shipped_at").is_not_null(), pl.col("paid_at").is_not_null()
        return frame.with_columns(
            status=pl.when(shipped).then(pl.lit("shipped")).when(paid).then(pl.lit("paid")).otherwise(pl.lit("unpaid"))
        )
    return frame


def _with_refund_status(frame: pl.DataFrame, profile: Profile, words: Mapping[str, pl.Series]) -> pl.DataFrame:
    """A blank refund status says that nobody asked for one; a word that is not known says nothing."""
    if "payment" in frame.columns:
        paid = pl.col("payment")
        refunded = pl.when(paid.is_in(["refunded", "part_refunded"])).then(paid).when(paid.is_not_null()).then(pl.lit(_NO_REFUND))
        frame = frame.with_columns(refund_status=refunded)
    if "refund_status" in words and profile.what != "refunds":
        said = words["refund_status"]
        is_blank = said.is_null() | said.str.contains(_NO_WORD)
        frame = frame.with_columns(pl.when(is_blank).then(pl.lit(_NO_REFUND)).otherwise("refund_status").alias("refund_status"))
    if profile.implied_refund and "status" in words:
        frame = frame.with_columns(refund_status=_implied(frame, profile, words["status"]))
    return frame


def _implied(frame: pl.DataFrame, profile: Profile, said: pl.Series) -> pl.Expr:
    implied = {word_key(word): code for word, code in profile.implied_refund.items()}
    codes = {word: implied[word_key(word)] for word in said.drop_nulls().unique().to_list() if word_key(word) in implied}
    told = pl.lit(said).replace_strict(codes, default=None, return_dtype=pl.String)
    usual = pl.col("refund_status") if "refund_status" in frame.columns else pl.lit(None, dtype=pl.String)
    return pl.when(usual.is_null() | (usual == _NO_REFUND)).then(pl.coalesce(told, usual)).otherwise(usual)


def _with_payment(frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    due = [name for name in ("paid", "total") if name in frame.columns]
    if not profile.paid_is_due or not due or "paid_at" not in frame.columns:
        return frame
    return frame.with_columns(paid=pl.when(pl.col("paid_at").is_not_null()).then(pl.coalesce(due)))


def _with_parcel(frame: pl.DataFrame) -> pl.DataFrame:
    """Courier and number from cells like ``SF0220481613112-顺丰速运,商品…``; ``No:`` before a number goes."""
    if "courier_and_number" in frame.columns:
        both = pl.col("courier_and_number")
        number, courier = (both.str.extract(r"^\s*([A-Za-z0-9]+)-([^,，;；]+)", group).str.strip_chars() for group in (1, 2))
        frame = frame.with_columns(tracking_no=number.str.to_uppercase(), courier=courier)
    if "tracking_no" in frame.columns:
        frame = frame.with_columns(pl.col("tracking_no").str.replace(r"^(?i)NO[:：]", ""))
    return frame


def _with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Province, city, district and the rest of an address that stands in one cell."""
    if "full_address" in frame.columns:
        frame = _with_contacts(frame)
        return frame.with_columns(split_addresses(frame["full_address"]))
    if "region" in frame.columns:
        return frame.with_columns(split_addresses(frame["region"]).drop("address"))
    return frame


def _with_contacts(frame: pl.DataFrame) -> pl.DataFrame:
    """Receiver and phone from the end of the address, in a list that has no columns for them."""
    has_own = {"receiver", "phone"} & set(frame.columns)
    contacts = None if has_own else split_contacts(frame["full_address"])
    if contacts is None:
        return frame
    return frame.with_columns(contacts["address"].alias("full_address"), contacts["receiver"], contacts["phone"])
