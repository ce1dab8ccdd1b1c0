"""The history of loads as lines for people and as objects for programs."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from etl.month import format_month, month_words

STATES = {"active": "有效", "undone": "已撤销"}


def history_json(loads: pd.DataFrame) -> list[dict[str, Any]]:
    """The loads, oldest first. Takes the frame of `read_history`."""
    return [
        {
            "load": int(row["load"]),
            "loaded_at": row["loaded_at"].isoformat(timespec="seconds"),
            "loaded_by": row["loaded_by"],
            "file": row["file"],
            "sha256": row["sha256"],
            "datasets": list(row["datasets"]),
            "first_month": _month(row["first_month"]),
            "last_month": _month(row["last_month"]),
            "rows": int(row["rows"]),
            "figures": int(row["figures"]),
            "changes": {kind: int(row[kind]) for kind in ("added", "changed", "unchanged", "withdrawn")},
            "note": row["note"],
            "state": row["state"],
        }
        for row in loads.to_dict("records")
    ]


def history_lines(loads: pd.DataFrame) -> Iterator[str]:
    """A line each load, oldest first."""
    if loads.empty:
        yield "还没有导入过数据。"
    for row in loads.to_dict("records"):
        months = _months(row["first_month"], row["last_month"])
        note = f" 说明：{row['note']}" if row["note"] else ""
        yield (
            f"{row['load']} {row['loaded_at']:%Y-%m-%d %H:%M} {row['loaded_by']} {row['file']}{months}"
            f" {row['rows']} 行 {row['figures']} 项（新增 {row['added']}，变更 {row['changed']}，"
            f"不变 {row['unchanged']}，撤销 {row['withdrawn']}） {STATES[row['state']]}{note}"
        )


def _months(first: Any, last: Any) -> str:
    if pd.isna(first):
        return ""
    return f" {month_words(first)}" if first == last else f" {month_words(first)}～{month_words(last)}"


def _month(month: Any) -> str | None:
    return None if pd.isna(month) else format_month(month)
