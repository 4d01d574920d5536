import polars as pl
import pytest

from shopbook.books.orders.rules.remarks import asked_couriers, contradicts_courier


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("发中通", {"ZTO"}, set()),
        ("麻烦发顺丰快递", {"SF"}, set()),
        ("顺丰", {"SF"}, set()),
        ("顺丰到付", {"SF"}, set()),
        ("指定EMS", {"EMS"}, set()),
        ("发中通或韵达", {"ZTO", "YUNDA"}, set()),
        ("不要发顺丰", set(), {"SF"}),
        ("不要发圆通申通", set(), {"YTO", "STO"}),
        ("圆通不到", set(), {"YTO"}),
        ("发顺丰，不要圆通", {"SF"}, {"YTO"}),
        ("不发顺丰发中通", {"ZTO"}, {"SF"}),
        ("发顺丰。不要发顺丰", set(), {"SF"}),
        ("顺丰能到吗？", set(), set()),
        ("顺丰大厦12楼", set(), set()),
        ("放菜鸟驿站", set(), set()),
        ("苏宁广场1号", set(), set()),
        ("请尽快", set(), set()),
    ],
)
def test_plain_requests_for_a_courier_are_understood(text: str, wanted: set[str], refused: set[str]) -> None:
    asked = asked_couriers(text)

    assert (set(asked.wanted), set(asked.refused)) == (wanted, refused)


def test_any_of_the_couriers_asked_for_will_do() -> None:
    asked = asked_couriers("发中通或韵达")

    assert not asked.contradicts("YUNDA")
    assert asked.contradicts("SF")


def test_on_columns_only_texts_that_name_a_courier_are_judged() -> None:
    frame = pl.DataFrame({"text": ["不要发顺丰", "发中通", "请尽快", None, "发中通"], "code": ["SF", "SF", "SF", "SF", None]})

    assert frame.select(contradicts_courier(pl.col("text"), pl.col("code"))).to_series().to_list() == [True, True, None, None, None]
