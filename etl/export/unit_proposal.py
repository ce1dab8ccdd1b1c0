"""Propose a table of units from the unit names in files, if no unit is known yet."""

from collections.abc import Iterable
from datetime import date

from domain.catalogue import Catalogue
from etl.export.template import Template
from etl.load.preview import Preview, Request
from etl.read.locate.result import ReadOptions

ROOT = "root"
FILE = "单位-按报表建立.csv"


def unknown_units(previews: Iterable[Preview]) -> tuple[str, ...] | None:
    """The unit names in files if no unit is known yet; None if that is not the problem."""
    tables = [table for preview in previews for table in preview.read if table.told_no_units]
    if not tables:
        return None
    return tuple(dict.fromkeys(name for table in tables for name in table.unknown_units))


def units_request(catalogue: Catalogue, root: str, names: Iterable[str], today: date) -> Request:
    """A unit file with the whole bureau `root` and these units under it, to be checked like other files."""
    (dataset,) = (dataset for dataset in catalogue.datasets if dataset.kind == "units")
    below = [name for name in names if name != root]
    numbered = ((f"u{number:02d}", name, ROOT) for number, name in enumerate(below, start=1))
    units = [(ROOT, root, ""), *numbered]
    rows = []
    for code, name, parent in units:
        fields = {"unit": code, "name": name, "parent": parent}
        rows.append(tuple(fields.get(column.id, "") for column in dataset.columns))
    content = Template(dataset.title, dataset.columns, tuple(rows)).as_csv()
    return Request(content, FILE, ReadOptions(dataset=dataset.id, today=today))
