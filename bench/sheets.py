"""The sheets that everybody is measured with: a shop's order list of 18 columns, as an export and as a workbook of ours."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from random import Random

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # annotated, but without the marker py.typed
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from bench.filling import Filling, fill
from bench.layout import AMOUNTS, MOMENTS, TITLES
from shopbook.books.orders.book import ORDERS_BOOK
from shopbook.books.orders.sheets import ORDERS
from shopbook.labels import Lang
from shopbook.sheet.columns import Sheet
from shopbook.sheet.mark import NAME, Mark

_FIRST_DAY = dt.datetime(2026, 1, 1)
_SECONDS = 85 * 86_400
_ONE_IN = 1_000  # rows with something wrong
_CITIES = (
    ("浙江省", "杭州市"),
    ("浙江省", "宁波市"),
    ("江苏省", "苏州市"),
    ("广东省", "深圳市"),
    ("四川省", "成都市"),
    ("湖北省", "武汉市"),
)
_STREETS = ("湖滨路", "学院路", "和平街", "新华大道", "東门巷", "青年路")
_GOODS = ("棉麻衬衫 蓝色", "保温杯 500ml", "蓝牙音箱", "积木 120粒", "三层置物架", "真丝围巾", "露营灯")
_WORDS = ("", "", "", "", "", "", "送礼用，请勿放价格单", "周末送", "开发票 <公司> & 抬头")
_COURIERS: tuple[tuple[str, str, int], ...] = (("中通快递", "", 12), ("圆通速递", "YT", 13), ("韵达快递", "", 13), ("顺丰速运", "SF", 13))
_SURNAMES, _NAMES = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋艳杰"
_STATUSES = ("已发货", "已签收", "交易成功")

Cell = str | int | float | dt.datetime | None
Order = list[Cell]


def orders(rows: int, *, seed: int = 20) -> Iterator[Order]:
    """Order lines, the same for the same seed; one in a thousand has something wrong."""
    random = Random(seed)
    for index in range(rows):
        order = _order(index, random)
        if random.randrange(_ONE_IN) == 0:
            random.choice(_DAMAGES)(order)
        yield order


def _order(index: int, random: Random) -> Order:
    province, city = random.choice(_CITIES)
    courier, start, digits = random.choice(_COURIERS)
    qty, cents, freight = random.randint(1, 4), random.randrange(500, 60_000), random.choice((0, 0, 6, 8))
    paid_at = _FIRST_DAY + dt.timedelta(seconds=random.randrange(_SECONDS))
    return [
        str(3_900_000_000_000_000_000 + index * 9_973),
        f"{random.choice(_SURNAMES)}{random.choice(_NAMES)}{random.choice(_NAMES)}{index % 10_000}",
        f"1{random.choice('3578')}{random.randrange(10**9):09d}",
        province,
        city,
        f"{random.choice(_STREETS)}{random.randint(1, 999)}号{random.randint(1, 30)}幢{random.randint(101, 2901)}室",
        f"A{random.randrange(4_000):05d}",
        f"{random.choice(_GOODS)} {random.randrange(400)}款",
        qty,
        cents / 100,
        freight,
        (qty * cents + freight * 100) / 100,
        paid_at,
        paid_at + dt.timedelta(seconds=random.randrange(1_800, 40 * 3_600)),
        courier,
        f"{start}{random.randrange(10 ** (digits - 1), 10**digits)}",
        random.choice(_STATUSES),
        random.choice(_WORDS) or None,
    ]


def _short_phone(order: Order) -> None:
    order[2] = str(order[2])[:-1]


def _wrong_total(order: Order) -> None:
    order[11] = 1.0


def _shipped_before_paid(order: Order) -> None:
    order[12], order[13] = order[13], order[12]


def _unknown_status(order: Order) -> None:
    order[16] = "不明"


def _no_address(order: Order) -> None:
    order[5] = None


_DAMAGES: tuple[Callable[[Order], None], ...] = (_short_phone, _wrong_total, _shipped_before_paid, _unknown_status, _no_address)


def write_export(path: Path, rows: int) -> None:
    """The order list as a platform exports it: one header row, nothing else."""
    shell = BytesIO()
    with Workbook(shell) as workbook:
        worksheet = workbook.add_worksheet("订单")
        worksheet.write_row(0, 0, TITLES)
        wear_formats(workbook, worksheet, MOMENTS, AMOUNTS)
    fill(shell, path, {1: Filling(orders(rows), rows, len(TITLES))})


def write_book(path: Path, rows: int, *, beside: Sequence[Sheet] = (), called: Mapping[str, str] | None = None) -> None:
    """The order list as an order workbook of ours: the hidden mark, the table ``orders``, the column 校验 in front.

    Args:
        path: Where to.
        rows: How many lines.
        beside: Further sheets, empty.
        called: Titles of the list -> what they are called instead.
    """
    shell = BytesIO()
    titles = (ORDERS.by_field["check"].label.zh, *(_our_title((called or {}).get(title, title)) for title in TITLES))
    with Workbook(shell) as workbook:
        worksheet = workbook.add_worksheet(ORDERS.label.zh)
        worksheet.add_table(0, 0, 1, len(titles) - 1, {"name": ORDERS.code, "columns": [{"header": title} for title in titles]})
        wear_formats(workbook, worksheet, [at + 1 for at in MOMENTS], [at + 1 for at in AMOUNTS])
        for sheet in beside:
            workbook.add_worksheet(sheet.label.zh).write_row(0, 0, [column.label.zh for column in sheet.columns])
        workbook.define_name(NAME, "=" + Mark(ORDERS_BOOK.code, ORDERS_BOOK.version, Lang.ZH).formula())
    fill(shell, path, {1: Filling(([None, *order] for order in orders(rows)), rows, len(titles))})


def wear_formats(workbook: Workbook, worksheet: Worksheet, moments: Iterable[int], amounts: Iterable[int] = ()) -> None:
    """Let whole columns look like moments, to the second, and like amounts; numbers from 0."""
    moment, amount = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), workbook.add_format({"num_format": "0.00"})
    for at in moments:
        worksheet.set_column(at, at, None, moment)
    for at in amounts:
        worksheet.set_column(at, at, None, amount)


def _our_title(title: str) -> str:
    return next((column.label.zh for column in ORDERS.columns if title in column.notes.aliases), title)
