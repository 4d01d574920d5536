"""A report as a notebook shows it. Whatever stands in a cell is shown as text, never as markup."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import polars as pl


def html_of(title: str, sentences: Sequence[str], figures: Mapping[str, str], findings: pl.DataFrame) -> str:
    """A heading, sentences, a table of figures and a table of findings; what is empty is left out.

    Args:
        title: The heading.
        sentences: One paragraph each.
        figures: Name -> value.
        findings: Texts only.
    """
    parts = [f"<h4>{escape(title)}</h4>", *(f"<p>{escape(each)}</p>" for each in sentences if each)]
    if figures:
        parts.append(f"<table>{_rows(figures.items())}</table>")
    if not findings.is_empty():
        parts.append(f"<table><tr>{_cells(findings.columns, 'th')}</tr>{_rows(findings.rows())}</table>")
    return f"<div>{''.join(parts)}</div>"


def _rows(rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in rows)


def _cells(texts: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)
