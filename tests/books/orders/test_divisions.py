import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopbook.books.orders.rules import divisions
from shopbook.books.orders.rules.divisions import Place, place_of, places, province_at_start, province_of, provinces_with, short_name


@pytest.fixture(autouse=True)
def _cold() -> None:
    """Nothing read yet: the columns of other tests may have asked from threads of polars, which coverage does not see."""
    for known in (divisions.divisions, divisions._provinces, divisions._cities):
        known.cache_clear()


def test_there_are_thirty_four_provinces() -> None:
    assert len(divisions.divisions()) == 34
    assert set(divisions.divisions()) >= {"北京市", "浙江省", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区", "台湾省"}


def test_there_are_the_333_prefectures_of_the_mainland() -> None:
    ranks = ("市", "地区", "自治州", "盟")
    assert "儋州市" in divisions.divisions()["海南省"]
    assert sum(name.endswith(ranks[1:]) for cities in divisions.divisions().values() for name in cities) == 40


@pytest.mark.parametrize("written", ["上海", "上海市", "上海-上海市", "上海 上海市", " 上海 "])
def test_a_municipality_is_known_in_each_of_its_spellings(written: str) -> None:
    assert province_of(written) == "上海市"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("廣東省", "广东省"),
        ("臺灣", "台湾省"),
        ("香港", "香港特别行政区"),
        ("火星省", None),
        ("", None),
    ],
)
def test_a_province_is_known_by_its_short_and_its_traditional_name(written: str, name: str | None) -> None:
    assert province_of(written) == name


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("恩施土家族苗族自治州", "恩施"),
        ("恩施州", "恩施"),
        ("内蒙古自治区", "内蒙古"),
        ("芒市", "芒市"),
        ("德州市", "德州"),
        ("神农架林区", "神农架"),
        ("锡林郭勒盟", "锡林郭勒"),
    ],
)
def test_the_short_name_leaves_out_rank_and_peoples(full: str, short: str) -> None:
    assert short_name(full) == short


def test_every_city_is_found_in_its_own_province() -> None:
    lost = [
        (province, city) for province, cities in divisions.divisions().items() for city in cities if province not in provinces_with(city)
    ]

    assert lost == []


@pytest.mark.parametrize(
    ("province", "city"),
    [
        ("浙江省", "杭州市"),
        ("浙江", "杭州"),
        ("浙江省", "杭州市西湖区"),
        ("浙江省", "杭州-西湖"),
        ("浙江省", "义乌市"),
        ("上海", "浦东新区"),
        ("上海市", "上海市"),
        ("吉林省", "吉林市"),
        ("海南省", "海南"),
        ("湖北省", "仙桃市"),
        ("湖北省", "省直辖县级行政单位"),
        ("湖北省", "襄樊市"),
        ("重庆市", "县"),
        ("台湾省", "任何地方"),
        ("海外", "纽约"),
    ],
)
def test_city_and_province_that_go_together_are_known(province: str, city: str) -> None:
    assert place_of(province, city, "") is Place.KNOWN


@pytest.mark.parametrize(
    ("province", "city", "address", "place"),
    [
        ("浙江省", "苏州市", "", Place.ELSEWHERE),
        ("广东省", "上海", "", Place.ELSEWHERE),
        ("江苏省", "通州区", "", Place.NO_SUCH_CITY),
        ("浙江省", "杭洲市", "", Place.NO_SUCH_CITY),
        ("", "杭洲市", "", Place.NO_SUCH_CITY),
        ("", "杭州市", "", Place.KNOWN),
        ("火星省", "", "", Place.NO_SUCH_PROVINCE),
        ("California", "LA", "", Place.NOT_CHINESE),
        ("浙江省", "", "江苏省南京市鼓楼区1号", Place.TWO_PROVINCES),
        ("浙江省", "", "江苏 南京 鼓楼区1号", Place.TWO_PROVINCES),
        ("浙江省", "", "江苏路1号", Place.KNOWN),
        ("", "", "上海", Place.REGION),
        ("", "", "杭州市", Place.REGION),
        ("", "", "火星省", Place.NOT_A_REGION),
        ("", "", "浙江省杭州市西湖区文三路1号", Place.KNOWN),
        ("", "", "浙江杭州西湖区文三路1号", Place.KNOWN),
        ("", "", "黑龙江哈尔滨市1号", Place.KNOWN),
        ("", "", "杭州市文三路1号", Place.KNOWN),
        ("", "", "文三路一百二十号大厦", Place.UNSAID),
        ("", "", "", None),
    ],
)
def test_what_is_said_of_a_place(province: str, city: str, address: str, place: Place | None) -> None:
    assert place_of(province, city, address) == place


def test_only_a_full_name_or_a_word_of_its_own_names_the_province_of_an_address() -> None:
    assert province_at_start("吉林省 通化市 柳河县") == "吉林省"
    assert province_at_start("吉林 通化市 柳河县") == "吉林省"
    assert province_at_start("內蒙古自治區呼和浩特市") == "内蒙古自治区"
    assert province_at_start("吉林大街1号") is None


_PARTS = st.sampled_from(
    [None, "浙江省", "江苏", "杭州市", "苏州", "火星省", "Mars", "江苏省南京市1号", "江苏 南京市1号", "文三路1号", "文三路一百二十号大厦"]
)


@given(st.lists(st.tuples(_PARTS, _PARTS, _PARTS), min_size=1))
def test_columns_are_judged_as_single_places_are(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("province", "city", "address"), pl.String), orient="row")

    found = frame.select(places(pl.col("province"), pl.col("city"), pl.col("address"))).to_series().to_list()

    assert found == [place_of(*(part or "" for part in row)) for row in rows]
