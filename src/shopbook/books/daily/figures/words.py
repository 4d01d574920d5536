"""The words of the day's figures."""

from shopbook.labels import Label
from shopbook.sheet.columns import Option

ACCOUNT = "account"
"""The level of what a platform charges as a whole."""

LEVELS = (
    Option(ACCOUNT, Label(zh="账户", en="Account")),
    Option("plan", Label(zh="计划", en="Plan"), ("单元", "创意")),
    Option("item", Label(zh="宝贝", en="Item"), ("商品",)),
    Option("keyword", Label(zh="关键词", en="Keyword")),
    Option("region", Label(zh="地域", en="Region"), ("省份",)),
    Option("hour", Label(zh="时段", en="Hour"), ("小时",)),
)
"""What a line of an advertising report is about, in the order in which a channel's total is taken from them. Source: D3 4.2-4.9."""

OWN_SHOP = "本店"
"""What a shop is called where a list does not name it, as the lists' profiles say."""
