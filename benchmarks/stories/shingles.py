"""Runs of words, which texts are compared by."""

from collections.abc import Sequence


def shingles(words: Sequence[str], size: int) -> list[str]:
    """Every run of ``size`` words; all words as one run where there are fewer."""
    return [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
