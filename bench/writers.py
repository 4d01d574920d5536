"""Those who write into a workbook that is there; each is one function of a path, run in a process of its own on a fresh copy."""

import struct
import sys
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from bench.layout import NOW
from bench.readers import Job

EVERY = 6
"""Every so many rows get a new text in the check column."""

_TEXT = "[手机] 不是电话号码"
_FIRST_ROW = 2
_LOCAL_NAMES = 26
"""Where the header of a zip's member says how long its name and its extra field are."""

_PIECE = 1 << 18


def unzip_rezip(path: Path) -> None:
    """What no writer can do without that packs as Excel does: every byte unpacked and packed again, zlib level 6."""
    copy = path.with_suffix(".again")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_DEFAULT_COMPRESSION) as new:
        for name in old.namelist():
            with old.open(name) as source, new.open(name, "w", force_zip64=True) as target:
                while piece := source.read(1 << 20):
                    target.write(piece)


def unzip_rezip_again(path: Path) -> None:
    """The same by the library and at the level that shopbook packs with: the least that unpacking and packing can cost."""
    from isal import isal_zlib

    from shopbook.host.package.repack import LEVEL

    with zipfile.ZipFile(path) as old, path.open("rb") as packed, path.with_suffix(".again").open("wb") as target:
        for member in old.infolist():
            packed.seek(member.header_offset + _LOCAL_NAMES)
            packed.seek(sum(struct.unpack("<HH", packed.read(4))), 1)
            unpacker, packer = isal_zlib.decompressobj(-15), isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
            for start in range(0, member.compress_size, _PIECE):
                piece = unpacker.decompress(packed.read(min(_PIECE, member.compress_size - start)))
                isal_zlib.crc32(piece)
                target.write(packer.compress(piece))
            target.write(packer.flush())


def shopbook_apply(path: Path) -> None:
    """The check column alone, by shopbook: the file is looked through, changed, flushed, and takes the old one's place."""
    from shopbook.host.file import FileHost
    from shopbook.run.clock import moment_of
    from shopbook.sheet.plan import ColumnWrite, EditPlan

    rows = range(_FIRST_ROW, rows_of(path) + _FIRST_ROW, EVERY)
    plan = EditPlan((ColumnWrite("订单", "A", rows, [_TEXT] * len(rows)),))
    FileHost(path, target=path).apply(plan, now=moment_of(NOW))


def shopbook_run(path: Path) -> None:
    """The whole command: read, check, write what was found."""
    from shopbook.cli.app import main

    sys.argv = ["shopbook", "run", "check-orders", str(path), "--in-place", "--date", NOW, "--lang", "zh"]
    main()


def openpyxl_save(path: Path) -> None:
    """The same cells by openpyxl: load, change, save."""
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    sheet = workbook["订单"]
    for row in range(_FIRST_ROW, rows_of(path) + _FIRST_ROW, EVERY):
        sheet.cell(row, 1).value = _TEXT
    workbook.save(path)


def rows_of(path: Path) -> int:
    """How many orders a sheet of these measurements has; its name says it."""
    return int(path.stem.rpartition("-")[2])


WRITERS: Mapping[str, Job] = {
    "unzip + rezip (zlib 6)": unzip_rezip,
    "unzip + rezip (ISA-L 2)": unzip_rezip_again,
    "shopbook, check column": shopbook_apply,
    "shopbook run check-orders --in-place": shopbook_run,
    "openpyxl load, change, save": openpyxl_save,
}
"""The first is what the others are compared with."""
