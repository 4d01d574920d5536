"""Importing lists whose rows are rows of one of our sheets: whole, in part, or only on trial."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import polars as pl

from shopbook.labels import Label, Lang
from shopbook.sheet.books import AppendRows, Change, Checked, Importer, Inputs, Intake, Outcome, ReplaceRows, SetCells
from shopbook.sheet.columns import ROW, Sheet
from shopbook.sheet.findings import Severity, no_findings, together
from shopbook.sheet.grid import Grid
from shopbook.sheet.importers import Asked, ListLayout, Policy, refused_rows
from shopbook.sheet.list_profiles import Fields, ListProfile, ListProfileError, list_profile, shipped_list_profiles
from shopbook.sheet.list_reading import Listing, ListRecognition, read_list
from shopbook.sheet.recognising import fitting, header_rows, profile_named, recognise_as, unknown
from shopbook.sheet.tables import Table

COUNTS: Mapping[str, Label] = {
    "rows": Label(zh="读取行数", en="Rows read"),
    "new_rows": Label(zh="新增行", en="New rows"),
    "changed_rows": Label(zh="更新行", en="Updated rows"),
    "known_rows": Label(zh="已有、不变的行", en="Rows known already"),
    "refused_rows": Label(zh="拒绝的行", en="Refused rows"),
}
"""The figures of importing any list."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of a list's good rows.

    Attributes:
        changes: What to write; nothing of a row that has an error here.
        counts: How many of what were new, changed, known: figures of the importer's summary, said to the person in this order.
        findings: Why rows are not taken, in the list's cells.
        notes: What else the person should know.
        once_imported: And what only if the rows are imported.
    """

    changes: tuple[Change, ...]
    counts: Mapping[str, int]
    findings: pl.DataFrame = field(default_factory=no_findings)
    notes: tuple[Label, ...] = ()
    once_imported: tuple[Label, ...] = ()


Take = Callable[[Listing, Inputs], Taken]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that a book takes in.

    Attributes:
        profiles: Those that come with the program.
        fields: What profiles can feed, by the name that they use.
        keys: By the same name, the fields that tell one line from another.
        takes: By the mode that profiles name, what becomes of the rows.
        figures: The figures of a list as it was read, by a name of ``summary``.
        reads: The sheets that taking reads or writes; the first must be in the workbook.
        summary: What people call the figures.
    """

    profiles: Callable[[], tuple[ListProfile, ...]]
    fields: Fields
    keys: Mapping[str, tuple[str, ...]]
    takes: Mapping[str, Take]
    figures: Callable[[Listing], Mapping[str, object]]
    reads: tuple[str, ...]
    summary: Mapping[str, Label]


def sheet_lists(package: str, sheets: Sequence[Sheet]) -> Lists:
    """The lists of a book whose profiles feed sheets as they are; a row is known by the sheet's key.

    Args:
        package: Where the folder ``profiles`` is.
        sheets: What they may feed, by code.
    """
    by_code = {sheet.code: sheet for sheet in sheets}
    fields = {sheet.code: sheet.by_field for sheet in sheets}
    keys = {sheet.code: sheet.key for sheet in sheets}
    takes: dict[str, Take] = {mode: _taking(by_code, mode) for mode in ("upsert", "append", "replace")}
    profiles = cache(lambda: shipped_list_profiles(package, fields))
    return Lists(profiles, fields, keys, takes, lambda _: {}, tuple(by_code), COUNTS)


