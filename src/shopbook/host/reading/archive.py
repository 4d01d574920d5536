"""A zip file read with distrust: every byte is counted while it comes out, nothing is believed from its headers."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NoReturn, Self

from isal import isal_zlib

from shopbook.errors import UnreadableFileError
from shopbook.labels import Label

CHUNK_BYTES = 4 << 20
"""Most that is unpacked at a time."""

MAX_PARTS = 10_000
MAX_DIRECTORY_BYTES = 16 << 20
MAX_PART_BYTES = 6 << 30
"""A sheet of 1,048,576 rows and 40 columns unpacks to about 2.5 GB."""

RATIO_LIMITS = ((4 << 20, 400), (256 << 20, 100))
"""From so many bytes on, a part may unpack to at most so many times its packed size. Honest sheets stay under 60."""

MAX_KEPT_BYTES = 4 << 20
"""Of a file's parts so much is kept, unpacked, for whoever reads it after it was checked; small workbooks are all there."""

_FREE_BYTES = RATIO_LIMITS[0][0]
"""A part that unpacks to no more harms nobody."""

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END_SEARCH_BYTES = (1 << 16) + 22 + 76
_LOCAL = struct.Struct("<4s22xHH")
_STORED, _DEFLATED, _ENCRYPTED_FLAG = 0, 8, 1
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_FORBIDDEN = tuple(word.decode().encode(encoding) for word in _FORBIDDEN for encoding in ("utf-16-le", "utf-16-be"))
_WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_XML_ENDINGS = (".xml", ".rels", ".vml")


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive found in its file, for the next one over the same file.

    Attributes:
        identity: Which file it is, by size, time and place.
        members: What its directory says.
        parts: Small members as they were unpacked, each found sound.
    """

    identity: tuple[int, int, int]
    members: Sequence[zipfile.ZipInfo]
    parts: Mapping[str, bytes]


class Archive:
    """The members of a zip by name; opening it refuses what no honest program writes.

    Args:
        path: Where it lies, for messages.
        stream: Its bytes; closed with the archive.
        known: What an archive found before. Of another file, or of this one before it changed, nothing of it is used.

    Raises:
        UnreadableFileError: Damaged, encrypted, with doubled, overlapping or outward-leading members, or too many of them.
    """

    def __init__(self, path: Path, stream: BinaryIO, known: Contents | None = None) -> None:
        self._path = path
        self._stream = stream
        self.identity = _identity(stream)
        is_same = known is not None and known.identity == self.identity
        try:
            infos = known.members if known is not None and is_same else self._open()
        except UnreadableFileError:
            stream.close()
            raise
        self._members = {info.filename: info for info in infos}
        self._by_folded = {name.lower(): name for name in self._members}
        self._kept = dict(known.parts) if known is not None and is_same else {}
        self._room = MAX_KEPT_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()

    @property
    def contents(self) -> Contents:
        """What was found so far."""
        return Contents(self.identity, tuple(self._members.values()), self._kept)

    @property
    def names(self) -> Sequence[str]:
        """The members in the order of the directory."""
        return tuple(self._members)

    def find(self, name: str) -> str | None:
        """The member of this name, in whatever case it is written; None when there is none."""
        return self._by_folded.get(name.lower())

    def read(self, name: str, limit: int = 64 << 20) -> bytes:
        """A whole member.

        Raises:
            UnreadableFileError: It is damaged, or larger than ``limit`` bytes.
        """
        pieces: list[bytes] = []
        size = 0
        for piece in self.stream(name):
            size += len(piece)
            if size > limit:
                self._refuse(_TOO_LARGE, name)
            pieces.append(piece)
        return b"".join(pieces)

    def claims(self, name: str) -> tuple[int, int]:
        """How many bytes a member takes up in the file, which is so, and how many it says that it unpacks to, which may be a lie."""
        return self._members[name].compress_size, self._members[name].file_size

    def check(self, name: str) -> None:
        """Unpack a member once; it is kept if it is small.

        Raises:
            UnreadableFileError: It is damaged, unpacks without end, or is XML that declares entities.
        """
        pieces = self.stream(name)
        first = next(pieces, b"")
        more = sum(1 for _ in pieces)
        if not more and len(first) <= self._room:
            self._kept[name] = first
            self._room -= len(first)

    def stream(self, name: str) -> Iterator[bytes]:
        """A member in pieces of at most ``CHUNK_BYTES``; its checksum is compared at the end.

        Raises:
            UnreadableFileError: It is damaged, unpacks to more than any honest part does, or is XML that declares entities.
        """
        if name in self._kept:
            yield self._kept[name]
            return
        words: tuple[bytes, ...] = () if not name.lower().endswith(_XML_ENDINGS) else _FORBIDDEN
        tail = b""
        for piece in self._unpacked(name):
            if words and not tail and piece[:2] in _WIDE_STARTS:
                words = _WIDE_FORBIDDEN
            # One rare character first: looking for it alone is many times faster than looking for words.
            if words and b"!" in piece and any(word in tail + piece for word in words):
                self._refuse(_HAS_DTD, name)
            tail = piece[-32:]
            yield piece

    def _unpacked(self, name: str) -> Iterator[bytes]:
        info = self._members[name]
        crc = size = 0
        for piece, packed in self._inflate(info):
            size += len(piece)
            crc = isal_zlib.crc32(piece, crc)
            if size > _FREE_BYTES and _is_bomb(size, packed):
                self._refuse(_BOMB, name)
            yield piece
        if crc != info.CRC:
            self._refuse(_DAMAGED_PART, name)

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
        """Pieces of a member, each with the number of packed bytes taken so far."""
        packed = 0
        inflater = isal_zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == _DEFLATED else None
        for raw in self._packed(info):
            packed += len(raw)
            if inflater is None:
                yield raw, packed
                continue
            left = raw
            try:
                while left and not inflater.eof:
                    yield inflater.decompress(left, CHUNK_BYTES), packed
                    left = inflater.unconsumed_tail
            except isal_zlib.IsalError:  # type: ignore[misc] # its stub calls the class a value
                self._refuse(_DAMAGED_PART, info.filename)

    def _packed(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        self._stream.seek(info.header_offset)
        header = self._stream.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            self._refuse(_DAMAGED_PART, info.filename)
        _, name_length, extra_length = _LOCAL.unpack(header)
        position = info.header_offset + _LOCAL.size + name_length + extra_length
        left = info.compress_size
        while left:
            # Several members may be read in turns, so each read finds its own place.
            self._stream.seek(position)
            raw = self._stream.read(min(left, CHUNK_BYTES // 8))
            if not raw:
                self._refuse(_DAMAGED_PART, info.filename)
            position, left = position + len(raw), left - len(raw)
            yield raw

    def _open(self) -> Sequence[zipfile.ZipInfo]:
        self._refuse_large_directory()
        try:
            infos = zipfile.ZipFile(self._stream).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, struct.error) as error:
            raise UnreadableFileError(self._path, _DAMAGED) from error
        self._check_members(infos)
        return infos

    def _refuse_large_directory(self) -> None:
        """Count the members before the directory is read, since reading it costs memory for each."""
        self._stream.seek(0, 2)
        size = self._stream.tell()
        self._stream.seek(max(0, size - _END_SEARCH_BYTES))
        tail = self._stream.read()
        end, end64 = tail.rfind(_END), tail.rfind(_END64)
        if end < 0 or len(tail) < end + 22:
            raise UnreadableFileError(self._path, _DAMAGED)
        count, directory = struct.unpack_from("<HI", tail, end + 10)
        if end64 >= 0 and len(tail) >= end64 + 48:
            count, directory = struct.unpack_from("<QQ", tail, end64 + 32)
        if count > MAX_PARTS or directory > MAX_DIRECTORY_BYTES:
            raise UnreadableFileError(self._path, _TOO_MANY_PARTS.filled({"count": count}))

    def _check_members(self, infos: Sequence[zipfile.ZipInfo]) -> None:
        seen: set[str] = set()
        for info in infos:
            name = info.orig_filename
            if name.lower() in seen:
                self._refuse(_TWICE, name)
            seen.add(name.lower())
            if _leads_outside(name):
                self._refuse(_LEADS_OUTSIDE, name)
            if info.flag_bits & _ENCRYPTED_FLAG:
                self._refuse(_ENCRYPTED_PART, name)
            if info.compress_type not in {_STORED, _DEFLATED}:
                self._refuse(_UNKNOWN_PACKING, name)
        for name in _overlapping(infos):
            self._refuse(_OVERLAPS, name)

    def _refuse(self, why: Label, part: str) -> NoReturn:
        raise UnreadableFileError(self._path, why.filled({"part": _shown(part)}))


def _identity(stream: BinaryIO) -> tuple[int, int, int]:
    """Which file it is that was opened; what was decrypted has no place and never changes."""
    if isinstance(stream, io.BytesIO):
        return 0, 0, 0
    found = os.fstat(stream.fileno())
    return found.st_size, found.st_mtime_ns, found.st_ino


def _is_bomb(size: int, packed: int) -> bool:
    return size > MAX_PART_BYTES or any(size > floor and size > ratio * packed for floor, ratio in RATIO_LIMITS)


def _shown(part: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in part[:120])


def _leads_outside(name: str) -> bool:
    return "\\" in name or name.startswith("/") or "\0" in name or ".." in name.split("/")


def _overlapping(infos: Iterable[zipfile.ZipInfo]) -> Iterator[str]:
    spans = sorted((info.header_offset, info.header_offset + _LOCAL.size + info.compress_size, info.filename) for info in infos)
    return (later[2] for earlier, later in pairwise(spans) if earlier[1] > later[0])


_DAMAGED = Label(
    zh="文件已损坏或不完整，无法打开。请重新下载或从备份恢复",
    en="the file is damaged or incomplete and cannot be opened; download it again or restore it from a backup",
)
_DAMAGED_PART = Label(
    zh="文件已损坏（内部部件“{part}”读不出来）。请重新下载或从备份恢复",
    en="the file is damaged (its part '{part}' cannot be read); download it again or restore it from a backup",
)
_TOO_LARGE = Label(
    zh="内部部件“{part}”大得不正常，未予打开。请确认文件来源",
    en="its part '{part}' is abnormally large, so it was not opened; check where the file comes from",
)
_BOMB = Label(
    zh="内部部件“{part}”解压后大得不正常（疑似压缩炸弹），未予打开。请确认文件来源",
    en="its part '{part}' unpacks to an abnormal size (a zip bomb), so it was not opened; check where the file comes from",
)
_HAS_DTD = Label(
    zh="内部部件“{part}”含有表格文件不该有的实体声明（DTD），未予打开。请确认文件来源",
    en="its part '{part}' declares entities (a DTD), which no workbook needs, so it was not opened; check where the file comes from",
)
_TOO_MANY_PARTS = Label(
    zh="文件里有 {count} 个内部部件，多得不正常，未予打开。请确认文件来源",
    en="the file has {count} parts, abnormally many, so it was not opened; check where the file comes from",
)
_TWICE = Label(
    zh="内部部件“{part}”出现了两次，不同程序会读到不同内容，未予打开。请用 Excel 另存一份再试",
    en="its part '{part}' is there twice, so programs would read different things; save a fresh copy from Excel and try again",
)
_LEADS_OUTSIDE = Label(
    zh="内部部件名“{part}”指向文件之外，未予打开。请确认文件来源",
    en="the name of its part '{part}' leads out of the file, so it was not opened; check where the file comes from",
)
_ENCRYPTED_PART = Label(
    zh="内部部件“{part}”是加密的，请先去掉压缩包密码再试",
    en="its part '{part}' is encrypted; remove the archive's password and try again",
)
_UNKNOWN_PACKING = Label(
    zh="内部部件“{part}”用了 Excel 不支持的压缩方式。请用 Excel 另存一份再试",
    en="its part '{part}' is packed in a way that Excel does not support; save a fresh copy from Excel and try again",
)
_OVERLAPS = Label(
    zh="内部部件“{part}”与别的部件重叠（疑似压缩炸弹），未予打开。请确认文件来源",
    en="its part '{part}' overlaps another (a zip bomb), so it was not opened; check where the file comes from",
)
