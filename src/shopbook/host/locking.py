"""Workbooks locked with a password, as Excel locks them: AES in an OLE container. Source: [MS-OFFCRYPTO] 2.3.4.10."""

import io
from pathlib import Path

from shopbook.errors import UnwritableFileError
from shopbook.labels import Label

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_LOCKED = Label(zh="加密没有成功，没有写入。请检查磁盘", en="it could not be locked, and nothing was written. Check the disk")


def locked(content: bytes, password: str) -> bytes:
    """An .xlsx or .xlsm file that opens only with a password; its salt is drawn anew each time, so no two are the same bytes."""
    from msoffcrypto.format.ooxml import (  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import, and without types
        OOXMLFile,
    )

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, target)
    return target.getvalue()


def require_locked(path: Path) -> None:
    """Refuse a written file that anybody could open.

    Raises:
        UnwritableFileError: It is no container of the kind that holds a locked workbook.
    """
    with path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            raise UnwritableFileError(path, _NOT_LOCKED)
