"""The command line's help and complaints speak the language that was asked for."""

import pytest
import typer

from shopbook.cli.commands import app
from shopbook.cli.words import HELP
from tests.cli.terminal import Terminal

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # the program is a group
ENGLISH = ("Usage", "Options", "OPTIONS", "Arguments", "Commands", "Show this", "Example", "required", "default", "Error", "Try ")


def test_every_text_of_the_help_has_its_chinese() -> None:
    told = [command.help.partition("\n\nExample: ")[0] for command in COMMANDS.values()]
    told += [text for command in COMMANDS.values() for each in command.params if (text := getattr(each, "help", None))]

    assert sorted({text for text in told if text not in HELP}) == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_page_of_help_is_chinese_where_that_is_asked_for(shopbook: Terminal, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "zh")

    said = shopbook(*[name] * bool(name), "--help")

    assert said.code == 0
    assert said.out.startswith("用法：shopbook")
    assert [word for word in ENGLISH if word in said.out] == []


def test_a_page_of_help_is_chinese_on_a_chinese_system(shopbook: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOPBOOK_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    assert "命令：" in shopbook("--help").out


def test_a_page_of_help_is_english_elsewhere(shopbook: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "en")

    assert shopbook("check", "--help").out.startswith("Usage: shopbook check [OPTIONS]")


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["chekc"], "没有命令“chekc”，是不是 'check'？", "No such command 'chekc'. Did you mean 'check'?"),
        (["bake"], "没有命令“bake”。", "No such command 'bake'."),
        (["check"], "缺少参数 files。", "Missing argument 'files'."),
        (["import", "a.csv"], "缺少选项 --into。", "Missing option '--into'."),
        (["check", "a.csv", "--dat", "x"], "没有选项 --dat，是不是 --as, --date, --format？", "No such option: --dat"),
        (["check", "a.csv", "--xyz"], "没有选项 --xyz。", "No such option: --xyz"),
        (["check", "a.csv", "--date"], "选项 --date 后面要写值。", "Option '--date' requires an argument."),
        (["tasks", "extra"], "这些词是多余的：extra", "Got unexpected extra argument(s) (extra)"),
        (["tasks", "--format", "jsn"], "--format 不能是“jsn”，可以是 'table', 'json', 'csv', 'md'。", "'jsn' is not one of 'table'"),
        (["addin", "bake"], "action 不能是“bake”，可以是 'install', 'remove', 'status'。", "'bake' is not one of 'install'"),
    ],
)
def test_what_is_wrong_with_a_command_line_is_said_in_both_languages(
    shopbook: Terminal, words: list[str], chinese: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "zh")
    said = shopbook(*words)
    monkeypatch.setenv("SHOPBOOK_LANG", "en")
    told = shopbook(*words)

    assert (said.code, told.code, said.out, told.out) == (2, 2, "", "")
    assert chinese in said.err.splitlines()
    assert [word for word in ENGLISH if word in said.err] == []
    assert english in told.err
    assert "Value error" not in told.err


def test_the_program_alone_shows_its_help(shopbook: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_LANG", "zh")

    said = shopbook()

    assert said.code == 2
    assert said.err.startswith("用法：shopbook [选项] 命令")
