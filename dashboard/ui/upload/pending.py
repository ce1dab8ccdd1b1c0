"""What waits to be confirmed: the files that were checked and what they would change, for this session."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from dashboard.kpi.consequences import Consequences, read_consequences
from dashboard.ui import cache
from dashboard.ui.upload.words import is_private
from etl.catalogue import Catalogue
from etl.compare import FigureChanges
from etl.in_turn import in_turn, previews_in_turn
from etl.preview import Preview, Request
from etl.reading.result import ReadOptions
from etl.staging import staged

STAGES = ("读取表格", "逐项核对", "与现有数据比对", "推算亮灯变化")
PENDING, HANDED = "upload-pending", "upload-handed"


@dataclass(frozen=True)
class Pending:
    """Checked files in the order in which they would be loaded, and the lamps they would turn.

    `asked` are the requests as they were put, `from_form`: written on a page, not dropped as files;
    `notice` is what a person must know before confirming.
    """

    asked: tuple[Request, ...] = field(repr=False)
    previews: tuple[Preview, ...]
    consequences: Consequences
    from_form: bool = False
    notice: str = ""

    @property
    def ready(self) -> tuple[Preview, ...]:
        """Those that can be loaded."""
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
) -> Pending:
    """Check the files, with the progress shown; lamps also in the month `in_view`. Raises WarehouseError."""
    warehouse = cache.warehouse()
    ordered = in_turn(requests, catalogue)
    with (
        st.spinner("正在检查，请不要关闭页面。"),
        _progress(ordered) as tell,
        previews_in_turn(warehouse, catalogue, ordered, tell) as (previews, after),
        warehouse.read() as before,
    ):
        ready = [preview for preview in previews if preview.status == "ok"]
        tell(len(ordered) - 1, STAGES[-1])
        consequences = read_consequences(before, after, catalogue, ready, in_view)
    kept = tuple(
        _findings_alone(preview, catalogue) if is_private(preview) else preview for preview in previews
    )
    asked = () if any(map(is_private, previews)) else tuple(requests)
    return Pending(asked, kept, consequences, from_form, notice)


@contextmanager
def _progress(requests: Sequence[Request]) -> Iterator[Callable[[int, str], None]]:
    """A bar that fills with each stage of each file, and goes away at the end."""
    bar, count = st.empty(), len(requests)

    def tell(place: int, stage: str) -> None:
        which = f"（第 {place + 1}/{count} 份）" if count > 1 else ""
        done = (place * len(STAGES) + STAGES.index(stage)) / (count * len(STAGES))
        bar.progress(done, f"{stage}：{requests[place].file}{which}")

    try:
        yield tell
    finally:
        bar.empty()


def _findings_alone(preview: Preview, catalogue: Catalogue) -> Preview:
    """The preview of a file that may not be held here, without anything that stands in the file."""
    nothing = staged(catalogue, ())
    return replace(
        preview,
        request=replace(preview.request, content=b"", options=ReadOptions()),
        changes_of_figures=FigureChanges(nothing.figures, preview.changes_of_figures.standing[:0]),
        record_changes=preview.record_changes[:0],
        read=(),
        staged=nothing,
        rejected=(),
    )


def pending() -> Pending | None:
    """What waits in this session."""
    return st.session_state.get(PENDING)


def keep(waiting: Pending | None) -> None:
    """Keep what waits; None for nothing."""
    st.session_state[PENDING] = waiting


def hand_over(request: Request) -> None:
    """Leave a table that was written on another page to 数据填报, which checks and shows it."""
    st.session_state[HANDED] = request


def handed_over() -> Request | None:
    """The table that another page left, once."""
    return st.session_state.pop(HANDED, None)
