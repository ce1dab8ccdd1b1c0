"""Cards of KPIs: name and lamp, the figure, its measures, and a sparkline with its scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from dashboard.charts.template import LAST_YEAR, THIS_YEAR
from dashboard.ui.lamps import MARK, MARK_WORDS, lamp_text
from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.comparison_words import compared_in_part, year_ago_signed
from dashboard.wording.format import NOTHING, amount, change, month_name
from domain.catalogue import Catalogue, Kpi, LampState
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure

WIDTH, HEIGHT, EDGE = 160, 36, 4


def sparkline(values: Sequence[float | None], last_year: Sequence[float | None], says: str) -> Markup:
    """This year in blue over last year in grey, twelve months wide; `says` is the text for screen readers.

    Values are by month, None if nothing was reported.
    """
    drawn = [value for value in (*values, *last_year) if value is not None]
    if not drawn:
        return Markup("")
    low, high = min(drawn), max(drawn)
    lines = [
        _line(last_year, low, high, LAST_YEAR, 1.25),
        _line(values, low, high, THIS_YEAR, 2.25),
        _dot(values, low, high),
    ]
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>{''.join(lines)}</svg>"
    return tag("img", src=f"data:image/svg+xml,{quote(picture)}", alt=says, class_="sparkline")


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float]]:
    span = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / 11
    return [
        (EDGE + month * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for month, value in enumerate(values)
        if value is not None
    ]


def _line(values: Sequence[float | None], low: float, high: float, colour: str, width: float) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(values, low, high))
    return f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='{width}'/>"


def _dot(values: Sequence[float | None], low: float, high: float) -> str:
    points = _points(values, low, high)
    if not points:
        return ""
    x, y = points[-1]
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{THIS_YEAR}'/>"


STAR = "※"
STAR_WORDS = "※ 只比较两年都有数的月份和单位。"


@dataclass(frozen=True)
class Card:
    """One KPI as a card. `months` are its reported months; `link` is "" for none."""

    kpi: Kpi
    progress: Progress
    months: Sequence[MonthFigure]
    link: str = ""
    chosen: bool = False


def cards_html(cards: Sequence[Card], catalogue: Catalogue) -> Markup:
    """The cards side by side, as many per row as fit, two on a phone; below them what their marks mean."""
    drawn = tag("div", *(card_html(card, catalogue) for card in cards), class_="cards")
    return join(drawn, marks_note(cards))


def marks_note(cards: Sequence[Card]) -> Markup:
    """What the marks on the cards mean, if there are any."""
    has_star = any(year_ago_text(card.kpi, card.progress).startswith(STAR) for card in cards)
    lacking = any(card.progress.provisional for card in cards)
    words = [*([MARK_WORDS] if lacking else []), *([STAR_WORDS] if has_star else [])]
    return tag("p", "　".join(words), class_="page-note") if words else Markup("")


def card_html(card: Card, catalogue: Catalogue) -> Markup:
    """One card."""
    progress, kpi = card.progress, card.kpi
    name = tag("a", kpi.short_name, href=card.link) if card.link else kpi.short_name
    lamp = Markup("") if progress.lamp is LampState.WATCH else lamp_text(progress, catalogue)
    value = amount(progress.year_to_date, kpi.kind, word=progress.word)
    mark = MARK if progress.provisional else ""
    unit = tag("small", f"{kpi.counting_unit}{mark}") if value != NOTHING else ""
    return tag(
        "article",
        tag("h3", name, " ", lamp),
        tag("p", value, " ", unit, class_="value"),
        tag("p", *(tag("span", text) for text in measures(kpi, progress)), class_="measures"),
        _course(card),
        class_="card chosen" if card.chosen else "card",
        data_kpi=kpi.id,
    )


def measures(kpi: Kpi, progress: Progress) -> list[str]:
    """What the figure is measured against: the plan if there is one, and last year."""
    texts = []
    if progress.target is not None:
        goal = f"{'不超过' if kpi.direction.wants_less else '目标'} {amount(progress.target, kpi.kind)}"
        due = amount(progress.expected_to_date, kpi.kind)
        still_due = kpi.works_towards_target and progress.expected_to_date != progress.target
        texts.append(f"应完成 {due} / {goal}" if still_due else goal)
    year_ago = year_ago_text(kpi, progress)
    if year_ago != NOTHING:
        star = STAR if year_ago.startswith(STAR) else ""
        texts.append(f"同比{star} {year_ago.removeprefix(STAR)}")
    if progress.as_of.endswith("-01"):
        in_part = compared_in_part(progress)
        before = change(
            progress.comparable_to_date if in_part else progress.month_value,
            progress.month_before,
            kpi.kind,
            kpi.counting_unit,
            about=progress.compares_about,
        )
        texts.extend([f"环比{STAR * in_part} {before}"] if before != NOTHING else [])
    return texts


def year_ago_text(kpi: Kpi, progress: Progress) -> str:
    """The year to date against last year, signed; with a star if only some units or months are compared."""
    return starred(year_ago_signed(kpi, progress), progress)


def starred(text: str, progress: Progress) -> str:
    """The text of a comparison or of what is compared with, with a star if it is not of the whole view."""
    return STAR + text if text != NOTHING and compared_in_part(progress) else text


def _course(card: Card) -> Markup:
    """The sparkline, with the first and last figure below it as its scale."""
    year, as_of = card.progress.year, date.fromisoformat(f"{card.progress.as_of}-01")
    this_year = month_values(card.months, year, as_of)
    last_year = month_values(card.months, year - 1, date(year - 1, 12, 1))
    reported = [(month, value) for month, value in enumerate(this_year, start=1) if value is not None]
    if not reported:
        return Markup("")
    ends = [reported[0], reported[-1]] if len(reported) > 1 else reported
    words = [f"{month_name(date(year, month, 1))} {amount(value, card.kpi.kind)}" for month, value in ends]
    picture = sparkline(this_year, last_year, f"{card.kpi.short_name}：{'，'.join(words)}")
    scale = tag("p", *(tag("span", text) for text in words), class_="scale")
    return tag("div", picture, scale, class_="course")


def month_values(months: Sequence[MonthFigure], year: int, until: date) -> Sequence[float | None]:
    """The twelve values of a year by month; None if nothing was reported, or if later than `until`."""
    values = {figure.month: figure.value for figure in months}
    months_of_year = [date(year, month, 1) for month in range(1, 13)]
    return [values.get(month) if month <= until else None for month in months_of_year]