def list_importer(lists: Lists) -> Importer:
    """The importer of a book that takes in lists by profiles."""

    def recognise(grid: Grid, asked: Asked, _: Mapping[str, Table]) -> ListRecognition:
        return _recognised(grid, asked, lists)

    def read(grid: Grid, asked: Asked, lang: Lang) -> Listing:
        found = _recognised(grid, asked, lists)
        return read_list(grid, found, lists.fields, key=lists.keys[found.profile.feeds], lang=lang)

    def decide(grid: Grid, inputs: Inputs, asked: Asked) -> Intake:
        return _decided(read(grid, asked, inputs.lang), inputs, asked.policy, lists)

    def check(grid: Grid, inputs: Inputs, asked: Asked) -> Checked:
        listing = read(grid, asked, inputs.lang)
        outcome = Outcome(listing.table.findings, summary=_figures(listing, lists), notes=_about(listing))
        return Checked(outcome, {listing.profile.feeds: listing.table})

    def load(grid: Grid, asked: Asked, lang: Lang) -> dict[str, pl.DataFrame]:
        listing = read(grid, asked, lang)
        return {listing.profile.feeds: listing.table.frame}

    def layouts() -> tuple[ListLayout, ...]:
        return tuple(ListLayout(each.name, each.platform, each.title) for each in lists.profiles())

    return Importer(recognise, decide, check, load, layouts, lists.reads, lists.summary)


_BAD_MODE = Label(zh="mode 不能是“{mode}”，只能是 {modes}", en="mode can't be '{mode}', only {modes}")
_NAME_IT = Label(
    zh="，否则写一个映射文件（TOML），用 --as 指定", en="; else describe it in a profile of your own (TOML) and name it with --as"
)
_IMPORTED = Label(zh="导入结果：{counts}", en="Imported: {counts}")
_NO_CHANGE = Label(zh="没有变化", en="no change")
_SKIPPED = Label(
    zh="有错误的 {count} 行没有导入，改好后可以再次导入", en="{count} rows with errors were left out; import them again when put right"
)
_NOTHING = Label(
    zh="有错误，什么都没有导入。改正后再导入，或选择跳过有错误的行（skip-bad）",
    en="There are errors, so nothing was imported. Put them right and import again, or skip the rows with errors (skip-bad)",
)
_TRIAL = Label(zh="只检查，没有导入。导入的话：{counts}", en="Only checked, nothing imported. An import would give: {counts}")
_RECOGNISED = Label(zh="按“{title}”（{name}）读取", en="Read as '{title}' ({name})")
_NO_REASON = Label(zh="同一行的其他内容有错误", en="Something else of this row is wrong")


def _recognised(grid: Grid, asked: Asked, lists: Lists) -> ListRecognition:
    if asked.text is not None:
        return recognise_as(grid, _own_profile(asked.text, asked.profile or "", lists))
    profiles = lists.profiles()
    if asked.profile is not None:
        return recognise_as(grid, profile_named(asked.profile, profiles))
    rows = header_rows(grid)
    found = fitting(rows, [each for each in profiles if not each.is_plain], tab=grid.tab)
    found = found or fitting(rows, [each for each in profiles if each.is_plain], tab=grid.tab)
    if found is None:
        raise unknown(rows, profiles, tab=grid.tab, otherwise=_NAME_IT)
    return found


def _own_profile(text: str, name: str, lists: Lists) -> ListProfile:
    profile = list_profile(text, lists.fields, name=name)
    if profile.mode not in lists.takes:
        modes = ", ".join(lists.takes)
        raise ListProfileError(name, _BAD_MODE.filled({"mode": profile.mode, "modes": modes}))
    return profile


def _decided(listing: Listing, inputs: Inputs, policy: Policy, lists: Lists) -> Intake:
    """What importing comes to; a list of which the whole is wrong, such as a missing column, is never imported in part."""
    unread = _bad_rows(listing.table.findings)
    taken = lists.takes[listing.profile.mode](listing.without(unread), inputs)
    findings = together([listing.table.findings, taken.findings])
    bad = _bad_rows(findings)
    errors = findings.filter(pl.col("severity") == Severity.ERROR.value)
    is_whole = bool((errors["row"] == 0).any())
    is_written = policy is not Policy.CHECK and not (errors.height and (is_whole or policy is Policy.ALL_OR_NOTHING))
    is_counted = is_written or policy is Policy.CHECK
    counts = taken.counts if is_counted else dict.fromkeys(taken.counts, 0)
    summary = {**_figures(listing, lists), **counts, "refused_rows": len(bad)}
    left_out = bad if policy is Policy.SKIP_BAD and is_written else bad.clear()
    refused = refused_rows(replace(listing.table, findings=findings), left_out, inputs.lang, otherwise=_NO_REASON)
    said = _said(policy, _spoken(counts, lists), is_written=is_written, refused=len(left_out))
    notes = (*_about(listing), *taken.notes, *said, *(taken.once_imported if is_written else ()))
    outcome = Outcome(findings, taken.changes if is_written else (), summary, notes)
    return Intake(outcome, refused, {listing.profile.feeds: listing.table})


