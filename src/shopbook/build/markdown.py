"""Markdown of the generated pages, in both languages side by side."""

from collections.abc import Iterable, Sequence

from shopbook.labels import Label

GENERATED = "<!-- This page is generated from the declarations: change those and run `make templates`. -->"
"""Said to whoever would edit a page, not to whoever reads it."""


def page(title: Label, lead: Label, *parts: str) -> str:
    """A whole page: heading, what it is, the parts with a blank line between them."""
    head = [f"# {both(title)}", GENERATED, lead.zh, lead.en]
    return "\n\n".join([*head, *parts]) + "\n"


def both(label: Label) -> str:
    """A short text in both languages on one line; once where they agree."""
    return label.zh if label.zh == label.en else f"{label.zh} · {label.en}"


def code(text: str) -> str:
    """A text as it is typed."""
    return f"``{text}``" if "`" in text else f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Several texts as they are typed."""
    return " ".join(code(text) for text in texts)


def table(titles: Sequence[Label], rows: Iterable[Sequence[str]]) -> str:
    """A table with titles in both languages."""
    return one_table([both(title) for title in titles], rows)


def one_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose titles are in one language, or said already."""
    lines = [titles, ["---"] * len(titles), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def facts(named: Iterable[tuple[Label, str]]) -> str:
    """A list of named facts; those with nothing to say are left out."""
    return "\n".join(f"- **{both(name)}**: {said}" for name, said in named if said)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
