"""Months an office may find itself in, as warehouses in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from dashboard.documents.report_data import ReportData, read_report_data
from tests.dashboard.make import CATALOGUE, add_target, warehouse

BUREAU = {"root": None, "a": "root", "b": "root", "c": "root"}
ALONE: dict[str, str | None] = {"root": None}
TWO_LEVELS = {"root": None, "a": "root", "b": "root", "c": "a", "d": "a", "e": "b"}
DATASETS = ("training", "hotline", "publicity", "petitions")
NAMES = {"root": "示例局", "a": "甲大队", "b": "乙中心", "c": "丙站", "d": "丁所", "e": "戊队"}
# What each dataset brings a unit in an ordinary month: a month like it keeps every target below.
MONTH = {
    "training": {"group_study": 1, "law_study": 1, "enforcement_training": 1, "attendances": 40},
    "hotline": {
        "tickets_carried_in": 2, "tickets_received": 30, "tickets_closed": 30, "tickets_on_time": 30,
        "tickets_surveyed": 25, "tickets_satisfied": 25, "tickets_resolved": 25,
    },
    "publicity": {"campaigns": 1, "leaflets": 60},
    "petitions": {"petitions_online": 2, "petitions_closed": 2, "petitions_on_time": 2},
    "cases": {"cases_handled": 10, "major_decisions": 3, "legal_reviews": 3, "overturned": 0},
}  # fmt: skip
PARTS = ("tickets_on_time", "tickets_satisfied", "tickets_resolved", "petitions_on_time")
SUMS = {"group_study": 12, "law_study": 12, "attendances": 480, "campaigns": 12, "leaflets": 700}
RATES = {
    "hotline_on_time_rate": 0.98, "hotline_satisfaction_rate": 0.95, "hotline_resolution_rate": 0.9,
    "petition_on_time_rate": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """`reported`: how many months of the year each unit and dataset has (missing: `months`, all of them).

    `share` scales the figures of the year, `kept` the numerators of rates; `last_year`: whether there is one.
    `gaps`: months that a unit did not report in between; `usual`: other figures of an ordinary month;
    `adjusted`: another target of a KPI from a month on; `later`: KPIs whose only target is that one.
    `merged`: a unit's last month and its successor; `moved`: another parent of a unit from a month on.
    `more_targets`: targets besides the usual ones; `every_word`: whether the word marks every figure.
    `closed`: whether the month is closed and a unit renamed after it (of a warehouse from files).
    """

    as_of: str = "2023-06"
    units: Mapping[str, str | None] = field(default_factory=lambda: BUREAU)
    reported: Mapping[tuple[str, str], int] = field(default_factory=dict)
    months: int | None = None
    share: float = 1.0
    kept: float = 1.0
    last_year: bool = True
    targets: bool = True
    word: str = ""
    spike: Mapping[tuple[str, str], float] = field(default_factory=dict)
    tasks: tuple[tuple[str, str, date, str], ...] = ()
    notes: tuple[tuple[str, str, str], ...] = ()
    view: str | None = None
    datasets: tuple[str, ...] = DATASETS
    gaps: frozenset[tuple[str, str, int]] = frozenset()
    usual: Mapping[str, float] = field(default_factory=dict)
    adjusted: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    merged: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    closed: bool = False
    later: frozenset[str] = frozenset()
    moved: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    more_targets: Mapping[str, float] = field(default_factory=dict)
    every_word: bool = False

    def word_of(self, indicator: str) -> str:
        """The word that marks an indicator's figures."""
        return self.word if self.every_word or indicator in SUMS else ""


def read_situation(situation: Situation) -> ReportData:
    """The data of a situation's documents."""
    connection = make_situation(situation)
    as_of = date.fromisoformat(f"{situation.as_of}-01")
    return read_report_data(connection, CATALOGUE, as_of.year, as_of, situation.view)


def make_situation(situation: Situation) -> duckdb.DuckDBPyConnection:
    """The warehouse of a situation."""
    figures, words = {}, {}
    for (indicator, unit, month), value in figures_of(situation):
        figures[indicator, unit, month] = value
        if word := situation.word_of(indicator):
            words[indicator, unit, month] = word
    reports = dict.fromkeys(reporting_units(situation), situation.datasets)
    connection = warehouse(figures, situation.units, reports, words)
    connection.execute(
        "UPDATE load_record SET loaded_at = TIMESTAMP '2023-07-01 08:00:00', loaded_by = '', file = 'f.csv',"
        " note = '', datasets = [], rows = 1, figures = 1, added = 1, changed = 0, unchanged = 0,"
        " withdrawn = 0"
    )
    connection.execute(
        "INSERT INTO loaded_value (load, series, month, value, word)"
        " SELECT load, series, month, value, word FROM latest_value"
    )
    for unit, name in NAMES.items():
        connection.execute("UPDATE unit SET name = ? WHERE unit = ?", [name, unit])
    _plan(connection, situation)
    return connection


