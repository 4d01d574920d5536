"""The zip file written anew: untouched members as they lie, changed ones packed on a second thread while the next piece is made."""

import queue
import struct
import threading
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from isal import isal_zlib

from shopbook.host.package.container import LARGEST, UTF8_FLAG, Container, without_zip64
from shopbook.host.package.refusals import TOO_LARGE, Refusal

Source = Callable[[], Iterable[bytes] | None]

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
LEVEL = 2
"""How hard parts are packed: a tenth larger than zlib's usual 6, and ten times as fast."""

_AHEAD = 4
_MOST_MEMBERS = 0xFFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the directory at the end of the zip says of one member."""

    member: zipfile.ZipInfo
    name: bytes
    offset: int
    flags: int
    method: int
    sizes: tuple[int, int, int]  # checksum, packed, unpacked


class Repacker:
    """Writes the members of one container to a seekable target."""

    def __init__(self, container: Container, target: BinaryIO) -> None:
        self._container = container
        self._target = target
        self._entries: list[_Entry] = []

    def write(self, order: Iterable[zipfile.ZipInfo], changed: Mapping[str, Source], dropped: Collection[str]) -> None:
        """Write every member in that order.

        Args:
            order: All members.
            changed: What replaces a member, by its name; asked for when its turn comes, None to keep it after all.
            dropped: Members to leave out.

        Raises:
            Refusal: The result would be too large.
        """
        for member in order:
            pieces = changed[member.filename]() if member.filename in changed else None
            if pieces is not None:
                self._pack(member, pieces)
            elif member.filename not in dropped:
                self._copy(member)
        self._finish()

    def _copy(self, member: zipfile.ZipInfo) -> None:
        name, extra = self._container.local_name(member)
        entry = _Entry(
            member,
            name,
            self._target.tell(),
            member.flag_bits & ~0x8,
            member.compress_type,
            (member.CRC, member.compress_size, member.file_size),
        )
        self._target.write(_local_header(entry, extra))
        for piece in self._container.packed(member):
            self._target.write(piece)
        self._enter(entry)

    def _pack(self, member: zipfile.ZipInfo, pieces: Iterable[bytes]) -> None:
        name, _ = self._container.local_name(member)
        flags, offset = member.flag_bits & UTF8_FLAG, self._target.tell()
        self._target.write(_local_header(_Entry(member, name, offset, flags, zipfile.ZIP_DEFLATED, (0, 0, 0)), b""))
        sizes = _Packer(self._target).pack(pieces)
        entry = _Entry(member, name, offset, flags, zipfile.ZIP_DEFLATED, sizes)
        self._enter(entry)
        end = self._target.tell()
        self._target.seek(offset)
        self._target.write(_local_header(entry, b""))
        self._target.seek(end)

    def _enter(self, entry: _Entry) -> None:
        if max(*entry.sizes[1:], entry.offset, self._target.tell()) > LARGEST:
            raise Refusal(TOO_LARGE)
        self._entries.append(entry)

    def _finish(self) -> None:
        start = self._target.tell()
        for entry in self._entries:
            self._target.write(_central_header(entry))
        size, count, comment = self._target.tell() - start, len(self._entries), self._container.comment
        if start + size > LARGEST or count >= _MOST_MEMBERS:
            raise Refusal(TOO_LARGE)
        self._target.write(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment)


class _Packer:
    """Packs pieces on a second thread; zlib lets go of the interpreter meanwhile."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._failure: BaseException | None = None
        self._is_over = False
        self._checksum = self._packed = self._unpacked = 0

    def pack(self, pieces: Iterable[bytes]) -> tuple[int, int, int]:
        """Pack all pieces; the checksum and both sizes."""
        worker = threading.Thread(target=self._work, name="shopbook-pack", daemon=True)
        worker.start()
        try:
            for piece in pieces:
                self._waiting.put(piece)
                if self._failure:
                    break
        finally:
            self._waiting.put(None)
            worker.join()
        if self._failure:
            raise self._failure
        return self._checksum, self._packed, self._unpacked

    def _work(self) -> None:
        try:
            self._pack_all()
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            self._failure = error
            # What fails at the very end (the last bytes on a full disk) must not wait for pieces that never come.
            while not self._is_over:
                self._next()

    def _pack_all(self) -> None:
        packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
        while (piece := self._next()) is not None:
            self._checksum = isal_zlib.crc32(piece, self._checksum)
            self._unpacked += len(piece)
            self._put(packer.compress(piece))
        self._put(packer.flush())

    def _next(self) -> bytes | None:
        piece = self._waiting.get()
        self._is_over = piece is None
        return piece

    def _put(self, packed: bytes) -> None:
        self._packed += len(packed)
        self._target.write(packed)


def _local_header(entry: _Entry, extra: bytes) -> bytes:
    day, time = _dos_time(entry.member)
    version = max(20, entry.member.extract_version if entry.method == entry.member.compress_type else 20)
    checksum, packed, unpacked = entry.sizes
    head = _LOCAL.pack(
        b"PK\3\4", min(version, 44), entry.flags, entry.method, time, day, checksum, packed, unpacked, len(entry.name), len(extra)
    )
    return head + entry.name + extra


def _central_header(entry: _Entry) -> bytes:
    member, (day, time), extra = entry.member, _dos_time(entry.member), without_zip64(entry.member.extra)
    checksum, packed, unpacked = entry.sizes
    made_by = member.create_system << 8 | member.create_version
    head = _CENTRAL.pack(
        b"PK\1\2",
        made_by,
        max(20, min(member.extract_version, 44)),
        entry.flags,
        entry.method,
        time,
        day,
        checksum,
        packed,
        unpacked,
        len(entry.name),
        len(extra),
        len(member.comment),
        0,
        member.internal_attr,
        member.external_attr,
        entry.offset,
    )
    return head + entry.name + extra + member.comment


def _dos_time(member: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = member.date_time
    return (max(year, 1980) - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
