"""The server's settings stay locked down, and what is installed is exactly what was tested."""

import tomllib

import pytest

from tests.house.source import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
LOCKED = {
    ("server", "address"): "localhost",
    ("server", "allowedHosts"): ["localhost", "127.0.0.1", "::1"],
    ("server", "enableXsrfProtection"): True,
    ("server", "enableCORS"): True,
    ("server", "enableAgentApi"): False,
    ("server", "headless"): True,
    ("server", "maxUploadSize"): 20,
    ("browser", "gatherUsageStats"): False,
    ("runner", "postScriptGC"): False,
    ("client", "allowedOrigins"): [],
    ("client", "showErrorDetails"): "none",
    ("client", "showErrorLinks"): False,
    ("client", "toolbarMode"): "minimal",
}


@pytest.mark.parametrize(("section", "option"), LOCKED)
def test_a_setting_stays_locked_down(section: str, option: str) -> None:
    assert SETTINGS[section][option] == LOCKED[section, option]


@pytest.mark.parametrize("option", ["font", "headingFont"])
def test_chinese_fonts_end_with_the_one_that_is_served(option: str) -> None:
    assert SETTINGS["theme"][option].split(", ")[-2] == "'Noto Sans SC Variable'"


def test_every_piece_of_the_served_font_is_there() -> None:
    fonts = ROOT / "static" / "fonts"
    stylesheet = (fonts / "noto-sans-sc.css").read_text(encoding="utf-8")
    named = {part.split(")")[0].removeprefix("./") for part in stylesheet.split("url(")[1:]}
    assert named == {path.name for path in fonts.glob("*.woff2")}
    assert len(named) > 90


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert wanted
    assert [line for line in wanted if "==" not in line] == []
