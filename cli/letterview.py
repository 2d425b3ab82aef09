"""Dead letters as a person and as a program read them, and which of them are meant."""

import msgspec

from cli.letters import Kept
from tocsin.contract.codec import InvalidEvent

FIRST_BYTES = 72


class Choice(msgspec.Struct, frozen=True):
    """Which dead letters are meant: those whose id is in ``ids``, or all, of this stage and reason."""

    ids: frozenset[str] = frozenset()
    stage: str | None = None
    reason: str | None = None

    @property
    def everything(self) -> bool:
        return not (self.ids or self.stage or self.reason)

    def __contains__(self, kept: Kept) -> bool:
        letter = kept.letter
        if isinstance(letter, InvalidEvent):
            return self.everything or kept.id in self.ids
        return (
            (not self.ids or kept.id in self.ids or letter.id in self.ids)
            and self.stage in (None, letter.stage)
            and self.reason in (None, letter.reason)
        )


def as_text(kept: Kept) -> str:
    """Some lines for a person; what others wrote is made harmless."""
    letter = kept.letter
    if isinstance(letter, InvalidEvent):
        return f"{kept.id}  no dead letter: {_plain(letter.detail)}\n    {first_bytes(kept.payload)}"
    receiver = f" for {letter.receiver}" if letter.receiver else ""
    head = f"{kept.id}  {letter.at:%Y-%m-%d %H:%M:%S}Z  {letter.stage}  {letter.reason}{receiver}  from {letter.id}"
    return f"{head}\n    {_plain(letter.detail)}\n    {first_bytes(letter.payload)}"


def as_json(kept: Kept) -> bytes:
    """One JSON object; bytes are in base64."""
    if isinstance(kept.letter, InvalidEvent):
        return msgspec.json.encode({"id": kept.id, "invalid": kept.letter.detail, "payload": kept.payload})
    return msgspec.json.encode(
        {"id": kept.id, "origin_id": kept.letter.id, **msgspec.to_builtins(kept.letter)}
    )


def first_bytes(payload: bytes) -> str:
    """How the bytes begin, on one line of printable characters."""
    text = payload[: 4 * FIRST_BYTES].decode("utf-8", "backslashreplace")
    shown = _plain(text[:FIRST_BYTES])
    return f"{len(payload)} bytes: {shown}{'…' if len(payload) > 4 * FIRST_BYTES or len(text) > FIRST_BYTES else ''}"


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
