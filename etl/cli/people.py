"""people and log: who may do what, and the record of operations."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import click

from domain.people import WORDS, Role
from domain.units import UnitDirectory
from etl.cli.console import DONE, REFUSED, say, say_error, say_json
from etl.cli.options import BY, JSON, WHY, name_warehouse, not_the_sample, own_warehouse
from etl.warehouse import Warehouse
from etl.warehouse.directory import read_directory
from etl.warehouse.operation_record import ACTIONS, OUTCOMES, Entry, choose_entries, read_record
from etl.warehouse.people import Listed, PeopleError, read_people, remove_person, set_person, split_units


class RoleOption(click.ParamType):
    """A role by its id or its Chinese word."""

    name = "ROLE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        for role, word in WORDS.items():
            if value in (role, role.value, word):
                return role
        self.fail(f"没有角色“{value}”，可选 {ROLES}", param, ctx)


ROLES = "、".join(f"{role.value}（{word}）" for role, word in WORDS.items())
NAME = click.argument("name", metavar="登录名")
UNITS = click.option(
    "--units", default="", metavar="U,U", help="填报人负责的单位，下属单位包括在内，用逗号分开"
)


def role_and_units(command: Callable[..., int]) -> Callable[..., int]:
    """Add what a command that sets a role takes."""
    role = click.argument("role", type=RoleOption(), metavar="角色")
    for option in (WHY, BY, UNITS, role, NAME):
        command = option(command)
    return command


@click.group("people", help="人员与权限：谁可以查看、填报、管理。")
def people() -> None:
    pass


@people.command("add", help=f"新增一人。角色：{ROLES}。")
@role_and_units
@click.pass_obj
def add(warehouse: Warehouse, name: str, role: Role, units: str, by: str | None, why: str) -> int:
    return _set(own_warehouse(warehouse), name, role, units, by, why, is_new=True)


@people.command("change", help=f"更改一人的角色和单位。角色：{ROLES}。")
@role_and_units
@click.pass_obj
def change(warehouse: Warehouse, name: str, role: Role, units: str, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    return _set(warehouse, name, role, units, by, why, is_new=False)


@people.command("remove", help="移除一人的一切权限。")
@NAME
@BY
@WHY
@click.pass_obj
def remove(warehouse: Warehouse, name: str, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    try:
        remove_person(warehouse, name, by=by, why=why)
    except PeopleError as error:
        say_error(str(error))
        return REFUSED
    say(f"已移除 {name}。")
    return _end(warehouse)


@people.command("list", help="现有人员。")
@JSON
@click.pass_obj
def list_people(warehouse: Warehouse, as_json: bool) -> int:
    with warehouse.read() as connection:
        listed, directory = read_people(connection), read_directory(connection)
    if as_json:
        say_json([_as_json(entry) for entry in listed])
    else:
        for line in people_lines(listed, directory):
            say(line)
    return DONE


def _set(
    warehouse: Warehouse, name: str, role: Role, units: str, by: str | None, why: str, *, is_new: bool
) -> int:
    try:
        changed = set_person(warehouse, name, role, split_units(units), is_new=is_new, by=by, why=why)
    except PeopleError as error:
        say_error(str(error))
        return REFUSED
    say(f"{name}：{role.word}。" if changed else f"{name} 原已如此，没有改动。")
    return _end(warehouse)


def _end(warehouse: Warehouse) -> int:
    with warehouse.read() as connection:
        if all(entry.person.role is not Role.MANAGER for entry in read_people(connection)):
            say("现在没有管理人员，登录后谁也不能改动：请用 python -m etl people add 登录名 manager 指定。")
    name_warehouse(warehouse, False)
    return DONE


def _as_json(entry: Listed) -> dict[str, Any]:
    return {
        "name": entry.person.name,
        "role": entry.person.role,
        "units": list(entry.person.units),
        "recorded_at": entry.recorded_at.isoformat(timespec="seconds"),
        "recorded_by": entry.recorded_by,
        "why": entry.why,
    }


def people_lines(listed: tuple[Listed, ...], directory: UnitDirectory) -> Iterator[str]:
    """A line for each person."""
    if not listed:
        yield "还没有登记任何人。"
    for entry in listed:
        person, moment = entry.person, f"{entry.recorded_at:%Y-%m-%d %H:%M}"
        units = "、".join(unit.name for code in person.units if (unit := directory.by_code(code)))
        role = (person.role.word if person.role else "") + (f"（{units}）" if units else "")
        why = f" {entry.why}" if entry.why else ""
        yield f"{person.name}　{role}　{moment} {entry.recorded_by}{why}"


DAY = click.DateTime(["%Y-%m-%d"])


@click.command("log", help="操作记录：谁、何时、做了什么、从哪里，包括未准的。")
@click.option("--since", type=DAY, metavar="YYYY-MM-DD", help="从这一天起")
@click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="到这一天止")
@click.option("--who", metavar="WHO", help="只要这个人的")
@click.option("--action", type=click.Choice(list(ACTIONS)), help="只要这一种操作")
@click.option("--refused", is_flag=True, help="只要未准的")
@JSON
@click.pass_obj
def log_command(
    warehouse: Warehouse,
    since: datetime | None,
    until: datetime | None,
    who: str | None,
    action: str | None,
    refused: bool,
    as_json: bool,
) -> int:
    entries = choose_entries(
        read_record(warehouse), _day(since), _day(until), who, action, "refused" if refused else None
    )
    if as_json:
        say_json([_entry_json(entry) for entry in entries])
    for entry in () if as_json else entries:
        say(entry_line(entry))
    if not entries and not as_json:
        say("没有这样的操作记录。")
    return DONE


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _entry_json(entry: Entry) -> dict[str, str]:
    return {**vars(entry), "at": entry.at.isoformat(timespec="seconds")}


def entry_line(entry: Entry) -> str:
    """2023-07-04 09:30:00 王小明（命令行） 导入 完成 第3次导入：6月.csv."""
    place = f"（{entry.source}）" if entry.source else ""
    action = ACTIONS.get(entry.action, entry.action)
    outcome = OUTCOMES.get(entry.outcome, entry.outcome)
    return f"{entry.at:%Y-%m-%d %H:%M:%S} {entry.who}{place} {action} {outcome} {entry.detail}"
