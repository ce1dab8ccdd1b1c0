"""What each chart holds: the figures it is given, where they belong, in words that name them."""

import json
import math
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from dashboard.charts.drawing import DrawnFigure
from dashboard.charts.monthly import monthly_chart
from dashboard.charts.progress import ForecastBand, progress_chart
from dashboard.charts.rate_and_stock import Limits, level_chart, parts_chart
from dashboard.charts.template import LAST_YEAR, NOTE_INK, PAPER, THIS_YEAR, Caption, caption_layout
from dashboard.charts.year import reported
from domain.catalogue import Kind
from tests.dashboard.charts import levels, of_type, texts, year_of

LAST_YEAR_CASES: list[float | None] = [25, 21, 36, 38, 37, 41, 36, 33, 31, 34, 33, 32]
EVEN_9 = [9 * month // 12 for month in range(1, 13)]


def test_a_month_is_a_bar_from_zero_and_last_year_a_line() -> None:
    figure = monthly_chart(year_of([22, 28, 38], LAST_YEAR_CASES), "起")
    (bars,) = of_type(figure, "bar")
    assert bars["y"] == [22, 28, 38]
    assert figure.layout.yaxis.range[0] == 0
    line = next(trace for trace in of_type(figure, "scatter") if trace["line"]["color"] == LAST_YEAR)
    assert line["y"] == LAST_YEAR_CASES
    assert "上年" in texts(figure)


def test_last_year_of_a_thing_or_two_a_month_is_strokes_and_no_line() -> None:
    figure = monthly_chart(year_of([1, 0, 2], [0, 2, 1, *[0] * 9]), "次")
    strokes = [trace for trace in of_type(figure, "scatter") if trace["marker"]["line"]["color"] == LAST_YEAR]
    assert [(trace["x"], trace["y"]) for trace in strokes] == [([2, 3], [2, 1])]
    assert strokes[0]["mode"] == "markers"
    assert texts(figure).count("上年") == 1


def test_months_after_the_as_of_month_are_not_shown_yet() -> None:
    year = year_of([22, 28, 38])
    assert len(reported(year)) == 3
    assert not any(each.missing for each in year)


def test_a_month_nobody_reported_is_said_to_be_missing_and_is_no_bar_of_zero() -> None:
    figure = monthly_chart(year_of([22, None, 38]), "起")
    (bars,) = of_type(figure, "bar")
    assert bars["x"] == [1, 3]
    assert "未<br>报" in texts(figure)


def test_a_reported_zero_is_a_bar_and_not_missing() -> None:
    figure = monthly_chart(year_of([0, 5, 0]), "起")
    (bars,) = of_type(figure, "bar")
    assert bars["y"] == [0, 5, 0]
    assert "未<br>报" not in texts(figure)


def test_january_shows_last_december_beside_it() -> None:
    year = year_of([22], LAST_YEAR_CASES)
    figure = monthly_chart(year, "起")
    (bars,) = of_type(figure, "bar")
    assert bars["y"] == [32, 22]
    assert figure.layout.xaxis.ticktext[:2] == ("12月", "1月")
    assert bars["customdata"][0] == "2022年12月 32起"


def test_january_stands_alone_where_nothing_of_last_year_is_known() -> None:
    assert monthly_chart(year_of([22]), "起").layout.xaxis.ticktext[:2] == ("1月", "2")


def test_the_first_year_has_no_line_of_the_year_before() -> None:
    figure = monthly_chart(year_of([22, 28]), "起")
    assert of_type(figure, "scatter") == [] or all(
        trace["mode"] == "markers" for trace in of_type(figure, "scatter")
    )
    assert "上年" not in texts(figure)


def test_limits_are_drawn_and_named_and_a_lower_one_under_zero_is_not() -> None:
    figure = monthly_chart(year_of([22, 28, 38]), "起", Limits(30, -4, 61))
    assert sorted(levels(figure)) == [30, 61]
    assert {"均值 30", "上限 61"} <= set(texts(figure))
    assert not any(text.startswith("下限") for text in texts(figure))


def test_a_flagged_month_has_a_diamond_and_its_figure() -> None:
    figure = monthly_chart(year_of([22, 28, 90, 30], signals={3: "outside"}), "起", Limits(30, 5, 61))
    diamonds = [trace for trace in of_type(figure, "scatter") if trace["mode"] == "markers"]
    assert [(trace["x"], trace["y"]) for trace in diamonds] == [([3], [90])]
    assert "90" in texts(figure)


def test_a_note_is_marked_at_its_month_with_its_text() -> None:
    figure = monthly_chart(year_of([22, 28]), "起", notes=[(2, "①", "专项整治集中立案")])
    (mark,) = [note for note in figure.layout.annotations if note.text == "①"]
    assert (mark.x, mark.hovertext) == (2, "专项整治集中立案")


def test_a_rate_is_a_line_hollow_where_it_misses_its_target() -> None:
    year = year_of([0.96, 0.94, 0.95], kind=Kind.RATE)
    figure = level_chart(year, "", kind=Kind.RATE, target=0.95)
    line = of_type(figure, "scatter")[0]
    assert line["marker"]["color"][:3] == [THIS_YEAR, PAPER, THIS_YEAR]
    assert 0.95 in levels(figure)
    assert "目标 95%" in texts(figure)


def test_a_stock_is_hollow_where_it_is_above_its_ceiling() -> None:
    figure = level_chart(
        year_of([18, 21], kind=Kind.STOCK), "件", kind=Kind.STOCK, lower_is_better=True, target=20
    )
    assert of_type(figure, "scatter")[0]["marker"]["color"][:2] == [THIS_YEAR, PAPER]
    assert figure.layout.yaxis.range[0] == 0


def test_the_axis_of_a_rate_lies_close_around_its_figures_with_ticks_that_differ() -> None:
    figure = level_chart(year_of([0.981, 0.984, 0.979], kind=Kind.RATE), "", kind=Kind.RATE, target=0.98)
    low, high = figure.layout.yaxis.range
    assert 0.9 < low < 0.979
    assert high < 1.02
    digits = 1 if figure.layout.yaxis.tickformat == ".1%" else 0
    written = [f"{tick * 100:.{digits}f}" for tick in figure.layout.yaxis.tickvals]
    assert len(written) == len(set(written)) >= 3


@pytest.mark.parametrize(("worst", "best", "highest"), [(0.0, 1.0, 1.0), (0.5, 1.5, 1.5)])
def test_the_axis_of_a_rate_goes_over_100_percent_only_where_a_month_does(
    worst: float, best: float, highest: float
) -> None:
    figure = level_chart(year_of([best, worst], kind=Kind.RATE), "", kind=Kind.RATE, target=1.0)
    assert max(figure.layout.yaxis.tickvals) == pytest.approx(highest, abs=0.11)
    assert (max(figure.layout.yaxis.tickvals) > 1) == (best > 1)


def test_progress_runs_against_a_stepped_pace_to_its_target_with_the_range_it_is_heading_for() -> None:
    figure = progress_chart(
        year_of([0, 1, 1, 1, 0, 1], due=EVEN_9), "次", target=9, forecast=ForecastBand(8, 5.4, 10.6)
    )
    by_line = {
        trace["line"].get("dash", "solid"): trace for trace in of_type(figure, "scatter") if "line" in trace
    }
    assert by_line["dash"]["line"]["shape"] == "hv"
    assert by_line["dash"]["y"][5] == 4
    assert by_line["solid"]["y"][:6] == [0, 1, 2, 3, 3, 4]
    (band,) = [trace for trace in of_type(figure, "scatter") if trace.get("fill")]
    assert band["y"] == [4, 10.6, 5.4]
    assert {"目标 9", "预计 5—11", "累计 4", "时序"} <= set(texts(figure))


def test_a_forecast_with_words_of_its_own_has_its_band_and_no_figures() -> None:
    figure = progress_chart(
        year_of([0, 1, 4], due=EVEN_9), "次", target=9, forecast=ForecastBand(20, 5, 35, "波动大难预计")
    )
    assert any(trace.get("fill") for trace in of_type(figure, "scatter"))
    assert "波动大难预计" in texts(figure)
    assert not any(text.startswith("预计") for text in texts(figure))


def test_a_plan_of_many_has_a_sloping_pace() -> None:
    even = [100 * month for month in range(1, 13)]
    figure = progress_chart(year_of([60, 50], due=even), "份", target=1200)
    pace = next(trace for trace in of_type(figure, "scatter") if trace["line"].get("dash") == "dash")
    assert pace["line"]["shape"] == "linear"


def test_a_ceiling_is_called_what_it_is() -> None:
    ceiling = [math.ceil(6 * month / 12) for month in range(1, 13)]
    figure = progress_chart(year_of([0, 1, 0], due=ceiling), "起", target=6, ceiling=True)
    assert {"控制线", "控制数 6"} <= set(texts(figure))
    stock = level_chart(
        year_of([18, 21], kind=Kind.STOCK), "件", kind=Kind.STOCK, lower_is_better=True, target=20
    )
    assert "控制数 20" in texts(stock)


def test_a_rate_without_any_figure_is_drawn_from_zero_to_its_whole() -> None:
    figure = level_chart(year_of([None], kind=Kind.RATE), "", kind=Kind.RATE, target=1.0)
    assert figure.layout.yaxis.range == (0, 1)


def test_a_figure_stands_beside_its_point_or_is_left_out() -> None:
    rates = [0.957, 0.961, 0.947, 0.945, 0.931, 0.92]
    year = year_of(rates, [0.953, 0.947, 0.958, 0.959, 0.949] * 2 + [0.957, 0.948], kind=Kind.RATE,
                 signals={5: "two_of_three", 6: "outside"})  # fmt: skip
    figure = level_chart(year, "", kind=Kind.RATE, target=0.95, limits=Limits(0.951, 0.932, 0.971))
    (may,) = [note for note in figure.layout.annotations if note.text == "93.1%"]
    assert (may.x, may.y) == (5, 0.931)
    assert (may.xanchor, may.xshift) == ("right", -10)
    assert abs(may.yshift) <= 16


def test_without_a_target_progress_runs_against_last_year() -> None:
    figure = progress_chart(year_of([22, 28, 38], LAST_YEAR_CASES), "起")
    line = next(trace for trace in of_type(figure, "scatter") if trace["line"]["color"] == LAST_YEAR)
    assert line["y"][:3] == [25, 46, 82]
    assert "上年 397" in texts(figure)


def test_in_december_there_is_no_range_any_more() -> None:
    values: list[float | None] = [1.0] * 12
    figure = progress_chart(year_of(values, due=EVEN_9), "次", target=9, forecast=ForecastBand(12, 12, 12))
    assert not any(trace.get("fill") for trace in of_type(figure, "scatter"))
    assert not any(text.startswith("预计") for text in texts(figure))


def test_an_approximate_sum_says_so() -> None:
    figure = progress_chart(year_of([20, 30], words={2: "余"}), "份")
    assert "累计 50余" in texts(figure)


def test_the_part_is_a_bar_within_the_bar_of_the_whole() -> None:
    year = year_of([0.9, 0.8], kind=Kind.RATE)
    year[:2] = [
        replace(year[0], numerator=9.0, denominator=10.0),
        replace(year[1], numerator=16.0, denominator=20.0),
    ]
    whole, part = of_type(parts_chart(year, "回访数", "满意数"), "bar")
    assert (whole["y"], part["y"]) == ([10, 20], [9, 16])
    assert part["customdata"][1] == "2023年2月 满意数 16"


def test_what_hovers_is_text_and_no_markup() -> None:
    year = year_of([0.9, 0.8], kind=Kind.RATE)
    year[:2] = [
        replace(year[0], numerator=9.0, denominator=10.0),
        replace(year[1], numerator=16.0, denominator=20.0),
    ]
    _, part = of_type(parts_chart(year, "回访数", "<b>满意数</b>"), "bar")
    assert part["customdata"][0] == "2023年1月 &lt;b&gt;满意数&lt;/b&gt; 9"


@pytest.mark.parametrize("kind", ["monthly", "level", "progress"])
def test_a_chart_of_a_year_without_figures_is_empty_and_stands(kind: str) -> None:
    year = year_of([None, None, None])
    charts = {
        "monthly": lambda: monthly_chart(year, "起"),
        "level": lambda: level_chart(year, "件", kind=Kind.STOCK),
        "progress": lambda: progress_chart(year, "起"),
    }
    assert texts(charts[kind]()).count("未<br>报") == 3


def test_a_chart_cannot_be_dragged_or_zoomed_out_of_shape() -> None:
    figure = monthly_chart(year_of([22, 28]), "起")
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange
    assert figure.layout.dragmode is False


def test_a_picture_of_a_chart_carries_title_measure_and_footer_and_the_chart_itself_does_not_change() -> None:
    figure = monthly_chart(year_of([22, 28]), "起")
    height = figure.layout.height
    caption = Caption("2月办理案件28起", "办理案件，按月（起）", "数据截至 2023年2月")
    carried = go.Figure(data=figure.data, layout=caption_layout(figure, caption))
    assert "2月办理案件28起" in carried.layout.title.text
    assert "办理案件，按月（起）" in carried.layout.title.text
    assert "数据截至 2023年2月" in texts(carried)
    assert carried.layout.height > height == figure.layout.height
    assert NOTE_INK in carried.layout.title.text


def test_months_are_never_turned_on_their_side() -> None:
    figure: go.Figure = monthly_chart(year_of([22]), "起")
    assert figure.layout.xaxis.tickangle == 0


def test_a_chart_goes_to_a_page_as_it_was_drawn_and_plotly_finds_no_fault_in_it() -> None:
    drawn = monthly_chart(year_of([22, 28], LAST_YEAR_CASES), "起", Limits(30, 10, 61))
    sent = json.loads(drawn.to_json())
    checked = json.loads(go.Figure(drawn.to_dict()).to_json())
    checked["layout"].pop("template")
    assert sent == checked
    assert [trace.type for trace in drawn.data] == [trace["type"] for trace in sent["data"]]


def test_a_word_that_plotly_does_not_know_is_found_when_a_chart_is_looked_into() -> None:
    drawn = DrawnFigure([{"type": "bar", "y": [1], "colour": "red"}], {})
    with pytest.raises(ValueError, match="colour"):
        drawn.data  # noqa: B018 - looking is what is tested
