"""Files made to harm: refused with one sentence, or read right, and never with much time or memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux tells the memory that one process needed"),
]

REFUSED_MEGABYTES = 300
REFUSED_SECONDS = 3.0
READ_MEGABYTES = 1_000
READ_SECONDS = 20.0

# Beginning of the file's name -> beginning of the reason.
REFUSED = {
    "zip_bomb_sheet": "its part 'xl/worksheets/sheet1.xml' unpacks to an abnormal size",
    "zip_bomb_sst": "its part 'xl/sharedStrings.xml' unpacks to an abnormal size",
    "zip_bomb_4M_rows": "its part 'xl/worksheets/sheet1.xml' unpacks to an abnormal size",
    "zip_30000_parts": "the file has 30007 parts",
    "zip_overlapping": "its part 'xl/media/a1.xml' overlaps",
    "zip_truncated": "the file is damaged or incomplete",
    "zip_junk_before": "this is a program",
    "zip_bad_crc": "the file is damaged (its part 'xl/worksheets/sheet1.xml'",
    "xml_billion_laughs_sst": "its part 'xl/sharedStrings.xml' declares entities",
    "xml_billion_laughs_sheet": "its part 'xl/worksheets/sheet1.xml' declares entities",
    "xml_billion_laughs_workbook": "its part 'xl/workbook.xml' declares entities",
    "xml_billion_laughs_content_types": "its part '[Content_Types].xml' declares entities",
    "xml_quadratic": "its part 'xl/sharedStrings.xml' declares entities",
    "xml_xxe": "its part 'xl/sharedStrings.xml' declares entities",
    "xml_not_wellformed": "the file is damaged (its part 'xl/worksheets/sheet1.xml'",
    "xml_gbk": "the file is damaged (its part 'xl/sharedStrings.xml'",
    "dup_sheet_part": "its part 'xl/worksheets/sheet1.xml' is there twice",
    "path_traversal": "the name of its part '../../../../shopbook_escaped' leads out",
    "lzma": "its part '[Content_Types].xml' is packed in a way",
    "empty_0": "the file is empty",
    "random_bytes": "this is no workbook",
    "office_owner": "this is no workbook",
    "rels_missing": "the file is damaged: the content of sheet 'Sheet1' is missing",
    "rels_target": "the file is damaged: the content of sheet 'Sheet1' is missing",
    "rels_unknown": "the file is damaged: the content of sheet 'Sheet1' is missing",
    "rels_sheet_is_workbook": "the file is damaged (its part 'xl/workbook.xml'",
    "workbook_no_sheets": "the workbook has no sheets",
    "row_over_limit": "sheet 'Sheet1' has a cell where no sheet has one (4294967295)",
    "row_zero": "sheet 'Sheet1' has a cell where no sheet has one (0)",
    "col_over_limit": "sheet 'Sheet1' has a cell where no sheet has one (XFE1)",
    "csv_nul": "line 2 holds a NUL",
    "csv_unclosed": "a quote in line 2 is never closed",
}

# Reads each file in turn in one process and says how long it took and how much memory the process had needed until then.
READER = """
import json, sys, time
from pathlib import Path
from shopbook.errors import UnreadableFileError
from shopbook.host.gate import admit
from shopbook.host.reading import read_grids

def peak():
    # Not ru_maxrss: a child begins with what its parent needed.
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")) / 1024

for name in sys.argv[1:]:
    before, why, cells = time.perf_counter(), "", {}
    try:
        for grid in read_grids(admit(Path(name))):
            for letter in ("A", "B", "C", "XFD"):
                kinds = grid.types[letter] if letter in grid.types.columns else ()
                for index in [index for index in (0, 1, 2, len(kinds) - 1) if 0 <= index < len(kinds) and kinds[index]]:
                    cells[f"{letter}{grid.first_row + index}"] = [grid.text[letter][index], kinds[index]]
    except UnreadableFileError as error:
        why = error.why.en
    seconds = time.perf_counter() - before
    megabytes = peak()
    print(json.dumps({"name": Path(name).name, "seconds": seconds, "megabytes": megabytes, "why": why, "cells": cells}))
