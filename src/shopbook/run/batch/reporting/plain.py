"""The report of a run as JSON, complete and never held in memory whole, and as Markdown for a mail or a chat group."""

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import BinaryIO

from shopbook.labels import Label, Lang
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.reporting.words import COLUMNS, TITLE, cells, heads, ordered, plain_name
from shopbook.run.masking import masked_text

_MOST_FILES = 200
"""Files in the Markdown; it is read, not searched."""

_MORE = Label(zh="还有 {count} 个文件，见同名的 .xlsx 和 .json。", en="{count} more files are in the .xlsx and .json of the same name.")


def write_json(account: Account, findings: Findings, lang: Lang, out: BinaryIO) -> None:
    """Everything that is known of a run; the shape is a contract for scripts.

    Args:
        account: What came of the run.
        findings: Of its files.
        lang: Of the sentences.
        out: Written as UTF-8.
    """
    head = {
        "run": account.run,
        "at": account.at,
        "code": account.code,
        "counts": account.counts,
        "fates": {fate.value: count for fate, count in account.fates.items()},
        "undone": [plain_name(name) for name in account.undone],
    }
    out.write(json.dumps(head, ensure_ascii=False, indent=1).encode()[:-2] + b',\n "files": [')
    for index, entry in enumerate(account.entries):
        out.write(b",\n" if index else b"\n")
        _write_entry(entry, findings.of(entry.file, entry.tasks) if entry.rows else (), lang, out)
    out.write(b"\n ]\n}\n")


def _write_entry(entry: Entry, rows: Iterable[Mapping[str, str]], lang: Lang, out: BinaryIO) -> None:
    told = {
        "file": plain_name(entry.file),
        "fate": entry.fate,
        "book": entry.book,
        "tasks": entry.tasks,
        "counts": dict(entry.counts),
        "at": entry.at,
        "seconds": entry.seconds,
        "whys": [masked_text(why[lang], with_streets=False) for why in entry.whys],
        "parts": [{"task": part.task, "summary": dict(part.summary), "notes": part.notes} for part in entry.parts],
        "written": [plain_name(name) for name in entry.written],
    }
    out.write(b"  " + json.dumps(told, ensure_ascii=False).encode()[:-1] + b', "findings": [')
    out.writelines((b",\n   " if index else b"\n   ") + json.dumps(row, ensure_ascii=False).encode() for index, row in enumerate(rows))
    out.write(b"]}")


def write_markdown(account: Account, lang: Lang, out: BinaryIO) -> None:
    """The files that need somebody, and those that were done; unchanged ones and those of others are only counted."""
    told = [entry for entry in ordered(account) if entry.fate in {Fate.FAILED, Fate.WAITING, Fate.DONE} or entry.counts.get("error")]
    titles = [title[lang] for title in COLUMNS.values()]
    lines = [f"# {TITLE[lang]}", "", *(f"- {_escaped(head[lang])}" for head in heads(account)), ""]
    if told:
        lines += [_row(titles), _row(["---"] * len(titles))]
        lines += [_row(_escaped(cell) for cell in cells(entry, lang).values()) for entry in islice(told, _MOST_FILES)]
    if len(told) > _MOST_FILES:
        lines += ["", _MORE.filled({"count": len(told) - _MOST_FILES})[lang]]
    out.write(("\n".join(lines) + "\n").encode())


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _escaped(text: str) -> str:
    """A text that stays one in Markdown: no markup, no link, no second line."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in plain).replace("&", "&amp;")
