"""What tests need and pip does not bring: programs, fonts, libraries; install_test_tools.sh installs each.

A test for which one is missing is skipped, with the reason. tests/house/test_tools.py holds both.
"""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

import pytest

# What each program is for. The names are Debian's: one for each part of LibreOffice, since a machine may have
# LibreOffice without the part that reads a kind of file.
PROGRAMS = {
    "loimpress": "LibreOffice Impress",
    "lowriter": "LibreOffice Writer",
    "localc": "LibreOffice Calc",
    "pdfinfo": "poppler-utils",
    "pdftotext": "poppler-utils",
    "fc-list": "fontconfig",
    "git": "git",
    "make": "make",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "initdb": "postgresql",
    "pg_ctl": "postgresql",
}
# The part of LibreOffice that reads a kind of document.
OFFICE = {".pptx": "loimpress", ".docx": "lowriter", ".xlsx": "localc"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Playwright's own node is linked against it.
LIBRARIES = {"libatomic.so.1": "libatomic1"}
FONTS = {
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "WenQuanYi Micro Hei": "fonts-wqy-microhei",
    "DejaVu Sans": "fonts-dejavu-core",
}


def program(name: str) -> str:
    """The path of a program; skips the test where it is not installed."""
    # Debian keeps the programs of PostgreSQL's server out of the way, one folder for each version.
    postgres = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    found = shutil.which(name, path=":".join([os.environ.get("PATH", ""), "/usr/sbin", *postgres]))
    if found is None:
        pytest.skip(f"needs {name} ({PROGRAMS[name]}): make test-tools installs it")
    return found


def browser() -> str:
    """The path of a browser; skips the test where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip(f"needs a browser, one of {', '.join(BROWSERS)}: make test-tools installs it")
    return found


def library(name: str) -> None:
    """Skips the test where a shared library is not installed."""
    try:
        ctypes.CDLL(name)
    except OSError:
        pytest.skip(f"needs {name} ({LIBRARIES[name]}): make test-tools installs it")


def font_folder(family: str) -> Path:
    """The folder of a family of fonts; skips the test where it is not installed."""
    asked = [program("fc-list"), family, "file"]
    found = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout
    if not found:
        pytest.skip(f"needs the font {family} ({FONTS[family]}): make test-tools installs it")
    return Path(found.splitlines()[0].rstrip(": ")).parent


def convert(file: Path, kind: str) -> Path:
    """The document as LibreOffice writes it in another kind of file, beside it."""
    profile = f"-env:UserInstallation={(file.parent / 'office-profile').as_uri()}"
    command = [program(OFFICE[file.suffix]), profile, "--headless", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)], capture_output=True, check=False, timeout=240
    )
    converted = file.with_suffix(f".{kind}")
    assert converted.exists(), done.stderr.decode()
    return converted
