"""Rules about the whole tree that no single module's test can hold."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests import house

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "shopbook"
LONGEST = 400
# Released together, one exact version for each: declaring both would only let them disagree.
COMES_WITH = {"pydantic-core": "pydantic"}
TEXT_SUFFIXES = frozenset(
    {".py", ".md", ".toml", ".txt", ".csv", ".tsv", ".json", ".yaml", ".yml", ".xml", ".bas", ".cls", ".cfg", ".ini", ".sh", ""}
)

Sources = dict[Path, str]
Finder = Callable[[ast.AST], Iterator[int]]


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Every module of the product, by its path below src/shopbook."""
    return {path.relative_to(SRC): path.read_text(encoding="utf-8") for path in sorted(SRC.rglob("*.py"))}


@pytest.fixture(scope="module")
def tests() -> Sources:
    """Every module of the tests, by its path below tests."""
    folder = ROOT / "tests"
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file that git knows, which is every file that others get."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:  # a TOML document has no narrower type
    """The table [project] of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def lines_found(sources: Sources, finder: Finder) -> list[str]:
    """Where a finder finds something, as path:line."""
    return [f"{path.as_posix()}:{line}" for path, text in sources.items() for line in finder(ast.parse(text, path.name))]


def below(sources: Sources, *folders: str) -> Sources:
    """The modules of some top-level folders or files."""
    return {path: text for path, text in sources.items() if path.parts[0] in folders}


def apart_from(sources: Sources, *folders: str) -> Sources:
    """The modules of all other top-level folders and files, and but for those named with their folder."""
    return {path: text for path, text in sources.items() if not {path.parts[0], path.as_posix()} & {*folders}}


def test_no_folder_of_tests_is_passed_by(pytestconfig: pytest.Config, tests: Sources) -> None:
    passed_by = pytestconfig.getini("norecursedirs")
    folders = {folder for path in tests for folder in path.parts[:-1]}
    assert "build" in folders
    assert [folder for folder in folders if any(fnmatch(folder, pattern) for pattern in passed_by)] == []


# Names, size, shape


def test_no_module_is_longer_than_400_lines(sources: Sources, tests: Sources) -> None:
    everything = [*sources.items(), *tests.items()]
    assert [(path.as_posix(), count) for path, text in everything if (count := len(text.splitlines())) > LONGEST] == []


def test_no_function_is_as_long_as_40_lines(sources: Sources, tests: Sources) -> None:
    assert lines_found(sources, house.long_functions) + lines_found(tests, house.long_functions) == []


def test_no_file_or_folder_has_a_name_that_says_nothing(sources: Sources) -> None:
    assert [path.as_posix() for path in sources if any(house.vague_words(Path(part).stem) for part in path.parts)] == []


def test_a_package_file_only_describes_and_re_exports(sources: Sources) -> None:
    inner = {path: text for path, text in sources.items() if path.name == "__init__.py" and len(path.parts) > 1}
    allowed = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
    assert [path.as_posix() for path, text in inner.items() if not all(isinstance(node, allowed) for node in ast.parse(text).body)] == []


# What rules may know, and who may speak


def test_books_and_the_sheet_language_know_no_clock_and_no_chance(sources: Sources) -> None:
    assert lines_found(below(sources, "books", "sheet"), house.clock_reads) == []


def test_only_the_command_line_writes_to_the_terminal(sources: Sources) -> None:
    assert lines_found(apart_from(sources, "cli"), house.terminal_writes) == []


def test_only_where_people_click_or_type_is_every_error_caught(sources: Sources) -> None:
    assert lines_found(apart_from(sources, "bridge.py", "cli/app.py"), house.catch_alls) == []


def test_no_import_is_for_the_type_checker_only(sources: Sources, tests: Sources) -> None:
    assert lines_found(sources | tests, house.deferred_annotations) == []


def test_no_function_does_nothing(sources: Sources) -> None:
    assert lines_found(sources, house.empty_functions) == []


def test_every_label_says_the_same_in_both_languages(sources: Sources) -> None:
    assert [
        f"{path.as_posix()}:{line} {fault}" for path, text in sources.items() for line, fault in house.label_faults(ast.parse(text))
    ] == []


def test_a_checker_is_switched_off_only_with_a_reason(sources: Sources, tests: Sources) -> None:
    lines = [(path, number, line) for path, text in (sources | tests).items() for number, line in enumerate(text.splitlines(), start=1)]
    assert [f"{path.as_posix()}:{number}" for path, number, line in lines if path.name != "test_house.py" and house.unexplained(line)] == []


def test_tests_neither_mock_nor_sleep(tests: Sources) -> None:
    mocking = [
        path.as_posix() for path, text in tests.items() if "mock" in house.imported_modules(ast.parse(text)) or "unittest.mock" in text
    ]
    assert [path for path in mocking if path != "test_house.py"] == []
    assert [
        path.as_posix() for path, text in tests.items() if re.search(r"\btime\.sleep\(|import sleep", text) and path.name != "test_house.py"
    ] == []


# The project's files


def test_the_version_has_its_section_in_the_changelog(project: dict[str, Any]) -> None:
    assert re.search(
        rf"^## \[{re.escape(project['version'])}\] - \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def test_declared_dependencies_are_those_that_are_imported(sources: Sources, project: dict[str, Any]) -> None:
    installed = packages_distributions()
    imported = (
        set[str]().union(*(house.imported_modules(ast.parse(text)) for text in sources.values()))
        - set(sys.stdlib_module_names)
        - {"shopbook"}
    )
    named = {distribution_name(installed.get(module, [module])[0]) for module in imported}
    needed = {COMES_WITH.get(name, name) for name in named}
    optional = {distribution_name(line) for extra in ("excel", "distributed") for line in project["optional-dependencies"][extra]}
    assert needed - optional == {distribution_name(line) for line in project["dependencies"]}


def test_constraints_hold_names_and_versions_only_and_pin_all_that_is_declared(project: dict[str, Any]) -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    declared = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.]*", line)] == []
    assert {distribution_name(line) for line in declared} - {distribution_name(line) for line in lines} == set()


def distribution_name(requirement: str) -> str:
    """The normal form of the name that a requirement begins with."""
    found = re.match(r"[\w.-]+?(?=[^\w.-]|$)", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine(tracked: list[Path]) -> None:
    texts = [path for path in tracked if path.suffix in TEXT_SUFFIXES and path.name != "test_house.py"]
    lines = [(path, line) for path in texts for line in path.read_bytes().decode("utf-8", "replace").splitlines()]
    assert [
        f"{path.relative_to(ROOT).as_posix()}: {line[:100]}"
        for path, line in lines
        if house.ADDRESS.search(line) or house.MACHINE_PATH.search(line)
    ] == []


def test_vba_source_is_ascii_with_crlf(tracked: list[Path]) -> None:
    modules = {path: path.read_bytes() for path in tracked if path.suffix in {".bas", ".cls", ".frm"}}
    assert [
        path.name for path, text in modules.items() if not text.isascii() or text.count(b"\n") != text.count(b"\r\n") or b"\r\n" not in text
    ] == []


def test_files_by_others_are_listed_in_the_notice(tracked: list[Path]) -> None:
    foreign = [path for path in tracked if ROOT / "macros" in path.parents and b"Copyright" in path.read_bytes()]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [path.name for path in foreign if path.name not in notice] == []


def test_headings_of_the_two_readmes_are_as_many_and_as_deep() -> None:
    english, chinese = (
        [line.split()[0] for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("#")]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


@pytest.fixture(scope="module")
def help_run() -> subprocess.CompletedProcess[str]:
    """What ``shopbook --help`` says, and on stderr every module that it imports."""
    command = [sys.executable, "-X", "importtime", "-m", "shopbook", "--help"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")


def test_help_starts_without_the_heavy_libraries(help_run: subprocess.CompletedProcess[str]) -> None:
    lines = [line for line in help_run.stderr.splitlines() if line.startswith("import time:")]
    imported = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}
    assert "shopbook" in imported
    assert imported & {"polars", "xlwings", "fastexcel", "numpy", "openpyxl", "xlsxwriter", "pandas"} == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_lists_the_commands_that_there_are(help_run: subprocess.CompletedProcess[str], readme: str) -> None:
    commands = set(re.findall(r"^  ([a-z]+)  ", help_run.stdout.split("Commands:")[1], re.MULTILINE))
    listed = [line.split("  ")[0] for line in (ROOT / readme).read_text("utf-8").replace("    shopbook ", "\nshopbook ").splitlines()]
    named = {word for line in listed if line.startswith("shopbook ") for word in re.findall(r"(?:shopbook|\|) ([a-z]+)", line)}
    assert named == commands


# The finders find


@pytest.mark.parametrize(
    "text",
    [
        "datetime.now()",
        "date.today()",
        "dt.datetime.utcnow()",
        "field(default_factory=datetime.now)",
        "import time",
        "from random import choice",
        "import uuid",
    ],
)
def test_reading_the_clock_is_noticed(text: str) -> None:
    assert list(house.clock_reads(ast.parse(text))) == [1]


@pytest.mark.parametrize("text", ["from datetime import date, time", "def f(today): return today", "rules.now()", "given.now"])
def test_a_date_as_an_argument_is_no_clock(text: str) -> None:
    assert list(house.clock_reads(ast.parse(text))) == []


@pytest.mark.parametrize("text", ["print(1)", "sys.stdout.write('x')", "log(file=sys.stderr)"])
def test_writing_to_the_terminal_is_noticed(text: str) -> None:
    assert list(house.terminal_writes(ast.parse(text))) == [1]


@pytest.mark.parametrize("caught", ["", " Exception", " (ValueError, Exception)", " Exception as error"])
def test_catching_everything_is_noticed(caught: str) -> None:
    assert list(house.catch_alls(ast.parse(f"try: f()\nexcept{caught}: g()"))) == [2]


@pytest.mark.parametrize("handler", ["ValueError: g()", "(OSError, KeyError): g()", "ExceptionGroup: g()", "BaseException: raise"])
def test_catching_one_error_or_raising_again_is_fine(handler: str) -> None:
    assert list(house.catch_alls(ast.parse(f"try: f()\nexcept {handler}"))) == []


@pytest.mark.parametrize("text", ["def f(): pass", "def f(): ...", "def f():\n    '''Say.'''", "def f(): raise NotImplementedError"])
def test_a_function_that_does_nothing_is_noticed(text: str) -> None:
    assert list(house.empty_functions(ast.parse(text))) == [1]


@pytest.mark.parametrize(
    "text", ["class Host(Protocol):\n    def read(self): ...", "def f(): return 1", "def f():\n    '''Say.'''\n    g()"]
)
def test_a_protocol_or_a_function_that_does_something_is_fine(text: str) -> None:
    assert list(house.empty_functions(ast.parse(text))) == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("", "Empty"),
        ("空", " "),
        ("第 {row} 行", "Row"),
        ("{a} 不符", "{b} differs"),
        ("订单,缺货", "Order, out of stock"),
        ("订单", "订单"),
    ],
)
def test_a_label_that_differs_between_languages_is_noticed(zh: str, en: str) -> None:
    assert len(list(house.label_faults(ast.parse(f"Label(zh={zh!r}, en={en!r})")))) == 1


@pytest.mark.parametrize(
    ("zh", "en"),
    [("订单", "Order"), ("SKU", "SKU"), ("{paid:.2f} 元，不符", "{paid:.2f} yuan differ"), ("用 {{}} 括起", "Use {{}}"), ("", "")],
)
def test_a_label_with_the_same_places_is_fine(zh: str, en: str) -> None:
    assert list(house.label_faults(ast.parse(f"Label(zh={zh!r}, en={en!r})"))) == []


@pytest.mark.parametrize(
    "comment", ["# type: ignore", "# noqa", "# noqa: S603", "# type: ignore[arg-type]", "# type: ignore[arg-type]  # "]
)
def test_switching_a_checker_off_without_a_reason_is_noticed(comment: str) -> None:
    assert house.unexplained(f"value = f()  {comment}")


@pytest.mark.parametrize(
    "comment", ["# noqa: S603  # arguments are ours", "# type: ignore[misc]  # no stubs", "# says why", "# noqa: S1, S2 - ours"]
)
def test_switching_a_checker_off_with_a_reason_is_fine(comment: str) -> None:
    assert not house.unexplained(f"value = f()  {comment}")


@pytest.mark.parametrize(
    "line",
    [
        "see /ro" + "ot/x",
        "path = '/wo" + "rk/main'",
        "/ho" + "me/li/shop",
        "C:\\Us" + "ers\\li",
        "https://py" + "pi.org/simple",
        "--index" + "-url x",
    ],
)
def test_a_place_on_a_machine_is_noticed(line: str) -> None:
    assert house.MACHINE_PATH.search(line) or house.ADDRESS.search(line)


@pytest.mark.parametrize("line", ["docs/work/x.md", "xl/worksheets/sheet1.xml", "../shared/data", "~/work/", "$HOME/root/"])
def test_a_path_inside_the_project_is_fine(line: str) -> None:
    assert not house.MACHINE_PATH.search(line)
    assert not house.ADDRESS.search(line)


def test_a_function_of_40_lines_is_noticed_and_one_of_39_is_fine() -> None:
    def found(lines: int) -> list[int]:
        return list(house.long_functions(ast.parse("def f():\n" + "    1\n" * (lines - 1))))

    assert (found(40), found(39)) == ([1], [])


def test_words_of_a_name_are_looked_at_one_by_one() -> None:
    assert [house.vague_words(name) for name in ("order_utils", "baseline", "core", "package")] == [["utils"], [], ["core"], []]


def test_changelog_sections_run_from_new_to_old() -> None:
    dates = re.findall(r"^## \[\d[\d.]*\] - (\S+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert dates
    assert all(newer >= older for newer, older in pairwise(dates))
