"""The page that says how each kind of cell is read. What it claims is what the readers answer while it is made."""

import datetime as dt
from collections.abc import Mapping

from shopbook.books.every_book import SEVERITIES
from shopbook.build.markdown import both, code, codes, facts, page, table
from shopbook.build.validation import FLAG_WORDS
from shopbook.labels import Label, Lang
from shopbook.sheet.columns import Column, ColumnNotes
from shopbook.sheet.faults import FAULTS, Fault
from shopbook.sheet.kinds import KINDS, Kind, Parse
from shopbook.sheet.parsing import CellValue

_TITLE = Label(zh="单元格怎么读", en="How cells are read")
_LEAD = Label(
    zh="每种列能读懂哪些写法。读不懂的写法会报出来，绝不猜测；空单元格永远不当作 0。",
    en="What each kind of column understands. What is not understood is reported, never guessed; a blank cell is never 0.",
)
_WRITTEN = Label(zh="单元格里写着", en="In the cell")
_READ = Label(zh="读作", en="Read as")
_AS_NUMBER = Label(zh="数字", en="a number")
_FORMAT = Label(zh="新单元格的格式", en="Format of new cells")
_EXPECTED = Label(zh="应填", en="Expected")
_BLANKS = Label(zh="等同于空", en="Same as blank")

SPELLINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT_ID: (
        "4100123456789012345",
        "'4100123456789012345",
        '="4100123456789012345"',
        "４１００１２３",
        "4100 1234 5678",
        "4.10012345678901E+18",
    ),
    Kind.SKU: ("00123", "1E5", "ＡＢ－12", '="00123"'),
    Kind.TEXT: ("  请发顺丰  ", "第一行"),
    Kind.PERSON: ("张  伟", "欧阳·娜娜"),
    Kind.PHONE: (
        "13800138000",
        "138 0013 8000",
        "＋86-138-0013-8000",
        "13800138000-1234",
        "138****8000",
        "0571-88880000",
        "400-800-1234",
        "+1 415 555 2671",
        "1380013800",
    ),
    Kind.ADDRESS: ("浙江省　杭州市", "'西湖区"),
    Kind.QTY: ("3", "3.0", "３", "3件", "1,200", "2.5", "1e5", "1_000", "十二"),
    Kind.INTEGER: ("-2", "１２", "1,200", "2.5"),
    Kind.MONEY: ("12.5", "¥12.50", "12.50元", "１,２３４.５", "(3.00)", "2.005", "1.234,5", "nan", "面议"),
    Kind.NUMBER: ("87.5", "88分", "９０", "-1.5", "82.455", "88%", "88元", "优"),
    Kind.RATIO: ("3.2%", "0.032", "５‰", "三成"),
    Kind.DATE: ("2026-03-01", "2026/3/1", "2026年3月1日", "20260301", "Mar 1, 2026", "2026-03-01 23:59", "3/1/2026", "三月初"),
    Kind.DATETIME: (
        "2026-03-01 14:00",
        "2026/3/1 14:00:05",
        "2026年3月1日 下午",
        "2026-03-01",
        "2026-03-01 24:00",
        "2026-03-01T06:00:00Z",
        "20260301 140000",
    ),
    Kind.TIME: ("08:30", "8点30分", "24:00", "25:00", "早上"),
    Kind.CHOICE: ("错误", "ERROR", " 错 误 ", "不行"),
    Kind.FLAG: ("是", "Y", "√", "否", "×", "也许"),
    Kind.TRACKING: ("sf1234567890123", "7312 1000 0000 001", "7.31210E+13"),
}

NUMBERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.QTY: ("2.9999999999999996", "2.5"),
    Kind.INTEGER: ("3.0000000000000004",),
    Kind.MONEY: ("12.249999999999998", "0.30000000000000004"),
    Kind.NUMBER: ("82.449999999999999",),
    Kind.RATIO: ("0.032",),
    Kind.DATE: ("46082", "60", "0.5"),
    Kind.DATETIME: ("46082.5833333333", "60"),
    Kind.TIME: ("0.354167", "1", "1.5"),
}


def cells_page() -> str:
    """One chapter a kind, with spellings and what becomes of each."""
    return page(_TITLE, _LEAD, *(part for kind in Kind for part in _chapter(kind)))


def _chapter(kind: Kind) -> tuple[str, ...]:
    spec, column = KINDS[kind], _column(kind)
    told = [(_EXPECTED, both(column.expected())), (_FORMAT, code(spec.number_format)), (_BLANKS, codes(spec.null_words))]
    rows = [(code(written), _answer(written, spec.parse, column)) for written in SPELLINGS[kind]]
    if spec.parse_number:
        rows += [
            (f"{code(written)} ({both(_AS_NUMBER)})", _answer(written, spec.parse_number, column)) for written in NUMBERS.get(kind, ())
        ]
    return f'## <a id="{kind}"></a>{both(spec.label)}', facts(told), table((_WRITTEN, _READ), rows)


def _column(kind: Kind) -> Column:
    options = SEVERITIES if kind is Kind.CHOICE else ()
    return Column("example", kind, ColumnNotes(label=KINDS[kind].label, options=options))


def _answer(written: str, parse: Parse, column: Column) -> str:
    value = parse(written, column.spelling())
    if not isinstance(value, Fault):
        return code(_shown(value, column))
    says = FAULTS[value].says.filled({"value": written, "expected": column.expected(), "limit": ""})
    return f"✗ {code(value.value)}\n{says.zh}\n{says.en}"


def _shown(value: CellValue, column: Column) -> str:
    match value:
        case bool():
            return both(FLAG_WORDS[value])
        case dt.timedelta():
            minutes = value // dt.timedelta(minutes=1)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case dt.datetime():
            return value.isoformat(" ")
        case str() if column.notes.options:
            return both(Label(zh=column.shown(Lang.ZH)[value], en=column.shown(Lang.EN)[value]))
        case _:
            return str(value)
