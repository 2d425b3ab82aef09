"""feedparser's parser for well-formed documents, within bounds: a SAX handler."""

from itertools import islice
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.api import StrictFeedParser

from connectors.sources.rss.bounded import Bounded
from connectors.sources.rss.bounds import MOST_ATTRIBUTES
from connectors.sources.rss.handlers import surviving


@surviving
class Strict(Bounded, StrictFeedParser):  # type: ignore[misc]
    """Made with the patience, and what feedparser's own class takes."""

    def startElementNS(  # noqa: N802  its name in SAX
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        if len(attrs) > MOST_ATTRIBUTES:
            kept = dict(islice(attrs.items(), MOST_ATTRIBUTES))
            attrs = AttributesNSImpl(kept, {each: attrs.getQNameByName(each) for each in kept})
        super().startElementNS(name, qname, attrs)

    def processingInstruction(self, _target: str, _data: str) -> None:  # noqa: N802
        self.patience.spend()
