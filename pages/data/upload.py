"""数据填报: drop files, see the findings and changes, confirm, and undo a load."""

import logging
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.annual_section import forget_report, show_report_section
from dashboard.ui.data_page import DataPage, open_data_page
from dashboard.ui.markup import as_written
from dashboard.ui.next_steps import choose_where, must_choose, offer_own_warehouse, refused
from dashboard.ui.plan.typed_rows import forget_loaded
from dashboard.ui.roles import person_here, require
from dashboard.ui.turns import give_back
from dashboard.ui.upload.confirm import (
    BAR,
    BEGUN_MEANWHILE,
    LoadDone,
    Signature,
    ask_to_confirm,
    failed_notice,
    forget_done,
    moved_notice,
    remember_done,
    show_done,
)
from dashboard.ui.upload.history_list import show_history, show_load
from dashboard.ui.upload.keeping import show_keeping
from dashboard.ui.upload.note_form import show_note_form
from dashboard.ui.upload.pending import (
    Handed,
    Pending,
    check_requests,
    clear_uploader,
    dropped_requests,
    handed_over,
    keep,
    pending,
)
from dashboard.ui.upload.review import show_review
from dashboard.ui.upload.templates import show_first_steps, template_choice
from domain.catalogue import load_catalogue
from domain.people import Action, may
from etl.load import history
from etl.load.history import Change
from etl.load.preview import Preview, Request
from etl.load.store import load
from etl.warehouse import WarehouseError, backup
from etl.warehouse.choice import begin_office, is_unnamed_sample, office
from etl.warehouse.people import NotAllowedError

MOST_DIGITS = 9  # of a load's number: the warehouse counts to 2,147,483,647
log = logging.getLogger(__name__)


def undo(number: int, by: str, why: str) -> Change:
    """Undo a load."""
    if must_choose():
        return refused()
    catalogue = cache.catalogue_for_loads()
    return history.undo(cache.warehouse(), catalogue, number, by=by, why=why, person=person_here())


def redo(number: int, by: str, why: str) -> Change:
    """Redo a load."""
    if must_choose():
        return refused()
    catalogue = cache.catalogue_for_loads()
    return history.redo(cache.warehouse(), catalogue, number, by=by, why=why, person=person_here())


def restore(source: Path, by: str, why: str, file: str) -> None:
    """Restore a backup; if only the sample exists, into a new warehouse of the office's own."""
    shown = cache.warehouse()
    give_back()
    backup.restore(
        office() if is_unnamed_sample(shown) else shown,
        source,
        by=by,
        why=why,
        file=file,
        beside=load_catalogue().sha256,
        person=person_here(),
    )
    forget_done()  # their numbers may be those of other loads in the backup


def begin_own() -> bool:
    """Create the office's own empty warehouse and show it; False if WAREHOUSE names another."""
    if not is_unnamed_sample(cache.warehouse()):
        return False
    begin_office(cache.warehouse(), person=person_here())
    return True


def take_in(page: DataPage, dropped: tuple[Request, ...], handed: Handed | None) -> None:
    """Check new files; drop those that were removed from the uploader."""
    waiting = pending()
    in_view = page.view.as_of if page.view else None
    if handed is not None:
        request, back = handed.request, handed.back
        keep(check_requests([request], page.catalogue, from_form=True, in_view=in_view, back=back))
    elif dropped and (waiting is None or waiting.asked != dropped):
        forget_done()
        checked = check_requests(dropped, page.catalogue, in_view=in_view)
        keep(checked)
        if checked.is_private:
            clear_uploader()
            st.rerun()
    elif not dropped and waiting is not None and not (waiting.from_form or waiting.is_private):
        keep(None)


def load_confirmed(page: DataPage, waiting: Pending, signature: Signature) -> None:
    """Load each file as it was confirmed; if the warehouse has changed since, show the new preview first.

    If the warehouse cannot be written to, the files remain waiting.
    """
    for number, confirmed in enumerate(waiting.ready):
        try:
            done = load_one(page, confirmed, signature)
        except NotAllowedError as error:
            st.error(as_written(str(error)))
            return
        except WarehouseError as error:
            log.exception("%s 没有入库", confirmed.file)
            st.error(as_written(failed_notice(number, str(error))))
            return
        if done is None:
            check_again(page, waiting, moved_notice(number))
        else:
            remember_done(done)
            forget_report(confirmed.file)
            forget_loaded(confirmed.request.sha256)
    put_away()
    st.rerun()


def load_one(page: DataPage, confirmed: Preview, signature: Signature) -> LoadDone | None:
    """The load of a file; None if it was not loaded because its effect has changed."""
    give_back()
    with st.spinner(f"正在入库：{as_written(confirmed.file)}。请不要关闭页面。"):
        outcome = load(
            cache.warehouse(),
            page.catalogue,
            confirmed,
            by=signature.by,
            note=signature.note,
            person=person_here(),
        )
    if outcome.load is None:
        return None
    return LoadDone(outcome.load, signature.by, confirmed.file, outcome.preview.rejected_csv(page.catalogue))


def check_again(page: DataPage, waiting: Pending, notice: str) -> None:
    """Show the waiting files as they would be loaded now; ends the run."""
    in_view = page.view.as_of if page.view else None
    keep(
        check_requests(
            waiting.asked,
            page.catalogue,
            from_form=waiting.from_form,
            notice=notice,
            in_view=in_view,
            back=waiting.back,
        )
    )
    st.rerun()


def put_away() -> None:
    """Remove all waiting files."""
    keep(None)
    clear_uploader()


def show_upload(page: DataPage) -> None:
    """The steps of a file: drop, check, review, confirm."""
    handed = handed_over()
    if handed is not None:
        clear_uploader()
    take_in(page, dropped_requests(), handed)
    waiting = pending()
    if waiting is not None and not waiting.is_private and waiting.warehouse != str(cache.warehouse().folder):
        check_again(page, waiting, BEGUN_MEANWHILE)
    show_done(page, undo, redo)
    if waiting is None:
        show_note_form(
            replace(page, catalogue=cache.catalogue_of(page.version))
        )  # shows figures, as other pages do
        show_report_section(page)
        show_history(page)
        show_keeping(page, restore)
        return
    show_review(page, waiting)
    if not waiting.ready:
        if waiting.from_form and st.button("返回修改", key="back-to-form"):
            put_away()
            if waiting.back:
                st.switch_page(waiting.back)
            st.rerun()
        return
    if must_choose():
        choose_where("load", begin_own)
        return
    with st.container(key=BAR):
        if signature := ask_to_confirm(waiting, page.outline.is_sample, put_away):
            load_confirmed(page, waiting, signature)


require(Action.UPLOAD)
page = replace(open_data_page("数据填报", template_choice), catalogue=cache.catalogue_for_loads())
asked = st.query_params.get("load", "")
try:
    if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS:
        st.page_link("pages/data/upload.py", label="返回数据填报", icon=":material/arrow_back:")
        choose_where("one-load", begin_own)
        show_load(page, int(asked), undo, redo)
    else:
        if page.outline.is_sample and may(page.person, Action.BEGIN):
            offer_own_warehouse(begin_own)
        show_first_steps(page)
        show_upload(page)
except WarehouseError as error:
    st.error(as_written(str(error)))
