"""What scripts and schedulers rely on: exit codes, what goes to stdout and what to stderr, the shape of results."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shopbook.cli.app import main
from shopbook.cli.commands import app
from shopbook.labels import Lang
from tests.cli.terminal import Terminal
from tests.demo import Demo
from tests.run import shop

COMMANDS = [str(command.name) for command in app.registered_commands]
DAY = ("--date", "2026-06-18 13:55")
ROW = ["code", "severity", "sheet", "cell", "key", "column", "value", "message", "fix"]
BAD = {"总金额": "十元"}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return shop.export(tmp_path / "good.csv")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return shop.export(tmp_path / "bad.csv", BAD)


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(shopbook: Terminal, command: str) -> None:
    said = shopbook(command, "--help")

    assert said.code == 0
    assert f"Example: shopbook {command}" in said.out
    assert said.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_speaks_both_languages(shopbook: Terminal, command: str) -> None:
    assert "--lang" in shopbook(command, "--help").out


# Exit codes


def test_exit_code_0_when_there_are_no_errors_and_1_when_there_are(shopbook: Terminal, good: Path, bad: Path) -> None:
    assert shopbook("check", good, *DAY).code == 0
    assert shopbook("check", bad, *DAY).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("nothing",),
        ("check", "a.csv", "--nothing"),
        ("check", "a.csv", "--format", "xml"),
        ("check", "a.csv", "--lang", "de"),
        ("import", "a.csv"),
        ("import", "a.csv", "--into", "b.xlsx", "--policy", "maybe"),
        ("new", "nothing"),
        ("run", "check-orders"),
    ],
)
def test_exit_code_2_for_words_that_mean_nothing(shopbook: Terminal, words: tuple[str, ...]) -> None:
    said = shopbook(*words)

    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err


def test_a_fault_of_the_program_itself_is_one_sentence_that_says_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_app: object) -> int:
        return 1 // 0

    monkeypatch.setattr("shopbook.cli.spoken.obey", fails)
    monkeypatch.setattr("sys.argv", ["shopbook", "books", "--lang", "zh"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert re.fullmatch(r"程序自己出错（ZeroDivisionError, test_commands\.py:\d+），没有做完；.*\n", said)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "nothing", "{book}"), "没有名为“nothing”的任务。可用的有：check-orders"),
        (("run", "check-orders", "{book}", "--set", "nothing=1"), "没有名为“nothing”的参数。可用的有：chase_first_minutes"),
        (("run", "check-orders", "{book}", "--set", "ship_hours=x"), "参数“ship_hours”不能取“x”，应为整数，例如 3"),
        (("run", "check-orders", "{book}", "--set", "ship_hours"), "参数“--set”不能取“ship_hours”，应为名称=值"),
        (("run", "check-orders", "{book}", "--date", "昨天"), "参数“--date”不能取“昨天”，应为日期"),
        (("run", "check-orders", "{book}", "-o", "x.xlsx", "--in-place"), "-o 和 --in-place 只能用一个"),
        (("run", "check-orders", "{book}", "{book}", "-o", "x.xlsx"), "有多个工作簿时，-o 必须是一个已有的文件夹"),
        (("check", "{good}", "--as", "nothing"), "没有名为“nothing”的导出格式。可用的有：1688-orders"),
        (("run", "check-orders", "{good}"), "“good.csv”不是 shopbook 的工作簿"),
        (("new", "nothing"), "没有名为“nothing”的工作簿。可用的有：orders"),
    ],
)
def test_exit_code_2_for_what_does_not_exist_or_fit(
    shopbook: Terminal, workbook: Path, good: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = shopbook(*(word.format(book=workbook, good=good) for word in words), "--lang", "zh")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("check", "{folder}/nothing.xlsx"), "nothing.xlsx：找不到这个文件"),
        (("check", "{folder}"), "：这是文件夹，不是文件"),
        (("run", "check-orders", "{folder}/nothing.xlsx"), "nothing.xlsx：找不到这个文件"),
        (("import", "{folder}/nothing.csv", "--into", "{folder}/a.xlsx"), "nothing.csv：找不到这个文件"),
        (("check", "{folder}/good.csv", "--as", "nothing.toml"), "nothing.toml：没有这个映射文件"),
        (("check", "{folder}/good.csv", "--as", "{folder}/wrong.toml"), "wrong.toml：映射文件读不出来"),
        (("check", "{folder}/empty.csv"), "empty.csv：文件是空的"),
        (("new", "orders", "-o", "{folder}/taken.xlsx"), "taken.xlsx：这个文件已经存在，不会覆盖"),
        (("new", "orders", "-o", "{folder}/nowhere/a.xlsx"), "a.xlsx：所在文件夹不存在"),
        (("new", "orders", "-o", "{folder}/" + "长" * 200 + ".xlsx"), "系统不允许这样读写"),
        (("demo", "{folder}/good.csv"), "good.csv：这里不能建文件夹"),
    ],
)
def test_exit_code_3_and_one_sentence_for_a_file_that_cannot_be_read_or_written(
    shopbook: Terminal, good: Path, words: tuple[str, ...], sentence: str
) -> None:
    (good.parent / "empty.csv").touch()
    (good.parent / "taken.xlsx").touch()
    (good.parent / "wrong.toml").write_bytes("订单".encode("gb18030"))

    said = shopbook(*(word.format(folder=good.parent) for word in words), "--lang", "zh")

    assert (said.code, said.out) == (3, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


# Several files


def test_one_unreadable_file_does_not_hide_the_others(shopbook: Terminal, good: Path, bad: Path) -> None:
    said = shopbook("check", good, "nothing.csv", bad, "--format", "json", "--lang", "en", *DAY)

    assert said.code == 3
    assert [Path(each["workbook"]).name for each in json.loads(said.out)] == ["good.csv", "bad.csv"]
    assert said.err == "nothing.csv: there is no such file; check its name and place\n"


def test_json_of_several_files_is_a_list_even_when_one_or_none_can_be_read(shopbook: Terminal, good: Path) -> None:
    assert len(json.loads(shopbook("check", good, "nothing.csv", "--format", "json").out)) == 1
    assert json.loads(shopbook("check", "none.csv", "nothing.csv", "--format", "json").out) == []


# Forms


def test_json_of_one_file_is_one_object_of_the_promised_shape(shopbook: Terminal, bad: Path) -> None:
    said = shopbook("check", bad, "--format", "json", "--lang", "zh", *DAY)

    told = json.loads(said.out)
    assert said.err == ""
    assert set(told) >= {"task", "workbook", "summary", "counts", "findings", "written"}
    assert (told["task"], told["workbook"], told["written"]) == ("check", str(bad), [])
    assert told["counts"]["error"] == 1
    error = next(each for each in told["findings"] if each["severity"] == "error")
    assert list(error) == ROW
    assert (error["cell"], error["column"], error["value"], error["key"]) == ("C2", "总金额", "十元", "A1001")
    assert "orders.shipped-late" in told["not_run"]


def test_csv_has_one_header_and_the_workbook_of_every_row(shopbook: Terminal, good: Path, bad: Path) -> None:
    rows = list(csv.reader(io.StringIO(shopbook("check", good, bad, "--format", "csv", *DAY).out)))

    assert rows[0] == ["workbook", *ROW]
    assert {row[0] for row in rows[1:]} == {str(bad)}


def test_csv_makes_no_formula_of_what_stands_in_a_cell(shopbook: Terminal, tmp_path: Path) -> None:
    path = shop.export(tmp_path / "a.csv", {"宝贝总数量": "=1+1"}, {"总金额": "-12.50"})

    rows = list(csv.DictReader(io.StringIO(shopbook("check", path, "--format", "csv", *DAY).out)))

    assert "'=1+1" in {row["value"] for row in rows}
    assert "-12.50" in {row["value"] for row in rows}


def test_tables_show_fifty_findings_and_say_how_many_there_are(shopbook: Terminal, tmp_path: Path) -> None:
    path = shop.export(tmp_path / "a.csv", *[BAD] * 60)

    zh = shopbook("check", path, "--lang", "zh", *DAY).out
    en = shopbook("check", path, "--lang", "en", "--format", "md", *DAY).out

    assert zh.count("十元") == en.count("十元") == 50
    assert "只显示最要紧的 50 条，共 60 条" in zh
    assert "The 50 most serious of 60 are shown" in en
    assert len(json.loads(shopbook("check", path, "--format", "json", *DAY).out)["findings"]) == 60


@pytest.mark.parametrize("form", ["table", "md"])
def test_missing_columns_take_one_line(shopbook: Terminal, good: Path, form: str) -> None:
    lines = [line for line in shopbook("check", good, "--lang", "zh", "--format", form, *DAY).out.splitlines() if "没有运行" in line]

    assert len(lines) == 1
    assert "发货时间" in lines[0]


def test_results_go_to_stdout_and_remarks_to_stderr(shopbook: Terminal, workbook: Path) -> None:
    said = shopbook("run", "check-orders", workbook, "--lang", "zh", *DAY)

    assert said.out.lstrip().startswith(str(workbook))
    assert said.err == "以上只是预览，文件没有改动。加 --in-place 写回原文件，或加 -o 文件名 另存。\n"


def test_quiet_leaves_only_the_results(shopbook: Terminal, workbook: Path) -> None:
    said = shopbook("run", "check-orders", workbook, "--quiet", *DAY)

    assert said.out
    assert said.err == ""


@pytest.mark.parametrize("what", ["tasks", "books", "profiles", "doctor"])
@pytest.mark.parametrize("lang", list(Lang))
def test_every_list_can_be_had_in_every_form(shopbook: Terminal, what: str, lang: Lang) -> None:
    rows = json.loads(shopbook(what, "--format", "json", "--lang", lang).out)
    lines = list(csv.reader(io.StringIO(shopbook(what, "--format", "csv", "--lang", lang).out)))

    assert [list(row.values()) for row in rows] == lines[1:]
    assert len(shopbook(what, "--lang", lang).out.splitlines()) == len(rows) + 2
    assert shopbook(what, "--format", "md", "--lang", lang).out.startswith("| ")


# Writing


def test_written_names_the_file_and_only_when_it_was_written(shopbook: Terminal, workbook: Path) -> None:
    first = shopbook("run", "clear-marks", workbook, "--in-place", "--format", "json", *DAY)
    second = shopbook("run", "clear-marks", workbook, "--in-place", "--format", "json", *DAY)

    assert json.loads(first.out)["written"] == [str(workbook)]
    assert json.loads(second.out)["written"] == []


def test_several_results_go_into_a_folder_under_their_own_names(shopbook: Terminal, workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()

    said = shopbook("run", "clear-marks", workbook, "-o", folder, *DAY)

    assert said.code == 0
    assert (folder / workbook.name).exists()


def test_new_makes_a_workbook_that_can_be_checked(shopbook: Terminal, tmp_path: Path) -> None:
    made = shopbook("new", "orders", "-o", tmp_path / "a.xlsx", "--lang", "zh")

    assert made.err == f"已新建 {tmp_path / 'a.xlsx'}\n"
    assert shopbook("check", tmp_path / "a.xlsx").code == 0


def test_an_import_that_finds_errors_says_so_and_is_exit_code_1(shopbook: Terminal, bad: Path, tmp_path: Path) -> None:
    said = shopbook("import", bad, "--into", tmp_path / "a.xlsx", "--lang", "zh", *DAY)

    assert said.code == 1
    assert "有错误，什么都没有导入" in said.out


def test_the_language_is_that_of_the_system_unless_told(shopbook: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SHOPBOOK_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.GB18030")
    assert "找不到" in shopbook("check", tmp_path / "a").err
    monkeypatch.setenv("SHOPBOOK_LANG", "en")
    assert "no such file" in shopbook("check", tmp_path / "a").err
    assert "找不到" in shopbook("check", tmp_path / "a", "--lang", "zh").err


@pytest.mark.parametrize("lang", list(Lang))
def test_the_demo_works_in_a_fresh_folder_and_again(
    shopbook: Terminal, tmp_path: Path, small_sample: Callable[[Lang], Demo], lang: Lang
) -> None:
    first = small_sample(lang)
    folder = first.copied(tmp_path)
    made = {path: path.read_bytes() for path in folder.rglob("*.*")}
    second = shopbook("demo", folder, "--orders", "10", "--lang", lang)

    assert (first.code, second.code, first.err, second.err) == (0, 0, "", "")
    assert len(first.out.splitlines()) <= 40
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == made


@pytest.mark.parametrize("phone", ["13912345678", "１３９１２３４５６７８", "139 1234 5678"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_no_command_tells_a_seeded_phone_or_address(shopbook: Terminal, tmp_path: Path, phone: str, form: str) -> None:
    seeded = {
        "订单状态": "买家已付款,等待卖家发货",
        "联系手机": phone + "9",
        "收货地址": "上海市 火星市 浦东新区 秘密大道777号",
        "买家留言": f"改地址：杭州市秘密大道 777 号，电话{phone}",
    }
    export = shop.export(tmp_path / "a.csv", seeded, {**seeded, "总金额": phone})
    book = tmp_path / "b.xlsx"

    said = [
        shopbook("check", export, "--format", form, *DAY),
        shopbook("import", export, "--into", book, "--policy", "skip-bad", "--format", form, *DAY),
        *(shopbook("run", task, book, "--in-place", "--format", form, *DAY) for task in ("review-orders", "check-orders", "tidy-orders")),
    ]

    told = "".join(each.out + each.err for each in said)
    plain = told.translate(str.maketrans("０１２３４５６７８９", "0123456789")).replace(" ", "")
    assert "****" in plain
    assert "13912345678" not in plain
    assert "秘密大道" not in plain
