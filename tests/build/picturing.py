"""Pictures of every sheet of every book and form for the guide, and the page that shows them: ``make pictures`` takes those anew whose book
has changed, ``make pictures ARGS=--all`` every one.

Each sheet is a window of LibreOffice on a screen of its own, so that buttons are seen too, which nothing prints. A picture carries
a fingerprint of what its sheet declared when it was taken, by which a test tells that it is still true.
"""

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from shopbook.books.registry import BOOKS, FORMS
from shopbook.build import theme
from shopbook.build.style import column_width
from shopbook.host.file import FileHost
from shopbook.labels import Label, Lang
from shopbook.run.demo import SampleShop, run_demo
from shopbook.run.making import WITH_BUTTONS, WITHOUT, shipped_template
from shopbook.sheet.books import Book
from shopbook.sheet.columns import Sheet

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGE = "pictures.md"
PICTURED = (*BOOKS, *FORMS)
"""In the order of the page."""

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("clicking.py")
WIDTH, HEIGHT = 1480, 560
FONTS_FILE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  %s
</fontconfig>
"""
SAME_FONT = """<match target="pattern">
    <test name="family"><string>%s</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK SC</string></edit>
  </match>"""
"""Letters as wide as those of the theme's font, which LibreOffice would exchange for some that are a sixth wider."""

_TITLE = Label(zh="每张表的样子", en="What each sheet looks like")
_LEAD = Label(
    zh="这些图是示例店铺一天之后的工作簿，由程序自动截取；没有数据的表刚建好时就是图里的样子。\n"
    "WPS 和 LibreOffice 里看到的也差不多，只是按钮不能用。",
    en="The workbooks of the sample shop after its day, pictured by a program; a sheet without data is shown as it is when it is new.\n"
    "WPS and LibreOffice show much the same, but there the buttons do not work.",
)
_OTHER = Label(zh="[English](../en/pictures.md)", en="[中文](../zh/pictures.md)")
_KEY = b"shopbook"
_MOST_COLOURS = 256
_XWD_WORDS = 25

Pixels = npt.NDArray[np.uint8]


def picture_of(book: Book, sheet: Sheet) -> str:
    """The name of a sheet's picture, in the folder ``pictures`` of its language's guide."""
    return f"pictures/{book.code}-{sheet.code}.png"


def fingerprint(book: Book, sheet: Sheet, lang: Lang) -> str:
    """What is to be seen on a sheet whatever its data are: titles, words, captions, widths and colours."""
    seen = [
        *(label[lang] for label in (sheet.label, sheet.help)),
        *(f"{column.label[lang]} {column_width(column, lang)} {column.notes.computed} {column.is_required}" for column in sheet.columns),
        *(task.label[lang] for task in book.tasks if sheet is book.sheets[0] or sheet.code in task.writes),
        *(f"{name} {value}" for name, value in vars(theme).items() if name.isupper()),
    ]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]


def page(lang: Lang) -> str:
    """The guide's page of pictures."""
    lines = [f"# {_TITLE[lang]}", "", _OTHER[lang], "", _LEAD[lang], ""]
    for book in PICTURED:
        lines += [f"## {book.label[lang]}", ""]
        for sheet in book.sheets:
            lines += [f"### {sheet.label[lang]}", "", sheet.help[lang], "", f"![{sheet.label[lang]}]({picture_of(book, sheet)})", ""]
    return "\n".join(lines)


def stated(png: bytes) -> str:
    """The fingerprint that a picture carries; empty if none."""
    at = png.find(b"tEXt" + _KEY + b"\0")
    length = struct.unpack(">I", png[at - 4 : at])[0] if at > 0 else 0
    return png[at + 4 + len(_KEY) + 1 : at + 4 + length].decode()


def is_current(book: Book, lang: Lang) -> bool:
    """Whether every sheet of a book has a picture of what it is now."""
    files = {sheet: GUIDE / lang / picture_of(book, sheet) for sheet in book.sheets}
    return all(path.is_file() and stated(path.read_bytes()) == fingerprint(book, sheet, lang) for sheet, path in files.items())


