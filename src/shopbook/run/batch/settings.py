"""What the keeper of a server decides for one shop's folder, in the file ``shopbook.toml`` in it."""

import tomllib
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shopbook.errors import MisuseError, UnreadableFileError
from shopbook.labels import Label
from shopbook.run.batch.addressing import MISTAKES, Mail
from shopbook.run.batch.sizes import LOOSEST, Sizes
from shopbook.sheet.importers import Policy

NAME = "shopbook.toml"

_NO_TEXT = Label(
    zh="设置文件读不出来：{why}。请改成 UTF-8 编码的 TOML 文本", en="the settings can't be read: {why}. Make it TOML text in UTF-8"
)
_WRONG = Label(
    zh="{file} 里的“{place}”不对：{why}。请改正，或删掉这一行用默认值",
    en="'{place}' in {file} is wrong: {why}. Put it right, or delete the line to have the default",
)
_UNKNOWN = Label(zh="没有这个设置", en="there is no such setting")
_NOT_WRITTEN_SO = Label(zh="值的写法或大小不对", en="its value is of the wrong kind or size")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Limits(_Part):
    """How much of the machine one file may take, and what is not looked at.

    Attributes:
        memory_mb: Address space of a worker process; 0 sets no limit. Where the system has no such limit, none is set.
        minutes: How long a worker may take for one file before it is stopped; 0 sets no limit.
        file_mb: Size of a file.
        unpacked_mb: What a workbook's parts unpack to, together.
        ratio: How many times its packed size a part of more than 4 MB may unpack to.
        parts: A workbook's parts.
        rows: Rows of a sheet, lines of a text file.
        folders: Folders inside folders, counted from the shop's.
        report_findings: Findings listed in the report's workbook; its JSON has all.
        journal_mb: Size from which the journal begins anew; the former one is kept beside it.
    """

    memory_mb: Annotated[int, Ge(0), Le(1 << 20)] = 4096
    minutes: Annotated[int, Ge(0), Le(1440)] = 30
    file_mb: Annotated[int, Ge(1), Le(2048)] = 512
    unpacked_mb: Annotated[int, Ge(1), Le(LOOSEST.unpacked_mb)] = 4096
    ratio: Annotated[int, Ge(1), Le(LOOSEST.ratio)] = LOOSEST.ratio
    parts: Annotated[int, Ge(10), Le(LOOSEST.parts)] = LOOSEST.parts
    rows: Annotated[int, Ge(1), Le(LOOSEST.rows)] = LOOSEST.rows
    folders: Annotated[int, Ge(1), Le(64)] = 12
    report_findings: Annotated[int, Ge(1), Le(60_000)] = 20_000
    journal_mb: Annotated[int, Ge(1), Le(1 << 16)] = 64

    @property
    def sizes(self) -> Sizes:
        """Those of what is inside a file."""
        return Sizes(self.parts, self.unpacked_mb, self.ratio, self.rows)


class Watch(_Part):
    """When a run begins while the folder is watched.

    Attributes:
        quiet_s: For so long nothing must have been saved.
        poll: Look again and again instead of being told by the system, which says nothing of some network shares.
    """

    quiet_s: Annotated[float, Ge(0.1), Le(600)] = 5
    poll: bool = False


class ShopSettings(_Part):
    """The whole file; every line may be left out.

    Attributes:
        timezone: The shop's zone by its IANA name; empty is what the surroundings say.
        tasks: Tasks to run instead of those that are run at night.
        policy: What to do with lists that have errors.
        ignore: Patterns of names and paths, as a shell has them, that are not looked at.
        settle_s: Seconds for which a young file must stay as it is before it is taken.
        parameters: Parameters and rule switches for every run in this folder.
        limits: How much one file may take.
        mail: Where the report is mailed to, and how.
        watch: When a run begins while the folder is watched.
    """

    timezone: str = ""
    tasks: tuple[str, ...] = ()
    policy: Policy = Policy.ALL_OR_NOTHING
    ignore: tuple[str, ...] = ()
    settle_s: Annotated[float, Ge(0), Le(60)] = 1
    parameters: dict[str, str] = Field(default_factory=dict)
    limits: Limits = Field(default_factory=Limits)
    mail: Mail = Field(default_factory=Mail)
    watch: Watch = Field(default_factory=Watch)


class BadSettingError(MisuseError):
    """The settings of a shop's folder do not fit."""

    def __init__(self, place: str, why: Label) -> None:
        super().__init__(_WRONG.filled({"file": NAME, "place": place, "why": why}))
        self.place = place


def settings_of(shop: Path) -> ShopSettings:
    """What ``shopbook.toml`` says; the defaults where there is none.

    Raises:
        UnreadableFileError: It can't be read, or is no TOML.
        BadSettingError: It names a setting that there is not, or a value that does not fit.
    """
    path = shop / NAME
    if not path.is_file():
        return ShopSettings()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFileError(path, _NO_TEXT.filled({"why": error})) from error
    try:
        return ShopSettings.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        why = _UNKNOWN if first["type"] == "extra_forbidden" else MISTAKES.get(first["type"], _NOT_WRITTEN_SO)
        raise BadSettingError(".".join(map(str, first["loc"])), why) from error
