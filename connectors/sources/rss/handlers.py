"""feedparser's handlers of single elements, where ours differ: it finds them by the elements' names.

Ours leave out what we never ask for (tags, authors, dates read, places) and links that lead nowhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from feedparser.util import FeedParserDict

from connectors.sources.rss.bounds import SpentError
from connectors.sources.rss.elements import is_no_link

Parser = TypeVar("Parser", bound="type[Handlers]")
Handler = Callable[..., Any]


def _only_taken(element: str) -> Callable[["Handlers"], None]:
    """The end of an element whose text is kept as it stands."""

    def end(parser: "Handlers") -> None:
        parser.pop(element)

    return end


class Handlers:
    """Stands before feedparser's own class. ``fault`` says which element's handler raised, empty if none did."""

    fault = ""
    feeddata: dict[str, Any]
    inentry: int
    intextinput: int
    guidislink: bool
    push: Callable[[str, int], None]
    _save: Callable[[str, str], None]
    _enforce_href: Callable[[dict[str, str]], dict[str, str]]

    def stumbled(self, element: str, fault: Exception) -> None:
        """``element`` is lost, the others are not."""
        self.fault = self.fault or f"{element}: {type(fault).__name__}"

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        return super().pop(element, strip_whitespace)  # type: ignore[misc]

    def resolve_uri(self, uri: str) -> str:
        return uri if self.inentry and is_no_link(uri) else super().resolve_uri(uri)  # type: ignore[misc]

    def _get_context(self) -> Any:
        if self.intextinput:  # in an entry feedparser puts it there, and looks for it in the feed
            self.feeddata.setdefault("textinput", FeedParserDict())
        return super()._get_context()  # type: ignore[misc]

    def _start_link(self, attrs_d: dict[str, str]) -> None:
        target = self._enforce_href(dict(attrs_d)).get("href")
        if self.inentry and target is not None and is_no_link(target):
            self.push("link", 0)
        else:
            super()._start_link(attrs_d)  # type: ignore[misc]

    def _end_link(self) -> None:
        context = self._get_context()
        before = dict.get(context, "link")
        self.pop("link")
        if self.inentry and is_no_link(dict.get(context, "link") or ""):
            context.pop("link", None)
            if before is not None:
                context["link"] = before

    def _end_guid(self) -> None:
        value = self.pop("id")
        if self.guidislink and not is_no_link(value or ""):
            self._save("link", value)

    _end_id = _end_guid

    _end_published = _end_issued = _end_pubdate = _only_taken("published")
    _end_updated = _end_modified = _end_lastbuilddate = _only_taken("updated")
    _end_created = _only_taken("created")
    _end_expirationdate = _only_taken("expired")
    _end_category = _end_keywords = _only_taken("category")
    _end_dcterms_valid = _only_taken("validity")

    def _add_tag(self, _term: str, _scheme: str, _label: str) -> None:
        """Not kept: each would be compared with all before it."""

    def _sync_author_detail(self, _key: str = "author") -> None:
        """Not asked for."""


def surviving(parser: Parser) -> Parser:
    """``parser``, in which a handler that raises costs its element and nothing else."""
    for name in dir(parser):
        if name.startswith(("_start_", "_end_")):
            setattr(parser, name, _surviving(getattr(parser, name), _element(name)))
    return parser


def _element(name: str) -> str:
    return name.removeprefix("_start_").removeprefix("_end_")


def _surviving(handler: Handler, element: str) -> Handler:
    @wraps(handler)
    def handle(parser: Handlers, *attributes: Any) -> Any:
        try:
            return handler(parser, *attributes)
        except (SpentError, AttributeError):  # at the latter feedparser takes it that there is no handler
            raise
        except Exception as fault:  # noqa: BLE001  whatever a hostile element makes feedparser raise is its own fault
            parser.stumbled(element, fault)

    return handle
