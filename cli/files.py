"""Text out of files, with a fault at its place where there is none to read."""

import os
from collections.abc import Callable
from pathlib import Path

from tocsin.config.issues import Issue
from tocsin.watchlist.settling import Look

Read = Callable[[Path, str], bytes | Issue]
"""As ``read_bytes``."""


def read_bytes(path: Path, label: str) -> bytes | Issue:
    """What the file holds. ``label`` is how the operator named it."""
    try:
        return path.read_bytes()
    except OSError as fault:
        return Issue(path=label, line=1, column=1, field="", message=f"can't be read: {fault.strerror}")


def read_text(path: Path, label: str) -> str | Issue:
    """The file's text. ``label`` is how the operator named it."""
    raw = read_bytes(path, label)
    return raw if isinstance(raw, Issue) else text_of(raw, label)


def text_of(raw: bytes, label: str) -> str | Issue:
    """``raw`` as text; a byte order mark says nothing."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte {raw[fault.start]:#04x} is not UTF-8; save the file as UTF-8"
        return Issue(path=label, line=line, column=column, field="", message=message)


def read_folder(folder: Path, label: str) -> tuple[dict[str, str], list[Issue]]:
    """The text of every YAML file in ``folder`` by its label, in order, and what could not be read."""
    look = look_at(folder, label)
    texts = {path: text for path, text in look.files.items() if isinstance(text, str)}
    unread = [fault for fault in look.files.values() if isinstance(fault, Issue)]
    return texts, [look.fault, *unread] if look.fault else unread


def look_at(folder: Path, label: str) -> Look:
    """Every YAML file of ``folder`` by its label, in order. Hidden ones are left out: editors keep theirs there.

    A folder inside it is not read; one that holds YAML files is told as a fault.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as fault:
        message = f"the watchlists folder can't be read: {fault.strerror}"
        return Look(fault=Issue(path=label, line=1, column=1, field="", message=message))
    found = {f"{label.rstrip('/')}/{path.name}": path for path in paths}
    files = {name: read_text(path, name) for name, path in found.items() if _is_yaml(path.name)}
    folders = {name: _hidden_away(path, name) for name, path in found.items() if name not in files}
    return Look({**files, **{name: fault for name, fault in folders.items() if fault}})


def _hidden_away(folder: Path, name: str) -> Issue | None:
    """The fault of a folder in which YAML files stand, however deep; hidden folders are not looked into."""
    for inside, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        first = min(filter(_is_yaml, files), default=None)
        if first:
            where = (Path(inside) / first).relative_to(folder)
            message = f"a folder inside the watchlists folder is not read; move {where} out of it"
            return Issue(path=name, line=1, column=1, field="", message=message)
    return None


def _is_yaml(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")
