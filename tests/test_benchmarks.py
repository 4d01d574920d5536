"""The page of benchmarks says what was measured, and judges it rightly."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bench.contender import JOBS
from bench.measuring import Measured
from bench.obstacles import OBSTACLES
from bench.page import page, targets_table
from bench.parts import PARTS
from bench.results import Profile, Result, Run, load, save
from bench.targets import TARGETS, Judgement, Sense, Target

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BY_CODE = {part.code: part for part in PARTS}
FAST, SLOW = "unzip + rezip (zlib 6)", "shopbook, check column"


def run(name: str, seconds: float) -> Run:
    return Run(name, Measured(seconds, worked=seconds / 2, megabytes=100), 3)


def written(ours: float, *, size: int = 100_000, theirs: float = 2.0) -> Result:
    """A result of writing back: how long they took and how long we took."""
    profile = Profile(
        SLOW, size, ours, [("patching the package", 0.9), ("typing columns", 0.01)], [("host.package.rows.RowWriter.changed", 0.6)]
    )
    return Result("write", size, "2 cores", [run(FAST, theirs), run(SLOW, ours)], profile)


def sections(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("sense", "ratio", "judgement"),
    [
        (Sense.AT_MOST, 1.5, Judgement.MET),
        (Sense.AT_MOST, 1.504, Judgement.MISSED),
        (Sense.LESS, 1.499, Judgement.MET),
        (Sense.LESS, 1.5, Judgement.MISSED),
        (Sense.AT_LEAST, 1.5, Judgement.MET),
        (Sense.AT_LEAST, 1.496, Judgement.MISSED),
        (Sense.AT_MOST, None, Judgement.UNKNOWN),
    ],
)
def test_a_ratio_is_judged_before_it_is_rounded(sense: Sense, ratio: float | None, judgement: Judgement) -> None:
    assert Target("write", 100_000, SLOW, FAST, sense, 1.5).judged(ratio) is judgement


def test_a_ratio_is_the_time_of_one_in_times_of_the_other_at_the_same_size() -> None:
    results = [written(9.0, size=10_000), written(3.0, theirs=2.0)]
    assert Target("write", 100_000, SLOW, FAST, Sense.AT_MOST, 1.5).ratio(results) == 1.5
    assert Target("write", 1_048_575, SLOW, FAST, Sense.AT_MOST, 1.5).ratio(results) is None


def test_a_contender_that_failed_gives_no_ratio() -> None:
    failed = Result("write", 100_000, "2 cores", [run(FAST, 2.0), Run(SLOW, None, 1, "failed")])
    assert Target("write", 100_000, SLOW, FAST, Sense.AT_MOST, 1.5).ratio([failed]) is None


def test_a_missed_target_says_by_how_much_and_where_the_time_goes() -> None:
    text = page([written(4.0)])
    assert "|   100,000 | shopbook, check column" in targets_table([written(4.0)])
    told = text.partition("## What stands in the way")[2].partition("\n## ")[0]
    assert f"{SLOW} took 2.00 × {FAST}, the target is ≤ 1.5. Phases: patching the package 90%. {OBSTACLES['write']}" in told


def test_where_every_target_is_met_nothing_stands_in_the_way() -> None:
    assert "Nothing: every target that was measured is met." in page([written(2.9)])


def test_a_page_measured_while_others_were_at_work_says_so() -> None:
    assert "Others were at work" not in page([replace(written(3.0), load=1.9)])
    assert "(load up to 16)" in page([replace(written(3.0), load=15.8), replace(written(3.0, size=10_000), load=0.2)])


def test_what_was_not_waited_for_is_in_the_table_with_its_reason() -> None:
    result = Result("write", 1_048_575, "2 cores", [run(FAST, 20.0), Run("openpyxl load, change, save", None, 0, "not waited for")])
    assert re.search(r"^\| 1,048,575 \| openpyxl load, change, save \|[ |]*\| not waited for \|$", page([result]), re.MULTILINE)


def test_results_are_kept_and_read_again_as_they_were(tmp_path: Path) -> None:
    kept = [written(3.0, size=10_000), written(4.0)]
    for result in kept:
        save(result, tmp_path)
    assert load(tmp_path) == kept


def test_a_part_measured_again_takes_the_place_of_its_older_result(tmp_path: Path) -> None:
    save(written(3.0), tmp_path)
    save(written(4.0), tmp_path)
    assert load(tmp_path) == [written(4.0)]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.part}-{target.size}-{target.name}")
def test_every_target_is_about_contenders_and_sizes_that_are_measured(target: Target) -> None:
    part = BY_CODE[target.part]
    assert {target.name, target.beside} <= set(part.contenders)
    assert target.size in (*part.sizes, *part.full)
    assert target.part in OBSTACLES


@pytest.mark.parametrize("code", BY_CODE)
def test_every_part_has_somebody_whose_time_is_looked_into(code: str) -> None:
    assert BY_CODE[code].profiled in JOBS[code]


def test_the_page_has_the_machine_the_targets_and_every_part() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert sections(text) == ["Method", "Machine", "Targets", "What stands in the way", *(part.title for part in PARTS)]


def test_the_page_judges_every_target_by_the_numbers_beside_it() -> None:
    told = PAGE.read_text(encoding="utf-8").partition("## Targets")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines() if line.startswith("|")][2:]
    assert [(row[0], int(row[1].replace(",", "")), row[2], row[3]) for row in rows] == [
        (target.part, target.size, target.name, target.beside) for target in TARGETS
    ]
    for target, row in zip(TARGETS, rows, strict=True):
        ratio = float(row[5]) if row[5] else None
        # A ratio at its very limit may have been rounded onto it.
        assert row[6].strip("*") == target.judged(ratio) or ratio == target.limit


def test_what_the_readme_says_of_speed_was_measured() -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in PAGE.read_text(encoding="utf-8").splitlines()]
    measured = {(row[3], row[2], row[4]): float(row[6]) for row in rows if len(row) == 9 and row[5][:1] in {"≤", "≥", "<"} and row[6]}

    assert measured["shopbook check", "1,048,575", "bare read (fastexcel)"] < 1.2  # "about the time"
    assert measured["openpyxl load + pydantic + save", "1,000", "shopbook batch --workers 2"] > 10  # "less than a tenth"
