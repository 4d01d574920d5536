"""What buyers and colleagues write in messages and remarks: which courier they ask for or refuse, and what else they want.

Only plain requests count; what is not understood says nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from shopbook.books.orders.rules.couriers import brands, named_in
from shopbook.sheet.rules import once_per_text
from shopbook.sheet.spelling import half_width


@dataclass(frozen=True, slots=True)
class Asked:
    """The couriers, by code, that a text asks for (any of them will do) and refuses."""

    wanted: frozenset[str]
    refused: frozenset[str]

    def contradicts(self, courier: str) -> bool:
        """Whether sending with this courier goes against the text."""
        return courier in self.refused or bool(self.wanted and courier not in self.wanted)


_SPOKEN = frozenset({"SF", "YTO", "ZTO", "STO", "YUNDA", "EMS", "POSTB", "JD", "HTKY", "DBKD"})
"""Couriers that buyers ask for; 菜鸟 is a pick-up point to them, 苏宁 a shop and 天天 every day."""

_CLAUSE = re.compile(r"[\s,，.。;；!！~～()（）、]*[,，.。;；!！~～()（）\n]+")
_QUESTION = re.compile(r"[吗么嘛?？]")
_REFUSE = re.compile(r"(?:不要|不想|不能|不发|不用|不走|不寄|不收|不接受|别|勿|拒|除了|没有|禁止|换掉)[^，。]{0,4}$")
_WANT = re.compile(r"(?:发|走|要|用|寄|选|指定|改|换|必须|只能|只收|最好|麻烦|请)[^，。]{0,3}$")
_REFUSE_AFTER = re.compile(r"^(?:快递|速递|速运|快运)?(?:都|也)?(?:不|别|勿|送不|到不|派不|除外|没有|拒)")
_WANT_AFTER = re.compile(r"^(?:快递|速递|速运|快运)?(?:到付|谢谢|哦|哈|吧|即可|就行|可以)?$")
_AND = re.compile(r"^(?:快递|速递|速运|快运)?[、/\s]*(?:和|或者?|跟|与|及|还是)?[、/\s]*$")


def asked_couriers(text: str) -> Asked:
    """Which couriers a text asks for and refuses.

    ``发顺丰，不要圆通`` asks for one and refuses the other; ``发中通或韵达`` leaves the choice; ``顺丰能到吗？`` asks for nothing.
    """
    said = [(code, is_wanted) for clause in _CLAUSE.split(half_width(text).casefold()) for code, is_wanted in _decisions(clause)]
    refused = frozenset(code for code, is_wanted in said if not is_wanted)
    return Asked(frozenset(code for code, is_wanted in said if is_wanted) - refused, refused)


def _decisions(clause: str) -> Iterator[tuple[str, bool]]:
    """Every courier of a clause on which it decides, with the decision."""
    if _QUESTION.search(clause):
        return
    end, before = 0, None
    for found, code in ((found, code) for found, code in named_in(clause) if code in _SPOKEN):
        gap, rest = clause[end : found.start()], clause[found.end() :]
        decision = before if before is not None and _AND.match(gap) else _decision(gap, rest, is_first=end == 0)
        if decision is not None:
            yield code, decision
        end, before = found.end(), decision


def _decision(gap: str, rest: str, *, is_first: bool) -> bool | None:
    if _REFUSE.search(gap) or _REFUSE_AFTER.search(rest):
        return False
    if _WANT.search(gap) or (is_first and not gap and _WANT_AFTER.search(rest)):
        return True
    return None


def names_courier(text: pl.Expr) -> pl.Expr:
    """Whether a text names any courier."""
    spoken = [brand for brand, code in brands().items() if code in _SPOKEN]
    # The pattern is compiled once for all workbooks, which contains_any's search is not.
    return text.str.contains("|".join(map(re.escape, (*spoken, *(brand.upper() for brand in spoken if brand.isascii())))))


_GAP = "\t"


def contradicts_courier(texts: pl.Expr, codes: pl.Expr) -> pl.Expr:
    """Whether a text asks for another courier than the one given, or refuses it; asked once for each different text and courier."""
    joined = pl.when(names_courier(texts)).then(codes + _GAP + texts)
    return once_per_text(joined, _answered) == "yes"


def _answered(joined: str) -> str:
    code, text = joined.split(_GAP, 1)
    return "yes" if asked_couriers(text).contradicts(code) else "no"


ASKS_CHANGE = (
    r"(?:改|换|更换|修改|变更)(?:一?下|个|成|到|为)?[^，。,;；!！]{0,6}(?:地址|电话|手机|号码|收货人|收件人|颜色|尺码|尺寸|码数|款式|型号|规格)"
    r"|(?:地址|电话|手机|收货人|收件人|颜色|尺码|款式|型号|规格)[^，。,;；!！]{0,4}(?:改|换|写错|填错|拍错|选错)|拍错了?"
    r"|(?:不要了|取消订单|申请退款|退款)"
)
"""Wishes that change what is sent or where to."""

ASKS_INVOICE = r"(?:开|要|需要|带|补|附)[^，。,;；!！]{0,5}(?:发票|专票|普票)"
"""Wishes for an invoice."""
NO_INVOICE = r"(?:不|无需|勿|别)(?:要|用|需要?|开)[^，。,;；!！]{0,4}(?:发票|专票|普票)"
"""Says that no invoice is wanted."""
