import re
import subprocess
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from openpyxl import load_workbook

from shopbook.build.page_measures import MEASURES
from shopbook.build.pages import MOST_PAGES, build_document
from shopbook.labels import Lang
from shopbook.sheet.documents import Block, Document, Fact, LineColumn, Lines, PerPage
from tests.build.office import converted

PER_PAGE = pytest.mark.parametrize("per_page", [1, 2, 4])
REMARKS = ("=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://shop.example.com")')


def block(number: int, *, rows: int = 1, item: str = "保温杯", remark: str = "") -> Block:
    lines = Lines((LineColumn("库位", 13, is_strong=True), LineColumn("商品", 30)), tuple((f"A-{row:02}", item) for row in range(rows)))
    facts = (
        Fact("收货人", "张三", is_strong=True),
        Fact("地址", "上海市浦东新区世纪大道 100 号 12 栋 3 单元 1502 室", is_wide=True),
        Fact("备注", remark, is_wide=True),
    )
    return Block("出库单", f"20260310-{number:04}", order_no(number), "订单编号", facts, lines, "共 1 件", ("开单", "仓管"), "发货专用章")


def order_no(number: int) -> str:
    return f"26013100000{number:08}"


def document(*blocks: Block, per_page: PerPage = 1) -> Document:
    return Document("slips", "出库单 2026-03-10", "出库单 2026-03-10", blocks, per_page)


def part_of(workbook: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return archive.read(name).decode()


@pytest.mark.parametrize("lang", Lang)
def test_the_same_document_is_the_same_bytes(lang: Lang) -> None:
    wanted = document(block(1), block(2, rows=30))
    assert build_document(wanted, lang) == build_document(wanted, lang)


@pytest.mark.parametrize("remark", REMARKS)
def test_no_text_becomes_a_formula_or_a_link(remark: str) -> None:
    made = build_document(document(block(1, item=remark, remark=remark)), Lang.ZH)
    sheet = part_of(made, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    said = [cell.value for row in load_workbook(BytesIO(made)).active.iter_rows() for cell in row if cell.value]  # type: ignore[union-attr]  # one sheet
    assert remark.strip() in said
    assert f"备注 {remark.strip()}" in said


@PER_PAGE
def test_every_page_ends_at_a_break_and_says_which_of_how_many(per_page: PerPage) -> None:
    sheet = part_of(build_document(document(*map(block, range(9)), per_page=per_page), Lang.ZH), "xl/worksheets/sheet1.xml")
    pages = -(-9 // per_page)
    breaks = [int(found) for found in re.findall(r'<brk id="(\d+)"', sheet)]
    assert breaks == [MEASURES[per_page].page_rows * page for page in range(1, pages)]
    assert 'paperSize="9"' in sheet
    assert "第 &amp;P 页 / 共 &amp;N 页" in sheet
    assert "fitToPage" not in sheet  # Excel would not obey the breaks


def test_more_pages_than_a_sheet_can_break_go_on_on_another() -> None:
    made = build_document(document(*(Block(f"{at}") for at in range(MOST_PAGES + 1))), Lang.EN)
    assert load_workbook(BytesIO(made)).sheetnames == ["出库单 2026-03-10", "出库单 2026-03-10 2"]


def test_a_number_without_a_barcode_is_still_printed() -> None:
    made = build_document(document(Block("出库单", code="订单一"), Block("出库单", code="A" * 60), per_page=4), Lang.ZH)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert [name for name in archive.namelist() if "media" in name] == []
    assert "订单一" in part_of(made, "xl/sharedStrings.xml")


def test_a_document_without_blocks_is_a_blank_page() -> None:
    assert load_workbook(BytesIO(build_document(document(), Lang.ZH))).sheetnames == ["出库单 2026-03-10"]


# Printed


def printed(folder: Path, wanted: Document) -> list["np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"]:
    """The pages as a printer of 300 dots an inch would have them, in grey."""
    path = folder / "slips.xlsx"
    path.write_bytes(build_document(wanted, Lang.ZH))
    pdf = converted(path, "pdf")
    subprocess.run(["pdftoppm", "-r", "300", "-gray", pdf, folder / "page"], check=True, timeout=60)
    return [_grey(page.read_bytes()) for page in sorted(folder.glob("page*.pgm"))]


def _grey(image: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", image)
    assert head is not None
    return np.frombuffer(image, np.uint8, offset=head.end()).reshape(int(head[2]), int(head[1]))


@pytest.mark.office
@PER_PAGE
def test_each_block_lies_on_its_page_and_a_scanner_reads_its_number_there(tmp_path: Path, per_page: PerPage) -> None:
    pages = printed(tmp_path, document(*map(block, range(8)), per_page=per_page))

    read = [sorted(found.text for found in zxingcpp.read_barcodes(page)) for page in pages]
    assert read == [[order_no(at) for at in range(first, first + per_page)] for first in range(0, 8, per_page)]


@pytest.mark.office
def test_two_slips_on_a_page_are_an_a5_apart(tmp_path: Path) -> None:
    [page] = printed(tmp_path, document(block(1), block(2), per_page=2))

    tops = sorted(found.position.top_left.y for found in zxingcpp.read_barcodes(page))
    # 25 rows of 15 points at 300 dots an inch.
    assert [below - above for above, below in pairwise(tops)] == [pytest.approx(25 * 15 / 72 * 300, abs=12)]
