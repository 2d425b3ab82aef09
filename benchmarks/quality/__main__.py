"""Recall and precision on gold data, section by section: `make bench-quality` writes docs/benchmarks/quality.md.

Sections can be asked for by name; what the page says of the others stays.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks.quality import fuzzy, inflection, names
from benchmarks.quality.page import with_section

PAGE: Final = Path(__file__).parents[2] / "docs" / "benchmarks" / "quality.md"
CORPORA: Final = Path(__file__).parents[3] / "shared" / "corpora"

Section = Callable[[Path], str]
"""Takes the folder of corpora; returns Markdown from ``## title`` on. Raises FileNotFoundError where one is absent."""

SECTIONS: Final[Mapping[str, Section]] = {
    "inflection": inflection.section,
    "fuzzy": fuzzy.section,
    "names": names.section,
}


def main() -> None:
    """Runs what is asked for, one section after the other, and writes the page after each."""
    asked = _arguments()
    console = Console(stderr=True)
    for name in asked.sections or SECTIONS:
        with console.status(f"{name} ..."):
            text = SECTIONS[name](asked.corpora)
        console.print(text, markup=False, highlight=False, soft_wrap=True)
        if asked.write:
            PAGE.write_text(with_section(PAGE.read_text("utf-8"), name, text), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="all, if none is named")
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="write the page too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
