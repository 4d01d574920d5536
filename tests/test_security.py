"""Every sentence of the page on security has a test that holds it; and those that no other module's tests hold."""

import ast
import io
import re
import subprocess
import sys
from pathlib import Path

import olefile  # type: ignore[import-untyped]  # no stubs
import pytest
from oletools.olevba import VBA_Parser  # type: ignore[import-untyped]  # no stubs

from shopbook.host.locking import locked
from shopbook.labels import Lang
from shopbook.run.batch.reporting.words import TITLE
from tests import house
from tests.host.faults import needs_strace
from tests.run import shop

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "shopbook"
CONNECTING = frozenset({"asyncio", "dask", "distributed", "ftplib", "http", "imaplib", "requests", "smtplib", "socket", "ssl", "xmlrpc"})
WITH_MACROS = sorted([*ROOT.glob("xlsx_templates/*/*.xlsm"), ROOT / "xlsx_templates" / "shopbook.xlam"])


def page(lang: Lang) -> str:
    """The page on security."""
    return (ROOT / "docs" / "guide" / lang / "security.md").read_text(encoding="utf-8")


def claims(text: str) -> list[str]:
    """The numbers of what a page promises."""
    return re.findall(r"^- \*\*(\d+)\*\* ", text, re.MULTILINE)


def held_by(text: str) -> dict[str, list[str]]:
    """Number of a promise -> the tests that hold it."""
    rows = [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    return {line.split("|")[1].strip(): re.findall(r"`(test_\w+)`", line) for line in rows}


# The page


@pytest.mark.parametrize("lang", Lang)
def test_every_promise_of_the_page_has_its_tests_and_they_are_there(lang: Lang) -> None:
    found = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    held = held_by(page(lang))

    assert claims(page(lang)) == list(held) == [str(number) for number in range(1, len(held) + 1)]
    assert [number for number, tests in held.items() if not tests] == ["9"], "only what Dask says of itself is not ours to test"
    assert sorted({name for tests in held.values() for name in tests} - found) == []


def test_the_page_promises_the_same_in_both_languages() -> None:
    assert held_by(page(Lang.ZH)) == held_by(page(Lang.EN))


def test_a_promise_without_a_test_is_noticed() -> None:
    assert claims("- **1** a\n- **2** b\n") == ["1", "2"]
    assert held_by("| 1 | `test_a`, `test_b` |\n| 2 | somebody |\n") == {"1": ["test_a", "test_b"], "2": []}


# What the page promises, and nothing else holds


@pytest.mark.parametrize("workbook", WITH_MACROS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_macro_runs_by_itself(workbook: Path) -> None:
    found = VBA_Parser(str(workbook)).analyze_macros()

    assert "Shell" in {str(keyword).title() for _, keyword, _ in found}, "olevba has looked"
    assert [keyword for kind, keyword, _ in found if kind == "AutoExec"] == []


def test_only_mail_and_a_scheduler_that_was_named_can_open_a_connection() -> None:
    sources = {path.relative_to(SRC).as_posix(): path.read_text(encoding="utf-8") for path in sorted(SRC.rglob("*.py"))}
    found = {name: modules for name, text in sources.items() if (modules := house.imported_modules(ast.parse(text)) & CONNECTING)}
    asks_for_the_name_of_this_machine = found.pop("host/sweeping.py")

    assert found == {"run/batch/cluster.py": {"distributed"}, "run/batch/mailing.py": {"smtplib", "ssl"}}
    assert asks_for_the_name_of_this_machine == {"socket"}
    assert set(re.findall(r"socket\.(\w+)", sources["host/sweeping.py"])) == {"gethostname"}
    assert [name for name, text in sources.items() if "urllib.request" in text] == []


def test_the_program_starts_no_excel() -> None:
    starting = re.compile(r"xlwings\.App\(|\bapps\.add\(|DispatchEx?\(")

    assert [path.name for path in sorted(SRC.rglob("*.py")) if starting.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.slow
@needs_strace
def test_a_check_and_a_run_connect_to_nothing_and_write_nothing_else(tmp_path: Path, sample_shop: Path) -> None:
    workbook = shop.copied(sample_shop, tmp_path)
    calls = tmp_path / "calls"

    for words, is_written in ((("check",), False), (("run", "clear-marks"), False), (("run", "clear-marks", "--in-place"), True)):
        before = workbook.read_bytes()
        traced = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(calls), sys.executable, "-m", "shopbook", *words]
        done = subprocess.run([*traced, str(workbook), "--quiet"], check=False, capture_output=True)

        assert done.returncode in {0, 1}, done.stderr
        assert [line for line in calls.read_text(encoding="utf-8").splitlines() if "AF_INET" in line] == []
        assert (workbook.read_bytes() != before) is is_written
        assert {path.name for path in tmp_path.iterdir()} == {workbook.name, "calls"}


def test_a_locked_form_is_locked_by_aes_with_256_bits() -> None:
    content = (ROOT / "xlsx_templates" / "zh" / "card.xlsx").read_bytes()

    with olefile.OleFileIO(io.BytesIO(locked(content, "secret"))) as container:
        said = container.openstream("EncryptionInfo").read().decode("utf-8", "replace")

    assert {'cipherAlgorithm="AES"', 'keyBits="256"', 'hashAlgorithm="SHA512"'} <= set(re.findall(r'\w+="[^"]*"', said))


@pytest.mark.parametrize("lang", Lang)
def test_what_a_batch_is_said_to_leave_is_called_so(lang: Lang) -> None:
    assert f"`{TITLE[lang]}.xlsx`" in page(lang)
