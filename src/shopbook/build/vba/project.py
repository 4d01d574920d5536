"""A VBA project as the bytes of ``vbaProject.bin``, in the form that Office compiles anew when it opens the file.

Version 0xFFFF and no caches: what Office would otherwise trust there belongs to one release of it alone. Source: [MS-OVBA] 2.
"""

import struct
from collections.abc import Sequence

from shopbook.build.vba.compound import Storage, Stream, compound_file
from shopbook.build.vba.compression import compress
from shopbook.build.vba.modules import Kind, Module

_NAME = "VBAProject"
_ID = "{5A3C1D5E-7D0B-4C53-9E64-0F2B8A6D4C17}"
"""Any would do, but always the same one, so that the same source gives the same bytes."""

_WINDOWS_64_BIT, _ENGLISH, _CODEPAGE, _NO_COOKIE = 3, 0x409, 1252, 0xFFFF
_NO_CACHES = bytes.fromhex("cc61ffff000100")
_LIBRARIES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    r"#Microsoft Office 16.0 Object Library",
}
"""What every project of Excel's refers to; found by its number, the path is a hint."""

_SEED = 0x0B
_LISTED = {Kind.STANDARD: "Module={}", Kind.CLASS: "Class={}"}
_UNPROTECTED, _NO_PASSWORD, _VISIBLE = b"\0\0\0\0", b"\0", b"\xff"


def vba_project(modules: Sequence[Module]) -> bytes:
    """The part of these modules; the same ones give the same bytes.

    Args:
        modules: In their order in the editor; the workbook and each of its sheets has one; names differ, whatever their case.

    Raises:
        UnicodeEncodeError: A source is not ASCII.
    """
    sources = [Stream(module.name, compress(module.source())) for module in modules]
    folder = Storage("VBA", (Stream("dir", compress(_directory(modules))), *sources, Stream("_VBA_PROJECT", _NO_CACHES)))
    return compound_file([folder, Stream("PROJECT", _listing(modules)), Stream("PROJECTwm", _names(modules))])


def _directory(modules: Sequence[Module]) -> bytes:
    """The stream ``dir``: the project, the libraries it refers to, its modules ([MS-OVBA] 2.3.4.2)."""
    project = [
        _record(0x01, _long(_WINDOWS_64_BIT)),
        _record(0x02, _long(_ENGLISH)),
        _record(0x14, _long(_ENGLISH)),
        _record(0x03, _short(_CODEPAGE)),
        _record(0x04, _NAME.encode("ascii")),
        # No description, help file, constants; help context and flags 0; each text once more in UTF-16.
        _record(0x05) + _record(0x40) + _record(0x06) + _record(0x3D),
        _record(0x07, _long(0)) + _record(0x08, _long(0)),
        # Its length leaves out the minor version.
        struct.pack("<HIIH", 0x09, 4, 1, 0),
        _record(0x0C) + _record(0x3C),
    ]
    libraries = [_library(name, where) for name, where in _LIBRARIES.items()]
    count = _record(0x0F, _short(len(modules))) + _record(0x13, _short(_NO_COOKIE))
    return b"".join([*project, *libraries, count, *(_entry(module) for module in modules), _record(0x10)])


def _library(name: str, where: str) -> bytes:
    place = where.encode("ascii")
    return _named(0x16, 0x3E, name) + _record(0x0D, _long(len(place)) + place + bytes(6))


def _entry(module: Module) -> bytes:
    """Name and stream, no description, source from the stream's first byte, no help, kind."""
    names = _named(0x19, 0x47, module.name) + _named(0x1A, 0x32, module.name) + _record(0x1C) + _record(0x48)
    numbers = _record(0x31, _long(0)) + _record(0x1E, _long(0)) + _record(0x2C, _short(_NO_COOKIE))
    return names + numbers + _record(0x21 if module.kind is Kind.STANDARD else 0x22) + _record(0x2B)


def _named(narrow: int, wide: int, name: str) -> bytes:
    return _record(narrow, name.encode("ascii")) + _record(wide, name.encode("utf-16-le"))


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _short(value: int) -> bytes:
    return struct.pack("<H", value)


def _long(value: int) -> bytes:
    return struct.pack("<I", value)


def _listing(modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECT``: the modules as the editor lists them, not protected, without a password ([MS-OVBA] 2.3.1)."""
    lines = [
        f'ID="{_ID}"',
        *(_LISTED.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules),
        f'Name="{_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_encrypted(_UNPROTECTED)}"',
        f'DPB="{_encrypted(_NO_PASSWORD)}"',
        f'GC="{_encrypted(_VISIBLE)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _names(modules: Sequence[Module]) -> bytes:
    """The stream ``PROJECTwm``: every name in both alphabets ([MS-OVBA] 2.3.3)."""
    return b"".join(module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules) + b"\0\0"


def _encrypted(plain: bytes) -> str:
    """The project's settings in the form that keeps them from being edited by hand ([MS-OVBA] 2.4.3.2)."""
    key = sum(_ID.encode("ascii")) & 0xFF
    written = [_SEED, _SEED ^ 2, _SEED ^ key]
    before = key
    for byte in bytes([0] * ((_SEED & 6) // 2)) + _long(len(plain)) + plain:
        written.append(byte ^ (written[-2] + before & 0xFF))
        before = byte
    return bytes(written).hex().upper()
