"""List the known units, and propose a unit table from the names in files if no unit is known yet."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from domain.catalogue import Catalogue
from domain.months import format_month, month_words
from domain.units import Unit, UnitDirectory
from etl.export.template import Template
from etl.load.preview import Preview, Request
from etl.read.locate.result import ReadOptions

NO_UNITS = "还没有单位。请先导入单位表：python -m etl load 单位表"


def units_json(directory: UnitDirectory) -> list[dict[str, Any]]:
    """Every unit as `units --json` prints it, the whole bureau first."""
    return [
        {
            "unit": unit.unit,
            "name": unit.name,
            "parent": unit.parent,
            "aliases": list(unit.aliases),
            "reports": list(unit.reports),
            "from": _month(unit.start),
            "to": _month(unit.end),
            "successor": unit.successor,
            "former_names": list(unit.former),
        }
        for unit in directory.units
    ]


def unit_lines(directory: UnitDirectory, catalogue: Catalogue) -> Iterator[str]:
    """A line for each unit."""
    for unit in directory.units:
        parent = f"属{directory.name_of(unit.parent)}" if unit.parent else "全局"
        aliases = f"别名：{'、'.join(unit.aliases)}" if unit.aliases else ""
        former = f"曾用名：{'、'.join(unit.former)}" if unit.former else ""
        parts = (parent, aliases, former, f"填报：{owed_words(unit, catalogue)}", life_words(unit, directory))
        yield f"{unit.name}（{unit.unit}） {'；'.join(part for part in parts if part)}"
    if not directory.units:
        yield NO_UNITS


def owed_words(unit: Unit, catalogue: Catalogue) -> str:
    """The unit's owed reports, in words."""
    titles = "、".join(catalogue.dataset(dataset).title for dataset in unit.reports)
    return titles or "近12个月报过的"


def life_words(unit: Unit, directory: UnitDirectory) -> str:
    """2022年1月启用，2025年6月后停用，并入公路港航服务中心; "" for an unbounded life."""
    parts = (
        f"{month_words(unit.start)}启用" if unit.start else "",
        f"{month_words(unit.end)}后停用" if unit.end else "",
        f"并入{directory.name_of(unit.successor)}" if unit.successor else "",
    )
    return "，".join(part for part in parts if part)


def _month(month: date | None) -> str | None:
    return format_month(month) if month else None


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
