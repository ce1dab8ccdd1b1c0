"""The files that wait for confirmation in this session: their previews, and what they would change."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from dashboard.board.lamp_changes import LampImpact, read_lamp_impact
from dashboard.ui import cache
from dashboard.ui.markup import as_written, tag
from dashboard.ui.roles import person_here
from dashboard.ui.turns import give_back
from dashboard.ui.upload.options import chosen_for, forget_choices
from dashboard.ui.upload.words import is_private
from domain.catalogue import Catalogue
from etl.check.staging import staged
from etl.load.compare import FigureChanges, FigureOrder
from etl.load.preview import Preview, Request, kept_name
from etl.load.several_files import loading_order, preview_sequence
from etl.read.locate.result import ReadOptions

STAGES = ("读取表格", "逐项核对", "与现有数据比对", "推算亮灯变化")
PENDING, HANDED = "upload-pending", "upload-handed"


@dataclass(frozen=True)
class Pending:
    """Checked files in load order, and the lamps they would change.

    `asked`: the original requests. `from_form`: written on a page, not dropped as files. `notice`: what the
    user must know before confirming. `warehouse`: the folder the files were checked against. `back`: the
    page of the form, as for Handed.
    """

    asked: tuple[Request, ...] = field(repr=False)
    previews: tuple[Preview, ...]
    consequences: LampImpact
    from_form: bool = False
    notice: str = ""
    warehouse: str = ""
    back: str = ""

    @property
    def ready(self) -> tuple[Preview, ...]:
        """The previews that can be loaded."""
        return tuple(preview for preview in self.previews if preview.status == "ok")

    @property
    def is_private(self) -> bool:
        """Whether a file was refused because it may not be held here; nothing of it is kept."""
        return any(is_private(preview) for preview in self.previews)


def check_requests(
    requests: Sequence[Request],
    catalogue: Catalogue,
    *,
    from_form: bool = False,
    notice: str = "",
    in_view: date | None = None,
    back: str = "",
) -> Pending:
    """Check the files and show the progress; lamps are also judged `in_view`. Raises WarehouseError."""
    warehouse = cache.warehouse()
    ordered = loading_order(requests, catalogue)
    give_back()
    with (
        st.spinner("正在检查，请不要关闭页面。"),
        _progress(ordered) as tell,
        preview_sequence(warehouse, catalogue, ordered, tell, person_here()) as (previews, after),
        warehouse.read() as before,
    ):
        ready = [preview for preview in previews if preview.status == "ok"]
        tell(len(ordered) - 1, STAGES[-1])
        consequences = read_lamp_impact(before, after, catalogue, ready, in_view)
    kept = tuple(
        _findings_alone(preview, catalogue) if is_private(preview) else preview for preview in previews
    )
    asked = () if any(map(is_private, previews)) else tuple(requests)
    return Pending(asked, kept, consequences, from_form, notice, str(warehouse.folder), back)


@contextmanager
def _progress(requests: Sequence[Request]) -> Iterator[Callable[[int, str], None]]:
    """A progress bar over the stages of each file; it disappears at the end."""
    bar, count = st.empty(), len(requests)

    def tell(place: int, stage: str) -> None:
        which = f"（第 {place + 1}/{count} 份）" if count > 1 else ""
        done = (place * len(STAGES) + STAGES.index(stage)) / (count * len(STAGES))
        bar.progress(done, f"{stage}：{as_written(requests[place].file)}{which}")

    try:
        yield tell
    finally:
        bar.empty()


def _findings_alone(preview: Preview, catalogue: Catalogue) -> Preview:
    """The preview of a file that may not be held here, without any of the file's contents."""
    nothing = staged(catalogue, ())
    return replace(
        preview,
        request=replace(preview.request, content=b"", options=ReadOptions()),
        changes_of_figures=FigureChanges(
            nothing.figures, preview.changes_of_figures.standing[:0], FigureOrder()
        ),
        record_changes=preview.record_changes[:0],
        read=(),
        staged=nothing,
        rejected=(),
    )


def pending() -> Pending | None:
    """The files that wait in this session."""
    return st.session_state.get(PENDING)


def keep(waiting: Pending | None) -> None:
    """Keep the waiting files; None for none."""
    st.session_state[PENDING] = waiting


@dataclass(frozen=True)
class Handed:
    """A table that was written on a page. `back`: the page of its form, "" for 数据填报 itself."""

    request: Request = field(repr=False)
    back: str = ""


def hand_over(request: Request, back: str = "") -> None:
    """Send a table written on a page to 数据填报, which checks and shows it; `back` as for Handed."""
    st.session_state[HANDED] = Handed(request, back)


def handed_over() -> Handed | None:
    """The table that a page sent; returned once."""
    return st.session_state.pop(HANDED, None)


ROUND = "upload-round"
NOTICE = "不得上传涉密或含个人信息的文件。"
KEPT = (
    "有密级标志、任何地方有身份证号、表格里有手机号码或“姓名、身份证号、联系电话、住址”列的文件会被拒收，不留存；"
    "标题、落款里的手机号码只提醒，随原文件留存。"
)
LABEL = (
    "选择月报、单位表或年度目标，在电脑上也可拖到这里（Excel、WPS 表格或 CSV，每份 20 MB 以内，可一次多份）"
)


def dropped_requests() -> tuple[Request, ...]:
    """Draw the notice and the uploader; returns its files, each with the choices made for it."""
    st.html(tag("p", tag("b", NOTICE), KEPT, class_="page-note"))
    number = st.session_state.get(ROUND, 0)
    files = st.file_uploader(LABEL, accept_multiple_files=True, key=f"upload-files-{number}")
    newest = {kept_name(file.name): file for file in files}
    if len(newest) < len(files):
        st.caption("同名的文件，以最后选入的一份为准。")
    return tuple(chosen_for(name).request(file.getvalue(), name) for name, file in newest.items())


def clear_uploader() -> None:
    """Remove every file from the uploader, and the choices made for them."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    forget_choices()
