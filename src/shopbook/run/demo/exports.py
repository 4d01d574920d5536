"""The sample shop's orders as three platforms export them: the titles, ids, amounts, empty cells and encoding of each."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from shopbook.run.demo.month import Platform, Sale, State
from shopbook.run.demo.texts import example

Row = Mapping[str, str]

_BOM = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a platform exports.

    Attributes:
        name: The file, in the sample shop and among the examples, which hold the rows that are told of one by one.
        encoding: Of the platform's file.
        row: What an order without a fault looks like, by title; what is not told is an empty cell.
        ending: What stands behind each value.
    """

    name: str
    encoding: str
    row: Callable[[Sale], Row]
    ending: str = ""


def write_export(folder: Path, platform: Platform, sales: Iterable[Sale]) -> Path:
    """Write what a platform exports: first the rows that the examples hold, then the other orders.

    Args:
        folder: Where to.
        platform: Whose orders.
        sales: Of all platforms, in the order of the rows.

    Returns:
        The file.
    """
    layout = LAYOUTS[platform]
    with example(layout.name).open(encoding=_BOM, newline="") as lines:
        titles, *held = csv.reader(lines)
    rows = (layout.row(sale) for sale in sales if sale.platform is platform)
    told = ([row.get(title, "") for title in titles] for row in rows)
    path = folder / layout.name
    with path.open("w", encoding=layout.encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(titles)
        writer.writerows([f"{cell}{layout.ending}" for cell in cells] for cells in (*held, *told))
    return path


def _douyin(sale: Sale) -> Row:
    order_no = f"6921{sale.number:08}5137742"
    return {
        "主订单编号": f"\t{order_no}",
        "子订单编号": f"\t{order_no}",
        "选购商品": sale.article.title,
        "商品规格": sale.article.spec,
        "商品数量": str(sale.qty),
        "商家编码": f"\t{sale.article.sku}",
        "商品单价": f"{sale.article.price:.2f}",
        "订单应付金额": f"{sale.due:.2f}",
        "运费": "0.00",
        "优惠总金额": f"{sale.reduced:.2f}",
        "商家优惠": f"{sale.reduced:.2f}",
        "支付方式": "支付宝" if sale.is_paid else "-",
        **_douyin_buyer(sale),
        "订单提交时间": _told(sale.created_at),
        "支付完成时间": _told(sale.paid_at) if sale.is_paid else "",
        "发货时间": _shipped(sale),
        "订单完成时间": _received(sale),
        "APP渠道": "抖音",
        "订单状态": _DOUYIN_STATES[sale.state],
        "订单类型": "普通订单",
        "售后状态": "-",
        "取消原因": "" if sale.is_paid else "买家取消",
        "快递信息": f"{sale.parcel.tracking_no}-{sale.parcel.courier}," if sale.is_shipped else "",
    }


def _douyin_buyer(sale: Sale) -> Row:
    return {
        "收件人": f"{sale.surname}**",
        "收件人手机号": _masked_phone(sale),
        "省": sale.place.province,
        "市": sale.place.city,
        "区": sale.place.district,
        "详细地址": f"{sale.place.street}{sale.house}号",
        "是否修改过地址": "否",
    }


def _taobao(sale: Sale) -> Row:
    return {
        "订单编号": f"2870{sale.number:08}4417602",
        "买家会员名": f"tb{sale.number:08}",
        "支付单号": f"20260{sale.number:08}22001154",
        "买家应付货款": f"{sale.due:.2f}",
        "买家应付邮费": "0.00",
        "总金额": f"{sale.due:.2f}",
        "买家实付金额": f"{sale.due:.2f}" if sale.is_paid else "0.00",
        "订单状态": _TAOBAO_STATES[sale.state],
        **_taobao_buyer(sale),
        "订单创建时间": _told(sale.created_at),
        "订单付款时间": _told(sale.paid_at) if sale.is_paid else "",
        "商品标题": sale.article.title,
        "商品属性SKU": sale.article.spec,
        "商家编码": sale.article.sku,
        "宝贝总数量": str(sale.qty),
        "物流单号": f"No:{sale.parcel.tracking_no}" if sale.is_shipped else "",
        "物流公司": sale.parcel.courier if sale.is_shipped else "",
        "店铺名称": "本店",
        "订单关闭原因": "订单未关闭" if sale.is_paid else "买家未付款",
        "退款金额": "无退款申请",
        "发货时间": _shipped(sale),
        "确认收货时间": _received(sale),
        "确认收货打款金额": f"{sale.due:.2f}元" if sale.state is State.RECEIVED else "0.00元",
    }


def _taobao_buyer(sale: Sale) -> Row:
    place = sale.place
    return {
        "收货人姓名": f"{sale.surname}**",
        "收货地址": f"{place.province} {place.city} {place.district} {place.street}{sale.house}号",
        "联系手机": f"'{_masked_phone(sale)}",
    }


def _pdd(sale: Sale) -> Row:
    return {
        "商品": sale.article.title,
        "订单号": f"{sale.created_at:%y%m%d}-{sale.number:08}3051127",
        "订单状态": _PDD_STATES[sale.state],
        "商品总价(元)": f"{sale.goods:.2f}",
        "店铺优惠折扣(元)": f"{sale.reduced:.2f}",
        "平台优惠折扣(元)": "0.00",
        "邮费(元)": "0.00",
        "用户实付金额(元)": f"{sale.due:.2f}" if sale.is_paid else "0.00",
        "商家实收金额(元)": f"{sale.due:.2f}" if sale.is_paid else "0.00",
        "商品数量(件)": str(sale.qty),
        **_pdd_buyer(sale),
        "支付时间": _told(sale.paid_at) if sale.is_paid else "",
        "拼单成功时间": _told(sale.paid_at) if sale.is_paid else "",
        "发货时间": _shipped(sale),
        "确认收货时间": _received(sale),
        "商品规格": sale.article.spec,
        "商家编码-规格维度": sale.article.sku,
        "快递单号": sale.parcel.tracking_no if sale.is_shipped else "",
        "快递公司": sale.parcel.courier if sale.is_shipped else "",
        "售后状态": "无售后或售后取消",
    }


def _pdd_buyer(sale: Sale) -> Row:
    return {
        "收货人": f"{sale.surname}**",
        "手机": _masked_phone(sale),
        "省": sale.place.province,
        "市": sale.place.city,
        "区": sale.place.district,
        "街道": f"{sale.place.street}{sale.house}号",
    }


def _masked_phone(sale: Sale) -> str:
    return f"138****{sale.number % 10_000:04}"


def _told(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _shipped(sale: Sale) -> str:
    return _told(sale.parcel.shipped_at) if sale.is_shipped else ""


def _received(sale: Sale) -> str:
    return _told(sale.parcel.received_at) if sale.state is State.RECEIVED else ""


_DOUYIN_STATES = {State.CANCELLED: "已关闭", State.PAID: "备货中", State.SHIPPED: "已发货", State.RECEIVED: "已完成"}
_TAOBAO_STATES = {
    State.CANCELLED: "交易关闭",
    State.PAID: "买家已付款,等待卖家发货",
    State.SHIPPED: "卖家已发货,等待买家确认",
    State.RECEIVED: "交易成功",
}
_PDD_STATES = {State.CANCELLED: "已取消", State.PAID: "待发货", State.SHIPPED: "已发货，待收货", State.RECEIVED: "已收货"}

LAYOUTS = {
    Platform.DOUYIN: Layout("douyin_orders.csv", _BOM, _douyin),
    Platform.TAOBAO: Layout("taobao_orders.csv", "gb18030", _taobao),
    Platform.PDD: Layout("pdd_orders.csv", _BOM, _pdd, ending="\t"),
}
