"""A button that copies a text, in Chinese and seen without a mouse, unlike Streamlit's own."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
COPY_TEXT = HERE / "copy_text.js"
ROW = '<p><button type="button"></button> <span role="status"></span></p>'
LOOK = """
p { margin: 0; padding: 0 }
button { font: inherit; color: var(--st-link-color); background: none; border: 0; padding: 0 }
button { cursor: pointer }
button:hover { text-decoration: underline }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px }
"""


def copy_button(label: str, text: str, key: str) -> None:
    """A button with this label that copies the text and says so."""
    button = st.components.v2.component("copy_button", html=ROW, css=LOOK, js=_script())
    button(key=key, data={"label": label, "text": text})


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (COPY_TEXT, HERE / "copy_button.js"))
