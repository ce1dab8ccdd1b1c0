"""A situation as the files an office would load: units, targets, tasks, notes and months."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tests.dashboard.command import run
from tests.dashboard.make import CATALOGUE
from tests.dashboard.situations import NAMES, Situation, figures_of, reporting_units, targets_of

OWNERS = {
    "cases": "法规科",
    "hotline": "办公室",
    "training": "法规科",
    "publicity": "宣传科",
    "petitions": "信访办",
}
STATES = {"in_progress": "进行中", "done": "已完成", "not_started": "未开始"}

UNIT_HEADER = ("单位代码", "单位名称", "上级单位", "填报内容", "停用年月", "并入单位", "生效年月")
TARGET_HEADER = ("年度", "指标", "单位", "年度目标", "生效年月", "依据", "责任人")


def load_situation(situation: Situation, folder: Path) -> Path:
    """A warehouse under `folder` that was loaded from the situation's files."""
    files, warehouse = folder / "files", folder / "warehouse"
    write_files(situation, files)
    done = run("etl", warehouse, "load", str(files))
    assert done.status == 0, done.out + done.err
    if situation.closed:
        _close(situation, folder, warehouse)
    return warehouse


def _close(situation: Situation, folder: Path, warehouse: Path) -> None:
    """Close the month; then one unit gets another name, and a target of the next month another value."""
    as_of, later = situation.as_of, folder / "later"
    assert run("etl", warehouse, "freeze", as_of, "--by", "科长", "--why", "核定").status == 0
    later.mkdir()
    renamed = [(unit, "乙支队" if unit == "b" else name, *rest) for unit, name, *rest in _units(situation)]
    _write(later / "units.csv", UNIT_HEADER, renamed)
    changed = replace(situation, adjusted={"group_study": (int(as_of[5:]) + 1, 24)})
    _write(later / "targets.csv", TARGET_HEADER, _targets(changed))
    done = run("etl", warehouse, "load", str(later))
    assert done.status == 0, done.out + done.err


def write_files(situation: Situation, folder: Path) -> None:
    """The situation's files, one for each table."""
    folder.mkdir(parents=True)
    _write(folder / "units.csv", UNIT_HEADER, _units(situation))
    _write(folder / "targets.csv", TARGET_HEADER, _targets(situation))
    _write(
        folder / "tasks.csv",
        ("年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态", "依据"),
        _tasks(situation),
    )
    _write(folder / "notes.csv", ("月份", "单位", "指标", "说明"), _notes(situation))
    for dataset in situation.datasets:
        columns = [
            column for column in CATALOGUE.dataset(dataset).columns if column.id in _indicators(situation)
        ]
        header = ("月份", "单位", *(column.name for column in columns))
        _write(folder / f"{dataset}.csv", header, _months(situation, [column.id for column in columns]))


def _units(situation: Situation) -> Iterable[tuple[object, ...]]:
    owing, year = reporting_units(situation), situation.as_of[:4]
    for unit, parent in situation.units.items():
        owed = ";".join(situation.datasets) if unit in owing else ""
        end, successor = situation.merged.get(unit, (0, ""))
        yield unit, NAMES[unit], parent or "", owed, f"{year}-{end:02}" if end else "", successor, ""
        if unit in situation.moved:
            month, other = situation.moved[unit]
            yield unit, NAMES[unit], other, owed, "", "", f"{year}-{month:02}"


def _targets(situation: Situation) -> Iterable[tuple[object, ...]]:
    year = situation.as_of[:4]
    for kpi, unit, target, month in targets_of(situation):
        found = CATALOGUE.kpi(kpi)
        goal = f"{target * 100:g}%" if found.kind == "rate" else f"{target:g}"
        yield (
            year,
            found.name,
            unit,
            goal,
            f"{year}-{month:02}" if month else "",
            "工作要点",
            OWNERS[found.dataset],
        )


def _tasks(situation: Situation) -> Iterable[tuple[object, ...]]:
    for number, (title, unit, due, status) in enumerate(situation.tasks, start=1):
        yield situation.as_of[:4], f"T{number}", title, NAMES[unit], due, STATES[status], "方案"


def _notes(situation: Situation) -> Iterable[tuple[object, ...]]:
    for unit, kpi, text in situation.notes:
        yield situation.as_of, NAMES[unit], CATALOGUE.kpi(kpi).name, text


def _indicators(situation: Situation) -> set[str]:
    return {indicator for (indicator, _, _), _ in figures_of(situation)}


def _months(situation: Situation, columns: list[str]) -> Iterable[tuple[object, ...]]:
    rows: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (indicator, unit, month), value in figures_of(situation):
        word = situation.word_of(indicator)
        rows[month, unit][indicator] = f"{word}{value:g}" if word == "约" else f"{value:g}{word}"
    for (month, unit), row in sorted(rows.items()):
        if cells := [row.get(column, "") for column in columns if column in row]:
            yield month, NAMES[unit], *cells


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    found = list(rows)
    if found:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *found])
