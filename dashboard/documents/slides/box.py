"""Boxes on a slide in EMU, with methods to divide and inset them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.util import Emu, Inches

EMU_PER_POINT = 12700


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in EMU, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def inches(cls, left: float, top: float, width: float, height: float) -> Box:
        """A box given in inches."""
        return cls(Inches(left), Inches(top), Inches(width), Inches(height))

    @classmethod
    def of(cls, shape: Any) -> Box:
        """The box of a shape, including a position inherited from its layout."""
        return cls(shape.left, shape.top, shape.width, shape.height)

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.top + self.height

    @property
    def width_points(self) -> float:
        """The width in points, the unit of font sizes."""
        return self.width / EMU_PER_POINT

    @property
    def height_points(self) -> float:
        """The height in points."""
        return self.height / EMU_PER_POINT

    def top_part(self, height: int) -> Box:
        """The top part with this height."""
        return Box(self.left, self.top, self.width, min(height, self.height))

    def below(self, height: int) -> Box:
        """The rest below a top part of this height."""
        return Box(self.left, self.top + height, self.width, max(0, self.height - height))

    def left_part(self, share: float) -> Box:
        """The left part with this share of the width."""
        return Box(self.left, self.top, int(self.width * share), self.height)

    def right_part(self, share: float) -> Box:
        """The right part with this share of the width."""
        width = int(self.width * share)
        return Box(self.right - width, self.top, width, self.height)

    def put(self, shape: Any) -> None:
        """Move and resize a shape to this box."""
        shape.left, shape.top = Emu(self.left), Emu(self.top)
        shape.width, shape.height = Emu(self.width), Emu(self.height)

    def meets(self, other: Box) -> bool:
        """Whether the two boxes overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )
