"""One entry of a well-formed feed, element by element, as feedparser reads it."""

import re
from collections.abc import Callable
from typing import ClassVar, Final
from xml.etree.ElementTree import Element

from connectors.sources.rss.dialect import is_harmless, name_of
from connectors.sources.rss.elements import (
    HTML,
    PLAIN,
    Mend,
    Refused,
    is_no_link,
    link_of,
    markup_in,
    resolved,
    text_in,
)
from connectors.sources.rss.raw import Markup, RawEntry

_REFERENCE: Final = re.compile("&([A-Za-z0-9_]+);")
_LINKING_TYPES: Final = frozenset({HTML, "application/xhtml+xml", "xhtml"})

_WORDS: Final = {
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms_issued"), "published"),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), "updated"),
    **dict.fromkeys(("created", "dcterms_created"), "created"),
    **dict.fromkeys(("language", "dc_language"), "language"),
}


class EntryReader:
    """Takes an entry's elements in their order. ``spoken`` is the language of the element it stands in."""

    def __init__(self, url: str, mend: Mend, *, atom: bool, spoken: str) -> None:
        self._url, self._mend, self._atom, self._spoken = url, mend, atom, spoken
        self._link: str | None = None
        self._guid = ""
        self._title: Markup | None = None
        self._sourced = False
        self._summary: Markup | None = None
        self._summed_up = False  # feedparser has a summary, if only a copy of the content
        self._contents: list[Markup] = []
        self._words: dict[str, str] = {}

    def read(self, item: Element, about: str) -> None:
        """Every element of ``item``; raises ``Refused``."""
        self._guid = about
        for element in item:
            name = name_of(element.tag)
            step = self.STEPS.get(name)
            if step is not None:
                step(self, element)
            elif name in _WORDS:
                self._words[_WORDS[name]] = self._mend(text_in(element))
            elif len(element) or not is_harmless(name):
                self._pass_over(element)

    def entry(self, language: str) -> RawEntry:
        """What was read, in a feed of that language."""
        told = bool(self._title or self._summary or self._contents)
        words = self._words
        return RawEntry(
            url=self._link or "",
            guid=self._guid,
            title=self._title or Markup(),
            summary=self._summary or Markup(),
            content=max(self._contents, key=lambda content: len(content.text), default=Markup()),
            language=words.get("language") or (self._spoken if told else "") or language,
            published=words.get("published") or words.get("created") or "",
            updated=words.get("updated", ""),
        )

    def _read_title(self, element: Element) -> None:
        if self._title is None or not self._title.text:
            self._title = markup_in(element, PLAIN, self._mend, guess=not self._atom)
        elif self._sourced:
            raise Refused("a title after the source")

    def _read_description(self, element: Element) -> None:
        if self._summed_up and not self._contents:
            self._add_content(element, PLAIN)
        else:
            self._summary = markup_in(element, HTML, self._mend, guess=False)
            self._summed_up = True

    def _read_summary(self, element: Element) -> None:
        if self._summed_up and not self._contents:
            self._add_content(element, PLAIN)
        else:
            self._summary = markup_in(element, PLAIN, self._mend, guess=not self._atom)
            self._summed_up = True

    def _read_content(self, element: Element) -> None:
        self._add_content(element, PLAIN)

    def _read_encoded(self, element: Element) -> None:
        self._add_content(element, HTML)

    def _add_content(self, element: Element, kind: str) -> None:
        self._contents.append(markup_in(element, kind, self._mend, guess=not self._atom and kind == PLAIN))
        self._summed_up = True

    def _read_link(self, element: Element) -> None:
        if "href" in element.attrib:
            relation, kind, target = link_of(element, self._url)
            if is_no_link(element.attrib["href"]):
                return
            if relation == "alternate" and kind in _LINKING_TYPES:
                self._link = target
        elif element.attrib:
            raise Refused("attributes of link")
        else:
            target = self._absolute(text_in(element))
            if target:
                self._link = _REFERENCE.sub(r"&\1", self._mend(target).replace("&amp;", "&"))

    def _read_guid(self, element: Element) -> None:
        attributes = {name.lower(): value for name, value in element.attrib.items()}
        if not attributes.keys() <= {"ispermalink"}:
            raise Refused("attributes of guid")
        links = attributes.get("ispermalink", "true") == "true"
        text = text_in(element)
        target = self._absolute(text) if links else ""
        self._guid = self._mend(target if links and not is_no_link(text) else text)
        if target and self._link is None:
            self._link = self._guid

    def _read_source(self, element: Element) -> None:
        text_in(element)
        self._sourced = True

    def _absolute(self, link: str) -> str:
        return "" if is_no_link(link) else resolved(link, self._url)

    def _pass_over(self, element: Element) -> None:
        # feedparser keeps the first title, as long as nothing makes it forget that there was one.
        for name in {name_of(each.tag) for each in element.iter()}:
            titled = self._title is not None and self._title.text and not self._sourced
            if not (is_harmless(name) or (name == "media_title" and titled)):
                raise Refused(name)

    STEPS: ClassVar[dict[str, Callable[["EntryReader", Element], None]]] = {
        "title": _read_title,
        "dc_title": _read_title,
        "description": _read_description,
        "dc_description": _read_description,
        "media_description": _read_description,
        "summary": _read_summary,
        "itunes_summary": _read_summary,
        "content": _read_content,
        "content_encoded": _read_encoded,
        "link": _read_link,
        "guid": _read_guid,
        "id": _read_guid,
        "source": _read_source,
    }


ASKED: Final = frozenset(_WORDS) | frozenset(EntryReader.STEPS)
"""The names of all elements of an entry that anything is read from."""
