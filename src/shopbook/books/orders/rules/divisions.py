"""The administrative divisions of China: is there such a province, such a city, and does the city lie in the province?

``divisions.txt`` beside this module holds the names. Facts: the statistical division codes of China (2023) as collected by the project
Administrative-divisions-of-China (WTFPL), in a form of our own.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import polars as pl

from shopbook.sheet.rules import once_per_text


class Place(StrEnum):
    """What can be said about the place that a row names."""

    KNOWN = "known"
    """The province is known; city and address do not contradict it."""
    REGION = "region"
    """No province column, and an address that is the name of a known province or city and nothing else."""
    NO_SUCH_PROVINCE = "no-such-province"
    NOT_CHINESE = "not-chinese"
    """The province is not written in Chinese: abroad, or a slip."""
    NO_SUCH_CITY = "no-such-city"
    ELSEWHERE = "elsewhere"
    """The city lies in another province."""
    TWO_PROVINCES = "two-provinces"
    """The address begins with another province than the one in the province column."""
    NOT_A_REGION = "not-a-region"
    """No province, and a short address that names no known place."""
    UNSAID = "unsaid"
    """No province, and the address does not begin with one or with a city."""


_TRADITIONAL = str.maketrans(
    "別臺灣廣東蘇遼寧龍慶貴雲陝肅門內壯維爾區縣濟漢陽錦鄭無錫雞廈長瀋連島嶺",
    "别台湾广东苏辽宁龙庆贵云陕肃门内壮维尔区县济汉阳锦郑无锡鸡厦长沈连岛岭",
)
_RANK = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|林区|盟|省|市|县|区)$")
_PEOPLES = re.compile(r"(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|黎)族|维吾尔|蒙古|柯尔克孜|哈萨克)+$")
_SHORTEST = 2
_NEUTRAL = frozenset({"市辖", "县", "省直辖县级行政单位", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖", "其它", "其他"})
_ABROAD = frozenset({"海外", "国外", "境外", "其他", "其它", "其他国家", "海外其他"})
_REGION_LENGTH = 8
_HEAD_LENGTH = 12
_GAP = "\t"


def short_name(name: str) -> str:
    """What the spellings of one place have in common: ``恩施土家族苗族自治州``, ``恩施州`` and ``恩施`` are the same."""
    plain = "".join(name.split()).translate(_TRADITIONAL)
    for tail in (_RANK, _PEOPLES, re.compile("州$") if plain.endswith("州") and len(plain) > _SHORTEST else _RANK):
        rest = tail.sub("", plain)
        plain = rest if len(rest) >= _SHORTEST else plain
    return plain


@lru_cache(maxsize=1)
def divisions() -> Mapping[str, tuple[str, ...]]:
    """Every province -> the names that may stand as its city."""
    text = files("shopbook.books.orders").joinpath("divisions.txt").read_text(encoding="utf-8")
    lines = (line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    return {province: tuple(cities.split()) for province, cities in lines}


@lru_cache(maxsize=1)
def _provinces() -> Mapping[str, str]:
    return {short_name(name): name for name in divisions()}


@lru_cache(maxsize=2)
def _cities(ranks: str = "") -> Mapping[str, frozenset[str]]:
    """Every city's short name -> the provinces that have one; of names that end with one of some words only."""
    found: dict[str, set[str]] = {}
    for province, cities in divisions().items():
        for city in cities:
            if re.search(f"(?:{ranks})$", city):
                found.setdefault(short_name(city), set()).add(province)
    return {city: frozenset(provinces) for city, provinces in found.items()}


def province_of(text: str) -> str | None:
    """The full name of a province written in any of the usual ways (``上海``, ``上海市``, ``上海-上海市``, ``廣東省``); else ``None``."""
    parts = re.split(r"[\s/·-]+", text.strip())
    return _provinces().get(short_name(parts[0]))


