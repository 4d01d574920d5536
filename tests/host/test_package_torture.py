import datetime as dt
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from shopbook.sheet.plan import ColumnWrite, EditPlan, TableAppend, TableReplace, Value
from tests.host import inventory, torture
from tests.host.packages import patched

SHEET = "xl/worksheets/sheet1.xml"
CHAIN = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
MARKS = EditPlan(writes=(ColumnWrite(torture.ORDERS, "H", [5, 6, 24], ["[数量] 不是整数", None, '=HYPERLINK("http://x")']),))
NEW_ROWS: list[list[Value]] = [
    ["4100000000000000099", "买家99", "已发货", 3, Decimal("9.90"), Decimal("29.70"), dt.datetime(2026, 4, 1), None],
    ["4100000000000000100", "+86 139", "待发货", 1, Decimal("5.00"), Decimal("5.00"), dt.datetime(2026, 4, 2), "错"],
]
GROWN = EditPlan(appends=(TableAppend(torture.ORDERS, torture.TABLE, NEW_ROWS),))
SHRUNK = EditPlan(replaces=(TableReplace(torture.ORDERS, torture.TABLE, NEW_ROWS),))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return torture.build(tmp_path_factory.mktemp("torture") / "torture.xlsm")


@pytest.fixture(scope="module")
def grown(source: Path) -> Path:
    path, _ = patched(source, GROWN)
    return path.rename(source.with_name("grown.xlsm"))


def different(before: Path, after: Path) -> set[str]:
    old, new = inventory.parts(before), inventory.parts(after)
    return {name for name in old | new if old.get(name) != new.get(name)}


def sheet(path: Path) -> str:
    return inventory.parts(path)[SHEET].decode()


def test_the_workbook_holds_everything_that_is_easily_lost(source: Path) -> None:
    names = " ".join(inventory.parts(source))

    for kind in ("chart", "media", "vmlDrawing", "comments", "slicers", "slicerCache", "customUI", "customXml", "vbaProject", "calcChain"):
        assert kind in names


def test_a_write_of_marks_changes_the_sheet_and_nothing_else(source: Path) -> None:
    result, report = patched(source, MARKS)

    assert different(source, result) == {SHEET} == set(report.changed)
    assert report.cells == 2
    assert inventory.around(inventory.parts(source)[SHEET]) == inventory.around(inventory.parts(result)[SHEET])
    assert list(inventory.parts(source)) == list(inventory.parts(result))


def test_every_other_member_keeps_its_packed_bytes(source: Path) -> None:
    result, _ = patched(source, MARKS)

    for name in inventory.parts(source):
        if name != SHEET:
            assert inventory.packed(source, name) == inventory.packed(result, name)


def test_only_the_cells_meant_are_different(source: Path) -> None:
    result, _ = patched(source, MARKS)
    before, after = inventory.cells(source, torture.ORDERS), inventory.cells(result, torture.ORDERS)

    assert {name for name in before | after if before.get(name) != after.get(name)} == {"H5", "H24"}
    assert after["H5"].text == "[数量] 不是整数"
    assert after["H24"].text == '=HYPERLINK("http://x")'
    assert after["H24"].formula is None


def test_a_table_that_grows_keeps_its_name_and_style_and_ends_lower(source: Path, grown: Path) -> None:
    before, after = (inventory.parts(path)["xl/tables/table1.xml"].decode() for path in (source, grown))

    assert before.count("A4:H24") == 2
    assert after == before.replace("A4:H24", "A4:H26")


def test_new_rows_hold_their_values_and_look_like_the_row_above(grown: Path) -> None:
    cells = inventory.cells(grown, torture.ORDERS)

    assert [cells[f"{letter}25"].text for letter in "ABCDE"] == ["4100000000000000099", "买家99", "已发货", "3", "9.90"]
    assert [cells[f"{letter}26"].text for letter in "ABH"] == ["4100000000000000100", "+86 139", "错"]
    assert cells["G25"].text == "46113"
    assert {letter: cells[f"{letter}25"].style for letter in "AFG"} == {letter: cells[f"{letter}24"].style for letter in "AFG"}


def test_a_calculated_column_calculates_the_new_rows_too(grown: Path) -> None:
    cells = inventory.cells(grown, torture.ORDERS)

    assert cells["F26"].formula == cells["F24"].formula
    assert cells["F26"].formula is not None
    assert "tblOrders[[#This Row],[数量]]" in cells["F26"].formula
    assert cells["F25"].text == "29.70"


