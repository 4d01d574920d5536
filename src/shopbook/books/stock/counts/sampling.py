"""Which items a spot count looks at: drawn by class with a seed that is written down, the same on every machine and in every version."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

LAST_CLASS = "C"
"""What an item counts as that has no class yet."""


def drawn(items: Iterable[tuple[str, str | None]], seed: str, shares: Mapping[str, Decimal]) -> list[str]:
    """Draw a sample.

    Every item gets a number from the seed and its own code; of each class those with the smallest numbers are taken. So the draw depends
    neither on the order of the items nor on the generator of chance that some version of Python has.

    Args:
        items: SKU and class (A, B, C) of each item; a class that has no share counts as the last.
        seed: Any text.
        shares: Class -> the share of its items to draw, rounded up; at least one item of each class that there is.

    Returns:
        The SKUs, sorted.
    """
    classes: dict[str, list[str]] = defaultdict(list)
    for sku, letter in sorted(set(items), key=lambda item: item[0]):
        known = (letter or LAST_CLASS).strip().upper()
        classes[known if known in shares else LAST_CLASS].append(sku)
    chosen: set[str] = set()
    for letter, skus in classes.items():
        by_chance = sorted(set(skus), key=lambda sku: (_number(seed, sku), sku))
        chosen.update(by_chance[: _wanted(len(by_chance), shares[letter])])
    return sorted(chosen)


def _wanted(count: int, share: Decimal) -> int:
    return max(1, min(count, int((count * share).to_integral_value(ROUND_CEILING))))


def _number(seed: str, sku: str) -> str:
    return sha256(f"{seed}\x1f{sku}".encode()).hexdigest()
