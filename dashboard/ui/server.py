"""Streamlit's server with the pages of app.py alone: `python -m dashboard.ui.server run app.py …`.

Streamlit takes a folder called pages/ for its older router until the first run has come to app.py's list,
and answers a link to any other page, opened first, with “Page not found”. Here that router is off from the
start.
"""

import logging
import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.cli import main

from dashboard.ui.picture.plotly_file import provide_script

if __name__ == "__main__":
    try:
        provide_script()
    except OSError:
        logging.getLogger(__name__).exception("static 文件夹无法写入，图表暂不能复制或下载为图片。")
    PagesManager.uses_pages_directory = False
    sys.argv[0] = "streamlit"
    main(prog_name="streamlit")