def reporting_units(situation: Situation) -> list[str]:
    """The units without others below them."""
    parents = {parent for parent in situation.units.values() if parent}
    return [unit for unit in situation.units if unit not in parents]


def figures_of(situation: Situation) -> Iterator[tuple[tuple[str, str, str], float]]:
    """(indicator, unit, month) and value of every figure."""
    for unit in reporting_units(situation):
        for dataset in situation.datasets:
            for indicator, ordinary in MONTH[dataset].items():
                usual = situation.usual.get(indicator, ordinary)
                for month, value in _months(situation, unit, dataset, indicator, usual):
                    yield (indicator, unit, month), value


def _months(
    situation: Situation, unit: str, dataset: str, indicator: str, usual: float
) -> Iterator[tuple[str, float]]:
    """Last year's months, if there is one, then the reported ones of this year."""
    year, last = int(situation.as_of[:4]), int(situation.as_of[5:])
    for month in range(1, 13) if situation.last_year else ():
        yield f"{year - 1}-{month:02}", usual + (month % 3 == 0) * (usual > 20)
    whole = last if situation.months is None else situation.months
    end, _ = situation.merged.get(unit, (12, ""))
    for month in range(1, min(last, end, situation.reported.get((unit, dataset), whole)) + 1):
        if (unit, dataset, month) not in situation.gaps:
            peak = situation.spike.get((unit, dataset), 1.0) if month == last else 1.0
            yield f"{year}-{month:02}", float(round(_value(situation, indicator, usual) * peak))


def _value(situation: Situation, indicator: str, usual: float) -> float:
    if indicator in SUMS:
        return usual * situation.share
    return usual * situation.kept if indicator in PARTS else usual


def targets_of(situation: Situation) -> Iterator[tuple[str, str, float, int | None]]:
    """(KPI, unit, target, month of effect) of every target."""
    if not situation.targets:
        return
    columns = {column for dataset in situation.datasets for column in MONTH[dataset]}
    for unit in situation.units:
        many = sum(unit in _line(situation, each) for each in reporting_units(situation))
        for kpi, target in (SUMS | RATES | dict(situation.more_targets)).items():
            if (kpi not in SUMS or kpi in columns) and kpi not in situation.later:
                yield kpi, unit, target * many if kpi in SUMS else target, None
            if kpi in situation.adjusted:
                month, other = situation.adjusted[kpi]
                yield kpi, unit, other * many if kpi in SUMS else other, month


def _line(situation: Situation, unit: str) -> list[str]:
    """A unit and those above it."""
    parent = situation.units[unit]
    return [unit, *(_line(situation, parent) if parent else [])]


def _plan(connection: duckdb.DuckDBPyConnection, situation: Situation) -> None:
    year = int(situation.as_of[:4])
    for kpi, unit, target, month in targets_of(situation):
        add_target(connection, kpi, unit, target, year, date(year, month, 1) if month else None)
    for unit, (month, successor) in situation.merged.items():
        connection.execute(
            "UPDATE unit SET end_month = ?, successor = ? WHERE unit = ?",
            [date(year, month, 1), successor, unit],
        )
    for unit, (month, parent) in situation.moved.items():
        connection.execute(
            "INSERT INTO unit SELECT load, unit, name, ?, aliases, reports, NULL, NULL, NULL, ?"
            " FROM unit WHERE unit = ?",
            [parent, date(year, month, 1), unit],
        )
    for number, (title, unit, due, status) in enumerate(situation.tasks):
        connection.execute(
            "INSERT INTO task (load, year, task, title, unit, due, status, source)"
            " VALUES (1, ?, ?, ?, ?, ?, ?, '方案')",
            [year, f"T{number}", title, unit, due, status],
        )
    for unit, kpi, text in situation.notes:
        noted = date.fromisoformat(f"{situation.as_of}-01")
        connection.execute(
            "INSERT INTO note (load, month, unit, kpi, text) VALUES (1, ?, ?, ?, ?)", [noted, unit, kpi, text]
        )


