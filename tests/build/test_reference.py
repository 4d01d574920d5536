import datetime as dt
import json
import posixpath
import re

import polars as pl
import pytest

from shopbook.books.registry import BOOKS
from shopbook.build import rules_page
from shopbook.build.cells_page import NUMBERS, SPELLINGS
from shopbook.build.markdown import code, table
from shopbook.build.reference import reference_pages
from shopbook.build.worked import Worked
from shopbook.labels import Label
from shopbook.sheet.books import Book
from shopbook.sheet.faults import Fault
from shopbook.sheet.kinds import KINDS, Kind
from shopbook.sheet.notices import READING_NOTICES
from tests.build.declared import ODD_BOOK, ORDER_BOOK

OVERDUE = Worked(
    "check-orders",
    dt.datetime(2026, 3, 10, 12, 0),
    {"orders": [{"order_no": "T1001", "paid_at": "2026-03-07 08:00:00", "status": "paid"}]},
    settings={"ship_hours": "24"},
    on="orders",
    row=2,
    says=Label(zh="太久了", en="Too long ago"),
)
PAGES = reference_pages([ORDER_BOOK, ODD_BOOK], {"orders": {"orders.overdue": OVERDUE}})


def section(page: str, heading: str) -> str:
    """What stands under a heading of a page, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#|\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


# Rules


def test_a_rules_entry_says_all_that_is_declared_about_it() -> None:
    said = section("rules/orders.md", "`orders.overdue`")
    for expected in (
        "〈付款时间〉 付款，已超过 〈发货时限〉 小时",
        "Paid at 〈Paid at〉, more than 〈Time to ship〉 hours ago",
        "警告 · Warning",
        "付款时间 · Paid at",
        "D3 3.1",
        "[`ship_hours`](../parameters.md#ship_hours)",
        "三天前付款 · paid three days ago",
    ):
        assert expected in said


def test_every_code_that_is_no_rule_is_listed() -> None:
    listed = set(re.findall(r"^\| `([a-z.-]+)` \|", PAGES["rules.md"], re.MULTILINE))
    assert {fault.value for fault in Fault} | {note.code for note in READING_NOTICES} == listed


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.code)
def test_what_a_sentence_fills_in_is_named_in_words(book: Book) -> None:
    named = rules_page._names(book)
    sentences = [*(rule.says for rule in book.rules), *(notice.says for notice in book.notices)]
    assert [said for says in sentences if re.search(r"〈[a-z_.]+〉", said := rules_page._spoken(says, named).zh)] == []


def test_a_rule_is_found_from_the_index() -> None:
    assert "| [`orders.overdue`](rules/orders.md#ordersoverdue) | 警告 · Warning | 付款时间 · Paid at |" in PAGES["rules.md"].splitlines()


def test_a_rules_example_shows_its_cells_in_words_and_what_is_said_of_them() -> None:
    shown = section("rules/orders.md", "`orders.overdue`").strip().splitlines()
    at = shown.index("| 订单 · Orders | 订单编号 · Order no. | 订单状态 · Status | 付款时间 · Paid at |")
    assert shown[at + 2] == "| 2 | `T1001` | 待发货 · To ship | `2026-03-07 08:00` |"
    assert "`ship_hours` = `24`" in shown
    assert shown[-2:] == ["> **“订单”第 2 行**：太久了  ", "> **Orders, row 2**: Too long ago"]


def test_a_cell_fault_shows_its_severity_sentences_and_an_example() -> None:
    row = next(line for line in PAGES["rules.md"].splitlines() if line.startswith("| `cell.digits-lost`"))
    assert "错误 · Error" in row
    assert "4.10012345678901E+18" in row


# Sheets and parameters


def test_the_data_dictionary_shows_a_column_with_field_kind_aliases_and_limits() -> None:
    rows = [line for line in section("sheets/orders.md", '<a id="orders"></a>订单 · Orders').splitlines() if "`qty`" in line]
    assert rows == [
        "| 数量 · Quantity | `qty` | [数量 · quantity](../cells.md#qty) | 选填 · optional | `购买数量` `宝贝总数量` `商品数量` | ≥ 1 |"
    ]


def test_a_sheet_names_the_tasks_that_read_and_write_it_and_its_schema() -> None:
    said = section("sheets/orders.md", '<a id="orders"></a>订单 · Orders')
    assert "`orders` ([JSON Schema](../schema/orders/orders.json))" in said
    assert "`check-orders`" in said


def test_sheets_that_every_book_has_are_described_once() -> None:
    described = [name for name, text in PAGES.items() if '<a id="findings"></a>' in text]
    assert described == ["sheets/every_book.md"]
    assert [name for name, text in PAGES.items() if '<a id="oddities"></a>' in text] == ["sheets/odd.md"]


def test_a_parameter_shows_default_unit_choices_source_and_the_rules_that_use_it() -> None:
    said = section("parameters.md", "ship_hours")
    for expected in ("`48`", "小时 · hours", "D3 3.1", "`orders.overdue`", "发货时限 · Time to ship"):
        assert expected in said
    assert "`skip` 跳过 · skip / `queue` 排队 · queue" in section("parameters.md", "split_orders")
    assert "`Yes`" in section("parameters.md", "opening")


@pytest.mark.parametrize("page", [name for name in PAGES if name.endswith(".md")])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for target, anchor in re.findall(r"\]\(((?:\.\./)?[a-z_/]+\.(?:md|json))#?([\w-]*)\)", PAGES[page]):
        there = PAGES[posixpath.normpath(posixpath.join(posixpath.dirname(page), target))]
        headings = {line.lstrip("# ").replace("`", "").replace(".", "") for line in there.splitlines() if line.startswith("#")}
        assert not anchor or f'<a id="{anchor}">' in there or anchor in headings, (target, anchor)


# Cells


def test_every_kind_has_its_examples() -> None:
    assert set(SPELLINGS) == set(Kind)
    assert set(NUMBERS) == {kind for kind in Kind if KINDS[kind].parse_number}


@pytest.mark.parametrize(
    "line",
    [
        '| `="4100123456789012345"` | `4100123456789012345` |',
        "| `00123` | `00123` |",
        "| `１,２３４.５` | `1234.50` |",
        "| `(3.00)` | `-3.00` |",
        "| `3件` | `3` |",
        "| `3.2%` | `0.032000` |",
        "| `2026年3月1日` | `2026-03-01` |",
        "| `2026-03-01 24:00` | `2026-03-02 00:00:00` |",
        "| `46082` (数字 · a number) | `2026-03-01` |",
        "| `24:00` | `24:00` |",
        "| `√` | `是 · Yes` |",
        "| `ERROR` | `错误 · Error` |",
    ],
)
def test_the_page_of_cells_says_how_a_spelling_is_read(line: str) -> None:
    assert line in PAGES["cells.md"].splitlines()


def test_a_spelling_that_is_refused_is_shown_with_its_code_and_sentence() -> None:
    row = next(line for line in PAGES["cells.md"].splitlines() if line.startswith("| `1.234,5`"))
    assert "`cell.separators`" in row
    assert "write it like 1234.5" in row


# Schemas


def test_a_schema_names_its_columns_in_both_languages_and_its_choices_by_code() -> None:
    schema = json.loads(PAGES["schema/orders/orders.json"])
    assert schema["title"] == "订单 · Orders"
    assert schema["required"] == ["order_no"]
    status = schema["properties"]["status"]
    assert (status["title"], status["kind"]) == ("订单状态 · Status", "choice")
    assert "part_shipped" in status["enum"]
    assert None in status["enum"]


def test_there_is_one_schema_a_sheet() -> None:
    names = {name for name in PAGES if name.startswith("schema/odd/")}
    assert names == {"schema/odd/oddities.json"}
    assert {name for name in PAGES if name.startswith("schema/every_book/")} == {
        f"schema/every_book/{sheet.code}.json" for sheet in ODD_BOOK.sheets if sheet.code != "oddities"
    }


# Markdown


def test_a_bar_or_a_line_break_in_a_cell_does_not_break_the_table() -> None:
    assert table([Label(zh="甲", en="A")], [["1|2\n3"]]).splitlines()[-1] == "| 1\\|2<br>3 |"


def test_code_that_holds_a_backtick_is_fenced_by_two() -> None:
    assert code("a`b") == "``a`b``"


def test_pages_end_with_one_line_break_and_hold_no_frames_by_mistake() -> None:
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in PAGES.values())
    assert not any("shape:" in text or "Label(" in text or str(pl.DataFrame()) in text for text in PAGES.values())
