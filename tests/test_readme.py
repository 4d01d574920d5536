"""What the readme says is true: each of its paragraphs names the tests that hold it, and what no other test looks at is looked at here."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from shopbook.books.orders.importing.platforms import shipped_profiles
from shopbook.books.registry import BOOKS
from shopbook.labels import Lang
from tests import pages

ROOT = Path(__file__).resolve().parent.parent
READMES = {Lang.EN: "README.md", Lang.ZH: "README.zh-CN.md"}
FIRST_CHAPTER = "\n## "
"""What stands above it is about the sample shop, whose commands are followed."""

FOLLOWED = "test_a_page_can_be_followed_and_its_commands_say_what_it_shows"
LINKED = "test_every_link_leads_somewhere"
HELD_BY: dict[str, tuple[str, ...]] = {
    # Your own export
    "`make demo` has put the program": ("test_the_readme_says_where_make_puts_the_program",),
    "Make an empty workbook": (FOLLOWED, "test_the_order_list_of_the_example_is_in_the_checkout"),
    "The layout is told by its titles": (
        FOLLOWED,
        "test_the_cell_that_a_finding_is_about_lights_up_and_no_other_whatever_its_title",
        "test_the_check_column_names_level_column_and_sentence",
        "test_findings_stand_on_their_own_sheet_with_a_place_to_go_to",
    ),
    "A layout that is not known": (FOLLOWED,),
    "Write on the sheet Platform titles": (FOLLOWED,),
    "From now on this workbook": (FOLLOWED, "test_every_cell_is_text_as_it_stood"),
    # Install
    "Needed: Python": ("test_the_readme_needs_the_python_that_the_project_needs", "test_what_make_is_told_to_do_it_can_do"),
    "Templates and the sample shop": ("test_every_module_and_every_shipped_file_is_in_the_wheel", FOLLOWED),
    # What it does today
    "- Reads orders": ("test_the_page_of_exports_lists_those_that_are_understood", "test_every_platform_that_a_readme_names_has_an_export"),
    "- Finds what is wrong": (
        "test_one_fault_is_one_finding_of_its_rule_on_its_row",
        "test_every_rule_has_a_source_and_an_example_for_its_reference_page",
        "test_a_rule_can_be_switched_down_on_the_sheet",
    ),
    "- Lists orders to review": (
        "test_the_sample_day_gives_every_task_something_to_do",
        "test_several_changes_of_one_cell_are_undone_to_the_first",
    ),
    "- Keeps the": (
        "test_a_closed_months_rows_stay_byte_for_byte_while_others_are_posted_and_reversed",
        "test_documents_become_entries_in_order_of_time_and_are_signed",
        "test_below_the_threshold_is_an_alert_and_at_it_is_not",
    ),
    "- [Counts it": (
        "test_ten_files_one_damaged_one_renamed_one_returned_twice_are_merged_and_nothing_is_lost",
        "test_accuracy_by_quantity_and_value_weigh_what_is_off_without_its_sign",
    ),
    "- Makes the [day's report": (
        "test_each_paid_order_counts_once_and_at_what_was_paid_and_signed_reports_stay",
        "test_the_front_page_says_what_the_report_adds_up_to_and_proves_it",
        "test_three_different_people_sign_one_after_the_other",
        "test_an_amount_that_changes_after_the_signature_is_corrected_by_the_difference",
        "test_days_weeks_months_quarters_and_hours_have_the_same_sum",
        "test_both_signatures_and_every_line_accepted_enter_the_time",
    ),
    "- [Appraises": (
        "test_a_month_goes_from_ratings_to_the_archive_and_into_the_year",
        "test_a_genuine_zero_counts_and_a_blank_does_not",
        "test_a_measured_indicator_says_what_it_is_made_of_and_where_it_comes_from",
    ),
    "- Is [fast": ("test_what_the_readme_says_of_speed_was_measured",),
    "- Does [unattended": (
        FOLLOWED,
        "test_one_process_and_two_write_the_same_bytes",
        "test_a_worker_dies_in_mid_run_and_the_workbooks_are_those_of_one_process",
    ),
    "Everything can be run": ("test_every_sheet_task_and_command_is_described", "test_the_addin_holds_the_committed_source_and_every_task"),
    # The commands
    "Each explains itself": (
        "test_every_command_explains_itself_with_an_example",
        "test_every_command_speaks_both_languages",
        "test_every_list_can_be_had_in_every_form",
    ),
    # What it promises
    "1. A check": (
        "test_a_check_and_a_run_connect_to_nothing_and_write_nothing_else",
        "test_whatever_call_fails_the_old_file_or_the_new_one_is_there_whole",
        "test_a_read_only_file_is_left_alone",
    ),
    "2. What was not meant": (
        "test_the_cell_is_written_and_its_neighbours_keep_their_bytes",
        "test_every_other_member_keeps_its_packed_bytes",
    ),
    "3. Running a task twice": ("test_a_task_a_second_time_writes_nothing", "test_a_second_check_of_the_same_sheet_changes_nothing"),
    "4. A workbook that somebody": (
        "test_a_workbook_that_somebody_has_open_is_left_alone_and_the_person_is_named",
        "test_a_workbook_that_was_saved_meanwhile_is_left_and_done_by_the_next_run",
    ),
    "5. Any input": (
        "test_what_must_be_refused_is_refused_by_name_quickly_and_with_little_memory",
        "test_everything_else_is_read_without_a_complaint",
    ),
    "6. Nothing from a cell": (
        "test_a_text_never_becomes_a_formula_whatever_it_begins_with",
        "test_no_text_leads_to_another_machine",
        "test_a_file_of_any_wish_lies_in_its_folder",
    ),
    "7. Phone numbers": ("test_no_command_tells_a_seeded_phone_or_address", "test_phone_numbers_stay_in_the_shop"),
    "8. Where the shop's rules": ("test_every_parameter_has_a_source", "test_an_award_is_decided_by_somebody_else_who_signs"),
    "Why it is built so": (LINKED, "test_every_decision_is_listed_and_fits_a_page"),
    # More
    "- [": (LINKED,),
    "MIT license": ("test_the_licence_is_the_one_that_the_project_declares", "test_files_by_others_are_listed_in_the_notice"),
}
"""How a paragraph begins -> the tests that hold it; where several fit, the longest."""


def read(lang: Lang) -> str:
    return (ROOT / READMES[lang]).read_text(encoding="utf-8")


def paragraphs(page: str) -> list[str]:
    """Paragraphs and items of lists, in one line each; no headings, tables, comments, commands."""
    prose = re.sub(r"^```.*?^```$|<!--.*?-->", "\n", page, flags=re.MULTILINE | re.DOTALL)
    kept = [line for line in prose.splitlines() if not line.startswith(("    ", "|", "#"))]
    joined = re.sub(r"\n(?!\n|- |\d\. )", " ", "\n".join(kept))
    return [line.strip() for line in joined.splitlines() if line.strip()]


def beginning(paragraph: str) -> str | None:
    """The beginning that a paragraph is listed under."""
    return max((start for start in HELD_BY if paragraph.startswith(start)), key=len, default=None)


def project() -> dict[str, str]:
    """The texts of the table [project]."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {name: value for name, value in table.items() if isinstance(value, str)}