def _bad_rows(findings: pl.DataFrame) -> pl.Series:
    wrong = findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))
    return wrong["row"].unique().sort()


def _figures(listing: Listing, lists: Lists) -> dict[str, object]:
    return {"rows": listing.rows, **lists.figures(listing)}


def _about(listing: Listing) -> tuple[Label, ...]:
    return (_RECOGNISED.filled({"title": listing.profile.title, "name": listing.profile.name}), *listing.profile.notes)


def _spoken(counts: Mapping[str, int], lists: Lists) -> Label:
    said = [(lists.summary[name], value) for name, value in counts.items() if value]
    if not said:
        return _NO_CHANGE
    return Label(zh="，".join(f"{label.zh} {value}" for label, value in said), en=", ".join(f"{label.en} {value}" for label, value in said))


def _said(policy: Policy, counts: Label, *, is_written: bool, refused: int) -> tuple[Label, ...]:
    if policy is Policy.CHECK:
        return (_TRIAL.filled({"counts": counts}),)
    if not is_written:
        return (_NOTHING,)
    skipped = (_SKIPPED.filled({"count": refused}),) if refused else ()
    return (_IMPORTED.filled({"counts": counts}), *skipped)


# Rows that are rows of a sheet of ours


def _taking(sheets: Mapping[str, Sheet], mode: str) -> Take:
    def take(listing: Listing, inputs: Inputs) -> Taken:
        return _rows_taken(listing, sheets[listing.profile.feeds], inputs, mode)

    return take


def _rows_taken(listing: Listing, sheet: Sheet, inputs: Inputs, mode: str) -> Taken:
    """Rows known by their key are brought up to date or left alone; the others are added. A blank never empties a cell.

    Of several rows with one key the last counts.
    """
    frame = listing.table.frame.unique(sheet.key, keep="last", maintain_order=True)
    if mode == "replace":
        return Taken((ReplaceRows(sheet.code, frame.drop(ROW)),), {"new_rows": frame.height})
    known = inputs.frame(sheet.code).filter(pl.all_horizontal(pl.col(name).is_not_null() for name in sheet.key))
    known = known.unique(sheet.key, keep="first", maintain_order=True)
    fresh = frame.join(known, on=sheet.key, how="anti", maintain_order="left")
    met = known.join(frame.drop(ROW), on=sheet.key, how="inner", suffix=":new", maintain_order="left")
    names = [name for name in listing.fed if name not in sheet.key and name in inputs.tables[sheet.code].present]
    edits = [_edit(sheet.code, name, met) for name in sorted(names)] if mode == "upsert" else []
    changed = {row for edit in edits for row in edit.rows}
    added = (AppendRows(sheet.code, fresh.drop(ROW)),) if fresh.height else ()
    counts = {"new_rows": fresh.height, "changed_rows": len(changed), "known_rows": met.height - len(changed)}
    return Taken((*(edit for edit in edits if edit.rows), *added), counts)


def _edit(sheet: str, name: str, met: pl.DataFrame) -> SetCells:
    new = pl.col(f"{name}:new")
    differing = met.filter(new.is_not_null() & new.ne_missing(pl.col(name)))
    return SetCells(sheet, name, tuple(differing[ROW]), tuple(differing[f"{name}:new"]))
