"""The look of the plan's pages and of 口径说明, beyond what every page has."""

from pathlib import Path

PLAN_STYLE = Path(__file__).with_name("plan.css")
