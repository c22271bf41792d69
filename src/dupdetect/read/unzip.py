"""Unpack members of zip archives in bzip2 or LZMA a piece at a time.

zipfile hands such a member's bytes to the decompressor without a limit, and a kilobyte of them can grow to gigabytes
before anything is counted. Here each call returns a bounded piece, which the budget of the archive counts.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from typing import IO, Any, TypeAlias, cast

from dupdetect.errors import InputError

_PIECE = 1 << 16
"""Bytes that are read, and unpacked at most, at a time."""

_LARGEST_DICTIONARY = 64 << 20
"""Largest LZMA dictionary, in bytes; programs use 64 MiB at most."""

_LOCAL_HEADER = 30
_LZMA_HEADER = 9


_Decompressor: TypeAlias = bz2.BZ2Decompressor | lzma.LZMADecompressor


def open_member(archive: zipfile.ZipFile, file: IO[bytes], info: zipfile.ZipInfo) -> IO[bytes]:
    """The bytes of a member as a stream.

    Args:
        archive: the archive, opened from `file`.
        file: it can be read from anywhere, and nothing else reads it meanwhile.
        info: the member.

    Raises:
        InputError: it is packed by an unsupported method; the message is the reason.
        zipfile.BadZipFile: it is damaged.
    """
    if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return archive.open(info)
    if info.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        raise InputError(f"packed by an unsupported method (number {info.compress_type}); pack it again")
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no member where the directory says")
    names = sum(struct.unpack_from("<HH", header, 26))
    start = info.header_offset + _LOCAL_HEADER + names
    return cast("IO[bytes]", _Member(file, start, info))


class _Member(io.RawIOBase):
    """One packed member, unpacked as it is read."""

    def __init__(self, file: IO[bytes], start: int, info: zipfile.ZipInfo) -> None:
        self._file, self._at, self._left = file, start, info.compress_size
        self._expected, self._checksum = info.CRC, 0
        self._decompressor: _Decompressor = (
            bz2.BZ2Decompressor() if info.compress_type == zipfile.ZIP_BZIP2 else _open_lzma(self._next(_LZMA_HEADER))
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = b""
        while not piece and not self._decompressor.eof:
            packed = self._next(_PIECE) if self._decompressor.needs_input else b""
            if self._decompressor.needs_input and not packed:
                raise EOFError("the member ends in the middle")
            try:
                piece = self._decompressor.decompress(packed, min(len(buffer), _PIECE))
            except lzma.LZMAError as error:
                raise zipfile.BadZipFile(str(error)) from error
        self._checksum = zlib.crc32(piece, self._checksum)
        if not piece and self._checksum != self._expected:
            raise zipfile.BadZipFile("its checksum is wrong")
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        """The next packed bytes. Seeks first, because other members share the file."""
        self._file.seek(self._at)
        data = self._file.read(min(size, self._left))
        self._at += len(data)
        self._left -= len(data)
        return data


def _open_lzma(header: bytes) -> _Decompressor:
    """A decompressor by the header of a member: version, length of the properties, properties (APPNOTE 5.8.8)."""
    if len(header) < _LZMA_HEADER or header[2:4] != b"\x05\x00":
        raise zipfile.BadZipFile("its LZMA header is damaged")
    rest, literal = divmod(header[4], 9)
    position_bits, literal_position = divmod(rest, 5)
    (size,) = struct.unpack_from("<L", header, 5)
    if size > _LARGEST_DICTIONARY or position_bits > 4:
        raise InputError(f"its LZMA dictionary has more than {_LARGEST_DICTIONARY:,} bytes; pack it again")
    chain: dict[str, Any] = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": size,
        "lc": literal,
        "lp": literal_position,
        "pb": position_bits,
    }
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])
