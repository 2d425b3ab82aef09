"""The files that say what is polled: `feeds.yaml`, its OPML lists, and the files that hold secrets of feeds."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

from pydantic import SecretStr

from cli.files import Read, read_bytes, text_of
from cli.settings import load_feeds
from tocsin.config.feeds import FeedDefaults, FeedList
from tocsin.config.issues import Issue
from tocsin.config.model import Config
from tocsin.feeds.feed import Feed
from tocsin.feeds.opml import Subscriptions, read_opml
from tocsin.feeds.settling import settled

L = TypeVar("L", bound=FeedDefaults)

_SECRETS: Final = ("password", "token")


def load_settled(config: Config, read: Read = read_bytes) -> tuple[Feed, ...] | list[Issue]:
    """The feeds to poll, with their secrets out of files, or every fault of all those files."""
    feeds = load_feeds(config, read)
    return feeds if isinstance(feeds, list) else settle(feeds, config, read)


def settle(feeds: FeedList, config: Config, read: Read = read_bytes) -> tuple[Feed, ...] | list[Issue]:
    """The enabled ones of ``feeds`` with their secrets out of files, or what is wrong with those files."""
    secrets = {file: _secret(file, read) for file in dict.fromkeys(_files(feeds))}
    faults = [found for found in secrets.values() if isinstance(found, Issue)]
    told = {file: found for file, found in secrets.items() if isinstance(found, SecretStr)}
    return faults or settled(_with_secrets(feeds, told), config.rss)


class FeedFiles:
    """Looked at again and again; ``extra`` feeds (the samples) are polled besides, whatever the files say.

    ``last`` is the digest of what was last read.
    """

    def __init__(self, config: Config, extra: Sequence[Feed] = ()) -> None:
        self._config, self.extra = config, tuple(extra)
        self._paths: tuple[str, ...] = ()
        self.last = b""

    def look(self) -> bytes:
        """A digest of what the files of the last reading hold now."""
        return _digest({path: read_bytes(Path(path), path) for path in self._paths})

    def read(self) -> tuple[Feed, ...] | list[Issue]:
        """What they say now, or every fault."""
        held: dict[str, bytes | Issue] = {}

        def read(path: Path, label: str) -> bytes | Issue:
            held[label] = read_bytes(path, label)
            return held[label]

        found = load_settled(self._config, read)
        self._paths, self.last = tuple(held), _digest(held)
        return found if isinstance(found, list) else (*found, *self.extra)


def _digest(held: Mapping[str, bytes | Issue]) -> bytes:
    digest = blake2b(digest_size=16)
    for path, found in held.items():
        content = str(found).encode() if isinstance(found, Issue) else found
        digest.update(f"{path} {type(found).__name__} {len(content)} ".encode() + content)
    return digest.digest()


def _files(feeds: FeedList) -> Iterator[str]:
    """Every file that holds a secret."""
    for layer in (feeds.defaults, *feeds.groups, *feeds.feeds):
        files = (getattr(layer, f"{secret}_file") for secret in _SECRETS)
        yield from (file for file in files if file is not None)


def _secret(file: str, read: Read) -> SecretStr | Issue:
    raw = read(Path(file), file)
    text = raw if isinstance(raw, Issue) else text_of(raw, file)
    if isinstance(text, Issue):
        return text
    value = text.removesuffix("\n").removesuffix("\r")
    if value and "\n" not in value:
        return SecretStr(value)
    return Issue(path=file, line=1, column=1, field="", message="must hold a password or token, on one line")


def _with_secrets(feeds: FeedList, secrets: dict[str, SecretStr]) -> FeedList:
    return feeds.model_copy(
        update={
            "defaults": _opened(feeds.defaults, secrets),
            "groups": tuple(_opened(group, secrets) for group in feeds.groups),
            "feeds": tuple(_opened(feed, secrets) for feed in feeds.feeds),
        }
    )


def _opened(layer: L, secrets: dict[str, SecretStr]) -> L:
    files = {secret: getattr(layer, f"{secret}_file") for secret in _SECRETS}
    held = {secret: secrets[file] for secret, file in files.items() if file is not None}
    return layer.model_copy(update=held) if held else layer


def passed_over(feeds: FeedList) -> list[Issue]:
    """What the OPML files of `feeds.yaml` hold that gives no feed, and why; nothing of those at fault."""
    raws = {path: read_bytes(Path(path), path) for path in feeds.opml}
    lists = [read_opml(raw, path) for path, raw in raws.items() if isinstance(raw, bytes)]
    return [issue for found in lists if isinstance(found, Subscriptions) for issue in found.passed_over]
