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


def split_address(whole: pl.Expr) -> dict[str, pl.Expr]:
    """Take addresses apart.

    Args:
        whole: Text; the parts divided by spaces, hyphens, or nothing.

    Returns:
        ``province``, ``city``, ``district`` and ``address``, each null where it is not said. A municipality is its own
        city. What cannot be read as a Chinese address stays whole in ``address``.
    """
    text = whole.str.strip_chars()
    is_municipal = text.str.contains(f"^(?:{_MUNICIPALITY})")
    found = (
        pl.when(is_municipal)
        .then(text.str.extract_groups(_MUNICIPAL))
        .when(text.str.contains(_IN_PARTS))
        .then(text.str.extract_groups(_IN_PARTS))
        .otherwise(text.str.extract_groups(_IN_ONE))
    )
    province = _part(found, "province")
    rest = pl.when(province.is_null()).then(text).otherwise(_part(found, "rest"))
    city = pl.when(is_municipal).then(province + "市").otherwise(_part(found, "city"))
    return {"province": province, "city": city, "district": _part(found, "district"), "address": pl.when(rest != "").then(rest)}


def split_contact(whole: pl.Expr) -> dict[str, pl.Expr]:
    """Take receiver and phone off the end of an address, where they stand there: ``…示例路1号，李四，13800000000``."""
    groups = whole.str.extract_groups(_CONTACT)
    return {
        "address": pl.coalesce(_part(groups, "address"), whole),
        "receiver": _part(groups, "receiver"),
        "phone": _part(groups, "phone"),
    }


def _part(groups: pl.Expr, name: str) -> pl.Expr:
    return groups.struct.field(name)
