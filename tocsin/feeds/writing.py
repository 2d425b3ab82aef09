"""Feeds and groups added to ``feeds.yaml``, beside what stands there: no comment, no line of anyone's is touched."""

from collections.abc import Sequence
from typing import Final

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from tocsin.config.feeds import FeedDefaults, FeedEntry, FeedGroup
from tocsin.config.issues import Issue
from tocsin.config.load import read_feeds
from tocsin.feeds.items import item_lines

_STEP: Final = 2


class CannotAddError(Exception):
    """The file is written in a way that can't be added to; the message says what to change."""


def added(text: str, path: str, groups: Sequence[FeedGroup], feeds: Sequence[FeedEntry]) -> str | list[Issue]:
    """``text``, a sound feeds.yaml (or nothing at all), with ``groups`` and ``feeds`` at the end of its lists.

    Or the faults that it would then have; they name places of what would come of it.

    Raises:
        CannotAddError: a list stands on one line, or what stands there would come to mean something else.
    """
    after = with_items(with_items(text, "groups", groups), "feeds", feeds)
    outcome = read_feeds(after, path)
    if isinstance(outcome, list):
        return outcome
    before = read_feeds(text if text.strip() else "{}", path)
    if isinstance(before, list):  # a list without a value, which has one now
        return after
    meant = {"groups": (*before.groups, *groups), "feeds": (*before.feeds, *feeds)}
    if outcome != before.model_copy(update=meant):
        raise CannotAddError("the way it is written leaves no safe place to add something")
    return after


def with_items(text: str, key: str, items: Sequence[FeedDefaults]) -> str:
    """``text`` with ``items`` at the end of its list ``key``; unproved.

    Raises:
        CannotAddError: the list, or the whole file, stands on one line.
    """
    if not items:
        return text
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, CollectionNode) and root.flow_style:
        raise CannotAddError("it stands in braces; write each key on a line of its own")
    found = _value(root, key)
    if found is None:
        indent = root.start_mark.column if root else 0
        new = [f"{' ' * indent}{key}:", *item_lines(items, indent + _STEP)]
        return "".join([*lines, *(line + end for line in new)])
    at, indent = _place(lines, key, *found)
    new = [line + end for line in item_lines(items, indent)]
    return "".join([*lines[:at], *new, *lines[at:]])


def _value(root: Node | None, key: str) -> tuple[Node, Node] | None:
    """The key's own node and that of its value."""
    pairs = root.value if isinstance(root, MappingNode) else ()
    return next(((name, value) for name, value in pairs if name.value == key), None)


def _place(lines: list[str], key: str, name: Node, value: Node) -> tuple[int, int]:
    """Before which line the items go, and how far in; an empty list written out is taken out of ``lines``."""
    if isinstance(value, SequenceNode) and not value.flow_style:
        return _line_after(value), value.start_mark.column
    start, end = value.start_mark, value.end_mark
    empty = isinstance(value, ScalarNode) or not value.value
    if not empty or start.line != end.line:
        raise CannotAddError(f"its list '{key}' stands in brackets; write each item on a line of its own")
    line = lines[start.line]
    kept = line[: start.column] + line[end.column :]
    lines[start.line] = (
        kept if kept[start.column :].strip() else kept[: start.column].rstrip() + _ending(line)
    )
    return start.line + 1, name.start_mark.column + _STEP


def _line_after(node: Node) -> int:
    """The line after the last one that ``node`` takes; a block's own end is only where the next thing begins."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node.end_mark.line + (1 if node.end_mark.column else 0)


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
