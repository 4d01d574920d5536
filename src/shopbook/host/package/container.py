"""The zip file that a workbook is: its parts read, streamed, and copied as they lie.

Only what is asked for is unpacked. A copied part keeps its packed bytes, its name, its time and its place in the order; sizes that were
written behind the data (data descriptors, 64-bit fields of a small file) move to the header, where every reader looks first.
"""

import io
import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from isal import isal_zlib

from shopbook.host.package.refusals import (
    DAMAGED,
    DOUBLED_PART,
    ENCRYPTED,
    MISSING_PART,
    NOT_A_PACKAGE,
    SIGNED,
    TOO_LARGE,
    UNKNOWN_COMPRESSION,
    Refusal,
    in_part,
)

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
LARGEST = 0xFFFF_FFFE
UTF8_FLAG = 0x800
PIECE = 1 << 20  # stays in the processor's cache from one step to the next

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_PACKED_PIECE = 1 << 19


class Container:
    """An opened workbook file; a context manager."""

    def __init__(self, path: Path) -> None:
        self._file = _at_hand(path)
        try:
            self._zip = self._opened()
            self.members = sorted(self._zip.infolist(), key=lambda member: member.header_offset)
            self._by_name = {member.filename.casefold(): member for member in self.members}
            self._require_ordinary()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()
        self._file.close()

    @property
    def comment(self) -> bytes:
        """The comment at the end of the archive."""
        return self._zip.comment

    def name_of(self, part: str) -> str | None:
        """The part's name as the zip spells it; part names ignore case. None when it is not there."""
        member = self._by_name.get(part.casefold())
        return member.filename if member else None

    def read(self, part: str) -> bytes:
        """One part, unpacked.

        Raises:
            Refusal: It is missing or damaged.
        """
        return b"".join(self.stream(part))

    def stream(self, part: str) -> Iterator[bytes]:
        """One part, unpacked in pieces of at most 1 MiB; its checksum is verified at the end.

        Raises:
            Refusal: It is missing or damaged.
        """
        member = self._by_name.get(part.casefold())
        if member is None:
            raise in_part(part, MISSING_PART)
        if member.compress_type not in {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}:
            raise in_part(part, UNKNOWN_COMPRESSION)
        checksum = size = 0
        for piece in self._unpacked(member):
            checksum, size = isal_zlib.crc32(piece, checksum), size + len(piece)
            yield piece
        if (checksum, size) != (member.CRC, member.file_size):
            raise in_part(part, DAMAGED)

    def local_name(self, member: zipfile.ZipInfo) -> tuple[bytes, bytes]:
        """The member's name and extra field as its local header spells them; a 64-bit size field is left out.

        Raises:
            Refusal: The directory at the end calls it otherwise, so nobody knows which part it is.
        """
        *_, name_size, extra_size = self._local_header(member)
        name, extra = self._file.read(name_size), self._file.read(extra_size)
        if name.decode("utf-8" if member.flag_bits & UTF8_FLAG else "cp437", "replace") != member.orig_filename:
            raise in_part(member.filename, DAMAGED)
        return name, without_zip64(extra)

    def packed(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """The member's bytes as they lie in the file, still packed."""
        *_, name_size, extra_size = self._local_header(member)
        self._file.seek(name_size + extra_size, 1)
        left, position = member.compress_size, self._file.tell()
        while left:
            self._file.seek(position)
            piece = self._file.read(min(_PACKED_PIECE, left))
            if not piece:
                raise in_part(member.filename, DAMAGED)
            left, position = left - len(piece), position + len(piece)
            yield piece

    def copy_whole(self, target: BinaryIO) -> None:
        """The whole file, byte for byte."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            target.write(piece)

    def _opened(self) -> zipfile.ZipFile:
        if self._file.read(len(OLE_MAGIC)) == OLE_MAGIC:
            raise Refusal(ENCRYPTED)
        try:
            return zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
            raise Refusal(NOT_A_PACKAGE) from error

    def _require_ordinary(self) -> None:
        if len(self._by_name) != len(self.members):
            raise Refusal(DOUBLED_PART)
        for member in self.members:
            if member.flag_bits & 0x1:
                raise in_part(member.filename, ENCRYPTED)
            if max(member.compress_size, member.file_size, member.header_offset) > LARGEST:
                raise in_part(member.filename, TOO_LARGE)
            if member.filename.casefold().startswith("_xmlsignatures/"):
                raise Refusal(SIGNED)

    def _local_header(self, member: zipfile.ZipInfo) -> tuple[int, ...]:
        self._file.seek(member.header_offset)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
            raise in_part(member.filename, DAMAGED)
        _, *fields = _LOCAL.unpack(header)
        return tuple(fields)

    def _unpacked(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        if member.compress_type == zipfile.ZIP_STORED:
            yield from self.packed(member)
            return
        unpacker = isal_zlib.decompressobj(-15)
        try:
            for packed in self.packed(member):
                piece = unpacker.decompress(packed, PIECE)
                while piece:
                    yield piece
                    piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE)
        except isal_zlib.error as error:  # type: ignore[misc] # its stub calls the class an instance
            raise in_part(member.filename, DAMAGED) from error


def _at_hand(path: Path) -> BinaryIO:
    """The file; the bytes of a small one, in which going to and fro between dozens of parts costs no calls of the system."""
    file = path.open("rb")
    if os.fstat(file.fileno()).st_size > PIECE:
        return file
    with file:
        return io.BytesIO(file.read())


def without_zip64(extra: bytes) -> bytes:
    """An extra field without its 64-bit sizes (id 1), which no longer speak of this file."""
    kept, position = b"", 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        field = extra[position : position + 4 + size]
        kept += b"" if kind == 1 else field
        position += 4 + size
    return kept
