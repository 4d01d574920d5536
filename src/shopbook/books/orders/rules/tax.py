"""Tax numbers for invoices: is the form possible, and is the check character right?"""

import re
from enum import StrEnum

from shopbook.sheet.spelling import compact

_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_PERSON_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_PERSON_CHECKS = "10X98765432"

_CODE = re.compile(rf"[{_CODE_LETTERS}]{{18}}")
_PERSON = re.compile(r"\d{17}[\dX]", re.ASCII)
_OLD = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{20}", re.ASCII)


class TaxFault(StrEnum):
    """What is wrong with a tax number."""

    FORM = "form"
    CHECK = "check"


def tax_fault(text: str) -> TaxFault | None:
    """What is wrong with a tax number; ``None`` if nothing can be said against it.

    A number of 18 is a unified social credit code (GB 32100-2015) or, for a sole trader, an identity number (GB 11643-1999); both end
    with a check character. Numbers from before 2015 have 15 or 20 characters and no check. A masked number is not looked at.
    """
    number = compact(text).upper()
    if "*" in number or _OLD.fullmatch(number):
        return None
    if _is_code(number) or _is_person(number):
        return None
    return TaxFault.CHECK if _CODE.fullmatch(number) or _PERSON.fullmatch(number) else TaxFault.FORM


def _is_code(number: str) -> bool:
    if not _CODE.fullmatch(number):
        return False
    values = [_CODE_LETTERS.index(letter) for letter in number]
    return (sum(value * weight for value, weight in zip(values, _CODE_WEIGHTS, strict=False)) + values[17]) % 31 == 0


def _is_person(number: str) -> bool:
    if not _PERSON.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _PERSON_WEIGHTS, strict=False))
    return _PERSON_CHECKS[total % 11] == number[17]