def test_every_paragraph_is_held_by_tests_that_there_are() -> None:
    chapters = paragraphs(FIRST_CHAPTER + read(Lang.EN).partition(FIRST_CHAPTER)[2])
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    there = {node.name for text in sources for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}

    assert [paragraph for paragraph in chapters if beginning(paragraph) is None] == []
    assert set(HELD_BY) - {beginning(paragraph) for paragraph in chapters} == set()
    assert sorted({name for names in HELD_BY.values() for name in names} - there) == []


def test_both_readmes_say_as_much() -> None:
    def shape(lang: Lang) -> list[str]:
        items = [re.match(r"- |\d\. |#+ ", line) for line in (*pages.headings(read(lang)), *paragraphs(read(lang)))]
        return [item[0] for item in items if item]

    assert shape(Lang.ZH) == shape(Lang.EN)


def test_a_paragraph_is_told_from_what_stands_around_it() -> None:
    page = "# A\n\nOne\ntwo.\n\n    code\n\n```console\n$ x\n```\n| a |\n- three\n  four\n- five\n1. six\n"
    assert paragraphs(page) == ["One two.", "- three   four", "- five", "1. six"]


# What no other test looks at


@pytest.mark.parametrize("lang", Lang)
def test_the_readme_needs_the_python_that_the_project_needs(lang: Lang) -> None:
    [version] = set(re.findall(r"Python (3\.\d+)", read(lang)))

    assert project()["requires-python"] == f">={version}"


@pytest.mark.parametrize("lang", Lang)
def test_the_wheel_that_is_installed_is_of_this_version(lang: Lang) -> None:
    assert set(re.findall(r"shopbook-([\d.]+)-py3", read(lang))) == {project()["version"]}


@pytest.mark.parametrize("lang", Lang)
def test_the_readme_says_where_make_puts_the_program(lang: Lang) -> None:
    [place] = re.findall(r"source (\S+)/bin/activate", read(lang))

    assert f"VENV ?= {place}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", Lang)
def test_the_order_list_of_the_example_is_in_the_checkout(lang: Lang) -> None:
    named = re.findall(r"examples/\S+\.csv", read(lang))

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    ("lang", "pattern", "separator"),
    [(Lang.EN, r"\) of (.*?) and others", ", "), (Lang.ZH, r"- 读取(.*?)等平台", "、")],
)
def test_every_platform_that_a_readme_names_has_an_export(lang: Lang, pattern: str, separator: str) -> None:
    [listed] = re.findall(pattern, " ".join(read(lang).split()))
    known = " ".join(f"{profile.platform[lang]} {profile.title[lang]}" for profile in shipped_profiles())

    named = listed.split(separator)

    assert len(named) > 1
    assert [name for name in named if name.strip() not in known] == []


@pytest.mark.parametrize("lang", Lang)
def test_every_workbook_has_its_page(lang: Lang) -> None:
    linked = set(re.findall(r"guide/\w+/(\w+)\.md", read(lang)))

    assert {book.code for book in BOOKS} - {"orders"} <= linked, "orders are what the guide begins with"


def test_every_parameter_has_a_source() -> None:
    without = [parameter.code for book in BOOKS for parameter in book.parameters if not parameter.source]

    assert without == ["run", "count_plan"], "which run to undo and which count to begin are no rules"


def test_the_licence_is_the_one_that_the_project_declares() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith(f"{project()['license']} License")
