"""Numbers in native charts stand clear of every line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.labels import LabelBox
from dashboard.documents.slides.chart_geometry import (
    BAR_SHARE,
    LABEL_SIZE,
    LINE_HEIGHT,
    OUTSIDE,
    axis_from_zero,
    axis_of_rates,
    bar_places,
    month_plot,
    obstacles,
    point_places,
)
from dashboard.documents.slides.chart_plan import approximate_format, chart_plan
from dashboard.wording.format import number, percent
from dashboard.wording.text_fit import label_width
from tests.dashboard.documents import CATALOGUE, DECEMBER, JANUARY, JUNE, report_data

COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=12, max_size=12)
RATES = st.lists(st.one_of(st.none(), st.floats(0.5, 1.0)), min_size=12, max_size=12)


def label_box(place: str, month: int, value: float, text: str, high: float) -> LabelBox:
    """Where PowerPoint puts a number of a bar: at its end, in its middle or at its foot."""
    plot = month_plot(0.0, high)
    x, top = plot.point(month, value)
    height, half = LABEL_SIZE * LINE_HEIGHT, label_width(text, LABEL_SIZE) / 2
    bottom = {"inEnd": top - height - 2, "inBase": 2.0, "ctr": (top - height) / 2}[place]
    return LabelBox(x - half, x + half, bottom, bottom + height)


@given(COUNTS, COUNTS)
def test_a_number_in_a_bar_is_crossed_by_no_line_and_stays_in_its_bar(
    bars: list[int | None], line: list[int | None]
) -> None:
    _, high, _ = axis_from_zero((*bars, *line))
    texts = ["" if value is None else f"{value:,}" for value in bars]
    plot = month_plot(0.0, high)
    for place in bar_places(bars, texts, plot, [line]):
        if place.side == OUTSIDE:
            continue
        box = label_box(place.side, place.point, bars[place.point] or 0, texts[place.point], high)
        assert not obstacles(plot, [line]).hinder(box)
        assert box.right - box.left <= plot.width / 12 * BAR_SHARE
        assert box.bottom >= -0.01 and box.top <= plot.point(place.point, bars[place.point] or 0)[1] + 0.01


@given(COUNTS)
def test_the_last_bar_always_has_its_number(bars: list[int | None]) -> None:
    _, high, _ = axis_from_zero(tuple(bars))
    texts = ["" if value is None else f"{value:,}" for value in bars]
    known = [month for month, value in enumerate(bars) if value is not None]
    places = bar_places(bars, texts, month_plot(0.0, high), [])
    assert not known or places[-1].point == known[-1]


@given(RATES, st.floats(0.5, 1.0))
def test_the_first_of_the_points_always_has_its_number(rates: list[float | None], target: float) -> None:
    low, high, _ = axis_of_rates((*rates, target))
    known = [month for month, value in enumerate(rates) if value is not None]
    texts = ["" if value is None else f"{value:.1%}" for value in rates]
    plot = month_plot(low, high)
    places = point_places(known[::-1], rates, texts, plot, obstacles(plot, [rates]), target)
    assert [place.point for place in places][:1] == known[-1:]


def test_the_number_of_january_alone_stands_beside_its_point_and_not_by_the_numbers_of_the_axis() -> None:
    plot, rates = month_plot(0.92, 0.98), [0.957, *[None] * 11]
    [free] = point_places([0], rates, ["95.7%"], plot, obstacles(plot, []), 0.95)
    assert (free.point, free.side) == (0, "r")
    [crossed] = point_places([0], rates, ["95.7%"], plot, obstacles(plot, [[0.954, 0.96]]), 0.95)
    assert crossed.side == "t"


def test_a_number_above_a_bar_too_low_for_it_reads_across_the_line_of_the_pace(
    sample_warehouse: Path,
) -> None:
    view = report_data(sample_warehouse, JANUARY)
    bars = chart_plan(CATALOGUE.kpi("training_hours"), view.board, view.board.of("training_hours")).bars[0]
    assert [(label.point, label.place, label.on_paper) for label in bars.labels] == [(0, "outEnd", True)]


@given(COUNTS)
def test_an_axis_from_zero_holds_every_value_at_whole_steps(values: list[int | None]) -> None:
    low, high, step = axis_from_zero(tuple(values))
    assert low == 0
    assert high >= max((value for value in values if value is not None), default=0)
    assert step >= 1 and step == int(step) and high / step == int(high / step)


@given(RATES)
def test_an_axis_of_rates_holds_every_value_and_ends_at_one_hundred(values: list[float | None]) -> None:
    low, high, _ = axis_of_rates(tuple(values))
    known = [value for value in values if value is not None]
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in known)
    assert 0 <= low < high <= 1


def test_an_approximate_number_stays_a_number_and_shows_its_word() -> None:
    assert approximate_format("#,##0", 1000.0, "余") == '#,##0"余"'
    assert approximate_format("#,##0", 1000.0, "+") == '#,##0"余"'
    assert approximate_format("#,##0", 1000.0, "近") == '"近"#,##0'
    assert approximate_format("#,##0", 1000.0, "") == "#,##0"


def test_a_number_with_its_word_too_wide_for_its_bar_stands_above_it() -> None:
    assert label_width("36余", 12) > label_width("36", 12) + label_width("余", 12)
    bars = [None, None, 24, 36, 36, 36, *[None] * 6]
    pace = [0, 0, 20, 35, 40, 40, 45, 45, 50, 50, 50, 50]
    texts = ["" if value is None else str(value) for value in bars]
    texts[5] = "36余"
    last = bar_places(bars, texts, month_plot(0.0, 60.0), [pace])[-1]
    assert (last.point, last.side) == (5, "outEnd")


@pytest.mark.parametrize("as_of", [JUNE, DECEMBER])
def test_a_rates_label_reads_as_the_rate_does_everywhere(sample_warehouse: Path, as_of: str) -> None:
    view, compared = report_data(sample_warehouse, as_of), 0
    for kpi in (kpi for kpi in CATALOGUE.kpis if kpi.kind == "rate"):
        line = chart_plan(kpi, view.board, view.board.of(kpi.id)).series[0]
        for label in line.labels:
            value = line.values[label.point]
            assert value is not None
            digits = {"0%": 0, "0.0%": 1}[label.number_format]
            assert f"{value:.{digits}%}" == percent(value)
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("word", ["余", "多", "约", "近", "+"])
@pytest.mark.parametrize("value", [36.0, 380.0, 1000.0])
def test_an_approximate_number_keeps_its_format_and_is_written_as_everywhere(value: float, word: str) -> None:
    shown = approximate_format("#,##0", value, word).replace('"', "").replace("#,##0", number(value))
    assert shown == number(value, word=word)
