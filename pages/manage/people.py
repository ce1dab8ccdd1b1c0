"""人员与权限: who has which role and units; a manager adds, changes and removes people."""

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import open_data_page
from dashboard.ui.manage.people_forms import show_forms, show_people, show_serving
from dashboard.ui.markup import as_written
from dashboard.ui.roles import person_here, require
from domain.people import Action, Role
from etl.warehouse import WarehouseError
from etl.warehouse.people import remove_person, set_person


def keep(name: str, role: Role, units: tuple[str, ...], by: str, why: str, *, is_new: bool) -> bool:
    """Add or change somebody; False if nothing changes."""
    warehouse, person = cache.warehouse(), person_here()
    return set_person(warehouse, name, role, units, is_new=is_new, by=by, why=why, person=person)


def remove(name: str, by: str, why: str) -> bool:
    """Take every role from somebody."""
    remove_person(cache.warehouse(), name, by=by, why=why, person=person_here())
    return True


require(Action.PEOPLE)
page = open_data_page("人员与权限", lambda page: None)
try:
    show_serving()
    show_people(page)
    show_forms(page, keep, remove)
except WarehouseError as error:
    st.error(as_written(str(error)))
