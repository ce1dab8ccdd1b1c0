"""口径说明: what each KPI counts, when each lamp is lit, which columns a file may have; with a search."""

import streamlit as st

from dashboard.ui import cache, definitions
from dashboard.ui.data_page import STYLE as TABLE_STYLE
from dashboard.ui.markup import as_written, tag
from dashboard.ui.plan.queries import PLAN_STYLE
from dashboard.ui.shell import Page, draw_top, open_warehouse, page_of
from dashboard.wording.definition_words import find_kpis
from domain.catalogue import Kpi
from domain.units import UnitDirectory

TITLE = "口径说明"
CHOSEN, SEARCH, DATASET = "kpi", "definitions-search", "definitions-dataset"
OPEN_AT_MOST, FEW_UNITS = 4, 20
UNIT_SEARCH = "definitions-units"


def open_definitions() -> Page | None:
    """Title and view. The definitions are shown without a view if there are no units yet."""
    version, outline = open_warehouse(TITLE)
    st.html(TABLE_STYLE)
    st.html(PLAN_STYLE)
    if outline.root is not None:
        page = page_of(version, outline)
        draw_top(TITLE, page)
        return page
    st.title(TITLE, anchor=False)
    return None


def show_all() -> None:
    """Drop the KPI that the address names."""
    st.query_params.pop(CHOSEN, None)


def search() -> tuple[Kpi, ...]:
    """The search text and the chosen dataset; only the KPI in the address if it names one."""
    asked = st.query_params.get(CHOSEN)
    if asked in {kpi.id for kpi in catalogue.kpis}:
        st.button("← 全部指标", on_click=show_all, type="tertiary", key="definitions-all")
        return (catalogue.kpi(str(asked)),)
    with st.container(horizontal=True, vertical_alignment="bottom", key="definitions-controls"):
        text = st.text_input(
            "查找",
            placeholder="名称、口径、依据、责任单位或表头",
            key=SEARCH,
            width=340,
            icon=":material/search:",
        )
        chosen = st.pills(
            "报表",
            [dataset.id for dataset in catalogue.monthly],
            format_func=lambda id: as_written(catalogue.dataset(id).title),
            key=DATASET,
            label_visibility="collapsed",
        )
    return find_kpis(catalogue, text, chosen)


def show(found: tuple[Kpi, ...]) -> None:
    """The KPIs by dataset; a small number is expanded."""
    if not found:
        st.markdown("没有这样的指标。换一个词试试，如“满意”“学法”，或清空查找框、不选报表看全部。")
        return
    opened = len(found) <= OPEN_AT_MOST
    if not opened:
        note(f"共{len(found)}项，点名称展开。")
    for dataset in catalogue.monthly:
        own = [kpi for kpi in found if kpi.dataset == dataset.id]
        if own:
            entries = [definitions.entry_html(kpi, catalogue, chart_link(kpi), opened) for kpi in own]
            st.html(tag("h3", dataset.title, class_="table-title") + tag("div", *entries))


def show_units(directory: UnitDirectory) -> None:
    """The units, with a search if there are many."""
    text = ""
    if len(directory.units) > FEW_UNITS:
        text = st.text_input(
            "查找单位",
            placeholder="代码、名称、别名或曾用名",
            key=UNIT_SEARCH,
            width=340,
            icon=":material/search:",
        )
    found = definitions.find_units(directory, text)
    if not found:
        st.markdown("没有这样的单位。换一个词试试。")
        return
    if len(found) > definitions.UNITS_SHOWN:
        note(f"共{len(found):,}个单位，先列{definitions.UNITS_SHOWN}个；输入名称可缩小范围。")
    st.html(definitions.units_html(found, directory, catalogue))


def note(words: str) -> None:
    """A line of explanation."""
    st.html(tag("p", words, class_="page-note"))


def chart_link(kpi: Kpi) -> str:
    """The address of the KPI's charts in this view."""
    return page.address(kpi.dataset, kpi=kpi.id) if page else ""


page, catalogue = open_definitions(), cache.catalogue()
kpi_tab, lamp_tab, column_tab, unit_tab = st.tabs(["指标口径", "亮灯规则", "数据列与表头", "单位"])
with kpi_tab:
    show(search())
with lamp_tab:
    st.html(definitions.legend_html(catalogue))
    for words in definitions.sign_notes(catalogue):
        note(words)
with column_tab:
    note("文件的表头写中文名、英文或下列任一写法都能识别；每张月报另有“月份”“单位”两列。")
    for each in catalogue.datasets:
        st.html(definitions.columns_html(each, catalogue))
with unit_tab:
    if page:
        note(
            "由单位表（数据填报页导入）设定。改名、换上级写生效年月，撤并写停用年月和并入单位，以前的数仍算在原处。"
        )
        show_units(page.outline.directory)
    else:
        st.markdown("还没有单位。请先到“数据填报”导入单位表。")