JUNE_TASKS = (
    ("整改案卷问题", "a", date(2023, 6, 15), "in_progress"),
    ("编制抽查计划", "b", date(2023, 3, 31), "done"),
    ("排查水毁隐患", "c", date(2023, 7, 15), "not_started"),
)
STORM = ("c", "tickets_received", "月内三次强降雨，路面积水诉求增多。")
SITUATIONS = {
    "everything missing": Situation(months=0, tasks=JUNE_TASKS),
    "everything missing this month": Situation(months=5),
    "one unit reported": Situation(months=0, reported={("a", each): 6 for each in DATASETS}),
    "one report missing": Situation(reported={("c", "training"): 5}),
    "one dataset missing": Situation(reported={(unit, "publicity"): 5 for unit in "abc"}, tasks=JUNE_TASKS),
    "all green": Situation(tasks=JUNE_TASKS[1:2]),
    "all green and tasks late": Situation(tasks=JUNE_TASKS),
    "all red": Situation(share=0.4, kept=0.7, tasks=JUNE_TASKS),
    "rates a little under": Situation(kept=0.96),
    "a storm": Situation(spike={("c", "hotline"): 4.0}, kept=0.93, notes=(STORM,), tasks=JUNE_TASKS),
    "December missed": Situation(as_of="2023-12", share=0.6, kept=0.9),
    "December reached": Situation(as_of="2023-12"),
    "December missing": Situation(as_of="2023-12", reported={("b", each): 11 for each in DATASETS}),
    "January": Situation(as_of="2023-01"),
    "January behind": Situation(as_of="2023-01", share=0.3, kept=0.9),
    "January missing": Situation(as_of="2023-01", reported={("a", each): 0 for each in DATASETS}),
    "one unit only": Situation(units=ALONE),
    "one unit only, behind": Situation(units=ALONE, share=0.4, kept=0.8),
    "no targets": Situation(targets=False),
    "no targets and nothing reported": Situation(targets=False, months=0, last_year=False),
    "no last year": Situation(last_year=False),
    "no last year, behind": Situation(last_year=False, share=0.5, kept=0.9),
    "approximate all over": Situation(word="余", share=0.65),
    "approximate by 约": Situation(word="约", share=0.65),
    "a unit's own view": Situation(view="a", share=0.6, kept=0.9, tasks=JUNE_TASKS),
    "a unit's own view, missing": Situation(view="a", reported={("a", "hotline"): 5}),
    "a month of one unit missing in the middle": Situation(gaps=frozenset({("b", "hotline", 3)})),
    "a month of one unit missing, and a sum short by it": Situation(gaps=frozenset({("b", "training", 3)})),
    "a month missing in the middle": Situation(
        gaps=frozenset((unit, each, 4) for unit in "abc" for each in DATASETS)
    ),
    "July, a target adjusted": Situation(
        as_of="2023-07", share=0.8, adjusted={"group_study": (7, 9), "hotline_satisfaction_rate": (7, 0.9)}
    ),
    "a unit merged into another": Situation(as_of="2023-08", merged={"c": (6, "b")}, share=0.8),
    "one dataset only": Situation(datasets=("hotline",), kept=0.9),
    "petitions none at all": Situation(
        usual={"petitions_online": 0, "petitions_closed": 0, "petitions_on_time": 0}
    ),
    "few cases": Situation(
        usual={
            "tickets_received": 2,
            "tickets_closed": 2,
            "tickets_on_time": 2,
            "tickets_surveyed": 1,
            "tickets_satisfied": 1,
            "tickets_resolved": 1,
            "tickets_carried_in": 0,
        },
        spike={("a", "petitions"): 2.0},
    ),
    "a year over, one month missing": Situation(
        as_of="2023-12", gaps=frozenset((unit, "training", 9) for unit in "abc")
    ),
    "a month closed with a report missing, and changes after it": Situation(
        closed=True, reported={("b", "hotline"): 5}, gaps=frozenset({("c", "training", 2)})
    ),
    "a target that came in July": Situation(
        as_of="2023-08",
        share=0.8,
        later=frozenset({"group_study", "leaflets"}),
        adjusted={"group_study": (7, 24), "leaflets": (7, 300)},
    ),
    "a unit moved to another parent": Situation(
        as_of="2023-08", units=TWO_LEVELS, moved={"c": (7, "b")}, share=0.8, kept=0.96
    ),
    "a parent that lost a unit": Situation(
        as_of="2023-08", units=TWO_LEVELS, moved={"c": (7, "b")}, share=0.8, view="a"
    ),
    "a rate over 100 %": Situation(
        datasets=(*DATASETS, "cases"), usual={"legal_reviews": 4}, more_targets={"legal_review_rate": 1.0}
    ),
    "every figure approximate": Situation(word="余", every_word=True, share=0.65, kept=0.96),
    "behind with a month missing": Situation(
        share=0.5, gaps=frozenset((unit, each, 2) for unit in "bc" for each in DATASETS)
    ),
    "a limit exceeded, a report missing": Situation(
        datasets=("cases", "hotline"),
        usual={"overturned": 1, "tickets_carried_in": 3},
        more_targets={"overturned": 16, "hotline_open": 2},
        reported={("c", "cases"): 5, ("c", "hotline"): 5},
    ),
    "a large unit missing": Situation(reported={("a", each): 5 for each in DATASETS}, spike={}),
}
