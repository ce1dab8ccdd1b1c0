"""Warehouses that programs of other times made, with what those programs showed of them."""

import gzip
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from etl.warehouse.versions import SCHEMA_VERSION

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "warehouses"
SCHEMAS = tuple(range(1, int(SCHEMA_VERSION)))


@dataclass(frozen=True)
class OldWarehouse:
    """A warehouse of one schema: `backup` as its program wrote it, `shown` as its program showed it."""

    schema: int
    named: str = ""

    @property
    def name(self) -> str:
        return self.named or f"schema-{self.schema}"

    @property
    def backup(self) -> Path:
        return FIXTURES / f"{self.name}.zip"

    @cached_property
    def shown(self) -> dict[str, Any]:
        text = gzip.decompress((FIXTURES / f"{self.name}.json.gz").read_bytes())
        return json.loads(text)

    def lay_out(self, folder: Path) -> Path:
        """The folder as that program would have left it."""
        with zipfile.ZipFile(self.backup) as archive:
            for name in archive.namelist():
                path = folder / ("versions/000017.duckdb" if name == "warehouse.duckdb" else name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
        (folder / "CURRENT").write_text("000017.duckdb\n", encoding="ascii")
        return folder


# Begun by the first program; upgraded, gone on with and closed in by that of schema 4.
UPGRADED_ONCE = OldWarehouse(4, "upgraded")
# Held before the next schema comes, while its program is at hand.
OF_TODAY = OldWarehouse(int(SCHEMA_VERSION))
