"""What a person looks at who reviews an order, and its fingerprint, by which a later change is noticed."""

import base64
import hashlib
from itertools import zip_longest

import polars as pl

from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Label, Lang

PARTS = {
    "message": ORDERS.by_field["message"].label,
    "remark": ORDERS.by_field["remark"].label,
    "receiver": ORDERS.by_field["receiver"].label,
    "phone": ORDERS.by_field["phone"].label,
    "address": Label(zh="地址", en="address"),
    "items": Label(zh="商品", en="items"),
}
"""What is looked at, in the order in which the fingerprint has it."""

LOOKED_AT = ("receiver", "phone", "province", "city", "district", "address", "sku", "spec", "qty")
"""Fields of an order line that nobody may change unseen, beside message and remark."""

_ADDRESS = ("province", "city", "district", "address")
_JOINT = "；"


def contents(lines: pl.DataFrame) -> pl.DataFrame:
    """One row an order: ``order_no`` and each of :data:`PARTS` as text, null if blank.

    Neither the order of the lines matters nor whether the order's values are repeated on each.
    """
    address = pl.concat_str([pl.col(name) for name in _ADDRESS], separator=" ", ignore_nulls=True)
    item = pl.concat_str([pl.coalesce("sku", "title"), pl.col("spec"), pl.format("×{}", pl.col("qty"))], separator=" ", ignore_nulls=True)
    parts = lines.select("order_no", "message", "remark", "receiver", "phone", address=address, items=item)
    told = {name: pl.col(name).replace("", None).drop_nulls() for name in PARTS}
    joined = {
        name: (value if name == "items" else value.unique()).sort().str.join(_JOINT).replace("", None) for name, value in told.items()
    }
    return parts.group_by("order_no", maintain_order=True).agg(**joined)


def with_fingerprints(seen: pl.DataFrame) -> pl.DataFrame:
    """Contents with the column ``seen``: a short hash of each part, so that a later look tells which part has changed."""
    prints = [".".join(_short_hash(text) for text in row) for row in seen.select(PARTS.keys()).iter_rows()]
    return seen.with_columns(pl.Series("seen", prints, dtype=pl.String))


def changed_parts(old: str, new: str, lang: Lang) -> str:
    """The names of the parts in which two fingerprints differ."""
    pairs = zip_longest(PARTS.values(), old.split("."), new.split("."))
    return _listed([label[lang] for label, before, now in pairs if label is not None and before != now], lang)


def _listed(names: list[str], lang: Lang) -> str:
    return ("、" if lang is Lang.ZH else ", ").join(names)


def _short_hash(text: str | None) -> str:
    """Twenty bits: one change in a million goes unnoticed, and nobody reads a phone number out of it."""
    digest = hashlib.blake2b((text or "").encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode().lower()[:4]
