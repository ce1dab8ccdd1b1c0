"""Inspect an xls before it is opened: extent of its sheets, failed formulas, hidden parts.

Format: [MS-XLS]; WPS tables (.et) use the same format.
"""

import hashlib
import io
import struct
from collections.abc import Iterator

import olefile

from etl.read.open.foreign_kind import kind_of_compound
from etl.read.open.number_format import BUILT_IN, says_something
from etl.read.open.workbook import PASSWORD, RefusedError, Tally
from etl.read.open.xls_marked import MarkedStyles, marked_styles

# Exceptions of olefile on damaged files: some bad numbers pass its checks, and a directory may be cyclic.
FAULTS = (
    OSError,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class CompoundFileError(Exception):
    """The container is damaged."""


def read_streams(content: bytes) -> dict[str, bytes]:
    """The streams at the root of a compound file by name. Raises CompoundFileError."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            entries = [entry for entry in container.root.kids if entry.entry_type == olefile.STGTY_STREAM]
            names = [entry.name for entry in entries]
            return {name: container.openstream(name).read() for name in names}
    except FAULTS as error:
        raise CompoundFileError from error


ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
END_OF_SHEET, SHEET, PASSWORD_FOLLOWS = 0x000A, 0x0085, 0x002F
FORMULA, BOOLEAN_OR_ERROR, MANY_NUMBERS = 0x0006, 0x0205, 0x00BD
ROW, COLUMN_INFO, NUMBER_FORMAT, CELL_FORMAT = 0x0208, 0x007D, 0x041E, 0x00E0
NUMBER, SMALL_NUMBER = 0x0203, 0x027E
CELLS = frozenset({FORMULA, BOOLEAN_OR_ERROR, MANY_NUMBERS, NUMBER, 0x0204, SMALL_NUMBER, 0x00FD, 0x00D6})


def check_xls(content: bytes) -> dict[str, Tally]:
    """Sheet name → its tally; empty if the file is damaged. Raises RefusedError."""
    try:
        streams = read_streams(content)
        if "EncryptedPackage" in streams:
            raise RefusedError("unreadable", PASSWORD)
        if said := kind_of_compound(streams):
            raise RefusedError("unreadable", f"这{said}")
        stream = streams.get("Workbook") or streams.get("Book") or b""
        is_modern = "Workbook" in streams
        formats = _formats_with_words(stream) if is_modern else {}
        marked = marked_styles(_records(stream, 0)) if is_modern else MarkedStyles()
        tallies = {name: _tally(stream, offset, formats, marked) for name, offset in _sheets(stream)}
    except (CompoundFileError, struct.error, IndexError, UnicodeDecodeError):
        return {}
    for name, tally in tallies.items():
        tally.refuse_if_too_wide(name)
    return tallies


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet and the offset of its records."""
    for kind, data in _records(stream, 0):
        if kind == PASSWORD_FOLLOWS:
            raise RefusedError("unreadable", PROTECTED if is_only_protected(data) else PASSWORD)
        if kind == SHEET:
            (offset,) = struct.unpack_from("<I", data, 0)
            length, wide = data[6], data[7] & 1
            raw = data[8 : 8 + length * (2 if wide else 1)]
            yield raw.decode("utf-16-le" if wide else "latin-1"), offset


def _formats_with_words(stream: bytes) -> dict[int, str]:
    """Cell style number → number format, for formats that display more than the number."""
    codes, styles = dict(BUILT_IN), []
    for kind, data in _records(stream, 0):
        if kind == NUMBER_FORMAT:
            number, length, wide = struct.unpack_from("<HHB", data, 0)
            raw = data[5 : 5 + length * (2 if wide & 1 else 1)]
            codes[number] = raw.decode("utf-16-le" if wide & 1 else "latin-1")
        elif kind == CELL_FORMAT:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    named = {number: codes.get(style, "") for number, style in enumerate(styles)}
    return {number: code for number, code in named.items() if says_something(code)}


def _tally(stream: bytes, offset: int, formats: dict[int, str], marked: MarkedStyles) -> Tally:
    """The extent of a sheet, its faulty cells, its hidden parts, and how its cells are shown."""
    tally = Tally()
    for kind, data in _records(stream, offset):
        if kind not in CELLS:
            _note_hidden(kind, data, tally)
            continue
        row, column = struct.unpack_from("<HH", data, 0)
        last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == MANY_NUMBERS else column
        tally.reach(row + 1, last + 1)
        tally.struck.extend(_struck(kind, data, row, column, marked.struck))
        if text := _fault(kind, data) or marked.text_of(kind, data):
            tally.faults[row, column] = text
        elif formats:
            tally.formats.update(_formatted(kind, data, row, column, formats))
    return tally


def _note_hidden(kind: int, data: bytes, tally: Tally) -> None:
    if kind == ROW and data[12] & 0x20:
        tally.hidden_rows.append(struct.unpack_from("<H", data, 0)[0])
    elif kind == COLUMN_INFO:
        first, last, _, _, flags = struct.unpack_from("<5H", data, 0)
        tally.hidden_columns.extend([range(first, last + 1)] if flags & 1 else [])


def _formatted(
    kind: int, data: bytes, row: int, column: int, formats: dict[int, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    """The places and formats of numbers displayed with words, in one record."""
    if kind == MANY_NUMBERS:
        places = enumerate(range(4, len(data) - 2, 6), start=column)
    elif kind in (NUMBER, SMALL_NUMBER) or (kind == FORMULA and data[12:14] != b"\xff\xff"):
        places = enumerate([4], start=column)
    else:
        return
    for place, at in places:
        code = formats.get(struct.unpack_from("<H", data, at)[0])
        if code:
            yield (row, place), code


def _struck(
    kind: int, data: bytes, row: int, column: int, styles: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """The places in one record whose style is struck out."""
    places = range(4, len(data) - 2, 6) if kind == MANY_NUMBERS else (4,)
    for place, at in enumerate(places if styles else (), start=column):
        if struct.unpack_from("<H", data, at)[0] in styles:
            yield row, place


def _fault(kind: int, data: bytes) -> str:
    """The error in a cell; "" if none."""
    if kind == BOOLEAN_OR_ERROR and data[7]:
        return ERRORS.get(data[6], "#ERROR!")
    if kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return ERRORS.get(data[8], "#ERROR!")
    return ""


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record up to the end of this substream."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        if kind == END_OF_SHEET:
            return
        offset += 4 + length


OF_PROTECTED_STRUCTURE = "VelvetSweatshop"
PROTECTED = (
    "工作簿只设了“保护工作簿”（结构保护，没有打开密码），旧格式（xls）因此整本加密，无法读取；"
    "请在 Excel 或 WPS 的“审阅”里撤销工作簿保护，另存为 xlsx 再报"
)
XOR, RC4 = 0, 1
CRYPTO_API_VERSIONS = (2, 3, 4)
ROUNDS = 16
SHORTEST_KEY, KEY_BYTES = 5, 16


def is_only_protected(file_pass: bytes) -> bool:
    """Whether Excel's default password satisfies the FilePass record of an xls."""
    if len(file_pass) == 4:  # before Excel 97
        return _is_xor(file_pass)
    (kind,) = struct.unpack_from("<H", file_pass, 0)
    if kind == XOR:
        return _is_xor(file_pass[2:6])
    (version,) = struct.unpack_from("<H", file_pass, 2)
    check = file_pass[6:]
    return _is_crypto_api(check) if version in CRYPTO_API_VERSIONS else _is_rc4(check)


def _is_xor(check: bytes) -> bool:
    password = OF_PROTECTED_STRUCTURE.encode("ascii")
    verifier = 0
    for byte in reversed(bytes([len(password)]) + password):
        verifier = ((verifier >> 14 & 1) | (verifier << 1 & 0x7FFF)) ^ byte
    return bool(struct.unpack_from("<H", check, 2)[0] == verifier ^ 0xCE4B)


def _is_rc4(check: bytes) -> bool:
    salt, verifier, hashed = check[:16], check[16:32], check[32:48]
    first = _md5(OF_PROTECTED_STRUCTURE.encode("utf-16-le"))[:SHORTEST_KEY]
    second = _md5((first + salt) * ROUNDS)[:SHORTEST_KEY]
    plain = rc4(_md5(second + bytes(4)), verifier + hashed)
    return _md5(plain[:16]) == plain[16:32]


def _is_crypto_api(check: bytes) -> bool:
    (header_size,) = struct.unpack_from("<I", check, 4)
    (key_bits,) = struct.unpack_from("<I", check, 8 + 16)
    rest = check[8 + header_size :]
    salt, verifier, hashed = rest[4:20], rest[20:36], rest[40:60]
    first = _sha1(salt + OF_PROTECTED_STRUCTURE.encode("utf-16-le"))
    key = _sha1(first + bytes(4))[: (key_bits or 40) // 8]
    plain = rc4(key.ljust(KEY_BYTES, b"\0") if len(key) == SHORTEST_KEY else key, verifier + hashed)
    return _sha1(plain[:16]) == plain[16:36]


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt or decrypt data with RC4."""
    if not key:
        return b""
    state, place = list(range(256)), 0
    for number in range(256):
        place = (place + state[number] + key[number % len(key)]) % 256
        state[number], state[place] = state[place], state[number]
    first = second = 0
    out = bytearray()
    for byte in data:
        first = (first + 1) % 256
        second = (second + state[first]) % 256
        state[first], state[second] = state[second], state[first]
        out.append(byte ^ state[(state[first] + state[second]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()
