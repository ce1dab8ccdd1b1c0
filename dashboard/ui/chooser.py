"""The controls for the view: a button that names month and unit and opens the choice of all three parts."""

import streamlit as st

from dashboard.ui.cache import Outline, outline, version
from dashboard.ui.markup import as_written
from dashboard.ui.view import View, ancestors, change_view, search_units, unit_label, view_label
from domain.units import UnitDirectory

MOST_LISTED = 200


def choose_unit(
    label: str, directory: UnitDirectory, key: str, *, none: str = "", start: str = ""
) -> str | None:
    """The code of the chosen unit; None if none is chosen.

    `none` is the label for no particular unit ("" if one must be chosen); `start` is a unit's code.
    """
    if len(directory.units) <= MOST_LISTED:
        codes: list[str | None] = [None] if none else []
        codes += [unit.unit for unit in directory.units]
        names = {unit.unit: unit.name for unit in directory.units}
        index = codes.index(start) if start in codes else (0 if none else None)
        return st.selectbox(
            label,
            codes,
            index=index,
            format_func=lambda code: names.get(code, none),
            placeholder="请选择单位",
            key=key,
        )
    unit = directory.by_code(start)
    text = st.text_input(
        label, value=unit.name if unit else "", placeholder=none or "单位名称或代码", key=key
    )
    return _named(text, directory)


def _named(text: str, directory: UnitDirectory) -> str | None:
    """The code of the unit with this name; if there is none, the nearest names are shown."""
    if not text.strip():
        return None
    unit = directory.find(text)
    if unit is None:
        near = "、".join(map(as_written, directory.nearest(text)))
        st.caption(f"没有这个单位{f'，相近的有：{near}' if near else ''}。")
        return None
    return unit.unit


MOST_SHOWN = 24
MANY_UNITS = 40
YEAR, MONTH, PATH, NEXT, FOUND, SEARCH = (
    f"view-{part}" for part in ("year", "month", "path", "next", "found", "search")
)


def choose_view(view: View, outline: Outline, directory: UnitDirectory) -> None:
    """Draw the control, with the units (`directory`) of the view's month.

    A choice is in the address from the next run on.
    """
    with st.popover(as_written(view_label(view, directory)), key="view"):
        _choose_year(view, outline)
        _choose_month(view)
        _choose_unit(view, directory)


def _choose_year(view: View, known: Outline) -> None:
    years = sorted({view.year, *(known.start_months or known.years)})
    st.session_state[YEAR] = view.year
    st.pills(
        "年度",
        years[-8:] if view.year in years[-8:] else [view.year, *years[-7:]],
        format_func=lambda year: f"{year}年",
        required=True,
        key=YEAR,
        on_change=_year_chosen,
        args=(view,),
    )


def _year_chosen(view: View) -> None:
    """Open another year at the same month, or at its last reported month if that is earlier."""
    year = st.session_state[YEAR]
    start_months = outline(version()).start_months  # the version that the page showed may be gone
    change_view(view, year=year, month=min(view.month, start_months.get(year, 12)))


def _choose_month(view: View) -> None:
    st.session_state[MONTH] = view.month
    st.pills(
        "数据截至",
        list(range(1, 13)),
        format_func=lambda month: f"{month}月",
        required=True,
        key=MONTH,
        on_change=lambda: change_view(view, month=st.session_state[MONTH]),
    )


def _choose_unit(view: View, directory: UnitDirectory) -> None:
    """Navigate down the tree, or to siblings at its ends; with a server-side search for many units."""
    path = ancestors(view.unit, directory)
    st.session_state[PATH] = view.unit
    _unit_pills("单位", path, PATH, view, directory)
    below = directory.children(view.unit)
    beside = tuple(unit for unit in directory.children(path[-2]) if unit != view.unit) if path[1:] else ()
    if below or beside:
        st.session_state[NEXT] = None
        label = "下属单位" if below else "同级单位"
        _unit_pills(label, (below or beside)[:MOST_SHOWN], NEXT, view, directory)
    if len(directory.units) > MANY_UNITS:
        _search(view, directory)


def _unit_pills(label: str, units: tuple[str, ...], key: str, view: View, directory: UnitDirectory) -> None:
    st.pills(
        label,
        units,
        format_func=lambda unit: as_written(unit_label(unit, directory)),
        key=key,
        on_change=_unit_chosen,
        args=(view, key),
    )


def _unit_chosen(view: View, key: str) -> None:
    if chosen := st.session_state[key]:
        change_view(view, unit=chosen)


def _search(view: View, directory: UnitDirectory) -> None:
    text = st.text_input("查找单位", placeholder="名称、代码或简称", key=SEARCH)
    units = search_units(text, directory)
    if units:
        st.session_state[FOUND] = None
        _unit_pills("查找结果", tuple(unit.unit for unit in units), FOUND, view, directory)
    elif text.strip():
        st.caption("没有找到这个单位。")
