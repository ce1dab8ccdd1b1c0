"""The catalogue: data/catalogue/*.toml as datasets, KPIs, lamps and rules, checked when it is loaded."""

from domain.catalogue.catalogue import ANNUAL_FIGURES, DEFAULT_FOLDER, Catalogue, load_catalogue, nearest_kpis
from domain.catalogue.counting_units import NO_UNIT, CountingUnit, CountingUnits
from domain.catalogue.definition import (
    CarryRule,
    CatalogueError,
    Column,
    Dataset,
    Kpi,
    Lamp,
    LampRule,
    PartOfWhole,
    Term,
    plain_header,
)
from domain.catalogue.kinds import ColumnKind, Direction, Kind, LampState

__all__ = [
    "ANNUAL_FIGURES",
    "DEFAULT_FOLDER",
    "NO_UNIT",
    "CarryRule",
    "Catalogue",
    "CatalogueError",
    "Column",
    "ColumnKind",
    "CountingUnit",
    "CountingUnits",
    "Dataset",
    "Direction",
    "Kind",
    "Kpi",
    "Lamp",
    "LampRule",
    "LampState",
    "PartOfWhole",
    "Term",
    "load_catalogue",
    "nearest_kpis",
    "plain_header",
]
