"""What is let in, what it is said to be, and what is refused with which sentence."""

import hashlib
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import Kind, read_grids
from shopbook.labels import Lang
from tests.host.reading.workbooks import LINKS, MAIN, SHEET_PART, TYPES, links, pack, parts, read, row, worksheet

ONE = row(1, '<c r="A@"><v>1</v></c>')


def refusal(path: Path) -> str:
    """The English sentence; the Chinese one must differ and name the file too."""
    with pytest.raises(UnreadableFileError) as caught:
        read_grids(admit(path))
    chinese = caught.value.sentence(Lang.ZH)
    assert path.name in chinese
    assert chinese != caught.value.sentence(Lang.EN)
    return caught.value.sentence(Lang.EN)


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.xlsx"
    os.mkfifo(path)

    assert "no ordinary file" in refusal(path)


def test_a_device_is_refused_at_once() -> None:
    assert "no ordinary file" in refusal(Path("/dev/zero"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "gone.xlsx")


def test_a_link_to_a_workbook_is_let_in(tmp_path: Path) -> None:
    target = pack(tmp_path / "a.xlsx", parts(ONE))
    (tmp_path / "link.xlsx").symlink_to(target)

    assert read(tmp_path / "link.xlsx").text.rows() == [("1",)]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "0 bytes" in refusal(saved(tmp_path, "a.xlsx", b""))


@pytest.mark.parametrize("name", ["~$订单.xlsx", ".~lock.订单.xlsx#"])
def test_the_marker_of_an_open_file_is_never_taken_for_a_workbook(tmp_path: Path, name: str) -> None:
    assert "marker that an office program leaves" in refusal(saved(tmp_path, name, b"\x05staff" + b" " * 48))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"Rar!\x1a\x07....", "a RAR archive"),
        (b"MZ\x90\x00....", "a program"),
        (b"PK\x05\x06" + b"\0" * 18, "an empty or damaged zip"),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00", "Excel 5.0 or before"),
        (b'<?xml version="1.0"?><orders><order/></orders>', "an XML file but no Excel spreadsheet"),
        (b"just words\nand more words\n", "no workbook"),
        (bytes(range(256)) * 20, "no workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(tmp_path: Path, content: bytes, named: str) -> None:
    assert named in refusal(saved(tmp_path, "a.xlsx", content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", Kind.HTML),
        ("a.xls", "订单编号\t数量\r\n1\t2\r\n".encode("gb18030"), Kind.CSV),
        ("a.xlsx", b"order,qty\n1001,5\n", Kind.CSV),
    ],
)
def test_a_false_ending_is_reported_and_the_content_decides(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    container = admit(saved(tmp_path, name, content))

    assert container.kind is kind
    assert container.mismatch is not None
    assert name[1:] in container.mismatch.zh


def test_a_new_workbook_named_xls_is_read_and_reported(tmp_path: Path) -> None:
    container = admit(pack(tmp_path / "a.xls", parts(ONE)))

    assert (container.kind, container.mismatch is not None) == (Kind.XLSX, True)


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX", "a.xltx"])
def test_a_true_ending_is_not_reported(tmp_path: Path, name: str) -> None:
    assert admit(pack(tmp_path / name, parts(ONE))).mismatch is None


def test_macros_are_seen_and_a_macro_workbook_under_a_plain_name_is_reported(tmp_path: Path) -> None:
    members = parts(ONE)
    types = str(members["[Content_Types].xml"]).replace(f"{TYPES}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    members |= {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}

    container = admit(pack(tmp_path / "a.xlsx", members))

    assert (container.kind, container.has_macros, container.mismatch is not None) == (Kind.XLSM, True, True)


def test_links_to_other_workbooks_and_programs_are_listed(tmp_path: Path) -> None:
    members = parts(ONE) | {
        "xl/_rels/workbook.xml.rels": links(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId8", "externalLink", "externalLinks/externalLink1.xml"),
            ("rId9", "externalLink", "externalLinks/externalLink2.xml"),
        ),
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
        "xl/externalLinks/externalLink2.xml": f'<externalLink xmlns="{MAIN}"><externalBook/></externalLink>',
        "xl/externalLinks/_rels/externalLink2.xml.rels": links(("rId1", "externalLinkPath", "file:///stock.xlsx")).replace(
            "/>", ' TargetMode="External"/>'
        ),
    }

    assert admit(pack(tmp_path / "a.xlsx", members)).links == ("cmd|/c calc", "file:///stock.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET_PART, "xl/workbook.xml", "[Content_Types].xml", "docProps/custom.xml"])
def test_a_part_that_declares_entities_is_refused_by_its_name(tmp_path: Path, part: str, encoding: str) -> None:
    members = parts(ONE)
    body = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + str(members.get(part, "<x/>"))

    assert f"'{part}' declares entities" in refusal(pack(tmp_path / "a.xlsx", members | {part: body.encode(encoding)}))


def test_a_part_that_unpacks_without_end_is_refused_by_its_name(tmp_path: Path) -> None:
    members = parts(ONE) | {SHEET_PART: worksheet(ONE).replace("<sheetData>", "<sheetData>" + " " * (8 << 20))}

    assert f"'{SHEET_PART}' unpacks to an abnormal size" in refusal(pack(tmp_path / "a.xlsx", members))


def test_sizes_claimed_by_the_directory_are_not_believed(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(ONE) | {SHEET_PART: worksheet(" " * (8 << 20))})
    raw = bytearray(path.read_bytes())
    entry = raw.rindex(SHEET_PART.encode()) - 46
    struct.pack_into("<I", raw, entry + 24, 100)

    assert "abnormal size" in refusal(saved(tmp_path, "lie.xlsx", bytes(raw)))


def test_an_honest_sheet_of_repeating_rows_is_no_bomb(tmp_path: Path) -> None:
    rows = "".join(row(number, '<c r="A@" t="s"><v>0</v></c>', '<c r="B@" s="1"/>') for number in range(1, 200_001))

    assert read(pack(tmp_path / "a.xlsx", parts(rows, shared="<si><t>是</t></si>"))).text.height == 200_000


def test_a_name_with_different_case_is_the_same_part_twice(tmp_path: Path) -> None:
    members = parts(ONE) | {"xl/worksheets/SHEET1.xml": worksheet(ONE)}

    assert "is there twice" in refusal(pack(tmp_path / "a.xlsx", members))


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x", "xl/../../x", "xl\\styles2.xml"])
def test_a_part_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out of the file" in refusal(pack(tmp_path / "a.xlsx", parts(ONE) | {name: "x"}))


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_packing_that_excel_does_not_know_is_refused(tmp_path: Path, packing: int) -> None:
    assert "packed in a way" in refusal(pack(tmp_path / "a.xlsx", parts(ONE), packing))


def test_parts_that_are_only_stored_are_fine(tmp_path: Path) -> None:
    assert read(pack(tmp_path / "a.xlsx", parts(ONE), zipfile.ZIP_STORED)).text.rows() == [("1",)]


def test_thousands_of_parts_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    assert "10007 parts" in refusal(pack(tmp_path / "a.xlsx", parts(ONE) | {f"xl/media/{number}": b"" for number in range(10_000)}))


def test_overlapping_parts_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(ONE) | {"xl/a.bin": b"x" * 50, "xl/b.bin": b"y" * 50})
    raw = bytearray(path.read_bytes())
    first, second = raw.rindex(b"xl/a.bin") - 46, raw.rindex(b"xl/b.bin") - 46
    raw[second + 42 : second + 46] = raw[first + 42 : first + 46]

    assert "'xl/b.bin' overlaps" in refusal(saved(tmp_path, "b.xlsx", bytes(raw)))


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, keep: float) -> None:
    raw = pack(tmp_path / "a.xlsx", parts(ONE)).read_bytes()

    assert "damaged or incomplete" in refusal(saved(tmp_path, "b.xlsx", raw[: int(len(raw) * keep)]))


def test_a_flipped_byte_is_noticed_by_its_part(tmp_path: Path) -> None:
    raw = bytearray(pack(tmp_path / "a.xlsx", parts(ONE), zipfile.ZIP_STORED).read_bytes())
    raw[raw.index(b"<sheetData>") + 30] ^= 0x01

    assert f"part '{SHEET_PART}' cannot be read" in refusal(saved(tmp_path, "b.xlsx", bytes(raw)))


def test_bytes_behind_the_zip_do_no_harm(tmp_path: Path) -> None:
    raw = pack(tmp_path / "a.xlsx", parts(ONE)).read_bytes()

    assert read(saved(tmp_path, "b.xlsx", raw + b"\0" * 500)).text.rows() == [("1",)]


@pytest.mark.parametrize("target", ["worksheets/lost.xml", "../../../../../etc/passwd", "http://example.org/sheet1.xml"])
def test_a_sheet_whose_content_is_missing_is_refused_by_its_name(tmp_path: Path, target: str) -> None:
    members = parts(ONE) | {"xl/_rels/workbook.xml.rels": links(("rId1", "worksheet", target))}

    assert "sheet '订单' is missing" in refusal(pack(tmp_path / "a.xlsx", members))


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    members = parts(ONE) | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"><sheets/></workbook>'}

    assert "no sheets" in refusal(pack(tmp_path / "a.xlsx", members))


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET_PART, "xl/sharedStrings.xml"])
def test_xml_that_breaks_off_is_refused_by_its_part(tmp_path: Path, part: str) -> None:
    members = parts(ONE, shared="<si><t>甲</t></si>")
    broken = str(members[part])[:-12]

    assert f"'{part}' cannot be read" in refusal(pack(tmp_path / "a.xlsx", members | {part: broken}))