@pytest.mark.parametrize(
    ("kind", "ranges"),
    [
        ("dataValidation", ["C5:C26", "D5:D26"]),
        ("conditionalFormatting", ["E5:E26", "D5:D26", "A5:A26", "A5:M24 A25:H26"]),
        ("ignoredError", ["A5:A26"]),
    ],
)
def test_drop_downs_and_formats_reach_the_new_rows(grown: Path, kind: str, ranges: list[str]) -> None:
    assert re.findall(rf'<{kind} [^>]*?sqref="([^"]+)"', sheet(grown)) == ranges


def test_the_newer_drop_downs_and_formats_reach_them_too_and_sparklines_stay(grown: Path) -> None:
    ranges = re.findall("<xm:sqref>([^<]+)</xm:sqref>", sheet(grown))

    assert sorted(ranges) == ["E5:E26", "G5:G26", "H5:H26", "I24", "I5"]


def test_names_the_print_area_and_charts_over_the_rows_follow(grown: Path) -> None:
    parts = inventory.parts(grown)
    names = dict(re.findall('<definedName name="([^"]+)"[^>]*>([^<]+)<', parts["xl/workbook.xml"].decode()))
    series = re.findall("<c:f>([^<]+)</c:f>", parts["xl/charts/chart1.xml"].decode())
    pie = re.findall("<c:f>([^<]+)</c:f>", parts["xl/charts/chart2.xml"].decode())

    assert names["数量列"] == "订单!$D$5:$D$26"
    assert names["_xlnm.Print_Area"] == "订单!$A$1:$H$26"
    assert names["状态表"] == "字典!$A$1:$A$4"
    assert series == ["订单!$B$5:$B$26", "订单!$E$5:$E$26"]
    assert pie == ["订单!$D$5:$D$10"]


def test_growing_changes_no_part_but_those_that_speak_of_the_rows(source: Path, grown: Path) -> None:
    assert different(source, grown) == {SHEET, "xl/workbook.xml", "xl/tables/table1.xml", "xl/charts/chart1.xml"} | CHAIN
    assert "xl/calcChain.xml" not in inventory.parts(grown)
    assert b"calcChain" not in inventory.parts(grown)["[Content_Types].xml"] + inventory.parts(grown)["xl/_rels/workbook.xml.rels"]


def test_a_table_exchanged_for_fewer_rows_ends_higher_and_what_is_left_over_is_blank(source: Path) -> None:
    result, _ = patched(source, SHRUNK)
    cells = inventory.cells(result, torture.ORDERS)

    assert b'ref="A4:H6"' in inventory.parts(result)["xl/tables/table1.xml"]
    assert cells["A6"].text == "4100000000000000100"
    assert all(cells[f"{letter}{row}"].text is None for letter in "ABCDEFG" for row in range(7, 25))
    assert cells["F7"].formula is None
    assert cells["G7"].style == cells["G6"].style


@pytest.mark.parametrize("plan", [MARKS, GROWN, SHRUNK], ids=["marks", "grown", "shrunk"])
def test_after_a_write_the_schemas_find_nothing_new(source: Path, shared: Path, plan: EditPlan) -> None:
    result, _ = patched(source, plan)

    assert schema_findings(shared, result) <= schema_findings(shared, source)


@pytest.mark.parametrize("plan", [MARKS, GROWN, SHRUNK], ids=["marks", "grown", "shrunk"])
def test_after_a_write_microsofts_validator_finds_nothing_new(source: Path, validator: Path, plan: EditPlan) -> None:
    result, _ = patched(source, plan)

    assert microsoft_findings(validator, result) <= microsoft_findings(validator, source)


def schema_findings(shared: Path, path: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, str(shared / "tools" / "ooxml_validate.py"), "--json", str(path)], capture_output=True, check=False
    )
    return findings(done.stdout)


def microsoft_findings(validator: Path, path: Path) -> set[str]:
    return findings(subprocess.run([str(validator), str(path)], capture_output=True, check=False).stdout)


def findings(said: bytes) -> set[str]:
    found = json.loads(said)
    return {json.dumps(finding, ensure_ascii=False, sort_keys=True) for finding in [*found.get("findings", ()), *found.get("errors", ())]}
