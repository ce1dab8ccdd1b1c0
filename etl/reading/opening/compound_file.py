"""The container of old Office files: sectors chained by a table, streams named by a directory ([MS-CFB])."""

import struct
from collections.abc import Iterator

HEADER = 512
MINI_SECTOR = 64
NOT_A_SECTOR = 0xFFFFFFFA  # this and above mark the end of a chain and free sectors
DIRECTORY_ENTRY = 128


class CompoundFileError(Exception):
    """The container cannot be followed."""


def read_streams(content: bytes) -> dict[str, bytes]:
    """The streams of a compound file by name. Raises CompoundFileError."""
    try:
        return _read_streams(content)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError) as error:
        raise CompoundFileError from error


def _read_streams(content: bytes) -> dict[str, bytes]:
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
    directory_start, cutoff, mini_start = struct.unpack_from("<I4xII", content, 48)
    table = _allocation_table(content, size)
    entries = dict(_entries(_chain(content, table, directory_start, size)))
    mini = _chain(content, table, entries["Root Entry"][0], size)
    mini_table = _numbers(_chain(content, table, mini_start, size))
    streams = {}
    for name, (start, length) in entries.items():
        if length >= cutoff:
            streams[name] = _chain(content, table, start, size)[:length]
        else:
            sectors = _sectors(mini_table, start)
            parts = (mini[sector * MINI_SECTOR : (sector + 1) * MINI_SECTOR] for sector in sectors)
            streams[name] = b"".join(parts)[:length]
    return streams


def _allocation_table(content: bytes, size: int) -> tuple[int, ...]:
    """For each sector the next one of its chain."""
    sectors = list(struct.unpack_from("<109I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        if following >= NOT_A_SECTOR:
            break
        more = _numbers(_sector(content, following, size))
        sectors.extend(more[:-1])
        following = more[-1]
    table = [_sector(content, sector, size) for sector in sectors if sector < NOT_A_SECTOR]
    return _numbers(b"".join(table))


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name, first sector and length of each stream."""
    for offset in range(0, len(directory) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
        (length,) = struct.unpack_from("<H", directory, offset + 64)
        name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le")
        if name:
            yield name, struct.unpack_from("<II", directory, offset + 116)


def _chain(content: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    return b"".join(_sector(content, sector, size) for sector in _sectors(table, start))


def _sectors(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a chain; one that never ends is cut off."""
    for _ in range(len(table)):
        if start >= NOT_A_SECTOR:
            return
        yield start
        start = table[start]


def _sector(content: bytes, sector: int, size: int) -> bytes:
    offset = max(HEADER, size) + sector * size
    return content[offset : offset + size]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
