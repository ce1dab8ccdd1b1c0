"""Wheels for an installation without a network, a folder for each kind of machine.

Run where PyPI or an office's mirror can be reached, with the same minor version of Python as the machine that
the board will run on. Only wheels are taken: nothing has to be compiled there.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
# Kylin V10 and UOS V20 have glibc 2.28; wheels for an older one run there too.
GLIBC = (28, 27, 26, 24, 17, 12, 5)


@dataclass(frozen=True)
class Machine:
    """A kind of machine: the platforms whose wheels run there, and packages that only it needs."""

    platforms: tuple[str, ...]
    # pip chooses by the markers of the machine it runs on, so what only Windows needs is named here.
    extra: tuple[str, ...] = ()


def _linux(architecture: str) -> Machine:
    old = ("manylinux2014", "manylinux2010", "manylinux1")
    names = [f"manylinux_2_{number}" for number in GLIBC]
    return Machine(tuple(f"{name}_{architecture}" for name in (*names, *old)))


MACHINES = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "windows": Machine(("win_amd64",), ("colorama", "tzdata")),
}


@click.command()
@click.option(
    "--into", type=click.Path(path_type=Path), default=ROOT / "wheelhouse", show_default="wheelhouse"
)
@click.option("--machine", "names", type=click.Choice(list(MACHINES)), multiple=True, help="all by default")
@click.option(
    "--python",
    "version",
    default="{}.{}".format(*sys.version_info[:2]),
    show_default=True,
    help="the Python version there",
)
def main(into: Path, names: tuple[str, ...], version: str) -> None:
    """Download every wheel that requirements.txt needs."""
    for name in names or MACHINES:
        folder = into / f"{name}-python{version}"
        download(MACHINES[name], folder, version)
        click.echo(f"{folder}: {len(list(folder.glob('*.whl')))} wheels")


def download(machine: Machine, folder: Path, version: str) -> None:
    """Fill a folder for one kind of machine, anew. Raises CalledProcessError if a wheel is missing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    platforms = [word for platform in machine.platforms for word in ("--platform", platform)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    chosen = ["--only-binary", ":all:", "--python-version", version, "--implementation", "cp", *platforms]
    subprocess.run(
        [*command, *chosen, "--dest", str(folder), "-r", str(REQUIREMENTS), *machine.extra], check=True
    )
    shutil.copyfile(REQUIREMENTS, folder / "requirements.txt")


if __name__ == "__main__":
    main()
