"""Who runs how often and in which order: in turns, so that all of a part meet the same minutes of the machine."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measuring import Measured, everyday, measure
from bench.parts import Part, most
from bench.results import Profile, Result, Run, this_machine

_TURNS = ((0.5, 12), (3.0, 3), (20.0, 2))
"""Who took at most so many seconds runs so often in all."""

_NOT_WAITED_FOR = "not waited for: minutes, or more memory than there is"


def race(part: Part, size: int, folder: Path) -> Result:
    """Every contender of a part at one size.

    Args:
        part: What is run.
        size: Rows of the sheet.
        folder: Where the sheets are; one that is not there is made.
    """
    path, load = _sheet(part, size, folder), os.getloadavg()[0]
    runs = {name: [_once(part, name, path)] for name in part.contenders if size <= most(name)}
    turns = {name: _turns(found[0]) for name, found in runs.items()}
    for turn in range(1, max(turns.values())):
        for name, found in runs.items():
            if turn < turns[name]:
                found.append(_once(part, name, path))
    profile = _profile(part, size, path) if size == max(part.sizes) else None
    return Result(part.code, size, this_machine(), [_run(name, runs.get(name)) for name in part.contenders], profile, load)


def make_sheet(maker: str, path: Path, size: int) -> None:
    """Write a sheet, by ``module:function``."""
    module, _, function = maker.partition(":")
    getattr(importlib.import_module(module), function)(path, size)


def _sheet(part: Part, size: int, folder: Path) -> Path:
    name = part.maker.rpartition("_")[2]
    path = folder / f"{name}-{size}{part.ending}"
    # A sheet whose making was stopped half-way is made anew.
    whole = path.with_name(f"{path.name}.whole")
    if not whole.exists():
        _say(f"{part.code}: making {path.name}")
        path.unlink(missing_ok=True)
        # In a process of its own, so that this one stays small.
        code = f"from pathlib import Path; from bench.races import make_sheet; make_sheet({part.maker!r}, Path({str(path)!r}), {size})"
        subprocess.run([sys.executable, "-c", code], check=True, env=everyday())
        whole.touch()
    return path


def _turns(first: Measured | None) -> int:
    if first is None:
        return 1
    return next((turns for seconds, turns in _TURNS if first.seconds <= seconds), 1)


def _once(part: Part, name: str, path: Path) -> Measured | None:
    _say(f"{part.code}: {name}, {path.stem.rpartition('-')[2]}")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        return measure(part.contenders[name](_given(part, path, Path(folder))))


def _given(part: Part, path: Path, folder: Path) -> Path:
    return part.prepare(path, folder) if part.prepare else path


def _run(name: str, found: Sequence[Measured | None] | None) -> Run:
    if found is None:
        return Run(name, None, 0, _NOT_WAITED_FOR)
    good = [each for each in found if each is not None]
    if len(good) < len(found):
        return Run(name, None, len(found), "failed")
    return Run(name, min(good, key=lambda each: each.seconds), len(found))


def _profile(part: Part, size: int, path: Path) -> Profile:
    _say(f"{part.code}: {part.profiled}, looked into")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        words = [part.code, part.profiled, str(_given(part, path, Path(folder)))]
        command = [sys.executable, "-m", "bench.profiling", *words]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=everyday()).stdout
    seconds, phases, functions = json.loads(told.splitlines()[-1])
    return Profile(part.profiled, size, seconds, [(name, share) for name, share in phases], [(name, share) for name, share in functions])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
