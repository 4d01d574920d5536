"""A recipe can be followed to the letter, and what it adds is at work afterwards."""

from pathlib import Path

import pytest

from tests import pages, recipes

ROOT = Path(__file__).resolve().parent.parent
RECIPES = sorted(path for path in (ROOT / "docs" / "recipes").glob("*.md") if path.name != "README.md")
EACH = pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)


@pytest.mark.slow
@EACH
def test_a_recipe_can_be_followed_to_the_letter(recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes.copied(ROOT, tmp_path)
    monkeypatch.chdir(tmp_path)

    assert list(recipes.follow(recipe.read_text(encoding="utf-8"), tmp_path)) == []


@EACH
def test_every_sentence_of_a_recipe_that_tells_to_change_a_file_is_followed(recipe: Path) -> None:
    page = recipe.read_text(encoding="utf-8")
    told = recipes.steps(page)

    assert recipes.unfollowed(page) == []
    assert {recipes.Put, pages.Command} <= {type(step) for step in told}


@EACH
def test_the_lines_that_a_recipe_names_are_there_once(recipe: Path, tmp_path: Path) -> None:
    for step in recipes.steps(recipe.read_text(encoding="utf-8")):
        if isinstance(step, recipes.Put):
            (tmp_path / step.path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.path).write_bytes((ROOT / step.path).read_bytes())
            step.do(tmp_path)


# Who follows a recipe sees what is wrong with it


def test_a_recipe_is_read_in_its_order() -> None:
    page = (
        "Make `a/b.py`:\n\n```python\nx = 1\n```\n\nIn `c.md`, above the line ``| `d` |``:\n\n```markdown\n| e |\n```\n\n"
        "```console\n$ make test\n1 passed\n$ pip install x\n```\n\n`c.md` now says `e`.\n\nIn `c.md`, at the end:\n"
    )
    assert recipes.steps(page) == [
        recipes.Made("a/b.py", "x = 1\n"),
        recipes.Put("c.md", "| `d` |", "| e |\n", is_below=False),
        pages.Command(("make", "test"), 0, ("1 passed",)),
        recipes.Says("c.md", "e"),
    ]
    assert recipes.unfollowed(page) == ["In `c.md`, at the end:"]


@pytest.mark.parametrize("text", ["no\n", "line\nline\n"])
def test_a_place_that_is_not_there_or_there_twice_is_noticed(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")

    with pytest.raises(LookupError):
        recipes.Put("a.md", "line", "x\n", is_below=True).do(tmp_path)


def test_what_does_not_come_out_as_the_recipe_says_is_told(tmp_path: Path) -> None:
    page = "Make `a.md`:\n\n```markdown\none\n```\n\n`a.md` now says `two`.\n\n```console\n$ shopbook --version\nnever that\n```\n"

    told = list(recipes.follow(page, tmp_path))

    assert told[0] == "a.md never says two"
    assert "never says 'never that'" in told[1]
