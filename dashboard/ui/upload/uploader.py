"""Where files are dropped: the notice of what may not be, and what was dropped as requests."""

import streamlit as st

from dashboard.ui.markup import tag
from dashboard.ui.upload.options import chosen_for, forget_choices
from etl.preview import Request

ROUND = "upload-round"
NOTICE = "不得上传涉密或含个人信息的文件。"
KEPT = "带密级标志、身份证号或手机号码的文件会被拒收，不留存。"
LABEL = "把月报文件拖到这里，或点“选择文件”（Excel、CSV，每份 20 MB 以内，可一次多份）"


def dropped_requests() -> tuple[Request, ...]:
    """Draw the notice and the uploader; the files that lie in it, each with what was said about it."""
    st.html(tag("p", tag("b", NOTICE), KEPT, class_="page-note"))
    number = st.session_state.get(ROUND, 0)
    files = st.file_uploader(LABEL, accept_multiple_files=True, key=f"upload-files-{number}")
    newest = {file.name: file for file in files}
    if len(newest) < len(files):
        st.caption("同名的文件，以最后拖入的一份为准。")
    return tuple(chosen_for(name).request(file.getvalue(), name) for name, file in newest.items())


def clear_uploader() -> None:
    """Take every file out of the uploader, and forget what was said about them."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    forget_choices()
