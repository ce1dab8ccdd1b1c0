"""Warehouses that programs of other times made, with what those programs showed of them."""

import gzip
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "warehouses"
SCHEMAS = (1, 2, 3, 4)


@dataclass(frozen=True)
class OldWarehouse:
    """A warehouse of one schema: `backup` as its program wrote it, `shown` as its program showed it."""

    schema: int

    @property
    def backup(self) -> Path:
        return FIXTURES / f"schema-{self.schema}.zip"

    @cached_property
    def shown(self) -> dict[str, Any]:
        text = gzip.decompress((FIXTURES / f"schema-{self.schema}.json.gz").read_bytes())
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
