"""备份与恢复: the whole warehouse as one file, and how to restore it."""

import hashlib
import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.roles import SIGNED_AS, ask_who
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload import history_list
from domain.people import Action, Person, may
from etl.warehouse import Warehouse, WarehouseError
from etl.warehouse.backup import SUFFIX, BackupError, Restored, backup, loads_in
from etl.warehouse.choice import is_unnamed_sample, office
from etl.warehouse.disk import work_folder

LARGER = "超过 {} MB 的备份，请在服务器上用 `python -m etl restore 备份文件` 恢复。"
AFTER = "恢复后，看板只显示备份里的数据，备份之后的导入不在其中。现有数据留作上一版本。"
AFTER_THE_SAMPLE = "恢复后即启用本单位数据，看板显示备份里的数据。示例数据不受影响。"
AGREED, ROUND, RESTORED = "restore-agreed", "restore-round", "restored-version"
SEEN = "restore-seen"
FIELDS = (Field("时间"), Field("经办人"), Field("备份文件"), Field("原因", "words"))
Restore = Callable[[Path, str, str, str], None]  # the file, who, why, the backup's name
SignedRestore = Callable[[Path, str, str], None]  # the file, who, why
log = logging.getLogger(__name__)


def show_keeping(page: DataPage, restore: Restore) -> None:
    """Take a backup; inspect one and, when confirmed, `restore` it; list earlier restores. For managers."""
    if not may(page.person, Action.RESTORE):
        return
    with st.expander("备份与恢复", key="keeping"):
        st.markdown("备份是一个文件，内有全部数据、历史和原始文件。请定期下载，另存他处。" + _larger())
        file = f"法治看板备份-{date.today():%Y%m%d}{SUFFIX}"
        st.download_button(
            "下载备份",
            data=lambda: _backup_bytes(file, page.person),
            file_name=file,
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
            key="backup",
        )
        number = st.session_state.get(ROUND, 0)
        given = st.file_uploader(
            "从备份恢复：选择备份文件（zip）",
            type=SUFFIX.removeprefix("."),
            key=f"restore-file-{number}",
        )
        if given is not None:
            _offer(page, given.getvalue(), partial(_restore_as, restore, given.name))
        elif st.session_state.get(RESTORED) == page.version:
            now = history_list.history(page.version)
            st.success(f"已从备份恢复，现在有{_loads_summary(now)}。", icon=":material/check:")
        if restores := history_list.restores_of(page.version):
            st.html(records_table(FIELDS, map(_restored_row, reversed(restores)), "恢复记录"))


def _larger() -> str:
    """What to do with a backup that the server doesn't take from a page."""
    return LARGER.format(st.get_option("server.maxUploadSize"))


def _backup_bytes(file: str, person: Person) -> bytes:
    """The backup, made when it is fetched, for the person for whom the button was drawn."""
    with work_folder(cache.warehouse().folder) as folder:
        return backup(cache.warehouse(), folder / "backup.zip", file=file, person=person).read_bytes()


def _restored_row(restored: Restored) -> tuple[str, ...]:
    return f"{restored.recorded_at:%Y-%m-%d %H:%M}", restored.recorded_by, restored.file, restored.why


def _offer(page: DataPage, content: bytes, restore: SignedRestore) -> None:
    """The contents of the file and what would be lost, then the button; or why it cannot be restored."""
    try:
        _look_into(page, content, restore)
    except BackupError as error:
        st.error(f"{as_written(str(error))}请选用“下载备份”得到的 zip 文件。")
    except WarehouseError as error:
        st.error(f"没有恢复，现有数据没有改动。{as_written(str(error))}")
    except OSError:
        log.exception("备份无法恢复")
        st.error("没有恢复，现有数据没有改动。文件无法写入，请检查磁盘空间和文件夹权限。")


def _look_into(page: DataPage, content: bytes, restore: SignedRestore) -> None:
    with work_folder(_home()) as folder:
        source = folder / "backup.zip"
        source.write_bytes(content)
        try:
            in_backup, now = (
                _loads_in(hashlib.sha256(content).hexdigest(), source),
                history_list.history(page.version),
            )
        except BackupError as error:
            raise BackupError(str(error).replace(f"{source} ", "所选文件")) from error
        st.markdown(f"备份中有{_loads_summary(in_backup)}；现在有{_loads_summary(now)}。")
        st.warning(AFTER_THE_SAMPLE if is_unnamed_sample(cache.warehouse()) else AFTER)
        with st.container(horizontal=True):
            who = ask_who("经办人（必填）", "restore-who")
            why = st.text_input("原因", key="restore-why", placeholder="例如：误导入后退回").strip()
        agreed = st.checkbox("我已核对，确认恢复", key=AGREED)
        if lacking := [*([] if who else ["经办人"]), *([] if agreed else ["勾选“我已核对”"])]:
            st.caption(f"还缺：{'、'.join(lacking)}")
        if st.button("恢复", type="primary", disabled=not agreed, key="restore"):
            if who:
                restore(source, who, why)
            else:
                st.error("请填写经办人。")


def _home() -> Path:
    """The folder of the warehouse that would be restored."""
    shown = cache.warehouse()
    return (office() if is_unnamed_sample(shown) else shown).folder


def _loads_in(sha256: str, source: Path) -> pd.DataFrame:
    """The loads in an uploaded backup, read once: every field that is filled in runs the page again."""
    if st.session_state.get(SEEN, ("",))[0] != sha256:
        st.session_state[SEEN] = sha256, loads_in(source, Warehouse(_home()))
    return st.session_state[SEEN][1]


def _restore_as(restore: Restore, file: str, source: Path, who: str, why: str) -> None:
    """Restore the backup that was uploaded under the name `file`, and rerun the page."""
    restore(source, who, why, file)
    st.session_state[SIGNED_AS] = who
    st.session_state[RESTORED] = cache.version()
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _loads_summary(loads: pd.DataFrame) -> str:
    """27次导入，最后一次在 2023-07-04 09:30."""
    if loads.empty:
        return "0次导入"
    return f"{len(loads)}次导入，最后一次在 {loads['loaded_at'].max():%Y-%m-%d %H:%M}"
