"""All that leans on Streamlit's inside, with streamlit.css; tests/house/test_streamlit_inside.py holds it.

Nothing here is promised by Streamlit: after an upgrade that test says what is no longer there.
"""

from pathlib import Path

from streamlit import file_util
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

__all__ = ["STYLE", "TRIED_WITH", "StreamlitPage", "serve_only_pages_of_app", "streamlit_files"]
TRIED_WITH = "1.67.0"
STYLE = Path(__file__).with_name("streamlit.css")


def serve_only_pages_of_app() -> None:
    """Switch off the router that serves a folder called pages/ until app.py has run once.

    A link to a page, opened first after a start, would say "Page not found".
    """
    PagesManager.uses_pages_directory = False


def streamlit_files() -> Path:
    """The folder of the scripts and styles that Streamlit sends to browsers."""
    return Path(file_util.get_static_dir())
