"""The sheet as other checkers are told about it: types, and the few limits that each of them can say."""

import datetime as dt
from typing import Annotated

import pandera.pandas as pandera
from pydantic import BaseModel, Field, ValidationError

from bench.layout import AMOUNTS, MOMENTS, TITLES, WHOLE

_PHONE = r"^1[3-9]\d{9}$"
Text = Annotated[str, Field(min_length=1)]
Amount = Annotated[float, Field(ge=0)]


class OrderRow(BaseModel):
    """One row, read by its titles."""

    number: Text = Field(alias="订单编号")
    buyer: Text = Field(alias="买家昵称")
    phone: Annotated[str, Field(pattern=_PHONE)] = Field(alias="手机号")
    province: Text = Field(alias="省份")
    city: Text = Field(alias="城市")
    address: Text = Field(alias="详细地址")
    sku: Text = Field(alias="商品编码")
    title: Text = Field(alias="商品标题")
    qty: Annotated[int, Field(ge=1)] = Field(alias="数量")
    price: Amount = Field(alias="单价")
    freight: Amount = Field(alias="运费")
    total: Amount = Field(alias="订单金额")
    paid_at: dt.datetime = Field(alias="付款时间")
    shipped_at: dt.datetime | None = Field(alias="发货时间")
    courier: str | None = Field(alias="快递公司")
    tracking_no: str | None = Field(alias="快递单号")
    status: Text = Field(alias="订单状态")
    remark: str | None = Field(alias="备注")


def is_wrong(model: type[BaseModel], row: dict[str, object]) -> bool:
    """Whether a row is none of the model's."""
    try:
        model.model_validate(row)
    except ValidationError:
        return True
    return False


def frame_schema() -> pandera.DataFrameSchema:
    """The same for a whole frame."""
    at_least = pandera.Check.ge
    columns = {title: pandera.Column(str, nullable=title in {"发货时间", "快递公司", "快递单号", "备注"}) for title in TITLES}
    columns |= {TITLES[number]: pandera.Column("int64", at_least(1)) for number in WHOLE}
    columns |= {TITLES[number]: pandera.Column("float64", at_least(0), coerce=True) for number in AMOUNTS}
    columns |= {TITLES[number]: pandera.Column("datetime64[ns]", coerce=True) for number in MOMENTS}
    columns["手机号"] = pandera.Column(str, pandera.Check.str_matches(_PHONE))
    return pandera.DataFrameSchema(columns)
