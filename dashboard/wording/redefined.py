"""Differences between a closed month's results and today's: figures, targets, formulas, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from dashboard.board.board import Board
from dashboard.wording.format import amount
from dashboard.wording.lamp_words import lamp_word
from domain.catalogue import Catalogue, Kpi
from domain.kpi.progress import Progress

DIFFERENCE_COLUMNS = ("kpi", "unit", "what")
GONE, NEW = "现在的目录中没有这项指标", "封账时还没有这项指标"
_SAID = (
    ("name", "名称"),
    ("formula", "公式"),
    ("scope", "口径"),
    ("counting_unit", "计量单位"),
    ("direction", "方向"),
    ("lamp_rule", "亮灯规则"),
)


def differences(
    then: Iterable[Board], now: Iterable[Board], catalogue_then: Catalogue, catalogue_now: Catalogue
) -> pd.DataFrame:
    """A row for each KPI and unit with any difference, in the order of `now`; removed ones last.

    Columns kpi (id), unit (code), what: everything that differs, in Chinese.
    """
    before = {(each.kpi, each.unit): each for board in then for each in board.progress if board.is_used(each)}
    after = {(each.kpi, each.unit): each for board in now for each in board.progress if board.is_used(each)}
    kpis = [{kpi.id: kpi for kpi in catalogue.kpis} for catalogue in (catalogue_then, catalogue_now)]
    rows = []
    for key in dict.fromkeys((*after, *before)):
        old_kpi, new_kpi = kpis[0].get(key[0]), kpis[1].get(key[0])
        said = "；".join(_differences(before.get(key), after.get(key), old_kpi, new_kpi, catalogue_now))
        if said:
            rows.append((*key, said))
    return pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))


def _differences(
    old: Progress | None,
    new: Progress | None,
    old_kpi: Kpi | None,
    new_kpi: Kpi | None,
    catalogue: Catalogue,
) -> Iterator[str]:
    if old_kpi is None or new_kpi is None:
        yield GONE if new_kpi is None else NEW
        return
    yield from _of_definition(old_kpi, new_kpi)
    yield from _of_results(old, new, old_kpi, new_kpi)
    yield from _of_lamps(old, new, catalogue)


def _of_definition(old: Kpi, new: Kpi) -> Iterator[str]:
    for attribute, word in _SAID:
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before != after:
            yield f"{word}由“{before or '无'}”改为“{after or '无'}”"


def _of_results(old: Progress | None, new: Progress | None, old_kpi: Kpi, new_kpi: Kpi) -> Iterator[str]:
    for word, attribute in (("累计", "year_to_date"), ("目标", "target"), ("应完成", "expected_to_date")):
        before, after = (getattr(each, attribute) if each else None for each in (old, new))
        if before != after:
            yield f"{word}由{_said(before, old_kpi)}改为{_said(after, new_kpi)}"


def _of_lamps(old: Progress | None, new: Progress | None, catalogue: Catalogue) -> Iterator[str]:
    before, after = (lamp_word(catalogue, each) if each else "无" for each in (old, new))
    if before != after:
        yield f"亮灯由{before}变为{after}"


def _said(value: float | None, kpi: Kpi) -> str:
    if value is None:
        return "无"
    return amount(value, kpi.kind, kpi.counting_unit)
