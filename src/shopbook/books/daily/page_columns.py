"""The columns of printed lists, as the daily desk's documents declare them."""

from collections.abc import Sequence

from shopbook.labels import Label, Lang
from shopbook.sheet.documents import LineColumn


def columns_of(declared: Sequence[tuple[Label, int, str]], lang: Lang) -> tuple[LineColumn, ...]:
    """Columns of a list from title, share and look: ``centred``, ``strong``, or blank for plain."""
    return tuple(
        LineColumn(label[lang], share, is_centred=look == "centred", is_strong=look == "strong") for label, share, look in declared
    )
