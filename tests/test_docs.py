"""Every page says what is true: its commands run, its links lead somewhere, and nothing that there is goes undescribed."""

import re
import runpy
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from shopbook.books.orders import vocabulary
from shopbook.books.orders.importing.platforms import shipped_profiles
from shopbook.books.registry import BOOKS
from shopbook.cli.app import main
from shopbook.cli.commands import app
from shopbook.labels import Label, Lang
from shopbook.run.lists import importing_books
from shopbook.sheet.columns import Option
from tests import pages
from tests.demo import Demo

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
READMES = {Lang.EN: ROOT / "README.md", Lang.ZH: ROOT / "README.zh-CN.md"}
GUIDES = {lang: sorted((DOCS / "guide" / lang).glob("*.md")) for lang in Lang}
FOLLOWED = [(lang, path) for lang in Lang for path in (READMES[lang], *GUIDES[lang])]
EVERY_PAGE = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").glob("*.md")])
SENTENCE = 8
"""Characters that something described takes at least."""


def name_of(path: object) -> str | None:
    """A page as it is called in the name of a test."""
    return path.relative_to(ROOT).as_posix() if isinstance(path, Path) else None


@dataclass(frozen=True, slots=True)
class Desk:
    """An empty folder with the sample exports, in which a page is followed."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    samples: tuple[Demo, ...]

    def follow(self, step: pages.Step) -> list[str]:
        """Do one step of a page; what is not as the page says, in words."""
        match step:
            case pages.NewFile(name, text):
                Path(name).write_text(text, encoding="utf-8")
            case pages.Typed():
                step.type()
            case pages.Program(text):
                Path("shown.py").write_text(text, encoding="utf-8")
                runpy.run_path("shown.py")
            case pages.Command(words, code, shown):
                ended, told = self._say(words)
                missing = pages.lacking(shown, told)
                faults = [f"exit code {ended}, not {code}"] if ended != code else []
                faults += [f"never says {missing!r}"] if missing is not None else []
                return [f"{' '.join(words)}: {fault}\n{told}" for fault in faults]
        return []

    def _say(self, words: tuple[str, ...]) -> tuple[int, str]:
        """Exit code and output; of the sample shops, that pages begin with, those of the one time that they were made."""
        for sample in self.samples:
            if words == sample.words:
                sample.copied(Path())
                return sample.code, sample.out + sample.err
        self.monkeypatch.setattr(sys, "argv", list(words))
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), "".join(self.capsys.readouterr())


@pytest.fixture
def desk(
    lang: Lang,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    samples: Callable[[Lang], tuple[Demo, ...]],
) -> Desk:
    """A desk in the language of the test."""
    for path in (ROOT / "examples").glob("*.csv"):
        shutil.copy(path, tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPBOOK_TIMEZONE", raising=False)
    monkeypatch.setenv("SHOPBOOK_LANG", lang)
    return Desk(monkeypatch, capsys, samples(lang))


@pytest.mark.parametrize(("lang", "path"), FOLLOWED, ids=name_of)
def test_a_page_can_be_followed_and_its_commands_say_what_it_shows(path: Path, desk: Desk) -> None:
    told = [fault for step in pages.steps(path.read_text(encoding="utf-8")) for fault in desk.follow(step)]
    assert told == [], "\n".join(told)


def test_the_guides_run_every_command_but_those_for_developers() -> None:
    commands = {str(command.name) for command in app.registered_commands}
    for lang in Lang:
        run = [step for path in (READMES[lang], *GUIDES[lang]) for step in pages.steps(path.read_text(encoding="utf-8"))]
        assert {step.words[1] for step in run if isinstance(step, pages.Command)} == commands - {"templates"}


@pytest.mark.parametrize("path", EVERY_PAGE, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    assert pages.broken_links(path, path.read_text(encoding="utf-8")) == []


def test_the_guide_has_the_same_pages_and_headings_in_both_languages() -> None:
    def shape(path: Path) -> list[str]:
        return [heading.split()[0] for heading in pages.headings(path.read_text(encoding="utf-8"))]

    assert [path.name for path in GUIDES[Lang.ZH]] == [path.name for path in GUIDES[Lang.EN]]
    assert {path.name: shape(path) for path in GUIDES[Lang.ZH]} == {path.name: shape(path) for path in GUIDES[Lang.EN]}


def described(lang: Lang) -> dict[str, str]:
    """What stands in the first cell of a row of the guide's tables -> what the row says."""
    return {name: says for path in GUIDES[lang] for name, says in pages.explained(path.read_text(encoding="utf-8")).items()}


@pytest.mark.parametrize("lang", Lang)
def test_every_sheet_task_and_command_is_described(lang: Lang) -> None:
    told = described(lang)
    sheets = [sheet.label[lang] for book in BOOKS for sheet in book.sheets]
    tasks = [task.code for book in BOOKS for task in book.tasks]
    commands = [f"shopbook {command.name}" for command in app.registered_commands]
    assert [name for name in (*sheets, *tasks, *commands) if len(told.get(name, "")) < SENTENCE] == []


