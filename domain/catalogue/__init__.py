"""The catalogue: data/catalogue/*.toml as datasets, KPIs, lamps and rules, checked when it is loaded."""

from domain.catalogue.catalogue import ANNUAL_FIGURES, DEFAULT_FOLDER, Catalogue, load_catalogue, nearest_kpis
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

__all__ = [
    "ANNUAL_FIGURES",
    "DEFAULT_FOLDER",
    "CarryRule",
    "Catalogue",
    "CatalogueError",
    "Column",
    "Dataset",
    "Kpi",
    "Lamp",
    "LampRule",
    "PartOfWhole",
    "Term",
    "load_catalogue",
    "nearest_kpis",
    "plain_header",
]
