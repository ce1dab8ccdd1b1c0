"""What is told of approximate figures: their distances and changes are approximate too."""

from datetime import date

import pytest

from dashboard.ui.cards import measures
from dashboard.wording.comparison_words import year_on_year
from dashboard.wording.distance_words import gap_text, required_text
from dashboard.wording.headline import headline
from dashboard.wording.lamp_words import reason
from dashboard.wording.narrative import sentence
from dashboard.wording.target_words import still_needed
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from tests.dashboard.make import CATALOGUE, LOWER, RATE, STOCK, SUM, judged, months, rate_months


def about(word: str, figures: list[MonthFigure]) -> list[MonthFigure]:
    """The figures, each marked by the word."""
    return [figure._replace(approximate=True, word=word) for figure in figures]


def said(progress: Progress) -> dict[str, str]:
    """All that is told of a KPI's distance from its target, by place."""
    kpi = CATALOGUE.kpi(progress.kpi)
    return {
        "headline": headline(kpi, progress),
        "sentence": sentence(CATALOGUE, kpi, progress),
        "reason": reason(CATALOGUE, progress),
        "gap": gap_text(kpi, progress),
        "required": required_text(kpi, progress),
        "needed": still_needed(CATALOGUE, kpi, progress),
    }


BEHIND = judged(SUM, 6, about("约", months(2023, 2, 2, 2, 2, 2, 2)), 40)
BEHIND_BY_MORE = judged(SUM, 6, about("余", months(2023, 5, 5, 5, 5, 5, 5)), 80)
FEW = judged(SUM, 6, about("约", months(2023, 0, 0, 0, 0, 0, 1)), 4)
OVER = judged(LOWER, 6, about("约", months(2023, 0, 0, 0, 0, 0, 5)), 4)
OVER_BY_MORE = judged(LOWER, 6, about("余", months(2023, 0, 0, 0, 0, 0, 50)), 40)
UNDER = judged(LOWER, 6, about("约", months(2023, 0, 0, 0, 0, 0, 3)), 12)
OPEN = judged(STOCK, 6, about("约", months(2023, 5, 5, 5, 5, 5, 5)), 3)
LEVEL = judged(SUM, 6, about("余", months(2023, 2, 2, 2, 2, 2, 2)), 24)
SHARE_LEVEL = judged(RATE, 6, about("约", rate_months(2023, *[(95, 100)] * 6)), 0.95)
SHARE = judged(RATE, 6, about("余", rate_months(2023, *[(90, 100)] * 6)), 0.95)


@pytest.mark.parametrize(
    ("progress", "place", "text"),
    [
        (BEHIND, "gap", "约差8"), (BEHIND, "required", "约4.7"), (BEHIND, "reason", "完成时序 约60%"),
        (BEHIND, "sentence", "还需约28次（月均约4.7次）"), (BEHIND_BY_MORE, "required", "最多8.3"),
        (FEW, "required", "约共需3"), (FEW, "needed", "还需约3次"),
        (OVER, "headline", "纠错败诉约5起，超控制数约1起"), (OVER, "sentence", "已超约1起"),
        (OVER, "gap", "+约3"), (OVER, "reason", "已超 约1"), (OVER, "needed", "已超约1起"),
        (OVER_BY_MORE, "headline", "超控制数至少10起"), (UNDER, "gap", "约−3"),
        (UNDER, "sentence", "至多再有约9起"),
        (OPEN, "headline", "超控制数约2件"), (OPEN, "sentence", "比控制数3件约多2件"),
        (OPEN, "needed", "须压减约2件"),
        (SHARE, "sentence", "比目标95%约低5个百分点"), (SHARE, "gap", "约−5个百分点"),
        (LEVEL, "gap", "基本持平"), (LEVEL, "headline", "与时序基本持平"), (SHARE_LEVEL, "gap", "基本持平"),
        (SHARE, "reason", "实际 约90%，约差5个百分点"), (SHARE, "sentence", "下半年须达约100%"),
    ],
)  # fmt: skip
def test_a_distance_of_an_approximate_figure_is_approximate(
    progress: Progress, place: str, text: str
) -> None:
    assert text in said(progress)[place]


def test_a_change_from_or_to_an_approximate_figure_is_approximate() -> None:
    last_year = [MonthFigure(date(2022, month, 1), 20.0) for month in range(1, 7)]
    exact = months(2023, *[30] * 6)
    for before, now, told in (
        (last_year, exact, "同比 +50%"),
        (about("约", last_year), exact, "同比 约+50%"),
        (last_year, about("余", exact), "同比 约+50%"),
    ):
        progress = judged(SUM, 6, [*before, *now])
        assert told in measures(CATALOGUE.kpi(SUM), progress)
    level = judged(SUM, 6, [*last_year, *about("余", months(2023, *[20] * 6))])
    assert year_on_year(CATALOGUE.kpi(SUM), level) == "同比基本持平"
