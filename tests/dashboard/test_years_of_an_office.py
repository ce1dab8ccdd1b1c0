"""An office over the years: two upgrades, months closed, a definition changed, another machine."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import catalogue as catalogue_module
from etl.warehouse import Warehouse
from etl.warehouse.verify import verify
from tests.dashboard.command import run
from tests.etl.old_warehouses import UPGRADED_ONCE
from tests.etl.test_upgrade import only_what_was_known

RATE = "hotline_satisfaction_rate"
MERGED = "单位代码,单位名称,上级单位,停用年月,并入单位\nb,乙站,root,2023-06,a\n"
ADJUSTED = "年度,指标,单位,年度目标,生效年月\n2023,group_study,,18,2023-07\n"
SUMMER = "月份,单位,受理工单数\n2023-06,甲大队,60\n2023-06,乙站,40\n2023-07,甲大队,100\n"


def test_nothing_is_lost_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first program's warehouse was upgraded once before and closed until May: today's upgrades it again.
    office = UPGRADED_ONCE.lay_out(tmp_path / "office")
    closed = {month: kpis(office, month) for month in UPGRADED_ONCE.shown["closed"]}
    for month, then in UPGRADED_ONCE.shown["closed"].items():
        assert only_what_was_known(list(closed[month].values()), then) == then
    assert [kind for _, kind, *_ in journal(office)] == [
        one["kind"] for one in UPGRADED_ONCE.shown["journal"]
    ]
    assert verify(Warehouse(office)) == []

    # What is closed stays: a target, a correction, and the undo of a load of then are refused.
    for text in ("年度,指标,单位,年度目标\n2023,group_study,,99\n", "月份,单位,受理工单数\n2023-05,乙站,9\n"):
        assert run("etl", office, "load", table(tmp_path, text)).status == 1
    assert run("etl", office, "undo", "12").status == 1

    # In July one unit is merged into the other, and a target is lowered: June is judged by the old one.
    done(office, "load", table(tmp_path, MERGED))
    done(office, "load", table(tmp_path, ADJUSTED))
    done(office, "load", table(tmp_path, SUMMER))
    june, july = (kpis(office, month) for month in ("2023-06", "2023-07"))
    assert [each["group_study", "root"]["target"] for each in (june, july)] == [24, 18]
    assert [each["group_study", "root"]["expected_to_date"] for each in (june, july)] == [12, 10]
    assert [each["tickets_received", "a"]["month_value"] for each in (june, july)] == [60, 100]
    assert june["tickets_received", "root"]["month_value"] == 100
    assert "b" not in july["tickets_received", "root"]["missing_units"]
    late = table(tmp_path, "月份,单位,受理工单数\n2023-07,乙站,5\n")
    assert "已并入“甲大队”" in run("etl", office, "load", late).out
    done(office, "freeze", "2023-07", "--by", "科长", "--why", "七月已核定")
    closed |= {month: kpis(office, month) for month in ("2023-06", "2023-07")}

    # From the new year on the rate is worked out otherwise.
    redefine(tmp_path, monkeypatch)
    done(office, "load", table(tmp_path, "月份,单位,受理工单数,回访数,满意数\n2024-01,甲大队,100,50,40\n"))
    assert kpis(office, "2024-01")[RATE, "a"]["month_value"] == pytest.approx(0.4)
    assert kpis(office, "2024-01")[RATE, "a"]["year_ago_month"] is None
    assert {month: kpis(office, month) for month in closed} == closed

    # A unit is moved; then all of it goes to another machine.
    done(
        office, "load", table(tmp_path, "单位代码,单位名称,上级单位,停用年月,并入单位\nb,乙站,a,2023-06,a\n")
    )
    done(office, "backup", str(tmp_path / "看板备份.zip"))
    elsewhere = tmp_path / "elsewhere"
    done(elsewhere, "restore", str(tmp_path / "看板备份.zip"), "--by", "王五")
    assert {month: kpis(elsewhere, month) for month in closed} == closed
    assert journal(elsewhere) == journal(office)
    done(elsewhere, "originals", "-o", str(tmp_path / "originals"))
    assert len(list((tmp_path / "originals").iterdir())) == len(json.loads(done(office, "history", "--json")))
    assert verify(Warehouse(elsewhere)) == []


def redefine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = folder / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, copy)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", copy)
    text = (copy / "kpis.toml").read_text(encoding="utf-8")
    old, new = "tickets_satisfied / tickets_surveyed", "tickets_satisfied / tickets_received"
    changed = text.replace(f'formula = "{old}"', f'formula = "{new}"\nfrom = "2024-01"')
    (copy / "kpis.toml").write_text(changed, encoding="utf-8")


def done(warehouse: Path, *words: str) -> str:
    ran = run("etl", warehouse, *words)
    assert ran.status == 0, ran.out + ran.err
    return ran.out


def table(folder: Path, text: str) -> str:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def kpis(warehouse: Path, as_of: str) -> dict[tuple[str, str], dict[str, Any]]:
    words = ("kpis", "--year", as_of[:4], "--as-of", as_of, "--unit", "all", "--format", "json")
    ran = run("dashboard", warehouse, *words)
    assert ran.status == 0, ran.err
    return {(each["kpi"], each["unit"]): each for each in json.loads(ran.out)}


def journal(warehouse: Path) -> list[Any]:
    with Warehouse(warehouse).read() as connection:
        return connection.execute("SELECT * FROM journal ORDER BY event").fetchall()
