"""Read annual targets (年度目标): the target of a unit for a KPI in a year, and its plan over the months."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from domain.catalogue import Kpi
from domain.finding import Finding
from domain.months import is_month_without_year, with_year
from domain.numbers import BLANKS, read_figure
from domain.text import plain
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.rows import total_word
from etl.read.locate.title import read_title
from etl.read.records.fields import (
    PROFILES,
    YES_OR_NO,
    FieldError,
    choice,
    kpi_reader,
    month_of,
    text_of,
    written_text,
    year_of,
)
from etl.read.records.plan import (
    COUNTING_UNIT,
    EVEN,
    LAST_YEAR,
    SPANS,
    UNCLEAR,
    PlanConflictError,
    read_plan,
    with_plan_columns,
)
from etl.read.records.records import (
    Reader,
    RecordRow,
    RecordTable,
    finish_records,
    read_record_table,
    repeated,
    unit_of,
    unit_without_column,
)
from etl.read.records.target_amounts import TargetUnits, amount, target_units
from etl.read.shapes.month_and_unit import year_in_view

COLUMNS = (
    "year", "kpi", "unit", "target", "effective", "profile", "plan", "source", "owner", "illustrative",
)  # fmt: skip
KEY = ("year", "unit", "kpi", "effective")
BESIDE = (COUNTING_UNIT, LAST_YEAR)
SAID_OF_A_TARGET = ("target", "effective", "profile", "source", "owner", *SPANS)


def tidy_targets(table: FoundTable, context: Context) -> TidyTable:
    """The targets of a table (records: the columns of `COLUMNS` and row; plan: twelve figures or None).

    A row without a target is skipped, because templates have many of them.
    """
    table, years = with_plan_columns(table, context.header_index)
    title = read_title(table, context)
    constants: dict[str, Any] = {"year": year_in_view(title, context), "profile": None, "source": ""}
    constants |= {"owner": "", "illustrative": False, "unit": unit_without_column(title, context)}
    constants |= {"effective": None}
    read = read_record_table(
        table, context, _readers(context), ("year", "kpi", "target", "unit"), constants, PLAN_KEYS
    )
    if "target" in read.headers:
        read = replace(read, rows=tuple(row for row in read.rows if not _is_left_out(row)))
    between = [
        *_unread(read),
        *_effective_months(read),
        *_amounts(read, years, target_units(table, _known_places(read), context)),
        *_without_source(read),
        *repeated(read, KEY, "kpi", WHAT, may_be_blank={"effective"}),
    ]
    return finish_records(_with_ids(read), COLUMNS, between)


HEADERS_OF_PLANS = "列名请写 1月…12月、一季度…四季度，或一季度、上半年、前三季度、全年"
WHAT = "同一年度、同一单位的同一指标（同一生效年月）"
_SINCE = re.compile(r"^(?:自|从)|(?:起|开始|起执行|起生效)$")
PLAN_KEYS = {id: id for id in (*SPANS, *BESIDE, *UNCLEAR)}


def _readers(context: Context) -> dict[str, Reader]:
    return {
        "year": year_of,
        "kpi": _kpi_with_target(kpi_reader(context.header_index.catalogue)),
        "unit": unit_of(context.units, blank_is_root=True),
        "target": text_of,
        "effective": text_of,
        "profile": lambda cell: choice(cell, PROFILES) if plain(cell) else None,
        "source": written_text,
        "owner": written_text,
        "illustrative": partial(choice, words=YES_OR_NO),
        **dict.fromkeys(PLAN_KEYS, text_of),
    }


def _is_left_out(row: RecordRow) -> bool:
    """Whether to skip a row: it sums other rows, or it only names a KPI and has nothing else filled in."""
    names = [row.texts.get(id, "") for id in ("year", "kpi", "unit")]
    if any(map(total_word, names)) and not _is_filled(row, "source"):
        return True
    filled = (id for id in SAID_OF_A_TARGET if _is_filled(row, id))
    return not row.findings and next(filled, None) is None


def _is_filled(row: RecordRow, id: str) -> bool:
    return plain(row.texts.get(id, "")).lower() not in BLANKS


def _kpi_with_target(read_kpi: Callable[[str], Kpi]) -> Callable[[str], Kpi]:
    """Return a KPI parser that refuses KPIs on which a target would be a quota."""

    def read(cell: str) -> Kpi:
        kpi = read_kpi(cell)
        if not kpi.direction.is_judged:
            message = (
                f"“{kpi.name}”是监测指标，数量多少不是成绩，不设目标，以免变成办案或罚没指标；请删去这一行"
            )
            raise FieldError("no_target_allowed", message)
        return kpi

    return read


def _unread(read: RecordTable) -> Iterator[Finding]:
    """A warning for each column that names a time of the year but holds no figures."""
    for id in UNCLEAR:
        if id in read.headers and not any(_is_figure(row, id) for row in read.rows):
            row = read.table.header.row + 1
            yield Finding("unknown_column", "不认识这一列，没有读取", row, read.headers[id], None, "warning")


def _is_figure(row: RecordRow, id: str) -> bool:
    return read_figure(row.texts.get(id, ""), in_whole_numbers=False).kind == "figure"


def _effective_months(read: RecordTable) -> Iterator[Finding]:
    """Read 生效年月, which may take its year from 年度; January is the same as blank."""
    for row in read.rows:
        text, row.values["effective"] = row.texts.get("effective", ""), None
        if not _is_filled(row, "effective"):
            continue
        try:
            row.values["effective"] = _effective(text, row.values.get("year"))
        except FieldError as error:
            yield Finding(error.code, error.message, row.row, read.headers.get("effective"), text)


def _effective(text: str, year: int | None) -> date | None:
    """The month from which a target counts, None for January."""
    text = _SINCE.sub("", plain(text))
    whole = with_year(str(year), text) if year and is_month_without_year(text) else text
    month = month_of(whole)
    if month is None or year is None:
        return None
    if month.year != year:
        raise FieldError(
            "bad_value", f"生效年月不在 {year} 年度内；年内调整请写 {year} 年的月份，全年有效请留空"
        )
    return None if month.month == 1 else month


def _known_places(read: RecordTable) -> list[int]:
    """The places of the columns that are read, except the counting units."""
    headers = {header for id, header in read.headers.items() if id != COUNTING_UNIT}
    return [place for place, cell in enumerate(read.table.header.cells) if cell in headers]


def _amounts(read: RecordTable, years: Mapping[str, int], units: TargetUnits) -> Iterator[Finding]:
    """Read target and plan, whose format depends on the KPI, into the records."""
    for row in read.rows:
        kpi = row.values.get("kpi")
        row.values["plan"] = None
        if not isinstance(kpi, Kpi) or "target" not in read.headers:
            continue
        target = yield from _amount(read, row, "target", kpi, units)
        row.values["target"] = target
        yield from _plan(read, row, kpi, target, years, units)
        row.values["profile"] = row.values.get("profile") or EVEN


def _amount(read: RecordTable, row: RecordRow, id: str, kpi: Kpi, units: TargetUnits) -> Any:
    """The figure in a cell, in the KPI's own counting unit; None if it has none."""
    text, header = row.texts.get(id, ""), read.headers.get(id, "")
    measure, problem = units.measure(kpi, row.row, row.texts.get("kpi", ""), header)
    try:
        if problem:
            raise FieldError("wrong_unit", problem)
        value, note = amount(text, kpi, measure)
        if note:
            yield Finding("scaled", note, row.row, header, text, "warning")
        return value
    except FieldError as error:
        yield Finding(error.code, error.message, row.row, header, text)
        return None


