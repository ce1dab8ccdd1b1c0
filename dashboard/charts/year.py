"""One KPI's year as a frame of months: what every chart by month is drawn from."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from dashboard.format import amount
from dashboard.kpi.series import shared_word

# A little apart from January: another year.
LAST_DECEMBER = -0.4


def year_frame(
    monthly: pd.DataFrame,
    plan: pd.DataFrame,
    year: int,
    as_of: date,
    *,
    kind: str = "sum",
    signals: Mapping[date, str] | None = None,
) -> pd.DataFrame:
    """Twelve rows, and before them last December (at LAST_DECEMBER) when January is the as-of month.

    `kind` is the KPI's; `monthly` has its rows (month, value, word), `plan` its months and expected; months
    after as-of are left open, as they stood then. `signals` names the flagged months. Columns: position
    (1 to 12), month (date), value, text, last_year, last_year_text, cumulative, cumulative_text,
    last_year_cumulative, expected, missing (bool; a rate of 0 ÷ 0 is reported), signal.
    """
    values = monthly.set_index("month")["value"].astype(float)
    words = monthly.set_index("month")["word"].fillna("")
    expected = plan.set_index("month")["expected"].astype(float)
    first = 0 if as_of.month == 1 else 1
    months = [date(year, number, 1) if number else date(year - 1, 12, 1) for number in range(first, 13)]
    positions = [LAST_DECEMBER, *range(1, 13)] if first == 0 else range(1, 13)
    frame = pd.DataFrame({"position": positions, "month": months})
    before = [date(month.year - 1, month.month, 1) for month in months]
    known = np.array([month <= as_of for month in months])
    this_year = frame["position"] > 0
    frame["value"] = np.where(known, values.reindex(months).to_numpy(), np.nan)
    frame["text"] = _texts(frame["value"], months, words, kind)
    frame["last_year"] = np.where(this_year, values.reindex(before).to_numpy(), np.nan)
    frame["last_year_text"] = _texts(frame["last_year"], before, words, kind)
    frame["cumulative"] = _running_sum(frame["value"].where(this_year))
    frame["cumulative_text"] = _cumulative_texts(frame, months, words, kind)
    frame["last_year_cumulative"] = _running_sum(frame["last_year"])
    frame["expected"] = expected.reindex(months).to_numpy()
    reported = np.array([month in values.index for month in months])
    frame["missing"] = known & ~reported & this_year
    frame["signal"] = [(signals or {}).get(month, "none") for month in months]
    return frame


def _texts(values: pd.Series, months: Sequence[date], words: pd.Series, kind: str) -> list[str]:
    return [
        amount(None if np.isnan(value) else value, kind, word=words.get(month, ""))
        for value, month in zip(values, months, strict=True)
    ]


def _cumulative_texts(frame: pd.DataFrame, months: Sequence[date], words: pd.Series, kind: str) -> list[str]:
    """The sum so far as text; it carries the word that its approximate months share."""
    texts, marks = [], set[str]()
    for month, value in zip(months, frame["cumulative"], strict=True):
        if not np.isnan(value):
            marks |= {words.get(month, "")} - {""}
        texts.append(amount(None if np.isnan(value) else value, kind, word=shared_word(marks)))
    return texts


def _running_sum(values: pd.Series) -> pd.Series:
    """The sum so far in each month that has a figure; a month without one has no sum either."""
    return values.cumsum().where(values.notna())
