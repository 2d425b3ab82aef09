"""What a block must be, whatever others wrote into it."""

import unicodedata

from tocsin.delivery.foreign import FSI, PDI
from tocsin.delivery.lines import Block, plain


def visible(block: Block) -> str:
    """The block without the invisible marks around others' text."""
    return plain(block).replace(FSI, "").replace(PDI, "")


def assert_whole_and_safe(block: Block) -> None:
    """One line per line, nothing that controls a terminal, no right-to-left letter outside an isolate."""
    shown = plain(block)
    shown.encode()
    assert len(shown.splitlines()) == len(block)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
    for line in shown.splitlines():
        depth = 0
        for char in line:
            depth += (char == FSI) - (char == PDI)
            assert depth in (0, 1), line
            assert depth or unicodedata.bidirectional(char) not in ("R", "AL", "AN"), line
        assert depth == 0, line
