"""The sentence around a place in a text, for a person to read."""

import re
from typing import Final

LONGEST: Final = 400
END: Final = re.compile(r"(?<![.!?؟۔…])[.!?؟۔…]++[\"'»”’)\]]*+\s++|\n+")
"""What ends a sentence, with the blanks behind it. Never tried twice on one row of stops, which may be a long one."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the sentence that holds ``text[start:end]``, at most ``LONGEST`` code points around it."""
    window_start = max(0, start - LONGEST // 2)
    window_end = min(len(text), end + LONGEST // 2)
    first, last = window_start, window_end
    for boundary in END.finditer(text, window_start, window_end):
        if boundary.end() <= start:
            first = boundary.end()
        elif boundary.start() >= end:
            last = boundary.end()
            break
    return first, first + len(text[first:last].rstrip())
