"""The units: code, names, life, and what each owes."""

from collections.abc import Iterator, Sequence

from dashboard.ui.markup import Markup, tag
from dashboard.ui.tables import Field, records_table
from domain.catalogue import Catalogue
from domain.text import name_key
from domain.units import Unit, UnitDirectory
from etl.export.unit_list import life_words, name_of, owed_words

SHOWN = 200
FIELDS = (
    Field("单位", "strong"),
    Field("代码"),
    Field("上级单位"),
    Field("别名、曾用名", "words"),
    Field("填报内容", "words"),
    Field("启用、停用、并入", "words"),
)


def find_units(directory: UnitDirectory, text: str) -> tuple[Unit, ...]:
    """The units with this text in their code or one of their names; all units for a blank text."""
    wanted = name_key(text)
    return tuple(unit for unit in directory.units if any(wanted in name_key(name) for name in _names(unit)))


def units_html(units: Sequence[Unit], directory: UnitDirectory, catalogue: Catalogue) -> Markup:
    """One row per unit, at most SHOWN rows."""
    return records_table(FIELDS, _rows(units[:SHOWN], directory, catalogue), "单位")


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.unit, unit.name, *unit.aliases, *unit.former)


def _rows(
    units: Sequence[Unit], directory: UnitDirectory, catalogue: Catalogue
) -> Iterator[tuple[str | Markup, ...]]:
    for unit in units:
        former = [f"曾用名{name}" for name in unit.former]
        yield (
            unit.name,
            tag("code", unit.unit),
            name_of(directory, unit.parent),
            "、".join([*unit.aliases, *former]),
            owed_words(unit, catalogue),
            life_words(unit, directory),
        )
