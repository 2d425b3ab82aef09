"""Records, as the ledger holds them, put on the shelf of their watchlist. What nobody can read is not there."""

from collections.abc import Iterable, Iterator

from tocsin.alerting.ledger import Ledger, Write, key_of, name_of, watchlist_of
from tocsin.alerting.packing import unpack, unpack_kept, unpack_story
from tocsin.alerting.records import Gathered, Kept
from tocsin.alerting.shelf import Shelf
from tocsin.story.model import Filed


def put_story(shelf: Shelf, ledger: Ledger, key: str) -> None:
    """A story as the ledger has it."""
    _story(shelf, key, ledger.get("story", key))


def put_digest(shelf: Shelf, ledger: Ledger, key: str) -> None:
    """A digest that is being gathered, as the ledger has it."""
    _digest(shelf, key, ledger.get("desk", key))


def kept_by(ledger: Ledger, keys: Iterable[str]) -> Iterator[tuple[str, Kept] | None]:
    """Each article with what is kept of it, ``None`` for one of which nothing is."""
    for key in keys:
        kept = unpack_kept(name_of(key), ledger.get("filed", key))
        yield None if kept is None else (name_of(key), kept)


def follow(shelf: Shelf, ledger: Ledger, write: Write) -> None:
    """What the ledger holds since."""
    if write.value is None:
        _forget(shelf, write)
    elif write.kind == "story":
        _story(shelf, write.key, write.value)
    elif write.kind == "desk":
        _digest(shelf, write.key, write.value)
    elif (kept := unpack_kept(name_of(write.key), write.value)) is not None:
        shelf.kept_is(name_of(write.key), kept)
        if kept.withdrawn:
            members = (key_of(watchlist_of(write.key), name) for name in shelf.members(kept.story))
            shelf.refile(kept.story, _standing(kept_by(ledger, members)))


def _story(shelf: Shelf, key: str, value: bytes | None) -> None:
    story = unpack_story(value)
    if story is not None:
        shelf.story_is(name_of(key), story)


def _digest(shelf: Shelf, key: str, value: bytes | None) -> None:
    if name_of(key) and (gathered := unpack(value, Gathered)) is not None:
        shelf.digest_is(name_of(key), gathered)


def _forget(shelf: Shelf, write: Write) -> None:
    if write.kind == "story":
        shelf.story_ends(name_of(write.key))
    elif write.kind == "filed":
        shelf.kept_no_more(name_of(write.key))


def _standing(known: Iterable[tuple[str, Kept] | None]) -> Iterator[tuple[Filed, int]]:
    for one in known:
        if one is not None and one[1].filed is not None and not one[1].withdrawn:
            yield one[1].filed, one[1].number
