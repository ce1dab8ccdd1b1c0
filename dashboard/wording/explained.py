"""What units' notes explain of the figures they owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dashboard.board.loaded_records import Note, Owed
from dashboard.wording.story import Story
from domain.catalogue import Catalogue, Kpi
from domain.months import format_month

# What a unit has noted of a figure (a KPI's or column's id) of a month (YYYY-MM).
Explained = Mapping[tuple[str, str, str], str]
NOTHING_EXPLAINED: Explained = MappingProxyType({})


def explained(catalogue: Catalogue, notes: Iterable[Note]) -> Explained:
    """What notes are about: the KPI, and the columns it is made of that have no note of their own.

    Not a KPI that came after the catalogue.
    """
    known = frozenset(catalogue.every_kpi)
    about = [(note, catalogue.kpi(note.kpi)) for note in notes if note.kpi in known]
    of_columns = {
        (note.unit, format_month(note.month), id): _text(note) for note, kpi in about for id in kpi.indicators
    }
    return of_columns | {(note.unit, format_month(note.month), kpi.id): _text(note) for note, kpi in about}


def is_explained(told: Explained, unit: str, month: str, kpi: Kpi) -> bool:
    """Whether there is a note on the KPI, or one on each column that it is made of."""
    return (unit, month, kpi.id) in told or all((unit, month, id) in told for id in kpi.indicators)


def unexplained(told: Explained, units: tuple[str, ...], month: str, kpi: Kpi) -> tuple[str, ...]:
    """The units without such a note."""
    if not any(of == month for _, of, _ in told):
        return units
    return tuple(unit for unit in units if not is_explained(told, unit, month, kpi))


def what_notes_say(told: Explained, units: Iterable[str], month: str, ids: Iterable[str]) -> str:
    """The notes of these units on these figures, each once."""
    wanted = tuple(ids)
    said = [told[unit, month, id] for unit in units for id in wanted if (unit, month, id) in told]
    return "；".join(dict.fromkeys(said))


def notes_on_missing(story: Story, owed: Owed) -> str:
    """调查问卷说明：问卷还在回收: a unit's notes on figures of a report that is missing; "" without one."""
    known = {kpi.id: kpi for kpi in story.catalogue.kpis_of(owed.dataset)}
    return "；".join(
        f"{known[note.kpi].short_name}说明：{_text(note)}"
        for note in story.notes
        if note.unit == owed.unit and note.month == story.board.as_of and note.kpi in known
    )


def _text(note: Note) -> str:
    return note.text.strip().rstrip("。")
