"""What is read of the corpora, as counts and digests.

`python -m tests.connectors.sources.rss.baseline [CORPORA]` writes it anew and names what is different.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from connectors.sources.rss.clean import Entry, clean
from connectors.sources.rss.raw import RawDocument, digest
from connectors.sources.rss.read import read

CORPORA: Final = Path(__file__).parents[5] / "shared" / "corpora"
BASELINE: Final = Path(__file__).parents[3] / "data" / "baselines" / "feeds.json"
MOST_SECONDS: Final = 2.0
_NOW: Final = datetime(2026, 11, 22, tzinfo=UTC)
_FOLDERS: Final = ("feeds/feedparser", "attacks/xml")
_URL: Final = "https://feeds.example/news/all.xml"

Row = dict[str, Any]


def files(corpora: Path) -> Iterator[Path]:
    """Every document of the corpora, in order."""
    for folder in _FOLDERS:
        yield from sorted(
            path for path in (corpora / folder).rglob("*") if path.suffix in (".xml", ".json", ".xsl")
        )


def row_of(raw: bytes) -> Row:
    """What is read of one document: who read it, its faults, how many entries, in how many of them each field is
    filled, where their dates are from, and a digest of it all."""
    document = read(raw, "", "", _URL)
    entries = [clean(entry, _NOW) for entry in document.entries]
    row = {
        "reader": document.reader,
        "faults": list(document.faults),
        "entries": len(entries),
        "fields": _filled(entries),
        "digest": _digest(document, entries),
    }
    return {name: value for name, value in row.items() if value}


def differences(before: dict[str, Row], after: dict[str, Row]) -> list[str]:
    """Each difference in words: `file: field was X, is Y`."""
    return [
        f"{name}: {field} was {was.get(field)}, is {now.get(field)}"
        for name in sorted(before.keys() | after.keys())
        if (was := before.get(name, {})) != (now := after.get(name, {}))
        for field in sorted(was.keys() | now.keys())
        if was.get(field) != now.get(field)
    ]


def rows(corpora: Path) -> tuple[dict[str, Row], dict[str, float]]:
    """The rows of all documents by path, and how many seconds each took."""
    found: dict[str, Row] = {}
    seconds: dict[str, float] = {}
    for path in files(corpora):
        name, start = path.relative_to(corpora).as_posix(), time.perf_counter()
        found[name] = row_of(path.read_bytes())
        seconds[name] = time.perf_counter() - start
    return found, seconds


def known() -> dict[str, Row]:
    """The committed baseline."""
    baseline: dict[str, Row] = json.loads(BASELINE.read_text())
    return baseline


def _filled(entries: list[Entry]) -> dict[str, int]:
    fields = ("url", "guid", "title", "summary", "body", "language", "published")
    counts = {field: sum(bool(getattr(entry, field)) for entry in entries) for field in fields}
    for entry in entries:
        source = f"date:{entry.date_source}"
        counts[source] = counts.get(source, 0) + 1
    return {field: count for field, count in counts.items() if count}


def _digest(document: RawDocument, entries: list[Entry]) -> str:
    whole = msgspec.structs.replace(document, reader="", detail="", entries=())
    both = b"".join(map(digest, document.entries)) + msgspec.json.encode((whole, entries))
    return blake2b(both, digest_size=8).hexdigest()


def main() -> None:
    """Write the baseline anew and say what is different."""
    before = known() if BASELINE.exists() else {}
    after, seconds = rows(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA)
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(row, sort_keys=True)}" for name, row in after.items()
    )
    BASELINE.write_text(f"{{\n{lines}\n}}\n")
    slowest = max(seconds, key=lambda name: seconds[name])
    print(*differences(before, after) if before else (), sep="\n")
    print(f"{len(after)} documents; the slowest took {seconds[slowest]:.2f} s: {slowest}", file=sys.stderr)


if __name__ == "__main__":
    main()
