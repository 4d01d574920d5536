"""What can go wrong around the shop's data."""

from pathlib import Path

import pytest

from shopbook.errors import (
    BadParameterError,
    FileError,
    MisuseError,
    PatchRefusedError,
    ShopbookError,
    TabNotFoundError,
    UnknownNameError,
    UnreadableFileError,
    UnwritableFileError,
    WorkbookInUseError,
)
from shopbook.labels import Label, Lang

WHY = Label(zh="磁盘已满", en="the disk is full")


def test_the_text_for_logs_is_english_and_a_person_reads_either() -> None:
    error = ShopbookError(Label(zh="不行", en="No"))
    assert (str(error), error.sentence(Lang.ZH), error.sentence(Lang.EN)) == ("No", "不行", "No")


def test_an_unknown_name_says_what_there_is() -> None:
    error = UnknownNameError(Label(zh="任务", en="task"), "chek", ["check", "import"])
    assert error.label == Label(
        zh="没有名为“chek”的任务。可用的有：check、import", en="There is no task named 'chek'. Known: check, import"
    )
    assert (error.name, error.known) == ("chek", ("check", "import"))


def test_a_bad_parameter_says_what_would_fit() -> None:
    error = BadParameterError("hours", "两天", Label(zh="整数", en="a whole number"))
    assert error.label == Label(zh="参数“hours”不能取“两天”，应为整数", en="Parameter 'hours' cannot be '两天': expected a whole number")


def test_a_missing_sheet_says_which_there_are() -> None:
    error = TabNotFoundError("三月.xlsx", "订单", ["商品", "说明"])
    assert error.label == Label(
        zh="工作簿“三月.xlsx”里没有工作表“订单”。现有：商品、说明", en="Workbook '三月.xlsx' has no sheet '订单'. It has: 商品, 说明"
    )
    assert (error.tab, error.present) == ("订单", ("商品", "说明"))


def test_a_file_is_named_without_its_folder() -> None:
    error = UnwritableFileError(Path("shop") / "三月.xlsx", WHY)
    assert (error.label, error.path, error.why) == (
        Label(zh="三月.xlsx：磁盘已满", en="三月.xlsx: the disk is full"),
        Path("shop/三月.xlsx"),
        WHY,
    )


def test_a_value_with_braces_is_said_as_it_is() -> None:
    assert "{name}" in BadParameterError("x", "{name}", WHY).label.en


@pytest.mark.parametrize("kind", [UnreadableFileError, UnwritableFileError, WorkbookInUseError, PatchRefusedError])
def test_a_file_that_cannot_be_read_or_written_ends_with_exit_code_3(kind: type[FileError]) -> None:
    assert kind(Path("x.xlsx"), WHY).exit_code == 3


@pytest.mark.parametrize("kind", [MisuseError, UnknownNameError, BadParameterError, TabNotFoundError])
def test_misuse_ends_with_exit_code_2(kind: type[ShopbookError]) -> None:
    assert kind.exit_code == 2
