"""The file of a deck is what PowerPoint and WPS open without repair: parts, types, ids, order of elements."""

import io
import posixpath
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from dashboard.documents.slides.deck import make_slides
from tests.dashboard import documents
from tests.dashboard.documents import report_data
from tests.dashboard.test_slides_deck import house_template

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# The order of run properties in DrawingML (ECMA-376 part 1, 21.1.2.3.9).
RUN_ORDER = ["ln", "noFill", "solidFill", "effectLst", "latin", "ea", "cs", "sym", "hlinkClick"]
SERIES_ORDER = {
    "barChart": ["idx", "order", "tx", "spPr", "invertIfNegative", "dPt", "dLbls", "cat", "val"],
    "lineChart": ["idx", "order", "tx", "spPr", "marker", "dPt", "dLbls", "cat", "val", "smooth"],
}


@pytest.fixture(scope="module", params=["ours", "house"])
def parts(
    request: pytest.FixtureRequest, sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    made = documents.deck(sample_warehouse)
    if request.param == "house":
        folder = house_template(tmp_path_factory.mktemp("templates"))
        made = make_slides(report_data(sample_warehouse), templates=folder)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert max(Counter(archive.namelist()).values()) == 1
        return {name: archive.read(name) for name in archive.namelist()}


def trees(parts: dict[str, bytes], start: str) -> dict[str, Any]:
    return {
        name: etree.fromstring(content)
        for name, content in parts.items()
        if name.startswith(start) and name.endswith(".xml")
    }


def test_every_relationship_leads_to_a_part_and_every_part_is_reached(parts: dict[str, bytes]) -> None:
    reached = {"[Content_Types].xml"}
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in etree.fromstring(content):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
                assert target in parts, (name, target)
                reached.add(target)
    assert set(parts) == reached


def test_every_part_has_a_content_type_and_no_type_names_a_missing_part(parts: dict[str, bytes]) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {each.get("PartName").lstrip("/") for each in types if each.tag.endswith("Override")}
    extensions = {each.get("Extension").lower() for each in types if each.tag.endswith("Default")}
    assert named <= set(parts)
    others = {name for name in parts if name not in named and name != "[Content_Types].xml"}
    assert all(name.rsplit(".", 1)[-1].lower() in extensions for name in others)


def test_shape_ids_are_unique_on_each_slide_and_every_reference_has_its_relationship(
    parts: dict[str, bytes],
) -> None:
    for name, tree in trees(parts, "ppt/slides/slide").items():
        ids = [each.get("id") for each in tree.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids)), name
        relations = etree.fromstring(parts[name.replace("slides/", "slides/_rels/") + ".rels"])
        known = {relation.get("Id") for relation in relations}
        used = {value for each in tree.iter() for key, value in each.attrib.items() if key.startswith(R)}
        assert used <= known, name


def test_slide_ids_are_unique_and_nothing_names_a_removed_slide(parts: dict[str, bytes]) -> None:
    tree = etree.fromstring(parts["ppt/presentation.xml"])
    ids = [each.get("id") for each in tree.iter(f"{P}sldId")]
    assert len(ids) == len(set(ids)) == len(trees(parts, "ppt/slides/slide"))
    assert tree.find(f"{P}custShowLst") is None and tree.find(f"{P}extLst") is None


def test_every_embedded_workbook_opens_and_holds_its_charts_numbers(parts: dict[str, bytes]) -> None:
    charts = trees(parts, "ppt/charts/chart")
    assert charts
    for name, tree in charts.items():
        relations = etree.fromstring(parts[name.replace("charts/", "charts/_rels/") + ".rels"])
        target = posixpath.normpath(posixpath.join("ppt/charts", relations[0].get("Target")))
        sheet = openpyxl.load_workbook(io.BytesIO(parts[target])).active
        for number, series in enumerate(tree.iter(f"{C}ser"), start=2):
            cells = [sheet.cell(row, number).value for row in range(2, 14)]
            points = {
                int(point.get("idx")): float(point.find(f"{C}v").text)
                for point in series.find(f"{C}val").iter(f"{C}pt")
            }
            assert {row: value for row, value in enumerate(cells) if value is not None} == points, name


def test_chart_axes_have_valid_ids_that_both_plots_share(parts: dict[str, bytes]) -> None:
    for name, tree in trees(parts, "ppt/charts/chart").items():
        axes = {axis.find(f"{C}axId").get("val") for axis in tree.iter(f"{C}catAx", f"{C}valAx")}
        assert all(int(axis) >= 0 for axis in axes)
        for plot in tree.iter(f"{C}barChart", f"{C}lineChart"):
            assert {each.get("val") for each in plot.findall(f"{C}axId")} == axes, name


def test_series_parts_stand_in_the_order_of_the_schema(parts: dict[str, bytes]) -> None:
    for tree in trees(parts, "ppt/charts/chart").values():
        for plot in tree.iter(f"{C}barChart", f"{C}lineChart"):
            order = SERIES_ORDER[etree.QName(plot).localname]
            for series in plot.findall(f"{C}ser"):
                places = [order.index(etree.QName(child).localname) for child in series]
                assert places == sorted(places)


def test_every_text_names_an_east_asian_typeface_right_after_the_latin_one(parts: dict[str, bytes]) -> None:
    runs = 0
    for tree in (*trees(parts, "ppt/slides/slide").values(), *trees(parts, "ppt/charts/chart").values()):
        for properties in tree.iter(f"{A}rPr", f"{A}defRPr"):
            names = [etree.QName(child).localname for child in properties]
            places = [RUN_ORDER.index(name) for name in names]
            assert places == sorted(places)
            assert names.index("ea") == names.index("latin") + 1
            assert properties.find(f"{A}ea").get("typeface")
            runs += 1
    assert runs > 200
