"""Streamlit's server with the pages of app.py alone: `python -m dashboard.ui.server run app.py …`.

Streamlit takes a folder called pages/ for its older router until the first run has come to app.py's list,
and answers a link to any other page, opened first, with “Page not found”. Here that router is off from the
start.

After each run of a page Streamlit looks through all objects for such as nobody needs. What the libraries made
when they were imported, most of all objects by far, is needed for ever: it is imported here, before the first
page asks for it, and left out of the search.
"""

import gc
import importlib
import logging
import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

from dashboard.ui.picture import provide_script

# A page is worked out in one thread and sent in another, which else waits 5 ms for its turn at each message.
SECONDS_A_TURN = 0.0005
LIBRARIES = ("dashboard.ui.dataset.dataset_page", "plotly.tools", "streamlit.web.bootstrap")


def keep_libraries() -> None:
    """Import what pages use and leave it out of the search for objects that nobody needs."""
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    try:
        provide_script()
    except OSError:
        logging.getLogger(__name__).exception("static 文件夹无法写入，图表暂不能复制或下载为图片。")
    PagesManager.uses_pages_directory = False
    keep_libraries()
    sys.setswitchinterval(SECONDS_A_TURN)
    sys.argv[0] = "streamlit"
    main(prog_name="streamlit")
