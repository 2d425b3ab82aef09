"""OPML subscription lists, written: for other programs, and for ourselves without loss but of secrets."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

import msgspec

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup, FeedList
from tocsin.feeds.address import public
from tocsin.feeds.outline import FEED_KEYS, GROUP_KEYS, KEPT_OUT, NAMESPACE, written

_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS: Final = "tags"

ET.register_namespace("tocsin", NAMESPACE)


class Exported(msgspec.Struct, frozen=True):
    """The file, and the ids of the feeds that lost something on the way: what may be secret is kept out."""

    raw: bytes
    without_secrets: tuple[str, ...]


def write_opml(feeds: FeedList, title: str) -> Exported:
    """``feeds`` as OPML 2.0 in UTF-8: a folder for each group, our own keys in a namespace.

    `defaults` have no place in OPML: each feed carries what they say, where neither it nor its group says it.
    """
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = _clean(title)
    body = ET.SubElement(root, "body")
    groups = {group.name: group for group in feeds.groups}
    folders = {name: _folder(body, group) for name, group in groups.items()}
    for feed in feeds.feeds:
        group = groups.get(feed.group or "")
        around = body if group is None else folders[group.name]
        _feed(around, _filled(feed, group, feeds.defaults))
    ET.indent(root)
    raw: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Exported(raw + b"\n", _bereft(feeds, groups))


def _folder(body: ET.Element, group: FeedGroup) -> ET.Element:
    return ET.SubElement(body, "outline", {"text": group.name, **_ours(written(group, GROUP_KEYS))})


def _feed(around: ET.Element, feed: FeedEntry) -> None:
    text = _clean(feed.title) or feed.id
    attributes = {"type": "rss", "text": text, "title": text, "xmlUrl": _clean(public(feed.url))}
    if feed.language:
        attributes["language"] = feed.language
    if feed.tags:
        attributes["category"] = ",".join(feed.tags)
    ET.SubElement(around, "outline", {**attributes, **_ours(written(feed, FEED_KEYS))})


def _filled(feed: FeedEntry, group: FeedGroup | None, defaults: FeedDefaults) -> FeedEntry:
    """``feed`` with what ``defaults`` say and neither it nor its group does."""
    layers: Sequence[FeedDefaults] = (feed, group) if group else (feed,)
    unsaid = {
        key: getattr(defaults, key)
        for key in FEED_KEYS
        if key in FeedDefaults.model_fields
        and key != _TAGS
        and all(getattr(layer, key) is None for layer in layers)
    }
    own = dict.fromkeys((*feed.tags, *(tag for tag in defaults.tags if not group or tag not in group.tags)))
    return feed.model_copy(update={**unsaid, _TAGS: tuple(own)})


def _bereft(feeds: FeedList, groups: Mapping[str, FeedGroup]) -> tuple[str, ...]:
    def lost(feed: FeedEntry) -> bool:
        group = groups.get(feed.group or "")
        layers = (feed, *([group] if group else []), feeds.defaults)
        return public(feed.url) != feed.url or any(getattr(one, key) for one in layers for key in KEPT_OUT)

    return tuple(feed.id for feed in feeds.feeds if lost(feed))


def _ours(attributes: Mapping[str, str]) -> dict[str, str]:
    return {f"{{{NAMESPACE}}}{key}": _clean(value) for key, value in attributes.items()}


def _clean(text: str) -> str:
    """Without the characters that no XML file can hold."""
    return _NO_XML.sub("", text)