def provinces_with(city: str) -> frozenset[str]:
    """The provinces that have a city, or a city's district, of this name; none if nobody knows it."""
    parts = [part for part in re.split(r"[\s/·-]+", city.strip()) if part]
    plain = parts[0] if parts else ""
    known = _cities().get(short_name(plain))
    return known if known is not None else _longer(plain)


def _longer(text: str) -> frozenset[str]:
    """Of a text such as ``杭州市西湖区``, the provinces of the city it begins with."""
    head = re.match(r"(.{2,10}?(?:市|自治州|地区|盟))", text)
    return _cities().get(short_name(head[1]), frozenset()) if head and head[1] != text else frozenset()


_PROVINCE_HEAD = re.compile("(?:.{2,3}省|.{2,5}自治[区區]|(?:香港|澳[门門])特[别別]行政[区區])")


def province_at_start(address: str) -> str | None:
    """The province that an address begins with: in full, or as the first of several words (``吉林 通化市 …``)."""
    plain = address.strip()
    full = _PROVINCE_HEAD.match(plain)
    if full:
        return province_of(full[0])
    first = re.split(r"[\s-]+", plain)[0]
    return province_of(first) if first != plain else None


def place_of(province: str, city: str, address: str) -> Place | None:
    """What a row's province, city and address (each may be empty) say together; ``None`` if they say nothing.

    Overseas orders (province ``海外``) are known. Hong Kong, Macau and Taiwan may have any city.
    """
    if province:
        return _of_province(province, city, address)
    if city:
        return Place.KNOWN if provinces_with(city) else Place.NO_SUCH_CITY
    return _of_address(address.strip()) if address.strip() else None


def _of_province(text: str, city: str, address: str) -> Place:
    province = province_of(text)
    if province is None:
        if text.strip() in _ABROAD:
            return Place.KNOWN
        return Place.NO_SUCH_PROVINCE if re.search(r"[\u4e00-\u9fff]", text) else Place.NOT_CHINESE
    wrong = _of_city(province, city) if city else None
    if wrong:
        return wrong
    said = province_at_start(address)
    return Place.TWO_PROVINCES if said and said != province else Place.KNOWN


def _of_city(province: str, city: str) -> Place | None:
    name = short_name(city)
    if name in _NEUTRAL or province_of(city) == province or province in ("香港特别行政区", "澳门特别行政区", "台湾省"):
        return None
    if province in provinces_with(city):
        return None
    # A district such as 朝阳区 is in many cities: only a city proves that the province is another.
    is_elsewhere = not re.search(r"[区县旗]$", city) and name in _cities("市|州|盟|地区")
    return Place.ELSEWHERE if is_elsewhere else Place.NO_SUCH_CITY


def _of_address(address: str) -> Place:
    is_short = len(address) <= _REGION_LENGTH and not re.search("[0-9]", address)
    if is_short and (province_of(address) or provinces_with(address)):
        return Place.REGION
    if province_at_start(address) or address[:2] in _provinces() or address[:3] in _provinces() or provinces_with(address):
        return Place.KNOWN
    return Place.NOT_A_REGION if is_short else Place.UNSAID


def places(province: pl.Expr, city: pl.Expr, address: pl.Expr) -> pl.Expr:
    """:func:`place_of` on columns, asked once for each different place; of an address only its beginning counts."""
    is_short = (address.str.len_chars() <= _REGION_LENGTH) & ~address.str.contains("[0-9]")
    beginning = pl.when(is_short).then(address).otherwise(address.str.slice(0, _HEAD_LENGTH))
    head = (
        pl.when(province.is_null())
        .then(beginning)
        .otherwise(address.str.extract(rf"^\s*({_PROVINCE_HEAD.pattern}|[^\s-]{{2,4}}[\s-]+[^\s-])", 1))
    )
    parts = [part.fill_null("") for part in (province, city, head)]
    return once_per_text(pl.concat_str(parts, separator=_GAP), _answered)


@lru_cache(maxsize=10_000)
def _answered(joined: str) -> str | None:
    place = place_of(*joined.split(_GAP, 2))
    return None if place is None else place.value
