"""feedparser's parser for documents that are no XML, within bounds: sgmllib's."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from feedparser.api import LooseFeedParser
from feedparser.sgml import sgmllib

from connectors.sources.rss.bounded import Bounded
from connectors.sources.rss.bounds import PIECE
from connectors.sources.rss.handlers import surviving
from connectors.sources.rss.references import add, is_character, number_of

_END_OF_TAG: Final = re.compile("[<>]")
_ODD_DECLARATION: Final = re.compile(r"<!(?!DOCTYPE|--|\[)", re.IGNORECASE)
_SHORT_TAG: Final = re.compile(r"<([^<>\s]+?)\s*/>")


@surviving
class Loose(Bounded, LooseFeedParser):  # type: ignore[misc]
    """Made with the patience, and what feedparser's own class takes."""

    rawdata: str

    def feed(self, data: str) -> None:
        # What feedparser's own feed() mends begins with "<" and holds no other.
        mended = "".join(self._mended(piece) for piece in _between_tags(data))
        sgmllib.SGMLParser.feed(self, mended)
        sgmllib.SGMLParser.close(self)

    def _mended(self, piece: str) -> str:
        piece = _SHORT_TAG.sub(self._shorttag_replace, _ODD_DECLARATION.sub("&lt;!", piece))
        return piece.replace("&#39;", "'").replace("&#34;", '"')

    def handle_charref(self, ref: str) -> None:
        self.patience.spend()
        number = number_of(ref)
        if is_character(number):
            super().handle_charref(str(number))  # of zeros before it there may be more than Python reads
        elif self.elementstack:
            add(number, self.elementstack[-1][2])

    def handle_entityref(self, ref: str) -> None:
        self.patience.spend()
        super().handle_entityref(ref)

    def handle_comment(self, _text: str) -> None:
        self.patience.spend()

    def parse_declaration(self, i: int) -> int:
        self.patience.spend()
        return int(super().parse_declaration(i))

    def parse_starttag(self, i: int) -> int:
        return self._near(super().parse_starttag, i)

    def parse_endtag(self, i: int) -> int:
        return self._near(super().parse_endtag, i)

    def _near(self, parse: Callable[[int], int], i: int) -> int:
        """``parse`` the tag at ``i``, looking no further than a tag may be long: a quote open in it may never end."""
        self.patience.spend()
        text = self.rawdata
        end = _END_OF_TAG.search(text, i + 1, i + PIECE)
        if end is not None and _is_quoted_well(text[i : end.start()]):
            return parse(i)
        self.rawdata = text[i : i + PIECE]
        try:
            found = parse(0)
        finally:
            self.rawdata = text
        if found < 0 and i + PIECE < len(text):
            self.handle_data("<")
            return i + 1
        return found if found < 0 else found + i


def _is_quoted_well(tag: str) -> bool:
    return not (tag.count('"') % 2 or tag.count("'") % 2)


def _between_tags(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("<", start + PIECE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end
