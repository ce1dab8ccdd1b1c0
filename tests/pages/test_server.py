"""The server's own start: what the libraries made is not searched again after every page."""

import subprocess
import sys

from tests.house.source import ROOT

OBJECTS_LEFT = """
import gc
from dashboard.ui.server import keep_libraries
keep_libraries()
print(len(gc.get_objects()), gc.get_freeze_count())
"""


def test_what_the_libraries_made_is_left_out_of_the_search_for_objects_that_nobody_needs() -> None:
    command = [sys.executable, "-c", OBJECTS_LEFT]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    searched, kept = map(int, told.split())
    assert searched < kept / 100
