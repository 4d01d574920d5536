"""The files that a server's keeper copies: what they start is a command that there is."""

import configparser
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer

from shopbook.cli.commands import app
from shopbook.shipped import Shipped, shipped_folder

SERVER = shipped_folder(Shipped.EXAMPLES) / "server"
_TASK = {"task": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def unit(name: str) -> configparser.ConfigParser:
    """A unit file of systemd's; of a key that stands twice, the last."""
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their capitals
    read.read(SERVER / name, encoding="utf-8")
    return read


def is_understood(words: list[str]) -> bool:
    """Whether the command line takes these words."""
    command = typer.main.get_command(app)
    name, context, rest = command.resolve_command(typer.Context(command), words)  # type: ignore[attr-defined]  # of a group
    return bool(name == "batch" and context.make_context("batch", rest, resilient_parsing=False))


@pytest.mark.parametrize("name", ["shopbook.service", "shopbook-watch.service"])
def test_a_unit_starts_a_batch_and_lets_it_write_into_the_shops_folder_alone(name: str) -> None:
    service = unit(name)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert (Path(program).name, service["ProtectSystem"], service["ReadWritePaths"]) == ("shopbook", "strict", words[1])
    assert is_understood(words)


def test_the_timer_names_the_shops_zone_and_both_times() -> None:
    text = (SERVER / "shopbook.timer").read_text(encoding="utf-8")
    assert re.findall(r"^OnCalendar=\*-\*-\* (\d\d:\d\d):\d\d Asia/Shanghai$", text, re.MULTILINE) == ["02:30", "14:00"]
    assert unit("shopbook.timer")["Install"]["WantedBy"] == "timers.target"


def test_the_task_of_windows_starts_the_same_at_the_same_times() -> None:
    task = ET.parse(SERVER / "shopbook-task.xml").getroot()
    starts = [each.text or "" for each in task.iterfind(".//task:StartBoundary", _TASK)]
    assert [start[11:16] for start in starts] == ["02:30", "14:00"]
    assert is_understood(shlex.split(task.findtext(".//task:Arguments", "", _TASK), posix=False))
    assert task.findtext(".//task:MultipleInstancesPolicy", "", _TASK) == "IgnoreNew"
