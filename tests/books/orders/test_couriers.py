import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.orders.rules import couriers
from shopbook.books.orders.rules.couriers import COURIERS, courier_codes, courier_of, is_impossible, is_possible, possible_couriers


@pytest.fixture(autouse=True)
def _cold() -> None:
    """Nothing looked up yet: the columns of other tests may have asked from threads of polars, which coverage does not see."""
    for known in (couriers.brands, couriers._by_name, couriers._brand_form, couriers._forms):
        known.cache_clear()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("中通", "ZTO"),
        ("中通快递", "ZTO"),
        ("ZTO", "ZTO"),
        ("zto express", "ZTO"),
        ("中通快递(杭州)", "ZTO"),
        ("顺丰速运", "SF"),
        ("ＳＦ", "SF"),
        ("京东物流", "JD"),
        ("邮政EMS", "EMS"),
        ("邮政快递包裹", "POSTB"),
        ("极兔速递", "HTKY"),
        ("百世快递", "HTKY"),
        ("圆通速递有限公司", "YTO"),
        ("商家自送", "NONE"),
    ],
)
def test_a_courier_is_known_by_its_usual_names(name: str, code: str) -> None:
    assert courier_of(name) == code


@pytest.mark.parametrize("name", ["飞毛腿", "顺丰或中通", "", "快递"])
def test_an_unknown_or_doubtful_name_is_no_courier(name: str) -> None:
    assert courier_of(name) is None


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("SF1234567890123", "SF"),
        ("sf1234567890123", "SF"),
        ("YT1234567890123", "YTO"),
        ("78123456789012", "ZTO"),
        ("773123456789012", "STO"),
        ("4312345678901", "YUNDA"),
        ("EA123456789CN", "EMS"),
        ("9812345678901", "POSTB"),
        ("JDVA12345678901-1-1-", "JD"),
        ("JT1234567890123", "HTKY"),
        ("DPK202412345678", "DBKD"),
        ("anything at all", "ANE"),
    ],
)
def test_a_number_of_a_known_form_is_possible(number: str, code: str) -> None:
    assert is_possible(number, code)


@pytest.mark.parametrize(
    ("number", "code"), [("SF12345678901", "SF"), ("12345", "ZTO"), ("JT123", "HTKY"), ("YT1234567890123", "SF"), ("٣٣٣٣٣٣٣٣٣٣٣٣", "SF")]
)
def test_a_number_of_no_known_form_is_impossible(number: str, code: str) -> None:
    assert not is_possible(number, code)


def test_twelve_digits_fit_several_couriers_and_say_nothing_about_which() -> None:
    assert possible_couriers("123456789012") == ("SF", "YTO", "ZTO", "UC", "TTKDEX")


def test_names_do_not_belong_to_two_couriers() -> None:
    names = [name for courier in COURIERS for name in (courier.code.lower(), *courier.names, *courier.latin)]
    by_code = {courier.code: {courier.code.lower(), *courier.names, *courier.latin} for courier in COURIERS}

    assert len(set(names)) == sum(len(each) for each in by_code.values())


@given(
    st.lists(
        st.tuples(st.sampled_from(["中通", "顺丰速运", "安能", "飞毛腿", None]), st.from_regex(r"(SF|YT|7)?[0-9]{5,15}", fullmatch=True)),
        min_size=1,
    )
)
def test_columns_are_judged_as_single_values_are(rows: list[tuple[str | None, str]]) -> None:
    frame = pl.DataFrame(rows, schema={"courier": pl.String, "number": pl.String}, orient="row").with_columns(
        courier_codes(pl.col("courier")).alias("code")
    )
    codes = [courier_of(name) if name is not None else None for name, _ in rows]

    assert frame["code"].to_list() == codes
    assert frame.select(is_impossible(pl.col("number"), pl.col("code"))).to_series().to_list() == [
        None if code is None else not is_possible(number, code) for code, (_, number) in zip(codes, rows, strict=True)
    ]
