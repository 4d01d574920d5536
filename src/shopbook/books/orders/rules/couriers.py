"""Couriers: their names, and which tracking numbers are impossible for them.

The forms of tracking numbers overlap (twelve digits fit five couriers) and change over the years, so they only say that a number is
impossible for a courier, never whose it is. A courier whose numbers are not known may have any.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import half_width


@dataclass(frozen=True, slots=True)
class Courier:
    """One courier.

    Attributes:
        code: As the platforms abbreviate it.
        names: Its Chinese names, the usual one first, without words such as 快递.
        latin: Its names in Latin letters, lower case.
        numbers: Forms of its tracking numbers, as regular expressions without capturing groups; none if they are not known.
    """

    code: str
    names: tuple[str, ...]
    latin: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


COURIERS: tuple[Courier, ...] = (
    Courier("SF", ("顺丰", "顺风"), ("sf", "sfexpress", "shunfeng"), (r"SF\d{13}", r"\d{12}", r"\d{15}")),
    Courier(
        "YTO",
        ("圆通", "园通"),
        ("yto", "yuantong"),
        (r"YT\d{13}", r"[A-Z0-9]{2}\d{8}", r"[A-Z0-9]{2}\d{10}", r"[6-9]\d{17}", r"Y\d{12}", r"(?:DD|JY)\d{9}(?:\d{6})?", r"DD[89]\d{15}"),
    ),
    Courier(
        "ZTO",
        ("中通",),
        ("zto", "zhongtong"),
        (r"\d{10}", r"\d{12}", r"\d{14}", r"2710\d{11}", r"[ABH]\d{13}", r"(?:60|80|90)\d{7}", r"8[01]\d{6}"),
    ),
    Courier(
        "STO",
        ("申通",),
        ("sto", "shentong"),
        (
            r"77\d{13}",
            r"(?:11|22|33|37|44|55|66|77|88|99)\d{11}",
            r"(?:268|468|568|588|668|688|768|868|888|968)\d{9}",
            r"(?:11|22|88)\d{10}",
            r"STO\d{10}",
            r"4\d{11}",
        ),
    ),
    Courier("YUNDA", ("韵达",), ("yunda", "yd"), (r"\d{13}", r"(?:31|42|43|46)\d{13}", r"YD\d{13}(?:\d{2})?")),
    Courier(
        "EMS",
        ("ems", "邮政ems", "邮政特快", "邮政速递", "中国邮政速递"),
        ("ems",),
        (r"[A-Z]{2}\d{9}[A-Z]{2}", r"1[012]\d{11,12}", r"(?:50|51|95|97)\d{11}"),
    ),
    Courier(
        "POSTB",
        ("邮政", "中国邮政", "邮政快递包裹", "邮政小包", "邮政包裹"),
        ("postb", "chinapost"),
        (r"(?:9[1-9]|60)\d{11,12}", r"[AGHKPQ]{2}\d{9}(?:[2-5]\d|1[1-9]|6[0-5])"),
    ),
    Courier("JD", ("京东",), ("jd", "jdl", "jingdong"), (r"JD[A-Z0-9]{9,17}(?:-\d+){0,2}-?",)),
    Courier(
        "HTKY",
        ("极兔", "百世", "百世汇通", "汇通"),
        ("jt", "j&t", "jtexpress", "htky", "best"),
        (
            r"JT\d{13}",
            r"[ABDE]\d{12}",
            r"BXA\d{10}",
            r"K8\d{11}",
            r"02\d{11}",
            r"000\d{10}",
            r"C0000\d{8}",
            r"[2-6]\d{11}",
            r"5[01]\d{12}",
            r"[67]\d{13}",
            r"5[5689]\d{14}",
        ),
    ),
    Courier("DBKD", ("德邦",), ("dbkd", "deppon"), (r"DPK\d{9,15}", r"[5789]\d{9}")),
    Courier("UC", ("优速",), ("uc",), (r"VIP\d{9}", r"V\d{11}", r"\d{12}", r"LBX\d{15}-[2-9AZ]-[1-9A-Z]")),
    Courier("TTKDEX", ("天天",), ("ttkdex", "ttk"), (r"\d{12}", r"TT\d{13}")),
    Courier("CAINIAO", ("菜鸟", "丹鸟"), ("cainiao", "danniao")),
    Courier("ANE", ("安能",), ("ane",)),
    Courier("YMDD", ("壹米滴答", "壹米"), ("ymdd",)),
    Courier("HUISEN", ("汇森",), ("huisen",)),
    Courier("KYE", ("跨越",), ("kye",)),
    Courier("ZJS", ("宅急送",), ("zjs",)),
    Courier("FENGWANG", ("丰网",), ("fengwang",)),
    Courier("SUER", ("速尔",), ("suer",)),
    Courier("JGSD", ("京广",), ("jgsd",)),
    Courier("RRS", ("日日顺",), ("rrs",)),
    Courier("SUNING", ("苏宁",), ("suning",)),
    Courier("UPS", ("联合包裹",), ("ups",)),
    Courier("FEDEX", ("联邦",), ("fedex",)),
    Courier("DHL", ("敦豪",), ("dhl",)),
    Courier("USPS", ("美国邮政",), ("usps",)),
    Courier("NONE", ("自提", "上门自提", "到店自提", "商家自送", "商家配送", "同城配送", "无需物流", "无需快递", "虚拟发货"), ("pickup",)),
)
"""Facts from public code of shops and courier apps; the forms are the union of what the sources give, so that
nothing possible is called wrong."""

_DECORATION = re.compile(r"(?:快递|速递|速运|快运|物流|供应链|集团|股份|有限|责任|公司|express|logistics|有限公司|[\W_])+", re.IGNORECASE)


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    return {_plain(name): courier.code for courier in COURIERS for name in (courier.code, *courier.names, *courier.latin)}


@lru_cache(maxsize=1)
def brands() -> Mapping[str, str]:
    """Every Chinese name -> its courier's code; for finding couriers in running text. Longer names come first."""
    known = {name: courier.code for courier in COURIERS if courier.code != "NONE" for name in courier.names}
    return dict(sorted(known.items(), key=lambda name: (-len(name[0]), name[0])))


