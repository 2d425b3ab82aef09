"""A week of news with known events through `tocsin simulate`: `make bench-week`."""

import argparse
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.matching.__main__ import CORPORA
from benchmarks.week.course import run
from benchmarks.week.findings import findings
from benchmarks.week.page import page
from benchmarks.week.planned import SMALL, Plan
from benchmarks.week.sections import with_figures

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "week.md"
_MARK: Final = "<!-- figures: written by `--write`, below this line -->\n"


def write(figures: str, mark: str = _MARK) -> None:
    """Put ``figures`` in the place of the old ones below ``mark``; all else on the page stays."""
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), mark, figures), encoding="utf-8")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.week", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of real texts (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="a smoke run: thousands of articles")
    parser.add_argument("--keep", type=Path, help="a folder to leave the week and what came of it in")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.name} too")
    return parser.parse_args()


def main() -> int:
    asked = _asked()
    command = f"python -m benchmarks.week {shlex.join(sys.argv[1:])}".strip()
    plan = msgspec.structs.replace(SMALL if asked.small else Plan(), seed=asked.seed)
    if not asked.corpora.is_dir():
        print(f"error: there are no corpora in {asked.corpora}", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="tocsin-week-") as folder:
            kept: Path = asked.keep or Path(folder)
            kept.mkdir(parents=True, exist_ok=True)
            found = findings(plan, run(plan, asked.corpora, kept, _tell))
    except RuntimeError as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: interrupted; nothing was found or written", file=sys.stderr)
        return 130
    print(msgspec.json.encode(found).decode() if asked.json else page(found, command))
    if asked.write:
        write(page(found, command))
    return 0


def _tell(what: str) -> None:
    print(f"==> {what}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
