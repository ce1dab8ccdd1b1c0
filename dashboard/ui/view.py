"""The view: year, month and unit, kept in the address so that a link opens the same view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from domain.months import EARLIEST_YEAR, LATEST_YEAR
from domain.units import Unit, UnitDirectory

WHOLE_BUREAU = "全局"
MOST_FOUND = 20
_REMEMBERED, _IN_ADDRESS = "view", "view-in-address"
_NAMES = ("year", "month", "unit")


@dataclass(frozen=True)
class View:
    """A unit (code) as of a month."""

    year: int
    month: int
    unit: str

    @property
    def as_of(self) -> date:
        """The as-of month."""
        return date(self.year, self.month, 1)

    def address(self, page: str = "", **more: str) -> str:
        """The address of a page that shows this view: `hotline?year=2023&month=6&unit=bureau`."""
        return f"{page or '.'}?{self.query(**more)}"

    def query(self, **more: str) -> str:
        """The query string of this view: `year=2023&month=6&unit=bureau`."""
        return urlencode({"year": str(self.year), "month": str(self.month), "unit": self.unit, **more})


@dataclass(frozen=True)
class ViewStart:
    """The defaults of a view if the address names none: a month for each year, and the root."""

    year: int
    months: Mapping[int, int]
    root: str

    def month(self, year: int) -> int:
        """The month at which a year opens; December if the year is unknown."""
        return self.months.get(year, 12)


def read_view(start: ViewStart, directory: UnitDirectory) -> View:
    """The view last chosen by a control or an address; missing or invalid parts get their defaults.

    If the address is still the one written here, it is older than the last choice of a control.
    """
    requested = st.session_state.get(_REMEMBERED, {})
    written = {name: st.query_params[name] for name in _NAMES if name in st.query_params}
    if written != st.session_state.get(_IN_ADDRESS):
        requested = requested | written
    return view_of(requested, start, directory)


def view_of(requested: Mapping[str, str], start: ViewStart, directory: UnitDirectory) -> View:
    """The view that an address asks for; missing or invalid parts get their defaults."""
    year = _whole_number(requested.get("year"), EARLIEST_YEAR, LATEST_YEAR) or start.year
    month = _whole_number(requested.get("month"), 1, 12) or start.month(year)
    asked = requested.get("unit", "")
    unit = directory.by_code(asked) or (directory.find(asked) if asked else None)
    return View(year, month, unit.unit if unit else start.root)


def hold_view(view: View) -> None:
    """Write the view into the address again, because moving to another page removes it, and remember it."""
    parts = _remember(view)
    st.session_state[_IN_ADDRESS] = parts
    if any(st.query_params.get(name) != value for name, value in parts.items()):
        st.query_params.update(parts)


def change_view(view: View, **parts: int | str) -> None:
    """Change the view from the next run on, which writes it into the address; used by the controls."""
    _remember(replace(view, **parts))  # type: ignore[arg-type]


def _remember(view: View) -> dict[str, str]:
    remembered = {"year": str(view.year), "month": str(view.month), "unit": view.unit}
    st.session_state[_REMEMBERED] = remembered
    return remembered


def is_chosen() -> bool:
    """Whether the address or an earlier page of this session has chosen a view."""
    return _REMEMBERED in st.session_state or any(name in st.query_params for name in _NAMES)


def forget_view() -> None:
    """Reset the view, if there is nothing to see yet or another warehouse was created."""
    for name in (_REMEMBERED, _IN_ADDRESS):
        st.session_state.pop(name, None)
    for name in _NAMES:
        st.query_params.pop(name, None)


def unit_label(unit: str, directory: UnitDirectory) -> str:
    """全局 for the whole bureau, otherwise the unit's name."""
    if directory.root is not None and directory.root.unit == unit:
        return WHOLE_BUREAU
    return directory.name_of(unit)


def view_label(view: View, directory: UnitDirectory) -> str:
    """2023年6月 · 全局"""
    return f"{view.year}年{view.month}月 · {unit_label(view.unit, directory)}"


def ancestors(unit: str, directory: UnitDirectory) -> tuple[str, ...]:
    """The codes from the root down to the unit itself."""
    path: list[str] = []
    at: Unit | None = directory.by_code(unit)
    while at is not None and at.unit not in path:
        path.append(at.unit)
        at = directory.by_code(at.parent) if at.parent else None
    return tuple(reversed(path))


def search_units(text: str, directory: UnitDirectory) -> Sequence[Unit]:
    """The units whose name, code or alias contains the text, at most MOST_FOUND."""
    key = "".join(text.split()).casefold()
    if not key:
        return ()
    units: list[Unit] = []
    for unit in directory.units:
        if any(key in name.casefold() for name in (unit.name, unit.unit, *unit.aliases)):
            units.append(unit)
            if len(units) == MOST_FOUND:
                break
    return units


def _whole_number(text: object, low: int, high: int) -> int | None:
    digits = str(text or "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        return None
    number = int(digits)
    return number if low <= number <= high else None


ASKED, WALL = "chart", "wall"
FIRST, LAST = "first", "last"  # charts of a page, where their keys are not known
_FILLED = "what-fills-the-window"


def asked_chart() -> str:
    """The key of the chart that fills the window, or FIRST or LAST; "" for a normal page."""
    return st.query_params.get(ASKED, "") if st.context.is_embedded else ""


def is_wall() -> bool:
    """Whether the address asks for 大屏, the board on a wall."""
    return st.query_params.get(WALL) == "true"


def note_filled() -> None:
    """Record that this page has drawn the chart or the wall that the address asks for."""
    st.session_state[_FILLED] = True


def forget_unfilled() -> None:
    """Rerun the page normally if it has no such chart, or if only another page fills a wall."""
    if (asked_chart() or is_wall()) and not st.session_state.pop(_FILLED, False):
        for name in (ASKED, WALL):
            st.query_params.pop(name, None)
        st.rerun()
