"""A label stands beside what it names and never across a line, a bar or another label."""

from itertools import pairwise

import plotly.graph_objects as go
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.drawing import Drawing
from dashboard.charts.labels import LabelBox, Obstacles, PlotArea, crosses, first_free, spread
from dashboard.charts.monthly import monthly_chart
from dashboard.charts.rate_and_stock import Limits
from dashboard.charts.template import LABEL_SIZE, NARROWEST_WIDTH
from dashboard.wording.text_fit import label_width
from tests.dashboard.charts import levels, of_type, year_of

CANVAS = PlotArea(width=200, height=100, x_range=(0, 10), y_range=(0, 50))
counts = st.lists(st.integers(0, 300).map(float), min_size=12, max_size=12)


def test_a_value_stands_where_its_share_of_the_axis_is() -> None:
    assert CANVAS.point(5, 25) == (100, 50)


def test_a_line_through_a_box_crosses_it_and_one_beside_it_does_not() -> None:
    box = LabelBox(10, 30, 10, 20)
    assert crosses(((0, 15), (50, 15)), box)
    assert crosses(((15, 0), (25, 40)), box)
    assert not crosses(((0, 25), (50, 25)), box)
    assert not crosses(((0, 0), (8, 90)), box)


def test_the_first_place_that_is_clear_is_taken() -> None:
    taken = Obstacles(boxes=(LabelBox(0, 50, 0, 50),))
    candidates = [LabelBox(10, 20, 10, 20), LabelBox(60, 70, 10, 20), LabelBox(80, 90, 10, 20)]
    assert first_free(candidates, taken, CANVAS) == candidates[1]


def test_a_place_beyond_the_plot_is_none() -> None:
    assert first_free([LabelBox(190, 220, 10, 20), LabelBox(10, 20, 90, 110)], Obstacles(), CANVAS) is None


def test_chinese_is_as_wide_as_high_and_digits_are_narrower() -> None:
    assert label_width("上年", 10) == 20
    assert label_width("12", 10) < 14


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_labels_in_a_column_keep_their_distance_and_their_order(wanted: list[float]) -> None:
    placed = spread(wanted, 15, 0, 100)
    for one in range(len(wanted)):
        assert -1e-6 <= placed[one] <= 100 + 1e-6
        for other in range(one + 1, len(wanted)):
            assert abs(placed[one] - placed[other]) >= 15 - 1e-6
            if wanted[one] < wanted[other]:
                assert placed[one] < placed[other]


def test_a_label_with_room_stands_at_its_line() -> None:
    assert spread([10, 90], 15, 0, 100) == [10, 90]


def _written_boxes(figure: go.Figure) -> list[LabelBox]:
    """What the labels in the plot cover on the narrowest screen: anchors, shifts and widths of the figure."""
    margin, layout = figure.layout.margin, figure.layout
    canvas = PlotArea(
        NARROWEST_WIDTH - margin.l - margin.r,
        layout.height - margin.t - margin.b,
        tuple(layout.xaxis.range),
        tuple(layout.yaxis.range),
    )
    boxes = []
    for note in layout.annotations:
        if note.xref == "x domain" or note.font.size != LABEL_SIZE:
            continue
        x, y = canvas.point(note.x, note.y)
        x, y = x + (note.xshift or 0), y + (note.yshift or 0)
        wide, high = label_width(note.text.replace("<b>", "").replace("</b>", ""), LABEL_SIZE), LABEL_SIZE
        left = {"left": x, "center": x - wide / 2, "right": x - wide}[note.xanchor or "center"]
        boxes.append(LabelBox(left, left + wide, y - high / 2, y + high / 2))
    return boxes


@given(counts, counts)
def test_no_label_of_the_monthly_chart_crosses_last_years_line_a_limit_or_another_label(
    values: list[float], last_year: list[float]
) -> None:
    figure = monthly_chart(
        year_of(list(values), list(last_year), signals={4: "outside", 9: "shift"}), "件", Limits(150, 60, 240)
    )
    drawing = Drawing()
    drawing.x_axis["range"], drawing.y_axis["range"] = figure.layout.xaxis.range, figure.layout.yaxis.range
    line = [drawing.canvas.point(x, y) for x, y in enumerate(last_year, start=1)]
    heights = [drawing.canvas.point(0, level)[1] for level in levels(figure)]
    across = [((0.0, height), (drawing.canvas.width, height)) for height in heights]
    boxes = _written_boxes(figure)
    assert of_type(figure, "bar")
    for box in boxes:
        assert not any(crosses(piece, box) for piece in [*pairwise(line), *across])
    for index, box in enumerate(boxes):
        assert not any(box.meets(other) for other in boxes[index + 1 :])


def test_the_last_bar_is_named_wherever_there_is_room() -> None:
    figure = monthly_chart(year_of([22, 28, 38, 36, 41, 39], [25, 21, 36, 38, 37, 41] + [30] * 6), "起")
    assert any(note.text == "<b>39</b>" for note in figure.layout.annotations)
