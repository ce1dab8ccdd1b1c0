"""Read the table of units (单位): name, parent, aliases, and the reports each unit owes."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.text import limited, name_key
from domain.units import Unit, UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context, TidyTable
from etl.read.records.fields import FieldError, month_of, name_of, text_of
from etl.read.records.records import (
    Reader,
    RecordRow,
    RecordTable,
    finish_records,
    read_record_table,
    repeated,
)

ALL_REPORTS = "全部"
EVER = date.min
COLUMNS = ("unit", "name", "parent", "aliases", "reports", "from", "to", "successor", "effective")
_NOT_IN_BRACKETS = "(?![^(（]*[)）])"
_SIGN = re.compile(f"[;；、,，]{_NOT_IN_BRACKETS}")
_SIGN_OR_LINE_END = re.compile(rf"[;；、,，\r\n]{_NOT_IN_BRACKETS}")


def tidy_units(table: FoundTable, context: Context) -> TidyTable:
    """The units of a table (records: the columns of `COLUMNS` and row; aliases and reports are tuples)."""
    catalogue = context.header_index.catalogue
    readers: dict[str, Reader] = {
        "unit": name_of,
        "name": name_of,
        "parent": text_of,
        "aliases": split_list,
        "reports": lambda cell: _reports(cell, catalogue),
        "from": month_of,
        "to": month_of,
        "successor": text_of,
        "effective": month_of,
    }
    constants = {"parent": "", "aliases": (), "reports": (), "from": None, "to": None}
    constants |= {"successor": "", "effective": None}
    read = read_record_table(table, context, readers, ("unit", "name"), constants)
    for row in read.rows:
        row.values.update(_as_known(row, read, context.units))
    findings = [] if read.missing else _between_rows(read, context.units)
    return finish_records(read, COLUMNS, findings)


def _as_known(row: RecordRow, read: RecordTable, known: UnitDirectory) -> Mapping[str, object]:
    """What stays as it is of a known unit, because the table has no column for it.

    A row with a month of effect sets only the fields it fills anyway.
    """
    unit = known.by_code(row.values.get("unit") or "")
    if unit is None or row.values.get("effective"):
        return {}
    kept: dict[str, object] = {"aliases": unit.aliases, "reports": unit.reports}
    kept |= {"from": unit.start, "to": unit.end, "successor": unit.successor or ""}
    return {id: value for id, value in kept.items() if id not in read.headers}


def _between_rows(read: RecordTable, known: UnitDirectory) -> list[Finding]:
    """Findings that involve several units; also replaces parents' names with codes."""
    findings = [
        *_repeated_rows(read),
        *_codes_of(read, known, "parent", "上级单位"),
        *_codes_of(read, known, "successor", "并入单位"),
        *_shared_names(read, known),
        *_names_of_earlier_units(read, known),
        *_spans(read),
    ]
    return findings or list(_tree(read, known))


def split_list(cell: str, between: re.Pattern[str] = _SIGN_OR_LINE_END) -> tuple[str, ...]:
    """Split a list at ; 、 a comma or the end of a line, but not within brackets."""
    return tuple(dict.fromkeys(name_of(part) for part in between.split(text_of(cell)) if part.strip()))


def units_of(table: TidyTable) -> list[Unit]:
    """The units in a tidy table of units, each as in the row that takes effect last."""
    rows = sorted(table.records.to_dict("records"), key=lambda record: record["effective"] or EVER)
    names: dict[str, list[str]] = {}
    for record in rows:
        names.setdefault(record["unit"], []).append(record["name"])
    last = {record["unit"]: record for record in rows}
    return [
        Unit(
            record["unit"], record["name"], record["parent"], record["aliases"], record["reports"],
            record["from"], record["to"], record["successor"], tuple(names[record["unit"]][:-1]),
        )
        for record in last.values()
    ]  # fmt: skip


