"""The documentation site, as MkDocs calls on it: each page in its own language, and every page somewhere in the navigation."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

ALL = "*"
"""Ends an entry of the navigation that stands for pages which are named nowhere else: of a folder, or of those that begin alike."""

HOMES = {"zh": ("中文", "guide/zh/index.html"), "en": ("English", "guide/en/index.html")}
"""Language -> its name, and where a page that exists once leads for it."""

Config = MutableMapping[str, Any]  # MkDocs' own, which is not there where only tests are
Entry = str | dict[str, Any]  # a page, or a title and what is below it, as YAML has them

_UPWARD = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)\s#]+)[^)\s]*\)")
_GUIDE = re.compile(r"guide/(zh|en)/")


def on_config(config: Config) -> Config:
    """The navigation with every page in it."""
    config["nav"] = complete(config["nav"], Path(config["docs_dir"]))
    return config


def on_page_markdown(markdown: str, page: Any, config: Config, **_: object) -> str:  # noqa: ANN401, ARG001 MkDocs' own page, and its names
    """The text of a page without the links that lead out of the documentation."""
    return inward(markdown, page.file.src_uri)


def inward(markdown: str, name: str) -> str:
    """The text of a page, of a link to the source only what it is called: the site has the documentation alone."""

    def kept(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link[2]))
        return link[1] if target.startswith("../") else link[0]

    return _UPWARD.sub(kept, markdown)


def on_page_context(context: Mapping[str, Any], page: Any, config: Config, **_: object) -> Mapping[str, Any]:  # noqa: ANN401 MkDocs' own page
    """The words of the frame around a page, and where its language switch leads, before it is drawn."""
    url: str = page.url
    config["theme"]["language"] = language_of(url)
    config["extra"]["alternate"] = alternates(url)
    return context


def language_of(url: str) -> str:
    """The language of the frame around a page; Chinese around what exists once, in both."""
    guide = _GUIDE.match(url)
    return guide[1] if guide else "zh"


def alternates(url: str) -> list[dict[str, str]]:
    """Where the switch of languages leads from a page: to itself in the other language, where it has one."""
    links = {lang: _GUIDE.sub(f"guide/{lang}/", url) if _GUIDE.match(url) else home for lang, (_, home) in HOMES.items()}
    return [{"name": name, "lang": lang, "link": links[lang]} for lang, (name, _) in HOMES.items()]


def complete(nav: Iterable[Entry], docs: Path) -> list[Entry]:
    """The navigation with the pages of whole folders in their places; a chapter without pages is left out."""
    nav = list(nav)
    named = frozenset(_named(nav))
    return [filled for entry in nav for filled in _filled(entry, docs, named)]


def _named(nav: Iterable[Entry]) -> Iterator[str]:
    for entry in nav:
        for below in [entry] if isinstance(entry, str) else entry.values():
            yield from [below] if isinstance(below, str) else _named(below)


def _filled(entry: Entry, docs: Path, named: frozenset[str]) -> Iterator[Entry]:
    if isinstance(entry, str):
        yield from _pages(entry, docs, named) if entry.endswith(ALL) else [entry]
        return
    for title, below in entry.items():
        if isinstance(below, str):
            yield entry
        elif inside := [filled for each in below for filled in _filled(each, docs, named)]:
            yield {title: inside}


def _pages(entry: str, docs: Path, named: frozenset[str]) -> list[str]:
    """The pages meant, the one that introduces a folder first."""
    found = [path for path in docs.glob(f"{entry}.md") if path.relative_to(docs).as_posix() not in named]
    ordered = sorted(found, key=lambda path: (path.name != "README.md", path.name))
    return [path.relative_to(docs).as_posix() for path in ordered]
