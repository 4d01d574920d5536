"""Language, time zone and umask of a machine change nothing in what is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run import shop

SURROUNDINGS = [
    {"LC_ALL": "C", "TZ": "UTC"},
    {"LC_ALL": "", "LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "7", "umask": "077"},
]


def written(folder: Path, surrounding: dict[str, str]) -> dict[str, bytes]:
    """What an import and a check write on a machine with these surroundings."""
    folder.mkdir()
    shop.export(folder / "a.csv", {}, {"总金额": "十元"}, {"联系手机": "1380013800"})
    umask = int(surrounding.get("umask", "022"), 8)
    environment = {**os.environ, **surrounding}
    for words, code in (("import a.csv --into b.xlsx --policy skip-bad", 1), ("run check-orders b.xlsx --in-place", 0)):
        command = [sys.executable, "-m", "shopbook", *words.split(), "--date", "2026-06-18 13:55", "--lang", "zh", "--quiet"]
        done = subprocess.run(command, cwd=folder, env=environment, umask=umask, capture_output=True, check=False, timeout=120)
        assert (done.returncode, done.stderr) == (code, b"")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="umask and TZ are those of POSIX")
def test_the_same_bytes_are_written_everywhere(tmp_path: Path) -> None:
    first, *others = [written(tmp_path / str(number), surrounding) for number, surrounding in enumerate(SURROUNDINGS)]

    assert set(first) == {"a.csv", "b.xlsx", "a 未导入 20260618-135500.xlsx"}
    assert all(other == first for other in others)


def test_results_are_utf8_whatever_the_machine_speaks(tmp_path: Path) -> None:
    path = shop.export(tmp_path / "a.csv", {"总金额": "十元"})
    command = [sys.executable, "-m", "shopbook", "check", str(path), "--format", "json", "--lang", "zh"]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)

    assert "十元" in done.stdout.decode("utf-8")
