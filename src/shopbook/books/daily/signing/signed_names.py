"""The names under which a report was signed, as they stood when each signature was entered."""

import polars as pl

SIGNERS = ("clerk", "keeper", "manager")
"""Who signs, in order."""

_BETWEEN, _NOBODY = "/", "-"


def signed_as(signer: str) -> pl.Expr:
    """The name that somebody signed with, by the column 签字人 of 日报汇总; null where that is not known."""
    name = pl.col("signed").str.split(_BETWEEN).list.get(SIGNERS.index(signer), null_on_oob=True)
    return pl.when(name != _NOBODY).then(name)


def signed_names(before: pl.DataFrame, after: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """What the column 签字人 should say.

    Args:
        before: Rows of 交接 before signatures were entered.
        after: The same rows in the same order, with the times of the new signatures.
        days: Rows of 日报汇总.

    Returns:
        ``report`` and ``signed``, null where nobody has; the name of an earlier signature stays as it was recorded, whatever stands on
        the sheet now.
    """
    recorded = before.select("report", *(f"{signer}_at" for signer in SIGNERS)).join(
        days.drop_nulls("report").unique("report").select("report", "signed"), on="report", how="left", maintain_order="left"
    )
    known = recorded.select(pl.when(pl.col(f"{signer}_at").is_not_null()).then(signed_as(signer)).alias(signer) for signer in SIGNERS)
    names = [
        pl.when(pl.col(f"{signer}_at").is_not_null()).then(pl.coalesce(known[signer], signer)).fill_null(_NOBODY) for signer in SIGNERS
    ]
    is_signed = pl.any_horizontal(pl.col(f"{signer}_at").is_not_null() for signer in SIGNERS)
    return after.select("report", signed=pl.when(is_signed).then(pl.concat_str(names, separator=_BETWEEN))).unique("report")
