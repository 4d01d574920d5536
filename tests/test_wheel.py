"""What others install: the wheel is complete, and runs where nothing else is."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from shopbook.shipped import Shipped

# One worker builds and installs the wheel for all of them: tests/workers.py.
pytestmark = pytest.mark.slow


def run(*command: str | Path, at: Path) -> subprocess.CompletedProcess[str]:
    """Start a program far from the checkout, with nothing of this environment in its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "SHOPBOOK"))}
    return subprocess.run(command, cwd=at, env=clean, check=False, capture_output=True, text=True, encoding="utf-8")


def members(wheel: Path) -> list[str]:
    """Names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, root, at=folder
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("shopbook-*.whl"))


@pytest.fixture(scope="module")
def installed(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it declares, nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    done = run(programs / "python", "-m", "pip", "install", "--quiet", "-c", root / "constraints.txt", wheel, at=folder)
    assert done.returncode == 0, done.stderr
    return programs


def test_every_module_and_every_shipped_file_is_in_the_wheel(root: Path, wheel: Path) -> None:
    files = [path for path in (root / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    inside = {path.relative_to(root / "src").as_posix() for path in files}
    shipped = {
        f"shopbook/_shipped/{path.relative_to(root).as_posix()}"
        for which in Shipped
        for path in (root / which).rglob("*")
        if path.is_file()
    }
    assert "shopbook/py.typed" in inside
    assert (inside | shipped) - set(members(wheel)) == set()


def test_nothing_of_the_tests_or_the_tools_is_in_the_wheel(wheel: Path) -> None:
    name_and_version = "-".join(wheel.name.split("-")[:2])
    assert {name.split("/")[0] for name in members(wheel)} == {"shopbook", f"{name_and_version}.dist-info"}


def test_the_license_and_the_notice_travel_with_the_wheel(wheel: Path) -> None:
    names = {Path(name).name for name in members(wheel) if ".dist-info/licenses/" in name}
    assert names == {"LICENSE", "NOTICE"}


def test_the_wheel_alone_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "shopbook", "demo", "day", "--orders", "10", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert list((tmp_path / "day").rglob("*.xls[xm]"))


def test_the_wheel_alone_explains_every_command(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "shopbook", "--help", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout
