"""The results as tables, and as the page of the documentation."""

from collections.abc import Iterator, Sequence

from tabulate import tabulate

from bench.obstacles import OBSTACLES
from bench.parts import PARTS, Part
from bench.results import Profile, Result, Run
from bench.targets import TARGETS, Judgement, Target

_FEW, _TENTH = 10, 0.1
_QUIET = 4
"""The load that the runs themselves make, at most: two workers with threads of their own."""

_BUSY = """

**Others were at work on this machine meanwhile** (load up to {load:.0f}): what passed by the clock is rough, and *× CPU* tells more."""
_PAGE = """# Benchmarks

Written by `make bench ARGS=--full`; do not edit. Seconds are those of one machine; what counts is the ratio of two times that were measured
in the same run.

## Method

* Everybody runs in a process of its own, from its start to its end, on a file of one generator with one seed: an order list of 18 columns
  in which one row in a thousand has something wrong. What writes gets a fresh copy each time.
* The contenders of a part take turns; up to half a second each runs twelve times, up to 20 seconds at least twice. The quickest run counts.
* *Seconds* are the clock's, *CPU s* what all cores worked, *MB* the most memory of one process. *×* is times the first of the table.
* Where the time goes was sampled in a run by itself: where the main thread is, or, where it waits, the threads that it waits for. A long
  step inside a library counts whole, for the function of shopbook that asked for it.
* Results are kept below `build/bench`; one part alone is `python -m bench PART`, and the page is written anew from all that are there.

## Machine

{machine}{load}

## Targets

{targets}

## What stands in the way

{obstacles}

{parts}
"""


def page(results: Sequence[Result]) -> str:
    """The page of the documentation."""
    text = _PAGE.format(
        machine="\n\n".join(dict.fromkeys(result.machine + "." for result in results)),
        load=_load(results),
        targets=targets_table(results),
        obstacles="\n".join(_obstacles(results)) or "Nothing: every target that was measured is met.",
        parts="\n\n".join(_section(part, results) for part in PARTS if any(result.part == part.code for result in results)),
    )
    return text.rstrip() + "\n"


def targets_table(results: Sequence[Result]) -> str:
    """Every promise, what was measured, and whether it is kept."""
    return tabulate(
        [_target_cells(target, results) for target in TARGETS],
        headers=("part", "size", "time of", "beside", "target", "measured", ""),
        tablefmt="github",
        disable_numparse=True,
        colalign=("left", "right", "left", "left", "right", "right", "left"),
    )


def runs_table(results: Sequence[Result], style: str = "github") -> str:
    """Every contender at every size."""
    return tabulate(
        [_run_cells(run, result) for result in results for run in result.runs],
        headers=("size", "tool", "seconds", "×", "CPU s", "× CPU", "MB", ""),
        tablefmt=style,
        disable_numparse=True,
        colalign=("right", "left", *["right"] * 5, "left"),
    )


def _load(results: Sequence[Result]) -> str:
    """A warning where others were at work on the machine, whose wall times are then rough."""
    most = max((result.load or 0 for result in results), default=0)
    return _BUSY.format(load=most) if most > _QUIET else ""


def _target_cells(target: Target, results: Sequence[Result]) -> tuple[str, ...]:
    ratio = target.ratio(results)
    wanted, measured = f"{target.sense} {target.limit:g}", "" if ratio is None else _times(ratio)
    judgement = target.judged(ratio)
    shown = f"**{judgement}**" if judgement is Judgement.MISSED else str(judgement)
    return target.part, f"{target.size:,}", target.name, target.beside, wanted, measured, shown


def _run_cells(run: Run, result: Result) -> tuple[str, ...]:
    first, measured = result.runs[0].measured, run.measured
    if measured is None:
        return (f"{result.size:,}", run.name, "", "", "", "", "", run.remark)
    times = _times(measured.seconds / first.seconds) if first else ""
    worked = _times(measured.worked / first.worked) if first and first.worked else ""
    numbers = (_seconds(measured.seconds), times, _seconds(measured.worked), worked, f"{measured.megabytes:,.0f}")
    return (f"{result.size:,}", run.name, *numbers, run.remark)


def _obstacles(results: Sequence[Result]) -> Iterator[str]:
    for target in TARGETS:
        ratio = target.ratio(results)
        if target.judged(ratio) is not Judgement.MISSED or ratio is None:
            continue
        told = f"{target.name} took {_times(ratio)} × {target.beside}, the target is {target.sense} {target.limit:g}."
        yield f"* **{target.part}, {target.size:,}**: {told} {_obstacle(target, results)}"


def _obstacle(target: Target, results: Sequence[Result]) -> str:
    profile = next((each.profile for each in results if each.part == target.part and each.profile), None)
    return f"{_where(profile)} {OBSTACLES[target.part]}" if profile else OBSTACLES[target.part]


def _section(part: Part, results: Sequence[Result]) -> str:
    found = [result for result in results if result.part == part.code]
    profiles = [_profiled(result.profile) for result in found if result.profile]
    return "\n\n".join([f"## {part.title}", part.says, runs_table(found), *profiles])


def _profiled(profile: Profile) -> str:
    heading = f"Where the time goes: `{profile.name}`, {profile.size:,}, {_seconds(profile.seconds)} s."
    slowest = ", ".join(f"`{name}` {share:.0%}" for name, share in profile.functions)
    return f"{heading} {_where(profile)} Functions: {slowest}."


def _where(profile: Profile) -> str:
    phases = [(name, share) for name, share in profile.phases if share >= _TENTH / 2]
    return "Phases: " + ", ".join(f"{name} {share:.0%}" for name, share in phases) + "."


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < _FEW else f"{ratio:.1f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.2f}" if seconds < _FEW else f"{seconds:.1f}"
