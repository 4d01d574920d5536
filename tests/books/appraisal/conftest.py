"""What tests of forms share."""

import pytest

from shopbook.sheet.books import Inputs, Paper
from tests.books.appraisal.form_builders import handed_out, office


@pytest.fixture(scope="module")
def out() -> tuple[Inputs, dict[str, Paper]]:
    """The workbook with its forms handed out."""
    return handed_out(office())
