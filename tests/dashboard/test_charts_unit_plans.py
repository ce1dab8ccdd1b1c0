"""One KPI across units: what stands beside and below each unit's bar."""

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.charts.drawing import DrawnFigure
from dashboard.charts.units import target_bars, target_dots
from tests.dashboard.charts import of_type

UNITS = pd.DataFrame(
    {
        "name": ["甲队", "乙站"],
        "link": ["training?unit=a", ""],
        "mark": ["▲ 85%", "● 110%"],
        "mark_colour": ["#8F5300", "#256B2A"],
        "words": ["累计17，应完成20，目标40", "累计22，应完成20，目标40"],
        "value": [0.425, 0.55],
        "due": [0.5, 0.5],
        "target": [1.0, 1.0],
        "behind": [True, False],
    }
)


@pytest.mark.parametrize("draw", [target_bars, target_dots])
def test_the_words_of_a_unit_hang_below_its_bar_however_large_it_is_drawn(
    draw: Callable[[pd.DataFrame], DrawnFigure],
) -> None:
    figure = draw(UNITS)
    thickness = next(bar["width"] for bar in of_type(target_bars(UNITS), "bar"))
    written = {each["text"]: each for each in figure.layout.annotations}
    for row, words in zip((1, 0), UNITS["words"], strict=True):
        assert written[words]["yanchor"] == "top"
        assert written[words]["y"] == pytest.approx(row - thickness / 2)
        assert written[words]["yshift"] < 0


def test_a_units_name_is_a_link_only_where_it_leads_somewhere() -> None:
    first, second = target_bars(UNITS).layout.yaxis.ticktext
    assert 'href="training?unit=a"' in first
    assert second == "乙站"
