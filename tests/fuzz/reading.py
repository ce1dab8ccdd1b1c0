"""A nightly-length run over damaged files: `python -m tests.fuzz.reading [COUNT] [FIRST]`, or `make fuzz`.

Each number makes one file, the same in every run. A file that ends in an exception, takes over 20 seconds
or over 1 GB of memory is kept in test-results/ and fails the run.
"""

import random
import resource
import sys
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path

from tests.etl.mutations import mutated, seeds
from tests.etl.sheets import read

SECONDS, MEGABYTES = 20.0, 1024
RESULTS = Path("test-results")
OPTIONS: list[dict[str, object]] = [
    {},
    {"year": 2023},
    {"month": date(2023, 6, 1), "unit": "局机关"},
    {"dataset": "hotline", "blank_is_zero": True},
    {"dataset": "targets"},
]


def main(count: int, first: int) -> int:
    """Read `count` damaged files; the number of those that failed."""
    outcomes: Counter[str] = Counter()
    for number in range(first, first + count):
        outcomes[attempt(number)] += 1
        if (number - first + 1) % 500 == 0:
            say(f"{number - first + 1} files: {dict(outcomes)}")
    failed = outcomes.total() - outcomes["read"] - outcomes["refused"]
    say(f"{count} files, {failed} failed: {dict(outcomes)}")
    return failed


def attempt(number: int) -> str:
    """Read the file of this number: "read" or "refused" when all is well, else what went wrong."""
    chance = random.Random(number)
    content = mutated(seeds()[chance.choice(sorted(seeds()))], chance)
    options = chance.choice(OPTIONS)
    started = time.monotonic()
    try:
        file = read(content, **options)
    except Exception:  # noqa: BLE001 - to find every kind of exception is what this run is for
        return fail(number, content, "exception", traceback.format_exc())
    seconds = time.monotonic() - started
    if seconds > SECONDS:
        return fail(number, content, "slow", f"{seconds:.0f} s")
    if (memory := most_memory()) > MEGABYTES:
        return fail(number, content, "large", f"{memory} MB")
    findings = [*file.findings, *(one for table in file.tables for one in table.findings)]
    return "refused" if any(one.severity == "error" for one in findings) else "read"


def fail(number: int, content: bytes, what: str, why: str) -> str:
    """Keep the file and say what happened."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"fuzz-{number}.bin"
    path.write_bytes(content)
    say(f"{what}: file {number}, kept as {path}\n{why}")
    return what


def most_memory() -> int:
    """The most memory, in MB, that this process or one it started has taken."""
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used) // 1024


def say(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    count, first = ([int(word) for word in sys.argv[1:]] + [5000, 0][len(sys.argv) - 1 :])[:2]
    sys.exit(1 if main(count, first) else 0)
