"""An address written in one cell, taken apart into province, city, district and the rest.

Source: forms of platform and courier exports: ``吉林省 通化市 柳河县 柳河镇…(135300)``, ``浙江省-宁波市-鄞州区``, ``上海-上海市``,
``广西壮族自治区柳州市鱼峰区…``, a province alone.
"""

import polars as pl

_MUNICIPALITY = "北京|天津|上海|重庆"
_PROVINCE = (
    "(?:(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省?"
    "|(?:内蒙古|西藏)(?:自治区)?|广西(?:壮族自治区)?|宁夏(?:回族自治区)?|新疆(?:维吾尔自治区)?|(?:香港|澳门)(?:特别行政区)?)"
)
_GAP = r"[\s\-]"
_WORD = r"[^\s\-,，(（]"
_IN_PARTS = (
    rf"^(?P<province>{_PROVINCE}){_GAP}+(?P<city>{_WORD}+)(?:{_GAP}+(?P<district>{_WORD}*(?:区|县|市|旗|岛)))?(?:{_GAP}+(?P<rest>.*))?$"
)
_IN_ONE = (
    rf"^(?P<province>{_PROVINCE})(?P<city>[^\s\-区县旗]{{1,10}}?(?:市|自治州|地区|盟))?"
    r"(?P<district>[^\s\-路街号镇乡村道]{1,9}?(?:区|县|市|旗))?(?P<rest>.*)$"
)
_MUNICIPAL = (
    rf"^(?P<province>{_MUNICIPALITY})市?(?P<city>{_GAP}*(?:(?:{_MUNICIPALITY})市|市辖区|城区|县))?"
    rf"(?:{_GAP}*(?P<district>[^\s\-市区县路街号镇乡村道]{{1,6}}?(?:区|县)))?{_GAP}*(?P<rest>.*)$"
)
_CONTACT = r"^(?P<address>.*?)[,，]\s*(?P<receiver>[^\s,，\d]{1,20})[,，]\s*(?P<phone>1\d{10}|1\d{2}\*{4}\d{4}|0\d{2,3}-?\d{7,8})$"


PARTS = ("province", "city", "district", "address")


def split_addresses(whole: pl.Series) -> pl.DataFrame:
    """Take addresses apart.

    Args:
        whole: Texts; the parts divided by spaces, hyphens, or nothing.

    Returns:
        One row each with :data:`PARTS`, null where it is not said. A municipality is its own city. What cannot be read as a
        Chinese address stays whole in ``address``.
    """
    texts = pl.DataFrame({"text": whole.str.strip_chars()}).with_row_index("at")
    is_municipal = pl.col("text").str.contains(f"^(?:{_MUNICIPALITY})").fill_null(value=False)
    is_in_parts = ~is_municipal & pl.col("text").str.contains(rf"^{_PROVINCE}{_GAP}").fill_null(value=False)
    municipal, in_parts, in_one = texts.filter(is_municipal), texts.filter(is_in_parts), texts.filter(~is_municipal & ~is_in_parts)
    found = [
        _taken_apart(municipal, _MUNICIPAL).with_columns(city=pl.col("province") + "市"),
        _taken_apart(in_parts, _IN_PARTS),
        _taken_apart(in_one, _IN_ONE),
    ]
    return pl.concat(found).sort("at").select(PARTS)


def _taken_apart(texts: pl.DataFrame, form: str) -> pl.DataFrame:
    found = texts.with_columns(pl.col("text").str.extract_groups(form).alias("found")).unnest("found")
    rest = pl.when(pl.col("province").is_null()).then("text").otherwise("rest")
    return found.select("at", "province", "city", "district", pl.when(rest != "").then(rest).alias("address"))


def split_contacts(whole: pl.Series) -> pl.DataFrame | None:
    """Take receiver and phone off the end of addresses, where they stand there: ``…示例路1号，李四，13800000000``.

    Returns:
        One row each with ``address``, ``receiver`` and ``phone``; ``None`` if no address has them.
    """
    with_contact = whole.str.contains(_CONTACT)
    if not with_contact.any():
        return None
    groups = pl.DataFrame({"whole": whole}).with_columns(pl.col("whole").str.extract_groups(_CONTACT).alias("found")).unnest("found")
    return groups.select(pl.coalesce("address", "whole").alias("address"), "receiver", "phone")
