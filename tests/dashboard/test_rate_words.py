"""A month's rate over 100 % is explained; any other is not."""

import math

from dashboard.wording.process_words import over_the_whole
from domain.catalogue import load_catalogue


def test_a_month_over_the_whole_is_explained_by_what_came_in_earlier() -> None:
    catalogue = load_catalogue()
    rate = catalogue.kpi("leads_resolved_rate")
    words = over_the_whole(catalogue, rate, [0.5, None, math.nan, 2.0])
    assert words == "线索整改率单月超过100%：已整改线索数含以前月份转入的，达标与否以累计为准。"
    assert over_the_whole(catalogue, rate, [1.0, None, math.nan]) == ""
    assert over_the_whole(catalogue, catalogue.kpi("leads_found"), [13]) == ""