@lru_cache(maxsize=1)
def _brand_form() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(brand) for brand in brands()))


def _plain(name: str) -> str:
    return _DECORATION.sub("", half_width(name).casefold())


@lru_cache(maxsize=1_000)
def courier_of(name: str) -> str | None:
    """The code of a courier written in any of the usual ways (``中通``, ``中通快递``, ``ZTO``, ``中通快递(杭州)``); else ``None``."""
    known = _by_name().get(_plain(name))
    if known:
        return known
    codes = {code for _, code in named_in(half_width(name).casefold())}
    return codes.pop() if len(codes) == 1 else None


def named_in(text: str) -> list[tuple[re.Match[str], str]]:
    """Where couriers are named in a running text, in its order, each with its code; ``text`` in lower case."""
    return [(found, brands()[found[0]]) for found in _brand_form().finditer(text)]


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {courier.code: re.compile("|".join(courier.numbers), re.ASCII) for courier in COURIERS if courier.numbers}


def is_possible(tracking_no: str, courier: str) -> bool:
    """Whether a courier (its code) may have given out a tracking number; any number is possible if its forms are not known."""
    form = _forms().get(courier)
    return form is None or form.fullmatch(tracking_no.upper()) is not None


def possible_couriers(tracking_no: str) -> tuple[str, ...]:
    """The couriers whose known forms a tracking number fits, by code; often several."""
    return tuple(code for code, form in _forms().items() if form.fullmatch(tracking_no.upper()))


def courier_codes(names: pl.Expr) -> pl.Expr:
    """:func:`courier_of` on a column."""
    return once_per_text(names, courier_of)


def is_impossible(tracking_nos: pl.Expr, codes: pl.Expr) -> pl.Expr:
    """Not :func:`is_possible`, on columns; numbers in upper case, as sheets are read. Null where number or courier is null."""
    # To Rust, digits are those of every script, which is slow and not meant here.
    known = "|".join(f"{courier.code}:(?:{'|'.join(courier.numbers)})" for courier in COURIERS if courier.numbers).replace(r"\d", "[0-9]")
    free = "|".join(courier.code for courier in COURIERS if not courier.numbers)
    return ~(codes + ":" + tracking_nos).str.contains(f"^(?:{known}|(?:{free}):.*)$")
