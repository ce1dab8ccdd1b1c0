"""Everything that relies on Streamlit's internals, with streamlit.css (tests/house/test_streamlit_inside.py).

Streamlit promises none of this; after an upgrade that test says what is gone.
"""

from pathlib import Path

from streamlit import file_util
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

__all__ = ["STYLE", "TRIED_WITH", "StreamlitPage", "serve_only_pages_of_app", "streamlit_files"]
TRIED_WITH = "1.67.0"
STYLE = Path(__file__).with_name("streamlit.css")


def serve_only_pages_of_app() -> None:
    """Turn off the router that serves a folder named pages/ until app.py has run once.

    Otherwise a link to a page, opened first after a start, shows "Page not found".
    """
    PagesManager.uses_pages_directory = False


def streamlit_files() -> Path:
    """The folder of the scripts and styles that Streamlit sends to browsers."""
    return Path(file_util.get_static_dir())
