"""What `shopbook doctor` looks at."""

import pytest

from shopbook.labels import Lang
from shopbook.run import diagnosis


def test_everything_is_fine_where_the_tests_run() -> None:
    assert [found.what.en for found in diagnosis.diagnose() if not found.is_fine] == []


def test_a_library_that_is_missing_or_too_old_is_named_with_what_to_do() -> None:
    found = diagnosis._libraries([("polars", "1.20"), ("no-such-library", "1.0"), ("tabulate", "999")])

    assert [(each.what.en, each.is_fine) for each in found] == [("no-such-library", False), ("tabulate", False)]
    assert found[1].advice.en == "Needs 999 or newer: Install shopbook again"


def test_libraries_that_fit_are_one_line() -> None:
    assert [each.state[Lang.ZH] for each in diagnosis._libraries([("polars", "1.20"), ("typer", "0.1")])] == ["2 个，齐全"]


def test_a_zone_that_does_not_exist_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_TIMEZONE", "Moon/Base")

    assert [found.what.zh for found in diagnosis.diagnose() if not found.is_fine] == ["店铺时间"]


def test_a_newer_version_is_newer_by_number_not_by_letter() -> None:
    assert diagnosis._numbers("1.10.0") > diagnosis._numbers("1.9")
