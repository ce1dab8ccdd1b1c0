"""操作记录: who did what, when and from where, refused tries included; with a filter and a CSV."""

import streamlit as st

from dashboard.ui.data_page import open_data_page
from dashboard.ui.manage.record_table import show_record
from dashboard.ui.markup import as_written
from dashboard.ui.roles import require
from domain.people import Action
from etl.warehouse import WarehouseError

person = require(Action.RECORD)
open_data_page("操作记录", lambda page: None)
try:
    show_record(person)
except WarehouseError as error:
    st.error(as_written(str(error)))
