"""Gather, decide, apply: on a small book in memory."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from shopbook.books.every_book import CHANGES, FINDINGS, PARAMETERS, SUMMARY
from shopbook.books.worklists import framed
from shopbook.errors import BadParameterError, TabNotFoundError
from shopbook.host.memory import MemoryHost
from shopbook.labels import Lang
from shopbook.run.applying import SheetGoneError, Writing, plan_of
from shopbook.run.gathering import places_of
from shopbook.run.runner import Circumstances, decide, report_of, task_of
from shopbook.sheet.books import AppendRows, Outcome, ReplaceRows
from shopbook.sheet.plan import ColumnWrite, EditPlan, Value
from tests.run.pantry import JARS, PANTRY
from tests.run.workbooks import HEADER_ROW, column_of, workbook

NOW = dt.datetime(2026, 6, 18, 13, 55)
GIVEN = Circumstances(now=NOW)


def run(host: MemoryHost, code: str, given: Circumstances = GIVEN, lang: Lang = Lang.ZH) -> EditPlan:
    decision = decide(host, PANTRY, task_of(PANTRY, code), given, lang)
    plan = plan_of(decision.outcome, PANTRY, Writing(decision.tables, lang))
    host.apply(plan, now=NOW)
    return plan


def jars(*rows: Mapping[str, Value], lang: Lang = Lang.ZH, settings: Sequence[Mapping[str, Value]] = ()) -> MemoryHost:
    return workbook(PANTRY, {"jars": rows, "parameters": settings}, lang=lang)


def test_the_check_column_names_level_column_and_sentence() -> None:
    host = jars({"no": "A1", "qty": 9}, {"no": "A2", "qty": 5})

    run(host, "check-jars")

    assert column_of(host, JARS, "check") == ["错误[数量] 有 9 个，超过 5", None]


def test_the_worst_finding_of_a_row_comes_first() -> None:
    host = jars({"no": "A1", "qty": "９"})

    run(host, "check-jars")

    first, second = str(column_of(host, JARS, "check")[0]).split("；\n")
    assert first.startswith("错误[数量]")
    assert second.startswith("提示[数量]")


def test_an_english_workbook_is_marked_in_english() -> None:
    host = jars({"no": "A1", "qty": 9}, lang=Lang.EN)

    run(host, "check-jars", lang=Lang.EN)

    assert column_of(host, JARS, "check", lang=Lang.EN) == ["Error[Quantity] 9 are more than 5"]


def test_findings_stand_on_their_own_sheet_with_a_place_to_go_to() -> None:
    host = jars({"no": "A1", "qty": 9})

    run(host, "check-jars")

    assert column_of(host, FINDINGS, "cell") == ["C5"]
    assert column_of(host, FINDINGS, "link") == ["→ C5"]
    assert column_of(host, FINDINGS, "key") == ["A1"]
    assert column_of(host, SUMMARY, "count") == ["1"]


def test_a_second_check_of_the_same_sheet_changes_nothing() -> None:
    host = jars({"no": "A1", "qty": 9}, {"no": "A2", "qty": "x"})

    first = run(host, "check-jars")
    second = run(host, "check-jars")

    assert first
    assert not second


@pytest.mark.parametrize("key", ["2026-06 / E03", "Ａ１", "A1"])
def test_rows_that_read_as_those_there_are_not_written_again(key: str) -> None:
    host = jars({"no": "A1"})
    rows = framed(FINDINGS, [{"severity": "error", "key": key, "message": "两个编号之间的空格读不出来"}])

    def replace_findings() -> EditPlan:
        tables = decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.ZH).tables
        plan = plan_of(Outcome(changes=(ReplaceRows("findings", rows),)), PANTRY, Writing(tables, Lang.ZH))
        host.apply(plan, now=NOW)
        return plan

    assert replace_findings()
    assert not replace_findings()


def test_marks_go_when_the_fault_is_gone() -> None:
    host = jars({"no": "A1", "qty": 9})
    run(host, "check-jars")
    host.apply(EditPlan(writes=plan_qty(3)), now=NOW)

    run(host, "check-jars")

    assert column_of(host, JARS, "check") == [None]
    assert column_of(host, FINDINGS, "code") == [None]


def plan_qty(value: int) -> tuple[ColumnWrite, ...]:
    return (ColumnWrite("罐子", "C", [HEADER_ROW + 1], [value]),)


def test_a_choice_is_written_as_the_word_of_the_workbooks_language() -> None:
    host = jars({"no": "A1", "state": "已开"}, {"no": "A2", "state": "未开"})

    run(host, "shut-jars")

    assert column_of(host, JARS, "state") == ["未开", "未开"]


def test_a_parameter_on_the_sheet_holds_from_its_day_on() -> None:
    settings: Sequence[Mapping[str, Value]] = (
        {"code": "most", "value": 10, "valid_from": dt.date(2026, 6, 18)},
        {"code": "most", "value": 1, "valid_from": dt.date(2026, 6, 19)},
    )
    host = jars({"no": "A1", "qty": 9}, settings=settings)

    run(host, "check-jars")

    assert column_of(host, JARS, "check") == [None]


def test_a_rule_can_be_switched_down_on_the_sheet() -> None:
    host = jars({"no": "A1", "qty": 9}, settings=({"code": "jars.too-many", "value": "提示"},))

    run(host, "check-jars")

    assert column_of(host, JARS, "check") == ["提示[数量] 有 9 个，超过 5"]


def test_a_rule_can_be_switched_off_for_one_run() -> None:
    host = jars({"no": "A1", "qty": 9})

    run(host, "check-jars", Circumstances(now=NOW, settings={"jars.too-many": "off"}))

    assert column_of(host, JARS, "check") == [None]


def test_an_unusable_parameter_is_reported_and_the_default_holds() -> None:
    host = jars({"no": "A1", "qty": 9}, settings=({"code": "most", "value": "很多"}, {"code": "nonsense", "value": "1"}))

    decision = decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.ZH)

    wrong = decision.outcome.findings.filter(code="parameters.unusable")
    assert wrong["cell"].to_list() == ["C5", "C6"]
    assert decision.outcome.findings.filter(code="jars.too-many").height == 1


def test_a_wrong_setting_of_the_caller_is_refused() -> None:
    with pytest.raises(BadParameterError):
        decide(jars(), PANTRY, task_of(PANTRY, "check-jars"), Circumstances(now=NOW, settings={"most": "x"}), Lang.ZH)


def test_the_sheet_a_task_is_about_must_be_there() -> None:
    host = MemoryHost({}, name="leer.xlsx")

    with pytest.raises(TabNotFoundError):
        decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.ZH)


def test_a_renamed_tab_is_known_by_the_table_on_it() -> None:
    whole = jars({"no": "A1"})
    held = whole._tab("罐子")
    host = MemoryHost({"我的罐子": held})

    assert places_of(host, PANTRY) == {"jars": "我的罐子"}


def test_without_an_excel_table_rows_are_written_below_the_last_one() -> None:
    host = jars({"no": "A1", "qty": 1})
    host._tab("罐子").tables = []
    decision = decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.ZH)
    extra = JARS.empty().head(0).vstack(decision.tables["jars"].frame)

    host.apply(plan_of(Outcome(changes=(AppendRows("jars", extra),)), PANTRY, Writing(decision.tables, Lang.ZH)), now=NOW)

    assert column_of(host, JARS, "no") == ["A1", "A1"]


@pytest.mark.parametrize(("lang", "name"), [(Lang.ZH, "“修改记录”"), (Lang.EN, "'Changes'")])
def test_a_sheet_that_somebody_deleted_is_named(lang: Lang, name: str) -> None:
    host = jars({"no": "A1", "qty": 1}, lang=lang)
    del host._tabs[CHANGES.label[lang]]
    logging = replace(task_of(PANTRY, "check-jars"), writes=(CHANGES.code,))
    decision = decide(host, PANTRY, logging, GIVEN, lang)
    logged = AppendRows(CHANGES.code, pl.DataFrame({"task": ["check-jars"]}))

    with pytest.raises(SheetGoneError) as raised:
        plan_of(Outcome(changes=(logged,)), PANTRY, Writing(decision.tables, lang))

    assert name in raised.value.sentence(lang)


def test_a_report_masks_what_belongs_to_a_person() -> None:
    host = jars({"no": "A1", "qty": 1, "phone": "1380013800"})
    decision = decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.ZH)

    report = report_of("check-jars", "b.xlsx", PANTRY, decision, Lang.ZH)

    assert "1380013800" not in report.as_json()
    assert report.findings.filter(field="phone")["value"].to_list() == ["138****3800"]


def test_a_report_has_the_shape_that_scripts_rely_on() -> None:
    host = jars({"no": "A1", "qty": 9, "price": Decimal("2.50")})
    decision = decide(host, PANTRY, task_of(PANTRY, "check-jars"), GIVEN, Lang.EN)

    told = report_of("check-jars", "b.xlsx", PANTRY, decision, Lang.EN).as_dict()

    assert set(told) >= {"task", "workbook", "summary", "counts", "findings", "written"}
    assert told["summary"] == {"jars": 1, "worth": 2.5}
    assert told["counts"] == {"error": 1, "warning": 0, "hint": 0}
    assert told["findings"] == [
        {
            "code": "jars.too-many",
            "severity": "error",
            "sheet": "罐子",
            "cell": "C5",
            "key": "A1",
            "column": "数量",
            "value": "9",
            "message": "9 are more than 5",
            "fix": "",
        }
    ]


def test_the_parameters_sheet_may_be_missing() -> None:
    host = jars({"no": "A1", "qty": 9})
    del host._tabs[PARAMETERS.label.zh]

    run(host, "check-jars")

    assert column_of(host, JARS, "check") == ["错误[数量] 有 9 个，超过 5"]
