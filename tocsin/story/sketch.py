"""A few hundred bytes of an article: all that later comparisons need of it."""

import msgspec

from tocsin.contract.events import Article


class Sketch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of an article's own words. Bytes hold numbers of one width, packed."""

    words: int


def sketch_of(article: Article) -> Sketch:
    """The sketch of the article's own words, links and menus left out. Never raises."""
    raise NotImplementedError
