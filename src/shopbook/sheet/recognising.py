"""Which layout a sheet has, told from its titles alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from shopbook.errors import MisuseError, UnknownNameError
from shopbook.labels import Label
from shopbook.sheet.grid import Grid
from shopbook.sheet.headers import SEARCHED_ROWS
from shopbook.sheet.spelling import one_line, title_key


class Layout(Protocol):
    """What tells a layout: see the profiles of each book."""

    @property
    def name(self) -> str:
        """Its name on the command line."""

    @property
    def title(self) -> Label:
        """What people call the list."""

    @property
    def signs(self) -> tuple[tuple[str, ...], ...]:
        """Groups of titles; a sheet with all titles of one group is of this layout."""

    @property
    def without(self) -> tuple[str, ...]:
        """Titles that a sheet of this layout never has."""

    @property
    def is_own(self) -> bool:
        """Whether it is the shop's own, which goes before those that come with the program."""

    def titles(self) -> tuple[str, ...]:
        """Every title that it reads."""


LayoutT = TypeVar("LayoutT", bound=Layout)


@dataclass(frozen=True, slots=True)
class Recognition(Generic[LayoutT]):
    """The layout of a sheet.

    Attributes:
        profile: Its layout.
        row: The sheet's row number of the header.
        titles: The titles of the header that the profile reads, as written.
        unread: The titles that it does not read.
        has_sign: All titles of one of its signs are there; false only where somebody said which profile to use.
    """

    profile: LayoutT
    row: int
    titles: tuple[str, ...]
    unread: tuple[str, ...]
    has_sign: bool


class UnknownLayoutError(MisuseError):
    """A sheet is no list that a book takes in, or one of a layout that nobody has described."""

    def __init__(self, tab: str, why: Label, *, nearest: str = "") -> None:
        super().__init__(Label(zh="“{tab}”无法导入：{why}", en="'{tab}' cannot be imported: {why}").filled({"tab": tab, "why": why}))
        self.tab = tab
        self.why = why
        self.nearest = nearest


class AmbiguousLayoutError(UnknownLayoutError):
    """A sheet could be of several layouts."""

    def __init__(self, tab: str, profiles: Sequence[Layout]) -> None:
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


HeaderRow = tuple[int, Mapping[str, str]]
"""A row that may be a header: its number, and its titles by key."""

_NO_TITLE = Label(
    zh="没有一列是认识的。请看列名在不在前 50 行里；自家的格式，照使用说明“平台导出”一页加上",
    en="none of its columns is known. See that its titles are among the first 50 rows; a layout of your own is described as the guide's "
    "page Platform exports shows",
)
_NEAREST = Label(
    zh="不是认识的导出格式。最接近的是“{title}”（{name}），但缺少列 {lacking}。确实是它就指明格式（命令行写 --as {name}）{otherwise}",
    en="its layout is not known. The nearest is '{title}' ({name}), but it lacks {lacking}. If it is that, say so (on the command line "
    "--as {name}){otherwise}",
)


def fitting(rows: Sequence[HeaderRow], profiles: Sequence[LayoutT], *, tab: str) -> Recognition[LayoutT] | None:
    """The one profile whose sign is among a sheet's titles; ``None`` where none fits.

    The shop's own profiles go before those of the program; then the profile that reads the most titles.

    Raises:
        AmbiguousLayoutError: Several fit equally well.
    """
    found = [best for profile in profiles if (best := _best(profile, rows)) is not None and best.has_sign]
    if not found:
        return None
    ranked = sorted(found, key=_rank, reverse=True)
    same = [each.profile for each in ranked if _rank(each) == _rank(ranked[0])]
    if len(same) > 1:
        raise AmbiguousLayoutError(tab, same)
    return ranked[0]


def recognise_as(grid: Grid, profile: LayoutT) -> Recognition[LayoutT]:
    """Take a sheet for one of a layout that somebody named.

    Raises:
        UnknownLayoutError: None of the profile's titles is there.
    """
    found = _best(profile, header_rows(grid))
    if found is None:
        why = Label(
            zh="里面没有“{title}”的任何一列，应有 {titles} 等",
            en="it has none of the columns of '{title}', such as {titles}",
        ).filled({"title": profile.title, "titles": _listed(profile.titles()[:5])})
        raise UnknownLayoutError(grid.tab, why, nearest=profile.name)
    return found


def profile_named(name: str, profiles: Sequence[LayoutT]) -> LayoutT:
    """The profile of a name.

    Raises:
        UnknownNameError: There is none.
    """
    for profile in profiles:
        if profile.name == name:
            return profile
    raise UnknownNameError(Label(zh="导出格式", en="export profile"), name, [profile.name for profile in profiles])


def header_rows(grid: Grid) -> list[HeaderRow]:
    """Every row that may be a header, among the first fifty."""
    found: list[HeaderRow] = []
    for index, cells in enumerate(grid.text.head(SEARCHED_ROWS).iter_rows()):
        titles = {title_key(cell): one_line(cell) for cell in cells if cell and cell.strip()}
        if titles:
            found.append((grid.first_row + index, titles))
    return found


def unknown(rows: Sequence[HeaderRow], profiles: Sequence[Layout], *, tab: str, otherwise: Label) -> UnknownLayoutError:
    """The refusal of a sheet that no profile fits; it names the nearest.

    Args:
        rows: Its rows that may be a header.
        profiles: What it was compared with.
        tab: Its name.
        otherwise: What else can be done, from the comma on.
    """
    best = (found for profile in profiles if (found := _best(profile, rows)) is not None)
    near = max(best, key=lambda found: len(found.titles), default=None)
    if near is None:
        return UnknownLayoutError(tab, _NO_TITLE)
    present = {title_key(title) for title in near.titles}
    sign = min(near.profile.signs, key=lambda titles: sum(title_key(title) not in present for title in titles))
    lacking = _listed([title for title in sign if title_key(title) not in present])
    says = _NEAREST.filled({"title": near.profile.title, "name": near.profile.name, "lacking": lacking, "otherwise": otherwise})
    return UnknownLayoutError(tab, says, nearest=near.profile.name)


def _best(profile: LayoutT, rows: Sequence[HeaderRow]) -> Recognition[LayoutT] | None:
    """The row that fits a profile best, if any title of it is known."""
    known = {title_key(title) for title in profile.titles()}
    signs = [{title_key(title) for title in sign} for sign in profile.signs]
    never = {title_key(title) for title in profile.without}
    best: Recognition[LayoutT] | None = None
    for number, titles in rows:
        read = tuple(title for key, title in titles.items() if key in known)
        if not read or (best is not None and len(read) <= len(best.titles)):
            continue
        unread = tuple(title for key, title in titles.items() if key not in known)
        has_sign = any(sign <= titles.keys() for sign in signs) and not never & titles.keys()
        best = Recognition(profile, number, read, unread, has_sign)
    return best


def _rank(found: Recognition[LayoutT]) -> tuple[bool, int]:
    return found.profile.is_own, len(found.titles)


def _listed(titles: Sequence[str]) -> Label:
    return Label(zh="、".join(titles), en=", ".join(titles))
