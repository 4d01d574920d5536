from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


def test_an_addin_is_installed_looked_at_and_removed(shopbook: Terminal, tmp_path: Path) -> None:
    path, at = tmp_path / "shopbook.xlam", ("--folder", tmp_path, "--lang", "zh")

    assert shopbook("addin", "status", *at).out == f"没有安装：{path}\n"
    assert shopbook("addin", "install", *at).err == f"已安装 {path}；重新打开 Excel 后，功能区里有“店铺”\n"
    assert path.is_file()
    assert shopbook("addin", "status", *at).out == f"已安装，与本程序一致：{path}\n"
    path.write_bytes(b"an earlier release")
    assert shopbook("addin", "status", *at).out == f"已安装，但属于另一个版本或另一个 Python，请运行 shopbook addin install：{path}\n"
    assert shopbook("addin", "remove", *at).err == f"已删除 {path}；重新打开 Excel 后生效\n"
    assert shopbook("addin", "remove", *at).err == f"没有安装：{path}\n"


def test_the_exit_code_says_whether_the_addin_is_up_to_date(shopbook: Terminal, tmp_path: Path) -> None:
    at = ("--folder", tmp_path)
    assert shopbook("addin", "status", *at).code == 1
    assert shopbook("addin", "install", *at, "--quiet").err == ""
    assert shopbook("addin", "status", *at).code == 0
    (tmp_path / "shopbook.xlam").write_bytes(b"an earlier release")
    assert shopbook("addin", "status", *at).code == 1


def test_the_folder_may_be_named_by_the_environment(shopbook: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPBOOK_ADDIN_FOLDER", str(tmp_path / "startup"))

    assert shopbook("addin", "install").code == 0
    assert (tmp_path / "startup" / "shopbook.xlam").is_file()
