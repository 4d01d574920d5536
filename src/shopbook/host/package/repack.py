"""The zip file written anew: untouched members as they lie, large changed ones packed on a second thread while the next piece is made."""

import queue
import struct
import threading
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from isal import isal_zlib

from shopbook.host.package.container import LARGEST, PIECE, UTF8_FLAG, Container, without_zip64
from shopbook.host.package.refusals import TOO_LARGE, Refusal

Source = Callable[[], Iterable[bytes] | None]

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
LEVEL = 2
"""How hard parts are packed: a tenth larger than zlib's usual 6, and ten times as fast."""

_LARGE = 2 * PIECE  # bytes: below it a second thread has too little to do to be worth its start
_AHEAD = 4
_MOST_MEMBERS = 0xFFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the zip says of one member, in front of it and in the directory at its end.

    Attributes:
        offset: Where it begins.
        sizes: Checksum, size packed, size unpacked.
    """

    member: zipfile.ZipInfo
    name: bytes
    offset: int
    flags: int
    method: int
    sizes: tuple[int, int, int]


class Repacker:
    """Writes the members of one container to a seekable target."""

    def __init__(self, container: Container, target: BinaryIO) -> None:
        self._container = container
        self._target = target
        self._offset = target.tell()
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
        sizes = (member.CRC, member.compress_size, member.file_size)
        entry = _Entry(member, name, self._offset, member.flag_bits & ~0x8, member.compress_type, sizes)
        self._put(_local_header(entry, extra))
        for piece in self._container.packed(member):
            self._put(piece)
        self._enter(entry)

    def _pack(self, member: zipfile.ZipInfo, pieces: Iterable[bytes]) -> None:
        name, _ = self._container.local_name(member)
        entry = _Entry(member, name, self._offset, member.flag_bits & UTF8_FLAG, zipfile.ZIP_DEFLATED, (0, 0, 0))
        coming = iter(pieces)
        first = _first_of(coming)
        if sum(map(len, first)) < _LARGE:
            self._pack_at_once(entry, first)
        else:
            self._pack_beside(entry, chain(first, coming))

    def _pack_at_once(self, entry: _Entry, pieces: Iterable[bytes]) -> None:
        packed: list[bytes] = []
        packer = _Packer(packed.append)
        packer.pack(pieces)
        entry = replace(entry, sizes=packer.sizes)
        self._put(b"".join((_local_header(entry, b""), *packed)))
        self._enter(entry)

    def _pack_beside(self, entry: _Entry, pieces: Iterable[bytes]) -> None:
        self._put(_local_header(entry, b""))
        packer = _Packer(self._put)
        packer.pack_beside(pieces)
        entry = replace(entry, sizes=packer.sizes)
        self._enter(entry)
        self._target.seek(entry.offset)
        self._target.write(_local_header(entry, b""))
        self._target.seek(self._offset)

    def _put(self, written: bytes) -> None:
        self._target.write(written)
        self._offset += len(written)

    def _enter(self, entry: _Entry) -> None:
        if max(*entry.sizes[1:], entry.offset, self._offset) > LARGEST:
            raise Refusal(TOO_LARGE)
        self._entries.append(entry)

    def _finish(self) -> None:
        start, count, comment = self._offset, len(self._entries), self._container.comment
        self._put(b"".join(map(_central_header, self._entries)))
        size = self._offset - start
        if start + size > LARGEST or count >= _MOST_MEMBERS:
            raise Refusal(TOO_LARGE)
        self._put(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment)


class _Packer:
    """Packs the pieces of one part."""

    def __init__(self, put: Callable[[bytes], object]) -> None:
        self._put = put
        self._waiting: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._failure: BaseException | None = None
        self._is_over = False
        self.sizes = (0, 0, 0)

    def pack(self, pieces: Iterable[bytes]) -> None:
        """Pack all pieces; afterwards ``sizes`` are the checksum and both sizes."""
        packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
        checksum = packed = unpacked = 0
        for piece in pieces:
            checksum, unpacked = isal_zlib.crc32(piece, checksum), unpacked + len(piece)
            packed += self._handed_on(packer.compress(piece))
        packed += self._handed_on(packer.flush())
        self.sizes = (checksum, packed, unpacked)

    def pack_beside(self, pieces: Iterable[bytes]) -> None:
        """The same on a second thread, while the next piece is made: zlib lets go of the interpreter."""
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

    def _work(self) -> None:
        try:
            self.pack(iter(self._next, None))
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            self._failure = error
            # What fails at the very end (the last bytes on a full disk) must not wait for pieces that never come.
            while not self._is_over:
                self._next()

    def _next(self) -> bytes | None:
        piece = self._waiting.get()
        self._is_over = piece is None
        return piece

    def _handed_on(self, packed: bytes) -> int:
        self._put(packed)
        return len(packed)


def _first_of(pieces: Iterator[bytes]) -> list[bytes]:
    """The pieces that a part begins with; all that it has if they are small together."""
    first: list[bytes] = []
    size = 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size >= _LARGE:
            break
    return first


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