def take(lang: Lang, *, anew: bool) -> None:
    """Take the pictures of a language, of books that are current only if ``anew``, and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (book, workbook) in enumerate(workbooks(Path(folder) / "shop", lang)):
            if is_current(book, lang) and not anew:
                continue
            desk = Path(folder) / f"desk{number}"
            for sheet, screen in zip(book.sheets, screens(workbook, desk), strict=True):
                target = GUIDE / lang / picture_of(book, sheet)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(png(pixels(screen.read_bytes()), fingerprint(book, sheet, lang)))
    (GUIDE / lang / PAGE).write_text(page(lang), encoding="utf-8")
    known = {GUIDE / lang / picture_of(book, sheet) for book in PICTURED for sheet in book.sheets}
    for path in (GUIDE / lang / "pictures").glob("*.png"):
        if path not in known:
            path.unlink()


def workbooks(folder: Path, lang: Lang) -> Iterator[tuple[Book, Path]]:
    """Each book and form filled with the sample shop's day, or new where the sample shop has none; of a form the first."""
    run_demo(SampleShop(folder, lang))
    filled = {mark.book: path for path in sorted(folder.rglob("*.xls[xm]"), reverse=True) if (mark := FileHost(path).mark())}
    for book in PICTURED:
        yield book, filled.get(book.code) or shipped_template(book, lang, ending=WITHOUT if book in FORMS else WITH_BUTTONS)


def screens(workbook: Path, desk: Path) -> list[Path]:
    """What the screen shows of each sheet, in X's own format."""
    desk.mkdir()
    fonts = desk / "fonts.conf"
    fonts.write_text(FONTS_FILE % "\n  ".join(SAME_FONT % name for name in theme.FONTS.values()), encoding="utf-8")
    screen = ["xvfb-run", "--auto-servernum", f"--server-args=-screen 0 {WIDTH}x{HEIGHT}x24 -nocursor -fbdir {desk}"]
    done = subprocess.run(
        [*screen, SYSTEM_PYTHON, SCRIPT, "portray", desk / "profile", shutil.copy(workbook, desk / f"shown{workbook.suffix}")],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        timeout=600,
    )
    return [Path(path) for path in json.loads(done.stdout)["screens"]]


def pixels(xwd: bytes) -> Pixels:
    """Height by width by red, green, blue."""
    words = struct.unpack(f">{_XWD_WORDS}I", xwd[: _XWD_WORDS * 4])
    header, width, height, line, colours = words[0], words[4], words[5], words[12], words[19]
    rows = np.frombuffer(xwd, np.uint8, height * line, header + colours * 12).reshape(height, line // 4, 4)
    return rows[:, :width, 2::-1]


def png(pixels: Pixels, told: str) -> bytes:
    """A picture with a palette: a fifth of the bytes that true colours take, and nobody sees the difference."""
    codes = (pixels.astype(np.uint32) >> 3) @ np.array([1 << 10, 1 << 5, 1], dtype=np.uint32)
    found, counts = np.unique(codes, return_counts=True)
    kept = found[np.argsort(-counts, kind="stable")][:_MOST_COLOURS]
    palette = np.stack([(kept >> shift & 31) * 255 // 31 for shift in (10, 5, 0)], axis=1).astype(np.int32)
    colours = np.stack([(found >> shift & 31) * 255 // 31 for shift in (10, 5, 0)], axis=1).astype(np.int32)
    nearest = np.abs(colours[:, None, :] - palette[None, :, :]).sum(axis=2).argmin(axis=1).astype(np.uint8)
    rows = nearest[np.searchsorted(found, codes)]
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 3, 0, 0, 0)
    parts: Mapping[bytes, bytes] = {
        b"IHDR": head,
        b"PLTE": palette.astype(np.uint8).tobytes(),
        b"tEXt": _KEY + b"\0" + told.encode(),
        b"IDAT": zlib.compress(body, 9),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts.items())


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


if __name__ == "__main__":
    for each in Lang:
        take(each, anew="--all" in sys.argv)
        sys.stdout.write(f"{GUIDE.relative_to(ROOT)}/{each}/{PAGE}\n")
