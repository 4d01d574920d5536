"""Which sample shop is made: where, how large, from what seed, in which language; and what was done at each of its desks."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shopbook.labels import Label, Lang
from shopbook.run.report import Report
from shopbook.run.runner import Circumstances

NOW = dt.datetime(2026, 6, 18, 13, 55)
"""When the sample day is run; fixed, so that everybody sees the same."""

SEED = 618
A_DAY = 300
"""Orders that a usual day has."""

_WORKBOOKS = {
    "orders": Label(zh="订单.xlsm", en="orders.xlsm"),
    "stock": Label(zh="库存.xlsm", en="stock.xlsm"),
    "daily": Label(zh="日报.xlsm", en="daily.xlsm"),
    "appraisal": Label(zh="考核.xlsm", en="appraisal.xlsm"),
}
_EXPORTS = Label(zh="平台导出", en="exports")
_ANSWERS = Label(zh="答案.md", en="answers.md")


@dataclass(frozen=True, slots=True)
class SampleShop:
    """One sample shop.

    Attributes:
        folder: Where it is, or is to be.
        lang: Of its workbooks and of what is told.
        seed: What is thrown follows from it.
        a_day: Orders of a usual day, beside those that the examples hold.
    """

    folder: Path
    lang: Lang
    seed: int = SEED
    a_day: int = A_DAY

    def workbook(self, book: str) -> Path:
        """Where one of its workbooks is."""
        return self.folder / _WORKBOOKS[book][self.lang]

    @property
    def exports(self) -> Path:
        """The folder of what the platforms export."""
        return self.folder / _EXPORTS[self.lang]

    @property
    def answers(self) -> Path:
        """The page of what was planted."""
        return self.folder / _ANSWERS[self.lang]

    def at(self, now: dt.datetime) -> Circumstances:
        """A moment of its life."""
        return Circumstances(now=now, lang=self.lang, who="demo")


@dataclass(frozen=True, slots=True)
class Desk:
    """What was done at one desk.

    Attributes:
        workbook: Its workbook.
        reports: Of each task, in their order.
        names: Reports of which people do not know the name -> what they call them.
    """

    workbook: Path
    reports: Mapping[str, Report]
    names: Mapping[str, Label] = field(default_factory=dict)
