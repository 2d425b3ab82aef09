"""OPML subscription lists, read: every outline with an ``xmlUrl`` is a feed, the folders around it its group.

Method: ``tocsin.config.elements``. listparser, the library for this, reads through an HTML parser: it tells no fault
and no line, and drops attributes of a namespace.
"""

import re
from typing import Any, Final

import msgspec

from tocsin.config.elements import UnreadError, each_element
from tocsin.config.feeds import FeedEntry, FeedGroup
from tocsin.config.issues import Issue
from tocsin.config.types import Section
from tocsin.config.validate import validated
from tocsin.feeds.naming import feed_id, group_name, slug
from tocsin.feeds.outline import FEED_KEYS, GROUP_KEYS, NAMESPACE, read

_DEEPEST: Final = 100
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_SCHEME: Final = re.compile(r"^feed:(?://)?(?=https?://)|^feed(?=://)")


class Subscriptions(msgspec.Struct, frozen=True):
    """What an OPML file holds.

    ``passed_over`` tells of each outline that gives no feed, and why; ``faults`` of what is wrong with others.
    """

    feeds: tuple[FeedEntry, ...] = ()
    groups: tuple[FeedGroup, ...] = ()
    passed_over: tuple[Issue, ...] = ()
    places: tuple[int, ...] = ()
    """The line of each feed."""
    faults: tuple[Issue, ...] = ()


def read_opml(raw: bytes, path: str) -> Subscriptions | list[Issue]:
    """The feeds of an OPML file in any encoding it declares, or every fault in it. Never raises."""
    found = read_outlines(raw, path)
    return list(found.faults) if isinstance(found, Subscriptions) and found.faults else found


def read_outlines(raw: bytes, path: str) -> Subscriptions | list[Issue]:
    """The sound feeds of an OPML file beside the faults of others; only why, where it is no OPML. Never raises.

    A feed that stands there twice is taken once. One without ``tocsin:id`` gets an id out of its address; what
    other programs wrote and we can't use (a language such as `English`) is left out, what is ours is proved.
    """
    reader = _Reader(path)
    try:
        each_element(raw, reader.start, reader.end, separator=" ")
    except UnreadError as fault:
        return [_issue(path, fault.line, "", str(fault), column=fault.column)]
    if not reader.is_opml:
        return [_issue(path, 1, "", "it holds no <opml>")]
    return reader.found()


class _Folder(msgspec.Struct):
    text: str
    line: int
    group: str = ""
    holds: bool = False


class _Reader:
    """Goes through the outlines in their order."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: list[_Folder] = []
        self._feeds: dict[str, tuple[FeedEntry, int]] = {}
        self._groups: dict[str, FeedGroup] = {}
        self._passed_over: list[Issue] = []
        self.faults: list[Issue] = []
        self.is_opml = False

    def found(self) -> Subscriptions:
        used = {feed.group for feed, _ in self._feeds.values()}
        return Subscriptions(
            feeds=tuple(feed for feed, _ in self._feeds.values()),
            groups=tuple(group for name, group in self._groups.items() if name in used),
            passed_over=tuple(self._passed_over),
            places=tuple(line for _, line in self._feeds.values()),
            faults=tuple(sorted(self.faults)),
        )

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.is_opml = self.is_opml or name == "opml"
        if name != "outline":
            return
        if len(self._open) >= _DEEPEST:
            raise UnreadError(f"outlines nested more than {_DEEPEST} deep", line)
        known = {key.casefold(): value.strip() for key, value in attributes.items()}
        folder = _Folder(known.get("text") or known.get("title") or "", line)
        if self._open:
            self._open[-1].holds = True
        if "xmlurl" in known:
            folder.holds = True
            self._feed(known, _ours(attributes), folder)
        else:
            folder.group = self._group(_ours(attributes), folder)
        self._open.append(folder)

    def end(self, name: str) -> None:
        if name != "outline":
            return
        outline = self._open.pop()
        if not outline.holds:
            self._pass_over(outline, "it has no xmlUrl: no feed")

    def _group(self, ours: dict[str, str], folder: _Folder) -> str:
        around = tuple(one.text for one in (*self._open, folder) if one.text)
        name = ours.get("name") or (group_name(around) if around else "")
        if name and name not in self._groups:
            group = self._proved({**read(ours, GROUP_KEYS), "name": name}, FeedGroup, folder)
            if not isinstance(group, FeedGroup):
                return ""
            self._groups[name] = group
        return name

    def _feed(self, known: dict[str, str], ours: dict[str, str], outline: _Folder) -> None:
        url = _SCHEME.sub(lambda found: "http" if found[0] == "feed" else "", known["xmlurl"])
        if url in self._feeds:
            self._pass_over(outline, f"the same address as on line {self._feeds[url][1]}")
            return
        group = next((one.group for one in reversed(self._open) if one.group), None)
        data = {
            "id": feed_id(url),
            "title": "" if outline.text == ours.get("id") else outline.text,
            "language": _language(known.get("language", "")),
            "tags": _tags(known.get("category", "")),
            "group": group,
            "url": url,
            **read(ours, FEED_KEYS),
        }
        feed = self._proved(data, FeedEntry, outline)
        if isinstance(feed, FeedEntry):
            self._feeds[url] = (feed, outline.line)

    def _proved(self, data: dict[str, Any], model: type[Section], outline: _Folder) -> Section | None:
        outcome = validated({key: value for key, value in data.items() if value is not None}, model)
        if not isinstance(outcome, list):
            return outcome
        for fault in outcome:
            key = str(fault.path[0]) if fault.path else ""
            named = {"url": "xmlUrl", "title": "text"}.get(key, f"tocsin:{key}")
            self.faults.append(_issue(self._path, outline.line, named, fault.message))
        return None

    def _pass_over(self, outline: _Folder, why: str) -> None:
        what = f"{outline.text[:80]!r}: " if outline.text else ""
        self._passed_over.append(_issue(self._path, outline.line, "", what + why))


def _ours(attributes: dict[str, str]) -> dict[str, str]:
    mark = f"{NAMESPACE} "
    return {name.removeprefix(mark): value for name, value in attributes.items() if name.startswith(mark)}


def _language(text: str) -> str | None:
    tag = text.replace("_", "-").casefold()
    return tag if _LANGUAGE.fullmatch(tag) else None


def _tags(category: str) -> list[str]:
    """The last step of each path of OPML's ``category``: ``/Boston/Weather,/News`` gives weather and news."""
    names = (slug(part.rstrip("/").rpartition("/")[2])[:64].strip("-") for part in category.split(","))
    return list(dict.fromkeys(filter(None, names)))


def _issue(path: str, line: int, field: str, message: str, *, column: int = 1) -> Issue:
    return Issue(path=path, line=line, column=column, field=field, message=message)
