"""The reminder to a unit about what it owes for a month, to be copied into a message."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.board.loaded_records import Note
from dashboard.wording.explained import explained
from dashboard.wording.format import year_and_month
from domain.catalogue import DEFAULT_FOLDER, Catalogue

WORDING = DEFAULT_FOLDER / "chase.toml"


@dataclass(frozen=True)
class Chase:
    """One unit (code, name) and the text of its reminder."""

    unit: str
    name: str
    text: str


def chase_texts(
    completeness: pd.DataFrame, catalogue: Catalogue, bureau: str, today: date, notes: Sequence[Note] = ()
) -> tuple[Chase, ...]:
    """A reminder for each unit with a missing or partial submission, in the order of the frame.

    `completeness` is the frame of etl/warehouse/submissions.py; `bureau` is the name of the office that
    signs. What one of the month's `notes` explains is not chased.
    """
    lacking = completeness[completeness["state"].isin(["missing", "partly"])]
    told = {(unit, id) for unit, _, id in explained(catalogue, notes)}
    unexplained = [
        [each for each in blank if (unit, each) not in told] if state == "partly" else []
        for state, unit, blank in zip(lacking["state"], lacking["unit"], lacking["blank"], strict=True)
    ]
    lacking = lacking.assign(blank=pd.Series(unexplained, index=lacking.index, dtype=object))
    lacking = lacking[(lacking["state"] == "missing") | (lacking["blank"].str.len() > 0)]
    chased = []
    for unit in lacking["unit"].unique():
        rows = lacking[lacking["unit"] == unit]
        name = str(rows["name"].iloc[0])
        chased.append(Chase(unit, name, _text(rows, name, catalogue, bureau, today)))
    return tuple(chased)


def _text(rows: pd.DataFrame, name: str, catalogue: Catalogue, bureau: str, today: date) -> str:
    wording = read_wording()
    sender = wording["sender"]
    first = rows.iloc[0]
    due = pd.Timestamp(first["due"]).date()
    words = {
        "month": year_and_month(pd.Timestamp(first["month"]).date()),
        "due": _day(due, today),
        "today": _day(today, due),
        "lacks": "；".join(_lacks(rows, catalogue, wording)),
        "days": wording["days"].format(count=(today - due).days),
    }
    paragraphs = [
        wording["salutation"].format(unit=name),
        wording[_when(due, today, wording["days_counted"])].format(**words),
        wording["zero"].format(sender=sender),
        f"{wording['signature'].format(bureau=bureau, sender=sender)}\n{_day(today)}",
    ]
    return "\n\n".join(paragraphs)


def _when(due: date, today: date, days_counted: int) -> str:
    """The sentence for the day, before or after the due date."""
    if today < due:
        return "before_due"
    if today == due:
        return "on_due_day"
    return "after_due" if (today - due).days <= days_counted else "long_after_due"


def _lacks(rows: pd.DataFrame, catalogue: Catalogue, wording: dict[str, Any]) -> Iterator[str]:
    missing = rows.loc[rows["state"] == "missing", "dataset"]
    if len(missing):
        titles = "、".join(catalogue.dataset(dataset).title for dataset in missing)
        yield wording["missing"].format(datasets=titles)
    partly = rows[rows["state"] == "partly"]
    for dataset, blank in zip(partly["dataset"], partly["blank"], strict=True):
        columns = "、".join(catalogue.column(indicator).name for indicator in blank)
        yield wording["partly"].format(dataset=catalogue.dataset(dataset).title, columns=columns)


def _day(day: date, beside: date | None = None) -> str:
    """2023年7月8日; without the year if `beside` is in the same year."""
    year = "" if beside is not None and beside.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


@cache
def read_wording(path: Path = WORDING) -> dict[str, Any]:
    """The phrases of chase.toml."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
