"""The catalogue: data/catalogue/*.toml as datasets, KPIs, lamps and rules, checked when it is loaded."""

from etl.catalogue.catalogue import ANNUAL_FIGURES, DEFAULT_FOLDER, Catalogue, load_catalogue
from etl.catalogue.definition import (
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
    "plain_header",
]
