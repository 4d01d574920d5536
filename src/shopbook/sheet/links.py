"""Columns that lead to the place that another column of their row names, and the formula that does it.

No other formula of ours may reach outside its workbook. It names nothing by itself: where it leads stands in the row, for everybody to see.
"""

import re

# As tables store it and as Excel shows it; LibreOffice makes a plain cell of it when it saves.
_PLACE = r"\w+\[\[#This Row\],\[[^\[\]]*\]\]|\w*\[@[^\[\]]*\]|\$?[A-Z]{1,3}\$?\d{1,7}"
_LINK = re.compile(rf'=?IF\((?P<place>{_PLACE})="","",HYPERLINK\((?P=place),"→ \w+"\)\)')


def link_formula(table: str, title: str, word: str) -> str:
    """A link that shows ``→ word`` and leads to the place in a column of its row; nothing where that is blank.

    Args:
        table: The name of the table.
        title: The title of the column with the place.
        word: What is to be clicked, one word.
    """
    place = f"{table}[[#This Row],[{title}]]"
    return f'=IF({place}="","",HYPERLINK({place},"→ {word}"))'


def is_link_formula(formula: str) -> bool:
    """Whether a formula is such a link and nothing else."""
    return _LINK.fullmatch(formula) is not None
