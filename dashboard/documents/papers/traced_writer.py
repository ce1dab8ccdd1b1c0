"""Writes figures into sentences and records the source of each."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.documents.papers.report_text import (
    CHANGE,
    PLACE,
    SELF,
    SINCE,
    SPAN,
    UNIT,
    WORDS,
    YEAR,
    ReportSentence,
)
from dashboard.documents.report_data import ReportData
from dashboard.wording.comparison_words import year_on_year
from dashboard.wording.format import month_name, months_listed, number, percent, points
from dashboard.wording.narrative import span
from dashboard.wording.owed_words import unreported_months
from domain.catalogue import Kpi
from domain.kpi.lamp import WAITING
from domain.kpi.progress import Progress

TO_FILL = "〔待补〕"
TO_DATE, MONTH, TARGET, DUE, GAP, AGAINST = "累计", "当月", "年度目标", "应完成", "差距", "同比"
CASES = "累计件数"


@dataclass(frozen=True)
class Trace:
    """One figure in the text: as written, its KPI, its measure, and its unit (code)."""

    text: str
    kpi: str
    measure: str
    unit: str


class TracedWriter:
    """Writes a board's figures as words; `traces` lists them in the order they were written."""

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.traces: list[Trace] = []

    @property
    def span(self) -> str:
        """全年, 上半年, 1—9月."""
        progress = self.data.board.progress
        named = span(progress[0]) if progress else month_name(self.data.as_of)
        return "上半年" if self.data.as_of.month == 6 else named

    def fill(self, text: str) -> str:
        """The text with every placeholder filled; a figure that nobody reported becomes 〔待补〕."""
        words = {
            YEAR: str(self.data.board.year),
            SPAN: self.span,
            UNIT: self.data.unit_name,
            SELF: "我局" if self.data.board.unit == self.data.root else "我单位",
            SINCE: {12: "一年来", 6: "半年来"}.get(self.data.as_of.month, "今年以来"),
        }
        return PLACE.sub(
            lambda place: words.get(place[1]) or self._figure(self._progress(place[1]), place[2] or ""), text
        )

    def say(self, sentence: ReportSentence) -> str:
        """A sentence of the written report: filled, in its zero form, or "" if it may be left out."""
        figures = [self._progress(kpi) for kpi in sentence.kpis]
        if sentence.optional and all(map(_is_unknown, figures)):
            return ""
        if figures and not self._concerns_view(figures):
            return ""
        sums = [each for each in figures if not self.data.kpi(each).is_quotient]
        if sums and all(each.year_to_date == 0 and not each.approximate for each in sums):
            return self._nothing(sentence, sums)
        return self.fill(self._without_nothing(sentence.text))

    def _concerns_view(self, figures: list[Progress]) -> bool:
        """Whether the view's unit ever reported or planned one of these; the whole bureau owes them all."""
        board = self.data.board
        return board.unit == self.data.root or any(map(board.is_used, figures))

    def _nothing(self, sentence: ReportSentence, sums: list[Progress]) -> str:
        """The zero form; otherwise "", or the plain figures if some are still owed."""
        if not sentence.zero:
            return ""
        if not all(_is_nothing(each) for each in sums):
            return self.fill(sentence.text)
        for each in sums:
            self._trace(self._amount(each, each.year_to_date), each, TO_DATE)
        return self.fill(sentence.zero)

    def _without_nothing(self, text: str) -> str:
        """A sentence without the clauses that would only report 0."""
        clauses = text.removesuffix("。").split("，")
        return "，".join(clause for clause in clauses if not self._says_nothing(clause)) + "。"

    def _says_nothing(self, clause: str) -> bool:
        figures = [self._progress(name) for name, _ in PLACE.findall(clause) if name not in WORDS]
        sums = [each for each in figures if not self.data.kpi(each).is_quotient]
        return bool(sums) and all(_is_nothing(each) for each in sums)

    def to_date(self, progress: Progress) -> str:
        """The year to date with its unit and approximation mark."""
        return self._figure(progress, "")

    def plan(self, progress: Progress, value: float | None, measure: str) -> str:
        """A target, the amount due, or a gap: an exact figure of this KPI."""
        return self._trace(self._amount(progress, value), progress, measure)

    def distance(self, progress: Progress, value: float) -> str:
        """The unsigned distance between two values of a KPI; in percentage points for a share."""
        kpi = self.data.kpi(progress)
        text = points(value) if kpi.is_share else number(abs(value), kpi.counting_unit, grouped=False)
        return self._trace(text, progress, GAP)

    def quote(self, text: str, progress: Progress, measure: str) -> str:
        """Write a clause that was worded elsewhere, traced as a whole."""
        return self._trace(text, progress, measure)

    def _progress(self, kpi: str) -> Progress:
        return self.data.board.of(kpi)

    def _figure(self, progress: Progress, wanted: str) -> str:
        kpi = self.data.kpi(progress)
        if wanted == CHANGE:
            return self._change(kpi, progress)
        if _is_unknown(progress):
            return f"{TO_FILL}{kpi.counting_unit}"
        text = self._amount(progress, progress.year_to_date, progress.word)
        return self._trace(text, progress, TO_DATE) + self._missing(progress)

    def _change(self, kpi: Kpi, progress: Progress) -> str:
        """，同比增长6.2%: only for exact and complete figures with comparable figures last year."""
        is_open = progress.approximate or progress.incomplete or progress.part_exceeds_whole
        words = "" if is_open else year_on_year(kpi, progress)
        return "，" + self._trace(words, progress, AGAINST) if words else ""

    def _amount(self, progress: Progress, value: float | None, word: str = "") -> str:
        kpi = self.data.kpi(progress)
        if kpi.is_share:
            return percent(value, word)
        return number(value, kpi.counting_unit, word, grouped=False)

    def _missing(self, progress: Progress) -> str:
        """A mark for the writer if figures are missing, so that a part is not taken for the whole."""
        gaps = unreported_months(progress, with_as_of=True)
        lacking = [f"{self.data.names_listed(units)}{months_listed(months)}" for units, months in gaps]
        if progress.lamp == WAITING and not progress.missing_units:
            lacking.append(month_name(progress.as_of))
        faults = [f"{'、'.join(lacking)}未报"] if lacking else []
        faults += ["分子大于分母"] if progress.part_exceeds_whole else []
        return f"〔待核：{'；'.join(faults)}〕" if faults else ""

    def _trace(self, text: str, progress: Progress, measure: str) -> str:
        self.traces.append(Trace(text, progress.kpi, measure, progress.unit))
        return text


def _is_unknown(progress: Progress) -> bool:
    """Whether there is no figure to write: a balance of an earlier month is not that of the period's end."""
    is_old = progress.is_balance and progress.as_of in progress.missing_months
    return progress.year_to_date is None or is_old


def _is_nothing(progress: Progress) -> bool:
    """Whether the KPI was reported as exactly 0; a missing figure is not 0."""
    return progress.year_to_date == 0 and not progress.approximate and progress.is_complete
