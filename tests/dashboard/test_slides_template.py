"""A template of the office's own that can't be used: the deck has our own layout, and somebody says so."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx.util import Inches

from dashboard.documents.slides.template import open_template, template_fault
from tests.dashboard.test_slides_deck import house_template


def with_more(whole: bytes) -> bytes:
    """The template with a slide that unpacks to 30 MB of text."""
    made = io.BytesIO(whole)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/slides/more.xml", bytes(30_000_000))
    return made.getvalue()


def without_theme(whole: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<a/>" if "theme/" in name else old.read(name))
    return made.getvalue()


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "something else": lambda whole: b"PK\x03\x04 and no template",
    "cut off": lambda whole: whole[: len(whole) // 2],
    "too large": with_more,
    "without a theme": without_theme,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_template_gives_our_own_layout_and_a_notice(tmp_path: Path, damage: str) -> None:
    path = house_template(tmp_path) / "本局模板.pptx"
    path.write_bytes(DAMAGED[damage](path.read_bytes()))
    assert template_fault(tmp_path).startswith("data/templates 中的模板 本局模板.pptx 打不开")
    made = open_template(tmp_path)
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9)


def test_nothing_is_said_of_a_whole_template_or_of_none(tmp_path: Path) -> None:
    assert template_fault(tmp_path) == ""
    assert template_fault(house_template(tmp_path)) == ""
    assert open_template(tmp_path).slide_width == Inches(10)
