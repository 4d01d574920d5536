"""The page of help that lies ready: what the commands would say, and shown before anything is imported."""

import subprocess
import sys

import pytest

from shopbook.cli import tongue
from shopbook.cli.first_page import first_page, page_file
from shopbook.cli.printed import out_of_date, print_pages, printed_page
from shopbook.labels import Lang
from tests.cli.terminal import Terminal


def test_the_languages_are_those_of_every_label() -> None:
    assert set(tongue.LANGS) == set(Lang)


def test_the_pages_that_lie_ready_are_those_that_the_commands_make() -> None:
    assert out_of_date() == [], "run shopbook templates"


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("columns", ["80", "200"])
def test_a_wide_terminal_shows_what_the_commands_would_say(
    shopbook: Terminal, monkeypatch: pytest.MonkeyPatch, lang: Lang, columns: str
) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", lang)
    monkeypatch.setenv("COLUMNS", columns)
    shown = shopbook("--help")
    monkeypatch.setattr("shopbook.cli.app.first_page", lambda _: None)

    assert shopbook("--help") == shown


def test_a_narrow_terminal_has_lines_of_its_own(shopbook: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "en")
    monkeypatch.setenv("COLUMNS", "60")

    said = shopbook("--help").out

    assert said != printed_page(Lang.EN)
    assert max(map(len, said.splitlines())) <= 60


@pytest.mark.parametrize("words", [[], ["check", "--help"], ["--help", "check"], ["--lang", "zh", "--help"]])
def test_other_words_are_for_the_commands(words: list[str]) -> None:
    assert first_page(words) is None


def test_a_page_that_is_not_there_is_made_by_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopbook.cli.first_page.page_file", lambda _: "nowhere.txt")

    assert first_page(["--help"]) is None


def test_a_page_that_says_something_else_is_written_anew(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("pages")
    monkeypatch.setattr("shopbook.cli.printed.page_file", lambda lang: str(folder / f"{lang}.txt"))
    (folder / "zh.txt").write_text(printed_page(Lang.ZH), "utf-8")
    (folder / "en.txt").write_text("Usage: of old", "utf-8")

    assert [path.name for path in print_pages()] == ["en.txt"]
    assert (folder / "en.txt").read_text("utf-8") == printed_page(Lang.EN)
    assert print_pages() == []


def test_help_imports_next_to_nothing() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "sys.argv = ['shopbook', '--help']\n"
        "from shopbook.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}), file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}\n{code}"], capture_output=True, check=True)

    # What these bring along is Python's own, written in C or smaller than a page.
    assert not {"typer", "polars", "pydantic", "re", "dataclasses", "enum", "typing", "inspect"} & set(said.stderr.decode().split())


def test_the_page_of_a_language_lies_beside_the_program() -> None:
    assert page_file("zh").endswith("help_zh.txt")