def _reports(cell: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The ids of the datasets a unit owes; the cell lists ids or titles."""
    ids = {
        name_key(name): dataset.id for dataset in catalogue.monthly for name in (dataset.id, dataset.title)
    }
    parts = split_list(cell, _SIGN)
    if not all(name_key(part) in ids for part in parts):
        parts = split_list(cell)
    if [name_key(part) for part in parts] == [ALL_REPORTS]:
        return tuple(dataset.id for dataset in catalogue.monthly)
    unknown = [part for part in parts if name_key(part) not in ids]
    if unknown:
        titles = "、".join(dataset.title for dataset in catalogue.monthly)
        raise FieldError(
            "bad_value", f"没有这类报表：{'、'.join(unknown)[:40]}；可填：{titles}（用 ; 分隔），或填“全部”"
        )
    return tuple(dict.fromkeys(ids[name_key(part)] for part in parts))


def _repeated_rows(read: RecordTable) -> Iterator[Finding]:
    """An error for each row that repeats the unit and month of effect of an earlier row."""
    for row in read.rows:
        row.values["_from"] = row.values.get("effective") or EVER
    what = "同一单位代码、同一生效年月" if "effective" in read.headers else "同一单位代码"
    yield from repeated(read, ("unit", "_from"), "unit", what)


def _codes_of(read: RecordTable, known: UnitDirectory, column: str, what: str) -> Iterator[Finding]:
    """Replace the unit name in a column of each record with its code; an error for an unknown name."""
    here = UnitDirectory([_plain_unit(row) for row in read.rows if _is_named(row)])
    nearest = limited(lambda text: here.nearest(text) or known.nearest(text))
    for row in read.rows:
        text = row.values.get(column) or ""
        found = here.find(text) or known.find(text) if text else None
        row.values[column] = found.unit if found else None
        if text and not found:
            near = nearest(text)
            hint = f"；相近的有：{'、'.join(near)}" if near else ""
            message = f"{what}不在本表中，也没有登记{hint}"
            yield Finding("unknown_unit", message, row.row, read.headers.get(column), text)


def _shared_names(read: RecordTable, known: UnitDirectory) -> Iterator[Finding]:
    """An error for each name or alias that another unit already uses."""
    codes = {row.values["unit"] for row in read.rows if _is_named(row)}
    owners = {
        name_key(name): unit.unit
        for unit in known.units
        if unit.unit not in codes
        for name in (unit.unit, unit.name, *unit.aliases)
    }
    for row in filter(_is_named, read.rows):
        code = row.values["unit"]
        called = {"unit": (code,), "name": (row.values["name"],), "aliases": row.values.get("aliases", ())}
        for id, names in called.items():
            for name in names:
                owner = owners.setdefault(name_key(name), code)
                if owner != code:
                    message = f"“{name}”已经是单位 {owner} 的名称；一个名称只能属于一个单位"
                    yield Finding("bad_value", message, row.row, read.headers.get(id), name)


def _names_of_earlier_units(read: RecordTable, known: UnitDirectory) -> Iterator[Finding]:
    """An error for a new unit of no first month that takes a name another unit once had.

    Files of earlier months under that name mean the other unit, and would count for this one without a word.
    """
    codes = {row.values["unit"] for row in read.rows if _is_named(row)}
    earlier = {
        name_key(name): unit.unit
        for unit in known.units
        for name in (*unit.former, *((unit.name,) if unit.unit in codes else ()))
    }
    for row in filter(_is_named, read.rows):
        if known.by_code(row.values["unit"]) is not None or row.values.get("from"):
            continue
        for id, names in (("name", (row.values["name"],)), ("aliases", row.values.get("aliases", ()))):
            for name in names:
                if owner := earlier.get(name_key(name)):
                    message = f"“{name}”曾是单位 {owner} 的名称：请填写启用年月，以免此前的数据记到新单位"
                    yield Finding("bad_value", message, row.row, read.headers.get(id), name)


def _spans(read: RecordTable) -> Iterator[Finding]:
    for row in read.rows:
        start, end = row.values.get("from"), row.values.get("to")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            yield Finding(
                "bad_value", "停用年月早于启用年月", row.row, read.headers.get("to"), end.isoformat()[:7]
            )
        if (successor := row.values.get("successor")) and successor == row.values["unit"]:
            yield Finding(
                "bad_value", "单位不能并入自己", row.row, read.headers.get("successor"), str(successor)
            )


def _tree(read: RecordTable, known: UnitDirectory) -> Iterator[Finding]:
    """In every month the tree must have exactly one root and no cycle."""
    told: set[int] = set()
    for month in sorted({row.values["_from"] for row in read.rows}):
        for finding in _tree_in(read, known, month):
            if finding.row not in told:
                told.add(finding.row or 0)
                yield finding


def _tree_in(read: RecordTable, known: UnitDirectory, month: date) -> Iterator[Finding]:
    """Errors in the tree from a month on: the known units plus the rows in effect by then."""
    rows = sorted((row for row in read.rows if _is_named(row)), key=lambda row: row.values["_from"])
    last = {row.values["unit"]: row for row in rows if row.values["_from"] <= month}
    merged = known.with_units(map(_plain_unit, last.values()))
    parents = {unit.unit: unit.parent for unit in merged.units}
    endless = _in_circles(parents)
    roots = [code for code, parent in parents.items() if parent is None]
    for code, row in last.items():
        if row.values["parent"] is None and code != roots[0]:
            name = merged.find(roots[0])
            message = f"没有写上级单位；全局只能有一个最上级单位，现已有“{name.name if name else roots[0]}”"
            yield Finding("bad_value", message, row.row, read.headers.get("parent"), "")
        elif code in endless:
            message = "上级单位互为上下级，成了一个圈"
            yield Finding("bad_value", message, row.row, read.headers.get("parent"), row.values["parent"])


def _in_circles(parents: Mapping[str, str | None]) -> set[str]:
    """The units on or below a cycle: following their parents never ends."""
    ends: set[str | None] = {None}
    endless: set[str] = set()
    for code in parents:
        path: dict[str, None] = {}
        above: str | None = code
        while above is not None and above not in ends and above not in endless and above not in path:
            path[above] = None
            above = parents.get(above)
        (endless if above in endless or above in path else ends).update(path)
    return endless


def _is_named(row: RecordRow) -> bool:
    return bool(row.values.get("unit") and row.values.get("name"))


def _plain_unit(row: RecordRow) -> Unit:
    values = row.values
    return Unit(values["unit"], values["name"], values.get("parent") or None, values.get("aliases", ()))
