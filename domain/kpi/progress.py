"""Progress of a unit's KPI against its plan in a month, by the rules of docs/rules.md §3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.catalogue import Catalogue, Kpi, LampState
from domain.kpi import lamp as lamps
from domain.kpi.lamp import Target, expected_to_date, required_per_month
from domain.kpi.series import Forecast, MonthFigure, Total, earlier_value, outlook, total, value_of, year_ago
from domain.months import add_months, format_month, month_range
from domain.units import UNBOUNDED, Life


@dataclass(frozen=True)
class OwedMonth:
    """An earlier month of the year and the units (codes) that owe it; `share`: theirs of all who bear it."""

    month: str
    units: tuple[str, ...]
    share: float = 1.0


@dataclass(frozen=True)
class Progress:
    """One KPI of one unit, as of one month. Numbers are unrounded, None where they don't apply.

    Months are YYYY-MM. `year_to_date` of a rate is `numerator` ÷ `denominator`; of a stock its latest month.
    `word` and `month_word` mark approximate figures. `since`: the first month of the unbroken run of yellow
    and red lamps. `month_before`: the month before (环比). `life`: the unit's,
    unless its figures lie outside it.
    `owed_before`: earlier months that a unit in view owes; `regrouped`: when a unit last came or left.
    `part_exceeds_whole`: such a share contradicts itself and cannot be judged. `compares_about`: a figure
    that is compared with an earlier one, or that one, is approximate.
    """

    kpi: str
    unit: str
    year: int
    as_of: str
    month_value: float | None
    month_before: float | None
    year_to_date: float | None
    numerator: float | None
    denominator: float | None
    approximate: bool
    word: str
    plan: Target | None
    expected_to_date: float | None
    required_per_month: float | None
    outlook: Forecast | None
    year_ago_month: float | None
    year_ago_to_date: float | None
    comparable_to_date: float | None
    missing_months: tuple[str, ...]
    missing_units: tuple[str, ...]
    lamp: LampState
    since: str | None
    owner: str
    life: Life = UNBOUNDED
    owed_before: tuple[OwedMonth, ...] = ()
    adds_up: bool = True
    is_balance: bool = False
    month_word: str = ""
    part_exceeds_whole: bool = False
    regrouped: str = ""
    compares_about: bool = False

    @property
    def target(self) -> float | None:
        """The annual target."""
        return self.plan.target if self.plan else None

    @property
    def source(self) -> str:
        """The document and clause that set the target."""
        return self.plan.source if self.plan else ""

    @property
    def illustrative(self) -> bool:
        """Whether the target is an example."""
        return self.plan is not None and self.plan.illustrative

    @property
    def gap(self) -> float | None:
        """Year to date minus expected."""
        value, expected = self.year_to_date, self.expected_to_date
        return value - expected if value is not None and expected is not None else None

    @property
    def attainment(self) -> float | None:
        """Year to date ÷ expected."""
        return _share(self.year_to_date, self.expected_to_date)

    @property
    def completion(self) -> float | None:
        """Year to date ÷ annual target."""
        return _share(self.year_to_date, self.target)

    @property
    def is_done(self) -> bool:
        """Whether the year to date has reached the year's target."""
        value, annual = self.year_to_date, self.target
        return value is not None and annual is not None and lamps.at_least(value, annual)

    @property
    def forecast(self) -> float | None:
        """The expected sum of the year."""
        return self.outlook.middle if self.outlook else None

    @property
    def forecast_low(self) -> float | None:
        """The low end of the forecast's range."""
        return self.outlook.low if self.outlook else None

    @property
    def forecast_high(self) -> float | None:
        """The high end of the forecast's range."""
        return self.outlook.high if self.outlook else None

    @property
    def incomplete(self) -> bool:
        """Whether units that owe the as-of month have not reported it, so that the lamp may still change."""
        return bool(self.missing_units) and self.lamp != lamps.WAITING

    @property
    def earlier_gaps(self) -> tuple[str, ...]:
        """The months before the as-of month that nobody reported; a balance needs only its latest month."""
        return () if self.is_balance else tuple(month for month in self.missing_months if month != self.as_of)

    @property
    def partial_months(self) -> tuple[OwedMonth, ...]:
        """Those that some units in view owe."""
        return () if self.is_balance else self.owed_before

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the year to date is missing: no unit and no month."""
        lacks = (self.missing_units, self.earlier_gaps, self.partial_months)
        return not any(lacks) and self.as_of not in self.missing_months

    @property
    def over_limit(self) -> bool:
        """Whether a sum or balance is over what is allowed by now: figures still missing only add to it."""
        is_above = self.gap is not None and self.gap > 0 and self.denominator is None
        return is_above and self.lamp.calls_for_action

    @property
    def provisional(self) -> bool:
        """Whether to mark the lamp: units have not reported it, and their figures count."""
        return self.incomplete or self.unsettled

    @property
    def unsettled(self) -> bool:
        """Whether the verdict may be another once all have reported: what is over its limit stays so."""
        may_close = self.lamp.calls_for_action and self._earlier_months_may_close_it
        return (self.incomplete and not self.over_limit) or may_close

    @property
    def _earlier_months_may_close_it(self) -> bool:
        """Whether a sum lacks no more than its missing months bring, at the mean of the reported ones."""
        whole, gap = set(self.earlier_gaps), self.gap
        lacking = len(whole) + sum(owed.share for owed in self.owed_before if owed.month not in whole)
        if not self.adds_up or not lacking or gap is None or gap >= 0:
            return False
        reported = int(self.as_of[5:]) - lacking
        return (self.year_to_date or 0.0) / reported * lacking >= -gap - lamps.TOLERANCE

    @property
    def year_is_over(self) -> bool:
        """Whether the as-of month is December: a gap can no longer be closed."""
        return self.as_of.endswith("-12")


@dataclass(frozen=True)
class Standing:
    """The year to date compared with the amount due, for one month."""

    to_date: Total
    expected: float | None
    lamp: LampState


def progress(
    catalogue: Catalogue,
    kpi: Kpi,
    unit: str,
    as_of: date,
    figures: Iterable[MonthFigure],
    target: Target | None = None,
    missing_units: Sequence[str] = (),
    life: Life = UNBOUNDED,
) -> Progress:
    """Judge a KPI of a unit in the month `as_of`.

    `figures` are all reported months in view; later months are ignored, and so is a target on a neutral KPI,
    because a volume is no achievement. Each month is judged by the target in effect then. Outside its `life`
    a unit is not missing anything: it has no plan and no forecast, and its lamp is watch.
    """
    reported = {figure.month: figure for figure in figures if figure.month <= as_of}
    is_over = as_of not in reported and not life.has(as_of)
    plan = target.at(as_of) if target and kpi.direction.is_judged and not is_over else None
    now = standing(catalogue, kpi, as_of, reported, plan)
    if is_over:
        now = replace(now, lamp=lamps.WATCH)
    to_date, annual = now.to_date, plan.target if plan else None
    this_year, last_year = year_ago(kpi, as_of, reported)
    others = (reported.get(add_months(as_of, -back)) for back in (0, 1, 12))
    return Progress(
        kpi=kpi.id,
        unit=unit,
        year=as_of.year,
        as_of=format_month(as_of),
        month_value=value_of(reported, as_of),
        month_before=earlier_value(kpi, reported, as_of, 1),
        year_to_date=to_date.value,
        numerator=to_date.numerator if kpi.is_quotient else None,
        denominator=to_date.denominator,
        approximate=to_date.approximate,
        word=to_date.word,
        plan=plan,
        expected_to_date=now.expected,
        required_per_month=_required(kpi, as_of, to_date.value, annual),
        outlook=None if is_over else outlook(kpi, as_of, reported, to_date.value),
        year_ago_month=earlier_value(kpi, reported, as_of, 12) if as_of in reported else None,
        year_ago_to_date=last_year.value,
        comparable_to_date=this_year.value,
        missing_months=_missing(as_of, reported, life),
        missing_units=tuple(missing_units),
        lamp=now.lamp,
        life=life if is_over or life.has(as_of) else UNBOUNDED,
        since=_since(catalogue, kpi, as_of, reported, plan, now.lamp),
        owner=(plan.owner if plan else "") or kpi.owner,
        adds_up=kpi.kind.adds_up,
        is_balance=kpi.is_stock,
        month_word=total(kpi.kind, [reported[as_of]]).word if as_of in reported else "",
        part_exceeds_whole=kpi.is_share and to_date.exceeds_whole,
        compares_about=any(each.approximate for each in (this_year, last_year, *others) if each),
    )


def standing(
    catalogue: Catalogue, kpi: Kpi, month: date, reported: Mapping[date, MonthFigure], target: Target | None
) -> Standing:
    """The year to date, the amount due and the lamp of one month, from the months `reported` up to it.

    If `target` was adjusted within the year, the month is judged by the target in effect then.
    """
    target = target.at(month) if target else None
    months = month_range(date(month.year, 1, 1), month)
    to_date = total(kpi.kind, (reported[month] for month in months if month in reported))
    is_rounded = kpi.in_whole_numbers
    expected = expected_to_date(kpi.kind, kpi.direction, is_rounded, target, month.month) if target else None
    if month not in reported:
        return Standing(to_date, expected, lamps.WAITING)
    is_contradicted = kpi.is_share and to_date.exceeds_whole
    if target is None or expected is None or to_date.value is None or is_contradicted:
        return Standing(to_date, expected, lamps.WATCH)
    rule = catalogue.lamp_rule(kpi.lamp_rule)
    lamp = lamps.judge(rule, kpi.direction, to_date.value, expected, target.target)
    return Standing(to_date, expected, lamp)


def _since(
    catalogue: Catalogue,
    kpi: Kpi,
    as_of: date,
    reported: Mapping[date, MonthFigure],
    target: Target | None,
    lamp: LampState,
) -> str | None:
    """The first month of this year's run of non-green months; one without anything to judge begins none."""
    if not lamp.calls_for_action:
        return None
    first = as_of
    for month in reversed(month_range(date(as_of.year, 1, 1), as_of)):
        lit = standing(catalogue, kpi, month, reported, target).lamp
        if lit == lamps.GREEN:
            break
        if lit.calls_for_action:
            first = month
    return format_month(first)


def _required(kpi: Kpi, as_of: date, value: float | None, annual: float | None) -> float | None:
    is_asked = annual is not None and kpi.kind.adds_up
    return required_per_month(value, annual or 0.0, as_of.month) if is_asked else None


def _missing(as_of: date, reported: Mapping[date, MonthFigure], life: Life) -> tuple[str, ...]:
    months = month_range(date(as_of.year, 1, 1), as_of)
    return tuple(format_month(month) for month in months if month not in reported and life.has(month))


def _share(value: float | None, whole: float | None) -> float | None:
    return value / whole if value is not None and whole else None
