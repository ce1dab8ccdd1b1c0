"""What is shown of one dataset, on its page and on the wall: its KPIs in use, their board and signals."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard.board.attention import attention
from dashboard.board.board import Board
from dashboard.board.signals import Signal
from dashboard.ui import cache
from dashboard.ui.cards import Card
from dashboard.ui.dataset.series import KpiSeries
from dashboard.ui.shell import Page
from domain.catalogue import Catalogue, Kpi

MOST_CARDS = 6
CHOSEN = "kpi"


def kpis_in_order(catalogue: Catalogue, dataset_id: str) -> tuple[Kpi, ...]:
    """The headline KPIs first, then KPIs with a direction, then those only watched, balances last."""
    return tuple(
        sorted(
            catalogue.kpis_of(dataset_id),
            key=lambda kpi: (not kpi.headline, not kpi.direction.is_judged, kpi.is_stock),
        )
    )


@dataclass(frozen=True, eq=False)
class DatasetBoard:
    """The KPIs of a dataset that the page's view uses, in order. `board` has no others; `signals` may."""

    page: Page
    dataset_id: str
    kpis: tuple[Kpi, ...]
    board: Board
    signals: Mapping[str, Signal] = field(default_factory=dict)

    @property
    def kpi_ids(self) -> tuple[str, ...]:
        """The ids of its KPIs."""
        return tuple(kpi.id for kpi in self.kpis)

    def cards(self) -> list[Card]:
        """Cards for the first KPIs, each linked to its charts."""
        return [
            Card(
                kpi,
                self.board.of(kpi.id),
                self.board.figures_of(kpi.id),
                self.page.address(kpi.dataset, kpi=kpi.id),
            )
            for kpi in self.kpis[:MOST_CARDS]
        ]

    def chosen(self) -> Kpi:
        """The KPI in the address; else the one that most needs attention; else the first with figures."""
        by_id = {kpi.id: kpi for kpi in self.kpis}
        worst = attention(self.board, self.signals, self.page.catalogue)
        reported = [kpi.id for kpi in self.kpis if self.board.figures_of(kpi.id)]
        fallback = worst[0].kpi if worst else (reported or list(by_id))[0]
        return by_id.get(st.query_params.get(CHOSEN, ""), by_id[fallback])

    def series(self, kpi: Kpi) -> KpiSeries:
        """What the charts of one KPI show."""
        view = self.page.view
        notes = cache.notes(self.page.version, view.year, view.month, view.unit)
        signal = self.signals.get(kpi.id)
        return KpiSeries(kpi, self.board, signal, tuple(note for note in notes if note.kpi == kpi.id))
