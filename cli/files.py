"""Text out of files, with a fault at its place where there is none to read."""

from pathlib import Path

from tocsin.config.issues import Issue
from tocsin.watchlist.settling import Look


def read_text(path: Path, label: str) -> str | Issue:
    """The file's text. ``label`` is how the operator named it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = fault.object[: fault.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte {fault.object[fault.start]:#04x} is not UTF-8; save the file as UTF-8"
        return Issue(path=label, line=line, column=column, field="", message=message)
    except OSError as fault:
        return Issue(path=label, line=1, column=1, field="", message=f"can't be read: {fault.strerror}")


def read_folder(folder: Path, label: str) -> tuple[dict[str, str], list[Issue]]:
    """The text of every YAML file in ``folder`` by its label, in order, and what could not be read."""
    look = look_at(folder, label)
    texts = {path: text for path, text in look.files.items() if isinstance(text, str)}
    unread = [fault for fault in look.files.values() if isinstance(fault, Issue)]
    return texts, [look.fault, *unread] if look.fault else unread


def look_at(folder: Path, label: str) -> Look:
    """Every YAML file of ``folder`` by its label, in order. Hidden ones are left out: editors keep theirs there."""
    try:
        paths = sorted(path for path in folder.iterdir() if _is_watchlist(path))
    except OSError as fault:
        message = f"the watchlists folder can't be read: {fault.strerror}"
        return Look(fault=Issue(path=label, line=1, column=1, field="", message=message))
    names = {f"{label.rstrip('/')}/{path.name}": path for path in paths}
    return Look({name: read_text(path, name) for name, path in names.items()})


def _is_watchlist(path: Path) -> bool:
    return path.suffix in (".yaml", ".yml") and not path.name.startswith(".")