def _plan(
    read: RecordTable,
    row: RecordRow,
    kpi: Kpi,
    target: float | None,
    years: Mapping[str, int],
    units: TargetUnits,
) -> Iterator[Finding]:
    """Build the plan of the target from the filled months and quarters, and put it into the record."""
    filled = [id for id in SPANS if _is_filled(row, id)]
    cells = {}
    for id in filled:
        cells[id] = yield from _amount(read, row, id, kpi, units)
    if target is None or None in cells.values() or _is_bad(read, row, "profile"):
        return
    try:
        _must_be_clear(row, years)
        plan = read_plan(kpi, target, row.values["profile"], cells)
    except PlanConflictError as error:
        text = row.texts.get(error.column)
        yield Finding("plan_conflict", error.message, row.row, read.headers.get(error.column), text)
        return
    row.values.update(profile=plan.profile, plan=list(plan.figures) if plan.figures else None)
    if plan.assumed:
        place = "profile" if "profile" in read.headers else filled[0]
        text = row.texts.get(place) or None
        yield Finding("profile_assumed", plan.assumed, row.row, read.headers.get(place), text, "warning")


def _must_be_clear(row: RecordRow, years: Mapping[str, int]) -> None:
    """Raise PlanConflictError if a filled column names another year or an unclear time of the year."""
    for id in UNCLEAR:
        if _is_figure(row, id):
            raise PlanConflictError(f"看不出这一列是到哪个月的计划数；{HEADERS_OF_PLANS}", id)
    year = row.values.get("year")
    for id, of_header in years.items():
        if of_header != year and _is_filled(row, id):
            raise PlanConflictError(f"这一列是 {of_header} 年的，而这一行的年度是 {year}", id)


def _is_bad(read: RecordTable, row: RecordRow, id: str) -> bool:
    """Whether a field of the row could not be read."""
    return any(one.column == read.headers.get(id) for one in row.findings)


def _without_source(read: RecordTable) -> Iterator[Finding]:
    for row in read.rows:
        if not row.values.get("source"):
            message = "目标没有写依据；建议写明文件和条款"
            yield Finding("no_source", message, row.row, read.headers.get("source"), None, "warning")


def _with_ids(read: RecordTable) -> RecordTable:
    """Replace KPI objects with their ids, as the last step."""
    for row in read.rows:
        if isinstance(row.values.get("kpi"), Kpi):
            row.values["kpi"] = row.values["kpi"].id
    return read
