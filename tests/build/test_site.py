import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.build import site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of pages."""
    for name in ("README.md", "b.md", "a.md", "more/z.md", "more/README.md", "empty/drawing.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_a_star_stands_for_the_pages_that_are_named_nowhere_else_and_begins_with_what_introduces_them(docs: Path) -> None:
    assert site.complete(["b.md", {"More": ["more/*"]}, "*"], docs) == [
        "b.md",
        {"More": ["more/README.md", "more/z.md"]},
        "README.md",
        "a.md",
    ]


def test_pages_that_begin_alike_have_a_chapter_of_their_own(docs: Path) -> None:
    for name in ("stock-a.md", "orders-b.md", "orders-a.md"):
        (docs / "more" / name).touch()
    assert site.complete([{"Orders": ["more/orders-*"]}, {"Stock": ["more/stock-*"]}], docs) == [
        {"Orders": ["more/orders-a.md", "more/orders-b.md"]},
        {"Stock": ["more/stock-a.md"]},
    ]


def test_a_page_named_under_a_title_of_its_own_is_not_listed_twice(docs: Path) -> None:
    assert site.complete([{"Home": "README.md"}, {"All": [{"B": "b.md"}, "*"]}], docs) == [
        {"Home": "README.md"},
        {"All": [{"B": "b.md"}, "a.md"]},
    ]


def test_a_chapter_without_pages_is_left_out(docs: Path) -> None:
    assert site.complete([{"Empty": ["empty/*", {"Deeper": ["nowhere/*"]}]}, "a.md"], docs) == ["a.md"]


def test_a_link_to_the_source_is_told_and_not_followed() -> None:
    page = "see [the books](../../src/books.py#x), [rules](../reference/rules.md) and [cells](../cells.md#qty)"
    assert site.inward(page, "recipes/a.md") == "see the books, [rules](../reference/rules.md) and [cells](../cells.md#qty)"


def test_a_page_of_the_guide_leads_to_itself_in_the_other_language() -> None:
    assert site.language_of("guide/en/stock.html") == "en"
    assert [each["link"] for each in site.alternates("guide/en/stock.html")] == ["guide/zh/stock.html", "guide/en/stock.html"]


def test_a_page_that_exists_once_leads_to_the_guides() -> None:
    assert site.language_of("reference/rules.html") == "zh"
    assert [each["link"] for each in site.alternates("reference/rules.html")] == ["guide/zh/index.html", "guide/en/index.html"]


# The site itself

REFERENCE = re.compile(r'<(?:a|link|script|img|iframe)\b[^>]*?\b(?:href|src)="?([^">\s]+)')
FETCHED = re.compile(r'<(?:script|img|iframe|link rel="?(?:stylesheet|preconnect|icon))\b[^>]*?="?((?:https?:)?//[^">\s]+)')
IN_STYLES = re.compile(r"(?:@import|url\()\s*['\"]?((?:https?:)?//[^'\")]+)")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built anew."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env={"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mkdocs") is None, reason="MkDocs is not installed: make docs")
def test_the_site_is_built_without_a_warning_and_opens_from_disk(built: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in built.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > len(list((ROOT / "docs" / "guide").rglob("*.md")))

    local = [(path, link) for path, text in pages.items() for link in REFERENCE.findall(text) if "://" not in link and link[0] != "#"]
    broken = {
        f"{path.relative_to(built)}: {link}"
        for path, link in local
        if not (path.parent / link.partition("#")[0].partition("?")[0]).is_file()
    }
    assert broken == set()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mkdocs") is None, reason="MkDocs is not installed: make docs")
def test_the_site_asks_no_server_for_anything(built: Path) -> None:
    fetched = {link for path in built.rglob("*.html") for link in FETCHED.findall(path.read_text(encoding="utf-8"))}
    fetched |= {link for path in built.rglob("*.css") for link in IN_STYLES.findall(path.read_text(encoding="utf-8"))}
    assert fetched == set()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mkdocs") is None, reason="MkDocs is not installed: make docs")
def test_words_of_chinese_sentences_can_be_searched_for(built: Path) -> None:
    index = (built / "search" / "search_index.js").read_text(encoding="utf-8")
    assert index.startswith("var __index")
    assert "\\u200b\\u76d8\\u70b9\\u200b" in index


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_search_from_disk_does_without_a_worker() -> None:
    page = """
        const sent = [];
        globalThis.location = { protocol: "file:" };
        globalThis.addEventListener = () => {};
        globalThis.MessageEvent = class extends Event { constructor(type, init) { super(type); this.data = init.data; } };
        const inner = Object.assign(new EventTarget(), { closed: "" });
        const frame = { contentWindow: inner, contentDocument: { open() {}, write(text) { inner.html = text; }, close() {} }, remove() {} };
        globalThis.document = { createElement: () => frame, body: { append() {} } };
        globalThis.window = globalThis;
        require(process.argv[1]);
        const worker = new Worker("search.js");
        inner.addEventListener("message", (event) => { sent.push(event.data); });
        worker.postMessage({ type: 2 });
        inner.dispatchEvent(new Event("load"));
        setTimeout(() => console.log(JSON.stringify({ sent, asks: inner.html.includes('src="search.js"') })), 0);
    """
    done = subprocess.run(["node", "-e", page, ROOT / "docs/assets/iframe-worker.js"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == '{"sent":[{"type":2}],"asks":true}'
