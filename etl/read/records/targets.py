"""年度目标: what is to be reached by whom in a year, and the pace on the way there."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from domain.catalogue import Kpi
from domain.finding import Finding
from domain.text import plain
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.title import read_title
from etl.read.records.fields import (
    PROFILES,
    YES_OR_NO,
    FieldError,
    amount,
    choice,
    kpi_reader,
    text_of,
    year_of,
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
from etl.read.shapes.month_and_unit import year_in_view

COLUMNS = ("year", "kpi", "unit", "target", "profile", "plan", "source", "owner", "illustrative")
PLAN = tuple(f"plan_{month}" for month in range(1, 13))
TOLERANCE = 1e-9


def tidy_targets(table: FoundTable, context: Context) -> TidyTable:
    """The targets of a table (records: the columns of `COLUMNS` and row; plan: twelve figures or None)."""
    title = read_title(table, context)
    readers: dict[str, Reader] = {
        "year": year_of,
        "kpi": _kpi_with_target(kpi_reader(context.book.catalogue)),
        "unit": unit_of(context.units, blank_is_root=True),
        "target": text_of,
        "profile": partial(choice, words=PROFILES),
        "source": text_of,
        "owner": text_of,
        "illustrative": partial(choice, words=YES_OR_NO),
        **dict.fromkeys(PLAN, text_of),
    }
    constants: dict[str, Any] = {"year": year_in_view(title, context), "profile": "even", "source": ""}
    constants |= {"owner": "", "illustrative": False, "unit": unit_without_column(title, context)}
    read = read_record_table(table, context, readers, ("year", "kpi", "target", "unit"), constants)
    between = [*_amounts(read), *_without_source(read), *repeated(read, ("year", "unit", "kpi"), "kpi", WHAT)]
    return finish_records(_with_ids(read), COLUMNS, between)


WHAT = "同一年度、同一单位的同一指标"


def _kpi_with_target(read_kpi: Callable[[str], Kpi]) -> Callable[[str], Kpi]:
    """A reader of KPIs that takes none on which a target would be a quota."""

    def read(cell: str) -> Kpi:
        kpi = read_kpi(cell)
        if kpi.direction == "neutral":
            message = (
                f"“{kpi.name}”是监测指标，数量多少不是成绩，不设目标，以免变成办案或罚没指标；请删去这一行"
            )
            raise FieldError("no_target_allowed", message)
        return kpi

    return read


def _amounts(read: RecordTable) -> Iterator[Finding]:
    """Read target and plan, whose spelling depends on the KPI; put them into the records."""
    for row in read.rows:
        kpi = row.values.get("kpi")
        row.values["plan"] = None
        if kpi is None or "target" not in read.headers:
            continue
        target = yield from _amount(read, row, "target", kpi)
        row.values["target"] = target
        if row.values.get("profile") == "custom":
            row.values["plan"] = yield from _plan(read, row, kpi, target)


def _amount(read: RecordTable, row: RecordRow, id: str, kpi: Kpi) -> Any:
    text = row.texts.get(id, "")
    try:
        return amount(text, kpi)
    except FieldError as error:
        yield Finding(error.code, error.message, row.row, read.headers.get(id), text)
        return None


def _plan(read: RecordTable, row: RecordRow, kpi: Kpi, target: float | None) -> Any:
    """The twelve planned cumulative figures: all given, never falling, the last equal to the target."""
    blank = [id.removeprefix("plan_") for id in PLAN if not plain(row.texts.get(id, ""))]
    if blank:
        message = f"时序为“自定”时，1月至12月都要填计划累计数；缺 {'、'.join(blank)} 月"
        yield Finding("bad_value", message, row.row, read.headers.get("profile"), "自定")
        return None
    figures = []
    for id in PLAN:
        figures.append((yield from _amount(read, row, id, kpi)))
    if None in figures or target is None:
        return None
    for month, (before, after) in enumerate(pairwise(figures), start=2):
        if after < before - TOLERANCE:
            message = f"计划累计数不能比上月少：{month - 1}月 {before:.10g}，{month}月 {after:.10g}"
            yield Finding(
                "bad_value", message, row.row, read.headers[f"plan_{month}"], row.texts[f"plan_{month}"]
            )
    if abs(figures[-1] - target) > TOLERANCE:
        message = f"12月的计划累计数应等于年度目标 {target:.10g}"
        yield Finding("bad_value", message, row.row, read.headers["plan_12"], row.texts["plan_12"])
    return figures


def _without_source(read: RecordTable) -> Iterator[Finding]:
    for row in read.rows:
        if not row.values.get("source"):
            message = "目标没有写依据；建议写明文件和条款"
            yield Finding("no_source", message, row.row, read.headers.get("source"), None, "warning")


def _with_ids(read: RecordTable) -> RecordTable:
    """KPIs as their ids, once nobody needs more of them."""
    for row in read.rows:
        if isinstance(row.values.get("kpi"), Kpi):
            row.values["kpi"] = row.values["kpi"].id
    return read
