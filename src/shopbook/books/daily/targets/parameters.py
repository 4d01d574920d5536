"""What the shop decides about targets."""

from decimal import Decimal

from shopbook.labels import Label
from shopbook.sheet.kinds import Kind
from shopbook.sheet.parameters import Parameter

TARGET_PARAMETERS = (
    Parameter(
        "weight_tolerance",
        Label(zh="权重合计允许差", en="Weights may be off by"),
        Kind.RATIO,
        Decimal("0.0001"),
        Label(zh="每一份", en="for each part"),
        "T29",
        Label(
            zh="权重合计与 100% 的差，每一份不超过这个数就接受，例如三份 33.33%；金额照样分到分，合计不差",
            en="Weights whose sum is off 100 % by no more than this for each part are accepted, such as 33.33 % three times; "
            "amounts add up to the cent all the same",
        ),
    ),
)
