"""Places labels next to their points without crossing a line, a bar or another label.

All geometry is in pixels of the plotting area, measured from its lower left corner. The server does not
know the width of the screen, so labels are placed for the narrowest one; a wider screen only gives them
more room.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Segment = tuple[Point, Point]
# The space a label keeps free above and below itself: half a marker of a line.
CLEAR = 3.0


@dataclass(frozen=True)
class LabelBox:
    """The rectangle that a label, a bar or a marker covers."""

    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: "LabelBox") -> bool:
        """Whether the two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True)
class PlotArea:
    """The plotting area: its size in pixels and the values at its edges."""

    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def point(self, x: float, y: float) -> Point:
        """The position of a value in pixels."""
        (left, right), (low, high) = self.x_range, self.y_range
        return (x - left) / (right - left) * self.width, (y - low) / (high - low) * self.height


@dataclass(frozen=True)
class Obstacles:
    """The boxes, lines and points that a label must not touch."""

    lines: tuple[Segment, ...] = ()
    boxes: tuple[LabelBox, ...] = ()

    def hinder(self, box: LabelBox) -> bool:
        """Whether a label in this box would cross something, or come too close to a line or its markers."""
        roomy = LabelBox(box.left, box.right, box.bottom - CLEAR, box.top + CLEAR)
        return any(box.meets(other) for other in self.boxes) or any(
            crosses(line, roomy) for line in self.lines
        )

    def with_box(self, box: LabelBox) -> "Obstacles":
        """The same obstacles and one more box."""
        return Obstacles(self.lines, (*self.boxes, box))


def segments(points: Sequence[Point]) -> tuple[Segment, ...]:
    """The straight segments of a line through these points."""
    return tuple(pairwise(points))


def crosses(line: Segment, box: LabelBox) -> bool:
    """Whether a segment touches the box (Liang–Barsky clipping)."""
    (x0, y0), (x1, y1) = line
    start, end = 0.0, 1.0
    for step, distance in (
        (x0 - x1, x0 - box.left),
        (x1 - x0, box.right - x0),
        (y0 - y1, y0 - box.bottom),
        (y1 - y0, box.top - y0),
    ):
        if step == 0:
            if distance < 0:
                return False
        elif step < 0:
            start = max(start, distance / step)
        else:
            end = min(end, distance / step)
    return start <= end


def first_free(
    candidates: Iterable[LabelBox], obstacles: Obstacles, canvas: PlotArea, beyond: float = 0
) -> LabelBox | None:
    """The first box that is free and inside the plot; it may exceed the right edge by `beyond` pixels."""
    for box in candidates:
        inside = (
            box.left >= 0
            and box.right <= canvas.width + beyond
            and box.bottom >= 0
            and box.top <= canvas.height
        )
        if inside and not obstacles.hinder(box):
            return box
    return None


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights close to the wanted ones, in the given order, at least `gap` apart, between `low` and `high`.

    Used for labels in a column beside the plot: each stays as close to its line as the others allow. If
    there is not enough room for all, they extend below `low`.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    heights = [wanted[index] for index in order]
    for _ in range(20):
        for lower in range(len(heights) - 1):
            overlap = max(0.0, gap - (heights[lower + 1] - heights[lower]))
            heights[lower] -= overlap / 2
            heights[lower + 1] += overlap / 2
    for index in range(len(heights)):
        floor = low if index == 0 else heights[index - 1] + gap
        heights[index] = max(heights[index], floor)
    for index in reversed(range(len(heights))):
        ceiling = high if index == len(heights) - 1 else heights[index + 1] - gap
        heights[index] = min(heights[index], ceiling)
    placed = [0.0] * len(wanted)
    for index, height in zip(order, heights, strict=True):
        placed[index] = height
    return placed