"""


@pytest.fixture(scope="session")
def hostile(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About a hundred hostile files, made once."""
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, str(shared / "tools" / "make_hostile.py"), str(folder)], check=True, capture_output=True)
    return folder


Outcome = dict[str, object]


def outcomes(paths: list[Path]) -> list[Outcome]:
    done = subprocess.run([sys.executable, "-c", READER, *map(str, paths)], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def reason(name: str) -> str | None:
    return next((why for start, why in REFUSED.items() if name.startswith(start)), None)


def test_what_must_be_refused_is_refused_by_name_quickly_and_with_little_memory(hostile: Path) -> None:
    paths = sorted(path for path in hostile.iterdir() if reason(path.name))

    found = outcomes(paths)

    assert len(found) == len(paths) > len(REFUSED)
    for outcome in found:
        name, why = str(outcome["name"]), str(outcome["why"])
        assert why.startswith(str(reason(name))), (name, why)
        assert float(str(outcome["seconds"])) < REFUSED_SECONDS, outcome
        assert float(str(outcome["megabytes"])) < REFUSED_MEGABYTES, outcome


@pytest.fixture(scope="session")
def readings(hostile: Path) -> dict[str, Outcome]:
    """What comes out of the files that are odd but honest."""
    paths = sorted(path for path in hostile.iterdir() if not reason(path.name))
    return {str(outcome["name"]): outcome for outcome in outcomes(paths)}


def test_everything_else_is_read_without_a_complaint(readings: dict[str, Outcome]) -> None:
    assert len(readings) > 50
    for outcome in readings.values():
        assert not outcome["why"], outcome
        assert float(str(outcome["seconds"])) < READ_SECONDS, outcome
        assert float(str(outcome["megabytes"])) < READ_MEGABYTES, outcome


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("dim_lie_huge.xlsx", {"A1": ["order", 2], "B1": ["qty", 2], "A2": ["1001", 1], "B2": ["5", 1]}),
        ("dim_lie_tiny.xlsx", {"A1": ["order", 2], "B1": ["qty", 2], "A2": ["1001", 1], "B2": ["5", 1]}),
        ("dim_garbage.xlsx", {"A1": ["order", 2], "B1": ["qty", 2], "A2": ["1001", 1], "B2": ["5", 1]}),
        ("cell_at_last_corner.xlsx", {"A1": ["order", 2], "A2": ["1001", 1], "B1": ["qty", 2], "B2": ["5", 1], "XFD1048576": ["9", 1]}),
        ("cell_far_right_and_far_down.xlsx", {"A1": ["1", 1], "A1048576": ["3", 1], "XFD1": ["2", 1]}),
        ("sst_index_negative.xlsx", {"A1": ["#LOST-TEXT!", 4]}),
        ("sst_index_out_of_range.xlsx", {"A1": ["#LOST-TEXT!", 4]}),
        ("sst_missing_part.xlsx", {"A1": ["#LOST-TEXT!", 4], "B1": ["#LOST-TEXT!", 4], "A2": ["1001", 1], "B2": ["5", 1]}),
        ("num_long_id_18_digits.xlsx", {"A1": ["123456789012345678", 1], "B1": ["123456789012345678", 2], "C1": ["123456789012345000", 1]}),
        ("formula_no_cached_value.xlsx", {"A1": [None, 5], "B1": [None, 5]}),
        ("rows_out_of_order_and_dup.xlsx", {"A1": ["0", 1], "B1": ["1", 1], "A2": ["99", 1]}),
        ("wrong_ext_html.xls", {"A1": ["order", 2], "B1": ["qty", 2], "A2": ["1001", 2], "B2": ["5", 2]}),
        (
            "csv_gbk.csv",
            {
                "A1": ["订单号", 2],
                "B1": ["收货人", 2],
                "C1": ["备注", 2],
                "A2": ['="123456789012345678"', 2],
                "B2": ["张三", 2],
                "C2": ["=1+1", 2],
            },
        ),
    ],
)
def test_odd_files_read_as_they_lie(readings: dict[str, Outcome], name: str, cells: dict[str, list[object]]) -> None:
    assert readings[name]["cells"] == cells