@pytest.mark.parametrize("lang", Lang)
def test_a_task_is_named_as_its_button_is(lang: Lang) -> None:
    told = described(lang)
    assert [task.code for book in BOOKS for task in book.tasks if task.label[lang] not in told[task.code]] == []


@pytest.mark.parametrize("lang", Lang)
def test_every_parameter_is_described(lang: Lang) -> None:
    told = described(lang)
    assert [each.code for book in BOOKS for each in book.parameters if each.label[lang] not in told.get(each.code, "")] == []


@pytest.mark.parametrize("lang", Lang)
def test_the_page_of_exports_lists_those_that_are_understood(lang: Lang) -> None:
    told = pages.explained((DOCS / "guide" / lang / "exports.md").read_text(encoding="utf-8"))
    listed = {name: says for name, says in told.items() if re.fullmatch(r"[a-z0-9]+(-[a-z]+)+", name)}
    layouts = [each for _, importer in importing_books() for each in importer.layouts() if "-" in each.name]
    assert listed.keys() == {each.name for each in layouts}
    assert [each.name for each in layouts if each.title[lang] not in listed[each.name]] == []
    assert f"[{len(shipped_profiles())} " in READMES[lang].read_text(encoding="utf-8")


def test_the_glossary_has_every_word_of_the_order_book_in_both_languages() -> None:
    told = {cells[:2] for cells in pages.table_rows((DOCS / "glossary.md").read_text(encoding="utf-8"))}
    options = [each for group in vars(vocabulary).values() if isinstance(group, tuple) for each in group if isinstance(each, Option)]
    labels: list[Label] = [option.label for option in options]
    labels += [label for book in BOOKS for label in (*(sheet.label for sheet in book.sheets), *(task.label for task in book.tasks))]
    assert [label.zh for label in labels if (label.zh, label.en) not in told] == []


@pytest.mark.parametrize("lang", Lang)
def test_the_answers_that_the_clerk_looks_up_are_those_that_the_program_gives(lang: Lang) -> None:
    chapter = (DOCS / "guide" / lang / "clerk.md").read_text(encoding="utf-8").rpartition("\n## ")[2]
    answers = [part.strip() for cells in pages.table_rows(chapter)[2:] for part in cells[0].split("…")]
    said = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert len(answers) > 1
    assert [answer for answer in answers if answer not in said] == []


@pytest.mark.parametrize("lang", Lang)
def test_what_the_page_of_questions_quotes_the_program_says(lang: Lang) -> None:
    quoted = re.findall(r"^> (.*)$", (DOCS / "guide" / lang / "faq.md").read_text(encoding="utf-8"), re.MULTILINE)
    said = re.sub(r'"\s*"', "", "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py"))))
    parts = [part.strip() for line in quoted for part in line.split("…")]
    assert len(quoted) > 1
    assert [part for part in parts if part not in said] == []


def test_every_decision_is_listed_and_fits_a_page() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    decisions = [path for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md"]
    assert [path.name for path in decisions if f"({path.name})" not in index] == []
    assert [path.name for path in decisions if len(path.read_text(encoding="utf-8").split()) > 600] == []


def test_what_make_is_told_to_do_it_can_do() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)) | {"check"}
    named = {word for path in EVERY_PAGE for word in re.findall(r"^\s*(?:\$ )?make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)}
    assert named
    assert named - targets == set()


# What looks at the pages sees what is wrong with them


def test_output_is_compared_line_by_line_in_its_order() -> None:
    told = "Found:  3 errors\n------  ---\nWritten: a.xlsx\n"
    assert pages.lacking(("Found: 3 errors", "--- --", "…", "Written: …"), told) is None
    assert pages.lacking(("Found: 4 errors",), told) == "Found: 4 errors"
    assert pages.lacking(("Written: a.xlsx", "Found: 3 errors"), told) == "Found: 3 errors"


def test_a_page_is_read_in_its_order() -> None:
    page = (
        "```csv a.csv\nx\n```\n<!-- typed into a b.xlsx, S -->\n\n| A | B |\n|---|---|\n| `1` | |\n\n"
        "```console\n$ pip install x\n$ shopbook check 'a b'   # exit code 1\nno\n```\n```text\nshopbook\n```\n"
    )
    assert pages.steps(page) == [
        pages.NewFile("a.csv", "x\n"),
        pages.Typed("a b.xlsx", "S", ("A", "B"), (("1", ""),)),
        pages.Command(("shopbook", "check", "a b"), 1, ("no",)),
    ]


def test_a_link_into_nowhere_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Big `words`, here\n", encoding="utf-8")
    links = "[a](a.md) [b](b.md) [c](a.md#big-words-here) [d](a.md#small) [e](https://example.com/x)"
    assert pages.broken_links(tmp_path / "x.md", links) == ["b.md", "a.md#small"]


def test_the_program_has_commands_to_describe() -> None:
    assert isinstance(app, typer.Typer)
    assert len(app.registered_commands) > 1
