import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.sheet.conditions import Needs, always_blank, needs_of, never_true

NEW, PAID = pl.col("is_new"), pl.col("paid")


def needs(*true: str, there: tuple[str, ...] = ()) -> Needs:
    return Needs(frozenset(true), frozenset({*true, *there}))


@pytest.mark.parametrize(
    ("condition", "needed"),
    [
        (NEW, needs("is_new")),
        (~NEW, needs(there=("is_new",))),
        (NEW & (PAID > 0), needs("is_new", there=("paid",))),
        ((NEW & (PAID > 0)) | (NEW & (PAID + pl.col("due") == 0)), needs("is_new", there=("paid",))),
        (NEW | (pl.col("due") * 2 > PAID), needs()),
        (pl.col("name").is_not_null() & ~(PAID != 1), needs(there=("name", "paid"))),
        ((PAID - 1).is_not_null(), needs(there=("paid",))),
        (pl.col("name").is_null(), needs()),
        (NEW.fill_null(value=True), needs()),
        ((PAID > 0).fill_null(value=False), needs(there=("paid",))),
        (PAID.eq_missing(None), needs()),
        (PAID.ne_missing(1), needs()),
        (NEW ^ pl.col("is_old"), needs()),
        (NEW.not_().any(), needs()),
        (pl.coalesce("paid", "due") > 0, needs()),
        (pl.lit(value=True), needs()),
    ],
)
def test_what_a_condition_needs_is_read_off_its_form(condition: pl.Expr, needed: Needs) -> None:
    assert needs_of(condition) == needed


def test_columns_without_a_truth_or_value_are_told() -> None:
    frame = pl.DataFrame({"is_new": [None, False], "is_old": [True, None], "paid": [None, None], "due": [0, None]})

    assert never_true(frame, ("is_new", "is_old")) == {"is_new"}
    assert always_blank(frame, ("is_new", "paid", "due")) == {"paid"}


def test_a_condition_is_met_unless_a_column_that_it_needs_has_nothing() -> None:
    needed = needs("is_new", there=("paid",))

    assert needed.is_met({"is_old"}, {"due"})
    assert not needed.is_met({"is_new"}, set())
    assert not needed.is_met(set(), {"paid"})


FLAGS = {name: st.sampled_from((pl.col(name), ~pl.col(name), pl.col(name).is_not_null(), pl.col(name).is_null())) for name in ("a", "b")}
NUMBERS = st.recursive(
    st.sampled_from((pl.col("x"), pl.col("y"), pl.lit(1), pl.col("x").fill_null(1))),
    lambda inner: st.builds(
        lambda does, one, other: does(one, other), st.sampled_from((pl.Expr.add, pl.Expr.sub, pl.Expr.mul)), inner, inner
    ),
    max_leaves=3,
)
COMPARED = st.builds(
    lambda does, one, other: does(one, other),
    st.sampled_from((pl.Expr.eq, pl.Expr.ne, pl.Expr.lt, pl.Expr.le, pl.Expr.gt, pl.Expr.ge, pl.Expr.eq_missing, pl.Expr.ne_missing)),
    NUMBERS,
    NUMBERS,
)
CONDITIONS = st.recursive(
    st.one_of(*FLAGS.values(), COMPARED),
    lambda inner: st.one_of(
        st.builds(lambda does, one, other: does(one, other), st.sampled_from((pl.Expr.and_, pl.Expr.or_, pl.Expr.xor)), inner, inner),
        st.builds(lambda one: ~one, inner),
        st.builds(lambda one, value: one.fill_null(value=value), inner, st.booleans()),
    ),
    max_leaves=6,
)
FLAG, NUMBER = st.sampled_from((None, True, False)), st.sampled_from((None, 0, 1, 2))
ROWS = st.lists(st.fixed_dictionaries({"a": FLAG, "b": FLAG, "x": NUMBER, "y": NUMBER}), max_size=4)


@given(CONDITIONS, ROWS, st.sets(st.sampled_from("abxy")))
def test_a_condition_whose_needs_are_not_met_is_true_nowhere(condition: pl.Expr, rows: list[dict[str, object]], blank: set[str]) -> None:
    schema = {"a": pl.Boolean, "b": pl.Boolean, "x": pl.Int64, "y": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema).with_columns(pl.lit(None, dtype=schema[name]).alias(name) for name in sorted(blank))
    needed = needs_of(condition)

    is_met = needed.is_met(never_true(frame, needed.true), always_blank(frame, needed.there))

    assert is_met or not frame.select(condition.fill_null(value=False).any()).item()
