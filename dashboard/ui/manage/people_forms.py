"""The people of the board as a table, and the forms to add, change and remove them."""

from collections.abc import Callable, Iterator
from typing import Protocol

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written, tag
from dashboard.ui.memoize import memoize
from dashboard.ui.next_steps import REFUSED, must_choose
from dashboard.ui.roles import SIGNED_AS, ask_who
from dashboard.ui.serving.serving_file import serving
from dashboard.ui.serving.serving_mode import Unknown
from dashboard.ui.tables import Field, records_table
from domain.people import WORDS, Role
from etl.warehouse import WarehouseError
from etl.warehouse.people import Listed, PeopleError, read_people, split_units

FIELDS = (
    Field("登录名", "strong"),
    Field("角色"),
    Field("单位", "words"),
    Field("登记时间"),
    Field("登记人"),
    Field("原因", "words"),
)
ROLES = (
    "**查看**：看全部页面，下载材料。　**填报**：为所列单位及其下属单位报送数据、写情况说明，撤销自己的导入。"
    "　**管理**：一切操作，包括封账、目标、单位、人员、备份与恢复。"
)
ALONE = (
    "看板现在只在本机打开，不用登录，打开的人都可以管理。"
    "这里登记的角色，在看板改为登录使用（data/serving.toml）后生效。"
)
UNKNOWN = {
    Unknown.VIEWER: "没有登记的人登录后可以查看。",
    Unknown.REFUSE: "没有登记的人登录后看不到看板。",
}
Remove = Callable[[str, str, str], bool]


class Keep(Protocol):
    """Adds or changes somebody."""

    def __call__(
        self, name: str, role: Role, units: tuple[str, ...], by: str, why: str, *, is_new: bool
    ) -> bool:
        """False if nothing changes."""


@memoize(4)
def people_of(version: str) -> tuple[Listed, ...]:
    """Everybody with a role in this version of the warehouse."""
    with cache.reading(version) as connection:
        return read_people(connection)


def show_serving() -> None:
    """What the roles mean, and the role of people who are not listed."""
    setting = serving()
    st.markdown(ROLES)
    if not setting.mode.names_visitors:
        st.html(tag("p", ALONE, class_="page-note"))
        return
    open_to_all = "在办公网内不登录也可以查看。" if setting.open_reading else ""
    st.html(tag("p", UNKNOWN[setting.unknown], open_to_all, class_="page-note"))


def show_people(page: DataPage) -> None:
    """A row for each person."""
    listed = people_of(page.version)
    if not listed:
        st.header("还没有登记人员", anchor=False)
        return
    counts = ((role.word, sum(entry.person.role is role for entry in listed)) for role in reversed(Role))
    words = "，".join(f"{word}{count}人" for word, count in counts if count)
    st.header(f"登记{len(listed)}人：{words}", anchor=False)
    st.html(records_table(FIELDS, _rows(page, listed), "人员与权限"))


def _rows(page: DataPage, listed: tuple[Listed, ...]) -> Iterator[tuple[str, ...]]:
    for entry in listed:
        units = "、".join(map(page.directory.name_of, entry.person.units))
        role = entry.person.role.word if entry.person.role else ""
        moment = f"{entry.recorded_at:%Y-%m-%d %H:%M}"
        yield entry.person.name, role, units, moment, entry.recorded_by, entry.why


def show_forms(page: DataPage, keep: Keep, remove: Remove) -> None:
    """新增, and for one of those listed 更改 and 移除."""
    if must_choose():
        st.info(REFUSED)
        return
    # In the page and not above it: a form below a long list would end below the window.
    with st.expander("新增一人", icon=":material/person_add:", key="person-add"):
        _set_form("", Role.VIEWER, "", keep, is_new=True)
    if listed := people_of(page.version):
        with st.expander("更改或移除", icon=":material/edit:", key="person-change"):
            _change(page, listed, keep, remove)


def _change(page: DataPage, listed: tuple[Listed, ...], keep: Keep, remove: Remove) -> None:
    by_name = {entry.person.name: entry.person for entry in listed}
    name = st.selectbox("哪一位", list(by_name), key="person-which")
    person = by_name[name]
    units = "、".join(map(page.directory.name_of, person.units))
    _set_form(name, person.role or Role.VIEWER, units, keep, is_new=False)
    with st.form(f"person-remove-{name}", border=False):
        who = ask_who("经办人（必填）", f"remove-who-{name}")
        why = st.text_input("移除的原因", key=f"remove-why-{name}", placeholder="例如：调离").strip()
        if st.form_submit_button("移除这一位", key=f"remove-{name}"):
            _apply(who, lambda: remove(name, who, why))


def _set_form(name: str, role: Role, units: str, keep: Keep, *, is_new: bool) -> None:
    key = "add" if is_new else f"change-{name}"
    with st.form(f"person-{key}", border=False):
        if is_new:
            name = st.text_input("登录名（与登录时所用的完全相同）", key="name-add")
        roles = list(WORDS)
        chosen = st.selectbox("角色", roles, roles.index(role), WORDS.__getitem__, key=f"role-{key}")
        text = st.text_input("单位（填报人必填，多个用顿号分开）", units, key=f"units-{key}")
        who = ask_who("经办人（必填）", f"who-{key}")
        why = st.text_input("原因", key=f"why-{key}").strip()
        label = "新增" if is_new else "更改"
        if st.form_submit_button(label, type="primary", key=f"submit-{key}"):
            _apply(who, lambda: keep(name, chosen, split_units(text), who, why, is_new=is_new))


def _apply(who: str, change: Callable[[], bool]) -> None:
    """Carry the change out and rerun the page; a refusal is shown."""
    if not who:
        st.error("请填写经办人。")
        return
    try:
        changed = change()
    except (PeopleError, WarehouseError) as error:
        st.error(as_written(str(error)))
        return
    if not changed:
        st.info("原已如此，没有改动。", icon=":material/check:")
        return
    st.session_state[SIGNED_AS] = who
    st.rerun()
