"""The columns of the sheet that everybody is measured with. It imports nothing, so that no contender pays for another."""

TITLES = ("订单编号", "买家昵称", "手机号", "省份", "城市", "详细地址", "商品编码", "商品标题", "数量", "单价", "运费", "订单金额",
          "付款时间", "发货时间", "快递公司", "快递单号", "订单状态", "备注")  # fmt: skip
WHOLE, AMOUNTS, MOMENTS = (8,), (9, 10, 11), (12, 13)
"""The numbers of the columns that hold no text, from 0."""

NOW = "2026-04-01 09:00"
"""The moment that counts as now; every order is older."""
