"""The script that makes pictures, from the plotly package into static/, which the server hands out."""

import shutil
from pathlib import Path

import plotly

STATIC = Path(__file__).resolve().parents[3] / "static"
SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
NAME = f"plotly-{plotly.__version__}.min.js"


def provide_script(folder: Path = STATIC) -> Path:
    """Copy it where it is not there yet; a name of its own for each version keeps browsers from old ones.

    A copy, since the server hands out no links that lead out of static/. Raises OSError where the folder
    can't be written to.
    """
    provided = folder / NAME
    if not provided.exists():
        unfinished = provided.with_suffix(".unfinished")
        shutil.copyfile(SCRIPT, unfinished)
        unfinished.replace(provided)
    return provided
