"""The leanest Streamlit page with the same parts: 8 metrics with sparklines, 4 Plotly charts, 1 table."""

import pandas as pd
import streamlit as st

from bench.same_parts import CHARTS, MONTHS, UNITS, chart, figures, table

st.set_page_config(page_title="leanest", layout="wide")
month = st.pills("month", MONTHS, default=6, required=True)
unit = st.pills("unit", UNITS, default=UNITS[0], required=True)
shown = figures(int(month), str(unit))
for row in (shown[:4], shown[4:]):
    for column, figure in zip(st.columns(4), row, strict=True):
        column.metric(figure.name, f"{figure.total:,}", border=True, chart_data=figure.course)
for row in (shown[: CHARTS // 2], shown[CHARTS // 2 : CHARTS]):
    for column, figure in zip(st.columns(2), row, strict=True):
        column.plotly_chart(chart(figure), theme=None, key=figure.name, config={"displayModeBar": False})
st.table(pd.DataFrame(table(shown)))
