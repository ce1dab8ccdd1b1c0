"""Choose the warehouse to write to: without an explicit choice, never the sample's."""

import os
from pathlib import Path

from etl.warehouse import warehouse as places
from etl.warehouse.warehouse import Warehouse


def office() -> Warehouse:
    """The office's own warehouse, begun or not."""
    return Warehouse(places.OFFICE)


def was_named(explicit: Path | None = None) -> bool:
    """Whether the user named a warehouse, by --warehouse (`explicit`) or in WAREHOUSE."""
    return explicit is not None or bool(os.environ.get("WAREHOUSE"))


def is_unnamed_sample(warehouse: Warehouse, explicit: Path | None = None) -> bool:
    """Whether it is the sample, shown only as a default: it must not be written to."""
    return warehouse.folder == places.SAMPLE and not was_named(explicit)
