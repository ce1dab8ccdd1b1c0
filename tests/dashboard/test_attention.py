"""What comes first on any board: colour, then no gap of one, weight, signal of concern, share of the gap."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.board.attention import attention, concerns, lacks_only_one, shortfall
from dashboard.board.board import Board, make_board
from dashboard.board.signals import read_signals
from dashboard.ui.attention import COLUMNS, AttentionItem, attention_values, attention_words
from domain.kpi.lamp import Target
from domain.kpi.progress import Progress
from tests.dashboard.make import CATALOGUE, LOWER, RATE, STOCK, SUM, judged, months, rate_months

JUNE = date(2023, 6, 1)
REQUIRED = [heading for _, heading, _ in COLUMNS].index("还需")
COUNTS = (SUM, LOWER, STOCK, "law_study", "campaigns", "internal_exams", "training_hours")
RATES = (RATE, "exam_pass_rate", "legal_review_rate")
counts = st.lists(st.integers(0, 9), min_size=6, max_size=6)
shares = st.lists(st.integers(50, 110), min_size=6, max_size=6)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    kpis = draw(st.lists(st.sampled_from((*COUNTS, *RATES)), min_size=1, unique=True))
    figures, targets = {}, {}
    for kpi in kpis:
        if kpi in RATES:
            figures[kpi, "u"] = rate_months(2023, *((share, 100) for share in draw(shares)))
            targets[kpi, "u"] = Target(draw(st.integers(80, 100)) / 100)
        else:
            usual = months(2022, *draw(st.sampled_from([[5, 6] * 6, []])))
            figures[kpi, "u"] = [*usual, *months(2023, *draw(counts))]
            targets[kpi, "u"] = Target(draw(st.integers(0, 90)))
    return make_board(CATALOGUE, [CATALOGUE.kpi(kpi) for kpi in kpis], "u", JUNE, figures, targets, {})


@given(boards())
def test_no_kpi_stands_before_one_that_matters_more(board: Board) -> None:
    signals = read_signals(board, CATALOGUE)
    order = attention(board, signals, CATALOGUE)
    assert {each.kpi for each in order} == {
        each.kpi for each in board.progress if each.lamp in ("red", "yellow") or concerns(each, signals)
    }

    def matters(progress: Progress) -> tuple[float, ...]:
        kpi = CATALOGUE.kpi(progress.kpi)
        colour = {"red": 2, "yellow": 1}.get(progress.lamp, 0)
        big = not lacks_only_one(kpi, progress)
        return colour, big, kpi.weight, concerns(progress, signals), shortfall(progress, kpi.direction)

    ranks = [matters(each) for each in order]
    assert ranks == sorted(ranks, reverse=True)
    for each in order:
        if lacks_only_one(CATALOGUE.kpi(each.kpi), each):
            assert each.gap is not None and abs(each.gap) == 1
            assert each.kpi not in (*RATES, "training_hours")


def test_a_row_says_once_what_is_still_needed_and_asks_for_nothing_that_a_limit_only_allows() -> None:
    few = judged(SUM, 6, months(2023, 0, 0, 0, 1, 0, 0), 4)
    many = judged(SUM, 6, months(2023, 1, 0, 0, 1, 0, 0), 24)
    limit = judged(LOWER, 6, months(2023, 0, 0, 0, 0, 0, 3), 4)
    rows = [
        (
            attention_values(AttentionItem(each, ""), CATALOGUE)[REQUIRED],
            attention_words(CATALOGUE, CATALOGUE.kpi(each.kpi), each, None, (), {}),
        )
        for each in (few, many, limit)
    ]
    assert rows == [
        ("共3", "应完成 2，实际 1，完成时序 50%。"),
        ("月均3.7", "余下6个月还需22次。"),
        ("—", "余下6个月至多再有1起。"),
    ]
