"""What units owe: the request for it, and a list grouped by units that owe the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboard.board.board import Board
from dashboard.board.records import Owed
from dashboard.wording.format import first_few, month_name
from dashboard.wording.story import Story
from domain.catalogue import Catalogue

NAMES_SHOWN, ITEMS_NAMED = 5, 3


def owing(story: Story) -> str:
    """请公路养护中心补报6月学法培训数据；请补报4月集体学法数据."""
    gaps = earlier_gaps(story.catalogue, story.board)
    return "；".join(filter(None, (_owing_of_month(story), f"请补报{gaps}数据" if gaps else "")))


def earlier_gaps(catalogue: Catalogue, board: Board) -> str:
    """4月集体学法、法治学习等5项: targets that no unit reported in earlier months; "" without any."""
    gaps: dict[str, list[str]] = {}
    for each in board.progress:
        for month in each.earlier_gaps if each.target is not None else ():
            gaps.setdefault(month, []).append(catalogue.kpi(each.kpi).short_name)
    told = [f"{month_name(month)}{first_few(gaps[month], ITEMS_NAMED, '项')}" for month in sorted(gaps)]
    return first_few(told, ITEMS_NAMED, "个月") if told else ""


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
