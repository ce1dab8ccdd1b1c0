"""Choosing a unit in a form: from a list where they are few, by name on the server where they are many."""

import streamlit as st

from dashboard.ui.markup import as_written
from etl.units import UnitDirectory

MOST_LISTED = 200


def choose_unit(
    label: str, directory: UnitDirectory, key: str, *, none: str = "", start: str = ""
) -> str | None:
    """The code of the chosen unit; None where none is chosen.

    `none` is what stands for no unit in particular ("" where one must be chosen); `start` is a unit's code.
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
    found = directory.by_code(start)
    text = st.text_input(
        label, value=found.name if found else "", placeholder=none or "单位名称或代码", key=key
    )
    return _named(text, directory)


def _named(text: str, directory: UnitDirectory) -> str | None:
    """The code of the unit that goes by the text; who comes near is said where nobody does."""
    if not text.strip():
        return None
    unit = directory.find(text)
    if unit is None:
        near = "、".join(map(as_written, directory.nearest(text)))
        st.caption(f"没有这个单位{f'，相近的有：{near}' if near else ''}。")
        return None
    return unit.unit
