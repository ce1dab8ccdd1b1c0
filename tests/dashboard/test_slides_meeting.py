"""The deck of a meeting: few slides, large type, no empty chart, every limit drawn that is spoken of."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.documents.slides.chart_plan import ChartPlan
from dashboard.documents.slides.deck import every_kpi, make_slides, plan_slides
from dashboard.documents.slides.kpi_slide import facts
from tests.dashboard.documents import CATALOGUE, DECEMBER, JUNE, report_data


@pytest.fixture(scope="module", params=[JUNE, DECEMBER])
def as_of(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_meetings_deck_has_eight_or_nine_slides_and_ends_with_what_is_asked(
    sample_warehouse: Path, as_of: str
) -> None:
    plans = plan_slides(report_data(sample_warehouse, as_of))
    kinds = list(dict.fromkeys(plan.kind for plan in plans))
    assert kinds == ["cover", "points", "summary", "kpi", "attention", "units", "asks"]
    assert 8 <= len(plans) <= 9


def test_no_slide_has_an_empty_chart_and_what_is_said_of_a_limit_is_drawn(sample_warehouse: Path) -> None:
    for month in range(1, 13):
        view = report_data(sample_warehouse, f"2023-{month:02}")
        for plan in plan_slides(view, every_kpi(view)):
            charts = [part.content for part in plan.parts if isinstance(part.content, ChartPlan)]
            assert not any(chart.is_empty for chart in charts), plan.title
            if "限" in plan.sentence or "正常波动" in plan.title + plan.sentence:
                assert any(series.name.startswith("波动") for chart in charts for series in chart.series)


def test_no_text_is_under_fourteen_points_but_sources_and_footers(sample_warehouse: Path, as_of: str) -> None:
    made = Presentation(io.BytesIO(make_slides(report_data(sample_warehouse, as_of))))
    for slide in made.slides:
        frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and shape.name != "页脚"]
        frames += [cell.text_frame for s in slide.shapes if s.has_table for cell in s.table.iter_cells()]
        sizes = [run.font.size for frame in frames for part in frame.paragraphs for run in part.runs]
        assert all(size is None or size.pt >= 14 for size in sizes), slide.shapes.title.text


def test_the_usual_range_of_a_rate_ends_at_100_percent(sample_warehouse: Path) -> None:
    view, kpi = report_data(sample_warehouse), CATALOGUE.kpi("hotline_on_time_rate")
    upper = view.signals[kpi.id].chart.upper
    assert upper is not None and upper > 1
    told = {row[0].text: row[1].text for row in facts(view, kpi, replace(view.board.of(kpi.id), plan=None))}
    assert told["正常波动"].endswith("—100%")
