"""What keeps a report from being signed, and what shows that a signed one was changed."""

import polars as pl

from shopbook.labels import Label
from shopbook.sheet.rules import Rule

_FLOW = "D3 flow 2"
_TICK = Label(
    zh="开单员要签字，但“{paper}”没有填“是”；四种单据齐全才能交接",
    en="The billing clerk wants to sign, but {paper} is not ticked: all four kinds of documents must be there",
)
_PAPERS = {
    "report": Label(zh="日报表", en="Report sheet"),
    "waybills": Label(zh="物流单", en="Waybills"),
    "slips": Label(zh="出库单（盖发货专用章）", en="Outbound slips, stamped"),
    "invoices": Label(zh="发票", en="Invoices"),
}


def _paper_missing(name: str, paper: Label) -> Rule:
    return Rule(
        f"daily.no-{name}",
        on=f"has_{name}",
        where=pl.col("clerk").is_not_null() & ~pl.col(f"has_{name}").fill_null(value=False),
        says=_TICK.filled({"paper": paper}),
        source=_FLOW,
        example=Label(zh="开单员写了姓名，这一格空着", en="the clerk's name is there, this cell is blank"),
    )


def _out_of_turn(code: str, later: str, earlier: str, says: Label) -> Rule:
    return Rule(
        code,
        on=later,
        where=pl.col(later).is_not_null() & pl.col(earlier).is_null(),
        says=says,
        source=_FLOW,
        example=Label(zh="跳过了前一个人", en="the person before was skipped"),
    )


def _same_person(code: str, later: str, *earlier: str) -> Rule:
    return Rule(
        code,
        on=later,
        where=pl.any_horizontal((pl.col(later) == pl.col(name)).fill_null(value=False) for name in earlier),
        says=Label(
            zh="前面一栏也是这个人签的，三个签字必须是三个人",
            en="The same person has signed before: the three signatures must be three people's",
        ),
        source=_FLOW,
        example=Label(zh="同一个人签两栏", en="one person in two places"),
    )


def _taken_back(name: str) -> Rule:
    return Rule(
        f"daily.{name}-taken-back",
        on=name,
        where=pl.col(name).is_null() & pl.col(f"{name}_at").is_not_null(),
        says=Label(
            zh="{when} 签过字，姓名却没有了；要撤回签字，请把时间也清空",
            en="Signed at {when}, but the name is gone; to take a signature back, empty its time as well",
        ).filled({"when": f"{{{name}_at}}"}),
        source=_FLOW,
        example=Label(zh="有时间没有姓名", en="a time without a name"),
    )


def _other_name(name: str) -> Rule:
    return Rule(
        f"daily.{name}-changed",
        on=name,
        where=pl.col(f"{name}_at").is_not_null() & (pl.col(name) != pl.col(f"signed.{name}")),
        says=Label(
            zh="{when} 签字以后姓名被改过，请改回“日报汇总”的“签字人”那个姓名；要换人签，把姓名和时间都清空再签",
            en="The name was changed after the signature at {when}: put back the one under Signed as on Report "
            "days; for somebody else to sign, empty name and time first",
        ).filled({"when": f"{{{name}_at}}"}),
        source=_FLOW,
        example=Label(zh="签字以后姓名改成了别人", en="the name was changed after signing"),
    )


CLERK_RULES: tuple[Rule, ...] = (
    *(_paper_missing(name, paper) for name, paper in _PAPERS.items()),
    _taken_back("clerk"),
    _other_name("clerk"),
)
"""What keeps the billing clerk from signing."""

KEEPER_RULES: tuple[Rule, ...] = (
    _out_of_turn(
        "daily.keeper-too-early",
        "keeper",
        "clerk",
        Label(zh="开单员还没签，仓管不能先签", en="The billing clerk has not signed: the warehouse comes after"),
    ),
    _same_person("daily.keeper-is-clerk", "keeper", "clerk"),
    Rule(
        "daily.parcels-faulty",
        on="keeper",
        where=pl.col("keeper").is_not_null() & (pl.col("day.faults") > 0),
        says=Label(
            zh="这一期有 {day.faults} 处发货问题（见“日报”的“校验”列），改好才能签字",
            en="Faults in what was shipped: {day.faults} (see the column Check on Reports). Put them right before signing",
        ),
        source=_FLOW,
        example=Label(zh="有一行没有快递单号", en="a line without a tracking number"),
    ),
    _taken_back("keeper"),
    _other_name("keeper"),
)
"""What keeps the warehouse from signing. ``day.faults`` is joined: errors on the report's lines other than a missing reason;
``signed.keeper`` is the name as it stood at the signature, and so for the others."""

MANAGER_RULES: tuple[Rule, ...] = (
    _out_of_turn(
        "daily.manager-too-early",
        "manager",
        "keeper",
        Label(zh="仓管还没签，部门经理不能先签", en="The warehouse has not signed: the manager comes last"),
    ),
    _same_person("daily.manager-is-other", "manager", "clerk", "keeper"),
    Rule(
        "daily.slips-unexplained",
        on="manager",
        where=pl.col("manager").is_not_null() & (pl.col("day.unexplained") > 0),
        says=Label(
            zh="还有 {day.unexplained} 张出库单没有发完，也没有写原因，请仓管在“日报”填“未发原因”后再签",
            en="Slips not wholly shipped and not explained: {day.unexplained}. The warehouse writes why on Reports first",
        ),
        source="D3 flow 2; T05",
        example=Label(zh="5 张出库单发了 4 张，没写原因", en="4 of 5 slips shipped, no reason for the fifth"),
    ),
    _taken_back("manager"),
    _other_name("manager"),
)
"""What keeps the manager from signing."""

SEAL_RULES: tuple[Rule, ...] = (
    Rule(
        "daily.signed-out-of-order",
        on="manager_at",
        where=(pl.col("clerk_at") > pl.col("keeper_at")) | (pl.col("keeper_at") > pl.col("manager_at")),
        says=Label(
            zh="签字时间不是 开单员、仓管、部门经理 的先后（{clerk_at}、{keeper_at}、{manager_at}），时间被改过",
            en="The times are not in the order clerk, warehouse, manager ({clerk_at}, {keeper_at}, {manager_at}): one was changed",
        ),
        source=_FLOW,
        example=Label(zh="部门经理 14:00，仓管 15:00", en="manager at 14:00, warehouse at 15:00"),
    ),
    Rule(
        "daily.changed-after-signing",
        on="fingerprint",
        where=pl.col("day.sealed").is_not_null()
        & ((pl.col("day.seal") != pl.col("day.sealed")) | pl.col("fingerprint").ne_missing(pl.col("day.sealed"))),
        says=Label(
            zh="{report} 日报签字锁定以后被改过，请恢复原样；要更正，记在最新一期日报",
            en="The report of {report} was changed after it was signed: put it back; corrections go into the newest report",
        ),
        source=_FLOW,
        example=Label(zh="签字以后把实发件数改了", en="pieces shipped changed after signing"),
    ),
)
"""What shows that a signed report is not what was signed."""

HANDOVER_RULES: tuple[Rule, ...] = (*CLERK_RULES, *KEEPER_RULES, *MANAGER_RULES, *SEAL_RULES)
