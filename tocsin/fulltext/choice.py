"""Which of two texts is the article: the feed's, or what was extracted from the linked page?"""

from typing import Final, Literal

from tocsin.text.tokens import tokens

Choice = Literal[
    "page",  # the page says more
    "feed",  # the feed's own text holds all that the page does
    "thin",  # the page is another text, or a stub of this one
]

LEAST_KIN: Final = 0.25
"""The share of the feed's telling words that the article on its page must hold."""
SAME: Final = 0.8
"""The share of the page's words, and of its length, that make the feed's text as good as the page's."""
_TELLING: Final = 4
"""Letters: shorter words stand in every text of a language."""
_STEM: Final = 5
"""Letters by which two words are compared: endings differ between a headline and its article."""
_MOST_WORDS: Final = 400
"""Of the feed's text: so many tell whether another one is about the same."""


def chosen(title: str, feed: str, page: str) -> Choice:
    """Which of the bodies ``feed`` and ``page`` to take for the article called ``title``.

    A notice about cookies or subscriptions has next to no word of the article; the opening lines before a paywall
    have its words, but are shorter than what the feed says already.
    """
    said, found = _telling(f"{title}\n{feed}", _MOST_WORDS), _telling(page)
    if not found or (said and _share(said, found) < LEAST_KIN):
        return "thin"
    if len(page) > len(feed):
        return "page"
    told = _telling(feed)
    return "feed" if len(page) >= SAME * len(feed) and _share(found, told) >= SAME else "thin"


def _telling(text: str, most: int | None = None) -> frozenset[str]:
    words = (token.folded for token in tokens(text)[:most])
    return frozenset(word[:_STEM] for word in words if len(word) >= _TELLING and not word.isdigit())


def _share(words: frozenset[str], among: frozenset[str]) -> float:
    return len(words & among) / len(words) if words else 0.0
