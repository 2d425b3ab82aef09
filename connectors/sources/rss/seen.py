"""What a poll brought, in the words that judge it: an ``Observation`` for every answer."""

from hashlib import blake2b
from typing import Final

import msgspec

from connectors.sources.rss.document import Contents
from connectors.sources.web.exchange import Failed, Fetched, NotModified
from tocsin.contract.events import DeadLetter
from tocsin.polling.observation import Found, Observation, Said
from tocsin.polling.outcome import DocumentFault
from tocsin.polling.state import Validators

_DIGEST_BYTES: Final = 16


class Brought(msgspec.Struct, frozen=True):
    """What a poll saw, the entries nothing can be made of, and the hub its document names (with the topic).

    ``doubtful``: the feed must be polled soon, there is more to what was pushed.
    """

    seen: Observation
    dead: tuple[DeadLetter, ...] = ()
    hub: str = ""
    topic: str = ""
    doubtful: bool = False


def document_digest(answer: Fetched) -> bytes:
    """16 bytes that change when the document does."""
    return blake2b(answer.body, digest_size=_DIGEST_BYTES).digest()


def nothing(asked: str, answer: Failed) -> Observation:
    """No document."""
    return Observation(
        came="nothing",
        outcome=answer.reason,
        detail=answer.detail,
        asked=asked,
        said=Said(retry_after=answer.retry_after),
    )


def broken(asked: str, fault: Exception) -> Observation:
    """We stumbled over it ourselves."""
    return Observation(
        came="nothing", outcome="failed", detail=f"{type(fault).__name__}: {fault}", asked=asked
    )


def not_modified(asked: str, answer: NotModified) -> Observation:
    """The server says we have it."""
    said = Said(fresh_for=answer.fresh_for)
    return Observation(came="not_modified", outcome="unchanged", asked=asked, moved=answer.moved, said=said)


def same(asked: str, answer: Fetched, *, conditional: bool) -> Observation:
    """The very bytes of the last document; what ``of_document`` goes on from where they are others."""
    return Observation(
        came="same",
        outcome="unchanged",
        asked=asked,
        moved=answer.moved,
        conditional=conditional,
        validators=answer.validators,
        said=Said(fresh_for=answer.fresh_for),
    )


def unreadable(seen: Observation, contents: Contents) -> Observation | None:
    """A document without entries that says why; ``None`` where it is just empty, or has some."""
    if contents.raws:
        return None
    faults = contents.document.faults
    fault: DocumentFault | None = next((fault for fault in faults if fault != "wrong_encoding"), None)
    if fault is None:
        return None
    return msgspec.structs.replace(seen, came="unreadable", outcome=fault, detail=contents.document.detail)


def of_document(seen: Observation, contents: Contents, answer: Fetched) -> Brought:
    """A document, what to send of it included."""
    document = contents.document
    digest = document_digest(answer) if contents.settled else b""
    links = dict(reversed(answer.links))
    return Brought(
        msgspec.structs.replace(
            seen,
            came="document",
            outcome=document.faults[0] if document.faults else "changed",
            detail=document.detail,
            validators=seen.validators if contents.settled else Validators(),
            said=msgspec.structs.replace(seen.said, rest=document.rest),
            found=Found(contents.decision, len(contents.raws), digest=digest, dead=len(contents.dead)),
        ),
        contents.dead,
        hub=document.hub or links.get("hub", ""),
        topic=document.topic or links.get("self", ""),
    )


def of_push(asked: str, contents: Contents) -> Brought:
    """What a hub pushed: it says nothing about what it does not hold."""
    found = Found(contents.decision, len(contents.raws), partial=True)
    seen = Observation(came="document", outcome="changed", asked=asked, found=found)
    return Brought(seen, contents.dead, doubtful=contents.doubtful)
