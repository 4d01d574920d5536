from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.build.page_layout import Mark, Part, Role, parts
from shopbook.build.page_measures import COLUMNS, LEFT_HALF, MEASURES, broken, cut
from shopbook.sheet.documents import Block, Fact, LineColumn, Lines, PerPage

PER_PAGE = pytest.mark.parametrize("per_page", [1, 2, 4])
COLUMNS_OF_LINES = (LineColumn("库位", 13, is_strong=True), LineColumn("商品", 30), LineColumn("数量", 6, is_centred=True))


def block(rows: int = 1, *, item: str = "杯子", facts: tuple[Fact, ...] = ()) -> Block:
    lines = Lines(COLUMNS_OF_LINES, tuple((f"A-{row:02}", item, "1") for row in range(rows)))
    usual = (Fact("收货人", "张三", is_strong=True, is_repeated=True), Fact("电话", "13800000001"), *facts)
    return Block("出库单", "20260310-0001", "2601310000012345678", "订单编号", usual, lines, "共 1 件", ("开单", "仓管"), "发货专用章")


def texts(part: Part, *roles: Role) -> list[str]:
    return [mark.text for mark in part if mark.role in roles]


def squares(part: Part) -> list[tuple[int, int]]:
    return [
        (row, column)
        for mark in part
        for row in range(mark.row, mark.row + mark.height)
        for column in range(mark.column, mark.column + mark.width)
    ]


@PER_PAGE
def test_an_order_of_one_item_is_one_part_with_head_box_and_signatures(per_page: PerPage) -> None:
    [part] = parts(block(), MEASURES[per_page])
    assert texts(part, Role.TITLE, Role.NUMBER, Role.BARCODE, Role.STAMP, Role.TOTAL) == [
        "出库单", "20260310-0001", "2601310000012345678", "共 1 件", "发货专用章",
    ]  # fmt: skip
    assert texts(part, Role.SIGNED) == ["开单", "仓管"]


@PER_PAGE
def test_twenty_items_go_on_under_the_same_head_and_each_stands_once(per_page: PerPage) -> None:
    made = parts(block(40), MEASURES[per_page])
    assert len(made) > 1
    assert [texts(part, Role.NUMBER) for part in made] == [[f"20260310-0001  {at}/{len(made)}"] for at in range(1, len(made) + 1)]
    assert [texts(part, Role.HEAD) for part in made] == [["库位", "商品", "数量"]] * len(made)
    assert [text for part in made for text in texts(part, Role.STRONG_CELL)] == [f"A-{row:02}" for row in range(40)]
    assert [bool(texts(part, Role.STAMP)) for part in made] == [False] * (len(made) - 1) + [True]
    assert texts(made[-1], Role.STRONG_FACT, Role.FACT) == ["张三"]


@PER_PAGE
@given(
    rows=st.integers(0, 60),
    item=st.text(max_size=120),
    words=st.lists(st.tuples(st.text(max_size=300), st.booleans(), st.booleans()), max_size=9),
)
def test_nothing_leaves_its_block_or_lies_over_another(
    per_page: PerPage, rows: int, item: str, words: list[tuple[str, bool, bool]]
) -> None:
    facts = tuple(Fact("备注", text, is_wide=is_wide, is_strong=is_strong) for text, is_wide, is_strong in words)
    measures = MEASURES[per_page]
    for part in parts(block(rows, item=item, facts=facts[:5]), measures):
        taken = squares(part)
        assert len(taken) == len(set(taken))
        assert all(0 <= row < measures.rows and 0 <= column < measures.columns for row, column in taken)


def test_a_fact_about_which_nothing_is_known_takes_no_room() -> None:
    [part] = parts(block(facts=(Fact("快递单号", None), Fact("仓库", " "))), MEASURES[1])
    assert texts(part, Role.FACT) == ["13800000001"]


def test_a_long_address_takes_the_lines_it_needs() -> None:
    [part] = parts(block(facts=(Fact("地址", "上海市浦东新区世纪大道" * 8, is_wide=True, most_lines=4),)), MEASURES[4])
    address = next(mark for mark in part if mark.label == "地址 ")
    # 90 characters of 8 points in lines of 235 points: 29 to a line, so 4 lines of 10.56 points in rows of 12.5.
    assert (address.height, address.width) == (4, LEFT_HALF)
    assert address.text == "上海市浦东新区世纪大道" * 8


