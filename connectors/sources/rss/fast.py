"""Well-formed feeds, read many times as fast as feedparser reads them, with its result or none.

Whatever could make feedparser see something else is refused, and feedparser reads it: see
``docs/decisions/0007-fast-path.md``. Where a rule here looks odd, it is feedparser's.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from connectors.sources.rss.bounds import MOST_ENTRIES, MOST_PLAIN_TAGS, objection, pieces, stride, too_many
from connectors.sources.rss.dialect import is_harmless, is_plain, name_of
from connectors.sources.rss.elements import (
    PLAIN,
    Mend,
    Refused,
    link_of,
    markup_in,
    mending,
    only,
    resolved,
    text_in,
)
from connectors.sources.rss.fastentry import EntryReader
from connectors.sources.rss.raw import Markup, RawDocument
from connectors.sources.rss.rest import longest_rest

READER: Final = "fast"

_LONG: Final = 500_000  # characters: shorter ones are parsed sooner than objected to

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_WORDS: Final = frozenset({"language", "dc_language", "ttl", "sy_updateperiod", "sy_updatefrequency"})
_BOXES: Final = {
    "image": frozenset({"image", "url", "title", "link", "width", "height", "description"}),
    "textinput": frozenset({"textinput", "title", "link", "description", "name"}),
    "items": frozenset({"items", "rdf_seq", "rdf_bag", "rdf_li"}),
}
# What these say of a feed as a whole is not asked for.
_UNASKED: Final = frozenset(
    "guid id pubdate published issued updated modified lastbuilddate created dc_date dcterms_created dcterms_issued "
    "dcterms_modified".split()
)


def read_fast(text: str, url: str) -> RawDocument | None:
    """``text`` of a document found at ``url``, exactly as ``slow.read_slow`` reads it, or ``None``. Never raises."""
    # No document type, so no entities either, and nothing outside the document is ever opened.
    if "<!DOCTYPE" in text or text.count("<") > MOST_PLAIN_TAGS or not is_plain(text):
        return None
    if len(text) > _LONG and objection(text):
        return None
    try:
        parser = XMLParser()  # noqa: S314  without a document type there is nothing to expand
        for piece in pieces(text, stride(len(text))):
            parser.feed(piece)
        return _FeedReader(url, mending(text)).read(parser.close())
    except (ParseError, Refused, ValueError):
        return None


class _FeedReader:
    def __init__(self, url: str, mend: Mend) -> None:
        self._url, self._mend = url, mend
        self._title = Markup()
        self._words: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._entries: list[EntryReader] = []
        self._spoken = ""
        self._atom = False
        self._summed_up = False

    def read(self, root: Element) -> RawDocument:
        kind = name_of(root.tag)
        self._url = _base(root, self._url)
        self._spoken = root.attrib.get(_XML_LANG, "").replace("_", "-")
        if kind in ("rss", "feed") and self._spoken:
            self._words["language"] = self._spoken
        self._atom = kind == "feed"
        for element in _parts(root, kind):
            if len(self._entries) > MOST_ENTRIES:
                break
            self._read(element, name_of(element.tag))
        return self._document()

    def _document(self) -> RawDocument:
        words = [self._words.get(name, "") for name in ("ttl", "sy_updateperiod", "sy_updatefrequency")]
        language = self._words.get("language", "")
        detail = too_many(len(self._entries))
        return RawDocument(
            title=self._title,
            language=language,
            entries=tuple(entry.entry(language) for entry in self._entries[:MOST_ENTRIES]),
            faults=("malformed",) if detail else (),
            detail=detail,
            hub=self._links.get("hub", ""),
            topic=self._links.get("self", ""),
            rest=longest_rest(*words),
            reader=READER,
        )

    def _read(self, element: Element, name: str) -> None:
        if name == ("entry" if self._atom else "item"):
            self._read_entry(element)
        elif name == "title":
            self._read_title(element)
        elif name == "link":
            self._read_link(element)
        elif name in _WORDS:
            only(element)
            self._words[name.removeprefix("dc_")] = self._mend(text_in(element))
        elif name in ("description", "summary", "itunes_summary"):
            self._read_summary(element, name)
        elif name in _UNASKED:
            text_in(element)
        else:
            self._pass_over(element, name)

    def _read_entry(self, element: Element) -> None:
        only(element, _ABOUT)
        reader = EntryReader(self._url, self._mend, atom=self._atom, spoken=self._spoken)
        reader.read(element, element.attrib.get(_ABOUT, ""))
        self._entries.append(reader)
        element.clear()  # freed at once, ten megabytes of them would hold up other threads

    def _read_title(self, element: Element) -> None:
        if self._title.text:
            raise Refused("two titles")
        self._title = markup_in(element, PLAIN, self._mend, guess=not self._atom)

    def _read_link(self, element: Element) -> None:
        if "href" in element.attrib:
            relation, _, target = link_of(element, self._url)
            if target:
                self._links.setdefault(relation, target)
        else:
            only(element)
            text_in(element)

    def _read_summary(self, element: Element, name: str) -> None:
        """Not kept; but of a second one feedparser would think that the first entry has contents."""
        if self._summed_up:
            raise Refused("two summaries")
        markup_in(element, PLAIN, self._mend, guess=False)
        self._summed_up = name != "description"

    def _pass_over(self, element: Element, name: str) -> None:
        inside = _BOXES.get(name, frozenset())
        for each in element.iter():
            if (found := name_of(each.tag)) not in inside and not is_harmless(found):
                raise Refused(found)


def _base(root: Element, url: str) -> str:
    """What links are relative to, and a check that feedparser takes no other attribute for language or base."""
    for name in root.attrib.keys() - {_XML_LANG, _XML_BASE}:
        if name.rpartition("}")[2].lower() in ("lang", "base"):
            raise Refused(name)
    base = resolved(root.attrib.get(_XML_BASE, ""), url)
    if _XML_BASE in root.attrib and not base.startswith(("http://", "https://")):
        raise Refused("base")
    return base or url


def _parts(root: Element, kind: str) -> Iterator[Element]:
    """What a feed consists of: in RSS all of its channel, in RDF what stands beside that too."""
    if kind == "feed":
        yield from root
    elif kind in ("rss", "rdf_rdf"):
        channels = [child for child in root if name_of(child.tag) == "channel"]
        if len(channels) != 1 or (kind == "rss" and len(root) != 1):
            raise Refused("not one channel")
        only(channels[0], _ABOUT)
        yield from channels[0]
        yield from (child for child in root if child is not channels[0])
    else:
        raise Refused(f"root {kind}")
