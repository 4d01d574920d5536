"""What tasks made to be filled in."""

from shopbook.sheet.books import Outcome, Paper


def forms_of(outcome: Outcome) -> tuple[Paper, ...]:
    """The papers of an outcome, every one a copy of a form."""
    papers = tuple(paper for paper in outcome.papers if isinstance(paper, Paper))
    assert len(papers) == len(outcome.papers)
    return papers
