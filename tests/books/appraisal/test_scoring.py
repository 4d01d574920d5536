from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.appraisal.library.scoring import Scoring, Step, descends, points, scoring_of, steps_of

figures = st.decimals(min_value=-1000, max_value=100000, places=2)
marks = st.decimals(min_value=0, max_value=100, places=2)
targets = st.decimals(min_value=Decimal("0.01"), max_value=10000, places=2)


@pytest.mark.parametrize(
    ("scoring", "actual", "expected"),
    [
        (Scoring("higher", target=Decimal(95)), "95", "100.00"),
        (Scoring("higher", target=Decimal(95)), "90.25", "95.00"),
        (Scoring("higher", target=Decimal(95)), "99", "100.00"),
        (Scoring("higher", target=Decimal(100), cap=Decimal(120)), "115", "115.00"),
        (Scoring("higher", target=Decimal(5)), "-2", "0.00"),
        (Scoring("higher", target=Decimal(5), floor=Decimal(40)), "-2", "40.00"),
        (Scoring("lower", target=Decimal(2)), "2", "100.00"),
        (Scoring("lower", target=Decimal(2)), "3", "66.67"),
        (Scoring("lower", target=Decimal(2)), "0", "100.00"),
        (Scoring("lower", target=Decimal(0)), "0", "100.00"),
        (Scoring("lower", target=Decimal(0)), "1", "0.00"),
        (Scoring("deduct", per_case=Decimal(5)), "3", "85.00"),
        (Scoring("deduct", per_case=Decimal(5)), "0", "100.00"),
        (Scoring("deduct", per_case=Decimal(30), floor=Decimal(20)), "4", "20.00"),
        (Scoring("rating"), "0", "0.00"),
        (Scoring("rating"), "88.5", "88.50"),
    ],
)
def test_a_figure_is_worth_so_many_points(scoring: Scoring, actual: str, expected: str) -> None:
    assert str(points(Decimal(actual), scoring)) == expected


@pytest.mark.parametrize(("actual", "expected"), [("99.5", 100), ("98", 100), ("97.99", 90), ("95", 90), ("90", 75), ("89.99", 0)])
def test_steps_are_taken_from_the_best_down(actual: str, expected: int) -> None:
    steps = steps_of("≥98:100; ≥95：90；>=90:75；0")
    assert steps is not None
    assert points(Decimal(actual), Scoring("steps", steps=steps)) == expected


@pytest.mark.parametrize(("actual", "expected"), [("24", 100), ("24.5", 80), ("72", 80), ("73", 60)])
def test_steps_may_be_better_the_lower_the_figure(actual: str, expected: int) -> None:
    steps = steps_of("<=24:100;<=72:80")
    assert steps is not None
    assert points(Decimal(actual), Scoring("steps", steps=steps, floor=Decimal(60))) == expected


@pytest.mark.parametrize(
    "text",
    ["≥98:100; ≥95:90; 0", ">=98=100\n>=95=90\n0", "≧９８：１００，≧９５：９０，0", "≥98%：100分；≥95%：90分；其余：0分"],
)
def test_steps_may_be_typed_in_several_ways(text: str) -> None:
    assert steps_of(text) == (
        Step(">=", Decimal(98), Decimal(100)),
        Step(">=", Decimal(95), Decimal(90)),
        Step("", Decimal(0), Decimal(0)),
    )


@pytest.mark.parametrize("text", ["98 以上满分", "≥98", "0; ≥98:100", "≥98:一百", "≥98:100; ?"])
def test_what_is_no_table_of_steps_is_none(text: str) -> None:
    assert steps_of(text) is None


def test_a_blank_text_has_no_steps() -> None:
    assert steps_of("  ") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥98:100; ≥95:90; 0", True),
        ("<1:100; <=3:80; 0", True),
        ("≥95:90; ≥98:100", False),
        ("≥98:90; ≥95:100", False),
        ("≥98:100; ≤95:90", False),
        ("≥98:100; 100; 0", False),
        ("≥98:50; 60", False),
    ],
)
def test_steps_go_from_the_best_to_the_worst(text: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert descends(steps_of(text) or (Step("", Decimal(0), Decimal(0)), Step("", Decimal(0), Decimal(1)))) is expected


@pytest.mark.parametrize(
    "scoring",
    [
        Scoring("higher"),
        Scoring("higher", target=Decimal(0)),
        Scoring("lower"),
        Scoring("steps"),
        Scoring("deduct"),
        Scoring(""),
        Scoring("something"),
    ],
)
def test_an_indicator_that_lacks_what_its_method_needs_has_no_points(scoring: Scoring) -> None:
    assert points(Decimal(90), scoring) is None


@pytest.mark.parametrize("method", ["higher", "lower", "deduct", "rating"])
def test_a_blank_figure_is_not_zero_but_has_no_points(method: str) -> None:
    assert points(None, Scoring(method, target=Decimal(1), per_case=Decimal(1))) is None


def test_what_a_row_leaves_blank_has_its_default() -> None:
    row = {"method": "deduct", "target": None, "steps": None, "per_case": Decimal(2), "floor": None, "cap": None}
    assert scoring_of(row) == Scoring("deduct", per_case=Decimal(2), floor=Decimal(0), cap=Decimal(100))


@given(one=figures, other=figures, target=targets, floor=marks, cap=marks)
def test_a_better_input_never_lowers_a_higher_is_better_score(
    one: Decimal, other: Decimal, target: Decimal, floor: Decimal, cap: Decimal
) -> None:
    worse, better = (points(each, Scoring("higher", target=target, floor=floor, cap=cap)) for each in sorted((one, other)))
    assert worse is not None
    assert better is not None
    assert worse <= better


@given(one=figures, other=figures, parameter=targets, floor=marks)
@pytest.mark.parametrize("method", ["lower", "deduct"])
def test_a_lower_input_never_lowers_a_lower_is_better_score(
    method: str, one: Decimal, other: Decimal, parameter: Decimal, floor: Decimal
) -> None:
    scoring = Scoring(method, target=parameter, per_case=parameter, floor=floor)
    better, worse = (points(each, scoring) for each in sorted((one, other)))
    assert worse is not None
    assert better is not None
    assert worse <= better


@given(
    bounds=st.lists(figures, min_size=1, max_size=6, unique=True),
    worth=st.lists(marks, min_size=7, max_size=7),
    signs=st.sampled_from([(">=", ">"), ("<=", "<")]),
    one=figures,
    other=figures,
)
def test_steps_that_descend_never_give_a_better_figure_less(
    bounds: list[Decimal], worth: list[Decimal], signs: tuple[str, str], one: Decimal, other: Decimal
) -> None:
    is_upward = ">" in signs
    falling = sorted(worth, reverse=True)
    ordered = sorted(bounds, reverse=is_upward)
    steps = tuple(Step(signs[number % 2], bound, falling[number]) for number, bound in enumerate(ordered))
    assert descends(steps)
    worse, better = (points(each, Scoring("steps", steps=steps)) for each in sorted((one, other), reverse=not is_upward))
    assert worse is not None
    assert better is not None
    assert worse <= better


@given(actual=figures, target=targets, floor=marks, cap=st.decimals(min_value=100, max_value=200, places=2))
@pytest.mark.parametrize("method", ["higher", "lower", "deduct", "rating"])
def test_points_lie_between_floor_and_cap(method: str, actual: Decimal, target: Decimal, floor: Decimal, cap: Decimal) -> None:
    found = points(actual, Scoring(method, target=target, per_case=Decimal(1), floor=floor, cap=cap))
    assert found is not None
    assert floor <= found <= cap