def test_a_word_document_is_refused_by_what_it_is(tmp_path: Path) -> None:
    members = {
        "_rels/.rels": links(("rId1", "officeDocument", "word/document.xml")),
        "[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType="x.wordprocessingml.main+xml"/></Types>',
        "word/document.xml": "<document/>",
    }

    assert "Word or PowerPoint" in refusal(pack(tmp_path / "a.docx", members))


def test_of_two_texts_in_a_zip_the_details_are_read_and_not_the_summary(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "alipay.zip",
        {
            "20260228_账务明细(汇总).csv": "类型,笔数,金额\r\n收入,2,30.00\r\n".encode("gb18030"),
            "20260228_账务明细.csv": "流水号,金额\r\n1,10.00\r\n2,20.00\r\n3,0.00\r\n".encode("gb18030"),
        },
    )
    container = admit(path)

    assert (container.kind, container.mismatch) == (Kind.CSV, None)
    assert read(path).text.row(0) == ("流水号", "金额")


def test_an_archive_without_tables_is_refused(tmp_path: Path) -> None:
    assert "without a readable table" in refusal(pack(tmp_path / "a.zip", {"photo.jpg": b"\xff\xd8\xff"}))


def test_an_ole_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    assert "damaged or incomplete" in refusal(saved(tmp_path, "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))


def test_a_checksum_is_compared_although_the_packing_is_sound(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(ONE))
    raw = path.read_bytes()
    crc = struct.pack("<I", zlib.crc32(worksheet(ONE).encode()))

    assert "cannot be read" in refusal(saved(tmp_path, "b.xlsx", raw.replace(crc, b"\1\2\3\4")))


NOISE = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(45_000))
LARGE = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{NOISE}</t></is></c></row>'
"""A sheet so large that the gate leaves it to its reader: noise packs to half."""


def test_a_large_sheet_that_declares_entities_is_refused_when_it_is_read(tmp_path: Path) -> None:
    body = '<!DOCTYPE x [<!ENTITY a "b">]>' + worksheet(LARGE).removeprefix('<?xml version="1.0"?>')

    assert f"'{SHEET_PART}' declares entities" in refusal(pack(tmp_path / "a.xlsx", parts(ONE) | {SHEET_PART: body}))


def test_a_large_sheet_whose_checksum_is_wrong_is_refused_when_it_is_read(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(LARGE))
    crc = struct.pack("<I", zlib.crc32(worksheet(LARGE).encode()))

    assert "cannot be read" in refusal(saved(tmp_path, "b.xlsx", path.read_bytes().replace(crc, b"\1\2\3\4")))


def test_a_large_sheet_that_unpacks_without_end_is_refused_whatever_it_says_about_its_size(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", parts(LARGE + " " * (260 << 20)))
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.rindex(SHEET_PART.encode()) - 46 + 24, 3 << 20)

    for honest_or_not in (path, saved(tmp_path, "lie.xlsx", bytes(raw))):
        assert f"'{SHEET_PART}' unpacks to an abnormal size" in refusal(honest_or_not)


def test_a_large_part_that_is_no_sheet_is_refused_at_the_gate(tmp_path: Path) -> None:
    members = parts(ONE) | {"xl/worksheets/other.xml": "<!DOCTYPE x []>" + worksheet(LARGE)}

    with pytest.raises(UnreadableFileError, match="declares entities"):
        admit(pack(tmp_path / "a.xlsx", members))


def test_relations_of_another_kind_are_no_sheets(tmp_path: Path) -> None:
    chart = f'<sheet name="图" sheetId="2" r:id="rId5" xmlns:r="{LINKS}"/></sheets>'
    members = parts(ONE)
    members |= {
        "xl/workbook.xml": str(members["xl/workbook.xml"]).replace("</sheets>", chart),
        "xl/_rels/workbook.xml.rels": links(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId5", "chartsheet", "charts/a.xml")),
        "xl/charts/a.xml": "<chartsheet/>",
    }

    assert [tab.name for tab in admit(pack(tmp_path / "a.xlsx", members)).tabs] == ["订单"]
