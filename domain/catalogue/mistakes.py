"""Check the parts of the catalogue against each other; report every conflict by file and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.catalogue.definition import Column, Dataset, Kpi, plain_header
from domain.catalogue.kinds import ColumnKind, LampState
from domain.catalogue.parts import Parts

SHORT_NAME_LENGTH = 6


def find_mistakes(parts: Parts) -> tuple[str, ...]:
    """Every conflict between the files, as `文件: 键 — 说明`."""
    return (
        *_datasets(parts),
        *_figures_and_kpis(parts),
        *_retired(parts),
        *_former_ids(parts),
        *_kpi_names(parts.kpis),
        *_lamps(parts),
        *_checks(parts),
        *_balances_in_checks(parts),
    )


def _datasets(parts: Parts) -> Iterator[str]:
    for dataset in parts.datasets:
        shared = (parts.month_column, parts.unit_column) if dataset.kind == "monthly" else ()
        yield from _headers(dataset, (*shared, *dataset.columns))
    owner: dict[str, str] = {}
    for dataset in (one for one in parts.datasets if one.kind == "monthly"):
        for column in dataset.columns:
            if owner.setdefault(column.id, dataset.id) != dataset.id:
                where = f"dataset.{dataset.id}.columns.{column.id}"
                yield f"datasets.toml: {where} — 与数据集 {owner[column.id]} 的列重名"


def _headers(dataset: Dataset, columns: Iterable[Column]) -> Iterator[str]:
    """Within a dataset, a header may mean only one column."""
    meaning: dict[str, str] = {}
    for column in columns:
        for header in dict.fromkeys(map(plain_header, column.headers)):
            if meaning.setdefault(header, column.id) != column.id:
                yield (
                    f"datasets.toml: dataset.{dataset.id}.columns.{column.id} — "
                    f"表头“{header}”已用于 {meaning[header]}"
                )


def _figures_and_kpis(parts: Parts) -> Iterator[str]:
    """Each figure column must have a KPI with the same id."""
    kpis = {kpi.id: kpi for kpi in parts.kpis}
    for dataset in (one for one in parts.datasets if one.kind == "monthly"):
        for column in dataset.columns:
            kpi = kpis.get(column.id)
            if column.retired:
                continue
            if kpi is None:
                yield f"kpis.toml: {column.id} — 数据集 {dataset.id} 的这一列没有指标"
            elif kpi.is_quotient or kpi.indicators != (column.id,):
                yield f"kpis.toml: {column.id}.formula — 与列同名的指标应为该列之和"


def _retired(parts: Parts) -> Iterator[str]:
    """A KPI that is still shown must not use a retired column."""
    retired = {column.id for dataset in parts.datasets for column in dataset.columns if column.retired}
    for kpi in parts.kpis:
        if not kpi.retired and (gone := [id for id in kpi.indicators if id in retired]):
            yield (
                f"kpis.toml: {kpi.id}.formula — 用到了已停用的列 {'、'.join(gone)}；"
                "请改公式，或把这项指标也写上 retired = true"
            )


def _former_ids(parts: Parts) -> Iterator[str]:
    """A former id must not be in use as the id of something else."""
    columns = [column for one in parts.datasets if one.kind == "monthly" for column in one.columns]
    for file, things in (("datasets.toml", columns), ("kpis.toml", list(parts.kpis))):
        ids = {thing.id for thing in things}
        for thing in things:
            for old in thing.formerly:
                if old in ids:
                    yield f"{file}: {thing.id}.formerly — “{old}”现在仍在目录中，不能又是旧名"


def _kpi_names(kpis: tuple[Kpi, ...]) -> Iterator[str]:
    """A name must identify one KPI, and short names must fit a narrow column."""
    meaning: dict[str, str] = {}
    for kpi in kpis:
        for key, name in (("name", kpi.name), ("short_name", kpi.short_name)):
            plain = plain_header(name)
            if plain and meaning.setdefault(plain, kpi.id) != kpi.id:
                yield f"kpis.toml: {kpi.id}.{key} — “{name}”已用于 {meaning[plain]}"
        if len(kpi.short_name) > SHORT_NAME_LENGTH:
            yield f"kpis.toml: {kpi.id}.short_name — 至多 {SHORT_NAME_LENGTH} 个字"
        if kpi.weight <= 0:
            yield f"kpis.toml: {kpi.id}.weight — 应大于 0"


def _lamps(parts: Parts) -> Iterator[str]:
    lamps = {lamp.id for lamp in parts.lamps}
    for missing in (id for id in LampState if id not in lamps):
        yield f"lamps.toml: lamp.{missing} — 缺少这盏灯"
    rules = {rule.id: rule for rule in parts.lamp_rules}
    for kpi in (one for one in parts.kpis if one.lamp_rule):
        rule = rules.get(kpi.lamp_rule)
        if rule is None:
            yield f"kpis.toml: {kpi.id}.lamp_rule — 没有规则“{kpi.lamp_rule}”"
        elif rule.basis not in kpi.kind.lamp_bases(kpi.direction):
            misfit = f"规则“{rule.id}”（{rule.basis}）不适用于 {kpi.kind}/{kpi.direction}"
            yield f"kpis.toml: {kpi.id}.lamp_rule — {misfit}"


def _checks(parts: Parts) -> Iterator[str]:
    """Checks must only use columns that exist."""
    known = {
        column.id for dataset in parts.datasets if dataset.kind == "monthly" for column in dataset.columns
    }
    named = [
        *((f"part_of_whole[{place}].part", rule.part) for place, rule in enumerate(parts.part_of_whole, 1)),
        *((f"part_of_whole[{place}].whole", rule.whole) for place, rule in enumerate(parts.part_of_whole, 1)),
        *(
            (f"carry[{place}].carried_in", (rule.carried_in,))
            for place, rule in enumerate(parts.carry_rules, 1)
        ),
        *((f"carry[{place}].received", rule.received) for place, rule in enumerate(parts.carry_rules, 1)),
        *((f"carry[{place}].closed", (rule.closed,)) for place, rule in enumerate(parts.carry_rules, 1)),
    ]
    for key, indicators in named:
        for indicator in indicators:
            if indicator and indicator not in known:
                yield f"checks.toml: {key} — “{indicator}”不是任何数据集的列"


def _balances_in_checks(parts: Parts) -> Iterator[str]:
    """A carried-in column must be a balance, and no check may add up a balance over a year."""
    stocks = {
        column.id
        for dataset in parts.datasets
        for column in dataset.columns
        if column.kind is ColumnKind.STOCK
    }
    for place, carry in enumerate(parts.carry_rules, 1):
        if carry.carried_in and carry.carried_in not in stocks:
            misfit = f'“{carry.carried_in}”须在 datasets.toml 写明 kind = "stock"'
            yield f"checks.toml: carry[{place}].carried_in — {misfit}"
    for place, rule in enumerate(parts.part_of_whole, 1):
        for indicator in (*rule.part, *rule.whole) if rule.span == "year" else ():
            if indicator in stocks:
                yield f"checks.toml: part_of_whole[{place}].span — 时点数“{indicator}”不能逐月相加"
