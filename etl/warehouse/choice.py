"""Whether a warehouse was named, and which one is written to when none was: never the sample's."""

import os
from pathlib import Path

from etl.warehouse import warehouse as places
from etl.warehouse.warehouse import Warehouse


def office() -> Warehouse:
    """The office's own warehouse, begun or not."""
    return Warehouse(places.OFFICE)


def was_named(explicit: Path | None = None) -> bool:
    """Whether somebody said which warehouse it is: by --warehouse (`explicit`) or in WAREHOUSE."""
    return explicit is not None or bool(os.environ.get("WAREHOUSE"))


def is_unnamed_sample(warehouse: Warehouse, explicit: Path | None = None) -> bool:
    """Whether it is the sample's, shown only because there is nothing else: nothing is written into it."""
    return warehouse.folder == places.SAMPLE and not was_named(explicit)
