"""What a book takes in from other programs: lists that are recognised, checked, and brought into its sheets."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.findings import Severity
from shopbook.sheet.tables import Table


class Policy(StrEnum):
    """What to do with a list that has errors.

    ``all-or-nothing`` imports it only without any; ``skip-bad`` leaves out what has one; ``check`` imports nothing.
    """

    ALL_OR_NOTHING = "all-or-nothing"
    SKIP_BAD = "skip-bad"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody wants a list taken.

    Attributes:
        source: The file's name.
        profile: The name of the profile to read it with, or of the file that the profile is in; ``None`` recognises it.
        text: That file's content; ``None`` where a profile of the program was named.
        policy: What to do with errors.
    """

    source: str = ""
    profile: str | None = None
    text: str | None = None
    policy: Policy = Policy.ALL_OR_NOTHING


@dataclass(frozen=True, slots=True)
class Refused:
    """The rows of a list that were not imported, as they stand there.

    Attributes:
        titles: The header's cells as written, and the title of the last column.
        cells: Texts by the list's column letters; the last column, ``reason``, says why.
    """

    titles: tuple[str, ...]
    cells: pl.DataFrame


_REASON = Label(zh="拒绝原因", en="Why refused")


def refused_rows(table: Table, rows: pl.Series, lang: Lang, *, otherwise: Label) -> Refused:
    """Rows that are left out, each with its errors.

    Args:
        table: The list as it was read, with its findings.
        rows: Which.
        lang: Of the reasons.
        otherwise: The reason of a row that has no error of its own.
    """
    if table.header is None:
        return Refused((), table.grid.text.clear().with_columns(reason=pl.lit("")))
    grid = table.grid
    titles = [title or "" for title in grid.text.row(table.header.row - grid.first_row)]
    errors = table.findings.filter(pl.col("severity") == Severity.ERROR.value)
    said = errors.select("row", says=pl.format("[{}] {}", "column", "message")).group_by("row", maintain_order=True)
    reasons = pl.DataFrame({"row": rows}).join(said.agg(pl.col("says").str.join("；")), on="row", how="left", maintain_order="left")
    cells = grid.text.select(pl.all().gather(rows - grid.first_row))
    return Refused((*titles, _REASON[lang]), cells.with_columns(reasons["says"].fill_null(otherwise[lang]).alias("reason")))


@dataclass(frozen=True, slots=True)
class ListLayout:
    """One list that a book understands, for people who ask which.

    Attributes:
        name: Its profile's name on the command line.
        platform: Whose list it is.
        title: What people call it.
    """

    name: str
    platform: Label
    title: Label