def test_figures_stand_large_in_boxes_alike_below_their_words() -> None:
    figures = ((Fact("得分", "84.0", is_strong=True), Fact("等级", "B"), Fact("自评", None)), (Fact("业绩", "95"),))
    [part] = parts(Block("评分卡", figures=figures), MEASURES[1])
    boxes = [mark for mark in part if mark.role in {Role.STRONG_FIGURE, Role.FIGURE}]
    assert [(mark.text, mark.role is Role.STRONG_FIGURE) for mark in boxes] == [("84.0", True), ("B", False), ("", False), ("95", False)]
    assert [mark.width for mark in boxes] == [13, 14, 14, COLUMNS]
    words = [mark for mark in part if mark.role is Role.FIGURE_NAME]
    assert [(word.text, word.row + 1, word.column) for word in words] == [
        (name, box.row, box.column) for name, box in zip(("得分", "等级", "自评", "业绩"), boxes, strict=True)
    ]


def test_a_remark_has_a_box_to_write_in_although_nobody_said_anything() -> None:
    [part] = parts(Block("评分卡", remarks=(Fact("改进计划", None), Fact("目标", "转化率 3%"))), MEASURES[1])
    boxes = [(mark.label, mark.text, mark.height) for mark in part if mark.role is Role.REMARK]
    # Three lines of 10 points, 13.2 each, in rows of 16.
    assert boxes == [("", "改进计划", 3), ("目标 ", "转化率 3%", 3)]


@given(st.integers(0, 60), st.lists(st.text(max_size=400), max_size=5), st.lists(st.text(max_size=60), max_size=7))
def test_figures_and_remarks_leave_no_page_and_lie_over_nothing(rows: int, remarks: list[str], figures: list[str]) -> None:
    boxes = (tuple(Fact(text, text) for text in figures),) if figures else ()
    whole = replace(block(rows), figures=boxes, remarks=tuple(Fact("意见", text, most_lines=5) for text in remarks))
    made = parts(whole, MEASURES[1])
    for part in made:
        taken = squares(part)
        assert len(taken) == len(set(taken))
        assert all(0 <= row < MEASURES[1].rows and 0 <= column < COLUMNS for row, column in taken)
    assert sum(mark.role is Role.REMARK for part in made for mark in part) == len(remarks)


def test_what_is_longer_than_its_place_ends_in_dots() -> None:
    text, lines = cut("长" * 200, LEFT_HALF, 8, 2)
    assert (text[-1], lines) == ("…", 2)
    assert len(broken(text, LEFT_HALF, 8)) == 2


def test_words_are_not_broken_but_characters_may_be() -> None:
    assert [line.strip() for line in broken("fast charger cable", 6, 10)] == ["fast", "charger", "cable"]


def test_pages_fit_on_a4_with_the_margins() -> None:
    for measures in MEASURES.values():
        assert measures.page_rows * measures.row_points <= 720
        assert max(column for _, column in measures.blocks) + measures.columns == COLUMNS
        assert max(row for row, _ in measures.blocks) + measures.rows == measures.page_rows


def test_a_list_without_lines_facts_or_code_is_only_a_head() -> None:
    assert parts(Block("拣货单"), MEASURES[1]) == [(Mark(Role.TITLE, "拣货单", 0, 0, 2, 24), Mark(Role.NUMBER, "", 0, 24, 2, 17))]


@pytest.mark.parametrize(("per_page", "gap"), [(1, 1), (2, 0), (4, 0)])
def test_a_list_stands_apart_from_the_facts_above_it_where_there_is_room(per_page: PerPage, gap: int) -> None:
    [part] = parts(block(), MEASURES[per_page])
    facts = max(mark.row + mark.height for mark in part if mark.role in (Role.FACT, Role.STRONG_FACT))
    assert min(mark.row for mark in part if mark.role is Role.HEAD) == facts + gap
