"""`feeds.yaml` written: feeds and groups put beside what stands there."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cli.exits import WRONG, Failure
from cli.files import read_text
from cli.progress import working
from cli.settings import accepted
from tocsin.config.feeds import FeedEntry, FeedGroup
from tocsin.config.issues import Issue
from tocsin.config.model import Config
from tocsin.feeds.items import item_lines
from tocsin.feeds.writing import CannotAddError, added


def put_in(config: Config, groups: Sequence[FeedGroup], feeds: Sequence[FeedEntry]) -> None:
    """Add them to the configured file, which is made where there is none; it holds the old or the new, never half.

    Raises:
        Failure: the file can't be read, added to or written.
        SystemExit: what would come of it is at fault (told).
    """
    path = Path(config.feeds)
    text = _text(path, config.feeds)
    try:
        with working("proving the list of feeds anew"):
            outcome = added(text, config.feeds, groups, feeds)
    except CannotAddError as fault:
        lines = "\n".join([*item_lines(groups, 2), *item_lines(feeds, 2)])
        raise Failure(
            f"{config.feeds} can't be added to: {fault}. Put this into it:\n{lines}", WRONG
        ) from fault
    try:
        _replace(path, accepted(outcome))
    except OSError as fault:
        raise Failure(f"{config.feeds} can't be written: {fault.strerror}", WRONG) from fault


def _text(path: Path, label: str) -> str:
    if not path.exists():
        return ""
    text = read_text(path, label)
    return accepted([text]) if isinstance(text, Issue) else text


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, name)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
