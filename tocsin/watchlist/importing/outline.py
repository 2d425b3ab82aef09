"""Keywords out of an OPML outline."""

from typing import Final

from tocsin.config.elements import UnreadError, each_element
from tocsin.watchlist.importing.rows import NO_LANGUAGE, ListError, Row, Rows, Skipped

_DEEPEST: Final = 100


class _Outline:
    """An outline that is open: what it says, and whether outlines stand in it."""

    def __init__(self, place: str, text: str, language: str) -> None:
        self.place, self.text, self.language = place, text, language
        self.is_feed = self.holds = False


def outline_rows(raw: bytes, language: str = "") -> Rows:
    """Every outline that holds no other is a form; the outline around it, where there is one, is its term.

    The language is its own attribute ``language``, ``lang`` or ``xml:lang``, or that of an outline around it, or
    ``language``. Outlines of feeds are skipped.

    Raises:
        ListError: it is no well-formed XML, has a document type, or is no OPML.
    """
    reader = _Reader(language)
    try:
        each_element(raw, reader.start, reader.end)
    except UnreadError as fault:
        raise ListError(f"line {fault.line}: {fault}") from fault
    if not reader.is_opml:
        raise ListError("it holds no <opml>")
    return reader.found


class _Reader:
    def __init__(self, language: str) -> None:
        self._language = language
        self._open: list[_Outline] = []
        self.found = Rows()
        self.is_opml = False

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.is_opml = self.is_opml or name == "opml"
        if name != "outline":
            return
        if len(self._open) >= _DEEPEST:
            raise UnreadError(f"outlines nested more than {_DEEPEST} deep", line)
        around = self._open[-1] if self._open else None
        own = (attributes.get(key, "").strip() for key in ("language", "lang", "xml:lang"))
        language = next(filter(None, own), around.language if around else self._language)
        outline = _Outline(
            str(line), (attributes.get("text") or attributes.get("title") or "").strip(), language
        )
        outline.is_feed = "xmlUrl" in attributes
        if around:
            around.holds = True
        self._open.append(outline)

    def end(self, name: str) -> None:
        if name != "outline":
            return
        outline = self._open.pop()
        if outline.holds:
            return
        term = self._open[-1].text if self._open else outline.text
        if why := _unfit(outline):
            self.found.skipped.append(Skipped(outline.place, outline.text, why))
        else:
            language = outline.language.replace("_", "-").partition("-")[0].lower()
            self.found.rows.append(Row(outline.place, term, language, outline.text))


def _unfit(outline: _Outline) -> str:
    if outline.is_feed:
        return "it is a feed, no keyword"
    if not outline.text:
        return "there is no text"
    return "" if outline.language else NO_LANGUAGE
