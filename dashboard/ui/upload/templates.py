"""Templates to fill in: which table, which year, for which unit, blank or with the current figures."""

from datetime import date

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.chooser import choose_unit
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from etl.export.template import Template, make_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Wanted = tuple[str, int, str | None, bool]  # dataset, year, unit (None: all units that owe it), filled
FORMATS = {"Excel": ("xlsx", XLSX), "CSV": ("csv", "text/csv")}


def template_choice(page: DataPage) -> None:
    """The button 下载模板 with its choices."""
    with st.popover("下载模板", icon=":material/download:", key="template"):
        titles = {dataset.id: dataset.title for dataset in page.catalogue.datasets}
        dataset = st.selectbox("报表", list(titles), format_func=titles.__getitem__, key="template-dataset")
        monthly = dataset in {kind.id for kind in page.catalogue.monthly}
        year = date.today().year
        if dataset != "units":
            year = int(st.number_input("年度", 1949, 2199, _start_year(page), key="template-year"))
        unit = None
        if monthly:
            unit = choose_unit("单位", page.directory, "template-unit", none="全部应报单位")
        filled = st.toggle("填入现有数据", key="template-filled", help="填好后再传，只有改过的数会变动。")
        form = st.segmented_control(
            "格式", list(FORMATS), default="Excel", required=True, key="template-format"
        )
        _button(f"下载{titles[dataset]}模板", (dataset, year, unit, filled), form, "template-chosen")


def first_template(dataset: str, title: str, year: int) -> None:
    """A blank template with one click, as a workbook."""
    _button(f"下载{title}模板", (dataset, year, None, False), "Excel", f"template-first-{dataset}")


def _button(label: str, wanted: Wanted, form: str, key: str) -> None:
    suffix, mime = FORMATS[form]
    st.download_button(
        as_written(label),
        data=lambda: template_content(wanted, suffix),
        file_name=f"{_title(wanted)}.{suffix}",
        mime=mime,
        on_click="ignore",
        key=key,
    )


def template_content(wanted: Wanted, suffix: str) -> bytes:
    """The template as a file with this suffix."""
    made = _make(wanted)
    return made.as_xlsx() if suffix == "xlsx" else made.as_csv()


def _make(wanted: Wanted) -> Template:
    dataset, year, unit, filled = wanted
    units, catalogue = [unit] if unit else None, cache.catalogue_for_loads()
    with cache.warehouse().read() as connection:
        return make_template(connection, catalogue, dataset, year, units=units, filled=filled)


def _title(wanted: Wanted) -> str:
    """The file's name: 12345热线2023-综合执法大队模板."""
    dataset, year, unit, filled = wanted
    title = cache.catalogue_for_loads().dataset(dataset).title
    parts = [title if dataset == "units" else f"{title}{year}", unit or "", "现有数据" if filled else "模板"]
    return "-".join(part for part in parts if part)


def _start_year(page: DataPage) -> int:
    return page.view.year if page.view else page.due_month.year


def show_first_steps(page: DataPage) -> None:
    """The three steps, with a mark on those done; nothing once figures have been reported."""
    if page.outline.start_months:
        return
    has_units, has_targets = page.outline.root is not None, bool(page.outline.years)
    st.header("先做三件事，看板就能用起来", anchor=False)
    steps = (
        ("units", "单位", has_units, "填写单位代码、名称、上级单位和每月填报内容。"),
        ("targets", "年度目标", has_targets, "按年度工作要点填写各项目标、依据和责任人。"),
        ("", "月报", False, "各单位每月填报。现有的 Excel 表可以直接拖进来；也可用“下载模板”。"),
    )
    for place, (dataset, title, done, what) in enumerate(steps, start=1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"step-{place}"):
            st.markdown(f"{'✓' if done else f'{place}.'} **{title}**　{what}", width="stretch")
            if dataset and not done:
                first_template(dataset, title, page.due_month.year)
