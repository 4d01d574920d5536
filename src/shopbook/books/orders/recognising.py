"""Which layout an export has, told from its titles alone."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from shopbook.books.orders.platforms import Profile
from shopbook.errors import MisuseError, UnknownNameError
from shopbook.labels import Label
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import SEARCHED_ROWS
from shopbook.sheet.spelling import one_line, title_key


@dataclass(frozen=True, slots=True)
class Recognition:
    """The layout of a sheet.

    Attributes:
        profile: Its layout.
        row: The sheet's row number of the header.
        titles: The titles of the header that the profile reads, as written.
        unread: The titles that it does not read.
        has_sign: All titles of one of its signs are there; false only where somebody said which profile to use.
    """

    profile: Profile
    row: int
    titles: tuple[str, ...]
    unread: tuple[str, ...]
    has_sign: bool


class UnknownLayoutError(MisuseError):
    """A sheet is no list of orders, or one of a layout that nobody has described."""

    def __init__(self, tab: str, why: Label, *, nearest: str = "") -> None:
        super().__init__(Label(zh="“{tab}”无法导入：{why}", en="'{tab}' cannot be imported: {why}").filled({"tab": tab, "why": why}))
        self.tab = tab
        self.why = why
        self.nearest = nearest


class AmbiguousLayoutError(UnknownLayoutError):
    """A sheet could be of several layouts."""

    def __init__(self, tab: str, profiles: Sequence[Profile]) -> None:
        names = {
            "zh": "、".join(f"{profile.title.zh}（{profile.name}）" for profile in profiles),
            "en": ", ".join(f"{profile.title.en} ({profile.name})" for profile in profiles),
        }
        why = Label(
            zh="它同时像这几种导出：{names}。请指明是哪一种",
            en="it looks like several exports: {names}. Say which it is",
        ).filled({"names": Label(**names)})
        super().__init__(tab, why, nearest=profiles[0].name)
        self.profiles = tuple(profiles)


def recognise(grid: Grid, profiles: Sequence[Profile]) -> Recognition:
    """Find the one profile whose sign is among a sheet's titles.

    The first fifty rows are looked at. The shop's own profiles go before those of the program; then the profile that reads
    the most titles.

    Raises:
        AmbiguousLayoutError: Several fit equally well.
        UnknownLayoutError: None fits; names the nearest, or what the sheet is if that can be told.
    """
    rows = _rows(grid)
    fitting = [found for profile in profiles if (found := _best(profile, rows)) is not None and found.has_sign]
    if not fitting:
        raise _unknown(grid, rows, profiles)
    ranked = sorted(fitting, key=_rank, reverse=True)
    same = [found.profile for found in ranked if _rank(found) == _rank(ranked[0])]
    if len(same) > 1:
        raise AmbiguousLayoutError(grid.tab, same)
    return ranked[0]


def recognise_as(grid: Grid, profile: Profile) -> Recognition:
    """Take a sheet for one of a layout that somebody named.

    Raises:
        UnknownLayoutError: None of the profile's titles is there.
    """
    found = _best(profile, _rows(grid))
    if found is None:
        why = Label(
            zh="里面没有“{title}”的任何一列，应有 {titles} 等",
            en="it has none of the columns of '{title}', such as {titles}",
        ).filled({"title": profile.title, "titles": _listed(profile.titles()[:5])})
        raise UnknownLayoutError(grid.tab, why, nearest=profile.name)
    return found


def profile_named(name: str, profiles: Sequence[Profile]) -> Profile:
    """The profile of a name.

    Raises:
        UnknownNameError: There is none.
    """
    for profile in profiles:
        if profile.name == name:
            return profile
    raise UnknownNameError(Label(zh="导出格式", en="export profile"), name, [profile.name for profile in profiles])


_HeaderRow = tuple[int, Mapping[str, str]]


def _rows(grid: Grid) -> list[_HeaderRow]:
    """Every row that may be a header: its number, and its titles by key."""
    found: list[_HeaderRow] = []
    for index, cells in enumerate(grid.text.head(SEARCHED_ROWS).iter_rows()):
        titles = {title_key(cell): one_line(cell) for cell in cells if cell and cell.strip()}
        if titles:
            found.append((grid.first_row + index, titles))
    return found


def _best(profile: Profile, rows: Sequence[_HeaderRow]) -> Recognition | None:
    """The row that fits a profile best, if any title of it is known."""
    known = {title_key(title) for title in profile.titles()}
    signs = [{title_key(title) for title in sign} for sign in profile.signs]
    never = {title_key(title) for title in profile.without}
    best: Recognition | None = None
    for number, titles in rows:
        read = tuple(title for key, title in titles.items() if key in known)
        if not read or (best is not None and len(read) <= len(best.titles)):
            continue
        unread = tuple(title for key, title in titles.items() if key not in known)
        has_sign = any(sign <= titles.keys() for sign in signs) and not never & titles.keys()
        best = Recognition(profile, number, read, unread, has_sign)
    return best


def _rank(found: Recognition) -> tuple[bool, int]:
    return found.profile.is_own, len(found.titles)


@dataclass(frozen=True, slots=True)
class _OtherList:
    title: Label
    signs: tuple[frozenset[str], ...]


@cache
def _other_lists() -> tuple[_OtherList, ...]:
    text = files("shopbook.books.orders").joinpath("other_lists.toml").read_text(encoding="utf-8")
    return tuple(
        _OtherList(Label(**told["title"]), tuple(frozenset(title_key(title) for title in sign) for sign in told["signs"]))
        for told in tomllib.loads(text)["lists"]
    )


def _unknown(grid: Grid, rows: Sequence[_HeaderRow], profiles: Sequence[Profile]) -> UnknownLayoutError:
    for other in _other_lists():
        if any(sign <= titles.keys() for sign in other.signs for _, titles in rows):
            why = Label(
                zh="这看起来是{what}，不是订单、商品或退款列表",
                en="it looks like {what}, not a list of orders, items or refunds",
            ).filled({"what": other.title})
            return UnknownLayoutError(grid.tab, why)
    near = max(
        (found for profile in profiles if (found := _best(profile, rows)) is not None), key=lambda found: len(found.titles), default=None
    )
    if near is None:
        return UnknownLayoutError(grid.tab, Label(zh="没有一列是认识的", en="none of its columns is known"))
    return UnknownLayoutError(grid.tab, _nearest(near), nearest=near.profile.name)


def _nearest(near: Recognition) -> Label:
    present = {title_key(title) for title in near.titles}
    sign = min(near.profile.signs, key=lambda titles: sum(title_key(title) not in present for title in titles))
    lacking = [title for title in sign if title_key(title) not in present]
    says = Label(
        zh="不是认识的导出格式。最接近的是“{title}”（{name}），但缺少列 {lacking}。确实是它就指明格式（命令行写 --as {name}），"
        "否则在“平台映射”里加上",
        en="its layout is not known. The nearest is '{title}' ({name}), but it lacks {lacking}. If it is that, say so (on the command line "
        "--as {name}); else describe it in the sheet Platform titles",
    )
    return says.filled({"title": near.profile.title, "name": near.profile.name, "lacking": _listed(lacking)})


def _listed(titles: Sequence[str]) -> Label:
    return Label(zh="、".join(titles), en=", ".join(titles))
