"""What units owe: the request for it, lists grouped by units that owe the same, what a KPI lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.board.board import Board
from dashboard.board.loaded_records import Owed
from dashboard.wording.format import first_few, month_name, months_listed
from dashboard.wording.story import Story
from domain.catalogue import Catalogue
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress

NAMES_SHOWN, ITEMS_NAMED, GAPS_TOLD = 5, 3, 2
UNITS_SHOWN, GAPS_SHOWN = 3, 2
REPORTS = "月报"


@dataclass(frozen=True)
class EarlierGap:
    """Earlier months that the same units owe (codes; none if nobody bears the KPI), and what of them."""

    units: tuple[str, ...]
    months: str
    items: str


def owing(story: Story) -> str:
    """请公路养护中心补报6月学法培训数据；请乙中心补报4月集体学法数据."""
    gaps = [
        f"请{_names(gap, story.name_of)}补报{gap.months}{gap.items}{'' if gap.items == REPORTS else '数据'}"
        for gap in earlier_gaps(story.catalogue, story.board)
    ]
    return "；".join(filter(None, (_owing_of_month(story), *gaps[:GAPS_TOLD])))


def earlier_gaps(catalogue: Catalogue, board: Board) -> list[EarlierGap]:
    """What was not reported in earlier months: whole reports by their title, otherwise the KPIs by name."""
    lacking: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in board.progress:
        owed = {gap.month: gap.units for gap in each.owed_before} if board.is_used(each) else {}
        if each.target is not None:
            owed = dict.fromkeys(each.earlier_gaps, ()) | owed
        for month, units in owed.items():
            lacking.setdefault((month, units), []).append(each.kpi)
    months: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for (month, units), kpis in sorted(lacking.items()):
        months.setdefault((units, tuple(kpis)), []).append(month)
    return [
        EarlierGap(units, months_listed(owed), _items(catalogue, board, kpis))
        for (units, kpis), owed in months.items()
    ]


def gaps_listed(catalogue: Catalogue, board: Board, name_of: Callable[[str], str]) -> str:
    """乙中心4月12345热线、丙站1—3月普法宣传; "" without any."""
    gaps = earlier_gaps(catalogue, board)
    return first_few((f"{_names(gap, name_of)}{gap.months}{gap.items}" for gap in gaps), ITEMS_NAMED, "处")


def _names(gap: EarlierGap, name_of: Callable[[str], str]) -> str:
    return first_few(map(name_of, gap.units), ITEMS_NAMED)


def _items(catalogue: Catalogue, board: Board, kpis: Sequence[str]) -> str:
    """12345热线、集体学法: a dataset's title if all its KPIs in use lack, otherwise their names."""
    used: dict[str, set[str]] = {}
    for each in filter(board.is_used, board.progress):
        used.setdefault(catalogue.kpi(each.kpi).dataset, set()).add(each.kpi)
    whole = {dataset for dataset, every in used.items() if every <= set(kpis)}
    told = dict.fromkeys(
        catalogue.dataset(kpi.dataset).title if kpi.dataset in whole else kpi.short_name
        for kpi in map(catalogue.kpi, kpis)
    )
    every_report = len(told) > ITEMS_NAMED and whole == {catalogue.kpi(kpi).dataset for kpi in kpis}
    return REPORTS if every_report else first_few(told, ITEMS_NAMED, "项")


def _owing_of_month(story: Story) -> str:
    if not story.owed:
        return ""
    units = dict.fromkeys(story.name_of(each.unit) for each in story.owed)
    titles = dict.fromkeys(story.catalogue.dataset(each.dataset).title for each in story.owed)
    what = f"{'、'.join(titles)}数据" if len(titles) <= ITEMS_NAMED else f"月报（共{len(story.owed)}份）"
    return f"请{first_few(units, ITEMS_NAMED)}补报{month_name(story.board.as_of)}{what}"


def owed_by_unit(catalogue: Catalogue, owed: Sequence[Owed], name_of: Callable[[str], str]) -> list[str]:
    """甲大队、乙中心（12345热线、信访）; 丙站（普法宣传缺企业宣讲家数）."""
    of_unit: dict[str, list[str]] = {}
    for each in owed:
        of_unit.setdefault(each.unit, []).append(_title(catalogue, each))
    units: dict[tuple[str, ...], list[str]] = {}
    for unit, titles in of_unit.items():
        units.setdefault(tuple(titles), []).append(unit)
    return [
        f"{first_few(map(name_of, same), NAMES_SHOWN)}（{'、'.join(titles)}）"
        for titles, same in units.items()
    ]


def _title(catalogue: Catalogue, owed: Owed) -> str:
    """普法宣传; 普法宣传缺企业宣讲家数 if only a part was submitted."""
    blank = first_few((catalogue.column(id).name for id in owed.blank), NAMES_SHOWN, "项")
    return catalogue.dataset(owed.dataset).title + (f"缺{blank}" if owed.is_part else "")


def what_is_missing(progress: Progress, unit_names: Mapping[str, str]) -> str:
    """4月未报，丙站未报: earlier months, and the units of the as-of month; "" if nothing is missing."""
    if not progress.owed_before and not progress.earlier_gaps:
        return f"{_named(progress.missing_units, unit_names)}未报" if progress.missing_units else ""
    return gap_words(progress, unit_names, with_as_of=True)


def gap_words(progress: Progress, unit_names: Mapping[str, str], *, with_as_of: bool = False) -> str:
    """1—2月未报，乙中心4月未报; "" if all earlier months were reported."""
    gaps = unreported_months(progress, with_as_of=with_as_of)
    return "，".join(
        f"{_named(units, unit_names)}{months_listed(months)}未报" for units, months in gaps[:GAPS_SHOWN]
    )


def unreported_months(
    progress: Progress, *, with_as_of: bool
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Units (codes; none if nobody reported the KPI) with the months that they owe, in order."""
    whole = progress.earlier_gaps
    months: dict[tuple[str, ...], list[str]] = {(): list(whole)} if whole else {}
    for each in progress.owed_before:
        if each.month not in whole:
            months.setdefault(each.units, []).append(each.month)
    if with_as_of and progress.missing_units:
        nobody = progress.lamp == lamps.WAITING and () in months
        months.setdefault(() if nobody else progress.missing_units, []).append(progress.as_of)
    return [(units, tuple(owed)) for units, owed in months.items()]


def _named(units: Sequence[str], unit_names: Mapping[str, str]) -> str:
    return first_few((unit_names.get(code, code) for code in units), UNITS_SHOWN)
