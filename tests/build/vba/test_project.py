import re

import pytest
from oletools.olevba import VBA_Parser  # type: ignore[import-untyped]  # no stubs

from shopbook.build.vba import Kind, Module, document, module_of, vba_project
from tests.build.vba.compound_check import streams

BAS = 'Attribute VB_Name = "Tasks"\r\nOption Explicit\r\n\r\nPublic Sub Check()\r\n    MsgBox "1"\r\nEnd Sub\r\n'
CLS = (
    "VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
    'Attribute VB_Name = "Basket"\r\nAttribute VB_GlobalNameSpace = False\r\nAttribute VB_Creatable = False\r\n'
    "Attribute VB_PredeclaredId = False\r\nAttribute VB_Exposed = True\r\n"
    "Option Explicit\r\nPublic Total As Long\r\n"
)
MODULES = [document("ThisWorkbook", Kind.WORKBOOK), document("Sheet1", Kind.SHEET), module_of(BAS), module_of(CLS)]


def read_back(project: bytes) -> dict[str, str]:
    """Every module's source, by its stream, as olevba reads it."""
    found = VBA_Parser("vbaProject.bin", data=project).extract_all_macros()
    return {stream.rpartition("/")[2]: source for _, stream, _, source in found}


def test_olevba_reads_every_source_back() -> None:
    assert read_back(vba_project(MODULES)) == {module.name: module.source().decode("ascii") for module in MODULES}


@pytest.mark.parametrize("lines", [100, 250, 1000, 20_000])
def test_a_source_of_any_length_is_read_back(lines: int) -> None:
    body = "".join(f"' {number * number} {number}\n" for number in range(lines))
    module = Module("Long", Kind.STANDARD, body)
    assert read_back(vba_project([module])) == {"Long": module.source().decode("ascii")}


def test_the_file_keeps_to_the_format_and_holds_no_caches() -> None:
    found = streams(vba_project(MODULES))
    assert set(found) == {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", *(f"VBA/{module.name}" for module in MODULES)}
    assert found["VBA/_VBA_PROJECT"] == bytes.fromhex("cc61ffff000100")


def test_the_project_lists_modules_by_their_kind() -> None:
    lines = streams(vba_project(MODULES))["PROJECT"].decode("ascii").split("\r\n")
    assert lines[1:5] == ["Document=ThisWorkbook/&H00000000", "Document=Sheet1/&H00000000", "Module=Tasks", "Class=Basket"]
    assert [line for line in lines if line.startswith(("Sheet1=", "Tasks="))] == ["Sheet1=0, 0, 0, 0, C", "Tasks=0, 0, 0, 0, C"]


@pytest.mark.parametrize(("setting", "expected"), [("CMG", b"\0\0\0\0"), ("DPB", b"\0"), ("GC", b"\xff")])
def test_the_project_is_neither_locked_nor_hidden(setting: str, expected: bytes) -> None:
    listing = streams(vba_project(MODULES))["PROJECT"].decode("ascii")
    identity, hidden = (re.search(rf'^{name}="(.*)"\r$', listing, re.MULTILINE) for name in ("ID", setting))
    assert identity is not None
    assert hidden is not None
    assert decrypted(bytes.fromhex(hidden[1])) == (sum(identity[1].encode()) % 256, expected)


def decrypted(hidden: bytes) -> tuple[int, bytes]:
    """The key and the plain bytes of a setting ([MS-OVBA] 2.4.3.3)."""
    seed, key = hidden[0], hidden[0] ^ hidden[2]
    assert hidden[1] ^ seed == 2, "the version of this encryption"
    plain, before = [], key
    for place in range(3, len(hidden)):
        before = hidden[place] ^ (hidden[place - 2] + before & 0xFF)
        plain.append(before)
    told = bytes(plain[(seed & 6) // 2 :])
    assert int.from_bytes(told[:4], "little") == len(told) - 4
    return key, told[4:]


def test_names_stand_in_both_alphabets_as_they_are() -> None:
    names = streams(vba_project([module_of(BAS)]))["PROJECTwm"]
    assert names == b"Tasks\0" + "Tasks".encode("utf-16-le") + b"\0\0" + b"\0\0"


def test_the_same_source_gives_the_same_bytes() -> None:
    assert vba_project(MODULES) == vba_project(list(MODULES))


def test_a_sheets_module_says_what_it_is() -> None:
    assert document("Sheet3", Kind.SHEET).source().decode("ascii").split("\r\n") == [
        'Attribute VB_Name = "Sheet3"',
        'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        "Attribute VB_PredeclaredId = True",
        "Attribute VB_Exposed = True",
        "Attribute VB_TemplateDerived = False",
        "Attribute VB_Customizable = True",
        "",
    ]


def test_an_exported_class_loses_its_file_header_and_keeps_what_it_says_of_itself() -> None:
    source = module_of(CLS).source().decode("ascii")
    assert source.startswith('Attribute VB_Name = "Basket"\r\nAttribute VB_Base = ')
    assert "Attribute VB_Exposed = True\r\n" in source
    assert source.endswith("Attribute VB_Customizable = False\r\nOption Explicit\r\nPublic Total As Long\r\n")
    assert "MultiUse" not in source


def test_a_standard_module_is_kept_as_it_is_whatever_its_line_ends() -> None:
    assert module_of(BAS).source() == module_of(BAS.replace("\r\n", "\n")).source() == BAS.encode("ascii")


@pytest.mark.parametrize("name", ["", "1st", "two words", "订单", "A" * 32])
def test_a_name_that_vba_cannot_say_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name}$"):
        Module(name, Kind.STANDARD)


def test_chinese_in_a_source_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module("Tasks", Kind.STANDARD, "' 订单\n")])
