"""Find what an xls shows struck out or raised: a whole cell by its style, part of a text by its runs.

Format: [MS-XLS] 2.4.122 (Font), 2.4.353 (XF), 2.4.265 (SST).
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from domain.text import raised, struck_out

FONT, CELL_FORMAT, SHARED_TEXTS, CONTINUED, TEXT = 0x0031, 0x00E0, 0x00FC, 0x003C, 0x00FD
_STRUCK_BIT = 0x0008
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_NO_FONT = 4  # no font has this number

Mark = Callable[[str], str]


@dataclass(frozen=True)
class MarkedStyles:
    """The cell styles whose font is struck out, and the shared texts with marked parts; by number."""

    struck: frozenset[int] = frozenset()
    texts: dict[int, str] = field(default_factory=dict)

    def text_of(self, kind: int, data: bytes) -> str:
        """The text with marks in a cell's record; "" if it has none."""
        return self.texts.get(struct.unpack_from("<I", data, 6)[0], "") if kind == TEXT and self.texts else ""


def marked_styles(records: Iterable[tuple[int, bytes]]) -> MarkedStyles:
    """What the records before the sheets say of fonts, styles and shared texts."""
    fonts: list[Mark | None] = []
    styles: list[int] = []
    chunks: list[bytes] = []
    is_shared = False
    for kind, data in records:
        is_shared = kind == SHARED_TEXTS or (is_shared and kind == CONTINUED)
        if is_shared:
            chunks.append(data)
        elif kind == FONT:
            fonts.append(_mark_of(data))
        elif kind == CELL_FORMAT:
            styles.append(struct.unpack_from("<H", data, 0)[0])
    marks = {number + (number >= _NO_FONT): mark for number, mark in enumerate(fonts) if mark}
    struck = {number for number, font in enumerate(styles) if marks.get(font) is struck_out}
    return MarkedStyles(frozenset(struck), _marked_texts(chunks, marks) if marks and chunks else {})


def _mark_of(font: bytes) -> Mark | None:
    _, flags, _, _, position = struct.unpack_from("<5H", font, 0)
    return struck_out if flags & _STRUCK_BIT else raised if position else None


def _marked_texts(chunks: Sequence[bytes], marks: dict[int, Mark]) -> dict[int, str]:
    """Number → text with marks, for the shared texts with a marked run."""
    reader = _SharedTexts(chunks)
    found: dict[int, str] = {}
    try:
        (count,) = struct.unpack_from("<I", reader.take(8), 4)
        for number in range(count):
            text, runs = reader.next()
            if any(font in marks for _, font in runs):
                found[number] = _with_marks(text, runs, marks)
    except (struct.error, IndexError):
        return found
    return found


def _with_marks(text: str, runs: list[tuple[int, int]], marks: dict[int, Mark]) -> str:
    """The text, its runs (first character, font) marked; what stands before the first has the cell's font."""
    ends = [first for first, _ in runs[1:]] + [len(text)]
    parts = [text[: runs[0][0]]]
    for (first, font), end in zip(runs, ends, strict=True):
        mark = marks.get(font)
        parts.append(mark(text[first:end]) if mark else text[first:end])
    return "".join(parts)


class _SharedTexts:
    """Reads the shared texts one after the other; they run on from one record to the next."""

    def __init__(self, chunks: Sequence[bytes]) -> None:
        self._chunks = chunks
        self._chunk = 0
        self._at = 0

    def next(self) -> tuple[str, list[tuple[int, int]]]:
        """The next text, and its runs: first character and font."""
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & _RICH else 0
        phonetic = struct.unpack("<I", self.take(4))[0] if flags & _PHONETIC else 0
        text = self._characters(length, flags & _WIDE)
        found = [struct.unpack("<HH", self.take(4)) for _ in range(runs)]
        self.take(phonetic)
        return text, found

    def take(self, count: int) -> bytes:
        """The next bytes, of this record and the following."""
        parts = []
        while count:
            self._turn()
            part = self._chunks[self._chunk][self._at : self._at + count]
            parts.append(part)
            self._at += len(part)
            count -= len(part)
        return b"".join(parts)

    def _characters(self, count: int, wide: int) -> str:
        """The next characters; each further record says anew whether they are wide."""
        parts = []
        while count:
            if self._turn():
                wide = self._chunks[self._chunk][0] & _WIDE
                self._at = 1
            size = 2 if wide else 1
            part = self._chunks[self._chunk][self._at : self._at + count * size]
            if not part:
                raise IndexError(count)
            parts.append(part.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._at += len(part)
            count -= len(part) // size
        return "".join(parts)

    def _turn(self) -> bool:
        """Go on to the next record at the end of this one; IndexError after the last."""
        if self._at < len(self._chunks[self._chunk]):
            return False
        self._chunk, self._at = self._chunk + 1, 0
        if not self._chunks[self._chunk]:
            raise IndexError(self._chunk)
        return True
